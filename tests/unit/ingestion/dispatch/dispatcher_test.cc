#include "services/ingestion/dispatch/dispatcher.h"

#include <gtest/gtest.h>

#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {
namespace {

// Validation that does not answer its first question before it is released.
class HeldChecker final : public DocumentChecker {
 public:
  absl::StatusOr<validation::v1::VerdictSummary> Check(
      const budget::Document& document, CheckReferences* references,
      const std::function<void(const validation::v1::Finding&)>& sink)
      override {
    if (!asked.HasBeenNotified()) {
      asked.Notify();
      release.WaitForNotification();
    }
    return checker.Check(document, references, sink);
  }

  absl::Notification asked;
  absl::Notification release;
  FakeChecker checker;
};

// Waits for the end of what it is told.
class WaitingFollower final : public SubmissionFollower {
 public:
  void OnReceipt(const std::string&, const storage::SubmissionRecord&,
                 bool) override {
    received.Notify();
  }
  void OnStateChange(const storage::StateChangeRecord&) override {}
  void OnFinding(const validation::v1::Finding&) override {}
  void OnProblem(const budget::ReadingProblem&) override {}
  void OnSettled(const std::string&, const storage::SubmissionRecord& record,
                 std::vector<validation::v1::FindingGroup>) override {
    state = StateFromNumber(record.state);
    ended.Notify();
  }
  void OnFailed(const absl::Status&) override { ended.Notify(); }
  bool IsGone() const override { return false; }

  absl::Notification received;
  absl::Notification ended;
  absl::optional<State> state;
};

// One that checks one document at a time, and holds the first.
class DispatcherTest : public ::testing::Test {
 protected:
  DispatcherTest() {
    desk_.parts.checker = &checker_;
    dispatcher_ = std::make_unique<Dispatcher>(
        DispatcherOptions{.lanes = {.thread_count = 1}}, desk_.parts,
        DispatchMetrics(&metrics_), &logger_);
  }

  FakeDesk desk_;
  HeldChecker checker_;
  std::ostringstream log_;
  telemetry::Logger logger_{{.service = "test", .output = &log_}};
  telemetry::Metrics metrics_;
  std::unique_ptr<Dispatcher> dispatcher_;
};

TEST_F(DispatcherTest, Stop_BeginsNoStepThatMayWaitForPeers) {
  std::vector<std::shared_ptr<WaitingFollower>> followers;
  for (const char* department : {"昌吉州科技局", "昌吉州教育局"}) {
    followers.push_back(std::make_shared<WaitingFollower>());
    dispatcher_->Submit(FakeDesk::Header(absl::StrCat("request-", department)),
                        FakeBytes(department, 2023), followers.back());
    followers.back()->received.WaitForNotification();
  }
  checker_.asked.WaitForNotification();
  std::thread stop([&] { dispatcher_->Stop(); });
  while (dispatcher_->TryRun([] {})) std::this_thread::yield();
  checker_.release.Notify();
  stop.join();
  EXPECT_EQ(checker_.checker.calls, 1);
  // The check that was under way has ended, the other was not begun, and
  // nothing was posted; the next start takes both up.
  EXPECT_EQ(desk_.ledger.calls(), 0);
  EXPECT_EQ(desk_.store->index().OpenCount(), 2);
  for (const auto& follower : followers) {
    ASSERT_TRUE(follower->ended.HasBeenNotified());
  }
  EXPECT_EQ(followers[0]->state, State::kAccepted);
  EXPECT_EQ(followers[1]->state, State::kReceived);
}

// A success in between does not make a second row of tries beside the one that
// is planned.
TEST_F(DispatcherTest, Failures_AroundASuccess_HaveOneTryPlanned) {
  dispatcher_->Stop();
  // It comes after the test.
  dispatcher_ = std::make_unique<Dispatcher>(
      DispatcherOptions{.lanes = {.thread_count = 1},
                        .retry_wait_initial = absl::Hours(1),
                        .retry_wait_max = absl::Hours(1),
                        .followed_failures_max = 1},
      desk_.parts, DispatchMetrics(&metrics_), &logger_);
  checker_.release.Notify();
  const auto submit = [&](const std::string& request, int failures) {
    checker_.checker.failures = failures;
    const auto follower = std::make_shared<WaitingFollower>();
    dispatcher_->Submit(FakeDesk::Header(request),
                        FakeBytes(kScience, 2023, 0, request), follower);
    follower->ended.WaitForNotification();
    return follower->state;
  };
  EXPECT_EQ(submit("request-1", 1), State::kReceived);
  // What failed is tried again with the next one.
  EXPECT_EQ(submit("request-2", 0), State::kPosted);
  EXPECT_EQ(submit("request-3", 1), State::kReceived);
  dispatcher_->Stop();
  const std::string log = log_.str();
  const size_t first = log.find("a submission has to wait");
  EXPECT_NE(first, std::string::npos);
  EXPECT_EQ(log.find("a submission has to wait", first + 1), std::string::npos);
}

// Of two uploads of the same bytes at once the second is answered what the
// first is, not that nothing was checked yet.
TEST_F(DispatcherTest, Submit_TheSameBytesAtOnce_AreBothToldTheVerdict) {
  const auto submit = [&](const std::string& request, const char* content) {
    auto follower = std::make_shared<WaitingFollower>();
    dispatcher_->Submit(FakeDesk::Header(request),
                        FakeBytes(kScience, 2023, 0, content), follower);
    return follower;
  };
  // While the department's lane is held, both come.
  const auto before = submit("request-0", "before");
  checker_.asked.WaitForNotification();
  const auto first = submit("request-1", "twin");
  const auto second = submit("request-2", "twin");
  absl::Notification read;
  ASSERT_TRUE(dispatcher_->TryRun([&read] { read.Notify(); }));
  read.WaitForNotification();
  checker_.release.Notify();
  for (const auto& follower : {before, first, second}) {
    follower->ended.WaitForNotification();
  }
  dispatcher_->Stop();
  EXPECT_EQ(first->state, State::kPosted);
  EXPECT_EQ(second->state, State::kPosted);
  EXPECT_EQ(checker_.checker.calls, 2);
}

}  // namespace
}  // namespace yuheng::ingestion
