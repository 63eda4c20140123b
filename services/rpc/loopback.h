// Addresses: until authentication is configured, only this machine may talk to
// us, and we talk to this machine only.
#ifndef YUHENG_SERVICES_RPC_LOOPBACK_H_
#define YUHENG_SERVICES_RPC_LOOPBACK_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::rpc {

struct HostPort {
  // Without the brackets of an IPv6 address.
  std::string host;
  int port = 0;

  // host:port, with brackets where IPv6 needs them.
  std::string ToString() const;
};

// host:port, [v6]:port. INVALID_ARGUMENT, reason FIELD_INVALID, otherwise.
absl::StatusOr<HostPort> ParseHostPort(absl::string_view address);

// 127.0.0.0/8, ::1 or the word localhost. Other names are not looked up: what
// they resolve to may change after the check.
bool IsLoopback(absl::string_view host);

// The address when it is loopback, with 127.0.0.1 for localhost (a hosts file
// may say anything); else FAILED_PRECONDITION, reason
// UNAUTHENTICATED_LISTENER, saying what to do.
absl::StatusOr<HostPort> RequireLoopback(absl::string_view address);

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_LOOPBACK_H_
