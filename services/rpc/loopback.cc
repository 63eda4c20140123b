#include "services/rpc/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/rpc/reason.h"

namespace yuheng::rpc {
namespace {

absl::Status BadAddress(absl::string_view address) {
  return MakeFieldError(
      {{"address", absl::StrCat("\"", address, "\" is not host:port")}},
      absl::StrCat("地址“", address,
                   "”不正确，应为 主机:端口，例如 127.0.0.1:7001"),
      absl::StrCat("\"", address,
                   "\" is not an address; write host:port, such as "
                   "127.0.0.1:7001"));
}

bool AllDigits(absl::string_view text) {
  for (char c : text) {
    if (!absl::ascii_isdigit(c)) return false;
  }
  return !text.empty();
}

}  // namespace

std::string HostPort::ToString() const {
  if (absl::StrContains(host, ":")) {
    return absl::StrCat("[", host, "]:", port);
  }
  return absl::StrCat(host, ":", port);
}

absl::StatusOr<HostPort> ParseHostPort(absl::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos) return BadAddress(address);
  absl::string_view host = address.substr(0, colon);
  const absl::string_view port_text = address.substr(colon + 1);
  if (absl::StartsWith(host, "[") && absl::EndsWith(host, "]")) {
    host = host.substr(1, host.size() - 2);
  } else if (absl::StrContains(host, ":")) {
    return BadAddress(address);
  }
  int port = 0;
  if (host.empty() || !AllDigits(port_text) ||
      !absl::SimpleAtoi(port_text, &port) || port > 65535) {
    return BadAddress(address);
  }
  return HostPort{std::string(host), port};
}

bool IsLoopback(absl::string_view host) {
  if (absl::EqualsIgnoreCase(host, "localhost")) return true;
  const std::string text(host);
  in_addr v4;
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) {
    return (ntohl(v4.s_addr) >> 24) == 127;
  }
  in6_addr v6;
  return inet_pton(AF_INET6, text.c_str(), &v6) == 1 &&
         IN6_IS_ADDR_LOOPBACK(&v6);
}

absl::StatusOr<HostPort> RequireLoopback(absl::string_view address) {
  absl::StatusOr<HostPort> parsed = ParseHostPort(address);
  if (!parsed.ok()) return parsed;
  if (absl::EqualsIgnoreCase(parsed->host, "localhost")) {
    parsed->host = "127.0.0.1";
  }
  if (IsLoopback(parsed->host)) return parsed;
  return MakeError(
      Reason::kUnauthenticatedListener,
      absl::StrCat("拒绝使用地址 ", address,
                   "：尚未配置身份认证，请使用本机回环地址，例如 127.0.0.1:",
                   parsed->port),
      absl::StrCat("refusing the address ", address,
                   ": no authentication is configured yet; listen on "
                   "loopback, such as 127.0.0.1:",
                   parsed->port),
      {{"address", std::string(address)}});
}

}  // namespace yuheng::rpc
