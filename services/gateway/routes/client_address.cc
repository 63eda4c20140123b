#include "services/gateway/routes/client_address.h"

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "services/rpc/loopback.h"

namespace yuheng::gateway {
namespace {

// Of any address as text; it is passed on.
constexpr size_t kAddressLengthMax = 64;

}  // namespace

std::string ClientAddress(const Connection& connection) {
  const RequestHead& head = connection.head();
  const absl::string_view forwarded = head.Header("X-Forwarded-For");
  if (!rpc::IsLoopback(connection.peer()) || forwarded.empty() ||
      head.CountOf("X-Forwarded-For") > 1) {
    return connection.peer();
  }
  const absl::string_view last =
      absl::StripAsciiWhitespace(forwarded.substr(forwarded.rfind(',') + 1));
  return last.size() > kAddressLengthMax ? connection.peer()
                                         : std::string(last);
}

}  // namespace yuheng::gateway
