#ifndef YUHENG_SERVICES_INGESTION_STORE_FINDING_CODEC_H_
#define YUHENG_SERVICES_INGESTION_STORE_FINDING_CODEC_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "storage/format/submission_record.h"
#include "yuheng/validation/v1/finding.pb.h"

namespace yuheng::ingestion {

// The bytes in which findings, groups, reading problems and verdicts are kept
// in storage::FindingsRecord and storage::SubmissionRecord. What is persisted
// is independent of the contract: a field that the contract gains is not kept
// until the layout, which stands beside the codec, gains a version.
//
// Decode accepts what Encode writes or wrote: DATA_LOSS for any other bytes.
// What comes back is the message that was kept, field by field, so that a
// verdict can be replayed; a test fails when the contract gains a field that
// the layout lacks. A finding kept in the first layout has no id.
//
// The groups of a verdict are kept with the findings: they grow with them, and
// the verdict is read for every line of a list.
std::string EncodeFinding(const validation::v1::Finding& finding);
absl::StatusOr<validation::v1::Finding> DecodeFinding(absl::string_view bytes);

std::string EncodeGroup(const validation::v1::FindingGroup& group);
absl::StatusOr<validation::v1::FindingGroup> DecodeGroup(
    absl::string_view bytes);

std::string EncodeProblem(const budget::ReadingProblem& problem);
absl::StatusOr<budget::ReadingProblem> DecodeProblem(absl::string_view bytes);

std::string EncodeVerdict(const validation::v1::VerdictSummary& verdict);
// Empty bytes are the verdict of a submission that was not checked yet.
absl::StatusOr<validation::v1::VerdictSummary> DecodeVerdict(
    absl::string_view bytes);
// That of a stored submission. STORAGE_FAILED when it is damaged.
absl::StatusOr<validation::v1::VerdictSummary> VerdictOf(
    const storage::SubmissionRecord& record);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_STORE_FINDING_CODEC_H_
