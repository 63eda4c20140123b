#include "services/gateway/routes/page_route.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/budget/messages.h"
#include "services/gateway/routes/accept_encoding.h"

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

// Whether one of a list of If-None-Match is this.
bool Lists(absl::string_view list, absl::string_view etag) {
  for (absl::string_view item : absl::StrSplit(list, ',')) {
    item = absl::StripAsciiWhitespace(item);
    // Of a proxy that has compressed what we sent.
    absl::ConsumePrefix(&item, "W/");
    if (item == etag || item == "*") return true;
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
  const absl::string_view accepted = head.Header("Accept-Encoding");
  double best = QualityOf(accepted, "identity");
  std::string coding;
  // Of those that are wanted as much the last, which is the smallest.
  for (const auto& [name, packed] :
       {std::pair("gzip", &asset->gzip), std::pair("br", &asset->brotli)}) {
    const double quality = QualityOf(accepted, name);
    if (*packed == nullptr || quality == 0 || quality < best) continue;
    best = quality;
    coding = name;
    response.body = *packed;
  }
  if (!coding.empty())
    response.headers.emplace_back("Content-Encoding", coding);
  return response;
}

}  // namespace yuheng::gateway
