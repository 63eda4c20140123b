#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_WAIVER_POLICY_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_WAIVER_POLICY_H_

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/format/waivers_record.h"
#include "yuheng/validation/v1/finding.pb.h"

namespace yuheng::ingestion {

// The states of an explanation; the values are those of
// yuheng.ingestion.v1.WaiverState and are persisted.
enum class WaiverState {
  kActive = 1,
  kLapsed = 2,
  kResolved = 3,
  kDeleted = 4,
};

// Some rules, or all.
struct RuleSet {
  bool all = false;
  std::set<std::string> rules;

  bool Has(const std::string& rule) const {
    return all || rules.count(rule) > 0;
  }
};

// What departments may explain, and what that changes; see
// yuheng.config.v1.WaiverPolicy.
struct WaiverPolicy {
  RuleSet error_rules;
  RuleSet refused_warning_rules;
  bool accept_explained_errors = false;
  bool accept_unexplained_warnings = false;
  bool review_explained_warnings = false;

  // Whether an explanation may stand instead of a correction. A note needs
  // none.
  bool Allows(const validation::v1::Finding& finding) const;
};

// How a verdict stands with the explanations.
struct ExplanationTally {
  int error_count = 0;
  int explained_error_count = 0;
  int warning_count = 0;
  int explained_warning_count = 0;
};

// An explanation counts when it is active, is bound to the finding's identity
// and is allowed. A finding that was counted but not kept is not explained.
ExplanationTally TallyExplanations(
    const WaiverPolicy& policy, const validation::v1::VerdictSummary& verdict,
    absl::Span<const validation::v1::Finding> findings,
    const storage::WaiversRecord& waivers);

// What checking leads to.
enum class CheckOutcome { kReturn, kReview, kAccept };

// `accept_at_once`: documents that nothing speaks against need no reviewer.
CheckOutcome JudgeByPolicy(const WaiverPolicy& policy, bool accept_at_once,
                           const ExplanationTally& tally);

// The explanations of the version before as they hold for a new version with
// these findings: active where the same finding is there again; lapsed where
// the rule still finds an error or a warning at one of the same places, with
// other figures; resolved where it does not. Only active ones are taken over.
// `submission_id` is that of the version before.
storage::WaiversRecord CarryOver(
    const storage::WaiversRecord& before, absl::string_view submission_id,
    absl::Span<const validation::v1::Finding> findings);

// The explanations of a submission that was checked again, as they hold with
// these findings: all but those taken back, in the same way.
storage::WaiversRecord JudgeAgain(
    storage::WaiversRecord waivers,
    absl::Span<const validation::v1::Finding> findings);

// The explanation of a finding that is active; nullptr without one.
const storage::WaiverRecord* FindActive(const storage::WaiversRecord& waivers,
                                        absl::string_view finding_id);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_WAIVER_POLICY_H_
