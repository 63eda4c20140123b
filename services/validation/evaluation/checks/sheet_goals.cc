#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/code_points.h"
#include "services/validation/evaluation/performance/goal_text.h"
#include "services/validation/evaluation/performance/sheet_figure.h"
#include "services/validation/evaluation/performance/subject.h"
#include "services/validation/evaluation/performance/unit_kind.h"

namespace yuheng::validation {
namespace {

using budget::PerformanceSheet;

// How much of an indicator's subject the sentence must have, and how much of
// what stands beside the number the indicator must have, in thousandths.
constexpr int kSubjectMin = 660;
constexpr int kNearMin = 600;
// Of what names the indicator.
constexpr int kNamed = 1000;
// Characters of an indicator's name that are compared.
constexpr size_t kNameMax = 60;
// Numbers whose sums are tried.
constexpr size_t kAddendsMax = 10;

// An indicator with a number.
struct NumberTarget {
  size_t indicator = 0;
  int64_t micro = 0;
  std::optional<int64_t> micro_to;
  std::u32string unit;
  std::u32string name;     // Normalised.
  std::u32string subject;  // Of the name.
  std::string printed;

  bool Meets(int64_t value) const {
    return micro_to.has_value() ? value >= micro && value <= *micro_to
                                : value == micro;
  }
};

std::vector<NumberTarget> NumberTargetsOf(const PerformanceSheet& sheet) {
  std::vector<NumberTarget> targets;
  for (size_t j = 0; j < sheet.indicators.size(); ++j) {
    const budget::Indicator& indicator = sheet.indicators[j];
    const PrintedTarget target = ReadTarget(indicator.target);
    if (!target.micro.has_value() || target.unit.empty()) continue;
    NumberTarget each;
    each.indicator = j;
    each.micro = *target.micro;
    each.micro_to = target.micro_to;
    each.unit = ToCodePoints(target.unit);
    each.name = ToCodePoints(budget::NormaliseLabel(indicator.name));
    if (each.name.size() > kNameMax) each.name.resize(kNameMax);
    each.subject = SubjectOf(each.name);
    each.printed = indicator.target;
    targets.push_back(std::move(each));
  }
  return targets;
}

bool SpeaksOf(const Mention& mention, const NumberTarget& target) {
  return MayCountTheSame(mention.unit, target.unit) &&
         CoveredPerMille(target.subject, mention.sentence) >= kSubjectMin;
}

// Units that tell what is counted better than 个 or 人 do.
bool HasOwnUnit(const NumberTarget& target) {
  constexpr std::u32string_view kOwn[] = {U"场次", U"期", U"场", U"班次",
                                          U"期次"};
  return std::find(std::begin(kOwn), std::end(kOwn), target.unit) !=
         std::end(kOwn);
}

// How closely what stands beside the number is what the indicator is about.
int Nearness(const Mention& mention, const NumberTarget& target) {
  const auto near = [&](std::u32string_view text) {
    return CoveredPerMille(SubjectOf(text), target.name);
  };
  return std::max(near(mention.before), near(mention.behind));
}

// Whether what stands in front ends with the indicator's name, or lists what it
// is about in its very unit: 采用新方式举办培训班2期,
// 科普进社区、进校园活动6场次.
bool NamesTarget(const Mention& mention, const NumberTarget& target) {
  const std::u32string_view listed = mention.listed;
  if (!target.name.empty() && listed.ends_with(target.name)) return true;
  return mention.unit == target.unit && HasOwnUnit(target) &&
         CoveredPerMille(target.subject, listed) == 1000;
}

// Whether nothing tells what a number counts but the sentence: 培训3期、150人.
bool IsBare(const Mention& mention) {
  return SizeOf(SubjectOf(mention.before)) == 0 &&
         SizeOf(SubjectOf(mention.behind)) == 0;
}

// People and attendances are told apart unless the name mixes them up itself;
// 50人/次 may be a size of classes.
bool CountsAlike(const Mention& mention, const NumberTarget& target) {
  return !Has(target.unit, U"/") &&
         (!HeadsBesideAttendances(mention.unit, target.unit) ||
          Has(target.name, U"人数"));
}

// Whether `with` and one or more of `addends` add up to a value that `meets`.
// True when there are too many to try.
template <typename Meets>
bool SomeAddUp(const std::vector<int64_t>& addends, int64_t with,
               const Meets& meets) {
  if (addends.size() > kAddendsMax) return true;
  for (uint32_t bits = 1; bits < (1U << addends.size()); ++bits) {
    int64_t sum = with;
    for (size_t i = 0; i < addends.size(); ++i) {
      if ((bits >> i & 1) != 0) sum += addends[i];
    }
    if (meets(sum)) return true;
  }
  return false;
}

class GoalChecker {
 public:
  GoalChecker(const CheckContext& context, size_t sheet)
      : context_(context),
        k_(sheet),
        sheet_(context.document.sheets[sheet]),
        mentions_(MentionsIn(sheet_.goal, context.document.fiscal_year != 0
                                              ? context.document.fiscal_year
                                              : sheet_.fiscal_year)),
        targets_(NumberTargetsOf(sheet_)) {}

