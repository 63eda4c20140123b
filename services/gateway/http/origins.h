#ifndef YUHENG_SERVICES_GATEWAY_HTTP_ORIGINS_H_
#define YUHENG_SERVICES_GATEWAY_HTTP_ORIGINS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/gateway/http/message.h"

namespace yuheng::gateway {

// Whose requests are answered: those of our own page, and of programs. A
// browser lets any site send requests to us, with our cookie or from a machine
// that we trust, and a site may have its name lead to this address. Pure.
class Origins {
 public:
  // `origin` as in GatewayConfig, empty for this machine only; `tls` whether
  // the listener speaks it. INVALID_ARGUMENT for what is not
  // scheme://host[:port].
  static absl::StatusOr<Origins> Make(absl::string_view origin, bool tls);

  // Whether browsers reach us over TLS, here or at a proxy.
  bool secure() const { return secure_; }

  // PERMISSION_DENIED, reason CROSS_ORIGIN, for a Host that is neither the
  // origin's nor this machine.
  absl::Status CheckHost(const RequestHead& head) const;

  // What a call has to show: nothing that says that it comes from another site;
  // where it changes something and has a cookie, also something that no other
  // site could have made a browser send. PERMISSION_DENIED, reason
  // CROSS_ORIGIN, otherwise.
  enum class Effect { kReads, kChanges };
  absl::Status CheckCall(const RequestHead& head, Effect effect) const;

 private:
  Origins() = default;

  // Both empty without an origin.
  std::string origin_;
  std::string authority_;
  // Of this machine's names.
  std::string scheme_;
  bool secure_ = false;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_HTTP_ORIGINS_H_
