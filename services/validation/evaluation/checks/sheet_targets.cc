#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/code_points.h"
#include "services/validation/evaluation/performance/printed_target.h"
#include "services/validation/evaluation/performance/sheet_figure.h"
#include "services/validation/evaluation/performance/unit_kind.h"

namespace yuheng::validation {
namespace {

using budget::ContainsAny;
using budget::Indicator;
using budget::Message;

constexpr int64_t kHundredPercent = 100 * budget::kMicroPerOne;

// A share of a whole: it can not be more than all of it.
bool IsShareOfWhole(absl::string_view name) {
  return ContainsAny(name, {"合格率", "及时率", "完成率", "覆盖率", "达标率",
                            "准确率", "执行率", "满意度", "满意率", "支付率",
                            "通过率", "出勤率", "参与率", "知晓率", "成活率",
                            "入学率", "巩固率", "优良率", "普及率", "占比",
                            "优秀率", "发放率", "到位率", "合规率"}) &&
         !ContainsAny(name, {"增长", "提高", "提升", "上升", "增加"});
}

// Every indicator of every sheet with its target read.
struct Entry {
  size_t sheet;
  size_t index;
  const Indicator* indicator;
  PrintedTarget target;
};

std::vector<Entry> EntriesOf(const budget::Document& document) {
  std::vector<Entry> entries;
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const auto& indicators = document.sheets[k].indicators;
    for (size_t j = 0; j < indicators.size(); ++j) {
      entries.push_back(
          {k, j, &indicators[j], ReadTarget(indicators[j].target)});
    }
  }
  return entries;
}

Place TargetPlace(const CheckContext& context, const Entry& entry) {
  return IndicatorPlace(context.document, entry.sheet, entry.index, "target");
}

// Several places of one kind, told once.
class Group {
 public:
  void Add(Place place, const Entry& entry) {
    places_.push_back(std::move(place));
    if (places_.size() > kNamesMax) return;
    absl::StrAppend(&names_, names_.empty() ? "" : "、",
                    places_.size() == kNamesMax ? "…" : entry.indicator->name);
  }
  // `id` is a message with {count} and {names}.
  void Note(const CheckContext& context, absl::string_view id) {
    if (places_.empty()) return;
    const std::string count = absl::StrCat(places_.size());
    context.reporter.Note(std::move(places_),
                          Message(id, {{"count", count}, {"names", names_}}));
  }
  size_t size() const { return places_.size(); }

 private:
  static constexpr size_t kNamesMax = 6;
  std::vector<Place> places_;
  std::string names_;
};

// How long something may take: >=15天 would ask for more of it.
bool IsTimeTaken(absl::string_view name) {
  return ContainsAny(name, {"办理", "办结", "审批", "响应", "受理", "答复",
                            "处置", "处理", "反馈"}) &&
         ContainsAny(name, {"天数", "时限", "时长", "时间", "工作日", "用时"});
}

// What can not be a target whoever reads it.
absl::string_view WrongFormat(const Entry& entry) {
  const PrintedTarget& target = entry.target;
  if (target.empty()) {
    return target.sign == TargetSign::kNone
               ? "performance.target_blank"
               : "performance.target_without_value";
  }
  const std::string name = budget::NormaliseLabel(entry.indicator->name);
  if (target.unit == "%" && *target.micro > kHundredPercent &&
      IsShareOfWhole(name)) {
    return "performance.target_above_all";
  }
  if (target.sign == TargetSign::kAtLeast && target.micro.has_value() &&
      (KindsOf(ToCodePoints(target.unit)) & (kUnitDays | kUnitHours)) != 0 &&
      IsTimeTaken(name)) {
    return "performance.target_takes_longer";
  }
  return "";
}

// Whether last year's value can be compared with the target at all.
bool UnlikePrior(const PrintedTarget& target, const PrintedTarget& prior) {
  if (target.empty() || prior.empty()) return false;
  if (!prior.phrase.empty() && SaysNothing(prior.phrase)) return false;
  if (target.date.has_value() != prior.date.has_value()) return true;
  if (target.micro.has_value() != prior.micro.has_value()) return true;
  if (!target.micro.has_value() || target.unit.empty() || prior.unit.empty()) {
    return false;
  }
  const std::u32string unit = ToCodePoints(target.unit);
  const std::u32string prior_unit = ToCodePoints(prior.unit);
  return KindsOf(unit) != kUnitNone && KindsOf(prior_unit) != kUnitNone &&
         !MayCountTheSame(unit, prior_unit);
}

bool IsPossible(const PrintedDate& date) {
  constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (date.month == 0) return date.day == 0;
  return date.month >= 1 && date.month <= 12 && date.day >= 0 &&
         date.day <= kDays[date.month - 1];
}

}  // namespace

