#include "services/ingestion/lifecycle/submission_window.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/ingestion/lifecycle/step.h"
#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {
namespace {

using rpc::Reason;

// Times of the tests, far enough apart for the desk's ticking clock.
constexpr int64_t kOpens = 2'000'000;
constexpr int64_t kDeadline = 3'000'000;
constexpr int64_t kGraceEnd = 5'000'000;
constexpr int64_t kLong = 9'000'000;
constexpr int64_t kSecond = 1'000'000;

class SubmissionWindowTest : public ::testing::Test {
 protected:
  SubmissionWindowTest() {
    desk_.auto_accept = false;
    desk_.Restart();
  }

  absl::StatusOr<WindowSetting> Set(storage::WindowRecord record) {
    if (record.actor.empty()) record.actor = "budget";
    if (record.reason.empty()) record.reason = "notice 18";
    return WindowSetter(&desk_.parts).Set({2023, 4, std::move(record)});
  }
  void SetWindow() {
    const auto set = Set({.open_time_unix_us = kOpens,
                          .deadline_unix_us = kDeadline,
                          .grace_end_time_unix_us = kGraceEnd});
    ASSERT_TRUE(set.ok()) << set.status();
  }
  absl::Status Extend(int64_t deadline, const std::string& department = "206") {
    return Set({.department = department, .deadline_unix_us = deadline})
        .status();
  }
  void At(int64_t unix_us) { desk_.now_unix_us = unix_us - 1; }

  absl::StatusOr<Reception> Send(int number, int errors = 0) {
    return desk_.Receive(
        absl::StrCat("request-", number),
        FakeBytes(kScience, 2023, errors, absl::StrCat(number)));
  }
  absl::optional<Reason> ReasonOfSending(int number) {
    return rpc::ReasonOf(Send(number).status());
  }
  // A document that came and waits for a reviewer.
  std::string SendForReview(int number) {
    const auto reception = Send(number);
    YUHENG_CHECK(reception.ok() && desk_.Advance().ok());
    return reception->record.id;
  }
  absl::Status Return(const std::string& id, int64_t correction_end = 0) {
    return desk_.reviewer->Return(
        {.department = "206",
         .id = id,
         .actor = "reviewer",
         .reason = "附件不全",
         .correction_end_time_unix_us = correction_end});
  }

