#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_READING_REQUEST_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_READING_REQUEST_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// A document that is to be read.
struct ReadingRequest {
  absl::string_view bytes;
  std::string file_name;  // Without its folder.
  int64_t size_bytes_max = 0;
  // Id of the form that it is printed in; empty to find out by what it prints.
  std::string printed_form;
  // Who it is read for, an identity or a department: nobody keeps others from
  // having theirs read.
  std::string asked_by;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_READING_REQUEST_H_
