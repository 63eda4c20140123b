#include "services/validation/evaluation/formula_evaluator.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/address.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/comparison.h"
#include "services/validation/evaluation/figure.h"

namespace yuheng::validation {
namespace {

using budget::Row;
using budget::TableKind;

// What a loop has bound: a row (or a code that some tables may lack), or the
// position in a list of columns.
struct Binding {
  TableKind kind = TableKind::kNone;  // Of `row`; kNone: the code alone.
  const Row* row = nullptr;
  absl::string_view code;
  int choice = 0;
};

class Evaluator {
 public:
  Evaluator(const DocumentIndex& index, Reporter& reporter)
      : index_(index), reporter_(reporter) {}

  void Run(const Plan& plan) {
    std::set<TableKind> unusable;
    for (const PlanStatement& statement : plan.statements) {
      if (!Usable(statement.tables)) {
        unusable.insert(statement.tables.begin(), statement.tables.end());
        continue;
      }
      bindings_.assign(statement.loops.size(), {});
      Loop(statement, 0);
      if (reporter_.stopped()) return;
    }
    ReportUnusableTables({unusable.begin(), unusable.end()}, index_, reporter_);
    ReportMissing();
  }

 private:
  void ReportMissing() {
    if (missing_count_ == 0) return;
    budget::Text first = missing_text_;
    reporter_.Insufficient(
        std::move(missing_),
        budget::Message(
            "finding.insufficient_figures",
            {{"place", first}, {"count", absl::StrCat(missing_count_)}}));
  }

  bool Usable(const std::vector<TableKind>& kinds) const {
    return std::all_of(kinds.begin(), kinds.end(), [&](TableKind kind) {
      return index_.Of(kind).usable();
    });
  }

  // Remembers an input that is not there or can't be read.
  void Miss(const Figure& figure) {
    Place place = PlaceOf(figure);
    if (std::find(missing_.begin(), missing_.end(), place) != missing_.end()) {
      return;
    }
    if (missing_count_++ == 0) missing_text_ = FigureText(figure);
    if (missing_.size() < kPlacesPerFindingMax) {
      missing_.push_back(std::move(place));
    }
  }

  void Loop(const PlanStatement& statement, size_t depth) {
    if (depth == statement.loops.size()) {
      if (AllHold(statement.conditions)) Relate(statement);
      return;
    }
    const PlanLoop& loop = statement.loops[depth];
    Binding& binding = bindings_[loop.slot];
    const auto next = [&] {
      if (AllHold(loop.conditions)) Loop(statement, depth + 1);
      return !reporter_.stopped();
    };
    if (loop.over_columns) {
      for (int i = 0; i < loop.column_count; ++i) {
        binding = {};
        binding.choice = i;
        if (!next()) return;
      }
    } else if (loop.rows.size() == 1) {
      const PlanRows& rows = loop.rows[0];
      for (const Row& row : index_.Of(rows.table.kind).table()->rows) {
        if (!rows.Has(row)) continue;
        binding = {rows.table.kind, &row, row.code, 0};
        if (!next()) return;
      }
    } else {
      for (const absl::string_view code : CodesOf(loop)) {
        binding = {TableKind::kNone, nullptr, code, 0};
        if (!next()) return;
      }
    }
  }

  // The codes of several tables' rows, each once, in order of appearance.
  std::vector<absl::string_view> CodesOf(const PlanLoop& loop) const {
    std::vector<absl::string_view> codes;
    absl::flat_hash_set<absl::string_view> seen;
    for (const PlanRows& rows : loop.rows) {
      for (const Row& row : index_.Of(rows.table.kind).table()->rows) {
        if (rows.Has(row) && seen.insert(row.code).second) {
          codes.push_back(row.code);
        }
      }
    }
    if (loop.intersection) {
      std::erase_if(codes, [&](absl::string_view code) {
        return !std::all_of(
            loop.rows.begin(), loop.rows.end(), [&](const PlanRows& rows) {
              const Row* row =
                  index_.Of(rows.table.kind).Find(rows.table.side, code);
              return row != nullptr && rows.Has(*row);
            });
      });
    }
    return codes;
  }

  int ColumnOf(const PlanFigures& figures) const {
    return figures.column >= 0
               ? figures.column
               : figures
                     .column_of_choice[bindings_[figures.column_slot].choice];
  }

