#include "services/gateway/connect/codec.h"

#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "services/budget/messages.h"
#include "services/gateway/connect/json_check.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;

struct CodeRow {
  absl::StatusCode code;
  absl::string_view name;
  int http_status;
};

constexpr CodeRow kCodes[] = {
    {absl::StatusCode::kOk, "", 200},
    {absl::StatusCode::kCancelled, "canceled", 499},
    {absl::StatusCode::kUnknown, "unknown", 500},
    {absl::StatusCode::kInvalidArgument, "invalid_argument", 400},
    {absl::StatusCode::kDeadlineExceeded, "deadline_exceeded", 504},
    {absl::StatusCode::kNotFound, "not_found", 404},
    {absl::StatusCode::kAlreadyExists, "already_exists", 409},
    {absl::StatusCode::kPermissionDenied, "permission_denied", 403},
    {absl::StatusCode::kResourceExhausted, "resource_exhausted", 429},
    {absl::StatusCode::kFailedPrecondition, "failed_precondition", 400},
    {absl::StatusCode::kAborted, "aborted", 409},
    {absl::StatusCode::kOutOfRange, "out_of_range", 400},
    {absl::StatusCode::kUnimplemented, "unimplemented", 501},
    {absl::StatusCode::kInternal, "internal", 500},
    {absl::StatusCode::kUnavailable, "unavailable", 503},
    {absl::StatusCode::kDataLoss, "data_loss", 500},
    {absl::StatusCode::kUnauthenticated, "unauthenticated", 401},
};

const CodeRow& RowOf(absl::StatusCode code) {
  for (const CodeRow& row : kCodes) {
    if (row.code == code) return row;
  }
  return RowOf(absl::StatusCode::kUnknown);
}

std::unique_ptr<Message> NewMessage(const Descriptor& type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(&type)
          ->New());
}

using NameOfType = absl::string_view (*)(Codec);

absl::optional<Codec> CodecOf(absl::string_view content_type,
                              NameOfType name_of) {
  const absl::string_view media_type = absl::StripAsciiWhitespace(
      content_type.substr(0, content_type.find(';')));
  for (const Codec codec : {Codec::kJson, Codec::kProto}) {
    if (absl::EqualsIgnoreCase(media_type, name_of(codec))) return codec;
  }
  return absl::nullopt;
}

}  // namespace

absl::string_view UnaryContentType(Codec codec) {
  return codec == Codec::kJson ? "application/json" : "application/proto";
}

absl::string_view StreamContentType(Codec codec) {
  return codec == Codec::kJson ? "application/connect+json"
                               : "application/connect+proto";
}

absl::optional<Codec> UnaryCodecOf(absl::string_view content_type) {
  return CodecOf(content_type, UnaryContentType);
}

absl::optional<Codec> StreamCodecOf(absl::string_view content_type) {
  return CodecOf(content_type, StreamContentType);
}

absl::string_view CodeName(absl::StatusCode code) { return RowOf(code).name; }

int HttpStatusOf(absl::StatusCode code) { return RowOf(code).http_status; }

absl::StatusOr<std::string> Decode(Codec codec, const Descriptor& type,
                                   std::string text) {
  if (codec == Codec::kProto) return text;
  if (absl::Status status = CheckJson(text, type); !status.ok()) return status;
  const std::unique_ptr<Message> message = NewMessage(type);
  const auto parsed =
      google::protobuf::util::JsonStringToMessage(text, message.get());
  if (!parsed.ok()) {
    const budget::Text what = budget::Message(
        "gateway.json_value", {{"problem", parsed.message().as_string()}});
    return rpc::MakeFieldError({}, what.zh, what.en);
  }
  return message->SerializeAsString();
}

absl::StatusOr<std::string> Encode(Codec codec, const Descriptor& type,
                                   std::string message) {
  if (codec == Codec::kProto) return message;
  const std::unique_ptr<Message> parsed = NewMessage(type);
  std::string text;
  if (!parsed->ParseFromString(message) ||
      !google::protobuf::util::MessageToJsonString(*parsed, &text).ok()) {
    return absl::InternalError(
        absl::StrCat("upstream answered with no ", type.full_name()));
  }
  return text;
}

}  // namespace yuheng::gateway
