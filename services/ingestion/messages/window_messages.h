#ifndef YUHENG_SERVICES_INGESTION_MESSAGES_WINDOW_MESSAGES_H_
#define YUHENG_SERVICES_INGESTION_MESSAGES_WINDOW_MESSAGES_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "services/ingestion/messages/submission_messages.h"
#include "services/ingestion/store/window_book.h"
#include "yuheng/ingestion/v1/ingestion_service.pb.h"

namespace yuheng::ingestion {

// Between the windows that are kept and those that are served.

v1::Window WindowMessage(const Prefecture& prefecture,
                         const WindowSetting& setting);

// What is asked for, checked field by field: FIELD_INVALID names all that are
// wrong; NOT_FOUND for another prefecture.
absl::StatusOr<WindowSetting> ParseWindow(const Prefecture& prefecture,
                                          const v1::Window& window);
absl::StatusOr<WindowFilter> ParseListWindows(
    const Prefecture& prefecture, const v1::ListWindowsRequest& request);

// Where a department stands in its window.
void FillPhase(const Window& window, int64_t now_unix_us,
               v1::DepartmentProgress* progress);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_MESSAGES_WINDOW_MESSAGES_H_
