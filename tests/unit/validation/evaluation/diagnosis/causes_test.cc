#include "services/validation/evaluation/diagnosis/causes.h"

#include <set>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "tests/support/document_builder.h"
#include "tests/unit/validation/evaluation/diagnosis/checked.h"
#include "tests/unit/validation/evaluation/diagnosis/sample_text.h"

namespace yuheng::validation {
namespace {

using testing::DocumentBuilder;

TEST(Causes, SwappedDigits_NameTheFigureThatClosesAllIdentities) {
  DocumentBuilder builder;
  builder.Set("T5:2050202:total", "102");
  const Checked checked = CheckDocument(builder.Build());
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(CulpritOf(group), "T5:2050202:total");
  EXPECT_GT(group.culprit->location.line, 0);
  EXPECT_EQ(group.printed_micro, 102'000'000);
  EXPECT_EQ(group.suggested_micro, 120'000'000);
  EXPECT_NE(group.cause.zh.find("印为 102，疑应为 120"), std::string::npos)
      << group.cause.zh;
  EXPECT_NE(group.reason.zh.find("颠倒"), std::string::npos) << group.reason.zh;
  EXPECT_NE(group.reason.en.find("swapped"), std::string::npos);
  EXPECT_NE(group.reason.zh.find("B-21"), std::string::npos) << group.reason.zh;
  EXPECT_EQ(group.findings.size(), checked.Failures().size());
}

TEST(Causes, PowerOfTenAndSign_AreTold) {
  DocumentBuilder builder;
  builder.Set("T6:30101:personnel", "800000");
  Checked checked = CheckDocument(builder.Build());
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  EXPECT_EQ(CulpritOf(checked.summary.groups[0]), "T6:30101:personnel");
  EXPECT_EQ(checked.summary.groups[0].suggested_micro, 80'000'000);
  EXPECT_NE(checked.summary.groups[0].reason.zh.find("10000 倍"),
            std::string::npos)
      << checked.summary.groups[0].reason.zh;
  DocumentBuilder other;
  other.Set("T5:2060102:project", "-8");
  checked = CheckDocument(other.Build());
  ASSERT_FALSE(checked.summary.groups.empty());
  EXPECT_EQ(CulpritOf(checked.summary.groups[0]), "T5:2060102:project");
  EXPECT_NE(checked.summary.groups[0].reason.en.find("sign"),
            std::string::npos);
}

TEST(Causes, ValueOfAnotherColumn_IsToldAsCopied) {
  DocumentBuilder builder;
  builder.Set("T3:2050202:total", "130");  // Of 基本支出; 168 in all.
  const Checked checked = CheckDocument(builder.Build());
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(CulpritOf(group), "T3:2050202:total");
  EXPECT_EQ(group.suggested_micro, 168'000'000);
  EXPECT_NE(group.reason.zh.find("基本支出相同"), std::string::npos)
      << group.reason.zh;
}

TEST(Causes, FigureLeftOut_IsSuggested) {
  DocumentBuilder builder;
  builder.Set("T2:2060101:gen", "");
  const Checked checked = CheckDocument(builder.Build());
  ASSERT_FALSE(checked.summary.groups.empty());
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(CulpritOf(group), "T2:2060101:gen");
  EXPECT_FALSE(group.printed_micro.has_value());
  EXPECT_EQ(group.suggested_micro, 50'000'000);
}

TEST(Causes, RowPrintedWrongInBothColumns_IsOneCause) {
  DocumentBuilder builder;
  builder.Set("T6:301:total", "119").Set("T6:301:personnel", "119");
  const Checked checked = CheckDocument(builder.Build());
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(CulpritOf(group), "T6:301:total");
  EXPECT_EQ(group.suggested_micro, 110'000'000);
  EXPECT_NE(group.reason.zh.find("人员经费 119"), std::string::npos)
      << group.reason.zh;
  // What changes with it was not copied from.
  EXPECT_EQ(group.reason.zh.find("相同"), std::string::npos) << group.reason.zh;
}

// Any of the three rows would do: none is blamed, but the two columns are one
// cause.
TEST(Causes, FiguresThatCanNotBeToldApart_AreNotBlamed) {
  DocumentBuilder builder;
  builder.Set("T6:30201:total", "21.3").Set("T6:30201:public", "21.3");
  const Checked checked = CheckDocument(builder.Build());
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(checked.RulesOf(group), "A6-02 A6-02");
  EXPECT_EQ(CulpritOf(group), "T6:302:total");
  EXPECT_FALSE(group.suggested_micro.has_value());
  // Each with its place.
  for (const char* code :
       {"T6:30201:total", "T6:30217:total", "T6:30231:total"}) {
    const std::string line = std::to_string(builder.CellAt(code).location.line);
    EXPECT_NE(group.reason.zh.find("，第" + line + "行"), std::string::npos)
        << group.reason.zh;
    EXPECT_NE(group.reason.en.find(", line " + line), std::string::npos)
        << group.reason.en;
  }
}

// The totals of two rows were exchanged, or the other column was: neither
// figure does alone.
TEST(Causes, FiguresThatDoOnlyTogether_AreNamedTogether) {
  budget::Document document = Sample();
  std::swap(RowOf(document, budget::TableKind::kT6, "30103").cells[0],
            RowOf(document, budget::TableKind::kT6, "30107").cells[0]);
  const Checked checked = CheckDocument(document);
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(checked.RulesOf(group), "A6-01 A6-01");
  EXPECT_FALSE(group.suggested_micro.has_value());
  EXPECT_NE(group.reason.zh.find(
                "（若错，应为 36.29，一并改：表6 30107 绩效工资 合计 36.29"),
            std::string::npos)
      << group.reason.zh;
  EXPECT_NE(group.reason.en.find("and with it"), std::string::npos)
      << group.reason.en;
}

// What is said of all rivals holds for each.
TEST(Causes, FigureThatSettlesOtherFindings_IsNotNamedAmongTheRivals) {
  budget::Document document = Sample();
  budget::PerformanceSheet& sheet = document.sheets[4];
  sheet.total.amount_fen = sheet.other.amount_fen = 200'000'000;
  const Checked checked = CheckDocument(document);
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(CulpritOf(group), "P5:other");
  EXPECT_EQ(group.suggested_micro, 120'000'000);
  EXPECT_EQ(group.findings.size(), checked.Failures().size());
}

// A growth only tells roughly what it is of.
TEST(Causes, RivalThatFollowsFromAPercentage_IsToldRoughly) {
  const Checked checked =
      CheckSampleWith({{"预算数为423.53万元，比上年预算增加83.6万元",
                        "预算数为423.53万元，比上年预算增加91.5万元"}});
  const FindingGroup* group = GroupOf(checked, "Y-03", "N5c:2060101:growth");
  ASSERT_NE(group, nullptr);
  EXPECT_NE(group->reason.zh.find("（若错，约为 83.59）"), std::string::npos)
      << group->reason.zh;
}

// Two rows of table 3 have each other's projects; tables 8 and 9 have no such
// row, so none of theirs is wrong.
TEST(Causes, RowThatIsNotPrinted_IsNoPlaceToChange) {
  budget::Document document = Sample();
  const auto set = [&](const char* code, int64_t total, int64_t project) {
    budget::Row& row = RowOf(document, budget::TableKind::kT3, code);
    row.cells[0].amount_fen = total;
    row.cells[2].amount_fen = project;
  };
  set("2060101", 443'530'000, 10'000'000);
  set("2060102", 120'000'000, 120'000'000);
  const Checked checked = CheckDocument(document);
  const FindingGroup* group = GroupOf(checked, "B-23", "T3:2060102:project");
  ASSERT_NE(group, nullptr);
  EXPECT_EQ(group->reason.zh.find("表8"), std::string::npos)
      << group->reason.zh;
}

TEST(Causes, TwoErrorsInOneSum_AreTwoCauses) {
  DocumentBuilder builder;
  builder.Set("T3:2050202:total", "186").Set("T3:2060101:total", "5");
  const Checked checked = CheckDocument(builder.Build());
  ASSERT_EQ(checked.summary.groups.size(), 2u);
  std::set<std::string> culprits;
  size_t findings = 0;
  for (const FindingGroup& group : checked.summary.groups) {
    culprits.insert(CulpritOf(group));
    findings += group.findings.size();
  }
  EXPECT_EQ(culprits,
            (std::set<std::string>{"T3:2050202:total", "T3:2060101:total"}));
  EXPECT_EQ(findings, checked.Failures().size());
}

// The change of 单位资金 is printed as its share: one figure explains the
// growth and the balance of all changes.
TEST(Causes, PublishedDocument_TellsTheShareInPlaceOfTheChange) {
  const Checked checked =
      CheckDocument(ReadText(SampleText("changji-keji-2023.txt")));
  const FindingGroup* group = GroupOf(checked, "Y-03", "N2:unit:growth");
  ASSERT_NE(group, nullptr);
  EXPECT_EQ(CulpritOf(*group), "N2:unit:delta");
  EXPECT_EQ(group->printed_micro, 29'440'000);
  EXPECT_EQ(group->suggested_micro, 210'000'000);
  EXPECT_NE(group->reason.zh.find("占比"), std::string::npos)
      << group->reason.zh;
  EXPECT_NE(checked.RulesOf(*group).find("Y-08"), std::string::npos)
      << checked.RulesOf(*group);
  // With 210 the basic expenditure is explained too, which a named check tells.
  EXPECT_EQ(group, GroupOf(checked, "Y-09", "N3:basic:delta"));
  // A sheet that is missing, and one that is too large, each with its sum.
  EXPECT_EQ(GroupOf(checked, "P-06", "T3:2060702:project"),
            GroupOf(checked, "P-08", "T3:2060702:project"));
  EXPECT_EQ(GroupOf(checked, "P-06", "T3:2060101:project"),
            GroupOf(checked, "P-08", "T3:2060101:project"));
  // The subtotal 303, in both of its columns.
  const FindingGroup* subtotal = GroupOf(checked, "A6-02", "T6:303:total");
  ASSERT_NE(subtotal, nullptr);
  EXPECT_EQ(subtotal, GroupOf(checked, "A6-02", "T6:303:personnel"));
  EXPECT_EQ(checked.RulesOf(*subtotal), "A6-02 A6-02");
  EXPECT_EQ(CulpritOf(*subtotal), "T6:303:total");
  EXPECT_FALSE(subtotal->suggested_micro.has_value());
}

TEST(Causes, SwappedDigitsOfAChange_AreToldByThePercentage) {
  std::string text(ExampleDocument());
  const std::string was = "比上年预算增加224万元";
  const size_t at = text.find(was);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, was.size(), "比上年预算增加242万元");
  const Checked checked = CheckDocument(ReadText(text));
  const FindingGroup* group = GroupOf(checked, "Y-03", "N2:unit:growth");
  ASSERT_NE(group, nullptr);
  EXPECT_EQ(CulpritOf(*group), "N2:unit:delta");
  EXPECT_EQ(group->suggested_micro, 224'000'000);
  EXPECT_NE(group->reason.zh.find("颠倒"), std::string::npos)
      << group->reason.zh;
}

// The sheet agrees in itself: with the amount of table 3 its cost indicators no
// longer do, which only the check of the sheets knows.
TEST(Causes, Suggestion_SaysWhatWillFailWithIt) {
  budget::Document document = Sample();
  budget::PerformanceSheet& sheet = document.sheets[2];
  sheet.total.amount_fen = sheet.fiscal.amount_fen = 20'000'000;
  for (budget::Indicator& indicator : sheet.indicators) {
    if (indicator.target_micro == 15'000'000) {
      indicator.target_micro = 20'000'000;
      indicator.target = "<=20万元";
    }
  }
  const Checked checked = CheckDocument(document);
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(CulpritOf(group), "P3:fiscal");
  EXPECT_EQ(group.suggested_micro, 15'000'000);
  EXPECT_NE(group.reason.zh.find("但 P-04 会出现新的问题"), std::string::npos)
      << group.reason.zh;
  EXPECT_NE(group.reason.en.find("P-04 will fail"), std::string::npos)
      << group.reason.en;
  EXPECT_EQ(group.reason.zh.find("没有新的问题"), std::string::npos);
}

TEST(Causes, SuggestionThatWasTried_SaysThatNothingFailsWithIt) {
  DocumentBuilder builder;
  builder.Set("T5:2050202:total", "102");
  const Checked checked = CheckDocument(builder.Build());
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  EXPECT_NE(checked.summary.groups[0].reason.zh.find("也没有新的问题"),
            std::string::npos)
      << checked.summary.groups[0].reason.zh;
}

TEST(Causes, ProjectOfTwoNames_IsOneCause) {
  std::string text = SampleText("changji-keji-2023-corrected.txt");
  const std::string was = "（二）项目名称：专家顾问服务中心工作经费";
  const size_t at = text.find(was);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, was.size(), "（二）项目名称：科技特派员补助经费");
  const Checked checked = CheckDocument(ReadText(text));
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(
      group.cause.zh,
      "说明七（项目支出）“科技特派员补助经费”与表7“专家顾问服务中心工作经费”"
      "疑为同一项目，名称不一致");
  EXPECT_EQ(CulpritOf(group), "N7:科技特派员补助经费:amount");
  EXPECT_EQ(checked.RulesOf(group), "N-18 N-18");
}

