#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_SLOW_READS_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_SLOW_READS_H_

#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/budget/document.h"

namespace yuheng::ingestion {

// Readings in a row that took too long before a document is given up.
inline constexpr int kSlowReadsMax = 3;

// Keeps a stored document whose reading takes too long from being read for
// ever: it may be the machine, but not each time. What is known is forgotten
// with the process. Thread-safe.
class SlowReads {
 public:
  // What a reading of the document called `name` comes to: DOCUMENT_TOO_SLOW,
  // when it was so before, is DOCUMENT_UNREADABLE, an answer (IsRefusal).
  absl::StatusOr<budget::Document> Judge(const std::string& name,
                                         absl::StatusOr<budget::Document> read)
      ABSL_LOCKS_EXCLUDED(mu_);
  // What is to be done with the document is stored.
  void Forget(const std::string& name) ABSL_LOCKS_EXCLUDED(mu_);

 private:
  absl::Mutex mu_;
  absl::flat_hash_map<std::string, int> slow_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_SLOW_READS_H_
