#include "services/rpc/flags.h"

#include <cstdint>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/budget/embedded_file.h"

namespace yuheng::rpc::embedded {
absl::Span<const EmbeddedFile> Files();
}  // namespace yuheng::rpc::embedded

namespace yuheng::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// The message whose fields are flags without a prefix.
constexpr char kServerField[] = "server";

// Compiled descriptors carry no comments, so the contract itself is embedded.
// Reads what buf's formatting guarantees: a declaration a line, its comment
// right above it. What it does not recognise has no comment.
void ReadComments(absl::string_view proto_text,
                  std::map<std::string, std::string>* comments) {
  std::string package, message, comment;
  for (absl::string_view line : absl::StrSplit(proto_text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (absl::ConsumePrefix(&line, "//")) {
      if (!comment.empty()) comment.push_back(' ');
      absl::StrAppend(&comment, absl::StripAsciiWhitespace(line));
      continue;
    }
    const std::vector<absl::string_view> words =
        absl::StrSplit(line, absl::ByAnyChar(" ;{"), absl::SkipEmpty());
    if (words.size() == 2 && words[0] == "package") {
      package = std::string(words[1]);
    } else if (words.size() == 2 && words[0] == "message") {
      message = std::string(words[1]);
    } else if (words.size() == 4 && words[2] == "=") {
      (*comments)[absl::StrCat(package, ".", message, ".", words[1])] = comment;
    }
    comment.clear();
  }
}

std::map<std::string, std::string> AllComments() {
  std::map<std::string, std::string> comments;
  for (const EmbeddedFile& file : embedded::Files()) {
    ReadComments(file.content, &comments);
  }
  return comments;
}

template <typename T, typename Parse, typename Set>
bool ParseAndSet(const std::string& text, Parse parse, Set set) {
  T value{};
  if (!parse(text, &value)) return false;
  set(value);
  return true;
}

template <typename T>
bool ParseInteger(const std::string& text, T* value) {
  return absl::SimpleAtoi(text, value);
}

// False when the text is no value of the field's type.
bool SetField(Message* message, const FieldDescriptor* field,
              const std::string& text) {
  const Reflection* reflection = message->GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      reflection->SetString(message, field, text);
      return true;
    case FieldDescriptor::CPPTYPE_INT32:
      return ParseAndSet<int32_t>(text, ParseInteger<int32_t>, [&](auto v) {
        reflection->SetInt32(message, field, v);
      });
    case FieldDescriptor::CPPTYPE_INT64:
      return ParseAndSet<int64_t>(text, ParseInteger<int64_t>, [&](auto v) {
        reflection->SetInt64(message, field, v);
      });
    case FieldDescriptor::CPPTYPE_UINT32:
      return ParseAndSet<uint32_t>(text, ParseInteger<uint32_t>, [&](auto v) {
        reflection->SetUInt32(message, field, v);
      });
    case FieldDescriptor::CPPTYPE_UINT64:
      return ParseAndSet<uint64_t>(text, ParseInteger<uint64_t>, [&](auto v) {
        reflection->SetUInt64(message, field, v);
      });
    case FieldDescriptor::CPPTYPE_BOOL:
      return ParseAndSet<bool>(
          text,
          [](absl::string_view t, bool* v) { return absl::SimpleAtob(t, v); },
          [&](bool v) { reflection->SetBool(message, field, v); });
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return ParseAndSet<double>(
          text,
          [](absl::string_view t, double* v) { return absl::SimpleAtod(t, v); },
          [&](double v) { reflection->SetDouble(message, field, v); });
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = field->enum_type()->FindValueByName(text);
      if (value == nullptr) return false;
      reflection->SetEnum(message, field, value);
      return true;
    }
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return false;
  }
  return false;
}

bool HasFlag(const FieldDescriptor* field) {
  return !field->is_repeated() &&
         field->cpp_type() != FieldDescriptor::CPPTYPE_FLOAT;
}

}  // namespace

struct ConfigFlags::Flag {
  std::string name;
  // From the configuration message down to the scalar.
  std::vector<const FieldDescriptor*> path;
  std::string text;
  CLI::Option* option = nullptr;
};

ConfigFlags::ConfigFlags(const Descriptor& descriptor, CLI::App* app)
    : app_(app), comments_(AllComments()) {
  Declare(descriptor, "", {});
}

ConfigFlags::~ConfigFlags() = default;

void ConfigFlags::Declare(const Descriptor& descriptor,
                          const std::string& prefix,
                          std::vector<const FieldDescriptor*> path) {
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor* field = descriptor.field(i);
    if (!HasFlag(field)) continue;
    path.push_back(field);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Declare(*field->message_type(),
              field->name() == kServerField
                  ? prefix
                  : absl::StrCat(prefix, field->name(), "."),
              path);
    } else {
      auto flag = std::make_unique<Flag>();
      flag->name = absl::StrCat("--", prefix, field->name());
      flag->path = path;
      const auto comment = comments_.find(field->full_name());
      const std::string help =
          comment == comments_.end() ? "" : comment->second;
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
        flag->option = app_->add_flag(flag->name, flag->text, help);
      } else {
        flag->option = app_->add_option(flag->name, flag->text, help)
                           ->type_name(field->cpp_type_name());
      }
      flags_.push_back(std::move(flag));
    }
    path.pop_back();
  }
}

absl::Status ConfigFlags::Apply(Message* config) const {
  for (const std::unique_ptr<Flag>& flag : flags_) {
    if (flag->option->count() == 0) continue;
    Message* message = config;
    for (size_t i = 0; i + 1 < flag->path.size(); ++i) {
      message =
          message->GetReflection()->MutableMessage(message, flag->path[i]);
    }
    if (!SetField(message, flag->path.back(), flag->text)) {
      return absl::InvalidArgumentError(absl::StrCat(
          flag->name, ": \"", flag->text, "\" is not a value of type ",
          flag->path.back()->cpp_type_name()));
    }
  }
  return absl::OkStatus();
}

}  // namespace yuheng::rpc
