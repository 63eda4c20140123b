#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/code_points.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/formula_evaluator.h"
#include "services/validation/evaluation/performance/sheet_figure.h"
#include "services/validation/evaluation/performance/sheet_projects.h"

namespace yuheng::validation {
namespace {

using budget::ContainsAny;
using budget::Indicator;
using budget::Message;
using budget::PerformanceSheet;
using budget::TableKind;

// Projects a message names.
constexpr size_t kNamesMax = 6;
// Characters from which a name is more than a word everybody uses.
constexpr size_t kTellingNameMin = 6;
// Characters from which two names that differ in one are likely one.
constexpr size_t kNearlyEqualMin = 5;

// Economic classes that a cost's name may tell, and by which words.
struct ClassWords {
  absl::string_view column;
  std::vector<absl::string_view> words;
};

const std::vector<ClassWords>& AllClassWords() {
  static const auto* const all = new std::vector<ClassWords>{
      {"e301", {"工资", "薪酬", "社保", "社会保险", "聘用人员"}},
      {"e303", {"补助", "补贴", "奖励", "抚恤", "慰问", "救助"}},
      {"e307", {"利息", "付息"}},
      {"e309", {"建设", "工程", "设备", "购置", "采购"}},
      {"e310",
       {"设备", "购置", "购买", "采购", "车辆", "建设", "工程", "装修", "改造",
        "大型修缮", "软件"}},
  };
  return *all;
}

bool NameTellsClass(absl::string_view name, absl::string_view column) {
  for (const ClassWords& each : AllClassWords()) {
    if (each.column != column) continue;
    return std::any_of(each.words.begin(), each.words.end(), [&](auto word) {
      return absl::StrContains(name, word);
    });
  }
  return false;
}

// Projects with one amount in one column that are looked at.
constexpr size_t kSameAmountMax = 16;

// The projects of table 7 with their sheets, and every cost of every sheet.
class Costs {
 public:
  explicit Costs(const CheckContext& context)
      : context_(context),
        table_(context.index.Of(TableKind::kT7)),
        projects_(MatchListed(context.document, context.index)) {
    for (const PerformanceSheet& sheet : context.document.sheets) {
      costs_.push_back(CostPartsOf(sheet));
    }
    for (const ListedProject& project : projects_) {
      for (const budget::Row* row : project.rows) Index(project, *row);
    }
  }

  void CheckMisplaced() const {
    for (size_t k = 0; k < costs_.size(); ++k) {
      // The only cost of a sheet is its budget.
      if (costs_[k].fen.size() < 2) continue;
      for (size_t i = 0; i < costs_[k].fen.size(); ++i) {
        CheckCost(k, costs_[k].indicators[i], costs_[k].fen[i]);
        if (context_.reporter.stopped()) return;
      }
    }
  }

 private:
  struct Use {
    const ListedProject* project;
    const budget::Row* row;
  };
  using Key = std::pair<int, int64_t>;  // Column, amount in 分.

  void Index(const ListedProject& project, const budget::Row& row) {
    for (const ClassWords& each : AllClassWords()) {
      const int column =
          table_.shape().ColumnIndex(budget::Side::kNone, each.column);
      if (column < 0) continue;
      const int64_t fen = FigureOf(table_, row, column).fen;
      std::vector<Use>& uses = uses_[Key(column, fen)];
      if (fen != 0 && uses.size() < kSameAmountMax) {
        uses.push_back({&project, &row});
      }
    }
  }

  static bool Owns(const ListedProject& project, size_t sheet) {
    return std::find(project.sheets.begin(), project.sheets.end(), sheet) !=
           project.sheets.end();
  }

  bool HasCost(const ListedProject& project, int64_t fen) const {
    return std::any_of(
        project.sheets.begin(), project.sheets.end(), [&](size_t k) {
          return std::find(costs_[k].fen.begin(), costs_[k].fen.end(), fen) !=
                 costs_[k].fen.end();
        });
  }

