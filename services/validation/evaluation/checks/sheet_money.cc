#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/comparison.h"
#include "services/validation/evaluation/diagnosis/causes.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/formula_evaluator.h"
#include "services/validation/evaluation/performance/sheet_figure.h"
#include "services/validation/evaluation/rounding.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::PerformanceSheet;

int64_t Sum(const std::vector<int64_t>& parts_fen) {
  return std::accumulate(parts_fen.begin(), parts_fen.end(), int64_t{0});
}

// A printed total beside what should add up to it, judged as table sums are.
// Of a single part it is the same quantity twice.
Agreement Judge(int64_t total_fen, const std::vector<int64_t>& parts_fen) {
  const int64_t nonzero = CountNonzero(parts_fen);
  const int64_t sum = Sum(parts_fen);
  if (nonzero >= 2) {
    return JudgeSum(total_fen, sum, nonzero, kSheetPrecisionFen);
  }
  return JudgePrints(total_fen, kSheetPrecisionFen, sum, kSheetPrecisionFen);
}

// Reports what is not exact. `id` is a message with {project}, {sum},
// {expected}, {actual} and {difference}.
void ReportSum(const CheckContext& context, const PerformanceSheet& sheet,
               absl::string_view id, Agreement agreement, int64_t total_fen,
               const std::vector<int64_t>& parts_fen,
               std::vector<Place> places) {
  if (agreement == Agreement::kExact) return;
  const int64_t sum = Sum(parts_fen);
  Finding finding;
  finding.severity = context.reporter.rule().severity;
  finding.status = FindingStatus::kInconsistent;
  if (agreement == Agreement::kBoundary) {
    finding.status = FindingStatus::kBoundary;
  } else if (agreement == Agreement::kRounding) {
    finding.severity = Severity::kNote;
    finding.status = FindingStatus::kRounding;
  }
  finding.places = std::move(places);
  finding.expected_micro = sum;
  finding.actual_micro = total_fen;
  finding.difference_micro = total_fen - sum;
  finding.message = Message(id, {{"project", sheet.project},
                                 {"sum", SumText(parts_fen)},
                                 {"expected", WanText(sum)},
                                 {"actual", WanText(total_fen)},
                                 {"difference", WanText(total_fen - sum)}});
  context.reporter.Report(std::move(finding));
}

SignedFigure MoneyOf(const CheckContext& context, size_t sheet,
                     absl::string_view field) {
  const IndexedTable& sheets = context.index.Of(Source::kP);
  YUHENG_CHECK(sheet < sheets.table()->rows.size());
  const int column = sheets.shape().ColumnIndex(budget::Side::kNone, field);
  return {FigureOf(sheets, sheets.table()->rows[sheet], column)};
}

// Shows diagnosis what must add up, as formulas do.
void ShowSum(const CheckContext& context, SignedFigure total, Operand parts) {
  if (context.causes == nullptr) return;
  parts.sum = true;
  Operand whole;
  whole.figures.push_back(std::move(total));
  context.causes->evidence().identities().OnJudged(
      context.reporter.rule(), JudgeEqual(std::move(whole), std::move(parts)));
}

}  // namespace

// P-01: 年度预算总额 = 财政拨款 + 其他资金.
void CheckSheetTotals(const CheckContext& context) {
  const budget::Document& document = context.document;
  MissingPlaces missing;
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const PerformanceSheet& sheet = document.sheets[k];
    const bool parts_read =
        WasRead(sheet, sheet.fiscal) || WasRead(sheet, sheet.other);
    absl::string_view unusable;
    for (const auto& [field, cell] :
         {std::pair<absl::string_view, const budget::Cell*>{"total",
                                                            &sheet.total},
          {"fiscal", &sheet.fiscal},
          {"other", &sheet.other}}) {
      if (unusable.empty() && (cell->state == budget::CellState::kUnreadable ||
                               (field == "total" && !WasRead(sheet, *cell)) ||
                               (field == "fiscal" && !parts_read))) {
        unusable = field;
      }
    }
    if (!unusable.empty()) {
      missing.Add(SheetPlace(document, k, unusable),
                  SheetFieldText(sheet, unusable));
      continue;
    }
    Operand sources;
    sources.figures = {MoneyOf(context, k, "fiscal"),
                       MoneyOf(context, k, "other")};
    ShowSum(context, MoneyOf(context, k, "total"), std::move(sources));
    const std::vector<int64_t> parts = {sheet.fiscal.amount_fen,
                                        sheet.other.amount_fen};
    ReportSum(
        context, sheet, "performance.total",
        Judge(sheet.total.amount_fen, parts), sheet.total.amount_fen, parts,
        {SheetPlace(document, k, "total"), SheetPlace(document, k, "fiscal"),
         SheetPlace(document, k, "other")});
  }
  missing.Report(context.reporter);
}

