#ifndef YUHENG_SERVICES_INGESTION_MESSAGES_WAIVER_MESSAGES_H_
#define YUHENG_SERVICES_INGESTION_MESSAGES_WAIVER_MESSAGES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/lifecycle/explanation.h"
#include "services/ingestion/messages/submission_messages.h"
#include "storage/format/waivers_record.h"
#include "yuheng/ingestion/v1/ingestion_service.pb.h"

namespace yuheng::ingestion {

// Between the explanations that are kept and those that are served.

// INTERNAL, reason STORAGE_FAILED, when the kept finding is damaged.
absl::StatusOr<v1::Waiver> WaiverMessage(const Prefecture& prefecture,
                                         const SubmissionRef& submission,
                                         const storage::WaiverRecord& record);

// What is asked for, checked field by field: FIELD_INVALID names all that are
// wrong; NOT_FOUND for another prefecture.
absl::StatusOr<Explanation> ParseCreateWaiver(
    const Prefecture& prefecture, const v1::CreateWaiverRequest& request);
absl::StatusOr<Explanation> ParseDeleteWaiver(
    const Prefecture& prefecture, const v1::DeleteWaiverRequest& request);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_MESSAGES_WAIVER_MESSAGES_H_
