// The writing thread: concurrent callers, a full queue, drain, failure.

#include "services/aggregation/ledger/commit_loop.h"

#include <atomic>
#include <set>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"
#include "storage/testing/memory_store.h"
#include "tests/unit/aggregation/sample.h"

namespace yuheng::aggregation {
namespace {

using testing::Simple;

class CommitLoopTest : public ::testing::Test {
 protected:
  void Start(CommitLoopOptions options) {
    auto desk = testing::OpenDesk(&store_);
    ASSERT_TRUE(desk.ok());
    feed_ = std::move(desk->feed);
    loop_ = std::make_unique<CommitLoop>(std::move(desk->shard),
                                         std::move(options));
  }
  storage::MemoryStore store_;
  std::unique_ptr<TotalsFeed> feed_;
  std::unique_ptr<CommitLoop> loop_;
};

TEST_F(CommitLoopTest, ConcurrentCallersOnOneDepartment_GetSeqsWithoutGaps) {
  Start({});
  constexpr int kThreads = 4;
  constexpr int kEach = 50;
  absl::Mutex mu;
  std::set<uint64_t> seqs;
  absl::BlockingCounter answers(kThreads * kEach);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        loop_->Submit(testing::CommandOf(
            Simple("104", absl::StrCat("request-", t, "-", i), 1 + i),
            [&](absl::StatusOr<Applied> a) {
              {
                absl::MutexLock lock(&mu);
                ASSERT_TRUE(a.ok()) << a.status();
                EXPECT_TRUE(seqs.insert(a->seq).second);
              }
              answers.DecrementCount();
            }));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  answers.Wait();
  EXPECT_EQ(seqs.size(), 200u);
  EXPECT_EQ(*seqs.begin(), 1u);
  EXPECT_EQ(*seqs.rbegin(), 200u);
  EXPECT_EQ(feed_->revision(), 200u);
}

TEST_F(CommitLoopTest, FullQueue_RefusesWithAHintAndDrainAnswersTheRest) {
  absl::Notification writing;
  absl::Notification go_on;
  std::atomic<int> commits{0};
  store_.OnCommit([&](absl::Span<const storage::Commit>) {
    if (commits++ == 0) {
      writing.Notify();
      go_on.WaitForNotification();
    }
  });
  std::atomic<int> applied{0};
  const auto count = [&](absl::StatusOr<Applied> a) { applied += a.ok(); };
  Start({.queue_max = 2});
  loop_->Submit(testing::CommandOf(Simple("104", "request-0", 1), count));
  writing.WaitForNotification();
  loop_->Submit(testing::CommandOf(Simple("104", "request-1", 2), count));
  loop_->Submit(testing::CommandOf(Simple("104", "request-2", 3), count));
  absl::Status refused;
  loop_->Submit(testing::CommandOf(
      Simple("104", "request-3", 4),
      [&](absl::StatusOr<Applied> a) { refused = a.status(); }));
  EXPECT_EQ(rpc::ReasonOf(refused), rpc::Reason::kQueueFull);
  EXPECT_TRUE(rpc::DetailsOf(refused).retry_after.has_value());
  EXPECT_EQ(applied, 0);
  go_on.Notify();
  loop_->Stop();
  EXPECT_EQ(applied, 3);
  loop_->Submit(testing::CommandOf(
      Simple("104", "request-4", 4),
      [&](absl::StatusOr<Applied> a) { refused = a.status(); }));
  EXPECT_TRUE(absl::IsUnavailable(refused));
}

TEST_F(CommitLoopTest, AnotherProcessHasTheLedgers_TellsTheOwnerToEnd) {
  absl::Notification ended;
  Start({.on_failed = [&](const absl::Status& failure) {
    EXPECT_TRUE(absl::IsAborted(failure)) << failure;
    ended.Notify();
  }});
  store_.FailNextCommit(storage::CommitFault::kFenced);
  loop_->Submit(testing::CommandOf(
      Simple("104", "request-1", 1), [&](absl::StatusOr<Applied> a) {
        EXPECT_TRUE(absl::IsUnavailable(a.status()));
      }));
  ended.WaitForNotification();
}

TEST_F(CommitLoopTest, UnknownOutcome_TellsTheOwnerAndTakesNoMore) {
  absl::Notification failed;
  Start({.on_failed = [&](const absl::Status&) { failed.Notify(); }});
  store_.FailNextCommit(storage::CommitFault::kUnknownNotApplied);
  absl::Notification answered;
  loop_->Submit(testing::CommandOf(
      Simple("104", "request-1", 1), [&](absl::StatusOr<Applied> a) {
        EXPECT_TRUE(absl::IsUnavailable(a.status()));
        answered.Notify();
      }));
  answered.WaitForNotification();
  failed.WaitForNotification();
  absl::Status refused;
  loop_->Submit(testing::CommandOf(
      Simple("104", "request-2", 1),
      [&](absl::StatusOr<Applied> a) { refused = a.status(); }));
  EXPECT_TRUE(absl::IsUnavailable(refused));
  EXPECT_TRUE(
      feed_
          ->Read({testing::kPeriod, "", ""}, {}, TotalsFeed::WithPositions::kNo)
          .totals.empty());
}

}  // namespace
}  // namespace yuheng::aggregation