// P-04: cost targets that are amounts of money add up to the budget. A sheet
// that gives the total and its parts, or unit prices, or words is left alone.
void CheckCostTargets(const CheckContext& context) {
  const budget::Document& document = context.document;
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const PerformanceSheet& sheet = document.sheets[k];
    const CostParts costs = CostPartsOf(sheet);
    if (costs.fen.empty() || !sheet.total.stated()) continue;
    const int64_t total = sheet.total.amount_fen;
    const auto whole = std::find(costs.fen.begin(), costs.fen.end(), total);
    // The whole beside its parts is not added to them.
    if (costs.fen.size() >= 2 && whole != costs.fen.end() &&
        Sum(costs.fen) - total <= total) {
      continue;
    }
    std::vector<Place> places;
    for (const size_t j : costs.indicators) {
      places.push_back(IndicatorPlace(document, k, j, "target"));
    }
    const Place budget = SheetPlace(document, k, "total");
    const int64_t sources = sheet.fiscal.amount_fen + sheet.other.amount_fen;
    places.insert(MayBeEqual(total, sources, 3) ? places.end() : places.begin(),
                  budget);
    ReportSum(context, sheet, "performance.costs", Judge(total, costs.fen),
              total, costs.fen, std::move(places));
  }
}

// P-07: all sheets together are the project expenditure of table 3.
void CheckSheetSum(const CheckContext& context) {
  if (ReportUnusable({SourceOf(budget::TableKind::kT3)}, context.index,
                     context.reporter)) {
    return;
  }
  const budget::Document& document = context.document;
  const IndexedTable& table = context.index.Of(budget::TableKind::kT3);
  const int column = table.shape().ColumnIndex(budget::Side::kNone, "project");
  const budget::Row* row = table.Find(budget::Side::kNone, budget::kTotalKey);
  const Figure total =
      row == nullptr
          ? MissingFigure(table, budget::Side::kNone, budget::kTotalKey, column)
          : FigureOf(table, *row, column);
  MissingPlaces missing;
  if (row == nullptr || !total.readable) {
    missing.Add(PlaceOf(total), FigureText(total));
  }
  // A document without projects has no sheets.
  if (document.sheets.empty() && total.fen != 0) {
    context.reporter.Insufficient({PlaceOf(total)},
                                  Message("performance.no_sheets"));
    return;
  }
  std::vector<int64_t> parts;
  Operand totals;
  std::vector<Place> suspects;
  std::vector<Place> others;
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const PerformanceSheet& sheet = document.sheets[k];
    const Place place = SheetPlace(document, k, "total");
    if (!sheet.total.stated()) {
      missing.Add(place, SheetFieldText(sheet, "total"));
      continue;
    }
    parts.push_back(sheet.total.amount_fen);
    totals.figures.push_back(MoneyOf(context, k, "total"));
    (HoldsTogether(sheet) ? others : suspects).push_back(place);
  }
  if (document.sheets.empty()) return;
  const Agreement agreement = Judge(total.fen, parts);
  missing.Report(context.reporter);
  if (parts.size() < document.sheets.size() || row == nullptr ||
      !total.readable) {
    return;
  }
  ShowSum(context, {total}, std::move(totals));
  if (agreement == Agreement::kExact) return;
  Finding finding;
  const bool rounding = agreement == Agreement::kRounding;
  finding.severity =
      rounding ? Severity::kNote : context.reporter.rule().severity;
  finding.status = rounding ? FindingStatus::kRounding
                   : agreement == Agreement::kBoundary
                       ? FindingStatus::kBoundary
                       : FindingStatus::kInconsistent;
  // A sheet that contradicts itself is looked at first.
  finding.places = suspects;
  finding.places.push_back(PlaceOf(total));
  finding.places.insert(finding.places.end(), others.begin(), others.end());
  const int64_t sum = Sum(parts);
  finding.expected_micro = total.fen;
  finding.actual_micro = sum;
  finding.difference_micro = sum - total.fen;
  finding.message = Message("performance.sheet_sum",
                            {{"sum", SumText(parts)},
                             {"actual", WanText(sum)},
                             {"place", FigureText(total)},
                             {"expected", WanText(total.fen)},
                             {"difference", WanText(sum - total.fen)}});
  context.reporter.Report(std::move(finding));
}

}  // namespace yuheng::validation
