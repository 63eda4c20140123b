#ifndef YUHENG_SERVICES_BUDGET_CHART_OF_ACCOUNTS_H_
#define YUHENG_SERVICES_BUDGET_CHART_OF_ACCOUNTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace yuheng::budget {

// Which chart of the 政府收支分类科目.
enum class ChartKind {
  kFunction,            // 支出功能分类, 3/5/7 digits.
  kEconomicDepartment,  // 部门预算支出经济分类, 3/5 digits.
  kEconomicGovernment,  // 政府预算支出经济分类, 3/5 digits.
};

// One chart of one range of fiscal years. Immutable.
class ChartOfAccounts {
 public:
  ChartOfAccounts(ChartOfAccounts&&) = default;
  ChartOfAccounts& operator=(ChartOfAccounts&&) = default;

  // Reads CSV with the header code,name[,aliases]; aliases are separated by |.
  // INVALID_ARGUMENT names the line.
  static absl::StatusOr<ChartOfAccounts> Parse(absl::string_view csv);

  // The name of a code; empty when the chart has no such code.
  absl::string_view Name(absl::string_view code) const;

  // Whether `printed` is the code's name or an alias, compared as labels.
  bool IsName(absl::string_view code, absl::string_view printed) const;
  // The codes of that name or alias, compared as labels, ascending.
  absl::Span<const absl::string_view> CodesNamed(
      absl::string_view printed) const;

  // All codes, ascending.
  std::vector<absl::string_view> Codes() const;

 private:
  ChartOfAccounts() = default;

  std::map<std::string, std::string, std::less<>> names_;  // By code.
  // Under every normalised name; views of the keys above.
  absl::flat_hash_map<std::string, std::vector<absl::string_view>> named_;
};

// The chart in force in a fiscal year: the newest that is not newer than the
// year, or the oldest we have. Whether the year itself is covered is told by
// ChartIsOf.
const ChartOfAccounts& ChartFor(ChartKind kind, int fiscal_year);
bool ChartIsOf(ChartKind kind, int fiscal_year);

// The parent of a code: 2060101 -> 20601 -> 206 -> "".
absl::string_view ParentCode(absl::string_view code);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_CHART_OF_ACCOUNTS_H_
