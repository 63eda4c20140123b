// What reads whole ledgers: it holds up no other reads, and ends when nobody
// waits for it.

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/synchronization/notification.h"
#include "storage/testing/forwarding_store.h"
#include "tests/unit/aggregation/service/service_fixture.h"

namespace yuheng::aggregation {
namespace {

// A store whose files take long to check; counts the keys read then, and calls
// `on_read` before each.
class SlowFiles final : public storage::ForwardingStore {
 public:
  using ForwardingStore::ForwardingStore;
  absl::Status Scan(absl::string_view partition, absl::string_view from,
                    absl::string_view to, const Visitor& visit) const override {
    return ForwardingStore::Scan(
        partition, from, to,
        [&](absl::string_view key, absl::string_view value) {
          if (release.HasBeenNotified()) {
            ++read_after;
            on_read();
          }
          return visit(key, value);
        });
  }
  absl::Status CheckFiles() const override {
    absl::call_once(once_, [this] { begun.Notify(); });
    release.WaitForNotification();
    return absl::OkStatus();
  }

  mutable absl::Notification begun;
  absl::Notification release;
  std::function<void()> on_read;
  mutable std::atomic<int> read_after{0};

 private:
  mutable absl::once_flag once_;
};

constexpr int kEntries = 100;
// Enough to keep busy every thread that reads whole ledgers.
constexpr int kVerifications = kVerificationThreads + kLongReadThreads;

class LongReadsTest : public ServiceTest {
 protected:
  storage::Store* served_store() override { return &slow_; }

  SlowFiles slow_{&store_};
};

TEST_F(LongReadsTest, Verifications_HoldUpNoReadsAndEndWhenNobodyWaits) {
  v1::PostResponse posted;
  for (int i = 0; i < kEntries; ++i) {
    ASSERT_TRUE(
        Post(testing::Simple("104", absl::StrCat("request-", i), 5), &posted)
            .ok());
  }
  const auto get_entry = [&] {
    v1::GetEntryRequest get;
    get.set_name(posted.entry());
    ledger::v1::Entry entry;
    return stub_->GetEntry(Context().get(), get, &entry);
  };
  v1::VerifyLedgersRequest request;
  request.set_parent(kPrefecture);
  grpc::ClientContext contexts[kVerifications];
  std::vector<std::thread> callers;
  for (grpc::ClientContext& context : contexts) {
    callers.emplace_back([&] {
      v1::VerifyLedgersResponse response;
      EXPECT_EQ(stub_->VerifyLedgers(&context, request, &response).error_code(),
                grpc::StatusCode::CANCELLED);
    });
  }
  slow_.begun.WaitForNotification();
  const auto status = get_entry();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(Totals(1).revision(), 1);

  for (grpc::ClientContext& context : contexts) context.TryCancel();
  for (std::thread& caller : callers) caller.join();
  // What is answered on this connection was heard after the cancellation.
  slow_.on_read = [&] { get_entry(); };
  slow_.release.Notify();
  host_.reset();
  EXPECT_LT(slow_.read_after, kEntries);
}

}  // namespace
}  // namespace yuheng::aggregation
