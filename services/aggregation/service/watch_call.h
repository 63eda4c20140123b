#ifndef YUHENG_SERVICES_AGGREGATION_SERVICE_WATCH_CALL_H_
#define YUHENG_SERVICES_AGGREGATION_SERVICE_WATCH_CALL_H_

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/support/server_callback.h"
#include "services/aggregation/feed/totals_feed.h"
#include "services/aggregation/service/watch_pump.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"

namespace yuheng::aggregation {

// One WatchTotals stream: sends what its watcher has, one message at a time.
// Lives until gRPC says OnDone and the pump has let go of it.
class WatchCall final
    : public grpc::ServerWriteReactor<v1::WatchTotalsResponse>,
      public std::enable_shared_from_this<WatchCall> {
 public:
  // Starts the stream; it ends at once when the request is wrong.
  static WatchCall* Start(std::string division, TotalsFeed* feed,
                          WatchPump* pump,
                          const v1::WatchTotalsRequest& request);

  // Sends the next message unless one is on its way or there is none.
  void Pump() ABSL_LOCKS_EXCLUDED(mu_);
  // Ends the stream, after the message that is on its way.
  void Close(grpc::Status status) ABSL_LOCKS_EXCLUDED(mu_);

  static grpc::Status DrainingStatus();

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  WatchCall(std::string division, TotalsFeed* feed, WatchPump* pump)
      : division_(std::move(division)), feed_(feed), pump_(pump) {}

  grpc::Status Open(const v1::WatchTotalsRequest& request);

  const std::string division_;
  TotalsFeed* const feed_;
  WatchPump* const pump_;
  // Keeps this alive until OnDone.
  std::shared_ptr<WatchCall> self_;
  // Set once before the first Pump.
  std::shared_ptr<Watcher> watcher_;

  absl::Mutex mu_;
  // Only while writing_ is set may gRPC read it.
  v1::WatchTotalsResponse response_;
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool closing_ ABSL_GUARDED_BY(mu_) = false;
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
  grpc::Status closing_status_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_SERVICE_WATCH_CALL_H_
