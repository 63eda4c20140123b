#ifndef YUHENG_SERVICES_GATEWAY_HTTP_MESSAGE_H_
#define YUHENG_SERVICES_GATEWAY_HTTP_MESSAGE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace yuheng::gateway {

// What a request says before its body.
struct RequestHead {
  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;

  // The target without its query.
  absl::string_view path() const {
    return absl::string_view(target).substr(0, target.find('?'));
  }
  // The first header of that name, in whatever case; empty without one.
  absl::string_view Header(absl::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (absl::EqualsIgnoreCase(key, name)) return value;
    }
    return "";
  }
  int CountOf(absl::string_view name) const {
    int count = 0;
    for (const auto& header : headers) {
      if (absl::EqualsIgnoreCase(header.first, name)) ++count;
    }
    return count;
  }
};

// Bytes that several may send at once.
using SharedBytes = std::shared_ptr<const std::string>;

// An answer, or the head of one whose body is a stream.
struct Response {
  int status = 200;
  // Content-Length, Connection and Date are added.
  std::vector<std::pair<std::string, std::string>> headers;
  // Null: no body.
  SharedBytes body;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_HTTP_MESSAGE_H_
