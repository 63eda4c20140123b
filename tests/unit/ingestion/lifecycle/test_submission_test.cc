// Test submissions (试报).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/ingestion/lifecycle/step.h"
#include "services/ingestion/lifecycle/submission_window.h"
#include "storage/format/submission_keys.h"
#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {
namespace {

using rpc::Reason;

class TestSubmissionTest : public ::testing::Test {
 protected:
  absl::StatusOr<Reception> SendTest(int number, int errors = 0) {
    UploadHeader header = FakeDesk::Header(absl::StrCat("request-", number));
    header.test = true;
    return desk_.Receive(header, BytesOf(number, errors));
  }
  static std::string BytesOf(int number, int errors = 0) {
    return FakeBytes(kScience, 2023, errors, absl::StrCat(number));
  }
  int KeyCount() {
    int count = 0;
    EXPECT_TRUE(desk_.engine
                    .Scan("206", "", "",
                          [&count](absl::string_view, absl::string_view) {
                            ++count;
                            return true;
                          })
                    .ok());
    return count;
  }

  FakeDesk desk_;
};

TEST_F(TestSubmissionTest, Test_IsCheckedAndNeverPosted) {
  for (const int errors : {0, 2}) {
    const std::string id = SendTest(errors, errors)->record.id;
    ASSERT_TRUE(desk_.Advance().ok());
    desk_.Restart();
    ASSERT_TRUE(desk_.Advance().ok());
    const storage::SubmissionRecord record = desk_.Get(id);
    EXPECT_EQ(StateOf(record), State::kChecked);
    EXPECT_TRUE(record.test);
    EXPECT_EQ(record.version, 0);
    EXPECT_FALSE(record.verdict.empty());
    EXPECT_TRUE(record.posting_request_id.empty());
  }
  EXPECT_TRUE(desk_.ledger.applied().empty());
}

TEST_F(TestSubmissionTest, Test_IsNoVersionOfItsDocument) {
  const std::string live = desk_.Receive("request-1", BytesOf(1))->record.id;
  ASSERT_TRUE(desk_.Advance().ok());
  const std::string test = SendTest(2)->record.id;
  ASSERT_TRUE(desk_.Advance().ok());
  const SubmissionIndex& index = desk_.store->index();
  EXPECT_EQ(index.InSlot("206", {2023, 4, ""}).size(), 1u);
  EXPECT_EQ(index.NewestOf("206", 2023, 4).of_department->id, live);
  EXPECT_EQ(desk_.StateOfId(live), State::kPosted);
  EXPECT_EQ(
      index.List({.department = "206", .state = {}, .id_prefix = ""}, {}, 10)
          .size(),
      2u);
  for (const auto step :
       {&Reviewer::Accept, &Reviewer::Return, &Reviewer::Withdraw}) {
    EXPECT_EQ(rpc::ReasonOf((*desk_.reviewer.*step)(
                  {.department = "206", .id = test, .actor = "reviewer"})),
              Reason::kSubmissionState);
  }
  // What was tested is then sent: the same bytes make the next version.
  const auto sent = desk_.Receive("request-3", BytesOf(2));
  ASSERT_TRUE(sent.ok());
  EXPECT_FALSE(sent->replayed);
  EXPECT_EQ(sent->record.version, 2);
}

TEST_F(TestSubmissionTest, Test_MoreThanAreKept_TakeTheOldestsPlaces) {
  desk_.Receive("request-live", BytesOf(99)).IgnoreError();
  ASSERT_TRUE(desk_.Advance().ok());
  std::vector<std::string> ids;
  int keys = 0;
  for (int i = 0; i < 12; ++i) {
    ids.push_back(SendTest(i)->record.id);
    ASSERT_TRUE(desk_.Advance().ok());
    if (i + 1 == static_cast<int>(kTestSubmissionsMax)) keys = KeyCount();
  }
  EXPECT_EQ(KeyCount(), keys) << "nothing of the others is left";
  for (const bool restarted : {false, true}) {
    if (restarted) desk_.Restart();
    const auto tests = desk_.store->index().TestsOf("206");
    ASSERT_EQ(tests.size(), kTestSubmissionsMax);
    EXPECT_EQ(tests.front().id, ids[7]);
    EXPECT_EQ(tests.back().id, ids[11]);
  }
  EXPECT_EQ(rpc::ReasonOf(desk_.store->Get("206", ids[0]).status()),
            Reason::kNotFound);
  EXPECT_EQ(desk_.store->index().InSlot("206", {2023, 4, ""}).size(), 1u);
}

TEST_F(TestSubmissionTest, Test_NotCheckedYet_IsNotRemoved) {
  const std::string first = SendTest(0)->record.id;
  for (int i = 1; i < static_cast<int>(kTestSubmissionsMax); ++i) {
    ASSERT_TRUE(SendTest(i).ok());
  }
  // No more before one of them has its verdict.
  EXPECT_EQ(rpc::ReasonOf(SendTest(7).status()), Reason::kQueueFull);
  EXPECT_EQ(desk_.store->index().TestsOf("206").size(), kTestSubmissionsMax);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(first), State::kChecked);
  ASSERT_TRUE(SendTest(8).ok());
  EXPECT_EQ(desk_.store->index().TestsOf("206").size(), kTestSubmissionsMax);
}

TEST_F(TestSubmissionTest, SameIdAsTestAndNot_IsRefused) {
  ASSERT_TRUE(SendTest(1).ok());
  EXPECT_TRUE(SendTest(1)->replayed);
  EXPECT_EQ(rpc::ReasonOf(desk_.Receive("request-1", BytesOf(1)).status()),
            Reason::kRequestIdReused);
}

TEST_F(TestSubmissionTest, OutsideTheWindow_TestsAreTaken) {
  ASSERT_TRUE(WindowSetter(&desk_.parts)
                  .Set({2023,
                        4,
                        {.open_time_unix_us = 5'000'000,
                         .deadline_unix_us = 6'000'000}})
                  .ok());
  EXPECT_EQ(rpc::ReasonOf(desk_.Receive("request-1", BytesOf(1)).status()),
            Reason::kWindowNotOpen);
  EXPECT_TRUE(SendTest(2).ok());
  desk_.now_unix_us = 9'000'000;
  const auto test = SendTest(3);
  ASSERT_TRUE(test.ok());
  EXPECT_FALSE(test->record.late);
}

}  // namespace
}  // namespace yuheng::ingestion
