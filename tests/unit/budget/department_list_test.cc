#include "services/budget/department_list.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace yuheng::budget {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kHeader = "code,name,aliases,kind,units\n";

TEST(DepartmentList, Parse_NamesAliasesAndUnits_AreFound) {
  const auto list =
      DepartmentList::Parse("\xEF\xBB\xBF" + kHeader +
                            "# comment\r\n"
                            "206,昌吉州科技局,昌吉州科学技术局|科技局,行政,"
                            "206001:昌吉州科技局本级|206002\r\n"
                            "\n"
                            "205,\"昌吉州教育局, 州教育工委\",,行政,\n");
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->departments().size(), 2u);
  const Department* science = list->FindByCode("206");
  ASSERT_NE(science, nullptr);
  EXPECT_EQ(science->name, "昌吉州科技局");
  EXPECT_THAT(science->aliases, ElementsAre("昌吉州科学技术局", "科技局"));
  EXPECT_EQ(list->FindByName("昌吉州科学技术局（本级）"), science);
  EXPECT_EQ(list->FindByName(" 科 技 局 "), science);
  ASSERT_NE(science->FindUnit("206001"), nullptr);
  EXPECT_EQ(science->FindUnit("206001")->name, "昌吉州科技局本级");
  ASSERT_NE(science->FindUnit("206002"), nullptr);
  EXPECT_EQ(science->FindUnit("206002")->name, "");
  EXPECT_EQ(science->FindUnit("206003"), nullptr);
  EXPECT_EQ(list->departments()[1].name, "昌吉州教育局, 州教育工委");
  EXPECT_EQ(list->FindByCode("299"), nullptr);
  EXPECT_EQ(list->FindByName("某局"), nullptr);
}

void ExpectRefused(const std::string& csv, const std::string& why) {
  const auto list = DepartmentList::Parse(csv);
  ASSERT_FALSE(list.ok()) << csv;
  EXPECT_EQ(list.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(list.status().message()), HasSubstr(why));
}

TEST(DepartmentList, Parse_WrongLines_AreNamed) {
  ExpectRefused("", "expected the header");
  ExpectRefused("code,name\n", "line 1: expected the header");
  ExpectRefused(kHeader + "206,科技局,,\n", "line 2: expected 5 fields");
  ExpectRefused(kHeader + "2/06,科技局,,,\n", "line 2: \"2/06\"");
  ExpectRefused(kHeader + "206,,,,\n", "line 2: the name is missing");
  ExpectRefused(kHeader + "206,\"科技局,,,\n", "line 2: a quoted field");
  ExpectRefused(kHeader + "206,科技局,,,:本级\n", "line 2: \"\" is no unit");
  ExpectRefused(kHeader + "206,科技局,,,\n206,教育局,,,\n",
                "line 3: department 206 stands twice");
  ExpectRefused(kHeader + "206,科技局,,,\n205,教育局,科技局,,\n",
                "line 3: the name 科技局 belongs to department 206");
}

}  // namespace
}  // namespace yuheng::budget
