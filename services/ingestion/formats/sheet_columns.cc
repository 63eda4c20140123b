#include "services/ingestion/formats/sheet_columns.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"

namespace yuheng::ingestion {
namespace {

struct ColumnLabel {
  absl::string_view text;
  SheetColumn column;
};

constexpr ColumnLabel kColumns[] = {
    {"一级指标", SheetColumn::kLevel1},
    {"二级指标", SheetColumn::kLevel2},
    {"三级指标", SheetColumn::kName},
    {"指标值", SheetColumn::kTarget},
    {"目标值", SheetColumn::kTarget},
    {"年度指标值", SheetColumn::kTarget},
    {"指标值设置依据", SheetColumn::kBasis},
    {"指标值设定依据", SheetColumn::kBasis},
    {"设置依据", SheetColumn::kBasis},
    {"上年完成值", SheetColumn::kPrior},
    {"上年度完成值", SheetColumn::kPrior},
    {"上年完成情况", SheetColumn::kPrior},
    {"指标分值权重", SheetColumn::kWeight},
    {"分值权重", SheetColumn::kWeight},
    {"指标权重", SheetColumn::kWeight},
    {"权重", SheetColumn::kWeight},
    {"分值", SheetColumn::kWeight},
    {"指标赋分规则", SheetColumn::kScoring},
    {"赋分规则", SheetColumn::kScoring},
    {"评分规则", SheetColumn::kScoring},
    {"佐证资料", SheetColumn::kEvidence},
    {"佐证材料", SheetColumn::kEvidence},
    {"指标名称", SheetColumn::kName},
    {"绩效指标", SheetColumn::kName},
    {"绩效目标值", SheetColumn::kTarget},
    {"本年指标值", SheetColumn::kTarget},
    {"本年目标值", SheetColumn::kTarget},
    {"上年值", SheetColumn::kPrior},
    {"上年实际完成值", SheetColumn::kPrior},
    {"指标分值", SheetColumn::kWeight},
    {"分值(权重)", SheetColumn::kWeight},
    {"指标性质", SheetColumn::kOperator},
    {"指标方向", SheetColumn::kOperator},
    {"指标符号", SheetColumn::kOperator},
    {"运算符号", SheetColumn::kOperator},
    {"符号", SheetColumn::kOperator},
    {"计量单位", SheetColumn::kUnit},
    {"度量单位", SheetColumn::kUnit},
    {"指标单位", SheetColumn::kUnit},
    {"单位", SheetColumn::kUnit},
};

// First columns that number the rows.
constexpr absl::string_view kNumberColumns[] = {"序号", "编号"};
constexpr absl::string_view kFirstLevels[] = {"产出", "成本", "效益", "满意度",
                                              "效果"};
// No form has more columns.
constexpr size_t kColumnsMax = 16;

}  // namespace

absl::string_view SheetLabelName(absl::string_view normalised) {
  absl::string_view name = normalised;
  name = absl::StripSuffix(name, ":");
  // What stands in brackets behind it.
  if (absl::EndsWith(name, ")")) {
    const size_t open = name.rfind('(');
    if (open != absl::string_view::npos && open > 0)
      name = name.substr(0, open);
  }
  return absl::StripSuffix(name, ":");
}

SheetColumn SheetColumnOf(const RawCell& cell) {
  const std::string name = budget::NormaliseLabel(cell.text);
  const absl::string_view bare = SheetLabelName(name);
  for (const ColumnLabel& label : kColumns) {
    if (label.text == bare || label.text == name) return label.column;
  }
  return SheetColumn::kUnknown;
}

bool OpensSheetHeader(const RawCell& cell) {
  return SheetColumnOf(cell) == SheetColumn::kLevel1;
}

bool NumbersSheetRows(const RawCell& cell) {
  const std::string name = budget::NormaliseLabel(cell.text);
  return std::find(std::begin(kNumberColumns), std::end(kNumberColumns),
                   name) != std::end(kNumberColumns);
}

size_t HeaderCells(absl::Span<const RawCell> run, bool first) {
  size_t known = 0;
  while (known < run.size() &&
         SheetColumnOf(run[known]) != SheetColumn::kUnknown) {
    ++known;
  }
  const auto level =
      std::find_if(run.begin(), run.end(), OpensSheetHeader) - run.begin();
  if (known == run.size() || !first ||
      level == static_cast<std::ptrdiff_t>(run.size())) {
    return known;
  }
  const auto value =
      std::find_if(run.begin() + level, run.end(), [](const RawCell& cell) {
        const std::string text = budget::NormaliseLabel(cell.text);
        return std::any_of(std::begin(kFirstLevels), std::end(kFirstLevels),
                           [&](absl::string_view word) {
                             return text == word ||
                                    text == absl::StrCat(word, "指标");
                           });
      });
  const size_t cells =
      value == run.end() ? run.size() : value - run.begin() - level;
  return cells <= kColumnsMax ? cells : known;
}

}  // namespace yuheng::ingestion
