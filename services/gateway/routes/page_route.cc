#include "services/gateway/routes/page_route.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/budget/messages.h"

namespace yuheng::gateway {
namespace {

Response Text(int http_status, const char* id) {
  const budget::Text text = budget::Message(id);
  return {.status = http_status,
          .headers = {{"Content-Type", "text/plain; charset=utf-8"},
                      {"Cache-Control", "no-store"}},
          .body = std::make_shared<const std::string>(
              absl::StrCat(text.zh, "\n", text.en, "\n"))};
}

// Whether one of a list has this value; its parameters are not looked at.
bool Lists(absl::string_view list, absl::string_view value) {
  for (absl::string_view item : absl::StrSplit(list, ',')) {
    item = absl::StripAsciiWhitespace(item);
    if (item == value || item == "*") return true;
  }
  return false;
}

}  // namespace

Response PageAnswer(const Page& page, const RequestHead& head) {
  if (head.method != "GET" && head.method != "HEAD") {
    Response response = Text(405, "gateway.page_verbs");
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  const Asset* asset = page.Find(head.path());
  if (asset == nullptr) return Text(404, "gateway.page_not_found");
  Response response;
  response.headers = {
      {"ETag", asset->etag},
      {"Vary", "Accept-Encoding"},
      {"Cache-Control",
       asset->immutable ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (Lists(head.Header("If-None-Match"), asset->etag)) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", asset->content_type);
  response.body = asset->bytes;
  // Who says gzip;q=0 is not among those that ask for it this way.
  if (asset->gzip != nullptr && Lists(head.Header("Accept-Encoding"), "gzip")) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = asset->gzip;
  }
  return response;
}

}  // namespace yuheng::gateway
