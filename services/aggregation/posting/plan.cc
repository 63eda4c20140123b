#include "services/aggregation/posting/plan.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/aggregation/posting/account.h"
#include "services/aggregation/posting/balance.h"
#include "services/aggregation/posting/difference.h"
#include "services/budget/check.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::aggregation {
namespace {

using storage::AmountLine;
using storage::ContributionRecord;
using storage::EntryKind;

// Puts the rounding line into its place.
void AddRounding(int64_t amount_fen, std::vector<AmountLine>* leaves) {
  if (amount_fen == 0) return;
  AmountLine line{RoundingAccount(), amount_fen};
  const auto place =
      std::lower_bound(leaves->begin(), leaves->end(), line,
                       [](const AmountLine& a, const AmountLine& b) {
                         return a.account < b.account;
                       });
  leaves->insert(place, std::move(line));
}

// What the (year, stage, unit) stands at after the posting; seq and revision
// not yet set.
absl::StatusOr<ContributionRecord> NextContribution(const Posting& posting) {
  ContributionRecord next;
  next.fiscal_year = posting.fiscal_year;
  next.stage = posting.stage;
  next.unit = posting.unit;
  if (posting.reverse) return next;
  next.submission = posting.submission;
  next.leaves = posting.leaves;
  next.printed = posting.printed;
  auto rounding_fen = BalanceOf(next.leaves, posting.precision_fen);
  if (!rounding_fen.ok()) return rounding_fen.status();
  AddRounding(*rounding_fen, &next.leaves);
  return next;
}

// What every entry of a posting says, whatever it holds.
storage::EntryRecord EntryAt(const Posting& posting,
                             const PlanPosition& position) {
  YUHENG_CHECK(position.revision > position.head.revision);
  storage::EntryRecord entry;
  entry.seq = position.head.seq + 1;
  entry.revision = position.revision;
  entry.request_id = posting.request_id;
  entry.fiscal_year = posting.fiscal_year;
  entry.stage = posting.stage;
  entry.unit = posting.unit;
  entry.commit_time_unix_us = position.commit_time_unix_us;
  entry.previous_hash = position.head.hash;
  return entry;
}

// Encodes the entry and moves the head to it.
absl::Status Seal(PlannedEntry* plan) {
  auto encoded = storage::EncodeEntry(plan->entry);
  if (!encoded.ok()) return encoded.status();
  plan->encoded_entry = *std::move(encoded);
  plan->head = {plan->entry.seq, plan->entry.revision,
                storage::EntryHash(plan->encoded_entry)};
  return absl::OkStatus();
}

absl::Status CheckCount(size_t in_ledger, size_t in_all) {
  const bool ledger_full = in_ledger >= kEliminationsOfLedgerMax;
  if (!ledger_full && in_all < kEliminationsMax) return absl::OkStatus();
  const budget::Text text =
      ledger_full
          ? budget::Message("aggregation.eliminations_too_many",
                            {{"most", absl::StrCat(kEliminationsOfLedgerMax)}})
          : budget::Message("aggregation.eliminations_too_many_in_all",
                            {{"most", absl::StrCat(kEliminationsMax)}});
  return rpc::MakeError(rpc::Reason::kEliminationsTooMany, text.zh, text.en);
}

}  // namespace

bool InForce(const ContributionRecord& contribution) {
  return !contribution.submission.empty();
}

absl::StatusOr<PlannedEntry> PlanEntry(const Posting& posting,
                                       const PlanPosition& position) {
  const bool amends = position.current != nullptr && InForce(*position.current);
  // A late reversal of a version that another has replaced reverses nothing.
  if (posting.reverse &&
      (!amends || (!posting.submission.empty() &&
                   posting.submission != position.current->submission))) {
    return rpc::MakeError(rpc::Reason::kNothingToReverse);
  }
  auto next = NextContribution(posting);
  if (!next.ok()) return next.status();
  static const auto* const kNothing = new ContributionRecord;
  const ContributionRecord& before = amends ? *position.current : *kNothing;

  PlannedEntry plan;
  plan.contribution = *std::move(next);
  plan.entry = EntryAt(posting, position);
  storage::EntryRecord& entry = plan.entry;
  entry.kind = posting.reverse ? EntryKind::kReversal
               : amends        ? EntryKind::kAmendment
                               : EntryKind::kPosting;
  entry.submission = posting.reverse && posting.submission.empty()
                         ? before.submission
                         : posting.submission;
  entry.document_sha256 = posting.document_sha256;
  entry.supersedes_seq = amends ? before.seq : 0;
  auto leaves = Difference(plan.contribution.leaves, before.leaves);
  if (!leaves.ok()) return leaves.status();
  entry.leaves = *std::move(leaves);
  auto printed = Difference(plan.contribution.printed, before.printed);
  if (!printed.ok()) return printed.status();
  entry.printed = *std::move(printed);

  // Both the old and the new content balance, so their difference does.
  const auto balance = T1DifferenceOf(entry.leaves);
  if (!balance.ok()) return balance.status();
  if (*balance != 0) {
    return absl::DataLossError("the contribution in force does not balance");
  }

  absl::Status sealed = Seal(&plan);
  if (!sealed.ok()) return sealed;
  plan.contribution.seq = entry.seq;
  plan.contribution.revision = entry.revision;
  auto encoded_contribution = storage::EncodeContribution(plan.contribution);
  if (!encoded_contribution.ok()) return encoded_contribution.status();
  plan.encoded_contribution = *std::move(encoded_contribution);
  plan.gross_fen =
      GrossFenOf(plan.contribution.leaves, plan.contribution.printed);
  return plan;
}

absl::StatusOr<PlannedEntry> PlanElimination(const Posting& posting,
                                             const PlanPosition& position,
                                             const Eliminations& eliminations) {
  PlannedEntry plan;
  plan.entry = EntryAt(posting, position);
  storage::EntryRecord& entry = plan.entry;
  entry.elimination = posting.elimination;
  if (!posting.reverse) {
    absl::Status status =
        CheckCount(eliminations.in_force().size(), position.elimination_count);
    if (!status.ok()) return status;
    entry.kind = EntryKind::kElimination;
    entry.leaves = posting.leaves;
  } else {
    const storage::EntryRecord* declared =
        eliminations.Find(posting.reverses_seq);
    if (declared == nullptr) {
      return rpc::MakeError(rpc::Reason::kNothingToReverse);
    }
    entry.kind = EntryKind::kReversal;
    entry.supersedes_seq = declared->seq;
    entry.fiscal_year = declared->fiscal_year;
    entry.stage = declared->stage;
    entry.unit = declared->unit;
    entry.elimination->payer_department =
        declared->elimination->payer_department;
    entry.elimination->payer_unit = declared->elimination->payer_unit;
    entry.leaves = declared->leaves;
    for (AmountLine& line : entry.leaves) line.amount_fen = -line.amount_fen;
  }
  absl::Status sealed = eliminations.Check(posting.department, entry);
  sealed.Update(Seal(&plan));
  if (!sealed.ok()) return sealed;
  return plan;
}

}  // namespace yuheng::aggregation
