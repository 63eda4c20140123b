#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/performance/sheet_figure.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::PerformanceSheet;

constexpr int64_t kOne = budget::kMicroPerOne;
// 10 of 100 points may be for the execution of the budget, outside the sheet.
constexpr int64_t kSums[] = {90 * kOne, 100 * kOne};

enum Group { kOutput, kCost, kBenefit, kSatisfaction, kOtherGroup };
constexpr size_t kGroups = 5;
using Distribution = std::vector<int64_t>;  // By Group.

Group GroupOf(const budget::Indicator& indicator) {
  const std::string level1 = budget::NormaliseLabel(indicator.level1);
  if (absl::StrContains(level1, "产出")) return kOutput;
  if (absl::StrContains(level1, "成本")) return kCost;
  if (absl::StrContains(level1, "满意")) return kSatisfaction;
  if (absl::StrContains(level1, "效益") || absl::StrContains(level1, "效果")) {
    return kBenefit;
  }
  return kOtherGroup;
}

bool HasWeights(const PerformanceSheet& sheet) {
  return std::any_of(sheet.indicators.begin(), sheet.indicators.end(),
                     [](const auto& each) { return !each.weight.empty(); });
}

// The weights of each group; absent when one can not be read.
std::optional<Distribution> DistributionOf(const PerformanceSheet& sheet) {
  Distribution groups(kGroups, 0);
  for (const budget::Indicator& indicator : sheet.indicators) {
    if (!indicator.weight_micro.has_value()) return std::nullopt;
    groups[GroupOf(indicator)] += *indicator.weight_micro;
  }
  return groups;
}

int64_t SumOf(const Distribution& groups) {
  int64_t sum = 0;
  for (const int64_t weight : groups) sum += weight;
  return sum;
}

bool IsUsualSum(int64_t sum) {
  return std::find(std::begin(kSums), std::end(kSums), sum) != std::end(kSums);
}

// 40/20/20/10; 50/30/10 where costs are outputs; the points of a missing
// satisfaction stand under benefit; 10 more for the execution of the budget.
bool IsUsualDistribution(const Distribution& groups) {
  constexpr int64_t kUsual[][4] = {
      {40, 20, 20, 10}, {40, 20, 30, 0}, {50, 0, 30, 10}, {50, 0, 40, 0}};
  return std::any_of(
      std::begin(kUsual), std::end(kUsual), [&](const auto& usual) {
        for (size_t i = 0; i < 4; ++i) {
          if (groups[i] != usual[i] * kOne) return false;
        }
        return groups[kOtherGroup] == 0 || groups[kOtherGroup] == 10 * kOne;
      });
}

// What most sheets of the document have, when at least two have it and it
// stands above all others.
template <typename T>
std::optional<T> MostCommon(const std::vector<T>& values) {
  std::map<T, int> counts;
  for (const T& value : values) ++counts[value];
  std::optional<T> best;
  int most = 1;
  bool tie = true;
  for (const auto& [value, count] : counts) {
    if (count > most) {
      best = value;
      most = count;
      tie = false;
    } else if (count == most) {
      tie = true;
    }
  }
  return tie ? std::nullopt : best;
}

std::string DistributionText(const Distribution& groups) {
  std::string text;
  for (size_t i = 0; i < kOtherGroup; ++i) {
    absl::StrAppend(&text, i == 0 ? "" : "/", budget::FormatDecimal(groups[i]));
  }
  return text;
}

// The weights of the sheet, those of the groups that are not as usual first.
std::vector<Place> WeightPlaces(const budget::Document& document, size_t k,
                                const Distribution& groups) {
  constexpr int64_t kUsual[] = {40 * kOne, 20 * kOne, 20 * kOne, 10 * kOne, 0};
  std::vector<Place> first;
  std::vector<Place> rest;
  const PerformanceSheet& sheet = document.sheets[k];
  for (size_t j = 0; j < sheet.indicators.size(); ++j) {
    const Group group = GroupOf(sheet.indicators[j]);
    (groups[group] != kUsual[group] ? first : rest)
        .push_back(IndicatorPlace(document, k, j, "weight"));
  }
  first.insert(first.end(), rest.begin(), rest.end());
  return first;
}

std::vector<std::optional<Distribution>> DistributionsOf(
    const budget::Document& document) {
  std::vector<std::optional<Distribution>> all;
  for (const PerformanceSheet& sheet : document.sheets) {
    all.push_back(HasWeights(sheet) ? DistributionOf(sheet) : std::nullopt);
  }
  return all;
}

}  // namespace

// P-02: the weights of a sheet add up to 90, or to 100 where the form keeps no
// points for the execution of the budget, and to what the other sheets of the
// document do. A form without weights has none to add up.
void CheckSheetWeights(const CheckContext& context) {
  const budget::Document& document = context.document;
  const auto distributions = DistributionsOf(document);
  MissingPlaces missing;
  std::vector<int64_t> usual_sums;
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const PerformanceSheet& sheet = document.sheets[k];
    if (!distributions[k].has_value()) {
      if (HasWeights(sheet)) {
        const auto unread = std::find_if(
            sheet.indicators.begin(), sheet.indicators.end(),
            [](const auto& each) { return !each.weight_micro.has_value(); });
        missing.Add(
            IndicatorPlace(document, k, unread - sheet.indicators.begin(),
                           "weight"),
            Message("performance.weight_of",
                    {{"project", sheet.project}, {"name", unread->name}}));
      }
      continue;
    }
    const int64_t sum = SumOf(*distributions[k]);
    if (IsUsualSum(sum)) usual_sums.push_back(sum);
  }
  const std::optional<int64_t> common = MostCommon(usual_sums);
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    if (!distributions[k].has_value()) continue;
    const PerformanceSheet& sheet = document.sheets[k];
    const int64_t sum = SumOf(*distributions[k]);
    std::vector<int64_t> weights;
    for (const budget::Indicator& indicator : sheet.indicators) {
      weights.push_back(*indicator.weight_micro);
    }
    std::vector<Place> places = WeightPlaces(document, k, *distributions[k]);
    const std::string actual = budget::FormatDecimal(sum);
    if (!IsUsualSum(sum)) {
      context.reporter.Fail(
          std::move(places),
          Message("performance.weights", {{"project", sheet.project},
                                          {"sum", SumText(weights)},
                                          {"actual", actual}}));
    } else if (common.has_value() && sum != *common) {
      context.reporter.Fail(
          std::move(places),
          Message("performance.weights_unlike_others",
                  {{"project", sheet.project},
                   {"actual", actual},
                   {"usual", budget::FormatDecimal(*common)}}));
    }
  }
  missing.Report(context.reporter);
}

// P-03: 40/20/20/10, or what the other sheets of the document have. Where the
// sum is wrong P-02 has said so.
void CheckWeightDistribution(const CheckContext& context) {
  const budget::Document& document = context.document;
  const auto distributions = DistributionsOf(document);
  std::vector<Distribution> known;
  for (const auto& each : distributions) {
    if (each.has_value()) known.push_back(*each);
  }
  const std::optional<Distribution> common = MostCommon(known);
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    if (!distributions[k].has_value()) continue;
    const Distribution& groups = *distributions[k];
    if (!IsUsualSum(SumOf(groups)) || IsUsualDistribution(groups) ||
        groups == common) {
      continue;
    }
    context.reporter.Fail(WeightPlaces(document, k, groups),
                          Message("performance.weight_distribution",
                                  {{"project", document.sheets[k].project},
                                   {"actual", DistributionText(groups)}}));
  }
}

}  // namespace yuheng::validation
