#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/formula_evaluator.h"
#include "services/validation/evaluation/performance/project_money.h"
#include "services/validation/evaluation/performance/sheet_figure.h"
#include "services/validation/evaluation/performance/sheet_projects.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::PerformanceSheet;
using budget::TableKind;

// A function code whose general-budget money is all projects, each of them
// with its sheet, and what section 五（三） says of its last year.
struct CodeHistory {
  std::string code;
  std::vector<size_t> sheets;
  int64_t prior_fen = 0;  // This year's amount less the change.
  std::vector<Place> claims;
};

// What the narrative says a code had last year; absent when it does not say.
std::optional<int64_t> PriorOf(const CheckContext& context,
                               absl::string_view code,
                               std::vector<Place>* claims) {
  const budget::Claim* amount =
      context.claims.Find(absl::StrCat("N5c:", code, ":amount"));
  const budget::Claim* delta =
      context.claims.Find(absl::StrCat("N5c:", code, ":delta"));
  if (amount == nullptr || delta == nullptr ||
      !amount->value_micro.has_value() || !delta->value_micro.has_value()) {
    return std::nullopt;
  }
  *claims = {PlaceOf(*amount), PlaceOf(*delta)};
  return *amount->value_micro - *delta->value_micro;
}

std::vector<CodeHistory> HistoriesOf(const CheckContext& context) {
  const IndexedTable& t5 = context.index.Of(TableKind::kT5);
  const int basic = t5.shape().ColumnIndex(budget::Side::kNone, "basic");
  std::vector<CodeHistory> all;
  std::vector<std::string> mixed;  // Codes that share a project with another.
  for (const ListedProject& project :
       MatchListed(context.document, context.index)) {
    for (const budget::Row* row : project.rows) {
      if (project.rows.size() > 1 || project.sheets.empty()) {
        mixed.push_back(row->code);
        continue;
      }
      auto it = std::find_if(all.begin(), all.end(), [row](const auto& each) {
        return each.code == row->code;
      });
      if (it == all.end()) {
        all.push_back({row->code});
        it = all.end() - 1;
      }
      it->sheets.insert(it->sheets.end(), project.sheets.begin(),
                        project.sheets.end());
    }
  }
  std::erase_if(all, [&](CodeHistory& history) {
    if (std::find(mixed.begin(), mixed.end(), history.code) != mixed.end()) {
      return true;
    }
    const budget::Row* row = t5.Find(budget::Side::kNone, history.code);
    if (row == nullptr || FigureOf(t5, *row, basic).fen != 0) return true;
    const auto prior = PriorOf(context, history.code, &history.claims);
    history.prior_fen = prior.value_or(0);
    return !prior.has_value() || *prior < 0;
  });
  return all;
}

bool MissesTables(const CheckContext& context) {
  return ReportUnusable({SourceOf(TableKind::kT5), SourceOf(TableKind::kT7)},
                        context.index, context.reporter);
}

}  // namespace

// P-05: last year's costs of a code's sheets are what the code had last year.
// Only where every cost is an amount with last year's amount beside it.
void CheckPriorCosts(const CheckContext& context) {
  if (context.document.sheets.empty() || MissesTables(context)) return;
  const budget::Document& document = context.document;
  for (const CodeHistory& history : HistoriesOf(context)) {
    std::vector<int64_t> parts;
    std::vector<Place> places;
    bool complete = true;
    for (const size_t k : history.sheets) {
      const PerformanceSheet& sheet = document.sheets[k];
      const CostParts costs = CostPartsOf(sheet);
      complete &= !costs.indicators.empty();
      for (const size_t j : costs.indicators) {
        const auto prior = MoneyFenOf(ReadTarget(sheet.indicators[j].prior));
        complete &= prior.has_value();
        parts.push_back(prior.value_or(0));
        places.push_back(IndicatorPlace(document, k, j, "target"));
      }
    }
    int64_t sum = 0;
    for (const int64_t part : parts) sum += part;
    if (!complete ||
        MayBeEqual(sum, history.prior_fen, CountNonzero(parts) + 2)) {
      continue;
    }
    places.insert(places.end(), history.claims.begin(), history.claims.end());
    context.reporter.Fail(std::move(places),
                          Message("performance.prior_costs",
                                  {{"code", history.code},
                                   {"sum", SumText(parts)},
                                   {"actual", WanText(sum)},
                                   {"expected", WanText(history.prior_fen)}}));
  }
}

// P-16: a project that had money last year has last year's values, a new one
// has none.
void CheckPriorValues(const CheckContext& context) {
  if (context.document.sheets.empty() || MissesTables(context)) return;
  const budget::Document& document = context.document;
  for (const CodeHistory& history : HistoriesOf(context)) {
    std::vector<Place> with;
    std::vector<Place> without;
    for (const size_t k : history.sheets) {
      const PerformanceSheet& sheet = document.sheets[k];
      if (sheet.indicators.empty()) continue;
      const bool any = std::any_of(
          sheet.indicators.begin(), sheet.indicators.end(),
          [](const auto& each) { return !SaysNothing(each.prior); });
      (any ? with : without).push_back(SheetPlace(document, k, "project"));
    }
    const bool continuing = history.prior_fen > 0;
    std::vector<Place> places = continuing ? without : with;
    // Of several projects of one code some may be new.
    if (places.empty() || (continuing && !with.empty())) continue;
    places.insert(places.end(), history.claims.begin(), history.claims.end());
    context.reporter.Fail(
        std::move(places),
        Message(continuing ? "performance.prior_values_missing"
                           : "performance.prior_values_of_new",
                {{"code", history.code},
                 {"project", document.sheets[history.sheets[0]].project},
                 {"prior", WanText(history.prior_fen)}}));
  }
}

}  // namespace yuheng::validation
