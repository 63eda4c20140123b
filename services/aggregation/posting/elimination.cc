#include "services/aggregation/posting/elimination.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aggregation/posting/difference.h"
#include "services/budget/check.h"
#include "services/budget/decimal.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"
#include "services/rpc/reason.h"

namespace yuheng::aggregation {
namespace {

using budget::Side;
using budget::TableKind;
using storage::AmountLine;
using storage::EntryKind;
using storage::EntryRecord;

constexpr absl::string_view kOwnMoney = "unit";  // Column of T2.

AmountLine LineOf(TableKind table, Side side, absl::string_view row,
                  absl::string_view column, int64_t amount_fen) {
  return {{static_cast<uint8_t>(table), static_cast<uint8_t>(side),
           std::string(row), std::string(column)},
          amount_fen};
}

bool IsFunctionCode(absl::string_view code) {
  return code.size() == 7 && std::all_of(code.begin(), code.end(), [](char c) {
           return c >= '0' && c <= '9';
         });
}

bool IsKnown(const Transfer& transfer) {
  return (transfer.income_row == "unit_upsub" ||
          transfer.income_row == "unit_aff") &&
         IsFunctionCode(transfer.function_code) &&
         (transfer.kind == "basic" || transfer.kind == "project");
}

absl::Status FieldError(const char* field, const char* id) {
  const budget::Text text = budget::Message(id);
  return rpc::MakeFieldError({{field, text.en}}, text.zh, text.en);
}

absl::Status CheckTexts(const storage::EliminationTerms& terms) {
  std::vector<rpc::FieldViolation> wrong;
  if (terms.actor.empty() ||
      terms.actor.size() > storage::kEliminationActorBytesMax) {
    wrong.push_back({"actor", "1 to 128 bytes"});
  }
  if (terms.reason.empty() ||
      terms.reason.size() > storage::kEliminationReasonBytesMax) {
    wrong.push_back({"reason", "1 to 2000 bytes"});
  }
  if (wrong.empty()) return absl::OkStatus();
  return rpc::MakeFieldError(std::move(wrong));
}

// Whether payer and payee are two, neither a part of the other.
bool AreApart(const storage::EliminationTerms& terms,
              absl::string_view payee_department,
              absl::string_view payee_unit) {
  return terms.payer_department != payee_department ||
         (!terms.payer_unit.empty() && !payee_unit.empty() &&
          terms.payer_unit != payee_unit);
}

absl::Status CheckParties(const Posting& posting) {
  if (AreApart(*posting.elimination, posting.department, posting.unit)) {
    return absl::OkStatus();
  }
  return FieldError("payer", "aggregation.elimination_parties");
}

bool NamesDocument(const EntryRecord& entry) {
  return !entry.submission.empty() || !entry.printed.empty() ||
         entry.document_sha256 != storage::Sha256Digest{};
}

}  // namespace

std::vector<AmountLine> LeavesOf(const Transfer& transfer) {
  const int64_t fen = transfer.amount_fen;
  const std::string& code = transfer.function_code;
  return {
      LineOf(TableKind::kT1, Side::kIncome, transfer.income_row, "", fen),
      LineOf(TableKind::kT1, Side::kExpenditure, code.substr(0, 3), "", fen),
      LineOf(TableKind::kT2, Side::kNone, code, kOwnMoney, fen),
      LineOf(TableKind::kT3, Side::kNone, code, transfer.kind, fen)};
}

std::optional<Transfer> TransferOf(const std::vector<AmountLine>& leaves) {
  if (leaves.size() != 4) return std::nullopt;
  Transfer transfer{leaves[0].account.row, leaves[3].account.row,
                    leaves[3].account.column, leaves[0].amount_fen};
  if (!IsKnown(transfer) || LeavesOf(transfer) != leaves) return std::nullopt;
  return transfer;
}

absl::StatusOr<Posting> NormaliseElimination(Posting posting,
                                             const Transfer& transfer) {
  absl::Status status = CheckRequestId(posting.request_id);
  status.Update(CheckSlot(posting.fiscal_year, posting.stage, posting.unit));
  status.Update(CheckTexts(*posting.elimination));
  status.Update(CheckParties(posting));
  if (!status.ok()) return status;
  if (!IsKnown(transfer)) {
    return FieldError("transfer", "aggregation.elimination_transfer");
  }
  if (transfer.amount_fen < 1 ||
      transfer.amount_fen > budget::kFigureMicroMax) {
    return FieldError("transfer.amount_fen", "aggregation.elimination_amount");
  }
  posting.leaves = LeavesOf(transfer);
  return posting;
}

absl::StatusOr<Posting> NormaliseEliminationReversal(Posting posting) {
  absl::Status status = CheckRequestId(posting.request_id);
  status.Update(CheckTexts(*posting.elimination));
  if (!status.ok()) return status;
  posting.reverse = true;
  return posting;
}

absl::Status Eliminations::Check(absl::string_view department,
                                 const EntryRecord& entry) const {
  if (entry.kind == EntryKind::kElimination) {
    const auto transfer = TransferOf(entry.leaves);
    if (transfer && transfer->amount_fen > 0 && entry.supersedes_seq == 0 &&
        AreApart(*entry.elimination, department, entry.unit) &&
        !NamesDocument(entry)) {
      return absl::OkStatus();
    }
    return absl::DataLossError(
        absl::StrCat("seq ", entry.seq, " eliminates no transfer"));
  }
  const EntryRecord* declared = Find(entry.supersedes_seq);
  if (declared == nullptr) {
    return absl::DataLossError(absl::StrCat("seq ", entry.seq, " reverses seq ",
                                            entry.supersedes_seq,
                                            ", which eliminates nothing"));
  }
  const auto left = Sum(declared->leaves, entry.leaves);
  if (!left.ok() || !left->empty() || NamesDocument(entry) ||
      entry.fiscal_year != declared->fiscal_year ||
      entry.stage != declared->stage || entry.unit != declared->unit ||
      entry.elimination->payer_department !=
          declared->elimination->payer_department ||
      entry.elimination->payer_unit != declared->elimination->payer_unit) {
    return absl::DataLossError(
        absl::StrCat("seq ", entry.seq, " is not what takes seq ",
                     entry.supersedes_seq, " out again"));
  }
  return absl::OkStatus();
}

void Eliminations::Apply(const EntryRecord& entry) {
  if (entry.kind == EntryKind::kElimination) {
    in_force_.emplace(entry.seq, entry);
  } else {
    YUHENG_CHECK(in_force_.erase(entry.supersedes_seq) == 1);
  }
}

const EntryRecord* Eliminations::Find(uint64_t seq) const {
  const auto found = in_force_.find(seq);
  return found == in_force_.end() ? nullptr : &found->second;
}

}  // namespace yuheng::aggregation
