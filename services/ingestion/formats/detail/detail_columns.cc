#include "services/ingestion/formats/detail/detail_columns.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/budget/text.h"
#include "services/budget/unit_of_account.h"

namespace yuheng::ingestion {
namespace {

bool Has(absl::string_view heading, absl::string_view word) {
  return absl::StrContains(heading, word);
}

// Of a heading as NormaliseLabel leaves it; empty for columns that are not
// needed. A column of names beside one of codes is one of them.
absl::optional<DetailField> FieldOf(absl::string_view heading) {
  const bool names = Has(heading, "名称");
  if (Has(heading, "功能")) {
    if (names) return absl::nullopt;
    return DetailField::kFunction;
  }
  if (Has(heading, "经济")) {
    if (names || Has(heading, "政府")) return absl::nullopt;
    return DetailField::kEconomic;
  }
  if (Has(heading, "资金来源") || Has(heading, "资金性质")) {
    return DetailField::kSource;
  }
  if (Has(heading, "支出类型") || Has(heading, "支出类别") ||
      Has(heading, "支出性质") || Has(heading, "项目类别") ||
      Has(heading, "项目类型")) {
    return DetailField::kKind;
  }
  if (heading == "项目" || heading == "项目名称" || heading == "预算项目" ||
      heading == "预算项目名称") {
    return DetailField::kProject;
  }
  if (heading == "部门" || heading == "部门名称" || heading == "主管部门" ||
      heading == "预算部门") {
    return DetailField::kDepartment;
  }
  if (heading == "年度" || heading == "预算年度") return DetailField::kYear;
  if (budget::StartsWithAny(heading, {"金额", "预算数", "预算金额", "申报数",
                                      "申报金额", "批复数", "批复金额"})) {
    return DetailField::kAmount;
  }
  return absl::nullopt;
}

// 元 of 金额(元).
int64_t UnitIn(absl::string_view heading) {
  for (const budget::UnitOfAccount& unit : budget::kUnitsOfAccount) {
    if (absl::EndsWith(heading, absl::StrCat("(", unit.name, ")"))) {
      return unit.fen;
    }
  }
  return 0;
}

}  // namespace

absl::optional<DetailColumns> FindDetailColumns(
    absl::Span<const std::string> headings) {
  DetailColumns columns;
  columns.cells.fill(-1);
  for (size_t i = 0; i < headings.size(); ++i) {
    const std::string heading = budget::NormaliseLabel(headings[i]);
    const auto field = FieldOf(heading);
    if (!field.has_value()) continue;
    int& cell = columns.cells[static_cast<size_t>(*field)];
    if (cell >= 0) return absl::nullopt;
    cell = static_cast<int>(i);
    if (*field == DetailField::kAmount) columns.unit_fen = UnitIn(heading);
  }
  for (const DetailField required :
       {DetailField::kFunction, DetailField::kEconomic, DetailField::kSource,
        DetailField::kAmount}) {
    if (columns.Of(required) < 0) return absl::nullopt;
  }
  return columns;
}

}  // namespace yuheng::ingestion
