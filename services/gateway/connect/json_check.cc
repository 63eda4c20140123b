#include "services/gateway/connect/json_check.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Longest part of a key that an error repeats.
constexpr size_t kKeyShownBytesMax = 64;

// By its name in the contract or in JSON.
const FieldDescriptor* FieldOf(const Descriptor& type, absl::string_view key) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->json_name() == key || field->name() == key) return field;
  }
  return nullptr;
}

// What a value of the field is made of where that is an object of fields;
// nullptr where keys are free (maps) or it is no such object.
const Descriptor* ObjectTypeOf(const FieldDescriptor* field) {
  if (field == nullptr || field->is_map()) return nullptr;
  return field->message_type();
}

class Checker {
 public:
  explicit Checker(absl::string_view text) : text_(text) {}

  absl::Status CheckAll(const Descriptor& type) {
    SkipBlanks();
    if (text_.substr(at_, 1) != "{") return Problem("gateway.json_no_object");
    absl::Status status = Object(&type);
    if (!status.ok()) return status;
    SkipBlanks();
    return at_ == text_.size() ? status : Problem("gateway.json_syntax");
  }

 private:
  absl::Status Problem(absl::string_view id) const {
    const std::string offset = absl::StrCat(at_);
    return Told(budget::Message(id, {{"offset", offset}}));
  }
  absl::Status KeyProblem(absl::string_view id, absl::string_view key) const {
    const absl::string_view shown = key.substr(0, kKeyShownBytesMax);
    return Told(budget::Message(id, {{"key", shown}}));
  }
  absl::Status Told(const budget::Text& what) const {
    return rpc::MakeFieldError({{absl::StrJoin(path_, "."), what.en}}, what.zh,
                               what.en);
  }

  void SkipBlanks() {
    while (at_ < text_.size() && absl::StrContains(" \t\r\n", text_[at_])) {
      ++at_;
    }
  }
  bool Consume(absl::string_view word) {
    if (!absl::StartsWith(text_.substr(at_), word)) return false;
    at_ += word.size();
    return true;
  }
  bool Next(char c) {
    SkipBlanks();
    return Consume(absl::string_view(&c, 1));
  }

  // `type` is that of objects here, in arrays too; null: any key.
  absl::Status Value(const Descriptor* type) {
    SkipBlanks();
    const absl::string_view first = text_.substr(at_, 1);
    if (first == "{") return Object(type);
    if (first == "[") return Array(type);
    if (first == "\"") return String(nullptr);
    if (Consume("true") || Consume("false") || Consume("null") || Number()) {
      return absl::OkStatus();
    }
    return Problem("gateway.json_syntax");
  }

  absl::Status Object(const Descriptor* type) {
    if (++depth_ > kJsonDepthMax) return Problem("gateway.json_depth");
    Consume("{");
    std::set<std::string> seen;
    if (Next('}')) {
      --depth_;
      return absl::OkStatus();
    }
    do {
      SkipBlanks();
      std::string key;
      absl::Status status = String(&key);
      if (!status.ok()) return status;
      const FieldDescriptor* field = nullptr;
      if (type != nullptr) {
        field = FieldOf(*type, key);
        if (field == nullptr) {
          return KeyProblem("gateway.json_unknown_key", key);
        }
        key = field->name();
      }
      if (!seen.insert(key).second) {
        return KeyProblem("gateway.json_key_twice", key);
      }
      if (!Next(':')) return Problem("gateway.json_syntax");
      path_.push_back(key);
      status = Value(ObjectTypeOf(field));
      if (!status.ok()) return status;
      path_.pop_back();
    } while (Next(','));
    --depth_;
    return Next('}') ? absl::OkStatus() : Problem("gateway.json_syntax");
  }

  absl::Status Array(const Descriptor* type) {
    if (++depth_ > kJsonDepthMax) return Problem("gateway.json_depth");
    Consume("[");
    if (Next(']')) {
      --depth_;
      return absl::OkStatus();
    }
    do {
      absl::Status status = Value(type);
      if (!status.ok()) return status;
    } while (Next(','));
    --depth_;
    return Next(']') ? absl::OkStatus() : Problem("gateway.json_syntax");
  }

  // `content` receives it with escapes as they are: an escaped key is not one
  // of ours.
  absl::Status String(std::string* content) {
    if (!Consume("\"")) return Problem("gateway.json_syntax");
    const size_t begin = at_;
    for (; at_ < text_.size(); ++at_) {
      const unsigned char c = text_[at_];
      if (c == '"') {
        if (content != nullptr) {
          *content = std::string(text_.substr(begin, at_ - begin));
        }
        ++at_;
        return absl::OkStatus();
      }
      if (c < 0x20) break;
      if (c == '\\' && !Escape()) break;
    }
    return Problem("gateway.json_syntax");
  }

  // Leaves the place at the escape's last character.
  bool Escape() {
    const absl::string_view kind = text_.substr(at_ + 1, 1);
    if (kind.empty()) return false;
    if (kind != "u") {
      ++at_;
      return absl::StrContains("\"\\/bfnrt", kind);
    }
    const absl::string_view digits = text_.substr(at_ + 2, 4);
    at_ += 1 + digits.size();
    for (const char c : digits) {
      if (!absl::ascii_isxdigit(c)) return false;
    }
    return digits.size() == 4;
  }

  bool Digits() {
    const size_t begin = at_;
    while (at_ < text_.size() && absl::ascii_isdigit(text_[at_])) ++at_;
    return at_ > begin;
  }
  bool Number() {
    Consume("-");
    if (!Consume("0") && !Digits()) return false;
    if (Consume(".") && !Digits()) return false;
    if (Consume("e") || Consume("E")) {
      if (!Consume("+")) Consume("-");
      if (!Digits()) return false;
    }
    return true;
  }

  const absl::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
  // Fields down to the place.
  std::vector<std::string> path_;
};

}  // namespace

absl::Status CheckJson(absl::string_view text, const Descriptor& type) {
  return Checker(text).CheckAll(type);
}

}  // namespace yuheng::gateway
