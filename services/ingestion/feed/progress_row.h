#ifndef YUHENG_SERVICES_INGESTION_FEED_PROGRESS_ROW_H_
#define YUHENG_SERVICES_INGESTION_FEED_PROGRESS_ROW_H_

#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "services/budget/department_list.h"
#include "services/ingestion/store/submission_index.h"
#include "services/ingestion/store/window_book.h"

namespace yuheng::ingestion {

struct Period {
  int fiscal_year = 0;
  int stage = 0;  // Number of yuheng.budget.v1.Stage.

  friend auto operator<=>(const Period&, const Period&) = default;
};

// How a department, or one of its units, stands in a period.
struct ProgressRow {
  std::string department;
  std::string unit;  // Empty for the department's own row.
  // As NewestSubmissions::of_department. Without what is the service's own to
  // do about it.
  absl::optional<SubmissionEntry> newest;
  Window window;
  // Part of the whole board: of a unit, when one of its department has sent
  // something. A department that reports as a whole has one row there.
  bool shown = true;

  friend bool operator==(const ProgressRow&, const ProgressRow&) = default;
};

// The rows of a department: its own, then those of its units, listed ones in
// the order of the list.
std::vector<ProgressRow> RowsOf(const SubmissionIndex& index,
                                const WindowBook& windows,
                                const budget::Department& department,
                                const Period& period);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FEED_PROGRESS_ROW_H_
