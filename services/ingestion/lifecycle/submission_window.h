#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_SUBMISSION_WINDOW_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_SUBMISSION_WINDOW_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/ingestion/lifecycle/ports.h"
#include "services/ingestion/store/window_book.h"
#include "storage/format/sha256.h"
#include "storage/format/submission_record.h"

namespace yuheng::ingestion {

// Where a moment lies in a window; the values are those of
// yuheng.ingestion.v1.WindowPhase.
enum class WindowPhase {
  kNoWindow = 0,
  kNotOpen = 1,
  kOpen = 2,    // To the end of the deadline's second, as it is shown.
  kGrace = 3,   // After the deadline, to the grace end likewise: late.
  kClosed = 4,  // After the grace end.
};
WindowPhase PhaseAt(const Window& window, int64_t now_unix_us);

// How an upload stands to its window.
struct Arrival {
  bool late = false;
  // What its submission inherits: until when it may be corrected; 0 for none.
  int64_t correction_end_time_unix_us = 0;
};

// What is sent: bytes, and the form they are said to be printed in.
struct SentDocument {
  storage::Sha256Digest sha256;
  std::string printed_form;  // Empty: as they say themselves.
};

// Whether a document of a slot may come in now. What a reviewer returned may be
// corrected until its correction period ends, however often checking returns
// the correction, and counts as in time when what was returned did. So does the
// same document again after it could not be checked. Otherwise the window
// decides: WINDOW_NOT_OPEN, WINDOW_CLOSED.
absl::StatusOr<Arrival> JudgeArrival(const LifecycleParts& parts,
                                     const std::string& department,
                                     const Slot& slot, const SentDocument& sent,
                                     int64_t now_unix_us);

// Whether a submission that the department's head confirms now is late: the
// time of confirmation counts, and otherwise what does for an arrival.
// WINDOW_NOT_OPEN, WINDOW_CLOSED.
absl::StatusOr<bool> JudgeConfirmation(const LifecycleParts& parts,
                                       const std::string& department,
                                       const storage::SubmissionRecord& record,
                                       int64_t now_unix_us);

// Until when a document that a reviewer returns now, or has checked again, may
// be corrected: `asked`, or, when that is 0, the grace end; 0 without a window.
// FIELD_INVALID when either is past already.
absl::StatusOr<int64_t> CorrectionEnd(const Window& window, int64_t asked,
                                      int64_t now_unix_us);

// Sets windows. One call at a time.
class WindowSetter {
 public:
  // `parts` must outlive it.
  explicit WindowSetter(const LifecycleParts* parts) : parts_(*parts) {}

  // Makes `setting` the newest; its set_time is the clock's. One for all
  // without a deadline takes the window away, one for a department its
  // extension. Durable on return. The same as the newest again gives that.
  // FIELD_INVALID for times out of order, an extension that is none or has no
  // window, a department that is not in the list, and beyond
  // kWindowSettingsMax.
  absl::StatusOr<WindowSetting> Set(WindowSetting setting);

 private:
  absl::Status Check(const WindowSetting& setting) const;

  const LifecycleParts& parts_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_SUBMISSION_WINDOW_H_
