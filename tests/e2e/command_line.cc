#include "tests/e2e/command_line.h"

#include <utility>

#include "absl/strings/str_split.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/e2e/client.h"

namespace yuheng::testing {

using google::protobuf::Struct;

CommandResult Yuheng(std::vector<std::string> arguments,
                     const std::string& endpoint) {
  return RunProgram("yuheng", std::move(arguments), endpoint);
}

std::vector<Struct> JsonLines(const std::string& text) {
  std::vector<Struct> objects;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    Struct object;
    EXPECT_TRUE(
        google::protobuf::util::JsonStringToMessage(std::string(line), &object)
            .ok())
        << line;
    objects.push_back(object);
  }
  return objects;
}

std::string Text(const google::protobuf::Struct& object,
                 const std::string& key) {
  const auto field = object.fields().find(key);
  return field == object.fields().end() ? "" : field->second.string_value();
}

}  // namespace yuheng::testing
