#include "services/budget/text_proto.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "services/budget/check.h"

namespace yuheng::budget {
namespace {

class ErrorList : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    absl::StrAppend(&text_, text_.empty() ? "" : "; ", line + 1, ":",
                    column + 1, ": ", message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

absl::Status Parse(absl::string_view text,
                   google::protobuf::TextFormat::Parser* parser,
                   google::protobuf::Message* message) {
  ErrorList errors;
  parser->RecordErrorsTo(&errors);
  google::protobuf::io::ArrayInputStream input(text.data(),
                                               static_cast<int>(text.size()));
  if (!parser->Parse(&input, message)) {
    return absl::InvalidArgumentError(errors.text());
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ParseTextProto(absl::string_view text,
                            google::protobuf::Message* message) {
  google::protobuf::TextFormat::Parser parser;
  return Parse(text, &parser, message);
}

absl::StatusOr<std::vector<std::string>> ParseTextProtoElements(
    absl::string_view text, absl::string_view field,
    google::protobuf::Message* message) {
  google::protobuf::TextFormat::Parser parser;
  google::protobuf::TextFormat::ParseInfoTree tree;
  parser.WriteLocationsTo(&tree);
  const absl::Status parsed = Parse(text, &parser, message);
  if (!parsed.ok()) return parsed;
  const auto* descriptor =
      message->GetDescriptor()->FindFieldByName(std::string(field));
  YUHENG_CHECK(descriptor != nullptr && descriptor->is_repeated());
  std::vector<std::string> places;
  const int size = message->GetReflection()->FieldSize(*message, descriptor);
  for (int i = 0; i < size; ++i) {
    const auto at = tree.GetLocation(descriptor, i);
    places.push_back(absl::StrCat(at.line + 1, ":", at.column + 1));
  }
  return places;
}

}  // namespace yuheng::budget
