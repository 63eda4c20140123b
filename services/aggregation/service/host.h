#ifndef YUHENG_SERVICES_AGGREGATION_SERVICE_HOST_H_
#define YUHENG_SERVICES_AGGREGATION_SERVICE_HOST_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/audit/signing.h"
#include "services/budget/department_list.h"
#include "services/rpc/server.h"
#include "services/telemetry/log.h"
#include "services/telemetry/metrics.h"
#include "storage/store.h"
#include "yuheng/config/v1/config.pb.h"

namespace yuheng::aggregation {

// Limits when the configuration gives none.
inline constexpr int kGroupCommitMaxDefault = 256;
inline constexpr int kQueueMaxDefault = 4096;
inline constexpr int kWatchRevisionsMaxDefault = 10'000;
inline constexpr int kWatchQueueMaxDefault = 256;
// Reads of the disk: threads, and calls that wait for one.
inline constexpr int kReadThreads = 2;
inline constexpr int kReadsWaitingMax = 256;
// The same for past revisions, which are made again from whole ledgers.
inline constexpr int kLongReadThreads = 2;
inline constexpr int kLongReadsWaitingMax = 16;
// The same for verifications, which take the longest.
inline constexpr int kVerificationThreads = 1;
inline constexpr int kVerificationsWaitingMax = 16;

// The aggregation process over an open store: ledgers read, commit loop
// running, calls served.
class Host {
 public:
  // All outlive the host.
  struct Parts {
    storage::Store* store = nullptr;
    telemetry::Logger* logger = nullptr;
    telemetry::Metrics* metrics = nullptr;
    // Of checkpoints; without one they are refused.
    const audit::SigningKey* signer = nullptr;
    // Of whose groups there are totals; nullptr for no groups.
    const budget::DepartmentList* departments = nullptr;
    // Called when posting has stopped: ABORTED when another process has the
    // ledgers now, and this one is to end. Empty in tests.
    std::function<void(const absl::Status&)> on_failed;
  };

  // Reads all ledgers and serves. INVALID_ARGUMENT for a wrong configuration,
  // LEDGER_DAMAGED naming department and seq, or as rpc::Server::Start.
  static absl::StatusOr<std::unique_ptr<Host>> Start(
      const config::v1::AggregationConfig& config, const Parts& parts);
  // Drains: streams end, running calls are answered, what is queued is
  // written.
  ~Host();

  rpc::Server& server();

 private:
  struct State;
  explicit Host(std::unique_ptr<State> state);
  const std::unique_ptr<State> state_;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_SERVICE_HOST_H_