  void CheckCost(size_t sheet, size_t indicator, int64_t fen) const {
    const std::string name = budget::NormaliseLabel(
        context_.document.sheets[sheet].indicators[indicator].name);
    const auto& columns = table_.shape().columns;
    for (size_t c = 0; c < columns.size(); ++c) {
      const auto found = uses_.find(Key(static_cast<int>(c), fen));
      if (found == uses_.end() || !NameTellsClass(name, columns[c].key)) {
        continue;
      }
      const std::vector<Use>& uses = found->second;
      if (std::any_of(uses.begin(), uses.end(), [&](const Use& use) {
            return Owns(*use.project, sheet);
          })) {
        continue;
      }
      for (const Use& use : uses) {
        // An amount that is all of a project tells nothing.
        if (use.project->fen == fen || HasCost(*use.project, fen)) continue;
        Report(sheet, indicator, fen, *use.project,
               FigureOf(table_, *use.row, static_cast<int>(c)));
        return;
      }
    }
  }

  void Report(size_t sheet, size_t indicator, int64_t fen,
              const ListedProject& project, const Figure& figure) const {
    const PerformanceSheet& own = context_.document.sheets[sheet];
    context_.reporter.Fail(
        {IndicatorPlace(context_.document, sheet, indicator, "target"),
         PlaceOf(figure)},
        Message("performance.misplaced_cost",
                {{"project", own.project},
                 {"name", own.indicators[indicator].name},
                 {"amount", WanText(fen)},
                 {"other", project.name},
                 {"column", ColumnText(figure)}}));
  }

  const CheckContext& context_;
  const IndexedTable& table_;
  const std::vector<ListedProject> projects_;
  std::vector<CostParts> costs_;  // By sheet.
  absl::flat_hash_map<Key, std::vector<Use>> uses_;
};

// One name is the other with one character more that does not turn its sense.
bool OneCharacterMore(std::u32string_view shorter, std::u32string_view longer) {
  if (shorter.size() + 1 != longer.size() || shorter.size() < kNearlyEqualMin) {
    return false;
  }
  size_t at = 0;
  while (at < shorter.size() && shorter[at] == longer[at]) ++at;
  return shorter.substr(at) == longer.substr(at + 1) &&
         std::u32string_view(U"不非未无副再续男女老新旧一二三0123456789")
                 .find(longer[at]) == std::u32string_view::npos;
}

// Indicators of a sheet up to which near repetitions are looked for.
constexpr size_t kPairwiseMax = 100;

// For each indicator of a sheet the earlier one it repeats, or its own place.
std::vector<size_t> RepeatedBy(const PerformanceSheet& sheet) {
  std::vector<std::u32string> names;
  std::vector<std::string> targets;
  std::map<std::u32string, size_t> first;
  std::vector<size_t> repeated;
  for (size_t j = 0; j < sheet.indicators.size(); ++j) {
    const Indicator& indicator = sheet.indicators[j];
    names.push_back(ToCodePoints(budget::NormaliseLabel(indicator.name)));
    targets.push_back(budget::NormaliseLabel(indicator.target));
    repeated.push_back(
        names[j].empty() ? j : first.emplace(names[j], j).first->second);
    if (sheet.indicators.size() > kPairwiseMax) continue;
    for (size_t i = 0; i < j && repeated[j] == j; ++i) {
      if (targets[i] == targets[j] && (OneCharacterMore(names[i], names[j]) ||
                                       OneCharacterMore(names[j], names[i]))) {
        repeated[j] = i;
      }
    }
  }
  return repeated;
}

// The second-level kind an indicator's name belongs to when it stands under
// another; empty when it may stand where it stands.
absl::string_view BetterKind(const Indicator& indicator) {
  const std::string name = budget::NormaliseLabel(indicator.name);
  const std::string level2 = budget::NormaliseLabel(indicator.level2);
  const PrintedTarget target = ReadTarget(indicator.target);
  const bool timely =
      ContainsAny(name, {"及时性", "及时率", "按时完成率", "按期完成率",
                         "完成时限", "完成时间", "时效"}) ||
      (target.date.has_value() && target.date->month > 0);
  if (timely && ContainsAny(level2, {"数量", "质量"})) return "时效指标";
  const bool quality = ContainsAny(
      name, {"合格率", "达标率", "准确率", "优良率", "优秀率", "完好率"});
  if (quality && ContainsAny(level2, {"数量", "时效"})) return "质量指标";
  if (ContainsAny(name, {"满意度", "满意率"}) && !level2.empty() &&
      !ContainsAny(level2, {"满意"}) &&
      !ContainsAny(budget::NormaliseLabel(indicator.level1), {"满意"})) {
    return "满意度指标";
  }
  return "";
}

// Words that are in the name of any cost.
std::u32string TellingName(absl::string_view name) {
  constexpr std::u32string_view kCommon[] = {
      U"经费", U"费用",   U"成本", U"支出", U"资金", U"项目", U"工作", U"预算",
      U"总额", U"控制数", U"经济", U"办公", U"培训", U"差旅", U"印刷", U"会议",
      U"劳务", U"聘用",   U"人员", U"专项", U"业务", U"运行", U"维护", U"维修",
      U"购置", U"设备",   U"宣传", U"咨询", U"委托", U"其他", U"日常", U"公用"};
  std::u32string rest = ToCodePoints(budget::NormaliseLabel(name));
  for (const std::u32string_view word : kCommon) {
    for (size_t at = rest.find(word); at != std::u32string::npos;
         at = rest.find(word)) {
      rest.erase(at, word.size());
    }
  }
  return rest;
}

}  // namespace

// P-13: an amount among a sheet's costs that its name puts into an economic
// class, and that is another project's amount of just that class.
void CheckMisplacedCosts(const CheckContext& context) {
  if (context.document.sheets.empty() ||
      ReportUnusable({SourceOf(TableKind::kT7)}, context.index,
                     context.reporter)) {
    return;
  }
  Costs(context).CheckMisplaced();
}

// P-14: no indicator stands twice in a sheet or under a kind that is not its
// own.
void CheckMisplacedIndicators(const CheckContext& context) {
  const budget::Document& document = context.document;
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const PerformanceSheet& sheet = document.sheets[k];
    const std::vector<size_t> repeated = RepeatedBy(sheet);
    for (size_t j = 0; j < sheet.indicators.size(); ++j) {
      const Indicator& indicator = sheet.indicators[j];
      const Place place = IndicatorPlace(document, k, j, "target");
      const absl::string_view kind = BetterKind(indicator);
      if (!kind.empty()) {
        context.reporter.Fail({place},
                              Message("performance.misplaced_indicator",
                                      {{"project", sheet.project},
                                       {"name", indicator.name},
                                       {"level", indicator.level2},
                                       {"kind", kind}}));
      }
      if (repeated[j] != j) {
        context.reporter.Fail(
            {place, IndicatorPlace(document, k, repeated[j], "target")},
            Message("performance.repeated_indicator",
                    {{"project", sheet.project},
                     {"name", indicator.name},
                     {"other", sheet.indicators[repeated[j]].name}}));
      }
      if (context.reporter.stopped()) return;
    }
  }
}

