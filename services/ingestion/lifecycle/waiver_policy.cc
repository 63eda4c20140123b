#include "services/ingestion/lifecycle/waiver_policy.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "services/ingestion/store/finding_codec.h"

namespace yuheng::ingestion {
namespace {

using validation::v1::Finding;

bool IsActive(const storage::WaiverRecord& waiver) {
  return waiver.state == static_cast<int>(WaiverState::kActive);
}

bool SharesAPlace(const Finding& a, const Finding& b) {
  for (const auto& place : a.places()) {
    for (const auto& other : b.places()) {
      if (place.address() == other.address()) return true;
    }
  }
  return false;
}

WaiverState StateUnder(const storage::WaiverRecord& waiver,
                       absl::Span<const Finding> findings) {
  for (const Finding& finding : findings) {
    if (finding.id() == waiver.finding_id) return WaiverState::kActive;
  }
  const absl::StatusOr<Finding> explained = DecodeFinding(waiver.finding);
  // What can't be read any more can't be compared: to be explained anew.
  if (!explained.ok()) return WaiverState::kLapsed;
  const bool there = std::any_of(
      findings.begin(), findings.end(), [&](const Finding& finding) {
        return finding.rule() == explained->rule() &&
               finding.severity() != validation::v1::SEVERITY_NOTE &&
               SharesAPlace(finding, *explained);
      });
  return there ? WaiverState::kLapsed : WaiverState::kResolved;
}

}  // namespace

bool WaiverPolicy::Allows(const Finding& finding) const {
  switch (finding.severity()) {
    case validation::v1::SEVERITY_ERROR:
      return error_rules.Has(finding.rule());
    case validation::v1::SEVERITY_WARNING:
      return !refused_warning_rules.Has(finding.rule());
    default:
      return false;
  }
}

ExplanationTally TallyExplanations(
    const WaiverPolicy& policy, const validation::v1::VerdictSummary& verdict,
    absl::Span<const Finding> findings, const storage::WaiversRecord& waivers) {
  absl::flat_hash_set<absl::string_view> explained;
  for (const storage::WaiverRecord& waiver : waivers.waivers) {
    if (IsActive(waiver)) explained.insert(waiver.finding_id);
  }
  ExplanationTally tally;
  tally.error_count = verdict.error_count();
  tally.warning_count = verdict.warning_count();
  // A verdict that says ERRORS has one, whatever it counts.
  if (verdict.verdict() == validation::v1::VERDICT_ERRORS) {
    tally.error_count = std::max(tally.error_count, 1);
  }
  for (const Finding& finding : findings) {
    if (finding.id().empty() || !explained.contains(finding.id()) ||
        !policy.Allows(finding)) {
      continue;
    }
    if (finding.severity() == validation::v1::SEVERITY_ERROR) {
      ++tally.explained_error_count;
    } else {
      ++tally.explained_warning_count;
    }
  }
  return tally;
}

CheckOutcome JudgeByPolicy(const WaiverPolicy& policy, bool accept_at_once,
                           const ExplanationTally& tally) {
  if (tally.explained_error_count < tally.error_count) {
    return CheckOutcome::kReturn;
  }
  const bool review =
      !accept_at_once ||
      (tally.error_count > 0 && !policy.accept_explained_errors) ||
      (tally.explained_warning_count < tally.warning_count &&
       !policy.accept_unexplained_warnings) ||
      (tally.explained_warning_count > 0 && policy.review_explained_warnings);
  return review ? CheckOutcome::kReview : CheckOutcome::kAccept;
}

storage::WaiversRecord CarryOver(const storage::WaiversRecord& before,
                                 absl::string_view submission_id,
                                 absl::Span<const Finding> findings) {
  storage::WaiversRecord carried;
  for (const storage::WaiverRecord& waiver : before.waivers) {
    if (!IsActive(waiver)) continue;
    storage::WaiverRecord taken = waiver;
    taken.state = static_cast<int>(StateUnder(waiver, findings));
    if (taken.origin_submission_id.empty()) {
      taken.origin_submission_id = std::string(submission_id);
    }
    carried.waivers.push_back(std::move(taken));
  }
  return carried;
}

storage::WaiversRecord JudgeAgain(storage::WaiversRecord waivers,
                                  absl::Span<const Finding> findings) {
  for (storage::WaiverRecord& waiver : waivers.waivers) {
    if (waiver.state == static_cast<int>(WaiverState::kDeleted)) continue;
    waiver.state = static_cast<int>(StateUnder(waiver, findings));
  }
  return waivers;
}

const storage::WaiverRecord* FindActive(const storage::WaiversRecord& waivers,
                                        absl::string_view finding_id) {
  for (const storage::WaiverRecord& waiver : waivers.waivers) {
    if (IsActive(waiver) && waiver.finding_id == finding_id) return &waiver;
  }
  return nullptr;
}

}  // namespace yuheng::ingestion
