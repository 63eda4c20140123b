#include "services/gateway/connect/error.h"

#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/gateway/connect/codec.h"
#include "services/rpc/error_details.h"
#include "services/telemetry/log.h"

namespace yuheng::gateway {
namespace {

using google::protobuf::Any;
using telemetry::QuoteJson;

constexpr absl::string_view kTypePrefix = "type.googleapis.com/";

google::rpc::Status DetailsOf(const Error& error) {
  google::rpc::Status status;
  if (!status.ParseFromString(error.details)) status.Clear();
  return status;
}

// The detail in JSON; empty when its type is not linked.
std::string DebugJson(const std::string& type, const std::string& value) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          type);
  if (descriptor == nullptr) return "";
  const auto json = Encode(Codec::kJson, *descriptor, value);
  return json.ok() ? *json : "";
}

std::string DetailJson(const Any& any) {
  const std::string type(absl::StripPrefix(any.type_url(), kTypePrefix));
  const std::string padded = absl::Base64Escape(any.value());
  const absl::string_view value =
      absl::string_view(padded).substr(0, padded.find('='));
  std::string json = absl::StrCat("{\"type\":", QuoteJson(type),
                                  ",\"value\":", QuoteJson(value));
  const std::string debug = DebugJson(type, any.value());
  if (!debug.empty()) absl::StrAppend(&json, ",\"debug\":", debug);
  return absl::StrCat(json, "}");
}

}  // namespace

Error ErrorOf(const absl::Status& status) {
  return {.code = status.code(),
          .message = rpc::CutErrorText(status.message()),
          .details = rpc::SerializeDetails(status)};
}

std::string ErrorJson(const Error& error) {
  std::string json = absl::StrCat("{\"code\":", QuoteJson(CodeName(error.code)),
                                  ",\"message\":", QuoteJson(error.message));
  const google::rpc::Status details = DetailsOf(error);
  if (details.details_size() > 0) {
    absl::string_view separator = ",\"details\":[";
    for (const Any& detail : details.details()) {
      absl::StrAppend(&json, separator, DetailJson(detail));
      separator = ",";
    }
    json += "]";
  }
  return json + "}";
}

std::string EndOfStreamJson(const EndOfStream& end) {
  std::vector<std::string> members;
  if (end.error.has_value()) {
    members.push_back(absl::StrCat("\"error\":", ErrorJson(*end.error)));
  }
  std::vector<std::string> metadata;
  for (const auto& [name, value] : end.metadata) {
    metadata.push_back(
        absl::StrCat(QuoteJson(name), ":[", QuoteJson(value), "]"));
  }
  if (!metadata.empty()) {
    members.push_back(
        absl::StrCat("\"metadata\":{", absl::StrJoin(metadata, ","), "}"));
  }
  return absl::StrCat("{", absl::StrJoin(members, ","), "}");
}

absl::optional<absl::Duration> RetryAfterOf(const Error& error) {
  const google::rpc::Status status = DetailsOf(error);
  for (const Any& detail : status.details()) {
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&retry)) {
      return absl::Seconds(retry.retry_delay().seconds()) +
             absl::Nanoseconds(retry.retry_delay().nanos());
    }
  }
  return absl::nullopt;
}

}  // namespace yuheng::gateway
