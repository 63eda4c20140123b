#include "services/validation/evaluation/performance/sheet_figure.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/rounding.h"

namespace yuheng::validation {
namespace {

using budget::Indicator;
using budget::PerformanceSheet;

constexpr size_t kAddendsMax = 40;

// 人均培训成本: what one of something costs, not a part of the budget. Farmland
// of a high standard (高标准农田) is no price.
bool IsUnitPrice(absl::string_view text) {
  const std::string name = absl::StrReplaceAll(text, {{"高标准", ""}});
  for (const absl::string_view word :
       {"人均", "户均", "台均", "亩均", "平均", "单位成本", "单价", "单次",
        "单项", "单件", "每", "标准", "/", "节约", "控制率"}) {
    if (absl::StrContains(name, word)) return true;
  }
  return false;
}

}  // namespace

Place SheetPlace(const budget::Document& document, size_t k,
                 absl::string_view field) {
  const PerformanceSheet& sheet = document.sheets[k];
  Place place{absl::StrCat("P", k + 1, ":", field), {sheet.line, ""}};
  if (field == "total") place.location = sheet.total.location;
  if (field == "fiscal") place.location = sheet.fiscal.location;
  if (field == "other") place.location = sheet.other.location;
  if (field == "goal") place.location = {sheet.goal_line, ""};
  return place;
}

Place IndicatorPlace(const budget::Document& document, size_t k, size_t j,
                     absl::string_view field) {
  return {absl::StrCat("P", k + 1, ":ind", j + 1, ":", field),
          {document.sheets[k].indicators[j].line, ""}};
}

std::string WanText(int64_t fen) { return budget::FormatDecimal(fen); }

std::string SumText(const std::vector<int64_t>& parts_fen) {
  std::string text;
  size_t written = 0;
  for (const int64_t part : parts_fen) {
    if (part == 0) continue;
    if (written == kAddendsMax) {
      text += " + …";
      break;
    }
    absl::StrAppend(&text, written++ == 0 ? "" : " + ", WanText(part));
  }
  return text.empty() ? "0" : text;
}

void MissingPlaces::Add(Place place, const budget::Text& what) {
  if (places_.empty()) first_ = what;
  places_.push_back(std::move(place));
}

void MissingPlaces::Report(Reporter& reporter) {
  if (places_.empty()) return;
  const std::string count = absl::StrCat(places_.size());
  reporter.Insufficient(std::move(places_),
                        budget::Message("finding.insufficient_figures",
                                        {{"place", first_}, {"count", count}}));
}

budget::Text SheetFieldText(const PerformanceSheet& sheet,
                            absl::string_view field) {
  const absl::string_view id = field == "total"    ? "performance.field_total"
                               : field == "fiscal" ? "performance.field_fiscal"
                               : field == "other"  ? "performance.field_other"
                                                   : "performance.field_year";
  return budget::Message(
      "performance.sheet_field",
      {{"project", sheet.project}, {"field", budget::Message(id)}});
}

int64_t AddFen(int64_t a, int64_t b) {
  constexpr __int128 kLimit = 4'000'000'000'000'000'000;
  return static_cast<int64_t>(
      std::clamp<__int128>(static_cast<__int128>(a) + b, -kLimit, kLimit));
}

int64_t CountNonzero(const std::vector<int64_t>& parts_fen) {
  return std::count_if(parts_fen.begin(), parts_fen.end(),
                       [](int64_t fen) { return fen != 0; });
}

bool MayBeEqual(int64_t a_fen, int64_t b_fen, int64_t nonzero_figures) {
  return JudgeSum(a_fen, b_fen, std::max<int64_t>(nonzero_figures, 2) - 1,
                  kSheetPrecisionFen) != Agreement::kInconsistent;
}

bool IsCost(const Indicator& indicator) {
  return absl::StrContains(indicator.level1, "成本") ||
         absl::StrContains(indicator.level2, "成本");
}

CostParts CostPartsOf(const PerformanceSheet& sheet) {
  CostParts parts;
  for (size_t j = 0; j < sheet.indicators.size(); ++j) {
    const Indicator& indicator = sheet.indicators[j];
    if (!IsCost(indicator)) continue;
    const auto money = MoneyFenOf(ReadTarget(indicator.target));
    // Costs to society and environment are told in words.
    const bool words = absl::StrContains(indicator.level2, "社会") ||
                       absl::StrContains(indicator.level2, "生态");
    if (!money.has_value() && words) continue;
    if (!money.has_value() ||
        IsUnitPrice(budget::NormaliseLabel(indicator.name)) ||
        IsUnitPrice(budget::NormaliseLabel(indicator.target))) {
      return {};
    }
    parts.indicators.push_back(j);
    parts.fen.push_back(*money);
  }
  return parts;
}

LikelyTotal LikelyTotalOf(const PerformanceSheet& sheet) {
  const int64_t total = sheet.total.amount_fen;
  const int64_t sources = sheet.fiscal.amount_fen + sheet.other.amount_fen;
  const CostParts parts = CostPartsOf(sheet);
  const int64_t costs =
      std::accumulate(parts.fen.begin(), parts.fen.end(), int64_t{0});
  const bool by_sources = sources != 0 && !MayBeEqual(total, sources, 3);
  const bool by_costs =
      costs != 0 && !MayBeEqual(total, costs, CountNonzero(parts.fen) + 1);
  if (by_sources && by_costs &&
      MayBeEqual(sources, costs, CountNonzero(parts.fen) + 2)) {
    return {sources, sources};
  }
  // Costs and sources each bear the total out.
  if (by_sources) return {total, costs != 0 && !by_costs ? total : sources};
  return {total, by_costs ? costs : total};
}

bool HoldsTogether(const PerformanceSheet& sheet) {
  if (!sheet.total.stated()) return false;
  const int64_t total = sheet.total.amount_fen;
  if (!MayBeEqual(total, sheet.fiscal.amount_fen + sheet.other.amount_fen, 3)) {
    return false;
  }
  const CostParts costs = CostPartsOf(sheet);
  if (costs.fen.empty()) return true;
  const int64_t sum =
      std::accumulate(costs.fen.begin(), costs.fen.end(), int64_t{0});
  return MayBeEqual(total, sum, CountNonzero(costs.fen) + 1);
}

bool WasRead(const PerformanceSheet& sheet, const budget::Cell& cell) {
  return cell.stated() || !cell.printed.empty() ||
         cell.location.line != sheet.line || !cell.location.reference.empty();
}

}  // namespace yuheng::validation
