#ifndef YUHENG_SERVICES_GATEWAY_ROUTES_ANSWERS_H_
#define YUHENG_SERVICES_GATEWAY_ROUTES_ANSWERS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/gateway/connect/error.h"
#include "services/gateway/http/message.h"

namespace yuheng::gateway {

// On every answer: what a browser may do with it. `secure` as Origins says.
std::vector<std::pair<std::string, std::string>> SecurityHeaders(bool secure);

// An answer that nobody keeps.
Response Answer(int http_status, absl::string_view content_type,
                std::string body);
// A failure as the Connect protocol says it, with Retry-After where it has a
// hint. Status 0 is the one that suits its code, or
// 413 for a request that is too large.
Response ErrorAnswer(int http_status, const Error& error);
Response ErrorAnswer(int http_status, const absl::Status& status);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_ROUTES_ANSWERS_H_
