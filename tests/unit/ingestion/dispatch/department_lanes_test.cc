#include "services/ingestion/dispatch/department_lanes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"

namespace yuheng::ingestion {
namespace {

TEST(DepartmentLanesTest, TryPost_OneDepartment_RunsOneAtATimeInOrder) {
  DepartmentLanes lanes({.thread_count = 4, .tasks_max = 1000});
  constexpr int kCount = 200;
  absl::BlockingCounter done(kCount);
  std::vector<int> order;  // Not locked: the lane is what protects it.
  for (int i = 0; i < kCount; ++i) {
    ASSERT_TRUE(lanes.TryPost("206", Waits::kForStore, [&, i] {
      order.push_back(i);
      done.DecrementCount();
    }));
  }
  done.Wait();
  for (int i = 0; i < kCount; ++i) EXPECT_EQ(order.at(i), i);
}

TEST(DepartmentLanesTest, TryPost_OtherDepartment_DoesNotWait) {
  DepartmentLanes lanes({.thread_count = 2, .tasks_max = 10});
  absl::Notification release;
  absl::Notification other;
  ASSERT_TRUE(lanes.TryPost("206", Waits::kForStore,
                            [&] { release.WaitForNotification(); }));
  ASSERT_TRUE(lanes.TryPost("206", Waits::kForStore, [] {}));
  ASSERT_TRUE(lanes.TryPost("205", Waits::kForStore, [&] { other.Notify(); }));
  other.WaitForNotification();
  release.Notify();
}

TEST(DepartmentLanesTest, TasksThatWaitForPeers_HoldUpNoOthers) {
  DepartmentLanes lanes({.thread_count = 1, .tasks_max = 10});
  absl::Notification release;
  absl::Notification next;
  absl::Notification other;
  ASSERT_TRUE(lanes.TryPost("206", Waits::kForPeers,
                            [&] { release.WaitForNotification(); }));
  ASSERT_TRUE(lanes.TryPost("206", Waits::kForStore, [&] { next.Notify(); }));
  ASSERT_TRUE(lanes.TryPost("205", Waits::kForStore, [&] { other.Notify(); }));
  other.WaitForNotification();
  EXPECT_FALSE(next.HasBeenNotified());
  release.Notify();
  next.WaitForNotification();
}

TEST(DepartmentLanesTest, PostNext_FollowsWhatWaitsAlready) {
  DepartmentLanes lanes({.thread_count = 2, .tasks_max = 2});
  absl::Notification posted;
  absl::Notification done;
  std::vector<int> order;
  ASSERT_TRUE(lanes.TryPost("206", Waits::kForStore, [&] {
    posted.WaitForNotification();
    lanes.PostNext("206", Waits::kForPeers, [&] {
      order.push_back(3);
      done.Notify();
    });
    order.push_back(1);
  }));
  ASSERT_TRUE(
      lanes.TryPost("206", Waits::kForPeers, [&] { order.push_back(2); }));
  posted.Notify();
  done.WaitForNotification();
  EXPECT_THAT(order, ::testing::ElementsAre(1, 2, 3));
}

TEST(DepartmentLanesTest, TryPost_Full_IsRefused) {
  DepartmentLanes lanes({.thread_count = 1, .tasks_max = 2});
  absl::Notification running;
  absl::Notification release;
  ASSERT_TRUE(lanes.TryPostAnywhere(Waits::kForStore, [&] {
    running.Notify();
    release.WaitForNotification();
  }));
  running.WaitForNotification();
  EXPECT_TRUE(lanes.TryPost("206", Waits::kForStore, [] {}));
  EXPECT_TRUE(lanes.TryPostAnywhere(Waits::kForStore, [] {}));
  EXPECT_FALSE(lanes.TryPost("205", Waits::kForStore, [] {}));
  EXPECT_FALSE(lanes.TryPostAnywhere(Waits::kForStore, [] {}));
  EXPECT_EQ(lanes.waiting(), 2);
  release.Notify();
}

TEST(DepartmentLanesTest, PostLater_RunsInTheLane) {
  DepartmentLanes lanes({.thread_count = 1, .tasks_max = 1});
  absl::Notification done;
  lanes.PostLater("206", absl::Milliseconds(1), Waits::kForStore,
                  [&] { done.Notify(); });
  done.WaitForNotification();
}

TEST(DepartmentLanesTest, PostLater_Due_TakesNoPlaceFromTheOthers) {
  constexpr int kDue = 3;
  DepartmentLanes lanes({.thread_count = 2, .tasks_max = 1});
  absl::Notification running;
  absl::Notification release;
  ASSERT_TRUE(lanes.TryPost("206", Waits::kForStore, [&] {
    running.Notify();
    release.WaitForNotification();
  }));
  running.WaitForNotification();
  absl::BlockingCounter done(kDue);
  for (int i = 0; i < kDue; ++i) {
    lanes.PostLater("206", absl::ZeroDuration(), Waits::kForStore,
                    [&] { done.DecrementCount(); });
  }
  // Due later than the others, so that they are in their lane by now.
  absl::Notification due;
  lanes.PostLater("205", absl::Milliseconds(1), Waits::kForStore,
                  [&] { due.Notify(); });
  due.WaitForNotification();
  EXPECT_EQ(lanes.waiting(), 0);
  EXPECT_TRUE(lanes.TryPost("206", Waits::kForStore, [] {}));
  EXPECT_EQ(lanes.waiting(), 1);
  EXPECT_FALSE(lanes.TryPost("206", Waits::kForStore, [] {}));
  release.Notify();
  done.Wait();
  lanes.Stop();
  EXPECT_EQ(lanes.waiting(), 0);
}

TEST(DepartmentLanesTest, Stop_RunsWhatWaitsAndForgetsWhatIsPlanned) {
  DepartmentLanes lanes({.thread_count = 1, .tasks_max = 10});
  int run = 0;
  absl::Notification release;
  ASSERT_TRUE(lanes.TryPost("206", Waits::kForStore,
                            [&] { release.WaitForNotification(); }));
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(lanes.TryPost("206", Waits::kForStore, [&] { ++run; }));
  }
  auto planned = std::make_shared<int>(0);
  lanes.PostLater("205", absl::Hours(1), Waits::kForStore,
                  [planned] { ++*planned; });
  release.Notify();
  lanes.Stop();
  EXPECT_EQ(run, 3);
  EXPECT_EQ(planned.use_count(), 1);
  EXPECT_FALSE(lanes.TryPost("206", Waits::kForStore, [] {}));
  EXPECT_FALSE(lanes.TryPostAnywhere(Waits::kForStore, [] {}));
}

}  // namespace
}  // namespace yuheng::ingestion
