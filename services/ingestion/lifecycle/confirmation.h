#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_CONFIRMATION_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_CONFIRMATION_H_

#include <string>

#include "absl/status/status.h"
#include "services/budget/messages.h"
#include "services/ingestion/lifecycle/ports.h"
#include "services/ingestion/lifecycle/review.h"
#include "services/ingestion/lifecycle/state_machine.h"
#include "services/ingestion/lifecycle/waiver_policy.h"
#include "storage/format/submission_record.h"

namespace yuheng::ingestion {

// Whether what a department sends waits for its head (部门负责人) before it
// counts as sent: by the department list.
bool NeedsConfirmation(const LifecycleParts& parts,
                       const std::string& department);

// Whether the head has confirmed a submission as it is: what came behind is a
// reviewer's turn or another check.
bool IsConfirmed(const storage::SubmissionRecord& record);

// Why a submission waits for the head.
budget::Text ConfirmationNeededText(const ExplanationTally& tally);

// Whether a person may take this step after what they did before: SAME_PERSON
// for a head who confirms the own upload, and for whoever accepts what they
// uploaded, confirmed or explained. Who is not proven can't be told apart.
absl::Status CheckOtherPerson(const LifecycleParts& parts,
                              const Decision& decision, Event event,
                              const storage::SubmissionRecord& record);

// Takes a submission that was just confirmed further, where the policy accepts
// it without a reviewer; not one whose verdict is stale.
absl::Status AcceptByPolicy(const LifecycleParts& parts,
                            const std::string& department,
                            storage::SubmissionRecord* record);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_CONFIRMATION_H_
