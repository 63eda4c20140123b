#include "tests/e2e/command_line.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace yuheng::testing {

using google::protobuf::Struct;

CommandResult Yuheng(std::vector<std::string> arguments,
                     const std::string& endpoint) {
  arguments.insert(arguments.begin(), absl::StrCat(YUHENG_BIN_DIR, "/yuheng"));
  const auto result =
      RunCommand({.arguments = std::move(arguments),
                  .environment = {"YUHENG_LANG=en", "NO_COLOR=1",
                                  absl::StrCat("YUHENG_ENDPOINT=", endpoint)}});
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *result : CommandResult{};
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

}  // namespace yuheng::testing
