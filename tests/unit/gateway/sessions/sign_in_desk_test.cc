#include "services/gateway/sessions/sign_in_desk.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"
#include "tests/support/temp_dir.h"

namespace yuheng::gateway {
namespace {

// A desk whose thread stands still until Continue.
class SignInDeskTest : public ::testing::Test {
 protected:
  SignInDeskTest() {
    EXPECT_TRUE(Ask("first", [this] {
                  begun_.Notify();
                  go_on_.WaitForNotification();
                  return true;
                }).ok());
    begun_.WaitForNotification();
  }
  ~SignInDeskTest() override { Continue(); }

  absl::Status Ask(
      const std::string& peer,
      std::function<bool()> abandoned = [] { return false; }) {
    return desk_.Ask({.peer = peer,
                      .account = "nobody",
                      .password = "x",
                      .abandoned = std::move(abandoned),
                      .done = [this](const absl::StatusOr<Session>& session) {
                        EXPECT_FALSE(session.ok());
                        absl::MutexLock lock(&mu_);
                        ++done_;
                      }});
  }
  void Continue() {
    if (!go_on_.HasBeenNotified()) go_on_.Notify();
  }
  bool AwaitDone(int count) {
    absl::MutexLock lock(&mu_);
    const auto reached = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
      return done_ == count;
    };
    return mu_.AwaitWithTimeout(absl::Condition(&reached), absl::Seconds(30));
  }

  const testing::TempDir dir_;
  absl::Notification begun_;
  absl::Notification go_on_;
  absl::Mutex mu_;
  int done_ ABSL_GUARDED_BY(mu_) = 0;
  SignInDesk desk_{dir_.path(), absl::Hours(1), absl::Now};
};

TEST_F(SignInDeskTest, OnePeer_KeepsNobodyElseWaiting) {
  for (int i = 0; i < kPeerSignInsWaitingMax; ++i) {
    EXPECT_TRUE(Ask("peer").ok());
  }
  const absl::Status status = Ask("peer");
  EXPECT_EQ(rpc::ReasonOf(status), rpc::Reason::kQueueFull);
  EXPECT_TRUE(rpc::DetailsOf(status).retry_after.has_value());
  EXPECT_TRUE(Ask("other").ok());
  Continue();
  EXPECT_TRUE(AwaitDone(kPeerSignInsWaitingMax + 1));
  EXPECT_TRUE(Ask("peer").ok());
}

TEST_F(SignInDeskTest, AllPeers_HaveALimitTogether) {
  for (int i = 0; i < kSignInsWaitingMax; ++i) {
    EXPECT_TRUE(Ask(absl::StrCat(i), [] { return true; }).ok());
  }
  EXPECT_EQ(rpc::ReasonOf(Ask("late")), rpc::Reason::kQueueFull);
}

TEST_F(SignInDeskTest, WhatNobodyWaitsFor_IsNotLookedAt) {
  EXPECT_TRUE(Ask("peer", [] { return true; }).ok());
  EXPECT_TRUE(Ask("peer").ok());
  Continue();
  // The second one, which comes after it.
  EXPECT_TRUE(AwaitDone(1));
}

}  // namespace
}  // namespace yuheng::gateway
