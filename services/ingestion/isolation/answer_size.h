#ifndef YUHENG_SERVICES_INGESTION_ISOLATION_ANSWER_SIZE_H_
#define YUHENG_SERVICES_INGESTION_ISOLATION_ANSWER_SIZE_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace yuheng::ingestion {

// Whether `bytes` are a message of that type, of proto3, with at most
// `parts_max` messages and texts in it, all of fields that the type has and as
// they are written. Parsed, each of those takes some hundred bytes, and as few
// as two here: whoever parses what a hostile process says asks this first.
// Itself takes no memory.
bool IsMessageOfSize(absl::string_view bytes,
                     const google::protobuf::Descriptor& type,
                     size_t parts_max);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_ISOLATION_ANSWER_SIZE_H_
