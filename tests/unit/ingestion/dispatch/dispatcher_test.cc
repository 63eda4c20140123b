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

TEST(DispatcherTest, Stop_BeginsNoStepThatMayWaitForPeers) {
  FakeDesk desk;
  HeldChecker checker;
  desk.parts.checker = &checker;
  std::ostringstream log;
  telemetry::Logger logger({.service = "test", .output = &log});
  telemetry::Metrics metrics;
  Dispatcher dispatcher({.lanes = {.thread_count = 1}}, desk.parts,
                        DispatchMetrics(&metrics), &logger);
  std::vector<std::shared_ptr<WaitingFollower>> followers;
  for (const char* department : {"昌吉州科技局", "昌吉州教育局"}) {
    followers.push_back(std::make_shared<WaitingFollower>());
    dispatcher.Submit(FakeDesk::Header(absl::StrCat("request-", department)),
                      FakeBytes(department, 2023), followers.back());
    followers.back()->received.WaitForNotification();
  }
  checker.asked.WaitForNotification();
  std::thread stop([&] { dispatcher.Stop(); });
  while (dispatcher.TryRun([] {})) std::this_thread::yield();
  checker.release.Notify();
  stop.join();
  EXPECT_EQ(checker.checker.calls, 1);
  // The check that was under way has ended, the other was not begun, and
  // nothing was posted; the next start takes both up.
  EXPECT_EQ(desk.ledger.calls(), 0);
  EXPECT_EQ(desk.store->index().OpenCount(), 2);
  for (const auto& follower : followers) {
    ASSERT_TRUE(follower->ended.HasBeenNotified());
  }
  EXPECT_EQ(followers[0]->state, State::kAccepted);
  EXPECT_EQ(followers[1]->state, State::kReceived);
}

// Of two uploads of the same bytes at once the second is answered what the
// first is, not that nothing was checked yet.
TEST(DispatcherTest, Submit_TheSameBytesAtOnce_AreBothToldTheVerdict) {
  FakeDesk desk;
  HeldChecker checker;
  desk.parts.checker = &checker;
  std::ostringstream log;
  telemetry::Logger logger({.service = "test", .output = &log});
  telemetry::Metrics metrics;
  Dispatcher dispatcher({.lanes = {.thread_count = 1}}, desk.parts,
                        DispatchMetrics(&metrics), &logger);
  const auto submit = [&](const std::string& request, const char* content) {
    auto follower = std::make_shared<WaitingFollower>();
    dispatcher.Submit(FakeDesk::Header(request),
                      FakeBytes(kScience, 2023, 0, content), follower);
    return follower;
  };
  // While the department's lane is held, both come.
  const auto before = submit("request-0", "before");
  checker.asked.WaitForNotification();
  const auto first = submit("request-1", "twin");
  const auto second = submit("request-2", "twin");
  absl::Notification read;
  ASSERT_TRUE(dispatcher.TryRun([&read] { read.Notify(); }));
  read.WaitForNotification();
  checker.release.Notify();
  for (const auto& follower : {before, first, second}) {
    follower->ended.WaitForNotification();
  }
  dispatcher.Stop();
  EXPECT_EQ(first->state, State::kPosted);
  EXPECT_EQ(second->state, State::kPosted);
  EXPECT_EQ(checker.checker.calls, 2);
}

}  // namespace
}  // namespace yuheng::ingestion
