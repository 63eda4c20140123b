#ifndef YUHENG_SERVICES_INGESTION_STORE_WINDOW_BOOK_H_
#define YUHENG_SERVICES_INGESTION_STORE_WINDOW_BOOK_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "storage/format/window_record.h"

namespace yuheng::ingestion {

// Times that were set for one year and stage, those replaced since included;
// one response holds those of all stages.
inline constexpr size_t kWindowSettingsMax = 2000;
// Settings for all departments beyond those.
inline constexpr size_t kOwnWindowSettingsMax = 200;

// When a department may send documents of a year and stage, in microseconds of
// Unix time. Without a deadline it may at any time.
struct Window {
  int64_t open_time_unix_us = 0;  // 0: from the start.
  int64_t deadline_unix_us = 0;   // 0: there is no window.
  // Not before the deadline.
  int64_t grace_end_time_unix_us = 0;

  friend bool operator==(const Window&, const Window&) = default;
};

// Times as somebody set them once.
struct WindowSetting {
  int fiscal_year = 0;
  int stage = 0;  // Number of yuheng.budget.v1.Stage.
  storage::WindowRecord record;

  friend bool operator==(const WindowSetting&, const WindowSetting&) = default;
};

// Which settings to list.
struct WindowFilter {
  std::string department;  // Its own and those for all; empty for everybody's.
  int fiscal_year = 0;     // 0 for all.
  int stage = 0;           // 0 for all.
  // With those that were replaced.
  bool history = false;
};

// All submission windows, in memory; made from the store at start and kept up
// by it. The newest setting for all is the window of a stage, and the newest
// one for a department gives it more time, never less. Thread-safe.
class WindowBook {
 public:
  WindowBook() = default;

  // Settings of one year and stage come in the order they were made in.
  void Add(WindowSetting setting) ABSL_LOCKS_EXCLUDED(mu_);

  Window WindowOf(absl::string_view department, int fiscal_year,
                  int stage) const ABSL_LOCKS_EXCLUDED(mu_);

  // By year and stage, then oldest first.
  std::vector<WindowSetting> List(const WindowFilter& filter) const
      ABSL_LOCKS_EXCLUDED(mu_);

  // The newest setting for a department, or for all when it is empty; without
  // a deadline when there is none.
  storage::WindowRecord NewestOf(absl::string_view department, int fiscal_year,
                                 int stage) const ABSL_LOCKS_EXCLUDED(mu_);

  // How often something was set for a year and stage.
  size_t CountOf(int fiscal_year, int stage) const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  // Of one year and stage.
  struct Settings {
    std::vector<storage::WindowRecord> records;
    // By department: the place of the newest one.
    std::map<std::string, size_t, std::less<>> newest;
    // Where the window was taken away last: extensions before it are past.
    size_t window_begin = 0;

    storage::WindowRecord NewestOf(absl::string_view department) const;
  };

  mutable absl::Mutex mu_;
  std::map<std::pair<int, int>, Settings> settings_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_STORE_WINDOW_BOOK_H_
