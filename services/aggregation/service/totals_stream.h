#ifndef YUHENG_SERVICES_AGGREGATION_SERVICE_TOTALS_STREAM_H_
#define YUHENG_SERVICES_AGGREGATION_SERVICE_TOTALS_STREAM_H_

#include <memory>
#include <string>
#include <utility>

#include "services/aggregation/feed/totals_feed.h"
#include "services/rpc/watch_stream.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"

namespace yuheng::aggregation {

// One WatchTotals stream: sends what its watcher has.
class TotalsStream final : public rpc::WatchStream<v1::WatchTotalsResponse> {
 public:
  // Starts the stream; it ends at once when the request is wrong.
  static WatchStream* Start(std::string division, TotalsFeed* feed,
                            rpc::WatchPump* pump,
                            rpc::StillAllowed still_allowed,
                            const v1::WatchTotalsRequest& request);

 private:
  TotalsStream(std::string division, TotalsFeed* feed, rpc::WatchPump* pump)
      : WatchStream(pump), division_(std::move(division)), feed_(feed) {}

  grpc::Status Open(const v1::WatchTotalsRequest& request);
  bool Next(v1::WatchTotalsResponse* response) override;
  void End() override;

  const std::string division_;
  TotalsFeed* const feed_;
  // Set once before the first Next.
  std::shared_ptr<Watcher> watcher_;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_SERVICE_TOTALS_STREAM_H_
