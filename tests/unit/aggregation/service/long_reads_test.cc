// What reads whole ledgers: it holds up no other reads, and ends when nobody
// waits for it.

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "tests/unit/aggregation/service/service_fixture.h"

namespace yuheng::aggregation {
namespace {

// A store whose files take long to check, and whose keys are slow to read then;
// counts those.
class SlowFiles final : public storage::Store {
 public:
  SlowFiles(storage::Store* store, int checks)
      : begun(checks), store_(*store) {}

  std::vector<storage::CommitResult> CommitAll(
      absl::Span<const storage::Commit> commits) override {
    return store_.CommitAll(commits);
  }
  absl::StatusOr<storage::Head> GetHead(
      absl::string_view partition) const override {
    return store_.GetHead(partition);
  }
  absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view partition, absl::string_view key) const override {
    return store_.Get(partition, key);
  }
  absl::Status Scan(absl::string_view partition, absl::string_view from,
                    absl::string_view to, const Visitor& visit) const override {
    return store_.Scan(partition, from, to,
                       [&](absl::string_view key, absl::string_view value) {
                         if (release.HasBeenNotified()) {
                           ++read_after;
                           absl::SleepFor(absl::Milliseconds(20));
                         }
                         return visit(key, value);
                       });
  }
  absl::Status ListPartitions(
      const std::function<bool(absl::string_view)>& visit) const override {
    return store_.ListPartitions(visit);
  }
  absl::StatusOr<uint64_t> Fence(absl::string_view partition) override {
    return store_.Fence(partition);
  }
  absl::Status CheckFiles() const override {
    begun.DecrementCount();
    release.WaitForNotification();
    return absl::OkStatus();
  }

  mutable absl::BlockingCounter begun;
  absl::Notification release;
  mutable std::atomic<int> read_after{0};

 private:
  storage::Store& store_;
};

constexpr int kEntries = 100;

class LongReadsTest : public ServiceTest {
 protected:
  storage::Store* served_store() override { return &slow_; }

  SlowFiles slow_{&store_, kLongReadThreads};
};

TEST_F(LongReadsTest, Verifications_HoldUpNoReadsAndEndWhenNobodyWaits) {
  v1::PostResponse posted;
  for (int i = 0; i < kEntries; ++i) {
    ASSERT_TRUE(
        Post(testing::Simple("104", absl::StrCat("request-", i), 5), &posted)
            .ok());
  }
  v1::VerifyLedgersRequest request;
  request.set_parent(kPrefecture);
  grpc::ClientContext contexts[kLongReadThreads];
  std::vector<std::thread> callers;
  for (grpc::ClientContext& context : contexts) {
    callers.emplace_back([&] {
      v1::VerifyLedgersResponse response;
      EXPECT_EQ(stub_->VerifyLedgers(&context, request, &response).error_code(),
                grpc::StatusCode::CANCELLED);
    });
  }
  slow_.begun.Wait();
  v1::GetEntryRequest get;
  get.set_name(posted.entry());
  ledger::v1::Entry entry;
  const auto status = stub_->GetEntry(Context().get(), get, &entry);
  EXPECT_TRUE(status.ok()) << status.error_message();

  for (grpc::ClientContext& context : contexts) context.TryCancel();
  for (std::thread& caller : callers) caller.join();
  slow_.release.Notify();
  host_.reset();
  EXPECT_LT(slow_.read_after, kEntries);
}

}  // namespace
}  // namespace yuheng::aggregation
