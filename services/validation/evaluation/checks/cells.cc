#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/formula_error.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::Row;
using budget::Side;
using budget::Table;

// Calls visit(figure) for every cell of the tables that are compared.
template <typename Visit>
void EachCell(const CheckContext& context, Visit visit) {
  for (const budget::TableShape& shape : context.form.tables) {
    const IndexedTable& table = context.index.Of(shape.kind);
    if (table.table() == nullptr) continue;
    for (const Row& row : table.table()->rows) {
      for (size_t i = 0; i < row.cells.size(); ++i) {
        if (context.reporter.stopped()) return;
        visit(FigureOf(table, row, static_cast<int>(i)));
      }
    }
  }
}

Place TablePlace(const Table& table, int line) {
  return {absl::StrCat("T", static_cast<int>(table.kind)),
          {line > 0 ? line : table.line, ""}};
}

void CheckTotal(const CheckContext& context, const IndexedTable& table,
                Side side, absl::string_view key) {
  if (table.Find(side, key) != nullptr) return;
  Place place = PlaceOf(MissingFigure(table, side, key, 0));
  context.reporter.Fail(
      {place},
      Message("finding.total_missing", {{"table", TableText(table.shape())}}));
}

void CheckLines(const CheckContext& context, const IndexedTable& table) {
  for (const budget::Line& line : table.shape().lines) {
    // The list of classes differs by year; a class that is not printed is
    // blank. Totals have their own message.
    const bool total = line.key == budget::kTotalKey || line.key == "total";
    const bool listed = line.presence != budget::Presence::kPrinted ||
                        line.side == Side::kExpenditure || total ||
                        table.Find(line.side, line.key) != nullptr;
    if (listed) continue;
    const Place place = PlaceOf(MissingFigure(table, line.side, line.key, 0));
    context.reporter.Fail(
        {place}, Message("finding.line_missing",
                         {{"table", TableText(table.shape())},
                          {"line", budget::Text{line.label, line.label_en}}}));
  }
}

// Problems of reading that concern the rows of a table or a whole sheet; those
// of amounts, units and titles have rules of their own.
bool IsRowProblem(const budget::ReadingProblem& problem) {
  // A detail line that was not taken is missing in every table.
  if (problem.id == "reader.sheet_cells_lost" ||
      problem.id == "reader.sheet_header_missing" ||
      absl::StartsWith(problem.id, "reader.detail_")) {
    return true;
  }
  return problem.table != budget::TableKind::kNone &&
         !absl::StrContains(problem.id, "amount") &&
         !absl::StrContains(problem.id, "unit") &&
         !absl::StrContains(problem.id, "table_") &&
         problem.id != "reader.title_missing" &&
         !absl::StrContains(problem.id, "prepared");
}

}  // namespace

// S-08: every amount cell parses. A cell that could not be told among those of
// a broken row says so.
void CheckAmounts(const CheckContext& context) {
  EachCell(context, [&](const Figure& figure) {
    if (figure.readable) return;
    if (figure.row->cells[figure.column].printed.empty()) {
      context.reporter.Fail(
          {PlaceOf(figure)},
          Message("finding.cell_lost", {{"place", FigureText(figure)}}));
      return;
    }
    const std::string& printed = figure.row->cells[figure.column].printed;
    context.reporter.Fail(
        {PlaceOf(figure)},
        Message(budget::IsFormulaError(printed) ? "finding.formula_error"
                                                : "finding.unreadable",
                {{"place", FigureText(figure)}, {"printed", printed}}));
  });
}

// A1-12: no amount below zero, in any table.
void CheckNegatives(const CheckContext& context) {
  EachCell(context, [&](const Figure& figure) {
    if (figure.fen >= 0) return;
    Finding finding;
    finding.severity = context.reporter.rule().severity;
    finding.status = FindingStatus::kInconsistent;
    finding.places = {PlaceOf(figure)};
    finding.actual_micro = figure.fen;
    finding.message =
        Message("finding.negative",
                {{"place", FigureText(figure)},
                 {"actual", AmountText(*figure.table, figure.fen)}});
    context.reporter.Report(std::move(finding));
  });
}

// S-14: what the reader could not place in a table; rows with more or fewer
// amounts than columns; a table without its total row or a line of the form.
void CheckRows(const CheckContext& context) {
  for (const budget::ReadingProblem& problem : context.document.problems) {
    if (!IsRowProblem(problem)) continue;
    const bool table = problem.table != budget::TableKind::kNone;
    context.reporter.Fail(
        {{table ? absl::StrCat("T", static_cast<int>(problem.table)) : "doc",
          problem.location}},
        problem.message);
    if (context.reporter.stopped()) return;
  }
  for (const budget::TableShape& shape : context.form.tables) {
    const IndexedTable& table = context.index.Of(shape.kind);
    if (table.table() == nullptr) continue;
    for (const Row& row : table.table()->rows) {
      const size_t expected = shape.ColumnsOf(row.side).size();
      if (row.cells.size() == expected) continue;
      context.reporter.Fail({TablePlace(*table.table(), row.line)},
                            Message("finding.cell_count",
                                    {{"table", TableText(shape)},
                                     {"row", row.Key()},
                                     {"found", absl::StrCat(row.cells.size())},
                                     {"expected", absl::StrCat(expected)}}));
      if (context.reporter.stopped()) return;
    }
    if (shape.two_sided()) {
      CheckTotal(context, table, Side::kIncome, budget::kTotalKey);
      CheckTotal(context, table, Side::kExpenditure, budget::kTotalKey);
    } else if (!shape.coded()) {
      CheckTotal(context, table, Side::kNone, "total");
    } else if (table.table()->nil_statement.empty()) {
      CheckTotal(context, table, Side::kNone, budget::kTotalKey);
    }
    CheckLines(context, table);
  }
}

}  // namespace yuheng::validation
