// The department head's confirmation (部门负责人确认).
#include "services/ingestion/lifecycle/confirmation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/ingestion/lifecycle/step.h"
#include "services/ingestion/lifecycle/submission_window.h"
#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {
namespace {

using rpc::Reason;

// Of the first department the head confirms.
constexpr absl::string_view kList =
    "code,name,aliases,kind,units,confirmation\n"
    "206,昌吉州科技局,,行政,,required\n"
    "205,昌吉州教育局,,行政,,\n";

class ConfirmationTest : public ::testing::Test {
 protected:
  ConfirmationTest() : desk_(kList) { Open(/*auto_accept=*/false); }

  void Open(bool auto_accept) {
    desk_.auto_accept = auto_accept;
    desk_.Restart();
  }
  std::string Send(int number, int errors = 0,
                   absl::string_view department = kScience) {
    const auto received = desk_.Receive(
        absl::StrCat("request-", number),
        FakeBytes(department, 2023, errors, absl::StrCat(number)));
    YUHENG_CHECK(received.ok());
    YUHENG_CHECK(desk_.Advance(department == kScience ? "206" : "205").ok());
    return received->record.id;
  }
  static Decision By(const std::string& actor, const std::string& id) {
    return {.department = "206",
            .id = id,
            .actor = actor,
            .reason = "",
            .actor_proven = true};
  }
  absl::optional<Reason> Confirm(const std::string& actor,
                                 const std::string& id) {
    return rpc::ReasonOf(desk_.reviewer->Confirm(By(actor, id)));
  }
  absl::optional<Reason> Accept(const std::string& actor,
                                const std::string& id) {
    return rpc::ReasonOf(desk_.reviewer->Accept(By(actor, id)));
  }
  absl::optional<Reason> Explain(const std::string& id,
                                 const std::string& finding,
                                 const std::string& actor = "clerk") {
    return rpc::ReasonOf(desk_.explainer
                             ->Explain({.department = "206",
                                        .id = id,
                                        .finding_id = finding,
                                        .text = "because",
                                        .actor = actor})
                             .status());
  }
  std::vector<State> StatesOf(const std::string& id) {
    std::vector<State> states;
    for (const auto& change : desk_.Get(id).history) {
      states.push_back(*StateFromNumber(change.state));
    }
    return states;
  }
  void SetWindow() {
    ASSERT_TRUE(WindowSetter(&desk_.parts)
                    .Set({2023,
                          4,
                          {.deadline_unix_us = 3'000'000,
                           .grace_end_time_unix_us = 4'000'000,
                           .actor = "budget",
                           .reason = "notice"}})
                    .ok());
  }

