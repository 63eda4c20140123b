#include "services/ingestion/formats/canonical_reader.h"

#include <google/protobuf/util/json_util.h>

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "services/budget/document_codec.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "yuheng/budget/v1/document.pb.h"

namespace yuheng::ingestion {
namespace {

namespace v1 = budget::v1;

absl::Status Unreadable(absl::string_view detail) {
  const budget::Text text =
      budget::Message("reader.canonical_unreadable", {{"detail", detail}});
  return rpc::MakeError(rpc::Reason::kDocumentUnreadable, text.zh, text.en);
}

bool HasNamedExtension(absl::string_view file_name) {
  const std::string name = absl::AsciiStrToLower(file_name);
  return absl::EndsWith(name, ".pb") || absl::EndsWith(name, ".binpb");
}

// A message of our size has tags and lengths below 0x20 near its beginning, a
// text none; telling them apart first keeps protobuf from complaining in the
// log about every text that begins with an empty line.
constexpr size_t kSniffedBytes = 1024;

bool HasControlBytes(absl::string_view bytes) {
  for (const char c : bytes.substr(0, kSniffedBytes)) {
    const bool blank = c == '\t' || c == '\n' || c == '\r' || c == '\f';
    if (static_cast<unsigned char>(c) < 0x20 && !blank) return true;
  }
  return false;
}

bool Parse(absl::string_view bytes, v1::Document* message) {
  return message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

absl::StatusOr<budget::Document> FromMessage(const budget::Form& form,
                                             const v1::Document& message) {
  if (message.tables().empty()) {
    const budget::Text text = budget::Message("reader.not_a_budget");
    return rpc::MakeError(rpc::Reason::kDocumentNotABudget, text.zh, text.en);
  }
  absl::StatusOr<budget::Document> document =
      budget::DocumentFromProto(form, message);
  if (!document.ok()) return Unreadable(document.status().message());
  return document;
}

}  // namespace

bool LooksLikeBinaryDocument(absl::string_view bytes,
                             absl::string_view file_name) {
  if (bytes.empty()) return false;
  if (HasNamedExtension(file_name)) return true;
  // The tags of the first two fields; texts rarely begin with these bytes.
  if (bytes[0] != '\x0A' && bytes[0] != '\x10') return false;
  if (!HasControlBytes(bytes)) return false;
  v1::Document message;
  return Parse(bytes, &message) && !message.tables().empty() &&
         (!message.department().empty() || message.fiscal_year() != 0) &&
         v1::Document::GetReflection()->GetUnknownFields(message).empty();
}

absl::StatusOr<budget::Document> ReadBinaryDocument(const budget::Form& form,
                                                    absl::string_view bytes) {
  v1::Document message;
  if (!Parse(bytes, &message)) {
    return Unreadable("not a yuheng.budget.v1.Document");
  }
  return FromMessage(form, message);
}

absl::StatusOr<budget::Document> ReadJsonDocument(const budget::Form& form,
                                                  absl::string_view json) {
  v1::Document message;
  const auto status =
      google::protobuf::util::JsonStringToMessage(std::string(json), &message);
  if (!status.ok()) {
    const auto detail = status.message();
    return Unreadable(absl::string_view(detail.data(), detail.size()));
  }
  return FromMessage(form, message);
}

}  // namespace yuheng::ingestion