TEST(Causes, EveryFailure_StandsInOneGroup_ErrorsFirst) {
  DocumentBuilder builder;
  builder.Set("T5:2050202:total", "102").RemoveHeading("part4");
  builder.RowAt("T3:20601").name = "别的";
  builder.RowAt("T2:20601").name = "别的";
  const Checked checked = CheckDocument(builder.Build());
  std::set<int> seen;
  bool warnings = false;
  for (const FindingGroup& group : checked.summary.groups) {
    bool errors = false;
    for (const int i : group.findings) {
      EXPECT_TRUE(seen.insert(i).second);
      errors |= checked.findings.at(static_cast<size_t>(i)).severity ==
                Severity::kError;
    }
    EXPECT_FALSE(errors && warnings);
    warnings |= !errors;
    EXPECT_FALSE(group.cause.zh.empty());
    EXPECT_FALSE(group.cause.en.empty());
  }
  EXPECT_TRUE(warnings);
  for (size_t i = 0; i < checked.findings.size(); ++i) {
    if (checked.findings[i].severity != Severity::kNote) {
      EXPECT_EQ(seen.count(static_cast<int>(i)), 1u);
    }
  }
}

TEST(Causes, RightDocument_HasNoGroups) {
  EXPECT_TRUE(CheckDocument(DocumentBuilder().Build()).summary.groups.empty());
}

TEST(Causes, SameDocument_GivesTheSameGroups) {
  DocumentBuilder builder;
  builder.Set("T1:in:ALL", "1").Set("T6:ALL:total", "2").RemoveRow("T5:20502");
  const Checked one = CheckDocument(builder.Build());
  const Checked two = CheckDocument(builder.Build());
  ASSERT_EQ(one.summary.groups.size(), two.summary.groups.size());
  for (size_t i = 0; i < one.summary.groups.size(); ++i) {
    EXPECT_EQ(one.summary.groups[i].findings, two.summary.groups[i].findings);
    EXPECT_EQ(one.summary.groups[i].cause, two.summary.groups[i].cause);
    EXPECT_EQ(one.summary.groups[i].reason, two.summary.groups[i].reason);
  }
}

}  // namespace
}  // namespace yuheng::validation
