#include "services/ingestion/lifecycle/waiver_policy.h"

#include <gtest/gtest.h>

#include <vector>

#include "services/ingestion/store/finding_codec.h"
#include "tests/unit/ingestion/fake_documents.h"

namespace yuheng::ingestion {
namespace {

using validation::v1::Finding;
using validation::v1::SEVERITY_ERROR;
using validation::v1::SEVERITY_NOTE;
using validation::v1::SEVERITY_WARNING;

storage::WaiverRecord WaiverOf(const Finding& finding,
                               WaiverState state = WaiverState::kActive) {
  storage::WaiverRecord waiver;
  waiver.finding_id = finding.id();
  waiver.state = static_cast<int>(state);
  waiver.finding = EncodeFinding(finding);
  return waiver;
}

TEST(WaiverPolicyTest, ByDefault_WarningsMayBeExplainedOnly) {
  WaiverPolicy policy;
  EXPECT_TRUE(policy.Allows(Planted("N-08", SEVERITY_WARNING)));
  EXPECT_FALSE(policy.Allows(Planted("A6-02", SEVERITY_ERROR)));
  EXPECT_FALSE(policy.Allows(Planted("Y-04", SEVERITY_NOTE)));
  policy.error_rules.rules = {"A6-02"};
  policy.refused_warning_rules.rules = {"N-08"};
  EXPECT_TRUE(policy.Allows(Planted("A6-02", SEVERITY_ERROR)));
  EXPECT_FALSE(policy.Allows(Planted("A6-01", SEVERITY_ERROR)));
  EXPECT_FALSE(policy.Allows(Planted("N-08", SEVERITY_WARNING)));
  policy.error_rules.all = true;
  EXPECT_TRUE(policy.Allows(Planted("A6-01", SEVERITY_ERROR)));
}

TEST(WaiverPolicyTest, Tally_CountsActiveAndAllowedOnly) {
  WaiverPolicy policy;
  policy.error_rules.rules = {"A6-02", "A6-03"};
  const std::vector<Finding> findings = {
      Planted("A6-01", SEVERITY_ERROR), Planted("A6-02", SEVERITY_ERROR),
      Planted("A6-03", SEVERITY_ERROR), Planted("N-08", SEVERITY_WARNING),
      Planted("N-08", SEVERITY_WARNING)};
  validation::v1::VerdictSummary verdict;
  verdict.set_error_count(4);  // One was not kept.
  verdict.set_warning_count(2);
  storage::WaiversRecord waivers;
  waivers.waivers = {WaiverOf(findings[0]), WaiverOf(findings[1]),
                     WaiverOf(findings[2], WaiverState::kDeleted),
                     WaiverOf(findings[3])};
  const ExplanationTally tally =
      TallyExplanations(policy, verdict, findings, waivers);
  EXPECT_EQ(tally.error_count, 4);
  EXPECT_EQ(tally.explained_error_count, 1);
  EXPECT_EQ(tally.warning_count, 2);
  EXPECT_EQ(tally.explained_warning_count, 2);  // One identity, two findings.
}

TEST(WaiverPolicyTest, Tally_VerdictOfErrorsThatCountsNone_HasOne) {
  validation::v1::VerdictSummary verdict;
  verdict.set_verdict(validation::v1::VERDICT_ERRORS);
  EXPECT_EQ(TallyExplanations({}, verdict, {}, {}).error_count, 1);
}

TEST(WaiverPolicyTest, Judge_FollowsThePolicy) {
  struct Case {
    ExplanationTally tally;
    WaiverPolicy policy;
    bool accept_at_once;
    CheckOutcome outcome;
  };
  const Case cases[] = {
      {{0, 0, 0, 0}, {}, true, CheckOutcome::kAccept},
      {{0, 0, 0, 0}, {}, false, CheckOutcome::kReview},
      {{2, 1, 0, 0}, {}, true, CheckOutcome::kReturn},
      {{2, 2, 0, 0}, {}, true, CheckOutcome::kReview},
      {{2, 2, 0, 0},
       {.accept_explained_errors = true},
       true,
       CheckOutcome::kAccept},
      {{2, 2, 0, 0},
       {.accept_explained_errors = true},
       false,
       CheckOutcome::kReview},
      {{0, 0, 2, 1}, {}, true, CheckOutcome::kReview},
      {{0, 0, 2, 2}, {}, true, CheckOutcome::kAccept},
      {{0, 0, 2, 1},
       {.accept_unexplained_warnings = true},
       true,
       CheckOutcome::kAccept},
      {{0, 0, 2, 1},
       {.accept_unexplained_warnings = true},
       false,
       CheckOutcome::kReview},
      {{2, 2, 1, 0},
       {.accept_explained_errors = true},
       true,
       CheckOutcome::kReview},
      {{0, 0, 2, 2},
       {.review_explained_warnings = true},
       true,
       CheckOutcome::kReview},
  };
  for (size_t i = 0; i < std::size(cases); ++i) {
    EXPECT_EQ(
        JudgeByPolicy(cases[i].policy, cases[i].accept_at_once, cases[i].tally),
        cases[i].outcome)
        << i;
  }
}

TEST(WaiverPolicyTest, CarryOver_BindsToIdentity) {
  const Finding same = Planted("N-08", SEVERITY_WARNING);
  const Finding changed = Planted("N-12", SEVERITY_WARNING, 5);
  const Finding gone = Planted("N-17", SEVERITY_WARNING);
  const Finding noted = Planted("N-20", SEVERITY_WARNING, 5);
  storage::WaiversRecord before;
  before.waivers = {
      WaiverOf(same),
      WaiverOf(changed),
      WaiverOf(gone),
      WaiverOf(noted),
      WaiverOf(Planted("N-21", SEVERITY_WARNING), WaiverState::kDeleted),
      WaiverOf(Planted("N-25", SEVERITY_WARNING), WaiverState::kLapsed)};
  before.waivers[0].origin_submission_id = "s-1";
  const storage::WaiversRecord after =
      CarryOver(before, "s-2",
                std::vector<Finding>{same, Planted("N-12", SEVERITY_WARNING, 6),
                                     Planted("N-20", SEVERITY_NOTE, 6)});
  ASSERT_EQ(after.waivers.size(), 4u);
  EXPECT_EQ(after.waivers[0].state, static_cast<int>(WaiverState::kActive));
  EXPECT_EQ(after.waivers[0].origin_submission_id, "s-1");
  EXPECT_EQ(after.waivers[1].state, static_cast<int>(WaiverState::kLapsed));
  EXPECT_EQ(after.waivers[1].origin_submission_id, "s-2");
  EXPECT_EQ(after.waivers[2].state, static_cast<int>(WaiverState::kResolved));
  EXPECT_EQ(after.waivers[3].state, static_cast<int>(WaiverState::kResolved));
}

}  // namespace
}  // namespace yuheng::ingestion
