#ifndef YUHENG_SERVICES_INGESTION_MESSAGES_SUBMISSION_MESSAGES_H_
#define YUHENG_SERVICES_INGESTION_MESSAGES_SUBMISSION_MESSAGES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/budget/department_list.h"
#include "services/budget/document.h"
#include "services/ingestion/lifecycle/reception.h"
#include "services/ingestion/lifecycle/verdict_basis.h"
#include "services/ingestion/store/submission_index.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"
#include "storage/format/submission_record.h"
#include "yuheng/ingestion/v1/ingestion_service.pb.h"

namespace yuheng::ingestion {

// Between what is kept and what is served.

// Bounds of requests, as the contract states them.
inline constexpr size_t kActorRequestBytesMax = 128;
inline constexpr size_t kReasonRequestBytesMax = 4096;
inline constexpr size_t kRequestIdBytesMin = 8;
inline constexpr size_t kRequestIdBytesMax = 128;
inline constexpr int kPageSizeDefault = 50;
inline constexpr int kPageSizeMax = 1000;
inline constexpr int kFiscalYearMin = 2000;
inline constexpr int kFiscalYearMax = 2100;
inline bool IsFiscalYear(int year) {
  return year >= kFiscalYearMin && year <= kFiscalYearMax;
}

// Who the service is for.
struct Prefecture {
  std::string division;
  const budget::DepartmentList* departments = nullptr;
};

// A record without an id (a document that was only checked) has no name. The
// verdict is compared with what is in force now. INTERNAL, reason
// STORAGE_FAILED, when the kept verdict is damaged.
absl::StatusOr<v1::Submission> SubmissionMessage(
    const Prefecture& prefecture, const std::string& department,
    const storage::SubmissionRecord& record, const VerdictBasis& now);
v1::SubmissionReferences ReferencesMessage(
    const Prefecture& prefecture, const std::string& department,
    const storage::ReferencesRecord& record);
v1::StateChange StateChangeMessage(const storage::StateChangeRecord& change);
budget::v1::ReadingProblem ProblemMessage(
    const budget::ReadingProblem& problem);
v1::Receipt ReceiptMessage(const Prefecture& prefecture,
                           const std::string& department,
                           const storage::SubmissionRecord& record);

// Adds what is wrong with a client's id of a call.
void CheckRequestId(absl::string_view id, absl::string_view field,
                    std::vector<rpc::FieldViolation>* violations);

// What the header says, checked field by field: FIELD_INVALID names all that
// are wrong. DEPARTMENT_UNKNOWN for another prefecture.
absl::StatusOr<UploadHeader> ParseHeader(const Prefecture& prefecture,
                                         const v1::SubmitHeader& header);

struct SubmissionRef {
  std::string department;
  std::string id;
};
// FIELD_INVALID naming `field`, or NOT_FOUND for another prefecture.
absl::StatusOr<SubmissionRef> ParseSubmissionName(
    const Prefecture& prefecture, absl::string_view name,
    absl::string_view field = "name");
// NOT_FOUND for a name of another prefecture.
absl::Status CheckServed(const Prefecture& prefecture,
                         const rpc::ResourceName& name);
inline constexpr int64_t kMicrosPerSecond = 1'000'000;
void SetTime(int64_t unix_us, google::protobuf::Timestamp* time);
// In microseconds; absent for none between 1970 and 9999.
absl::optional<int64_t> UnixMicrosOf(const google::protobuf::Timestamp& time);
// The department of a parent; empty for the prefecture itself.
absl::StatusOr<std::string> ParseParent(const Prefecture& prefecture,
                                        absl::string_view parent,
                                        absl::string_view field = "parent");

// Page tokens are opaque to clients.
std::string PageTokenOf(const SubmissionEntry& last);
absl::StatusOr<absl::optional<ListPosition>> ParsePageToken(
    absl::string_view token);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_MESSAGES_SUBMISSION_MESSAGES_H_
