#include "services/gateway/routes/client_address.h"

#include <boost/asio/ip/address.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/rpc/loopback.h"

namespace yuheng::gateway {
namespace {

// The address in what a proxy adds, some of them with a port; empty for none.
std::string AddressIn(absl::string_view text) {
  const size_t colon = text.rfind(':');
  if (absl::ConsumePrefix(&text, "[")) {
    text = text.substr(0, text.find(']'));
  } else if (colon != absl::string_view::npos && text.find(':') == colon) {
    text = text.substr(0, colon);
  }
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(text), error);
  return error ? "" : address.to_string();
}

}  // namespace

std::string ClientAddress(const RequestHead& head, const std::string& peer) {
  const absl::string_view forwarded = head.Header("X-Forwarded-For");
  if (!rpc::IsLoopback(peer) || forwarded.empty() ||
      head.CountOf("X-Forwarded-For") > 1) {
    return peer;
  }
  std::string last = AddressIn(
      absl::StripAsciiWhitespace(forwarded.substr(forwarded.rfind(',') + 1)));
  return last.empty() ? peer : last;
}

}  // namespace yuheng::gateway
