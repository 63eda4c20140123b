#include "services/rpc/work_queue.h"

#include <atomic>
#include <memory>
#include <vector>

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace yuheng::rpc {
namespace {

// Holds the only thread until released.
struct Blocker {
  absl::Notification started;
  absl::Notification release;
  WorkQueue::Task Task() {
    return [this] {
      started.Notify();
      release.WaitForNotification();
    };
  }
};

TEST(WorkQueue, TryPost_WhenFull_IsRefusedAndLaterTaken) {
  WorkQueue queue({.name = "test", .thread_count = 1, .waiting_max = 2});
  Blocker blocker;
  ASSERT_TRUE(queue.TryPost(blocker.Task()));
  blocker.started.WaitForNotification();
  std::atomic<int> ran = 0;
  EXPECT_TRUE(queue.TryPost([&] { ++ran; }));
  EXPECT_TRUE(queue.TryPost([&] { ++ran; }));
  EXPECT_EQ(queue.waiting(), 2);
  EXPECT_FALSE(queue.TryPost([&] { ran += 100; }));
  blocker.release.Notify();
  queue.Stop();
  EXPECT_EQ(ran, 2);
}

TEST(WorkQueue, Stop_RunsWhatWaitsAndTakesNoMore) {
  WorkQueue queue({.name = "test", .thread_count = 1, .waiting_max = 10});
  Blocker blocker;
  ASSERT_TRUE(queue.TryPost(blocker.Task()));
  blocker.started.WaitForNotification();
  std::vector<int> order;
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(queue.TryPost([&order, i] { order.push_back(i); }));
  }
  blocker.release.Notify();
  queue.Stop();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
  EXPECT_FALSE(queue.TryPost([] {}));
  queue.Stop();
}

TEST(WorkQueue, TryPost_MoveOnlyTask_Runs) {
  WorkQueue queue({.name = "a name longer than fifteen bytes"});
  int result = 0;
  ASSERT_TRUE(queue.TryPost(
      [value = std::make_unique<int>(7), &result] { result = *value; }));
  queue.Stop();
  EXPECT_EQ(result, 7);
}

TEST(WorkQueue, TwoThreads_RunAtOnce) {
  WorkQueue queue({.name = "test", .thread_count = 2});
  absl::Notification first, second;
  // Each waits for the other; one thread alone would never end.
  ASSERT_TRUE(queue.TryPost([&] {
    first.Notify();
    second.WaitForNotification();
  }));
  ASSERT_TRUE(queue.TryPost([&] {
    second.Notify();
    first.WaitForNotification();
  }));
  queue.Stop();
}

}  // namespace
}  // namespace yuheng::rpc
