#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_READING_REQUEST_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_READING_REQUEST_H_

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// When a document is read that others wait beside.
struct ReadingTurn {
  // Who it is read for: nobody keeps others from having theirs read.
  std::string asked_by;
  // A part of longer work, which would begin again: it is not refused, however
  // many wait. Whoever asks bounds how many do.
  bool waits = false;
};

// For a caller; where nobody is asked who calls, for all who do about the
// department.
inline ReadingTurn CallerTurn(absl::string_view identity,
                              absl::string_view department) {
  return {.asked_by = absl::StrCat("caller ",
                                   identity.empty() ? department : identity)};
}
// For what the service does by itself about a department: a step of its
// threads, one at a time a department.
inline ReadingTurn ServiceTurn(absl::string_view department) {
  return {.asked_by = absl::StrCat("service ", department), .waits = true};
}

// A document that is to be read.
struct ReadingRequest {
  absl::string_view bytes;
  std::string file_name;  // Without its folder.
  int64_t size_bytes_max = 0;
  // Id of the form that it is printed in; empty to find out by what it prints.
  std::string printed_form;
  ReadingTurn turn;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_READING_REQUEST_H_
