#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_RECHECK_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_RECHECK_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "services/ingestion/lifecycle/ports.h"
#include "storage/format/submission_record.h"

namespace yuheng::ingestion {

// So often one submission is checked again: its history is bounded.
inline constexpr size_t kRechecksMax = 100;

// VERDICT_STALE when it was given on other rules or another ceiling than those
// in force: nobody accepts on what might not be said any more. STORAGE_FAILED
// when the kept verdict is damaged.
absl::Status CheckVerdictCurrent(const LifecycleParts& parts,
                                 const std::string& department,
                                 const storage::SubmissionRecord& record);

// Whether a pending submission may be checked again: VERDICT_CURRENT when the
// same would come of it, SUBMISSION_STATE beyond kRechecksMax, STORAGE_FAILED
// as above.
absl::Status CheckRecheckDue(const LifecycleParts& parts,
                             const std::string& department,
                             const storage::SubmissionRecord& record);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_RECHECK_H_
