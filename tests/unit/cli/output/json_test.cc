#include "services/cli/output/json.h"

#include <string>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace yuheng::cli {
namespace {

TEST(JsonString, EscapesWhatJsonMust) {
  EXPECT_EQ(JsonString("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(JsonString("一\n\t二"), R"("一\n\t二")");
  EXPECT_EQ(JsonString(absl::string_view("\x01\0", 2)), R"("\u0001\u0000")");
  EXPECT_EQ(JsonString("\xFF"), "\"\xEF\xBF\xBD\"");
}

TEST(JsonWriter, SeparatesElementsAndMembers) {
  JsonWriter json;
  json.BeginObject();
  json.Key("a").Number(-1);
  json.Key("b").BeginArray();
  json.String("x").Null().Bool(true);
  json.BeginObject().EndObject();
  json.EndArray();
  json.Key("c").BeginObject().Key("d").String("").EndObject();
  json.EndObject();
  EXPECT_EQ(json.text(), R"({"a":-1,"b":["x",null,true,{}],"c":{"d":""}})");
}

}  // namespace
}  // namespace yuheng::cli
