#include "services/rpc/status.h"

#include <utility>

#include "google/protobuf/any.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace yuheng::rpc {
namespace {

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
  return grpc::Status(code, CutErrorText(status.message()),
                      SerializeDetails(status));
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
