// The one table of error reasons, and how an absl::Status carries one. Depends
// on absl only, so domain code can say why it refuses without knowing gRPC.
#ifndef YUHENG_SERVICES_RPC_REASON_H_
#define YUHENG_SERVICES_RPC_REASON_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"

namespace yuheng::rpc {

// The domain of our google.rpc.ErrorInfo.
inline constexpr char kErrorDomain[] = "yuheng";

// Why something was refused. The name (the constant without its k, in
// UPPER_SNAKE) is ErrorInfo.reason on the wire: it never changes its meaning.
enum class Reason {
  kRequestIdReused,
  kEntryUnbalanced,
  kReportingLevelMixed,
  kQueueFull,
  kRevisionInFuture,
  kRevisionCompacted,
  kDocumentTooLarge,
  kDocumentEmpty,
  kDocumentBinary,
  kDocumentUnreadable,
  kDocumentTooSlow,
  kDocumentOtherYear,
  kDocumentFinalAccount,
  kDocumentNotABudget,
  kDepartmentUnknown,
  kDepartmentMismatch,
  kSubmissionState,
  kEtagMismatch,
  kNotFound,
  kFieldInvalid,
  kStorageFailed,
  kLedgerDamaged,
  kOutcomeFenced,
  kDeadline,
  kUnavailablePeer,
  kNothingToReverse,
  kUnauthenticatedListener,
  kCallsTooMany,
  kUploadProtocol,
  kWaiverExists,
  kWaiverNotAllowed,
  kEliminationsTooMany,
  kUnauthenticated,
  kRoleMissing,
  kActorOther,
  kSamePerson,
  kWindowNotOpen,
  kWindowClosed,
  kUploadOffset,
  kUploadDamaged,
  kVerdictStale,
  kVerdictCurrent,
  kNotOffered,
  kRequestTooLarge,
  kCrossOrigin,
  kReaderTooSlow,
  kIntakeLimitReached,
};

// One row of the table.
struct ReasonInfo {
  Reason reason;
  // UPPER_SNAKE, as on the wire.
  absl::string_view name;
  // The code of every status with this reason; the same number in gRPC.
  absl::StatusCode code;
  // What to tell people when nothing more exact is known.
  absl::string_view zh;
  absl::string_view en;
};

// Every row, in the order of the enum.
absl::Span<const ReasonInfo> AllReasons();
const ReasonInfo& InfoOf(Reason reason);
// By wire name; empty when this version knows no such reason.
absl::optional<Reason> ReasonByName(absl::string_view name);

// A field of the request that is wrong, and in which way.
struct FieldViolation {
  std::string field;
  std::string description;

  friend bool operator==(const FieldViolation&,
                         const FieldViolation&) = default;
};

// What an error says beyond its code. The same shape whether it was made here
// or came from a peer.
struct ErrorDetails {
  // Empty when the peer gave none or one this version does not know.
  absl::optional<Reason> reason;
  // ErrorInfo.reason as it was sent.
  std::string reason_name;
  // For people, in both languages.
  std::string zh;
  std::string en;
  // Figures for programs, such as {"expected_seq", "7"}.
  std::map<std::string, std::string> metadata;
  std::vector<FieldViolation> field_violations;
  // When trying again makes sense; empty when it does not or nobody knows.
  absl::optional<absl::Duration> retry_after;
};

// A status with the reason's code, `en` as its message, and both texts. An
// empty text is replaced by the table's.
absl::Status MakeError(Reason reason, absl::string_view zh = "",
                       absl::string_view en = "",
                       std::map<std::string, std::string> metadata = {});
// The same with everything; `details.reason` is replaced by `reason`.
absl::Status MakeError(Reason reason, ErrorDetails details);

// FIELD_INVALID with the fields at fault.
absl::Status MakeFieldError(std::vector<FieldViolation> violations,
                            absl::string_view zh = "",
                            absl::string_view en = "");

// Gives a status that has none a reason and texts; its code becomes the
// reason's, its message stays. An OK status and one that already carries a
// reason are returned unchanged, so the deepest reason wins.
absl::Status WithReason(absl::Status status, Reason reason,
                        absl::string_view zh = "", absl::string_view en = "");

// For adapters: a status with exactly these parts. A reason that is absent, or
// known by its name only, stays so.
absl::Status StatusWithDetails(absl::StatusCode code, absl::string_view message,
                               const ErrorDetails& details);

// A status without a reason, with both texts; `en` is its message.
absl::Status StatusWithTexts(absl::StatusCode code, absl::string_view zh,
                             absl::string_view en);

// The hint of QUEUE_FULL and CALLS_TOO_MANY; keeps everything else.
absl::Status WithRetryAfter(absl::Status status, absl::Duration delay);

// The reason a status carries; empty for OK and for foreign statuses.
absl::optional<Reason> ReasonOf(const absl::Status& status);
// All a status carries. Texts fall back to the message.
ErrorDetails DetailsOf(const absl::Status& status);

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_REASON_H_
