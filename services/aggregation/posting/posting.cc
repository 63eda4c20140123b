#include "services/aggregation/posting/posting.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aggregation/posting/account.h"
#include "services/budget/decimal.h"
#include "services/budget/rollup.h"
#include "services/rpc/reason.h"
#include "storage/format/coding.h"
#include "storage/format/sha256.h"

namespace yuheng::aggregation {
namespace {

using storage::AmountLine;

// Collects wrong fields, the first kViolationsMax.
class Violations {
 public:
  void Add(std::string field, std::string description) {
    if (list_.size() < kViolationsMax) {
      list_.push_back({std::move(field), std::move(description)});
    }
  }
  void Require(bool condition, absl::string_view field,
               absl::string_view description) {
    if (!condition) Add(std::string(field), std::string(description));
  }
  bool empty() const { return list_.empty(); }
  absl::Status Take() { return rpc::MakeFieldError(std::move(list_)); }

 private:
  std::vector<rpc::FieldViolation> list_;
};

bool IsRequestId(absl::string_view id) {
  return id.size() >= kRequestIdBytesMin &&
         id.size() <= storage::kRequestIdBytesMax &&
         std::all_of(id.begin(), id.end(),
                     [](char c) { return c > ' ' && c <= '~'; });
}

constexpr absl::string_view kRequestIdPattern =
    "8 to 128 visible ASCII characters";

void CheckSlotFields(int fiscal_year, int stage, absl::string_view unit,
                     Violations* violations) {
  violations->Require(
      fiscal_year >= kFiscalYearFirst && fiscal_year <= kFiscalYearLast,
      "fiscal_year", "2000 to 2100");
  violations->Require(stage >= 1 && stage <= kStageLast, "stage",
                      "a known stage of the cycle");
  violations->Require(unit.size() <= storage::kUnitBytesMax, "unit",
                      "at most 64 bytes");
}

void CheckFields(const Posting& posting, Violations* violations) {
  violations->Require(IsRequestId(posting.request_id), "request_id",
                      kRequestIdPattern);
  CheckSlotFields(posting.fiscal_year, posting.stage, posting.unit, violations);
  violations->Require(
      posting.submission.size() <= storage::kResourceNameBytesMax, "submission",
      "at most 512 bytes");
  violations->Require(
      posting.precision_fen >= 0 && posting.precision_fen <= kPrecisionFenMax,
      "precision_fen", "0 to 100000000");
  if (posting.reverse) {
    violations->Require(posting.leaves.empty(), "leaves",
                        "must be empty with reverse");
    violations->Require(posting.printed.empty(), "printed",
                        "must be empty with reverse");
  } else {
    violations->Require(!posting.submission.empty(), "submission",
                        "required unless reverse");
  }
}

enum class List { kLeaves, kPrinted };

void CheckLines(const budget::Form& form, List list,
                const std::vector<AmountLine>& lines, Violations* violations) {
  const absl::string_view name = list == List::kLeaves ? "leaves" : "printed";
  if (lines.size() > kPostingLinesMax) {
    violations->Add(std::string(name),
                    absl::StrCat("at most ", kPostingLinesMax, " lines"));
    return;
  }
  for (size_t i = 0; i < lines.size(); ++i) {
    const AmountLine& line = lines[i];
    const auto wrong = [&](absl::string_view field, absl::string_view what) {
      violations->Add(absl::StrCat(name, "[", i, "].", field),
                      std::string(what));
    };
    if (line.account.row.size() > storage::kRowBytesMax) {
      wrong("account.row", "at most 512 bytes");
      continue;
    }
    if (line.amount_fen > budget::kFigureMicroMax ||
        line.amount_fen < -budget::kFigureMicroMax) {
      wrong("amount_fen", "at most 10^15 in magnitude");
    }
    const budget::CellAddress address = AddressOf(line.account);
    const bool leaf = budget::IsLeaf(form, address);
    if (line.account == RoundingAccount()) {
      wrong("account", "T1:ex:ROUNDING is written by the ledger only");
    } else if (list == List::kLeaves && !leaf) {
      wrong("account", "is no leaf cell of the form");
    } else if (list == List::kPrinted && leaf && line.amount_fen != 0) {
      wrong("account", "is a leaf cell: it belongs to leaves");
    } else if (list == List::kPrinted && !leaf && !IsKnown(form, address)) {
      wrong("account", "is no cell of the form");
    }
  }
}

bool ByAccount(const AmountLine& a, const AmountLine& b) {
  return a.account < b.account;
}

void SortAndDropZeros(absl::string_view name, std::vector<AmountLine>* lines,
                      Violations* violations) {
  if (!std::is_sorted(lines->begin(), lines->end(), ByAccount)) {
    std::sort(lines->begin(), lines->end(), ByAccount);
  }
  const auto twice =
      std::adjacent_find(lines->begin(), lines->end(),
                         [](const AmountLine& a, const AmountLine& b) {
                           return a.account == b.account;
                         });
  if (twice != lines->end()) {
    violations->Add(
        std::string(name),
        absl::StrCat(budget::FormatAddress(AddressOf(twice->account)),
                     " occurs twice"));
  }
  lines->erase(
      std::remove_if(lines->begin(), lines->end(),
                     [](const AmountLine& l) { return l.amount_fen == 0; }),
      lines->end());
}

void AppendLinesTo(std::string& out, const std::vector<AmountLine>& lines) {
  storage::AppendVarint(out, lines.size());
  for (const AmountLine& line : lines) {
    storage::AppendU8(out, line.account.table);
    storage::AppendU8(out, line.account.side);
    storage::AppendBytes(out, line.account.row);
    storage::AppendBytes(out, line.account.column);
    storage::AppendZigzag(out, line.amount_fen);
  }
}

}  // namespace

absl::Status CheckRequestId(absl::string_view request_id) {
  if (IsRequestId(request_id)) return absl::OkStatus();
  return rpc::MakeFieldError({{"request_id", std::string(kRequestIdPattern)}});
}

absl::Status CheckSlot(int fiscal_year, int stage, absl::string_view unit) {
  Violations violations;
  CheckSlotFields(fiscal_year, stage, unit, &violations);
  return violations.empty() ? absl::OkStatus() : violations.Take();
}

absl::StatusOr<Posting> NormalisePosting(const budget::Form& form,
                                         Posting posting) {
  Violations violations;
  CheckFields(posting, &violations);
  CheckLines(form, List::kLeaves, posting.leaves, &violations);
  CheckLines(form, List::kPrinted, posting.printed, &violations);
  if (!violations.empty()) return violations.Take();
  SortAndDropZeros("leaves", &posting.leaves, &violations);
  SortAndDropZeros("printed", &posting.printed, &violations);
  violations.Require(
      GrossFenOf(posting.leaves, posting.printed) <= kGrossFenMax, "leaves",
      "the amounts are too large to be added");
  if (!violations.empty()) return violations.Take();
  return posting;
}

storage::Sha256Digest FingerprintOf(const Posting& posting) {
  std::string bytes;
  storage::AppendVarint(bytes, posting.fiscal_year);
  storage::AppendVarint(bytes, posting.stage);
  storage::AppendBytes(bytes, posting.unit);
  storage::AppendBytes(bytes, posting.submission);
  storage::AppendBytes(
      bytes, absl::string_view(
                 reinterpret_cast<const char*>(posting.document_sha256.data()),
                 posting.document_sha256.size()));
  storage::AppendU8(bytes, posting.reverse ? 1 : 0);
  storage::AppendZigzag(bytes, posting.precision_fen);
  AppendLinesTo(bytes, posting.leaves);
  AppendLinesTo(bytes, posting.printed);
  if (posting.elimination) {
    storage::AppendBytes(bytes, posting.elimination->payer_department);
    storage::AppendBytes(bytes, posting.elimination->payer_unit);
    storage::AppendBytes(bytes, posting.elimination->actor);
    storage::AppendBytes(bytes, posting.elimination->reason);
    storage::AppendVarint(bytes, posting.reverses_seq);
  }
  return storage::Sha256(bytes);
}

int64_t GrossFenOf(const std::vector<storage::AmountLine>& leaves,
                   const std::vector<storage::AmountLine>& printed) {
  uint64_t gross = 0;
  for (const auto* lines : {&leaves, &printed}) {
    for (const AmountLine& line : *lines) {
      const uint64_t magnitude =
          line.amount_fen < 0
              ? uint64_t{0} - static_cast<uint64_t>(line.amount_fen)
              : static_cast<uint64_t>(line.amount_fen);
      if (magnitude > kGrossFenMax || gross + magnitude > kGrossFenMax) {
        return kGrossFenMax + 1;
      }
      gross += magnitude;
    }
  }
  return static_cast<int64_t>(gross);
}

}  // namespace yuheng::aggregation
