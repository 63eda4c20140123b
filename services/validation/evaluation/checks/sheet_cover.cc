#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

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

// Codes a message names.
constexpr size_t kCodesMax = 10;

Figure CellOf(const CheckContext& context, TableKind kind,
              const budget::Row& row, absl::string_view column) {
  const IndexedTable& table = context.index.Of(kind);
  return FigureOf(table, row,
                  table.shape().ColumnIndex(budget::Side::kNone, column));
}

bool MissesTables(const CheckContext& context) {
  return ReportUnusable({SourceOf(TableKind::kT2), SourceOf(TableKind::kT3),
                         SourceOf(TableKind::kT5), SourceOf(TableKind::kT7),
                         SourceOf(TableKind::kT8), SourceOf(TableKind::kT9)},
                        context.index, context.reporter);
}

bool HasProjectMoney(const std::vector<ProjectMoney>& money) {
  return std::any_of(money.begin(), money.end(),
                     [](const auto& each) { return each.project_fen != 0; });
}

// Whether there are sheets to look at; says so when there should be.
bool HasSheets(const CheckContext& context,
               const std::vector<ProjectMoney>& money) {
  if (!context.document.sheets.empty()) return true;
  if (HasProjectMoney(money)) {
    context.reporter.Insufficient({{"doc", {}}},
                                  Message("performance.no_sheets"));
  }
  return false;
}

// The codes about which the tables themselves do not agree, in one note.
bool ReportUndecided(const CheckContext& context,
                     const std::vector<ProjectMoney>& money) {
  std::vector<Place> places;
  std::string codes;
  for (const ProjectMoney& each : money) {
    if (each.decided) continue;
    places.push_back(
        PlaceOf(CellOf(context, TableKind::kT3, *each.row, "project")));
    if (places.size() > kCodesMax) continue;
    codes += codes.empty() ? "" : ", ";
    codes += places.size() == kCodesMax ? "…" : each.row->code;
  }
  if (places.empty()) return false;
  context.reporter.Insufficient(
      std::move(places),
      Message("performance.tables_disagree", {{"codes", codes}}));
  return true;
}

void CheckListed(const CheckContext& context, const ListedProject& project) {
  const budget::Document& document = context.document;
  std::vector<Place> cells;
  for (const budget::Row* row : project.rows) {
    cells.push_back(PlaceOf(CellOf(context, TableKind::kT7, *row, "total")));
  }
  Finding finding;
  finding.severity = context.reporter.rule().severity;
  finding.status = FindingStatus::kInconsistent;
  finding.expected_micro = project.fen;
  if (project.sheets.empty()) {
    if (project.fen == 0) return;
    finding.places = std::move(cells);
    finding.message =
        Message("performance.no_sheet",
                {{"project", project.name}, {"amount", WanText(project.fen)}});
    context.reporter.Report(std::move(finding));
    return;
  }
  int64_t sheets_fen = 0;
  bool stated = true;
  bool sound = true;
  for (const size_t k : project.sheets) {
    const PerformanceSheet& sheet = document.sheets[k];
    sheets_fen += sheet.total.amount_fen;
    stated &= sheet.total.stated();
    sound &= HoldsTogether(sheet);
  }
  const auto figures =
      static_cast<int64_t>(project.rows.size() + project.sheets.size());
  if (!stated || sheets_fen >= project.fen ||
      MayBeEqual(sheets_fen, project.fen, figures)) {
    return;
  }
  for (const size_t k : project.sheets) {
    const Place place = SheetPlace(document, k, "total");
    cells.insert(sound ? cells.end() : cells.begin(), place);
  }
  finding.places = std::move(cells);
  finding.actual_micro = sheets_fen;
  finding.difference_micro = sheets_fen - project.fen;
  finding.message =
      Message("performance.sheet_too_small",
              {{"project", project.name},
               {"actual", WanText(sheets_fen)},
               {"expected", WanText(project.fen)},
               {"difference", WanText(std::abs(sheets_fen - project.fen))}});
  context.reporter.Report(std::move(finding));
}

void ReportUncovered(const CheckContext& context, const UncoveredMoney& need) {
  const Figure figure =
      CellOf(context, TableKind::kT3, *need.money->row, "project");
  Finding finding;
  finding.severity = context.reporter.rule().severity;
  finding.status = FindingStatus::kInconsistent;
  finding.places = {PlaceOf(figure)};
  finding.expected_micro = need.fen;
  if (!need.has_sheet) {
    finding.message =
        Message("performance.no_sheet_for_code",
                {{"row", RowText(figure)}, {"amount", WanText(need.fen)}});
  } else {
    const PerformanceSheet& sheet = context.document.sheets[need.sheet];
    finding.places.push_back(SheetPlace(context.document, need.sheet, "total"));
    if (!HoldsTogether(sheet)) {
      std::swap(finding.places[0], finding.places[1]);
    }
    finding.actual_micro = need.sheet_fen;
    finding.difference_micro = need.sheet_fen - need.fen;
    finding.message =
        Message("performance.sheet_for_code_differs",
                {{"row", RowText(figure)},
                 {"amount", WanText(need.fen)},
                 {"project", sheet.project},
                 {"actual", WanText(need.sheet_fen)},
                 {"difference", WanText(need.sheet_fen - need.fen)}});
  }
  context.reporter.Report(std::move(finding));
}

// The sum of one part of all sheets beside what the tables allow for it.
struct Bounds {
  absl::string_view field;    // fiscal, other
  absl::string_view message;  // With {sum}, {actual}, {expected}.
  int64_t low_fen = 0;
  int64_t high_fen = 0;
  int64_t figures = 0;
  // The cells of table 3 behind them; those whose money has no sheet.
  std::vector<Place> tables;
  std::vector<Place> uncovered;
};