  FakeDesk desk_;
};

TEST_F(ConfirmationTest, Clean_WaitsForTheHead_ThenForAReviewer) {
  const std::string id = Send(1);
  EXPECT_EQ(desk_.StateOfId(id), State::kAwaitingConfirmation);
  EXPECT_EQ(Accept("reviewer", id), Reason::kSubmissionState);
  desk_.Restart();
  EXPECT_EQ(Confirm("head", id), absl::nullopt);
  EXPECT_EQ(StatesOf(id),
            (std::vector<State>{State::kReceived, State::kAwaitingConfirmation,
                                State::kPendingReview}));
  EXPECT_EQ(desk_.Get(id).history.back().actor, "head");
  EXPECT_EQ(Confirm("head", id), Reason::kSubmissionState);
  EXPECT_EQ(Accept("reviewer", id), absl::nullopt);
}

TEST_F(ConfirmationTest, WhereTheListDoesNotAsk_NothingChanges) {
  const std::string id = Send(1, 0, "昌吉州教育局");
  EXPECT_EQ(*StateFromNumber(desk_.Get(id, "205").state),
            State::kPendingReview);
}

TEST_F(ConfirmationTest, Errors_AreReturnedWithoutTheHead) {
  EXPECT_EQ(desk_.StateOfId(Send(1, 2)), State::kReturned);
}

TEST_F(ConfirmationTest, ThePolicyAccepts_OnlyWhatWasConfirmed) {
  Open(/*auto_accept=*/true);
  const std::string id = Send(1);
  EXPECT_EQ(desk_.StateOfId(id), State::kAwaitingConfirmation);
  EXPECT_TRUE(desk_.ledger.applied().empty());
  EXPECT_EQ(Confirm("head", id), absl::nullopt);
  EXPECT_EQ(desk_.StateOfId(id), State::kAccepted);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
}

TEST_F(ConfirmationTest, ThePolicyLeavesToAReviewer_WhatItWould) {
  desk_.checker.planted = {Planted("A6-01", validation::v1::SEVERITY_WARNING)};
  Open(/*auto_accept=*/true);
  const std::string id = Send(1);
  EXPECT_EQ(Confirm("head", id), absl::nullopt);
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
}

// No head saw those words.
TEST_F(ConfirmationTest, ExplainedAfterIt_IsLeftToAReviewer) {
  desk_.checker.planted = {Planted("A6-01", validation::v1::SEVERITY_WARNING)};
  Open(/*auto_accept=*/true);
  const std::string id = Send(1);
  EXPECT_EQ(Confirm("head", id), absl::nullopt);
  EXPECT_EQ(Explain(id, "id-A6-01-1"), absl::nullopt);
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
  // Those of one that still waits go with the head's confirmation.
  const std::string second = Send(2);
  EXPECT_EQ(Explain(second, "id-A6-01-1"), absl::nullopt);
  EXPECT_EQ(Confirm("head", second), absl::nullopt);
  EXPECT_EQ(desk_.StateOfId(second), State::kAccepted);
}

TEST_F(ConfirmationTest, Declined_IsReturned_AndNotExplainedBack) {
  desk_.waiver_policy.error_rules.all = true;
  desk_.checker.planted = {Planted("A6-02", validation::v1::SEVERITY_ERROR)};
  Open(/*auto_accept=*/false);
  const std::string id = Send(1);
  EXPECT_EQ(desk_.StateOfId(id), State::kReturned);
  EXPECT_EQ(Explain(id, "id-A6-02-1"), absl::nullopt);
  EXPECT_EQ(desk_.StateOfId(id), State::kAwaitingConfirmation);
  // What it waits with is not taken away.
  EXPECT_EQ(rpc::ReasonOf(desk_.explainer
                              ->TakeBack({.department = "206",
                                          .id = id,
                                          .finding_id = "id-A6-02-1",
                                          .actor = "clerk"})
                              .status()),
            Reason::kSubmissionState);
  Decision decision = By("head", id);
  decision.reason = "数据不实";
  ASSERT_TRUE(desk_.reviewer->Decline(decision).ok());
  const storage::SubmissionRecord record = desk_.Get(id);
  EXPECT_EQ(StateOf(record), State::kReturned);
  EXPECT_EQ(record.history.back().reason_zh, "数据不实");
  EXPECT_EQ(record.history.back().actor, "head");
  EXPECT_EQ(Explain(id, "id-A6-02-1", "other"), Reason::kSubmissionState);
  // The next version may be confirmed.
  desk_.checker.planted.clear();
  EXPECT_EQ(Confirm("head", Send(2)), absl::nullopt);
}

TEST_F(ConfirmationTest, TheHead_IsNotWhoUploaded) {
  const std::string id = Send(1);
  EXPECT_EQ(Confirm("clerk", id), Reason::kSamePerson);
  EXPECT_EQ(desk_.StateOfId(id), State::kAwaitingConfirmation);
  // Nobody was asked who they are.
  Decision decision = By("clerk", id);
  decision.actor_proven = false;
  EXPECT_TRUE(desk_.reviewer->Confirm(decision).ok());
}

TEST_F(ConfirmationTest, WhoConfirmedOrExplained_DoesNotAccept) {
  desk_.checker.planted = {Planted("A6-01", validation::v1::SEVERITY_WARNING)};
  const std::string id = Send(1);
  EXPECT_EQ(Confirm("head", id), absl::nullopt);
  EXPECT_EQ(Explain(id, "id-A6-01-1", "explainer"), absl::nullopt);
  EXPECT_EQ(Accept("clerk", id), Reason::kSamePerson);
  EXPECT_EQ(Accept("head", id), Reason::kSamePerson);
  EXPECT_EQ(Accept("explainer", id), Reason::kSamePerson);
  // An explanation that was taken back is none.
  ASSERT_TRUE(desk_.explainer
                  ->TakeBack({.department = "206",
                              .id = id,
                              .finding_id = "id-A6-01-1",
                              .actor = "explainer"})
                  .ok());
  EXPECT_EQ(Accept("explainer", id), absl::nullopt);
}

TEST_F(ConfirmationTest, TheTimeOfConfirmation_Counts) {
  SetWindow();
  const std::string id = Send(1);
  EXPECT_FALSE(desk_.Get(id).late);
  desk_.now_unix_us = 4'000'000;
  EXPECT_EQ(Confirm("head", id), absl::nullopt);
  EXPECT_TRUE(desk_.Get(id).late);
  desk_.Restart();
  EXPECT_TRUE(desk_.Get(id).late);
}

TEST_F(ConfirmationTest, AfterTheWindow_ACorrectionIsConfirmedInTime) {
  SetWindow();
  const std::string first = Send(1);
  EXPECT_EQ(Confirm("head", first), absl::nullopt);
  ASSERT_TRUE(desk_.reviewer
                  ->Return({.department = "206",
                            .id = first,
                            .actor = "reviewer",
                            .reason = "附件不全",
                            .correction_end_time_unix_us = 6'000'000})
                  .ok());
  desk_.now_unix_us = 5'000'000;
  const std::string second = Send(2);
  EXPECT_EQ(Confirm("head", second), absl::nullopt);
  EXPECT_FALSE(desk_.Get(second).late);
}

// To the end of the second that people were told.
TEST_F(ConfirmationTest, InTheLastSecondOfACorrection_IsInTime) {
  SetWindow();
  const std::string first = Send(1);
  EXPECT_EQ(Confirm("head", first), absl::nullopt);
  ASSERT_TRUE(desk_.reviewer
                  ->Return({.department = "206",
                            .id = first,
                            .actor = "reviewer",
                            .reason = "附件不全",
                            .correction_end_time_unix_us = 6'000'000})
                  .ok());
  desk_.now_unix_us = 6'400'000;
  EXPECT_EQ(Confirm("head", Send(2)), absl::nullopt);
  desk_.now_unix_us = 6'999'000;
  const std::string third = Send(3);
  desk_.now_unix_us = 7'000'000;
  EXPECT_EQ(Confirm("head", third), Reason::kWindowClosed);
}

TEST_F(ConfirmationTest, UploadedInTimeAndLookedAtTooLate_IsNotSent) {
  SetWindow();
  const std::string id = Send(1);
  desk_.now_unix_us = 5'000'000;
  EXPECT_EQ(Confirm("head", id), Reason::kWindowClosed);
  EXPECT_EQ(desk_.StateOfId(id), State::kAwaitingConfirmation);
}

TEST_F(ConfirmationTest, WhileItWaits_ItCanBeWithdrawnAndSentAnew) {
  const std::string id = Send(1);
  ASSERT_TRUE(desk_.reviewer->Withdraw(By("clerk", id)).ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kWithdrawn);
  const std::string second = Send(2);
  const std::string third = Send(3);
  EXPECT_EQ(Confirm("head", third), absl::nullopt);
  EXPECT_EQ(Accept("reviewer", third), absl::nullopt);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(third), State::kPosted);
  EXPECT_EQ(desk_.StateOfId(second), State::kSuperseded);
}

TEST_F(ConfirmationTest, WhileANewerOneWaits_TheOlderIsNotAccepted) {
  const std::string first = Send(1);
  EXPECT_EQ(Confirm("head", first), absl::nullopt);
  const std::string second = Send(2);
  EXPECT_EQ(Accept("reviewer", first), Reason::kSubmissionState);
  EXPECT_EQ(Confirm("head", second), absl::nullopt);
  EXPECT_EQ(Accept("reviewer", first), Reason::kSubmissionState);
  ASSERT_TRUE(desk_.reviewer->Withdraw(By("clerk", second)).ok());
  EXPECT_EQ(Accept("reviewer", first), absl::nullopt);
}

TEST_F(ConfirmationTest, ATest_WaitsForNobody) {
  UploadHeader header = FakeDesk::Header("request-1");
  header.test = true;
  const auto test = desk_.Receive(header, FakeBytes(kScience, 2023));
  ASSERT_TRUE(test.ok());
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(test->record.id), State::kChecked);
}

}  // namespace
}  // namespace yuheng::ingestion