  // The one figure of kKey and kVariable.
  Figure One(const PlanFigures& figures) const {
    const IndexedTable& table = index_.Of(figures.table.kind);
    const int column = ColumnOf(figures);
    if (figures.selection == Selection::kVariable) {
      const Binding& binding = bindings_[figures.slot];
      if (binding.row != nullptr && binding.kind == figures.table.kind &&
          binding.row->side == figures.table.side) {
        return FigureOf(table, *binding.row, column);
      }
      const Row* row = table.Find(figures.table.side, binding.code);
      return row == nullptr ? MissingFigure(table, figures.table.side,
                                            binding.code, column)
                            : FigureOf(table, *row, column);
    }
    const Row* row = table.Find(figures.table.side, figures.key);
    if (row != nullptr) return FigureOf(table, *row, column);
    Figure figure =
        MissingFigure(table, figures.table.side, figures.key, column);
    // A total or a line of the form must be printed; a code need not, and a
    // table that is declared empty may leave out its total.
    const bool line =
        table.shape().FindLine(figures.table.side, figures.key) != nullptr;
    const bool declared_empty = !table.table()->nil_statement.empty();
    figure.readable =
        !line && (figures.key != budget::kTotalKey || declared_empty);
    return figure;
  }

  template <typename Take>
  void EachOf(const PlanFigures& figures, Take take) const {
    const IndexedTable& table = index_.Of(figures.table.kind);
    const int column = ColumnOf(figures);
    switch (figures.selection) {
      case Selection::kKey:
      case Selection::kVariable:
        take(One(figures));
        return;
      case Selection::kLevel:
        for (const Row& row : table.table()->rows) {
          if (figures.rows.Has(row)) take(FigureOf(table, row, column));
        }
        return;
      case Selection::kChildren: {
        const Binding& binding = bindings_[figures.slot];
        const Row* row = binding.kind == figures.table.kind
                             ? binding.row
                             : table.Find(figures.table.side, binding.code);
        if (row == nullptr) return;
        for (const Row* child : table.ChildrenOf(*row)) {
          take(FigureOf(table, *child, column));
        }
        return;
      }
      case Selection::kProjects:
        for (const Row* row : table.ProjectsOf(bindings_[figures.slot].code)) {
          take(FigureOf(table, *row, column));
        }
        return;
    }
  }

  // False when a figure is missing; then it has been remembered if `note`.
  bool Collect(const std::vector<PlanTerm>& terms, bool note, Operand* side) {
    bool complete = true;
    for (const PlanTerm& term : terms) {
      if (term.number) {
        side->constant_fen +=
            term.negative ? -term.number_fen : term.number_fen;
        continue;
      }
      side->sum |= term.sum;
      EachOf(term.figures, [&](Figure figure) {
        if (!figure.readable) {
          complete = false;
          if (note) Miss(figure);
        }
        figure.in_run = term.sum;
        side->figures.push_back({figure, term.negative});
      });
    }
    return complete;
  }

  // Whether the comparison could be judged; the result in `result`.
  bool Judge(const PlanComparison& plan, bool note, Comparison* result) {
    Operand left;
    Operand right;
    const bool left_complete = Collect(plan.left, note, &left);
    const bool right_complete = Collect(plan.right, note, &right);
    if (!left_complete || !right_complete) return false;
    switch (plan.comparator) {
      case Comparator::kEqual:
        *result = JudgeEqual(std::move(left), std::move(right));
        return true;
      case Comparator::kAtMost:
        *result = JudgeInequality(std::move(left), std::move(right));
        return true;
      case Comparator::kAtLeast:
        *result = JudgeInequality(std::move(right), std::move(left));
        return true;
    }
    return false;
  }

  static bool Agrees(const Comparison& comparison) {
    return comparison.agreement == Agreement::kExact ||
           comparison.agreement == Agreement::kRounding;
  }

  bool Holds(const PlanTest& test) {
    bool holds = false;
    switch (test.kind) {
      case TestKind::kUnder: {
        const absl::string_view code = bindings_[test.slot].code;
        holds = std::any_of(test.choices.begin(), test.choices.end(),
                            [&](const std::string& choice) {
                              return absl::StartsWith(code, choice);
                            });
        break;
      }
      case TestKind::kNamed: {
        const Row* row = bindings_[test.slot].row;
        if (row == nullptr) return false;
        const std::string name = budget::NormaliseLabel(row->name);
        holds = std::find(test.choices.begin(), test.choices.end(), name) !=
                test.choices.end();
        break;
      }
      case TestKind::kComparison: {
        Comparison comparison;
        if (!Judge(test.comparison, false, &comparison)) return false;
        holds = Agrees(comparison);
        break;
      }
    }
    return holds != test.negated;
  }

  bool AllHold(const std::vector<PlanTest>& tests) {
    return std::all_of(tests.begin(), tests.end(),
                       [&](const PlanTest& test) { return Holds(test); });
  }