void CheckBounds(const CheckContext& context, const Bounds& bounds) {
  const budget::Document& document = context.document;
  std::vector<int64_t> parts;
  std::vector<Place> suspects;
  std::vector<Place> others;
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const PerformanceSheet& sheet = document.sheets[k];
    const budget::Cell& cell =
        bounds.field == "fiscal" ? sheet.fiscal : sheet.other;
    if (cell.amount_fen == 0) continue;
    parts.push_back(cell.amount_fen);
    (HoldsTogether(sheet) ? others : suspects)
        .push_back(SheetPlace(document, k, bounds.field));
  }
  int64_t sum = 0;
  for (const int64_t part : parts) sum += part;
  const int64_t nearest = std::clamp(sum, bounds.low_fen, bounds.high_fen);
  if (MayBeEqual(sum, nearest, CountNonzero(parts) + bounds.figures)) return;
  Finding finding;
  finding.severity = context.reporter.rule().severity;
  finding.status = FindingStatus::kInconsistent;
  finding.places = suspects;
  for (const auto& more : {bounds.uncovered, others, bounds.tables}) {
    finding.places.insert(finding.places.end(), more.begin(), more.end());
  }
  finding.expected_micro = nearest;
  finding.actual_micro = sum;
  finding.difference_micro = sum - nearest;
  const budget::Text expected =
      bounds.low_fen == bounds.high_fen
          ? budget::Text{WanText(bounds.low_fen), WanText(bounds.low_fen)}
          : Message("performance.between",
                    {{"low", WanText(bounds.low_fen)},
                     {"high", WanText(bounds.high_fen)}});
  finding.message =
      Message(bounds.message, {{"sum", SumText(parts)},
                               {"actual", WanText(sum)},
                               {"expected", expected},
                               {"difference", WanText(sum - nearest)}});
  context.reporter.Report(std::move(finding));
}

}  // namespace

// P-06: every project of table 7 has a sheet of at least its amount, and so
// has, per function code, the project money that is in no row of table 7.
void CheckProjectSheets(const CheckContext& context) {
  if (MissesTables(context)) return;
  const std::vector<ProjectMoney> money = ProjectMoneyOf(context.index);
  if (!HasSheets(context, money)) return;
  ReportUndecided(context, money);
  const SheetProjects projects =
      MatchSheets(context.document, context.index, money);
  for (const ListedProject& project : projects.listed) {
    if (project.readable) CheckListed(context, project);
  }
  // With a sheet unread, which money it would have covered is not known.
  MissingPlaces missing;
  for (size_t k = 0; k < context.document.sheets.size(); ++k) {
    const PerformanceSheet& sheet = context.document.sheets[k];
    if (!sheet.total.stated()) {
      missing.Add(SheetPlace(context.document, k, "total"),
                  SheetFieldText(sheet, "total"));
      missing.Report(context.reporter);
      return;
    }
  }
  for (const UncoveredMoney& need : projects.uncovered) {
    ReportUncovered(context, need);
  }
}

// P-08: the fiscal parts of all sheets within what fiscal project money can be,
// their other parts within what is left for other project money.
void CheckSheetSources(const CheckContext& context) {
  if (MissesTables(context)) return;
  const std::vector<ProjectMoney> money = ProjectMoneyOf(context.index);
  if (!HasSheets(context, money)) return;
  if (ReportUndecided(context, money)) return;
  if (!IsComplete(money, context.index)) {
    context.reporter.Insufficient({{"T3:ALL:project", {}}},
                                  Message("performance.tables_incomplete"));
    return;
  }
  MissingPlaces missing;
  for (size_t k = 0; k < context.document.sheets.size(); ++k) {
    const PerformanceSheet& sheet = context.document.sheets[k];
    if (!WasRead(sheet, sheet.fiscal) && !WasRead(sheet, sheet.other)) {
      missing.Add(SheetPlace(context.document, k, "fiscal"),
                  SheetFieldText(sheet, "fiscal"));
      missing.Report(context.reporter);
      return;
    }
  }
  Bounds fiscal{"fiscal", "performance.fiscal_bounds"};
  Bounds other{"other", "performance.other_bounds"};
  const SheetProjects projects =
      MatchSheets(context.document, context.index, money);
  for (const ProjectMoney& each : money) {
    if (each.project_fen == 0) continue;
    fiscal.low_fen = AddFen(fiscal.low_fen, each.fiscal_low_fen);
    fiscal.high_fen = AddFen(fiscal.high_fen, each.fiscal_high_fen);
    fiscal.figures += each.figures;
    other.low_fen = AddFen(other.low_fen, each.other_low_fen);
    other.high_fen = AddFen(other.high_fen, each.other_high_fen);
    other.figures += each.figures;
    const Place place =
        PlaceOf(CellOf(context, TableKind::kT3, *each.row, "project"));
    const bool uncovered = std::any_of(
        projects.uncovered.begin(), projects.uncovered.end(),
        [&](const UncoveredMoney& need) { return need.money == &each; });
    for (Bounds* bounds : {&fiscal, &other}) {
      const int64_t high =
          bounds == &fiscal ? each.fiscal_high_fen : each.other_high_fen;
      if (high <= 0) continue;
      (uncovered ? bounds->uncovered : bounds->tables).push_back(place);
    }
  }
  fiscal.high_fen = std::max(fiscal.low_fen, fiscal.high_fen);
  other.high_fen = std::max(other.low_fen, other.high_fen);
  CheckBounds(context, fiscal);
  CheckBounds(context, other);
}

}  // namespace yuheng::validation
