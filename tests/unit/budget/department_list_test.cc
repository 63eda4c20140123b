#include "services/budget/department_list.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/budget/department_difference.h"
#include "services/budget/department_list_errors.h"

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

TEST(DepartmentList, Parse_Groups_HoldThoseBelowThem) {
  const auto list = DepartmentList::Parse(
      "code,name,aliases,kind,units,groups\n"
      "206,昌吉市科技局,,行政,,昌吉市/科技系统\n"
      "205,昌吉市教育局,,行政,,昌吉市 / 教育系统|昌吉市/重点单位|民生\n"
      "204,阜康市教育局,,行政,, 民生 |\n"
      "203,州财政局,,行政,,\n");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(
      list->FindByCode("205")->groups,
      ElementsAre("昌吉市", "昌吉市/教育系统", "昌吉市/重点单位", "民生"));
  EXPECT_THAT(list->FindByCode("203")->groups, ElementsAre());
  EXPECT_EQ(list->group_count(), 5u);
  ASSERT_NE(list->FindGroup("昌吉市"), nullptr);
  // In two of its parts, and yet once.
  EXPECT_THAT(*list->FindGroup("昌吉市"), ElementsAre("205", "206"));
  EXPECT_THAT(*list->FindGroup("昌吉市/教育系统"), ElementsAre("205"));
  EXPECT_THAT(*list->FindGroup("民生"), ElementsAre("204", "205"));
  EXPECT_EQ(list->FindGroup("教育系统"), nullptr);
  EXPECT_EQ(list->FindGroup(""), nullptr);
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
  // As Excel saves it in Chinese, in GB18030.
  ExpectRefused(kHeader + "206,\xBF\xC6\xBC\xBC\xBE\xD6,,,\n",
                "line 2: not in UTF-8");
  ExpectRefused(kHeader + "206,科技局,,,206001:本级|206001:分局\n",
                "line 2, column units: unit 206001 stands twice");
  ExpectRefused(kHeader + "2/06,科技局,,,\n", "line 2, column code: \"2/06\"");
  ExpectRefused(kHeader + "206,,,,\n",
                "line 2, column name: the name is missing");
  ExpectRefused(kHeader + "206,\"科技局,,,\n",
                "line 2, column name: a quoted field");
  ExpectRefused(kHeader + "206,科技局,,,:本级\n",
                "line 2, column units: \"\" is no unit");
  ExpectRefused(kHeader + "206,科技局,,,\n206,教育局,,,\n",
                "line 3, column code: department 206 stands twice");
  ExpectRefused(
      kHeader + "206,科技局,,,\n205,教育局,科技局,,\n",
      "line 3, column aliases: the name 科技局 belongs to department 206");
}

TEST(DepartmentList, Parse_WrongGroups_AreNamed) {
  const std::string header = "code,name,aliases,kind,units,groups\n";
  const std::string line = header + "206,科技局,,,,";
  ExpectRefused(header + "206,科技局,,,\n", "line 2: expected 6 fields");
  ExpectRefused(kHeader + "206,科技局,,,,民生\n", "line 2: expected 5 fields");
  ExpectRefused(line + "a//b\n",
                "line 2, column groups: \"a//b\" is no group: 1 to 4 names");
  ExpectRefused(line + "/a\n", "\"/a\" is no group");
  ExpectRefused(line + "a/\n", "\"a/\" is no group");
  ExpectRefused(line + "a/b/c/d/e\n", "\"a/b/c/d/e\" is no group");
  ExpectRefused(line + "a\tb\n", "is no group");
  ExpectRefused(line + std::string(129, 'x') + "\n", "at most 128 bytes");
  EXPECT_TRUE(DepartmentList::Parse(line + std::string(128, 'x')).ok());
  EXPECT_TRUE(DepartmentList::Parse(line + "a/b/c/d").ok());

  std::vector<std::string> groups;
  for (int i = 0; i < 16; ++i) groups.push_back(absl::StrCat("g", i));
  const std::string most = absl::StrJoin(groups, "|");
  EXPECT_TRUE(DepartmentList::Parse(line + most).ok());
  ExpectRefused(line + most + "|g16\n",
                "line 2, column groups: more than 16 groups");
}

