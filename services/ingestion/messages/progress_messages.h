#ifndef YUHENG_SERVICES_INGESTION_MESSAGES_PROGRESS_MESSAGES_H_
#define YUHENG_SERVICES_INGESTION_MESSAGES_PROGRESS_MESSAGES_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "services/ingestion/feed/progress_row.h"
#include "services/ingestion/feed/progress_watcher.h"
#include "services/ingestion/messages/submission_messages.h"
#include "yuheng/ingestion/v1/progress.pb.h"

namespace yuheng::ingestion {

// FIELD_INVALID naming all fields that are wrong.
absl::StatusOr<Period> ParsePeriod(int fiscal_year, int stage);

// A row as it stands, whatever the time.
v1::DepartmentProgress RowMessage(const Prefecture& prefecture,
                                  const budget::Department& listed,
                                  const Period& period, const ProgressRow& row);

// What is watched. NOT_FOUND for a department that is not in the list.
absl::StatusOr<ProgressScope> ParseWatchSubmissions(
    const Prefecture& prefecture, const v1::WatchSubmissionsRequest& request);

v1::WatchSubmissionsResponse WatchEventMessage(const Prefecture& prefecture,
                                               const Period& period,
                                               const WatchEvent& event,
                                               int64_t now_unix_us);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_MESSAGES_PROGRESS_MESSAGES_H_
