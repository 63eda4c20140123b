#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/forms/prose_sheets.h"

namespace yuheng::forms {
namespace {

using budget::Indicator;
using budget::PerformanceSheet;

// domain.md section 7.
const std::vector<std::string>& Headings() {
  static const auto* const headings = new std::vector<std::string>{
      "一级指标",   "二级指标",     "三级指标",     "指标值",  "指标值设置依据",
      "上年完成值", "指标分值权重", "指标赋分规则", "佐证资料"};
  return *headings;
}
const std::vector<int>& Widths() {
  static const auto* const widths =
      new std::vector<int>{16, 18, 28, 16, 16, 16, 14, 20, 20};
  return *widths;
}
const std::vector<std::string>& FirstLevel() {
  static const auto* const levels = new std::vector<std::string>{
      "产出指标", "成本指标", "效益指标", "满意度指标"};
  return *levels;
}
const std::vector<std::string>& SecondLevel() {
  static const auto* const levels = new std::vector<std::string>{
      "数量指标",     "质量指标",         "时效指标",     "经济成本指标",
      "社会成本指标", "生态环境成本指标", "经济效益指标", "社会效益指标",
      "生态效益指标", "可持续影响指标",   "满意度指标"};
  return *levels;
}

SheetCell Label(std::string text) {
  return {.look = CellLook::kHeading, .text = std::move(text)};
}

SheetCell Open(std::string text = "") {
  return {.look = CellLook::kText, .text = std::move(text), .input = true};
}

SheetCell Amount(const budget::Cell& cell) {
  SheetCell amount{.look = CellLook::kAmount, .input = true};
  if (cell.stated()) amount.amount_fen = cell.amount_fen;
  return amount;
}

Sheet PerformanceSheetOf(const PerformanceSheet& filled, int number,
                         int fiscal_year) {
  Sheet sheet;
  sheet.name = absl::StrCat("绩效", number);
  sheet.title = "项目支出绩效目标表";
  sheet.left_line = absl::StrCat("（", fiscal_year, "年）");
  sheet.column_widths = Widths();
  sheet.locked = true;
  const size_t width = Widths().size();
  const auto add = [&](std::vector<SheetCell> cells) {
    cells.resize(width, Label(""));
    sheet.body.push_back(std::move(cells));
  };
  add({Label("预算单位"), Open(filled.unit)});
  add({Label("项目名称"), Open(filled.project), Label("项目负责人"), Open()});
  SheetCell total = Amount(filled.total);
  add({Label("项目资金（万元）"), Label("年度预算总额："), std::move(total),
       Label("其中：财政拨款"), Amount(filled.fiscal), Label("其他资金："),
       Amount(filled.other)});
  add({Label("项目总体目标"), Open(filled.goal)});
  std::vector<SheetCell> headings;
  for (const std::string& heading : Headings()) {
    headings.push_back(Label(heading));
  }
  add(std::move(headings));
  const int first_indicator = static_cast<int>(sheet.body.size());
  for (const Indicator& row : filled.indicators) {
    add({Open(row.level1), Open(row.level2), Open(row.name), Open(row.target),
         Open(row.basis), Open(row.prior), Open(row.weight), Open(row.scoring),
         Open(row.evidence)});
  }
  for (int i = 0; i < kOpenIndicatorCount; ++i) {
    add(std::vector<SheetCell>(width, Open()));
  }
  const int last_row = static_cast<int>(sheet.body.size()) - 1;
  sheet.inputs = {
      {InputRange::Kind::kAmount, 2, 2, 2, 2},
      {InputRange::Kind::kAmount, 2, 4, 2, 4},
      {InputRange::Kind::kAmount, 2, 6, 2, 6},
      {InputRange::Kind::kOneOf, first_indicator, 0, last_row, 0, FirstLevel()},
      {InputRange::Kind::kOneOf, first_indicator, 1, last_row, 1,
       SecondLevel()}};
  return sheet;
}

}  // namespace

std::vector<Sheet> PerformanceSheets(const TemplateOptions& options) {
  std::vector<Sheet> sheets;
  if (options.filled != nullptr) {
    for (const PerformanceSheet& filled : options.filled->sheets) {
      sheets.push_back(PerformanceSheetOf(
          filled, static_cast<int>(sheets.size()) + 1, options.fiscal_year));
    }
  }
  if (sheets.empty()) {
    sheets.push_back(PerformanceSheetOf({}, 1, options.fiscal_year));
  }
  return sheets;
}

}  // namespace yuheng::forms
