// A gateway with services behind it that do what a test says.
#ifndef YUHENG_TESTS_UNIT_GATEWAY_RUNNING_GATEWAY_H_
#define YUHENG_TESTS_UNIT_GATEWAY_RUNNING_GATEWAY_H_

#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/server.h"
#include "services/gateway/gateway.h"
#include "tests/support/http_client.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::gateway {

// Aggregation and ingestion, on one port. Thread-safe.
class FakeServices final {
 public:
  FakeServices();
  ~FakeServices();

  const std::string& address() const { return address_; }

  // What the last call came with.
  std::map<std::string, std::string> metadata() ABSL_LOCKS_EXCLUDED(mu_);
  // Watches that run now, and those that were begun.
  int watches() ABSL_LOCKS_EXCLUDED(mu_);
  int watches_begun() ABSL_LOCKS_EXCLUDED(mu_);
  // Waits until there are that many.
  bool AwaitWatches(int count) ABSL_LOCKS_EXCLUDED(mu_);
  int calls() ABSL_LOCKS_EXCLUDED(mu_);

  // Answers of ListTotals; of the default one total.
  std::function<grpc::Status(const aggregation::v1::ListTotalsRequest&,
                             aggregation::v1::ListTotalsResponse*)>
      list_totals;

  // Rows of WatchTotals' snapshot; each with a row code of 100 letters where
  // there are several.
  int watched_rows = 1;

 private:
  class Aggregation;
  class Ingestion;
  friend class Aggregation;
  friend class Ingestion;

  void Note(const grpc::ServerContext& context) ABSL_LOCKS_EXCLUDED(mu_);

  absl::Mutex mu_;
  std::map<std::string, std::string> metadata_ ABSL_GUARDED_BY(mu_);
  int watches_ ABSL_GUARDED_BY(mu_) = 0;
  int watches_begun_ ABSL_GUARDED_BY(mu_) = 0;
  int calls_ ABSL_GUARDED_BY(mu_) = 0;
  std::unique_ptr<Aggregation> aggregation_;
  std::unique_ptr<Ingestion> ingestion_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

// Short times, so that tests of them are too.
Patience ShortPatience();

// On a free port of 127.0.0.1.
class RunningGateway {
 public:
  explicit RunningGateway(
      const std::function<void(config::v1::GatewayConfig*)>& change = nullptr,
      Patience patience = {});

  FakeServices& services() { return services_; }
  Gateway& gateway() { return *gateway_; }
  const std::string& address() const { return gateway_->address(); }
  std::string metrics() const { return metrics_.Render(); }

  testing::HttpResponse Post(const std::string& target,
                             const std::string& body = "{}",
                             testing::HttpHeaders headers = {}) const;

 private:
  FakeServices services_;
  std::ostringstream log_;
  telemetry::Logger logger_;
  telemetry::Metrics metrics_;
  std::unique_ptr<Gateway> gateway_;
};

// A request that is one envelope of a stream, and its headers.
std::string Envelope(const std::string& data);
inline const testing::HttpHeaders kStreamJson = {
    {"Content-Type", "application/connect+json"}};
inline const testing::HttpHeaders kStreamProto = {
    {"Content-Type", "application/connect+proto"}};

inline constexpr char kListTotals[] =
    "/yuheng.aggregation.v1.AggregationService/ListTotals";
inline constexpr char kWatchTotals[] =
    "/yuheng.aggregation.v1.AggregationService/WatchTotals";
inline constexpr char kWatchEntries[] =
    "/yuheng.aggregation.v1.AggregationService/WatchEntries";
inline constexpr char kSubmit[] =
    "/yuheng.ingestion.v1.IngestionService/Submit";
inline constexpr char kAccept[] =
    "/yuheng.ingestion.v1.IngestionService/AcceptSubmission";

}  // namespace yuheng::gateway

#endif  // YUHENG_TESTS_UNIT_GATEWAY_RUNNING_GATEWAY_H_
