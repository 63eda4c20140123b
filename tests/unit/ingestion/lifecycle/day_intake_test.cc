#include "services/ingestion/lifecycle/day_intake.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kHourUs = int64_t{3600} * 1'000'000;
// 2023-11-15 00:00 in Beijing.
constexpr int64_t kMidnightUs = int64_t{1'699'977'600} * 1'000'000;

class DayIntakeTest : public ::testing::Test {
 protected:
  DayIntakeTest() { Restart(); }

  void Restart() {
    desk_.Restart();
    desk_.parts.policy.day_limits = {.uploads_max = 3, .bytes_max = 150};
    desk_.now_unix_us = kMidnightUs + kHourUs;
  }
  absl::StatusOr<Reception> Send(const std::string& rest, bool test = false,
                                 absl::string_view department = kScience) {
    UploadHeader header =
        FakeDesk::Header(absl::StrCat("request-", ++requests_));
    header.test = test;
    return desk_.Receive(header, FakeBytes(department, 2023, 0, rest));
  }
  void ExpectFull(const absl::StatusOr<Reception>& reception) {
    EXPECT_EQ(rpc::ReasonOf(reception.status()),
              rpc::Reason::kIntakeLimitReached);
    const rpc::ErrorDetails details = rpc::DetailsOf(reception.status());
    EXPECT_THAT(details.zh, HasSubstr("明天"));
    EXPECT_THAT(details.en, HasSubstr("tomorrow"));
    // Nobody is to come again in a moment.
    EXPECT_EQ(details.retry_after, absl::nullopt);
  }

  FakeDesk desk_;
  int requests_ = 0;
};

TEST_F(DayIntakeTest, WhatIsStored_HasAnEnd_EachDay) {
  for (const char* rest : {"a", "b", "c"}) EXPECT_TRUE(Send(rest).ok());
  const int64_t commits = desk_.engine.commit_count();
  ExpectFull(Send("d"));
  EXPECT_EQ(desk_.engine.commit_count(), commits);
  // Of that department.
  EXPECT_TRUE(Send("e", false, kEducation).ok());
  // What is there is still told.
  EXPECT_TRUE(
      desk_.Receive("request-3", FakeBytes(kScience, 2023, 0, "c"))->replayed);
  desk_.now_unix_us = kMidnightUs + 24 * kHourUs - 1000;
  ExpectFull(Send("d"));
  desk_.now_unix_us = kMidnightUs + 24 * kHourUs;
  EXPECT_TRUE(Send("d").ok());
}

TEST_F(DayIntakeTest, Restart_ForgetsNoSubmission) {
  for (const char* rest : {"a", "b", "c"}) EXPECT_TRUE(Send(rest).ok());
  Restart();
  desk_.now_unix_us = kMidnightUs + 2 * kHourUs;
  ExpectFull(Send("d"));
}

TEST_F(DayIntakeTest, FurtherIdsAndTests_Count) {
  EXPECT_TRUE(Send("a").ok());
  EXPECT_TRUE(Send("a")->replayed);
  EXPECT_TRUE(Send("b", /*test=*/true).ok());
  ExpectFull(Send("a"));
  ExpectFull(Send("c", /*test=*/true));
}

TEST_F(DayIntakeTest, Bytes_Count) {
  EXPECT_TRUE(Send(std::string(80, 'x')).ok());
  ExpectFull(Send(std::string(80, 'y')));
  EXPECT_TRUE(Send("z").ok());
}

TEST_F(DayIntakeTest, Versions_HaveAnEnd) {
  SubmissionChange change;
  change.request_id = "request";
  change.request = storage::SubmissionRequestRecord();
  change.slot = {2023, 4, ""};
  change.version.emplace().newest_version = kSlotVersionsMax - 1;
  ASSERT_TRUE(desk_.store->Commit("206", change).ok());
  const auto last = Send("a");
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_EQ(last->record.version, kSlotVersionsMax);
  const auto more = Send("b");
  EXPECT_EQ(rpc::ReasonOf(more.status()), rpc::Reason::kIntakeLimitReached);
  EXPECT_THAT(rpc::DetailsOf(more.status()).en,
              HasSubstr("ask the finance bureau"));
}

}  // namespace
}  // namespace yuheng::ingestion
