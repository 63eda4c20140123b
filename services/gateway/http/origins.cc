#include "services/gateway/http/origins.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/messages.h"
#include "services/rpc/loopback.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

constexpr absl::string_view kHttps = "https://";
constexpr absl::string_view kHttp = "http://";

absl::Status Denied(const char* id) {
  const budget::Text text = budget::Message(id);
  return rpc::MakeError(rpc::Reason::kCrossOrigin, text.zh, text.en);
}

bool IsThisMachine(absl::string_view host) {
  // Without a port it is the scheme's.
  const bool has_port =
      host.rfind(':') != absl::string_view::npos && !absl::EndsWith(host, "]");
  const auto parsed = rpc::ParseHostPort(has_port ? std::string(host)
                                                  : absl::StrCat(host, ":0"));
  return parsed.ok() && rpc::IsLoopback(parsed->host);
}

// A content type that a form can't have: a browser asks before it sends such a
// request to another site, and is never granted it.
bool IsOfAProgram(absl::string_view content_type) {
  const absl::string_view media_type =
      content_type.substr(0, content_type.find(';'));
  return absl::EqualsIgnoreCase(media_type, "application/json") ||
         absl::EqualsIgnoreCase(media_type, "application/proto") ||
         absl::StartsWithIgnoreCase(media_type, "application/connect+");
}

}  // namespace

absl::StatusOr<Origins> Origins::Make(absl::string_view origin, bool tls) {
  Origins origins;
  origins.scheme_ = std::string(tls ? kHttps : kHttp);
  origins.secure_ = tls || absl::StartsWith(origin, kHttps);
  if (origin.empty()) return origins;
  absl::string_view authority = origin;
  const bool scheme = absl::ConsumePrefix(&authority, kHttps) ||
                      absl::ConsumePrefix(&authority, kHttp);
  if (!scheme || authority.empty() ||
      authority.find_first_of("/?#@ ") != absl::string_view::npos) {
    const budget::Text text = budget::Message("gateway.config_origin");
    return rpc::MakeFieldError({{"origin", text.en}}, text.zh, text.en);
  }
  origins.origin_ = std::string(origin);
  origins.authority_ = std::string(authority);
  return origins;
}

absl::Status Origins::CheckHost(const RequestHead& head) const {
  const absl::string_view host = head.Header("Host");
  const bool ours =
      !authority_.empty() && absl::EqualsIgnoreCase(host, authority_);
  if (ours || IsThisMachine(host)) return absl::OkStatus();
  return Denied("gateway.host_other");
}

absl::Status Origins::CheckCall(const RequestHead& head, Effect effect) const {
  const absl::string_view site = head.Header("Sec-Fetch-Site");
  const absl::string_view origin = head.Header("Origin");
  // "none": the user asked for it, such as by typing the address.
  const bool by_user = site == "none" && effect == Effect::kReads;
  if (!site.empty() && site != "same-origin" && !by_user) {
    return Denied("gateway.site_other");
  }
  if (!origin.empty()) {
    const absl::string_view host = head.Header("Host");
    const bool here =
        IsThisMachine(host) &&
        absl::EqualsIgnoreCase(origin, absl::StrCat(scheme_, host));
    if (!here && !absl::EqualsIgnoreCase(origin, origin_)) {
      return Denied("gateway.site_other");
    }
  }
  if (effect == Effect::kReads || !site.empty() || !origin.empty() ||
      head.Header("Cookie").empty()) {
    return absl::OkStatus();
  }
  if (head.Header("Connect-Protocol-Version") == "1" &&
      IsOfAProgram(head.Header("Content-Type"))) {
    return absl::OkStatus();
  }
  return Denied("gateway.site_unknown");
}

}  // namespace yuheng::gateway