// P-17: two sheets have a cost of the same telling name: money asked for twice,
// or a sheet copied.
void CheckRepeatedCosts(const CheckContext& context) {
  const budget::Document& document = context.document;
  struct Use {
    size_t sheet;
    size_t indicator;
  };
  std::map<std::string, std::vector<Use>> uses;
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const auto& indicators = document.sheets[k].indicators;
    for (size_t j = 0; j < indicators.size(); ++j) {
      if (!IsCost(indicators[j]) ||
          !MoneyFenOf(ReadTarget(indicators[j].target)).has_value() ||
          TellingName(indicators[j].name).size() < kTellingNameMin) {
        continue;
      }
      std::vector<Use>& same = uses[budget::NormaliseLabel(indicators[j].name)];
      if (same.empty() || same.back().sheet != k) same.push_back({k, j});
    }
  }
  for (const auto& [name, same] : uses) {
    if (same.size() < 2) continue;
    std::vector<Place> places;
    std::string projects;
    for (const Use& use : same) {
      places.push_back(
          IndicatorPlace(document, use.sheet, use.indicator, "target"));
      if (places.size() > kNamesMax) continue;
      absl::StrAppend(&projects, projects.empty() ? "" : "、",
                      places.size() == kNamesMax
                          ? "…"
                          : document.sheets[use.sheet].project);
    }
    context.reporter.Fail(std::move(places),
                          Message("performance.repeated_cost",
                                  {{"name", document.sheets[same[0].sheet]
                                                .indicators[same[0].indicator]
                                                .name},
                                   {"projects", projects}}));
  }
}

}  // namespace yuheng::validation
