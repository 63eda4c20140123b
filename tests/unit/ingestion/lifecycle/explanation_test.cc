#include "services/ingestion/lifecycle/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/ingestion/lifecycle/step.h"
#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {
namespace {

using rpc::Reason;
using validation::v1::Finding;
using validation::v1::SEVERITY_ERROR;
using validation::v1::SEVERITY_WARNING;

class ExplanationTest : public ::testing::Test {
 protected:
  // A version of the same document with these findings, checked.
  std::string Send(std::vector<Finding> findings) {
    desk_.checker.planted = std::move(findings);
    const std::string id = absl::StrCat("request-", ++sent_);
    const auto reception = desk_.Receive(
        id, FakeBytes(kScience, 2023, 0, absl::StrCat("version ", sent_)));
    EXPECT_TRUE(reception.ok()) << reception.status();
    EXPECT_TRUE(desk_.Advance().ok());
    return reception->record.id;
  }
  absl::StatusOr<storage::WaiverRecord> Explain(
      const std::string& id, const Finding& finding,
      const std::string& text = "reason") {
    return desk_.explainer->Explain({.department = "206",
                                     .id = id,
                                     .finding_id = finding.id(),
                                     .text = text,
                                     .actor = "clerk"});
  }
  absl::StatusOr<storage::WaiverRecord> TakeBack(const std::string& id,
                                                 const Finding& finding,
                                                 const char* actor = "chief") {
    return desk_.explainer->TakeBack({.department = "206",
                                      .id = id,
                                      .finding_id = finding.id(),
                                      .text = "",
                                      .actor = actor});
  }
  std::vector<storage::WaiverRecord> WaiversOf(const std::string& id) {
    return desk_.store->ReadWaivers("206", id)->waivers;
  }
  std::vector<int> StatesOf(const std::string& id) {
    std::vector<int> states;
    for (const auto& waiver : WaiversOf(id)) states.push_back(waiver.state);
    return states;
  }
  void Allow(const WaiverPolicy& policy, bool auto_accept) {
    desk_.waiver_policy = policy;
    desk_.auto_accept = auto_accept;
    desk_.Restart();
  }