  void Relate(const PlanStatement& statement) {
    const PlanRelation& first = statement.relations[0];
    switch (first.kind) {
      case RelationKind::kSameCodes:
        return SameCodes(first);
      case RelationKind::kSameNames:
        return SameNames(first);
      case RelationKind::kAbsent:
        return Absent(first);
      case RelationKind::kComparison:
        break;
    }
    Comparison comparison;
    if (!Judge(first.comparison, true, &comparison) ||
        comparison.agreement == Agreement::kExact) {
      return;
    }
    if (!Agrees(comparison)) {
      for (size_t i = 1; i < statement.relations.size(); ++i) {
        const PlanRelation& other = statement.relations[i];
        Comparison convention;
        if (other.kind == RelationKind::kComparison && Usable(other.tables) &&
            AllHold(other.conditions) &&
            Judge(other.comparison, false, &convention) && Agrees(convention)) {
          reporter_.Report(ConventionOf(convention));
          return;
        }
      }
    }
    reporter_.Report(FindingOf(comparison, reporter_.rule().severity,
                               reporter_.rule().title));
  }

  static bool IsBlank(const Row& row) {
    return std::all_of(row.cells.begin(), row.cells.end(),
                       [](const budget::Cell& cell) {
                         return cell.amount_fen == 0 &&
                                cell.state != budget::CellState::kUnreadable;
                       });
  }

  // Rows with amounts in one table that the other does not have.
  void SameCodes(const PlanRelation& relation) {
    const auto missing = [&](const PlanRows& from, const PlanRows& to) {
      const IndexedTable& table = index_.Of(from.table.kind);
      const IndexedTable& other = index_.Of(to.table.kind);
      for (const Row& row : table.table()->rows) {
        if (!from.Has(row) || IsBlank(row) ||
            other.Find(to.table.side, row.code) != nullptr) {
          continue;
        }
        const Figure absent = MissingFigure(other, to.table.side, row.code, 0);
        const Figure present = FigureOf(table, row, 0);
        reporter_.Fail({PlaceOf(absent), PlaceOf(present)},
                       budget::Message("finding.code_missing",
                                       {{"row", RowText(present)},
                                        {"table", TableText(from.table.kind)},
                                        {"other", TableText(to.table.kind)}}));
        if (reporter_.stopped()) return;
      }
    };
    missing(relation.left_rows, relation.right_rows);
    missing(relation.right_rows, relation.left_rows);
  }

  void SameNames(const PlanRelation& relation) {
    const PlanRows& left = relation.left_rows;
    const PlanRows& right = relation.right_rows;
    const IndexedTable& table = index_.Of(left.table.kind);
    const IndexedTable& other = index_.Of(right.table.kind);
    for (const Row& row : table.table()->rows) {
      if (!left.Has(row)) continue;
      const Row* twin = other.Find(right.table.side, row.code);
      if (twin == nullptr || budget::NormaliseLabel(row.name) ==
                                 budget::NormaliseLabel(twin->name)) {
        continue;
      }
      reporter_.Fail({PlaceOf(table, row), PlaceOf(other, *twin)},
                     budget::Message("finding.name_differs",
                                     {{"code", row.code},
                                      {"table", TableText(left.table.kind)},
                                      {"name", row.name},
                                      {"other", TableText(right.table.kind)},
                                      {"other_name", twin->name}}));
      if (reporter_.stopped()) return;
    }
  }

  void Absent(const PlanRelation& relation) {
    const Figure figure = One(relation.absent);
    if (figure.row == nullptr) return;
    reporter_.Fail(
        {PlaceOf(figure)},
        budget::Message("finding.absent",
                        {{"table", TableText(figure.table->shape().kind)},
                         {"row", RowText(figure)},
                         {"title", reporter_.rule().title}}));
  }

  const DocumentIndex& index_;
  Reporter& reporter_;
  std::vector<Binding> bindings_;
  std::vector<Place> missing_;
  size_t missing_count_ = 0;
  budget::Text missing_text_;
};

}  // namespace

bool ReportUnusableTables(const std::vector<TableKind>& kinds,
                          const DocumentIndex& index, Reporter& reporter) {
  std::vector<Place> places;
  budget::Text names;
  for (const TableKind kind : kinds) {
    const IndexedTable& table = index.Of(kind);
    if (table.usable()) continue;
    const budget::Text name = TableText(kind);
    absl::StrAppend(&names.zh, names.zh.empty() ? "" : "、", name.zh);
    absl::StrAppend(&names.en, names.en.empty() ? "" : ", ", name.en);
    places.push_back(
        {absl::StrCat("T", static_cast<int>(kind)),
         {table.table() == nullptr ? 0 : table.table()->line, ""}});
  }
  if (places.empty()) return false;
  reporter.Insufficient(
      std::move(places),
      budget::Message("finding.insufficient_tables", {{"tables", names}}));
  return true;
}

void EvaluateFormula(const Plan& plan, const DocumentIndex& index,
                     Reporter& reporter) {
  Evaluator(index, reporter).Run(plan);
}

}  // namespace yuheng::validation
