#ifndef YUHENG_SERVICES_BUDGET_TEXT_PROTO_H_
#define YUHENG_SERVICES_BUDGET_TEXT_PROTO_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace yuheng::budget {

// Reads protobuf text format. INVALID_ARGUMENT lists every error as
// "line:column: what", 1-based.
absl::Status ParseTextProto(absl::string_view text,
                            google::protobuf::Message* message);

// The same, and where the elements of the repeated field `field` begin, in
// order, as "line:column".
absl::StatusOr<std::vector<std::string>> ParseTextProtoElements(
    absl::string_view text, absl::string_view field,
    google::protobuf::Message* message);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_TEXT_PROTO_H_