// P-11: a target is a sign, a number and a unit. Blank targets, shares above
// 100% and times of at least so long are failures; habits of writing are notes,
// each told once a document.
void CheckTargetFormat(const CheckContext& context) {
  const std::vector<Entry> entries = EntriesOf(context.document);
  Group at_least_all;
  Group unlike_prior;
  Group without_unit;
  Group without_sign;
  Group words_for_quantity;
  size_t numbers = 0;
  for (const Entry& entry : entries) {
    const PrintedTarget& target = entry.target;
    const Place place = TargetPlace(context, entry);
    const absl::string_view wrong = WrongFormat(entry);
    if (!wrong.empty()) {
      if (entry.indicator->name.empty()) continue;
      context.reporter.Fail(
          {place},
          Message(wrong,
                  {{"project", context.document.sheets[entry.sheet].project},
                   {"name", entry.indicator->name},
                   {"target", entry.indicator->target}}));
      continue;
    }
    const std::string name = budget::NormaliseLabel(entry.indicator->name);
    if (UnlikePrior(target, ReadTarget(entry.indicator->prior))) {
      unlike_prior.Add(place, entry);
    }
    if (target.micro.has_value()) {
      ++numbers;
      if (target.sign == TargetSign::kNone) without_sign.Add(place, entry);
      // The name may say what is counted: 培训人数(人).
      if (target.unit.empty() && !absl::EndsWith(name, ")")) {
        without_unit.Add(place, entry);
      }
      if (target.sign == TargetSign::kAtLeast && target.unit == "%" &&
          *target.micro == kHundredPercent && !target.micro_to.has_value() &&
          IsShareOfWhole(name)) {
        at_least_all.Add(place, entry);
      }
    } else if (!target.date.has_value() &&
               absl::StrContains(entry.indicator->level2, "数量")) {
      words_for_quantity.Add(place, entry);
    }
  }
  at_least_all.Note(context, "performance.target_at_least_all");
  unlike_prior.Note(context, "performance.prior_unlike_target");
  words_for_quantity.Note(context, "performance.target_words_for_quantity");
  // A form may have columns of their own for signs and units.
  if (2 * without_unit.size() < numbers) {
    without_unit.Note(context, "performance.target_without_unit");
  }
  if (2 * without_sign.size() < numbers) {
    without_sign.Note(context, "performance.target_without_sign");
  }
}

// P-12: no target asks for less than was reached last year. Costs are left
// alone: they follow the budget.
void CheckTargetsLowered(const CheckContext& context) {
  for (const Entry& entry : EntriesOf(context.document)) {
    const PrintedTarget& target = entry.target;
    const PrintedTarget prior = ReadTarget(entry.indicator->prior);
    if (IsCost(*entry.indicator) || !target.micro.has_value() ||
        !prior.micro.has_value() || target.micro_to.has_value() ||
        prior.micro_to.has_value() || target.unit.empty()) {
      continue;
    }
    const std::u32string unit = ToCodePoints(target.unit);
    const std::u32string prior_unit = ToCodePoints(prior.unit);
    if (unit != prior_unit && !(MayCountTheSame(unit, prior_unit) &&
                                !HeadsBesideAttendances(unit, prior_unit))) {
      continue;
    }
    // Of a number of days without a sign less may be better.
    const bool upwards = target.sign == TargetSign::kAtLeast ||
                         (target.sign != TargetSign::kAtMost &&
                          (KindsOf(unit) & (kUnitDays | kUnitHours)) == 0);
    const bool lower = upwards ? *target.micro < *prior.micro
                               : target.sign == TargetSign::kAtMost &&
                                     *target.micro > *prior.micro;
    if (!lower) continue;
    context.reporter.Fail(
        {TargetPlace(context, entry)},
        Message("performance.target_lowered",
                {{"project", context.document.sheets[entry.sheet].project},
                 {"name", entry.indicator->name},
                 {"target", budget::NormaliseLabel(entry.indicator->target)},
                 {"prior", budget::NormaliseLabel(entry.indicator->prior)}}));
    if (context.reporter.stopped()) return;
  }
}

// P-15: a target that is a day or month lies in the year of the document.
void CheckTargetDates(const CheckContext& context) {
  const budget::Document& document = context.document;
  for (const Entry& entry : EntriesOf(document)) {
    if (!entry.target.date.has_value()) continue;
    const budget::PerformanceSheet& sheet = document.sheets[entry.sheet];
    const PrintedDate& date = *entry.target.date;
    const int year =
        document.fiscal_year != 0 ? document.fiscal_year : sheet.fiscal_year;
    const bool possible = IsPossible(date);
    if (possible && (date.year == 0 || year == 0 || date.year == year)) {
      continue;
    }
    context.reporter.Fail(
        {TargetPlace(context, entry)},
        Message(possible ? "performance.deadline_year"
                         : "performance.deadline_impossible",
                {{"project", sheet.project},
                 {"name", entry.indicator->name},
                 {"target", budget::NormaliseLabel(entry.indicator->target)},
                 {"year", absl::StrCat(year)}}));
  }
}

}  // namespace yuheng::validation
