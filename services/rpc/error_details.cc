#include "services/rpc/error_details.h"

#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/rpc/reason.h"

namespace yuheng::rpc {
namespace {

constexpr char kLocaleZh[] = "zh-CN";
constexpr char kLocaleEn[] = "en";

void AddText(const char* locale, const std::string& text,
             google::rpc::Status* proto) {
  if (text.empty()) return;
  google::rpc::LocalizedMessage message;
  message.set_locale(locale);
  message.set_message(CutErrorText(text));
  proto->add_details()->PackFrom(message);
}

// What is left out to fit, step by step.
enum Omission { kNothing, kViolations, kMetadata, kTexts };

google::rpc::Status ToProto(const absl::Status& status,
                            const ErrorDetails& details, Omission omission) {
  google::rpc::Status proto;
  proto.set_code(static_cast<int>(status.code()));
  proto.set_message(CutErrorText(status.message()));
  google::rpc::ErrorInfo info;
  info.set_reason(details.reason_name);
  info.set_domain(kErrorDomain);
  if (omission < kMetadata) {
    for (const auto& [key, value] : details.metadata) {
      (*info.mutable_metadata())[key] = value;
    }
  }
  proto.add_details()->PackFrom(info);
  if (omission < kTexts) {
    AddText(kLocaleZh, details.zh, &proto);
    AddText(kLocaleEn, details.en, &proto);
  }
  if (omission < kViolations && !details.field_violations.empty()) {
    google::rpc::BadRequest bad_request;
    for (const FieldViolation& violation : details.field_violations) {
      auto* added = bad_request.add_field_violations();
      added->set_field(violation.field);
      added->set_description(violation.description);
    }
    proto.add_details()->PackFrom(bad_request);
  }
  if (details.retry_after) {
    google::rpc::RetryInfo retry;
    const int64_t delay_ms = absl::ToInt64Milliseconds(*details.retry_after);
    retry.mutable_retry_delay()->set_seconds(delay_ms / 1000);
    retry.mutable_retry_delay()->set_nanos(
        static_cast<int32_t>(delay_ms % 1000) * 1'000'000);
    proto.add_details()->PackFrom(retry);
  }
  return proto;
}

}  // namespace

std::string CutErrorText(absl::string_view text) {
  if (text.size() <= static_cast<size_t>(kErrorTextSizeBytesMax)) {
    return std::string(text);
  }
  size_t length = kErrorTextSizeBytesMax;
  while (length > 0 && (text[length] & 0xC0) == 0x80) --length;
  return std::string(text.substr(0, length));
}

std::string SerializeDetails(const absl::Status& status) {
  const ErrorDetails details = DetailsOf(status);
  std::string serialized;
  if (details.reason_name.empty()) return serialized;
  for (Omission omission : {kNothing, kViolations, kMetadata, kTexts}) {
    serialized = ToProto(status, details, omission).SerializeAsString();
    if (serialized.size() <= static_cast<size_t>(kErrorDetailsSizeBytesMax)) {
      break;
    }
  }
  return serialized;
}

}  // namespace yuheng::rpc
