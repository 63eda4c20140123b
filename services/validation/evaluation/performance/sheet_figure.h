#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_SHEET_FIGURE_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_SHEET_FIGURE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/budget/decimal.h"
#include "services/budget/document.h"
#include "services/budget/messages.h"
#include "services/validation/evaluation/performance/printed_target.h"
#include "services/validation/evaluation/reporter.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

// Sheets print amounts in 万元 with two decimals, as tables do.
inline constexpr int64_t kSheetPrecisionFen = budget::kFenPerWanYuan / 100;

// The places of the k-th sheet of a document, from 0: P1:total for `field`
// total of the first; P1:ind2:target.
Place SheetPlace(const budget::Document& document, size_t k,
                 absl::string_view field);
Place IndicatorPlace(const budget::Document& document, size_t k, size_t j,
                     absl::string_view field);

// An amount in 万元: "4.5".
std::string WanText(int64_t fen);
// "5 + 2.5", of amounts in 万元 or of points in millionths; beyond 40 the rest
// is an ellipsis.
std::string SumText(const std::vector<int64_t>& parts_fen);

// What a rule could not look at, for its one INSUFFICIENT.
class MissingPlaces {
 public:
  // `what` is said of the first one only.
  void Add(Place place, const budget::Text& what);
  // Reports if there is any.
  void Report(Reporter& reporter);

 private:
  std::vector<Place> places_;
  budget::Text first_;
};

// 「“引智工作经费”绩效目标表的年度预算总额」 for total, fiscal, other, year.
budget::Text SheetFieldText(const budget::PerformanceSheet& sheet,
                            absl::string_view field);

// a + b, held at ±4·10^18 where a hostile document would go beyond.
int64_t AddFen(int64_t a, int64_t b);

// How many of them are not zero.
int64_t CountNonzero(const std::vector<int64_t>& parts_fen);

// Whether two sums of printed amounts may be equal when that many figures that
// are not zero make them up.
bool MayBeEqual(int64_t a_fen, int64_t b_fen, int64_t nonzero_figures);

// The cost indicators of a sheet when together they are its budget: amounts of
// money, none of them a unit price. Empty when they are not that.
struct CostParts {
  std::vector<size_t> indicators;
  std::vector<int64_t> fen;
};
CostParts CostPartsOf(const budget::PerformanceSheet& sheet);

// Whether an indicator states a cost.
bool IsCost(const budget::Indicator& indicator);

// What a sheet most likely has in all. Where total, parts and costs contradict
// each other, what two of them say, and else what the total does not say as the
// alternative; an error in one figure must not look like a missing sheet.
struct LikelyTotal {
  int64_t fen = 0;
  int64_t alternative_fen = 0;  // The same where there is none.
};
LikelyTotal LikelyTotalOf(const budget::PerformanceSheet& sheet);

// Whether its total agrees with its two parts and with its costs, as far as
// they are printed: then the sheet is not where an error is to be looked for.
bool HoldsTogether(const budget::PerformanceSheet& sheet);

// Whether the label of a money cell was found at all, so that a blank is blank
// and not unread.
bool WasRead(const budget::PerformanceSheet& sheet, const budget::Cell& cell);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_SHEET_FIGURE_H_
