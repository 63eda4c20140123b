#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_DAY_INTAKE_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_DAY_INTAKE_H_

#include <cstdint>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/civil_time.h"
#include "services/ingestion/lifecycle/ports.h"

namespace yuheng::ingestion {

// Counts what is stored of each department a day, by Beijing time: whatever is
// received is kept for ever. After a restart that day's submissions are counted
// again; test submissions that went, and further ids of what was there, are
// not. Thread-safe.
class DayIntake {
 public:
  // `parts` must outlive it; policy.day_limits holds.
  explicit DayIntake(const LifecycleParts* parts) : parts_(*parts) {}

  // Counts an upload of so many bytes that is to be stored now. QUEUE_FULL,
  // and not counted, when the day's are too many then: no hint, because trying
  // again in a moment is no use.
  absl::Status Take(const std::string& department, int64_t size_bytes,
                    int64_t now_unix_us) ABSL_LOCKS_EXCLUDED(mu_);

 private:
  struct Day {
    absl::CivilDay day;
    Received received;
  };

  const LifecycleParts& parts_;
  absl::Mutex mu_;
  absl::flat_hash_map<std::string, Day> days_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_DAY_INTAKE_H_
