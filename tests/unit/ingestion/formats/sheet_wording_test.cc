// One performance sheet in other bureaus' forms: the same facts each time.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/budget/decimal.h"
#include "services/ingestion/formats/performance_reader.h"
#include "services/ingestion/formats/text_lines.h"

namespace yuheng::ingestion {
namespace {

// Rows with | between the cells, one a line, as the published text prints them.
std::string Sheet(absl::string_view rows) {
  std::string text;
  for (absl::string_view row : absl::StrSplit(rows, '\n', absl::SkipEmpty())) {
    for (absl::string_view cell : absl::StrSplit(row, '|')) {
      absl::StrAppend(&text, "\t", cell, "\n");
    }
    text += "\n";
  }
  return text;
}

std::string Amount(const budget::Cell& cell) {
  switch (cell.state) {
    case budget::CellState::kStated:
      return budget::FormatDecimal(cell.amount_fen);
    case budget::CellState::kUnreadable:
      return "unreadable";
    default:
      return "blank";
  }
}

std::string FactsOf(const std::string& text) {
  budget::Document document;
  document.fiscal_year = 2023;
  ReadPerformanceSheets(SplitLines(text).value(), &document);
  std::string facts;
  for (const budget::PerformanceSheet& sheet : document.sheets) {
    absl::StrAppend(&facts, sheet.fiscal_year, " ", sheet.project, " ",
                    Amount(sheet.total), " ", Amount(sheet.fiscal), " ",
                    Amount(sheet.other), "\n", sheet.goal, "\n");
    for (const budget::Indicator& indicator : sheet.indicators) {
      absl::StrAppend(&facts, indicator.level1, "/", indicator.level2, "/",
                      indicator.name, " ", indicator.target, " ",
                      indicator.target_micro.has_value()
                          ? budget::FormatDecimal(*indicator.target_micro)
                          : "words",
                      " ",
                      indicator.weight_micro.has_value()
                          ? budget::FormatDecimal(*indicator.weight_micro)
                          : "none",
                      " ", indicator.prior, "\n");
    }
  }
  for (const budget::ReadingProblem& problem : document.problems) {
    absl::StrAppend(&facts, problem.id, "\n");
  }
  return facts;
}

constexpr absl::string_view kFacts =
    "2023 甲项目 50 40 10\n"
    "办好3个班。\n"
    "产出指标/数量指标/培训人数 >=20人次 20 10 12人次\n"
    "产出指标/质量指标/合格率 =100% 100 20 \n"
    "成本指标/经济成本指标/培训费用 <=50万元 50 20 \n"
    "满意度指标/满意度指标/学员满意度 >=95% 95 10 90%\n";

void ExpectSameFacts(absl::string_view rows) {
  EXPECT_EQ(FactsOf(Sheet(rows)), kFacts) << rows;
}

TEST(SheetWording, PublishedForm) {
  ExpectSameFacts(R"(
项目支出绩效目标表
(2023年)
预算单位|某局本级
项目名称|甲项目|项目负责人|某人
项目资金（万元）|年度预算总额：|50|其中：财政拨款|40|其他资金：|10
项目总体目标|办好3个班。
一级指标|二级指标|三级指标|指标值|指标值设置依据|上年完成值|指标分值权重|指标赋分规则|佐证资料
产出指标|数量指标|培训人数|>=20人次|计划标准|12人次|10|按比例|资料
|质量指标|合格率|=100%|计划标准||20|按比例|资料
成本指标|经济成本指标|培训费用|<=50万元|计划标准||20|按比例|资料
满意度指标|满意度指标|学员满意度|>=95%|计划标准|90%|10|按比例|资料
)");
}

TEST(SheetWording, OtherLabelsOfTheHead) {
  ExpectSameFacts(R"(
2023年项目支出绩效目标申报表
单位名称|某局本级
项目名称：|甲项目|项目负责人|某人|联系电话|2020000
资金情况（万元）|资金总额：|50|其中：财政资金|40|其他资金|10
年度目标|办好3个班。
一级指标|二级指标|三级指标|指标值|设置依据|上年完成值|权重|赋分规则|佐证材料
产出指标|数量指标|培训人数|>=20人次|计划标准|12人次|10%|按比例|资料
|质量指标|合格率|=100%|计划标准||20%|按比例|资料
成本指标|经济成本指标|培训费用|<=50万元|计划标准||20%|按比例|资料
满意度指标|满意度指标|学员满意度|>=95%|计划标准|90%|10%|按比例|资料
)");
}

TEST(SheetWording, LabelAndValueInOneCell) {
  ExpectSameFacts(R"(
部门预算项目支出绩效目标表
（2023年度）
预算单位：某局本级
项目名称：甲项目
项目资金：|年度资金总额：50万元|其中：财政拨款：40万元|其他资金：10万元
年度绩效目标|办好3个班。
一级指标|二级指标|三级指标|年度指标值|指标值设定依据|上年度完成值|分值|评分规则|佐证资料
产出指标|数量指标|培训人数|>=20人次|计划标准|12人次|10分|按比例|资料
|质量指标|合格率|=100%|计划标准||20分|按比例|资料
成本指标|经济成本指标|培训费用|<=50万元|计划标准||20分|按比例|资料
满意度指标|满意度指标|学员满意度|>=95%|计划标准|90%|10分|按比例|资料
)");
}

TEST(SheetWording, MergedCellsAreLost) {
  ExpectSameFacts(R"(
项目支出绩效目标表
(2023年)
项目名称|甲项目
项目资金（万元）|年度预算总额|50|财政拨款|40|其他资金|10
项目总体目标|办好3个班。
一级指标|二级指标|三级指标|指标值|指标值设置依据|上年完成值|指标分值权重|指标赋分规则|佐证资料
产出指标|数量指标|培训人数|>=20人次|计划标准|12人次|10|按比例|资料
质量指标|合格率|=100%|计划标准||20|按比例|资料
成本指标|经济成本指标|培训费用|<=50万元|计划标准||20|按比例|资料
满意度指标|满意度指标|学员满意度|>=95%|计划标准|90%|10|按比例|资料
)");
}

TEST(SheetWording, OperatorAndUnitInColumnsOfTheirOwn) {
  ExpectSameFacts(R"(
项目支出绩效目标表
(2023年)
项目名称|甲项目
项目资金（万元）|年度预算总额|50|其中：财政拨款|40|其他资金|10
总体目标|办好3个班。
一级指标|二级指标|三级指标|指标性质|指标值|计量单位|上年完成值|权重
产出指标|数量指标|培训人数|>=|20|人次|12人次|10
|质量指标|合格率|=|100|%||20
成本指标|经济成本指标|培训费用|<=|50|万元||20
满意度指标|满意度指标|学员满意度|>=|95|%|90%|10
)");
}

TEST(SheetWording, UnknownColumnsAndOrder) {
  ExpectSameFacts(R"(
项目支出绩效目标表
(2023年)
项目名称|甲项目
项目资金（万元）|年度预算总额：|50.00|其中：财政拨款|40.00|其他资金：|10.00
项目总体目标|办好3个班。
序号|一级指标|二级指标|三级指标|指标解释|指标值|权重|上年完成值|备注
1|产出指标|数量指标|培训人数|人数|>=20人次|10|12人次|
2||质量指标|合格率|比率|=100%|20||
3|成本指标|经济成本指标|培训费用|费用|<=50万元|20||
4|满意度指标|满意度指标|学员满意度|比率|>=95%|10|90%|
)");
}

TEST(SheetWording, AmountsInYuan) {
  ExpectSameFacts(R"(
项目支出绩效目标表
(2023年)
项目名称|甲项目
项目资金（元）|年度预算总额：|500,000|其中：财政拨款|400,000|其他资金：|100,000
项目总体目标|办好3个班。
一级指标|二级指标|三级指标|指标值|指标值设置依据|上年完成值|指标分值权重|指标赋分规则|佐证资料
产出指标|数量指标|培训人数|>=20人次|计划标准|12人次|10.00|按比例|资料
|质量指标|合格率|=100%|计划标准||20.00|按比例|资料
成本指标|经济成本指标|培训费用|<=50万元|计划标准||20.00|按比例|资料
满意度指标|满意度指标|学员满意度|>=95%|计划标准|90%|10.00|按比例|资料
)");
}

TEST(SheetWording, OtherSourcesOfMoney) {
  // What stands beside 财政拨款 and 其他资金 is neither of them.
  EXPECT_EQ(FactsOf(Sheet(R"(
项目支出绩效目标表
(2023年)
项目名称|甲项目
项目资金（万元）|年度预算总额|50|其中：财政拨款|40|上年结转|4|其他资金|6
项目总体目标|办好3个班。
一级指标|二级指标|三级指标|指标值|权重
产出指标|数量指标|培训人数|>=20人次|10
)")),
            "2023 甲项目 50 44 6\n办好3个班。\n"
            "产出指标/数量指标/培训人数 >=20人次 20 10 \n");
}

TEST(SheetWording, LevelNamesWithoutTheirLastWord) {
  EXPECT_EQ(FactsOf(Sheet(R"(
项目支出绩效目标表
(2023年)
项目名称|甲项目
项目资金（万元）|年度预算总额|50|其中：财政拨款|50|其他资金|
项目总体目标|办好3个班。
一级指标|二级指标|三级指标|指标值|权重
产出|数量|培训人数|≥20人次|50
|时效|完成时间|2023年12月底前|40
)")),
            "2023 甲项目 50 50 blank\n办好3个班。\n"
            "产出/数量/培训人数 ≥20人次 20 50 \n"
            "产出/时效/完成时间 2023年12月底前 words 40 \n");
}

}  // namespace
}  // namespace yuheng::ingestion
