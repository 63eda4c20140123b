#include "services/aggregation/posting/plan.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/aggregation/posting/account.h"
#include "services/aggregation/posting/balance.h"
#include "services/aggregation/posting/difference.h"
#include "services/budget/check.h"
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

}  // namespace

bool InForce(const ContributionRecord& contribution) {
  return !contribution.submission.empty();
}

absl::StatusOr<PlannedEntry> PlanEntry(const Posting& posting,
                                       const PlanPosition& position) {
  YUHENG_CHECK(position.revision > position.head.revision);
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
  storage::EntryRecord& entry = plan.entry;
  entry.seq = position.head.seq + 1;
  entry.revision = position.revision;
  entry.request_id = posting.request_id;
  entry.kind = posting.reverse ? EntryKind::kReversal
               : amends        ? EntryKind::kAmendment
                               : EntryKind::kPosting;
  entry.fiscal_year = posting.fiscal_year;
  entry.stage = posting.stage;
  entry.unit = posting.unit;
  entry.submission = posting.reverse && posting.submission.empty()
                         ? before.submission
                         : posting.submission;
  entry.document_sha256 = posting.document_sha256;
  entry.supersedes_seq = amends ? before.seq : 0;
  entry.commit_time_unix_us = position.commit_time_unix_us;
  entry.previous_hash = position.head.hash;
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

  auto encoded_entry = storage::EncodeEntry(entry);
  if (!encoded_entry.ok()) return encoded_entry.status();
  plan.encoded_entry = *std::move(encoded_entry);
  plan.contribution.seq = entry.seq;
  plan.contribution.revision = entry.revision;
  auto encoded_contribution = storage::EncodeContribution(plan.contribution);
  if (!encoded_contribution.ok()) return encoded_contribution.status();
  plan.encoded_contribution = *std::move(encoded_contribution);
  plan.head = {entry.seq, entry.revision,
               storage::EntryHash(plan.encoded_entry)};
  plan.gross_fen =
      GrossFenOf(plan.contribution.leaves, plan.contribution.printed);
  return plan;
}

}  // namespace yuheng::aggregation
