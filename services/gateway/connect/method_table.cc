#include "services/gateway/connect/method_table.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "yuheng/access/v1/access.pb.h"

namespace yuheng::gateway {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::MethodOptions;

// A new action is nobody's until it is named here.
bool IsForPeople(access::v1::Action action) {
  switch (action) {
    case access::v1::ACTION_READ_CATALOGUE:
    case access::v1::ACTION_READ_FIGURES:
    case access::v1::ACTION_READ_DEPARTMENT:
    case access::v1::ACTION_READ_PREFECTURE:
    case access::v1::ACTION_SUBMIT:
    case access::v1::ACTION_CONFIRM:
    case access::v1::ACTION_REVIEW:
    case access::v1::ACTION_ACCEPT:
    case access::v1::ACTION_AUDIT:
      return true;
    default:
      return false;
  }
}

}  // namespace

MethodTable::MethodTable(
    absl::Span<const google::protobuf::ServiceDescriptor* const> services) {
  for (size_t service = 0; service < services.size(); ++service) {
    for (int i = 0; i < services[service]->method_count(); ++i) {
      const MethodDescriptor* method = services[service]->method(i);
      const MethodOptions& options = method->options();
      if (!IsForPeople(options.GetExtension(access::v1::access).action())) {
        continue;
      }
      Method added{.path = absl::StrCat("/", services[service]->full_name(),
                                        "/", method->name()),
                   .descriptor = method,
                   .service = service,
                   .client_streaming = method->client_streaming(),
                   .server_streaming = method->server_streaming()};
      added.gettable = !added.streaming() && options.idempotency_level() ==
                                                 MethodOptions::NO_SIDE_EFFECTS;
      methods_.emplace(added.path, added);
    }
  }
}

const Method* MethodTable::Find(absl::string_view path) const {
  const auto found = methods_.find(path);
  return found == methods_.end() ? nullptr : &found->second;
}

}  // namespace yuheng::gateway
