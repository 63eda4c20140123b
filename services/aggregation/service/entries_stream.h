#ifndef YUHENG_SERVICES_AGGREGATION_SERVICE_ENTRIES_STREAM_H_
#define YUHENG_SERVICES_AGGREGATION_SERVICE_ENTRIES_STREAM_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "services/aggregation/feed/totals_feed.h"
#include "services/rpc/watch_stream.h"
#include "services/rpc/work_queue.h"
#include "storage/store.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"

namespace yuheng::aggregation {

// Entries that one read takes from the disk and holds for a stream at most.
inline constexpr size_t kEntriesReadMax = 16;
// Bytes after which a read takes no further entry.
inline constexpr size_t kEntriesReadBytesMax = size_t{1} << 20;

struct EntriesStreamParts {
  std::string division;
  // All outlive the stream.
  const storage::Store* store = nullptr;
  TotalsFeed* feed = nullptr;
  rpc::WatchPump* pump = nullptr;
  rpc::WorkQueue* reads = nullptr;
  rpc::StillAllowed still_allowed;
};

// One WatchEntries stream: reads the ledgers as fast as its reader takes them,
// so that nothing waits for it in memory but what one read gave.
class EntriesStream final : public rpc::WatchStream<v1::WatchEntriesResponse> {
 public:
  // Starts the stream; it ends at once when the request is wrong.
  static WatchStream* Start(EntriesStreamParts parts,
                            const v1::WatchEntriesRequest& request);

 private:
  explicit EntriesStream(EntriesStreamParts parts)
      : WatchStream(parts.pump), parts_(std::move(parts)) {}

  grpc::Status Open(const v1::WatchEntriesRequest& request);
  bool Next(v1::WatchEntriesResponse* response) override
      ABSL_LOCKS_EXCLUDED(mu_);
  void End() override ABSL_LOCKS_EXCLUDED(mu_);
  void OnFeed(TotalsFeed::Event event) ABSL_LOCKS_EXCLUDED(mu_);

  // Whether there is something to read; asks no disk, so that other
  // departments' postings cost no read. Not while one is under way.
  bool HasNew() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // What one read found.
  struct Found {
    std::deque<ledger::v1::Entry> entries;
    // Nothing at or below it is missing from what was read so far.
    uint64_t revision = 0;
  };
  // On the work queue; one at a time.
  void Read() ABSL_LOCKS_EXCLUDED(mu_);
  absl::Status ReadAfter(uint64_t revision, Found* found);
  absl::StatusOr<std::vector<EntryPlace>> PlacesAfter(uint64_t revision,
                                                      uint64_t* covered);
  absl::StatusOr<uint64_t> FirstSeqAfter(uint64_t revision, uint64_t last_seq);

  const EntriesStreamParts parts_;
  std::string department_;  // Empty for all.
  // Of department_; 0 until the first read found it. The read's own while
  // reading_ is set.
  uint64_t next_seq_ = 0;

  absl::Mutex mu_;
  std::shared_ptr<const TotalsFeed::Listener> listener_ ABSL_GUARDED_BY(mu_);
  std::deque<ledger::v1::Entry> entries_ ABSL_GUARDED_BY(mu_);
  uint64_t read_revision_ ABSL_GUARDED_BY(mu_) = 0;
  bool reading_ ABSL_GUARDED_BY(mu_) = false;
  bool progress_due_ ABSL_GUARDED_BY(mu_) = false;
  // Next said there is nothing, and the pump was not told since.
  bool waiting_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_SERVICE_ENTRIES_STREAM_H_
