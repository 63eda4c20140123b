#include "services/gateway/routes/answers.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/gateway/connect/codec.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

// Scripts and styles are the page's own files; charts set styles by script.
constexpr char kContentSecurityPolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

}  // namespace

std::vector<std::pair<std::string, std::string>> SecurityHeaders(bool secure) {
  std::vector<std::pair<std::string, std::string>> headers = {
      {"Content-Security-Policy", kContentSecurityPolicy},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"}};
  if (secure) {
    headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  }
  return headers;
}

Response Answer(int http_status, absl::string_view content_type,
                std::string body) {
  return {.status = http_status,
          .headers = {{"Content-Type", std::string(content_type)},
                      {"Cache-Control", "no-store"}},
          .body = std::make_shared<const std::string>(std::move(body))};
}

Response ErrorAnswer(int http_status, const Error& error) {
  Response response =
      Answer(http_status == 0 ? HttpStatusOf(error.code) : http_status,
             UnaryContentType(Codec::kJson), ErrorJson(error));
  const auto retry_after = RetryAfterOf(error);
  if (retry_after.has_value()) {
    const int64_t seconds =
        absl::ToInt64Seconds(absl::Ceil(*retry_after, absl::Seconds(1)));
    response.headers.emplace_back("Retry-After", absl::StrCat(seconds));
  }
  return response;
}

Response ErrorAnswer(int http_status, const absl::Status& status) {
  if (http_status == 0 &&
      rpc::ReasonOf(status) == rpc::Reason::kRequestTooLarge) {
    http_status = 413;
  }
  return ErrorAnswer(http_status, ErrorOf(status));
}

}  // namespace yuheng::gateway
