#include "services/validation/evaluation/name_list.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/validation/evaluation/name_matcher.h"

namespace yuheng::validation {
namespace {

using Names = std::vector<std::string>;

const budget::ChartOfAccounts& Chart() {
  return budget::ChartFor(budget::ChartKind::kEconomicDepartment, 2023);
}

NameMatch Match(absl::string_view list, const std::vector<WantedName>& wanted) {
  return NameMatcher(wanted, Chart()).Match(SplitNames(list));
}

Names Missing(const NameMatch& match) {
  Names missing;
  for (const WantedName& name : match.missing) missing.push_back(name.name);
  return missing;
}

Names Surplus(const NameMatch& match) {
  Names surplus;
  for (const SurplusName& name : match.surplus) {
    surplus.push_back(name.entry + "/" + name.code);
  }
  return surplus;
}

TEST(SplitNames, DividesAtMarksOutsideBracketsAndQuotes) {
  EXPECT_EQ(
      SplitNames("办公室（组织、人事科）、综合科，“一网、通办”科；财务 科。"),
      (Names{"办公室(组织、人事科)", "综合科", "\"一网、通办\"科", "财务科"}));
  // One that is never closed hides nothing.
  EXPECT_EQ(SplitNames("办公室（组织、综合科"),
            (Names{"办公室(组织", "综合科"}));
}

TEST(SplitNames, DividesAtConjunctionsBetweenNamesOnly) {
  EXPECT_EQ(SplitNames("印刷费、差旅费和劳务费以及商品和服务支出"),
            (Names{"印刷费", "差旅费", "劳务费", "商品和服务支出"}));
  EXPECT_EQ(SplitNames("办公室、科技合作与外国专家服务科及财务室"),
            (Names{"办公室", "科技合作与外国专家服务科", "财务室"}));
  EXPECT_EQ(SplitNames("综合科、和田工作站"), (Names{"综合科", "和田工作站"}));
  EXPECT_EQ(SplitNames("老干部和人事科"), (Names{"老干部和人事科"}));
}

TEST(SplitNames, LeavesOutNumbersAmountsAndEndings) {
  EXPECT_EQ(SplitNames("其中：1.办公费1,234.5万元，（2）印刷费（3万元）、"
                       "2022年补助经费、以及差旅费等支出。"),
            (Names{"办公费", "印刷费", "2022年补助经费", "差旅费"}));
  EXPECT_EQ(SplitNames("高等教育经费、取暖费等"),
            (Names{"高等教育经费", "取暖费"}));
  EXPECT_TRUE(SplitNames(" 　").empty());
}

TEST(ListIsOpen, SaysSoAtTheEndOnly) {
  EXPECT_TRUE(ListIsOpen("办公费、印刷费等。"));
  EXPECT_TRUE(ListIsOpen("办公费、印刷费等日常公用经费"));
  EXPECT_FALSE(ListIsOpen("办公费、高等教育经费"));
}

TEST(NameMatcher, SameNames_NothingMissingOrSurplus) {
  const NameMatch match = Match("基本工资、维修（护）费和办公费、引智工作经费",
                                {{"30101", "基本工资"},
                                 {"30213", "维修(护)费"},
                                 {"30201", "办公费"},
                                 {"", "引智工作经费"}});
  EXPECT_EQ(Missing(match), Names{});
  EXPECT_EQ(Surplus(match), Names{});
  EXPECT_EQ(match.found, 4u);
}

TEST(NameMatcher, ShortNamesAndAliases_NameTheirAccounts) {
  const NameMatch match = Match(
      "养老保险缴费、职工医疗保险缴费、公务员医疗补助、维修费、公务用车运行费、"
      "因公出国（境）费、其他交通费、津补贴、水电费、离退休费",
      {{"30108", "机关事业单位基本养老保险缴费"},
       {"30110", "城镇职工基本医疗保险缴费"},
       {"30111", "公务员医疗补助缴费"},
       {"30213", "维修（护）费"},
       {"30231", "公务用车运行维护费"},
       {"30212", "因公出国（境）费用"},
       {"30239", "其他交通费用"},
       {"30102", "津贴补贴"},
       {"30205", "水费"},
       {"30206", "电费"},
       {"30302", "退休费"}});
  EXPECT_EQ(Missing(match), Names{});
  EXPECT_EQ(Surplus(match), Names{});
}

TEST(NameMatcher, LikenessIsNotEnough) {
  const NameMatch match = Match(
      "奖金、医疗费、办公费用",
      {{"30309", "奖励金"}, {"30307", "医疗费补助"}, {"30201", "办公费"}});
  EXPECT_EQ(Missing(match), Names{"奖励金"});
  EXPECT_EQ(Surplus(match), Names{"奖金/30103"});
  const NameMatch both =
      Match("医疗费", {{"30114", "医疗费"}, {"30307", "医疗费补助"}});
  EXPECT_EQ(Missing(both), Names{"医疗费补助"});
}

TEST(NameMatcher, UnknownNames_AreSurplusWithoutCode) {
  const NameMatch match = Match("办公费、月球考察费", {{"30201", "办公费"}});
  EXPECT_EQ(Surplus(match), Names{"月球考察费/"});
}

TEST(NameMatcher, Class_NamesItsAccountsUnlessSomeAreNamed) {
  const std::vector<WantedName> wanted = {
      {"30101", "基本工资"}, {"30102", "津贴补贴"}, {"30201", "办公费"}};
  EXPECT_EQ(Missing(Match("工资福利支出、商品和服务支出", wanted)), Names{});
  EXPECT_EQ(Missing(Match("工资福利支出：基本工资、办公费", wanted)),
            Names{"津贴补贴"});
  EXPECT_EQ(
      Missing(Match("工资福利支出（基本工资、津贴补贴）、办公费", wanted)),
      Names{});
  EXPECT_EQ(Surplus(Match("对个人和家庭的补助", wanted)),
            Names{"对个人和家庭的补助/303"});
}

TEST(NameMatcher, ProjectNamesWithMarks_AreFoundWhole) {
  const NameMatch match =
      Match("办公费、校舍、食堂维修，设备和软件购置项目",
            {{"30201", "办公费"}, {"", "校舍、食堂维修，设备和软件购置"}});
  EXPECT_EQ(Missing(match), Names{});
  EXPECT_EQ(Surplus(match), Names{});
}

TEST(NameMatcher, OneNameOfTwoAccounts_NamesBoth) {
  const NameMatch match = Match(
      "办公设备购置", {{"30902", "办公设备购置"}, {"31002", "办公设备购置"}});
  EXPECT_EQ(Missing(match), Names{});
}

}  // namespace
}  // namespace yuheng::validation
