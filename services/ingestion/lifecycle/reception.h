#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_RECEPTION_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_RECEPTION_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/budget/document.h"
#include "services/budget/messages.h"
#include "services/ingestion/lifecycle/day_intake.h"
#include "services/ingestion/lifecycle/ports.h"
#include "storage/format/sha256.h"
#include "storage/format/submission_record.h"

namespace yuheng::ingestion {

// What a sender says about the bytes; see yuheng.ingestion.v1.SubmitHeader.
struct UploadHeader {
  std::string department;  // Empty: found by the name in the document.
  std::string request_id;
  std::string file_name;
  int stage = 0;  // Number of yuheng.budget.v1.Stage, never 0.
  std::string unit;
  int fiscal_year = 0;  // 0: taken from the document.
  std::string actor;
  // Who that was proven to be; empty where nobody is asked.
  std::string identity;
  bool test = false;
  // Id of the form that it is printed in; empty: told by what it prints.
  std::string printed_form;
  // When its last byte came in, by the clock; its window is judged by that. 0:
  // now.
  int64_t arrive_time_unix_us = 0;
  // Of all bytes, when the sender announced it.
  absl::optional<storage::Sha256Digest> sha256;
};

// Test submissions of a department that are kept, and those that go when one
// more comes.
inline constexpr size_t kTestSubmissionsMax = 5;
inline constexpr size_t kTestSubmissionsRemovedMax = 10;
// As many may wait for their verdict; the next is told to come again.
inline constexpr absl::Duration kTestsFullRetryAfter = absl::Seconds(2);

// Versions of a slot that are taken: each is kept for ever.
inline constexpr int kSlotVersionsMax = 10'000;

// An upload that may be stored: read, and of a known department and year.
struct PreparedUpload {
  UploadHeader header;
  std::string department;
  Slot slot;
  std::string bytes;
  storage::Sha256Digest sha256{};
  std::shared_ptr<const budget::Document> document;
};

struct Reception {
  storage::SubmissionRecord record;
  // The submission was there before; nothing new was made.
  bool replayed = false;
  // Why it is replayed although the request id is new; else empty.
  budget::Text reason;
};

// Takes documents in.
class Receiver {
 public:
  // `parts` must outlive it.
  explicit Receiver(const LifecycleParts* parts)
      : parts_(*parts), day_intake_(parts) {}

  // Reads the bytes and finds out whose they are. Stores nothing. Fails with a
  // reader's reason (document_reader.h), UPLOAD_DAMAGED, DOCUMENT_OTHER_YEAR,
  // DEPARTMENT_UNKNOWN, DEPARTMENT_MISMATCH or FIELD_INVALID. Thread-safe.
  absl::StatusOr<PreparedUpload> Prepare(UploadHeader header,
                                         std::string bytes) const;

  // Stores the submission RECEIVED, durable on return. The same request id with
  // the same bytes for the same slot, and the same bytes as the newest version
  // of their slot in the same form while that is live, give the submission that
  // is there. REQUEST_ID_REUSED for the same id with other bytes, for another
  // slot or in another form, or once as a test and once not;
  // INTAKE_LIMIT_REACHED when the slot has kSlotVersionsMax versions, and what
  // JudgeArrival and DayIntake::Take give. One call at a time a department.
  absl::StatusOr<Reception> Receive(const PreparedUpload& upload);

 private:
  absl::StatusOr<Reception> Replay(
      const PreparedUpload& upload,
      const storage::SubmissionRequestRecord& request) const;
  absl::StatusOr<Reception> StoreNew(const PreparedUpload& upload);
  // A test submission that takes the place of the oldest.
  absl::Status MakeTest(const PreparedUpload& upload,
                        SubmissionChange* change) const;
  // The next version of its slot, if its window lets it in.
  absl::Status MakeVersion(const PreparedUpload& upload,
                           SubmissionChange* change) const;

  const LifecycleParts& parts_;
  DayIntake day_intake_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_RECEPTION_H_