  FakeDesk desk_;
  int sent_ = 0;
  const Finding warning_ = Planted("N-08", SEVERITY_WARNING);
  const Finding error_ = Planted("A6-02", SEVERITY_ERROR);
  const Finding other_error_ = Planted("A6-03", SEVERITY_ERROR);
};

TEST_F(ExplanationTest, Explain_Warning_IsKeptAndChangesTheEtag) {
  Allow({}, /*auto_accept=*/false);
  const std::string id = Send({warning_});
  const std::string etag = EtagOf(desk_.Get(id));
  const auto waiver = Explain(id, warning_);
  ASSERT_TRUE(waiver.ok()) << waiver.status();
  desk_.Restart();
  EXPECT_THAT(WaiversOf(id), ::testing::ElementsAre(*waiver));
  EXPECT_EQ(waiver->actor, "clerk");
  EXPECT_GT(waiver->create_time_unix_us, 0);
  EXPECT_NE(EtagOf(desk_.Get(id)), etag);
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
}

TEST_F(ExplanationTest, Explain_WhatIsNotAllowed_SaysWhy) {
  const std::string id =
      Send({error_, Planted("Y-04", validation::v1::SEVERITY_NOTE)});
  EXPECT_EQ(rpc::ReasonOf(Explain(id, error_).status()),
            Reason::kWaiverNotAllowed);
  EXPECT_EQ(rpc::ReasonOf(Explain(id, desk_.checker.planted[1]).status()),
            Reason::kWaiverNotAllowed);
  EXPECT_EQ(rpc::ReasonOf(Explain(id, other_error_).status()),
            Reason::kNotFound);
  EXPECT_EQ(rpc::ReasonOf(Explain("s-none", error_).status()),
            Reason::kNotFound);
  EXPECT_TRUE(WaiversOf(id).empty());
  EXPECT_EQ(desk_.StateOfId(id), State::kReturned);
}

TEST_F(ExplanationTest, Explain_AllErrors_GoesOnToReviewWithItsHistory) {
  Allow({.error_rules = {.all = true}}, /*auto_accept=*/true);
  const std::string id = Send({error_, other_error_, warning_});
  EXPECT_EQ(desk_.StateOfId(id), State::kReturned);
  ASSERT_TRUE(Explain(id, error_).ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kReturned);
  ASSERT_TRUE(Explain(id, other_error_).ok());
  desk_.Restart();
  const storage::SubmissionRecord record = desk_.Get(id);
  EXPECT_EQ(StateOf(record), State::kPendingReview);
  ASSERT_EQ(record.history.size(), 3u);
  EXPECT_EQ(record.history[1].state, static_cast<int>(State::kReturned));
  EXPECT_EQ(record.history[2].actor, kServiceActor);
  EXPECT_NE(record.history[2].reason_en.find("all 2 errors"),
            std::string::npos);
  EXPECT_TRUE(desk_.ledger.applied().empty());
}

TEST_F(ExplanationTest, Explain_WherePolicyAcceptsExplainedErrors_Posts) {
  Allow({.error_rules = {.all = true}, .accept_explained_errors = true},
        /*auto_accept=*/true);
  const std::string id = Send({error_});
  ASSERT_TRUE(Explain(id, error_).ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kAccepted);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
  // A client that did not get its answer asks again.
  EXPECT_TRUE(Explain(id, error_).ok());
  EXPECT_EQ(rpc::ReasonOf(Explain(id, error_, "another").status()),
            Reason::kWaiverExists);
  // What the policy accepted rests on it.
  EXPECT_EQ(rpc::ReasonOf(TakeBack(id, error_).status()),
            Reason::kSubmissionState);
}

TEST_F(ExplanationTest, Explain_WarningOfWhatIsPosted_ChangesNothingElse) {
  Allow({.accept_unexplained_warnings = true}, /*auto_accept=*/true);
  const std::string id = Send({warning_});
  ASSERT_EQ(desk_.StateOfId(id), State::kPosted);
  const storage::SubmissionRecord before = desk_.Get(id);
  const auto postings = desk_.ledger.applied();
  const auto waiver = Explain(id, warning_);
  ASSERT_TRUE(waiver.ok()) << waiver.status();
  ASSERT_TRUE(desk_.Advance().ok());
  desk_.Restart();
  EXPECT_THAT(WaiversOf(id), ::testing::ElementsAre(*waiver));
  storage::SubmissionRecord after = desk_.Get(id);
  EXPECT_GT(after.etag, before.etag);
  after.etag = before.etag;
  EXPECT_EQ(after, before);
  EXPECT_EQ(desk_.ledger.applied().size(), postings.size());
  // Nothing rests on it: it can be taken back, and said better.
  ASSERT_TRUE(TakeBack(id, warning_).ok());
  ASSERT_TRUE(Explain(id, warning_, "better").ok());
  // Another figure: to be explained anew.
  const std::string second =
      Send({Planted("N-08", SEVERITY_WARNING, 2), error_});
  EXPECT_THAT(StatesOf(second), ::testing::ElementsAre(2));
  EXPECT_EQ(rpc::ReasonOf(Explain(id, warning_, "late").status()),
            Reason::kSubmissionState);
}

TEST_F(ExplanationTest, Explain_WithdrawnOrSuperseded_IsRefusedInItsLanguage) {
  Allow({.accept_unexplained_warnings = true}, /*auto_accept=*/true);
  const std::string id = Send({warning_});
  ASSERT_TRUE(desk_.reviewer->Withdraw({"206", id, "", "clerk", ""}).ok());
  const auto refused = Explain(id, warning_).status();
  EXPECT_EQ(rpc::ReasonOf(refused), Reason::kSubmissionState);
  EXPECT_NE(TextOf(refused).zh.find("已撤回"), std::string::npos)
      << TextOf(refused).zh;
}

TEST_F(ExplanationTest, Explain_Twice_IsOneExplanation) {
  Allow({}, /*auto_accept=*/false);
  const std::string id = Send({warning_});
  const auto first = Explain(id, warning_);
  ASSERT_TRUE(first.ok());
  const uint64_t etag = desk_.Get(id).etag;
  EXPECT_EQ(*Explain(id, warning_), *first);
  EXPECT_EQ(desk_.Get(id).etag, etag);
  EXPECT_EQ(rpc::ReasonOf(Explain(id, warning_, "another").status()),
            Reason::kWaiverExists);
  ASSERT_TRUE(TakeBack(id, warning_).ok());
  ASSERT_TRUE(Explain(id, warning_, "another").ok());
  EXPECT_THAT(StatesOf(id), ::testing::ElementsAre(4, 1));
  EXPECT_EQ(WaiversOf(id)[0].delete_actor, "chief");
}

TEST_F(ExplanationTest, Explain_OutcomeOfTheWriteUnknown_AskingAgainIsSafe) {
  Allow({.error_rules = {.all = true}}, /*auto_accept=*/true);
  const std::string id = Send({error_});
  desk_.engine.FailNextCommit(storage::CommitFault::kUnknownApplied);
  EXPECT_FALSE(Explain(id, error_).ok());
  desk_.Restart();
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
  EXPECT_TRUE(Explain(id, error_).ok());
  EXPECT_EQ(WaiversOf(id).size(), 1u);
}

TEST_F(ExplanationTest, NewerVersion_SameFigures_CarriesOver) {
  Allow({.error_rules = {.all = true}}, /*auto_accept=*/true);
  const std::string first = Send({error_, warning_});
  ASSERT_TRUE(Explain(first, error_).ok());
  ASSERT_TRUE(Explain(first, warning_).ok());
  desk_.Restart();
  const std::string second = Send({warning_, error_});
  EXPECT_EQ(desk_.StateOfId(second), State::kPendingReview);
  EXPECT_THAT(StatesOf(second), ::testing::ElementsAre(1, 1));
  EXPECT_EQ(WaiversOf(second)[0].origin_submission_id, first);
  const std::string third = Send({error_});
  EXPECT_THAT(StatesOf(third), ::testing::ElementsAre(1, 3));
  EXPECT_EQ(WaiversOf(third)[0].origin_submission_id, first);
  EXPECT_THAT(StatesOf(first), ::testing::ElementsAre(1, 1));
}

TEST_F(ExplanationTest, NewerVersion_OtherFigures_Lapses) {
  Allow({.error_rules = {.all = true}}, /*auto_accept=*/true);
  const std::string first = Send({error_});
  ASSERT_TRUE(Explain(first, error_).ok());
  const Finding changed = Planted("A6-02", SEVERITY_ERROR, 2);
  const std::string second = Send({changed});
  EXPECT_EQ(desk_.StateOfId(second), State::kReturned);
  EXPECT_THAT(StatesOf(second), ::testing::ElementsAre(2));
  // The lapsed one is not in the way of a new one, and can be cleared away.
  ASSERT_TRUE(Explain(second, changed).ok());
  EXPECT_EQ(desk_.StateOfId(second), State::kPendingReview);
  EXPECT_TRUE(TakeBack(second, error_).ok());
  EXPECT_THAT(StatesOf(second), ::testing::ElementsAre(4, 1));
}

TEST_F(ExplanationTest, OlderVersion_IsNotExplainedAnyMore) {
  const std::string first = Send({error_, warning_});
  const std::string second = Send({error_, warning_});
  EXPECT_EQ(rpc::ReasonOf(Explain(first, warning_).status()),
            Reason::kSubmissionState);
  EXPECT_TRUE(Explain(second, warning_).ok());
}

TEST_F(ExplanationTest, TakeBack_UnderReview_OnlyWhatReviewDoesNotRestOn) {
  Allow({.error_rules = {.all = true}}, /*auto_accept=*/true);
  const std::string id = Send({error_, warning_});
  ASSERT_TRUE(Explain(id, warning_).ok());
  ASSERT_TRUE(Explain(id, error_).ok());
  ASSERT_EQ(desk_.StateOfId(id), State::kPendingReview);
  EXPECT_EQ(rpc::ReasonOf(TakeBack(id, error_).status()),
            Reason::kSubmissionState);
  EXPECT_TRUE(TakeBack(id, warning_).ok());
  // Of who did not get the answer, and of somebody else.
  EXPECT_TRUE(TakeBack(id, warning_).ok());
  EXPECT_EQ(rpc::ReasonOf(TakeBack(id, warning_, "clerk").status()),
            Reason::kNotFound);
  EXPECT_THAT(StatesOf(id), ::testing::ElementsAre(4, 1));
}

TEST_F(ExplanationTest, ReturnedByTheReviewer_NoExplanationBringsItBack) {
  Allow({.error_rules = {.all = true}}, /*auto_accept=*/true);
  const std::string id = Send({error_, warning_});
  ASSERT_TRUE(Explain(id, error_).ok());
  ASSERT_TRUE(
      desk_.reviewer->Return({"206", id, "", "reviewer", "no reason"}).ok());
  EXPECT_EQ(rpc::ReasonOf(Explain(id, warning_).status()),
            Reason::kSubmissionState);
  EXPECT_EQ(rpc::ReasonOf(TakeBack(id, error_).status()),
            Reason::kSubmissionState);
  EXPECT_EQ(desk_.StateOfId(id), State::kReturned);
}

TEST_F(ExplanationTest, UnexplainedWarnings_AreNotAcceptedByPolicy) {
  Allow({}, /*auto_accept=*/true);
  const Finding other = Planted("N-12", SEVERITY_WARNING);
  const std::string id = Send({warning_, other});
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
  EXPECT_NE(desk_.Get(id).history.back().reason_en.find(
                "while 2 warnings are not explained"),
            std::string::npos)
      << desk_.Get(id).history.back().reason_en;
  ASSERT_TRUE(Explain(id, other).ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_TRUE(desk_.ledger.applied().empty());
  ASSERT_TRUE(Explain(id, warning_).ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kAccepted);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
}

TEST_F(ExplanationTest, WarningThatMayNotBeExplained_IsNeverAcceptedByPolicy) {
  Allow({.refused_warning_rules = {.all = true}}, /*auto_accept=*/true);
  const std::string id = Send({warning_});
  EXPECT_EQ(rpc::ReasonOf(Explain(id, warning_).status()),
            Reason::kWaiverNotAllowed);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
}

TEST_F(ExplanationTest, TooManyExplanations_AreRefused) {
  Allow({}, /*auto_accept=*/false);
  std::vector<Finding> findings;
  for (size_t i = 0; i <= storage::kWaiversMax; ++i) {
    findings.push_back(Planted("N-08", SEVERITY_WARNING, 100 + i));
  }
  const std::string id = Send(findings);
  for (size_t i = 0; i < storage::kWaiversMax; ++i) {
    ASSERT_TRUE(Explain(id, findings[i]).ok()) << i;
  }
  EXPECT_EQ(rpc::ReasonOf(Explain(id, findings.back()).status()),
            Reason::kWaiverNotAllowed);
}

}  // namespace
}  // namespace yuheng::ingestion