  FakeDesk desk_;
};

TEST_F(SubmissionWindowTest, PhaseAt_EveryBound_IsOnTheSideThatIsTold) {
  const Window window{kOpens, kDeadline, kGraceEnd};
  EXPECT_EQ(PhaseAt(window, kOpens - 1), WindowPhase::kNotOpen);
  EXPECT_EQ(PhaseAt(window, kOpens), WindowPhase::kOpen);
  EXPECT_EQ(PhaseAt(window, kDeadline), WindowPhase::kOpen);
  // All of that second: people are shown no part of one.
  EXPECT_EQ(PhaseAt(window, kDeadline + 999'999), WindowPhase::kOpen);
  EXPECT_EQ(PhaseAt(window, kDeadline + 1'000'000), WindowPhase::kGrace);
  EXPECT_EQ(PhaseAt(window, kGraceEnd), WindowPhase::kGrace);
  EXPECT_EQ(PhaseAt(window, kGraceEnd + 999'999), WindowPhase::kGrace);
  EXPECT_EQ(PhaseAt(window, kGraceEnd + 1'000'000), WindowPhase::kClosed);
  EXPECT_EQ(PhaseAt({}, kGraceEnd), WindowPhase::kNoWindow);
}

TEST_F(SubmissionWindowTest, Receive_WithoutAWindow_IsNeverLate) {
  At(kLong);
  EXPECT_FALSE(Send(1)->record.late);
}

TEST_F(SubmissionWindowTest, Receive_ByPhase_IsRefusedTakenOrLate) {
  SetWindow();
  const int commits = desk_.engine.commit_count();
  At(kOpens - 10);
  EXPECT_EQ(ReasonOfSending(1), Reason::kWindowNotOpen);
  EXPECT_EQ(desk_.engine.commit_count(), commits);
  At(kOpens);
  EXPECT_FALSE(Send(1)->record.late);
  At(kDeadline + kSecond);
  const auto late = Send(2);
  ASSERT_TRUE(late.ok());
  desk_.Restart();
  EXPECT_TRUE(desk_.Get(late->record.id).late);
  At(kGraceEnd + kSecond);
  EXPECT_EQ(ReasonOfSending(3), Reason::kWindowClosed);
  // Another year and stage is another matter.
  UploadHeader header = FakeDesk::Header("request-4");
  header.stage = 3;
  EXPECT_TRUE(desk_.Receive(header, FakeBytes(kScience, 2023)).ok());
}

TEST_F(SubmissionWindowTest, Receive_SameIdAgain_KeepsItsFirstOutcome) {
  SetWindow();
  At(kOpens);
  const std::string id = Send(1)->record.id;
  At(kGraceEnd + kSecond);
  const auto again = Send(1);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->record.id, id);
  EXPECT_FALSE(again->record.late);
}

TEST_F(SubmissionWindowTest, Extension_GivesOneDepartmentMoreTimeAndNeverLess) {
  EXPECT_EQ(rpc::ReasonOf(Extend(kGraceEnd)), Reason::kFieldInvalid)
      << "there is nothing to extend";
  SetWindow();
  EXPECT_EQ(rpc::ReasonOf(Extend(kDeadline)), Reason::kFieldInvalid);
  EXPECT_EQ(rpc::ReasonOf(Extend(kGraceEnd, "999")), Reason::kFieldInvalid);
  ASSERT_TRUE(Extend(kGraceEnd + 100).ok());
  desk_.Restart();
  const WindowBook& windows = desk_.store->windows();
  EXPECT_EQ(windows.WindowOf("206", 2023, 4),
            (Window{kOpens, kGraceEnd + 100, kGraceEnd + 100}));
  EXPECT_EQ(windows.WindowOf("205", 2023, 4),
            (Window{kOpens, kDeadline, kGraceEnd}));
  At(kGraceEnd + 50);
  EXPECT_FALSE(Send(1)->record.late);
  // All get more than that: the extension does not take it away.
  ASSERT_TRUE(Set({.deadline_unix_us = kLong}).ok());
  EXPECT_EQ(windows.WindowOf("206", 2023, 4), (Window{0, kLong, kLong}));
}

TEST_F(SubmissionWindowTest, Set_IsKeptForEver_AndTakenAway) {
  SetWindow();
  ASSERT_TRUE(Extend(kGraceEnd).ok());
  ASSERT_TRUE(Extend(0).ok());
  ASSERT_TRUE(Set({}).ok());
  desk_.Restart();
  const WindowBook& windows = desk_.store->windows();
  EXPECT_EQ(windows.WindowOf("206", 2023, 4), Window());
  EXPECT_TRUE(windows.List({.fiscal_year = 2023}).empty());
  const auto history = windows.List({.fiscal_year = 2023, .history = true});
  ASSERT_EQ(history.size(), 4u);
  EXPECT_EQ(history[0].record.deadline_unix_us, kDeadline);
  EXPECT_EQ(history[0].record.actor, "budget");
  EXPECT_EQ(history[0].record.reason, "notice 18");
  EXPECT_EQ(history[1].record.department, "206");
  // A department sees what concerns it.
  EXPECT_EQ(windows.List({.department = "205", .history = true}).size(), 2u);
  At(kLong);
  EXPECT_TRUE(Send(1).ok());
}

TEST_F(SubmissionWindowTest, Extension_OfAWindowTakenAway_IsNoneOfTheNext) {
  SetWindow();
  ASSERT_TRUE(Extend(kLong).ok());
  ASSERT_TRUE(Set({}).ok());
  SetWindow();
  for (const bool restarted : {false, true}) {
    if (restarted) desk_.Restart();
    const WindowBook& windows = desk_.store->windows();
    EXPECT_EQ(windows.WindowOf("206", 2023, 4),
              (Window{kOpens, kDeadline, kGraceEnd}));
    EXPECT_EQ(windows.List({.fiscal_year = 2023}).size(), 1u);
  }
  ASSERT_TRUE(Extend(kLong).ok());
  EXPECT_EQ(desk_.store->windows().WindowOf("206", 2023, 4).deadline_unix_us,
            kLong);
}

TEST_F(SubmissionWindowTest, TakingAway_WhatIsNotThere_SaysSo) {
  EXPECT_EQ(rpc::ReasonOf(Set({}).status()), Reason::kNotFound);
  SetWindow();
  EXPECT_EQ(rpc::ReasonOf(Extend(0)), Reason::kNotFound);
  ASSERT_TRUE(Extend(kLong).ok());
  ASSERT_TRUE(Extend(0).ok());
  // A caller that did not get its answer asks again.
  EXPECT_TRUE(Extend(0).ok());
  ASSERT_TRUE(Set({}).ok());
  EXPECT_TRUE(Set({}).ok());
  EXPECT_EQ(rpc::ReasonOf(Set({.reason = "another day"}).status()),
            Reason::kNotFound);
  EXPECT_EQ(desk_.store->windows().List({.history = true}).size(), 4u);
}

TEST_F(SubmissionWindowTest, Set_TheSameAgain_ChangesNothing) {
  SetWindow();
  const auto first = desk_.store->windows().List({.history = true});
  SetWindow();
  EXPECT_EQ(desk_.store->windows().List({.history = true}), first);
}

TEST_F(SubmissionWindowTest, Set_TimesOutOfOrder_IsRefused) {
  for (const storage::WindowRecord& wrong : {
           storage::WindowRecord{.open_time_unix_us = kDeadline,
          .deadline_unix_us = kDeadline},
           storage::WindowRecord{.deadline_unix_us = kDeadline,
           .grace_end_time_unix_us = kDeadline - 1},
           storage::WindowRecord{.open_time_unix_us = kOpens},
           storage::WindowRecord{.grace_end_time_unix_us = kGraceEnd},
       }) {
    EXPECT_EQ(rpc::ReasonOf(Set(wrong).status()), Reason::kFieldInvalid);
  }
  SetWindow();
  EXPECT_EQ(rpc::ReasonOf(Set({.department = "206",
                               .deadline_unix_us = kLong,
                               .grace_end_time_unix_us = kLong})
                              .status()),
            Reason::kFieldInvalid);
}

TEST_F(SubmissionWindowTest, Set_OutcomeUnknown_IsWhatTheStoreHas) {
  for (const bool applied : {true, false}) {
    FakeDesk desk;
    desk.engine.FailNextCommit(applied
                                   ? storage::CommitFault::kUnknownApplied
                                   : storage::CommitFault::kUnknownNotApplied);
    const auto set = WindowSetter(&desk.parts)
                         .Set({2023, 4, {.deadline_unix_us = kDeadline}});
    EXPECT_EQ(rpc::ReasonOf(set.status()), Reason::kStorageFailed);
    EXPECT_EQ(desk.store->windows().CountOf(2023, 4), applied ? 1u : 0u);
    desk.Restart();
    EXPECT_EQ(desk.store->windows().CountOf(2023, 4), applied ? 1u : 0u);
  }
}

TEST_F(SubmissionWindowTest, Correction_OfWhatAReviewerReturned_IsInTime) {
  SetWindow();
  At(kOpens);
  const std::string id = SendForReview(1);
  At(kDeadline + 10);
  ASSERT_TRUE(Return(id, kLong).ok());
  EXPECT_EQ(desk_.Get(id).correction_end_time_unix_us, kLong);
  // Checking returns the first correction, long after the stage has closed.
  At(kGraceEnd + kSecond);
  const auto wrong = Send(2, /*errors=*/1);
  ASSERT_TRUE(wrong.ok()) << wrong.status();
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(wrong->record.id), State::kReturned);
  const auto right = Send(3);
  ASSERT_TRUE(right.ok()) << right.status();
  EXPECT_FALSE(right->record.late);
  // Accepted: what follows is no correction.
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_TRUE(desk_.reviewer
                  ->Accept({.department = "206",
                            .id = right->record.id,
                            .actor = "reviewer"})
                  .ok());
  EXPECT_EQ(ReasonOfSending(4), Reason::kWindowClosed);
}

TEST_F(SubmissionWindowTest, Correction_OfALateOne_IsLate) {
  SetWindow();
  At(kDeadline + kSecond);
  const std::string id = SendForReview(1);
  ASSERT_TRUE(Return(id).ok());
  EXPECT_EQ(desk_.Get(id).correction_end_time_unix_us, kGraceEnd);
  EXPECT_TRUE(Send(2)->record.late);
}

TEST_F(SubmissionWindowTest, Correction_AfterItsPeriod_IsRefused) {
  SetWindow();
  At(kOpens);
  ASSERT_TRUE(Return(SendForReview(1), kLong).ok());
  At(kLong + kSecond);
  EXPECT_EQ(ReasonOfSending(2), Reason::kWindowClosed);
}

TEST_F(SubmissionWindowTest, Correction_OfWhatCheckingReturned_IsLate) {
  SetWindow();
  At(kOpens);
  ASSERT_TRUE(Send(1, /*errors=*/1).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  At(kDeadline + kSecond);
  EXPECT_TRUE(Send(2)->record.late);
}

TEST_F(SubmissionWindowTest, Return_NobodyCouldCorrect_IsRefused) {
  SetWindow();
  At(kOpens);
  const std::string id = SendForReview(1);
  At(kGraceEnd + kSecond);
  EXPECT_EQ(rpc::ReasonOf(Return(id)), Reason::kFieldInvalid);
  EXPECT_EQ(rpc::ReasonOf(Return(id, kGraceEnd)), Reason::kFieldInvalid);
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
  EXPECT_TRUE(Return(id, kLong).ok());
}

TEST_F(SubmissionWindowTest, SameBytes_ThatCouldNotBeChecked_CountAsBefore) {
  SetWindow();
  At(kOpens);
  const auto first = Send(1);
  storage::SubmissionRecord record = desk_.Get(first->record.id);
  Enter(Event::kReadingFailed, kServiceActor, {}, kOpens + 5, &record);
  SubmissionChange change;
  change.records.push_back(record);
  ASSERT_TRUE(desk_.store->Commit("206", change).ok());
  At(kLong);
  const auto again =
      desk_.Receive("request-2", FakeBytes(kScience, 2023, 0, "1"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(again->replayed);
  EXPECT_FALSE(again->record.late);
  EXPECT_EQ(ReasonOfSending(3), Reason::kWindowClosed);
}

TEST_F(SubmissionWindowTest, SameBytesInAnotherForm_AreAnotherDocument) {
  SetWindow();
  At(kOpens);
  const auto first = Send(1);
  storage::SubmissionRecord record = desk_.Get(first->record.id);
  Enter(Event::kReadingFailed, kServiceActor, {}, kOpens + 5, &record);
  SubmissionChange change;
  change.records.push_back(record);
  ASSERT_TRUE(desk_.store->Commit("206", change).ok());
  At(kLong);
  UploadHeader header = FakeDesk::Header("request-2");
  header.printed_form = "guangxi-2022";
  EXPECT_EQ(
      rpc::ReasonOf(
          desk_.Receive(header, FakeBytes(kScience, 2023, 0, "1")).status()),
      Reason::kWindowClosed);
}

// What is checked again may be returned by that, when nothing else is taken any
// more: it may be corrected until then.
TEST_F(SubmissionWindowTest, Recheck_AfterTheWindow_SaysUntilWhenToCorrect) {
  RulesInForce rules;
  desk_.parts.rules = &rules;
  desk_.Restart();
  SetWindow();
  At(kOpens);
  const std::string id = SendForReview(1);
  desk_.checker.planted = {Planted("K-01", validation::v1::SEVERITY_ERROR)};
  desk_.checker.catalogue_sha256 = "beef";
  rules.Set({.catalogue_sha256 = "beef"});
  At(kGraceEnd + kSecond);
  Decision decision = {.department = "206", .id = id, .actor = "reviewer"};
  EXPECT_EQ(rpc::ReasonOf(desk_.reviewer->Recheck(decision)),
            Reason::kFieldInvalid);
  decision.correction_end_time_unix_us = kLong;
  ASSERT_TRUE(desk_.reviewer->Recheck(decision).ok());
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kReturned);
  At(kLong - kSecond);
  desk_.checker.planted.clear();
  const auto corrected = Send(2);
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  EXPECT_FALSE(corrected->record.late);
}

}  // namespace
}  // namespace yuheng::ingestion