TEST(DepartmentList, Parse_ContactsAndStages_InAnyOrder) {
  const auto list = DepartmentList::Parse(
      "code,name,aliases,kind,units,stages,contacts\n"
      "206,科技局,,行政,,final | draft,张三:2345678|李四\n"
      "205,教育局,,行政,,,\n"
      "204,已撤销局,,行政,,none,\n");
  ASSERT_TRUE(list.ok()) << list.status();
  const Department& science = *list->FindByCode("206");
  EXPECT_THAT(science.contacts, ElementsAre("张三:2345678", "李四"));
  EXPECT_THAT(science.stages, ElementsAre(3, 6));
  EXPECT_TRUE(science.MustSend(3));
  EXPECT_FALSE(science.MustSend(4));
  EXPECT_THAT(list->FindByCode("205")->stages, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(list->FindByCode("204")->stages, ElementsAre());
  // A list without the column.
  EXPECT_TRUE(DepartmentList::Parse(kHeader + "206,科技局,,,\n")
                  ->FindByCode("206")
                  ->MustSend(4));
}

TEST(DepartmentList, Parse_WrongContactsAndStages_AreNamed) {
  const std::string line =
      "code,name,aliases,kind,units,contacts,stages\n206,科技局,,,,";
  ExpectRefused(line + ",drafts\n",
                "line 2, column stages: \"drafts\" is no stage");
  ExpectRefused(line + ",none|draft\n", "\"none\" is no stage");
  ExpectRefused(line + std::string(129, 'x') + ",\n",
                "line 2, column contacts: ");
  ExpectRefused("code,name,aliases,kind,units,stages,stages\n",
                "line 1: expected the header");
}

TEST(DepartmentList, Parse_Confirmation_IsRequiredOrNot) {
  const std::string header = "code,name,aliases,kind,units,confirmation\n";
  const auto list = DepartmentList::Parse(
      header + "206,科技局,,,,required\n205,教育局,,,,\n");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_TRUE(list->FindByCode("206")->confirmation_required);
  EXPECT_FALSE(list->FindByCode("205")->confirmation_required);
  ExpectRefused(header + "206,科技局,,,,yes\n",
                "line 2, column confirmation: \"yes\" is neither required");
}

TEST(DepartmentList, Parse_TooManyGroups_AreRefused) {
  std::string csv = "code,name,aliases,kind,units,groups\n";
  for (int i = 0; i < 500; ++i) {
    absl::StrAppend(&csv, i, ",n", i, ",,,,g", i, "/part\n");
  }
  const auto list = DepartmentList::Parse(csv);
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(list->group_count(), 1000u);
  ExpectRefused(csv + "500,n500,,,,one-more\n",
                "line 502, column groups: more than 1000");
}

std::vector<std::string> ErrorsIn(const std::string& csv) {
  std::vector<std::string> errors;
  for (const DepartmentListError& error : ErrorsInDepartmentList(csv)) {
    EXPECT_FALSE(error.what.zh.empty());
    EXPECT_NE(error.what.zh, error.what.en);
    errors.push_back(
        absl::StrCat(error.line, " ", error.column, ": ", error.what.en));
  }
  return errors;
}

TEST(DepartmentList, ErrorsIn_NamesAllOfThem) {
  const std::string header = "code,name,aliases,kind,units,groups,stages\r\n";
  EXPECT_THAT(ErrorsIn(header + "206,科技局,,,,,\n"), ElementsAre());
  EXPECT_THAT(
      ErrorsIn("\xEF\xBB\xBF" + header +
               "2/06,,,,u/1,a//b,drafts\r\n"  // Five in one line.
               "\r\n"
               "207,\"教育局,,,,,\n"  // A quote.
               "208,财政局,,,,\n"     // A field too few.
               "209,审计局,,,,,\n"
               "209,统计局,审计局,,,,\n"),
      ElementsAre(
          HasSubstr("2 code: \"2/06\" is no department code"),
          HasSubstr("2 name: the name is missing"),
          HasSubstr("2 units: \"u/1\" is no unit"),
          HasSubstr("2 groups: \"a//b\" is no group"),
          HasSubstr("2 stages: \"drafts\" is no stage"),
          HasSubstr("4 name: a quoted field is not closed"),
          HasSubstr("5 : expected 7 fields"),
          HasSubstr("7 code: department 209 stands twice"),
          HasSubstr("7 aliases: the name 审计局 belongs to department 209")));
  EXPECT_THAT(ErrorsIn("a,b\n1,2\n"),
              ElementsAre(HasSubstr("1 : expected the header")));
  std::string many = header;
  for (int i = 0; i < 300; ++i) many += "x\n";
  EXPECT_EQ(ErrorsIn(many).size(), kDepartmentListErrorsMax);
}

TEST(DepartmentList, Difference_NamesWhatIsOther) {
  const std::string header = "code,name,aliases,kind,units,groups\n";
  const auto before = DepartmentList::Parse(
      header + "204,卫健委,,,,\n205,教育局,a|b,,205001,\n206,科技局,,,,x\n");
  const auto after =
      DepartmentList::Parse(header +
                            "207,财政局,,,,\n206,科技局,,,206001:本级,y\n"
                            "205,教育局,b|a,,205001,\n");
  ASSERT_TRUE(before.ok() && after.ok());
  EXPECT_TRUE(DifferenceOf(*before, *before).empty());
  const std::vector<DepartmentChange> changes = DifferenceOf(*before, *after);
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].kind, DepartmentChangeKind::kRemoved);
  EXPECT_EQ(changes[0].name, "卫健委");
  EXPECT_EQ(changes[1].code, "206");
  ASSERT_EQ(changes[1].fields.size(), 2u);
  EXPECT_EQ(changes[1].fields[0].column, "units");
  EXPECT_EQ(changes[1].fields[0].before, "");
  EXPECT_EQ(changes[1].fields[0].after, "206001:本级");
  EXPECT_EQ(changes[1].fields[1].column, "groups");
  EXPECT_EQ(changes[2].kind, DepartmentChangeKind::kAdded);
}

}  // namespace
}  // namespace yuheng::budget