  void Check() {
    std::vector<Difference> all;
    for (size_t m = 0; m < mentions_.size(); ++m) {
      const Difference difference = DifferenceOf(m);
      if (difference.target == nullptr) continue;
      // Of several numbers for one target the nearest is told.
      const auto same = std::find_if(
          all.begin(), all.end(),
          [&](const auto& each) { return each.target == difference.target; });
      if (same == all.end()) {
        all.push_back(difference);
      } else if (difference.nearness > same->nearness) {
        *same = difference;
      }
    }
    for (const Difference& difference : all) Report(difference);
  }

 private:
  struct Difference {
    const NumberTarget* target = nullptr;  // Null: none.
    size_t mention = 0;
    int nearness = 0;
  };

  // The target a mention clearly speaks of and is not; none when the number is
  // found elsewhere.
  Difference DifferenceOf(size_t m) const {
    const Mention& mention = mentions_[m];
    if (!mention.plain) return {};
    const bool bare = IsBare(mention);
    Difference best{nullptr, m, 0};
    size_t candidates = 0;
    for (const NumberTarget& target : targets_) {
      if (!SpeaksOf(mention, target)) continue;
      ++candidates;
      const int near =
          NamesTarget(mention, target) ? kNamed : Nearness(mention, target);
      const int nearness =
          near + CoveredPerMille(target.subject, mention.sentence);
      if ((!bare && near < kNearMin) || !CountsAlike(mention, target) ||
          nearness <= best.nearness) {
        continue;
      }
      best.target = &target;
      best.nearness = nearness;
    }
    if (best.target == nullptr || (bare && candidates > 1) ||
        IsSomeTarget(mention) || IsBudget(mention) || IsSumOfTargets(mention) ||
        IsPartOfTarget(m, *best.target)) {
      return {};
    }
    return best;
  }

  bool IsSomeTarget(const Mention& mention) const {
    return std::any_of(targets_.begin(), targets_.end(),
                       [&](const NumberTarget& target) {
                         return MayCountTheSame(mention.unit, target.unit) &&
                                target.Meets(mention.micro);
                       });
  }

  bool IsBudget(const Mention& mention) const {
    if (KindsOf(mention.unit) != kUnitMoney) return false;
    constexpr int64_t kMicroPerFen = budget::kMicroPerOne / budget::kFenPerYuan;
    const int64_t fen = mention.micro / kMicroPerFen;
    return fen == sheet_.total.amount_fen || fen == sheet_.fiscal.amount_fen ||
           fen == sheet_.other.amount_fen;
  }

  bool IsSumOfTargets(const Mention& mention) const {
    std::vector<int64_t> addends;
    for (const NumberTarget& target : targets_) {
      if (MayCountTheSame(mention.unit, target.unit)) {
        addends.push_back(target.micro);
      }
    }
    return SomeAddUp(addends, 0,
                     [&](int64_t sum) { return sum == mention.micro; });
  }

  // Another mention states the target, or together with others this one does:
  // 两个 + 一个 are 3.
  bool IsPartOfTarget(size_t m, const NumberTarget& target) const {
    std::vector<int64_t> others;
    for (size_t i = 0; i < mentions_.size(); ++i) {
      if (i == m || !SpeaksOf(mentions_[i], target)) continue;
      if (target.Meets(mentions_[i].micro)) return true;
      others.push_back(mentions_[i].micro);
    }
    return SomeAddUp(others, mentions_[m].micro,
                     [&](int64_t sum) { return target.Meets(sum); });
  }

  void Report(const Difference& difference) const {
    const Mention& mention = mentions_[difference.mention];
    const NumberTarget& target = *difference.target;
    const budget::Document& document = context_.document;
    const budget::Indicator& indicator = sheet_.indicators[target.indicator];
    Finding finding;
    finding.severity = context_.reporter.rule().severity;
    finding.status = FindingStatus::kInconsistent;
    finding.places = {SheetPlace(document, k_, "goal"),
                      IndicatorPlace(document, k_, target.indicator, "target")};
    finding.expected_micro = target.micro;
    finding.actual_micro = mention.micro;
    finding.difference_micro = mention.micro - target.micro;
    finding.message = budget::Message(
        "performance.goal_differs",
        {{"project", sheet_.project},
         {"text", ToUtf8(mention.before + mention.printed + mention.behind)},
         {"actual", ToUtf8(mention.printed)},
         {"name", indicator.name},
         {"expected", budget::NormaliseLabel(indicator.target)}});
    context_.reporter.Report(std::move(finding));
  }

  const CheckContext& context_;
  const size_t k_;
  const PerformanceSheet& sheet_;
  const std::vector<Mention> mentions_;
  const std::vector<NumberTarget> targets_;
};

}  // namespace

// P-10: a number in the goal whose unit and subject are those of an indicator
// is its target, a sum of targets, or with other numbers of the goal adds up to
// it. Numbers that match no indicator are no finding.
void CheckGoalNumbers(const CheckContext& context) {
  for (size_t k = 0; k < context.document.sheets.size(); ++k) {
    GoalChecker(context, k).Check();
    if (context.reporter.stopped()) return;
  }
}

}  // namespace yuheng::validation
