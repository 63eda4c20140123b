#include "services/ingestion/formats/performance_reader.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/formats/text_lines.h"

namespace yuheng::ingestion {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Cells(const std::vector<std::string>& cells) {
  std::string text;
  for (const std::string& cell : cells)
    absl::StrAppend(&text, "\t", cell, "\n");
  return text;
}

std::string Head(const std::string& project, const std::string& total,
                 const std::string& fiscal, const std::string& other) {
  return absl::StrCat(
      Cells({"项  目  支  出  绩  效  目  标  表"}), "\n", Cells({"(2023年)"}),
      "\n", Cells({"预算单位", "某局本级"}), "\n",
      Cells({"项目名称", project, "项目负责人", "某人"}), "\n",
      Cells({"项目资金（万元）", "年度预算总额：", total, "其中：财政拨款",
             fiscal, "其他资金：", other}),
      "\n", Cells({"项目总体目标", "办好3个班。"}), "\n",
      Cells({"一级指标", "二级指标", "三级指标", "指标值", "指标值设置依据",
             "上年完成值", "指标分值权重", "指标赋分规则", "佐证资料"}),
      "\n");
}

std::string Indicator(const std::string& level1, const std::string& level2,
                      const std::string& name, const std::string& target,
                      const std::string& weight) {
  return absl::StrCat(Cells({level1, level2, name, target, "计划标准", "",
                             weight, "按比例", "工作资料"}),
                      "\n");
}

budget::Document Read(const std::string& text) {
  budget::Document document;
  document.fiscal_year = 2023;
  ReadPerformanceSheets(SplitLines(text).value(), &document);
  return document;
}

TEST(PerformanceReader, Sheet_IsReadWithInheritedLevels) {
  const budget::Document document = Read(
      absl::StrCat(Head("甲项目", "10.5", "10.5", "　"),
                   Indicator("产出指标", "数量指标", "人数", ">=20人次", "8"),
                   Indicator("", "", "期数", "≥12期", "7.5分"),
                   Indicator("", "质量指标", "合格率", "＝100%", "8")));
  ASSERT_THAT(document.sheets, SizeIs(1));
  const budget::PerformanceSheet& sheet = document.sheets[0];
  EXPECT_EQ(sheet.fiscal_year, 2023);
  EXPECT_EQ(sheet.unit, "某局本级");
  EXPECT_EQ(sheet.project, "甲项目");
  EXPECT_EQ(sheet.goal, "办好3个班。");
  EXPECT_EQ(sheet.total.amount_fen, 10'500'000);
  EXPECT_EQ(sheet.fiscal.amount_fen, 10'500'000);
  EXPECT_EQ(sheet.other.state, budget::CellState::kBlank);
  ASSERT_THAT(sheet.indicators, SizeIs(3));
  EXPECT_EQ(sheet.indicators[1].level1, "产出指标");
  EXPECT_EQ(sheet.indicators[1].level2, "数量指标");
  EXPECT_EQ(sheet.indicators[1].target_micro, 12'000'000);
  EXPECT_EQ(sheet.indicators[1].weight_micro, 7'500'000);
  EXPECT_EQ(sheet.indicators[2].level1, "产出指标");
  EXPECT_EQ(sheet.indicators[2].level2, "质量指标");
  EXPECT_EQ(sheet.indicators[2].target_micro, 100'000'000);
  EXPECT_THAT(document.problems, IsEmpty());
}

TEST(PerformanceReader, CarriedOver_IsFiscalMoney) {
  const auto read = [](const std::vector<std::string>& money) {
    const budget::Document document = Read(
        absl::StrCat(Cells({"项目支出绩效目标表"}), "\n",
                     Cells({"项目名称", "甲项目"}), "\n", Cells(money), "\n",
                     Cells({"一级指标", "二级指标", "三级指标", "指标值"})));
    return document.sheets.at(0).fiscal;
  };
  const budget::Cell both =
      read({"年度预算总额：", "25", "其中：财政拨款", "10", "上年结转：", "4.8",
            "其他资金：", "10.2"});
  EXPECT_EQ(both.amount_fen, 14'800'000);
  EXPECT_EQ(both.printed, "10+4.8");
  const budget::Cell carried = read({"年度资金总额", "4.8", "其中：财政拨款",
                                     "　", "上年结转", "4.8", "其他资金", ""});
  EXPECT_EQ(carried.amount_fen, 4'800'000);
  EXPECT_EQ(read({"财政拨款", "10", "上年结转", "　"}).amount_fen, 10'000'000);
  EXPECT_EQ(read({"财政拨款", "十", "上年结转", "4.8"}).state,
            budget::CellState::kUnreadable);
}

TEST(PerformanceReader, SheetsWithoutEmptyLineBetween_AreTwo) {
  std::string first =
      absl::StrCat(Head("甲", "10", "10", ""),
                   Indicator("产出指标", "数量指标", "人数", ">=20人次", "8"));
  first.pop_back();  // The empty line behind the last row.
  const budget::Document document = Read(
      absl::StrCat(first, Head("乙", "130", "", "130"),
                   Indicator("产出指标", "数量指标", "件数", ">=9件", "15"),
                   "（五）其他需说明的事项\n无。\n"));
  ASSERT_THAT(document.sheets, SizeIs(2));
  EXPECT_THAT(document.sheets[0].indicators, SizeIs(1));
  EXPECT_EQ(document.sheets[1].project, "乙");
  EXPECT_EQ(document.sheets[1].other.amount_fen, 130'000'000);
  ASSERT_THAT(document.sheets[1].indicators, SizeIs(1));
  EXPECT_EQ(document.sheets[1].indicators[0].evidence, "工作资料");
}

TEST(PerformanceReader, RowWithMissingCells_IsAProblemAndKeepsItsTarget) {
  const budget::Document document = Read(absl::StrCat(
      Head("甲", "10", "10", ""),
      Indicator("产出指标", "数量指标", "人数", ">=20人次", "8"),
      Cells({"", "期数", "<=12期", "计划标准", "", "9", "按比例", "工作资料"}),
      "\n", Indicator("", "质量指标", "合格率", "=100%", "8")));
  ASSERT_THAT(document.sheets, SizeIs(1));
  ASSERT_THAT(document.sheets[0].indicators, SizeIs(3));
  EXPECT_EQ(document.sheets[0].indicators[1].target_micro, 12'000'000);
  EXPECT_EQ(document.sheets[0].indicators[1].weight_micro, 9'000'000);
  ASSERT_THAT(document.problems, SizeIs(1));
  EXPECT_EQ(document.problems[0].id, "reader.sheet_row_incomplete");
}

TEST(PerformanceReader, UnreadableAmount_IsAProblem) {
  const budget::Document document = Read(
      absl::StrCat(Head("甲", "十万", "10万元", ""),
                   Indicator("产出指标", "数量指标", "人数", ">=20人", "8")));
  ASSERT_THAT(document.sheets, SizeIs(1));
  EXPECT_EQ(document.sheets[0].total.state, budget::CellState::kUnreadable);
  EXPECT_EQ(document.sheets[0].fiscal.amount_fen, 10'000'000);
  ASSERT_THAT(document.problems, SizeIs(1));
  EXPECT_EQ(document.problems[0].id, "reader.sheet_amount_unreadable");
}

TEST(TargetMicro, OperatorNumberUnit_IsANumber) {
  EXPECT_EQ(TargetMicro(">=20人次"), 20'000'000);
  EXPECT_EQ(TargetMicro("≤４.50万元"), 4'500'000);
  EXPECT_EQ(TargetMicro("＝ 100 %"), 100'000'000);
  EXPECT_EQ(TargetMicro("不少于1,200人"), 1'200'000'000);
  EXPECT_EQ(TargetMicro("<=15天"), 15'000'000);
}

TEST(TargetMicro, PhraseDateAndRatio_AreNone) {
  EXPECT_EQ(TargetMicro("有效提升"), std::nullopt);
  EXPECT_EQ(TargetMicro("=2023年5月"), std::nullopt);
  EXPECT_EQ(TargetMicro("<=2023年10月30日"), std::nullopt);
  EXPECT_EQ(TargetMicro("=12月底前"), std::nullopt);
  EXPECT_EQ(TargetMicro("2023-10-30"), std::nullopt);
  EXPECT_EQ(TargetMicro(">="), std::nullopt);
  EXPECT_EQ(TargetMicro(""), std::nullopt);
}

}  // namespace
}  // namespace yuheng::ingestion
