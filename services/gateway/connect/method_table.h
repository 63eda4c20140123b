#ifndef YUHENG_SERVICES_GATEWAY_CONNECT_METHOD_TABLE_H_
#define YUHENG_SERVICES_GATEWAY_CONNECT_METHOD_TABLE_H_

#include <cstddef>
#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace google::protobuf {
class MethodDescriptor;
class ServiceDescriptor;
}  // namespace google::protobuf

namespace yuheng::gateway {

// One method that people may call.
struct Method {
  // "/package.Service/Method".
  std::string path;
  const google::protobuf::MethodDescriptor* descriptor = nullptr;
  // Of its service among those that the table was made of.
  size_t service = 0;
  // The contract says that it has no side effects, and neither its request nor
  // its response is a stream: GET is allowed.
  bool gettable = false;
  bool client_streaming = false;
  bool server_streaming = false;

  // Whether it has envelopes.
  bool streaming() const { return client_streaming || server_streaming; }
};

// What may be called through the gateway: methods whose option (yuheng.access)
// says that they are for people. What services do among themselves
// (ACTION_SERVE), what operators do to processes (ACTION_OPERATE) and what says
// nothing of itself is not there.
class MethodTable {
 public:
  explicit MethodTable(
      absl::Span<const google::protobuf::ServiceDescriptor* const> services);

  // By "/package.Service/Method"; nullptr when there is none.
  const Method* Find(absl::string_view path) const;
  const std::map<std::string, Method, std::less<>>& methods() const {
    return methods_;
  }

 private:
  std::map<std::string, Method, std::less<>> methods_;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_CONNECT_METHOD_TABLE_H_
