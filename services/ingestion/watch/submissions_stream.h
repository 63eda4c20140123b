#ifndef YUHENG_SERVICES_INGESTION_WATCH_SUBMISSIONS_STREAM_H_
#define YUHENG_SERVICES_INGESTION_WATCH_SUBMISSIONS_STREAM_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/ingestion/feed/progress_feed.h"
#include "services/ingestion/messages/submission_messages.h"
#include "services/rpc/watch_stream.h"
#include "yuheng/ingestion/v1/ingestion_service.pb.h"

namespace yuheng::ingestion {

// All outlive the stream.
struct SubmissionsStreamParts {
  const Prefecture* prefecture = nullptr;
  ProgressFeed* feed = nullptr;
  rpc::WatchPump* pump = nullptr;
  std::function<int64_t()> now_unix_us;
  // The caller sees these alone; empty for all.
  std::vector<std::string> units;
};

// One WatchSubmissions stream: sends what its watcher has.
class SubmissionsStream final
    : public rpc::WatchStream<v1::WatchSubmissionsResponse> {
 public:
  // Starts the stream; it ends at once when the request is wrong.
  static WatchStream* Start(SubmissionsStreamParts parts,
                            rpc::StillAllowed still_allowed,
                            const v1::WatchSubmissionsRequest& request);

 private:
  explicit SubmissionsStream(SubmissionsStreamParts parts)
      : WatchStream(parts.pump), parts_(std::move(parts)) {}

  grpc::Status Open(const v1::WatchSubmissionsRequest& request);
  bool Next(v1::WatchSubmissionsResponse* response) override;
  void End() override;

  const SubmissionsStreamParts parts_;
  // Set once before the first Next.
  Period period_;
  std::shared_ptr<ProgressWatcher> watcher_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_WATCH_SUBMISSIONS_STREAM_H_
