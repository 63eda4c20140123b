// What must be there: the parts of the narrative in whatever wording.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/checks/claim_text.h"
#include "tests/unit/validation/evaluation/checks/rule_findings.h"

namespace yuheng::validation {
namespace {

using Sentences = std::vector<std::pair<std::string, std::string>>;

// Without what the builder says in a section.
Text WithoutTextIn(const std::string& section) {
  Text text;
  std::erase_if(text.builder().document().sentences,
                [&](const budget::Sentence& sentence) {
                  return sentence.section == section;
                });
  return text;
}

std::string Missing(const std::string& section, const Sentences& sentences) {
  Text text = WithoutTextIn(section);
  for (const auto& [key, sentence] : sentences) text.Write(key, sentence);
  return text.Findings("S-06");
}

constexpr char kOffice[] = "2023年机关运行经费财政拨款预算40.78万元。";
constexpr char kProcurement[] = "本单位2023年政府采购预算66.43万元。";
constexpr char kAssets[] =
    "截至2022年底，占用使用国有资产情况为：房屋25平方米。";
constexpr char kPerformance[] = "2023年实行绩效目标管理的项目3个。";
constexpr char kOther[] = "无其他需要说明的事项。";

TEST(Subsections, StatementWithoutItsHeading_IsThere) {
  EXPECT_EQ(Missing("N11", {{"N11", kOffice},
                            {"N11", kProcurement},
                            {"N11a", kAssets},
                            {"N11", kPerformance},
                            {"N11d", kOther}}),
            "");
  EXPECT_EQ(Missing("N11", {{"N10", kOffice},
                            {"N11", "（1）集中采购：无。"},
                            {"N11", "房屋等固定资产价值12万元。"},
                            {"N11", "绩效目标表见附件。"},
                            {"N11", "其它事项：无。"}}),
            "");
}

TEST(Subsections, MissingOne_IsNamed) {
  EXPECT_EQ(Missing("N11", {{"N11a", kOffice},
                            {"N11b", kProcurement},
                            {"N11c", kAssets},
                            {"N11e", kOther}}),
            "N11d");
  EXPECT_EQ(Missing("N11", {{"N11b", kProcurement},
                            {"N11d", kPerformance},
                            {"N11e", "没有。"}}),
            "N11a N11c");
  EXPECT_EQ(Missing("N5", {{"N5a", "拨款合计100万元。"},
                           {"N5b", "1.教育支出（类）100万元，占100%。"}}),
            "N5c");
}

// 十一(五) is free.
TEST(Subsections, OtherMatters_MayBeMissing) {
  EXPECT_EQ(Missing("N11", {{"N11a", kOffice},
                            {"N11b", kProcurement},
                            {"N11c", kAssets},
                            {"N11d", kPerformance}}),
            "");
}

TEST(Subsections, PerformancePay_IsNoStatementOnPerformance) {
  EXPECT_EQ(Missing("N11", {{"N11a", "机关运行经费增加，绩效工资不在其中。"},
                            {"N11b", kProcurement},
                            {"N11c", kAssets},
                            {"N11e", kOther}}),
            "N11d");
}

TEST(Subsections, FiguresAreAStatement) {
  Text text = WithoutTextIn("N5");
  text.Say("N5a:total:amount", "100").Say("N5b:205:amount", "100");
  text.Say("N5c:2050101:amount", "100");
  EXPECT_EQ(text.Findings("S-06"), "");
}

TEST(Sections, HeadingWithoutText_IsReportedOnce) {
  EXPECT_EQ(Missing("N2", {}), "N2");
  EXPECT_EQ(Missing("N5", {}), "N5");
  Text told = WithoutTextIn("N2");
  for (budget::Heading& heading : told.builder().document().headings) {
    if (heading.key == "N2") heading.text = "二、收入预算情况说明：无";
  }
  EXPECT_EQ(told.Findings("S-06"), "");
}

TEST(Sections, ProjectsThatDoNotExist_NeedNoText) {
  Text text = WithoutTextIn("N7");
  EXPECT_EQ(text.Findings("S-06"), "N7");
  text.builder().RemoveTable(7);
  EXPECT_EQ(text.Findings("S-06"), "");
}

TEST(Tables, TitleWithoutRows_IsNotCalledMissing) {
  Text text;
  text.builder().RemoveTable(3);
  const auto said = [&] {
    for (const Finding& finding : FindingsOf("S-02", text.builder().Build())) {
      return absl::StrCat(finding.places[0].location.line, " ",
                          finding.message.zh);
    }
    return std::string();
  };
  EXPECT_EQ(said(), "0 缺少表3 部门支出总体情况表");
  text.builder().document().problems.push_back(
      {.id = "reader.table_without_rows",
       .location = {421, ""},
       .table = budget::TableKind::kT3});
  EXPECT_EQ(said(), "421 表3（部门支出总体情况表）有标题，但没有读到一行数据");
}

}  // namespace
}  // namespace yuheng::validation
