#ifndef YUHENG_SERVICES_CLI_OUTPUT_JSON_H_
#define YUHENG_SERVICES_CLI_OUTPUT_JSON_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace yuheng::cli {

// `text` as a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD.
std::string JsonString(absl::string_view text);

// Builds one JSON value on one line. Keys and values alternate inside objects.
class JsonWriter {
 public:
  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();
  JsonWriter& Key(absl::string_view key);
  JsonWriter& String(absl::string_view value);
  JsonWriter& Number(int64_t value);
  JsonWriter& Bool(bool value);
  JsonWriter& Null();

  const std::string& text() const { return text_; }

 private:
  void Separate();

  std::string text_;
  std::vector<bool> has_element_ = {false};
  bool after_key_ = false;
};

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_OUTPUT_JSON_H_
