#include "services/rpc/status.h"

#include <utility>

#include "google/protobuf/any.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace yuheng::rpc {
namespace {

constexpr char kLocaleZh[] = "zh-CN";
constexpr char kLocaleEn[] = "en";

// The longest prefix of whole UTF-8 characters that fits.
std::string Cut(absl::string_view text) {
  if (text.size() <= static_cast<size_t>(kErrorTextSizeBytesMax)) {
    return std::string(text);
  }
  size_t length = kErrorTextSizeBytesMax;
  while (length > 0 && (text[length] & 0xC0) == 0x80) --length;
  return std::string(text.substr(0, length));
}

void AddText(const char* locale, const std::string& text,
             google::rpc::Status* proto) {
  if (text.empty()) return;
  google::rpc::LocalizedMessage message;
  message.set_locale(locale);
  message.set_message(Cut(text));
  proto->add_details()->PackFrom(message);
}

// What is left out to fit, step by step.
enum Omission { kNothing, kViolations, kMetadata, kTexts };

google::rpc::Status ToProto(const absl::Status& status,
                            const ErrorDetails& details, Omission omission) {
  google::rpc::Status proto;
  proto.set_code(static_cast<int>(status.code()));
  proto.set_message(Cut(status.message()));
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

void ReadInfo(const google::rpc::ErrorInfo& info, ErrorDetails* details) {
  if (info.domain() != kErrorDomain) return;
  details->reason_name = info.reason();
  details->reason = ReasonByName(info.reason());
  details->metadata.insert(info.metadata().begin(), info.metadata().end());
}

void ReadDetail(const google::protobuf::Any& any, ErrorDetails* details) {
  if (google::rpc::ErrorInfo info; any.UnpackTo(&info)) {
    ReadInfo(info, details);
  } else if (google::rpc::LocalizedMessage text; any.UnpackTo(&text)) {
    if (text.locale().compare(0, 2, "zh") == 0) details->zh = text.message();
    if (text.locale().compare(0, 2, "en") == 0) details->en = text.message();
  } else if (google::rpc::BadRequest bad; any.UnpackTo(&bad)) {
    for (const auto& violation : bad.field_violations()) {
      details->field_violations.push_back(
          {violation.field(), violation.description()});
    }
  } else if (google::rpc::RetryInfo retry; any.UnpackTo(&retry)) {
    details->retry_after = absl::Seconds(retry.retry_delay().seconds()) +
                           absl::Nanoseconds(retry.retry_delay().nanos());
  }
}

ErrorDetails ParseWithoutFallback(const grpc::Status& status) {
  ErrorDetails details;
  google::rpc::Status proto;
  if (!status.error_details().empty() &&
      proto.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& any : proto.details()) {
      ReadDetail(any, &details);
    }
  }
  return details;
}

}  // namespace

grpc::Status MakeStatus(Reason reason, absl::string_view zh,
                        absl::string_view en,
                        std::map<std::string, std::string> metadata) {
  return ToGrpcStatus(MakeError(reason, zh, en, std::move(metadata)));
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const auto code = static_cast<grpc::StatusCode>(status.code());
  const ErrorDetails details = DetailsOf(status);
  if (details.reason_name.empty()) {
    return grpc::Status(code, Cut(status.message()));
  }
  std::string serialized;
  for (Omission omission : {kNothing, kViolations, kMetadata, kTexts}) {
    serialized = ToProto(status, details, omission).SerializeAsString();
    if (serialized.size() <= static_cast<size_t>(kErrorDetailsSizeBytesMax)) {
      break;
    }
  }
  return grpc::Status(code, Cut(status.message()), serialized);
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const int number = status.error_code();
  const auto code = number > 0 && number <= grpc::UNAUTHENTICATED
                        ? static_cast<absl::StatusCode>(number)
                        : absl::StatusCode::kUnknown;
  return StatusWithDetails(code, status.error_message(),
                           ParseWithoutFallback(status));
}

ErrorDetails ParseStatus(const grpc::Status& status) {
  ErrorDetails details = ParseWithoutFallback(status);
  if (details.zh.empty()) details.zh = status.error_message();
  if (details.en.empty()) details.en = status.error_message();
  return details;
}

}  // namespace yuheng::rpc
