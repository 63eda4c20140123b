#include "services/ingestion/formats/sheet_head.h"

#include <algorithm>
#include <iterator>

#include "services/ingestion/formats/sheet_columns.h"

namespace yuheng::ingestion {
namespace {

struct HeadLabel {
  absl::string_view text;
  SheetHeadField field;
};

// Normalised, without the colon and a unit in brackets.
constexpr HeadLabel kHeadLabels[] = {
    {"预算单位", SheetHeadField::kUnit},
    {"单位名称", SheetHeadField::kUnit},
    {"项目单位", SheetHeadField::kUnit},
    {"实施单位", SheetHeadField::kUnit},
    {"项目实施单位", SheetHeadField::kUnit},
    {"主管部门", SheetHeadField::kIgnored},
    {"主管部门及代码", SheetHeadField::kIgnored},
    {"项目名称", SheetHeadField::kProject},
    {"项目负责人", SheetHeadField::kIgnored},
    {"联系电话", SheetHeadField::kIgnored},
    {"项目属性", SheetHeadField::kIgnored},
    {"项目期限", SheetHeadField::kIgnored},
    {"项目资金", SheetHeadField::kIgnored},
    {"资金情况", SheetHeadField::kIgnored},
    {"年度预算总额", SheetHeadField::kTotal},
    {"年度资金总额", SheetHeadField::kTotal},
    {"预算总额", SheetHeadField::kTotal},
    {"资金总额", SheetHeadField::kTotal},
    {"其中:财政拨款", SheetHeadField::kFiscal},
    {"财政拨款", SheetHeadField::kFiscal},
    {"其中:财政资金", SheetHeadField::kFiscal},
    {"财政资金", SheetHeadField::kFiscal},
    {"上年结转", SheetHeadField::kCarried},
    {"上年结转资金", SheetHeadField::kCarried},
    {"上年结转结余", SheetHeadField::kCarried},
    {"上年财政拨款结转", SheetHeadField::kCarried},
    {"财政拨款结转", SheetHeadField::kCarried},
    {"结转资金", SheetHeadField::kCarried},
    {"其他资金", SheetHeadField::kOther},
    {"其它资金", SheetHeadField::kOther},
    {"项目总体目标", SheetHeadField::kGoal},
    {"总体目标", SheetHeadField::kGoal},
    {"年度总体目标", SheetHeadField::kGoal},
    {"年度目标", SheetHeadField::kGoal},
    {"年度绩效目标", SheetHeadField::kGoal},
};

}  // namespace

std::optional<SheetHeadField> SheetHeadFieldOf(absl::string_view normalised) {
  const absl::string_view name = SheetLabelName(normalised);
  const auto label =
      std::find_if(std::begin(kHeadLabels), std::end(kHeadLabels),
                   [name](const HeadLabel& l) { return l.text == name; });
  if (label == std::end(kHeadLabels)) return std::nullopt;
  return label->field;
}

}  // namespace yuheng::ingestion
