#include "services/validation/references.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/sha256.h"

namespace yuheng::validation {
namespace {

// People in post; 0 when the profile does not say.
int64_t InPost(const budget::Document& document) {
  const budget::Claim* claim = document.FindClaim("G:staff:in_post");
  if (claim == nullptr || !claim->value_micro) return 0;
  return *claim->value_micro / budget::kMicroPerOne;
}

std::optional<int64_t> TotalOf(const budget::Document& document,
                               absl::string_view column) {
  const budget::Form& form = budget::StandardForm();
  const budget::Table* table = document.FindTable(budget::TableKind::kT6);
  if (table == nullptr || table->unit_fen <= 0) return std::nullopt;
  const budget::Row* row =
      table->FindRow(budget::Side::kNone, budget::kTotalKey);
  const int index = form.Table(budget::TableKind::kT6)
                        .ColumnIndex(budget::Side::kNone, column);
  if (row == nullptr || index >= static_cast<int>(row->cells.size()) ||
      !row->cells[index].stated()) {
    return std::nullopt;
  }
  return row->cells[index].amount_fen;
}

// The middle one; the lower of two.
int64_t Median(std::vector<int64_t> values) {
  const size_t middle = (values.size() - 1) / 2;
  std::nth_element(values.begin(), values.begin() + middle, values.end());
  return values[middle];
}

}  // namespace

std::string ReferencesSha256(const References& references) {
  std::string text;
  const auto append = [&text](absl::string_view what, absl::string_view value) {
    absl::StrAppend(&text, what, ":", value.size(), ":", value, ";");
  };
  const auto append_document = [&append](absl::string_view what,
                                         const budget::Document* document) {
    if (document != nullptr) append(what, document->source.sha256);
  };
  append_document("prior_budget", references.prior_budget);
  append_document("prior_final_account", references.prior_final_account);
  for (const budget::Document* unit : references.units) {
    append_document("unit", unit);
  }
  for (const std::string& unit : references.units_missing) {
    append("missing", unit);
  }
  if (references.peers) {
    append("peers", absl::StrCat(references.peers->department_count, "/",
                                 references.peers->public_per_head_fen, "/",
                                 references.peers->personnel_per_head_fen));
  }
  if (references.ceiling) {
    append("ceiling",
           absl::StrCat(references.ceiling->stage, "/",
                        budget::CeilingSha256(references.ceiling->ceiling)));
  }
  return text.empty() ? "" : budget::Sha256Hex(text);
}

PerHead PerHeadOf(const budget::Document& document) {
  PerHead result;
  const int64_t people = InPost(document);
  if (people <= 0) return result;
  const auto of = [&](absl::string_view column) -> std::optional<int64_t> {
    const std::optional<int64_t> total = TotalOf(document, column);
    if (!total) return std::nullopt;
    return *total / people;
  };
  result.public_fen = of("public");
  result.personnel_fen = of("personnel");
  return result;
}

std::optional<PeerMedians> MediansOf(
    absl::Span<const budget::Document* const> documents) {
  std::vector<int64_t> public_fen;
  std::vector<int64_t> personnel_fen;
  for (const budget::Document* document : documents) {
    const PerHead each = PerHeadOf(*document);
    if (!each.public_fen || !each.personnel_fen) continue;
    public_fen.push_back(*each.public_fen);
    personnel_fen.push_back(*each.personnel_fen);
  }
  if (public_fen.size() < static_cast<size_t>(kPeersMin)) return std::nullopt;
  return PeerMedians{static_cast<int>(public_fen.size()), Median(public_fen),
                     Median(personnel_fen)};
}

}  // namespace yuheng::validation
