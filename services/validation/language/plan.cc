#include "services/validation/language/plan.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/validation/language/parser.h"

namespace yuheng::validation {
namespace {

using budget::RowLevel;
using budget::Side;
using budget::TableKind;
using budget::TableShape;

constexpr absl::string_view kLevelsExpected =
    "a level (total, class, group, item, project, line, coded, all)";

// The level of projects, each once by its name.
constexpr absl::string_view kNameLevel = "name";

// Whether rows have names of projects.
bool HasProjects(Source source) {
  return source == SourceOf(TableKind::kT7) || source == Source::kN7 ||
         source == Source::kP;
}

struct LevelName {
  absl::string_view name;
  std::initializer_list<RowLevel> levels;
};

const LevelName* FindLevel(absl::string_view name) {
  static constexpr LevelName kLevels[] = {
      {"total", {RowLevel::kTotal}},
      {"class", {RowLevel::kClass}},
      {"group", {RowLevel::kGroup}},
      {"item", {RowLevel::kItem}},
      {"project", {RowLevel::kProject}},
      {"line", {RowLevel::kLine}},
      {"coded", {RowLevel::kClass, RowLevel::kGroup, RowLevel::kItem}},
      {"all",
       {RowLevel::kNone, RowLevel::kTotal, RowLevel::kClass, RowLevel::kGroup,
        RowLevel::kItem, RowLevel::kProject, RowLevel::kLine}},
  };
  for (const LevelName& level : kLevels) {
    if (level.name == name) return &level;
  }
  return nullptr;
}

// What a loop bound.
struct Variable {
  std::string name;
  int slot = -1;
  bool over_columns = false;
  std::vector<std::string> columns;  // Keys, when over columns.
};

class Compiler {
 public:
  explicit Compiler(const budget::Form& form) : form_(form) {}

  absl::StatusOr<Plan> Run(const SyntaxFormula& formula) {
    Plan plan;
    for (const SyntaxStatement& statement : formula.statements) {
      variables_.clear();
      sources_.clear();
      PlanStatement& compiled = plan.statements.emplace_back();
      if (!Statement(statement, &compiled)) return error_;
    }
    return plan;
  }

 private:
  bool Fail(const SyntaxName& at, absl::string_view expected) {
    error_ = FormulaError(at.position, absl::StrCat("expected ", expected,
                                                    ", found '", at.text, "'"));
    return false;
  }

  const Variable* Find(absl::string_view name) const {
    for (const Variable& variable : variables_) {
      if (variable.name == name) return &variable;
    }
    return nullptr;
  }

  bool Table(const SyntaxTable& syntax, PlanTable* table) {
    table->source = FindSource(syntax.name.text);
    if (table->source == Source::kNone) {
      return Fail(syntax.name,
                  "a table (T1 to T10), section (N1 to N11d), G or P");
    }
    const bool two_sided = ShapeOf(form_, table->source).two_sided();
    if (two_sided == syntax.side.text.empty()) {
      return Fail(syntax.side.text.empty() ? syntax.name : syntax.side,
                  two_sided ? "a side (in or ex) behind this table"
                            : "no side: this table has one");
    }
    if (two_sided) {
      table->side =
          syntax.side.text == "in" ? Side::kIncome : Side::kExpenditure;
    }
    sources_.insert(table->source);
    return true;
  }

  bool Rows(const SyntaxRows& syntax, PlanRows* rows) {
    if (!Table(syntax.table, &rows->table)) return false;
    if (syntax.level.text == kNameLevel) {
      rows->by_name = true;
      rows->levels = uint32_t{1} << static_cast<int>(RowLevel::kProject);
      return HasProjects(rows->table.source) ||
             Fail(syntax.level, "a table with projects (T7, N7, P)");
    }
    return Level(syntax.level, rows);
  }

  bool Level(const SyntaxName& name, PlanRows* rows) {
    const LevelName* level = FindLevel(name.text);
    if (level == nullptr) return Fail(name, kLevelsExpected);
    for (const RowLevel each : level->levels) {
      rows->levels |= uint32_t{1} << static_cast<int>(each);
    }
    return true;
  }

  // The columns of the table for messages.
  static std::string ColumnList(const std::vector<budget::Column>& columns) {
    return absl::StrJoin(columns, ", ",
                         [](std::string* out, const budget::Column& column) {
                           absl::StrAppend(out, column.key);
                         });
  }

  bool Column(const SyntaxFigures& syntax, PlanFigures* figures) {
    const TableShape& shape = ShapeOf(form_, figures->table.source);
    const auto& columns = shape.ColumnsOf(figures->table.side);
    const SyntaxName& name = syntax.column;
    if (name.text.empty()) {
      figures->column = 0;
      return columns.size() == 1 ||
             Fail(syntax.row, absl::StrCat("a column behind the row (",
                                           ColumnList(columns), ")"));
    }
    const Variable* variable = Find(name.text);
    if (variable != nullptr && variable->over_columns) {
      figures->column_slot = variable->slot;
      for (const std::string& key : variable->columns) {
        const int index = shape.ColumnIndex(figures->table.side, key);
        if (index < 0) {
          return Fail(
              name, absl::StrCat("columns of this table (", ColumnList(columns),
                                 ") in the loop; ", key, " is none"));
        }
        figures->column_of_choice.push_back(index);
      }
      return true;
    }
    figures->column = shape.ColumnIndex(figures->table.side, name.text);
    return figures->column >= 0 ||
           Fail(name, absl::StrCat("a column (", ColumnList(columns), ")"));
  }

  bool RowVariable(const SyntaxName& name, int* slot) {
    const Variable* variable = Find(name.text);
    if (variable == nullptr || variable->over_columns) {
      return Fail(name, "the name of a loop over rows");
    }
    *slot = variable->slot;
    return true;
  }

  bool Key(const SyntaxName& name, PlanFigures* figures) {
    const TableShape& shape = ShapeOf(form_, figures->table.source);
    figures->selection = Selection::kKey;
    figures->key = name.text;
    // Subjects of sections are open: what a reader may find is no closed list.
    if (!IsTable(figures->table.source)) return true;
    if (!shape.coded()) {
      return shape.FindLine(figures->table.side, name.text) != nullptr ||
             Fail(name, "a line of this table");
    }
    const bool code = std::all_of(name.text.begin(), name.text.end(),
                                  [](char c) { return c >= '0' && c <= '9'; });
    return code || name.text == budget::kTotalKey ||
           Fail(name, "a code or ALL");
  }

  // Whether the name is a column loop's: its keys then name the rows.
  bool Choice(const SyntaxName& name, PlanFigures* figures) {
    const Variable* variable = Find(name.text);
    if (variable == nullptr || !variable->over_columns) return false;
    for (const std::string& key : variable->columns) {
      if (!Key({key, name.position}, figures)) return true;
      figures->key_of_choice.push_back(key);
    }
    figures->selection = Selection::kChoice;
    figures->slot = variable->slot;
    return true;
  }

  // What is wanted: one cell, the cells of several rows, or a row.
  enum class Shape { kCell, kCells, kRow };

  bool Figures(const SyntaxFigures& syntax, Shape shape, PlanFigures* figures) {
    const bool many = shape == Shape::kCells;
    if (!Table(syntax.table, &figures->table)) return false;
    figures->optional = syntax.optional;
    switch (syntax.selection) {
      case SyntaxSelection::kKey:
        if (many) return Fail(syntax.row, "several rows inside sum(…)");
        if (!Key(syntax.row, figures)) return false;
        break;
      case SyntaxSelection::kChildrenOf:
      case SyntaxSelection::kProjectsOf:
        figures->selection = syntax.selection == SyntaxSelection::kChildrenOf
                                 ? Selection::kChildren
                                 : Selection::kProjects;
        if (!many) return Fail(syntax.row, "sum(…) around several rows");
        if (!RowVariable(syntax.row, &figures->slot)) return false;
        break;
      case SyntaxSelection::kNamed:
        figures->selection = Selection::kNamed;
        if (!many) return Fail(syntax.row, "sum(…) around several rows");
        if (!HasProjects(figures->table.source)) {
          return Fail(syntax.table.name, "a table with projects (T7, N7, P)");
        }
        if (!RowVariable(syntax.row, &figures->slot)) return false;
        break;
      case SyntaxSelection::kName:
        if (many) {
          figures->selection = Selection::kLevel;
          figures->rows.table = figures->table;
          if (!Level(syntax.row, &figures->rows)) return false;
        } else if (!Choice(syntax.row, figures)) {
          figures->selection = Selection::kVariable;
          if (!RowVariable(syntax.row, &figures->slot)) return false;
        } else if (!error_.ok()) {
          return false;
        }
        break;
    }
    if (shape == Shape::kRow && syntax.column.text.empty()) {
      figures->column = 0;
      return true;
    }
    return Column(syntax, figures);
  }

  bool Terms(const std::vector<SyntaxTerm>& syntax,
             std::vector<PlanTerm>* terms) {
    for (const SyntaxTerm& from : syntax) {
      PlanTerm& term = terms->emplace_back();
      term.kind = from.kind;
      term.negative = from.negative;
      if (from.kind != TermKind::kNumber) {
        const Shape shape =
            from.kind == TermKind::kFigure ? Shape::kCell : Shape::kCells;
        if (!Figures(from.figures, shape, &term.figures) ||
            (from.kind == TermKind::kPercent &&
             !Figures(from.whole, Shape::kCell, &term.whole))) {
          return false;
        }
        continue;
      }
      int64_t wan_yuan = 0;
      if (!absl::SimpleAtoi(from.digits.text, &wan_yuan) ||
          wan_yuan > budget::kFigureMicroMax / budget::kFenPerWanYuan) {
        return Fail(from.digits, "a number of 万元 below 10^9");
      }
      term.number_fen = wan_yuan * budget::kFenPerWanYuan;
    }
    return true;
  }

  bool Comparison(const SyntaxComparison& syntax, PlanComparison* comparison) {
    comparison->comparator = syntax.comparator;
    return Terms(syntax.left, &comparison->left) &&
           Terms(syntax.right, &comparison->right);
  }

  bool Conditions(const std::vector<SyntaxTest>& syntax,
                  std::vector<PlanTest>* tests) {
    for (const SyntaxTest& from : syntax) {
      PlanTest& test = tests->emplace_back();
      test.negated = from.negated;
      test.kind = from.kind;
      if (from.kind == TestKind::kComparison) {
        if (!Comparison(from.comparison, &test.comparison)) return false;
        continue;
      }
      if (from.kind == TestKind::kSaid) {
        if (!Figures(from.said, Shape::kCell, &test.said)) return false;
        continue;
      }
      if (!RowVariable(from.variable, &test.slot)) return false;
      for (const SyntaxName& choice : from.choices) {
        test.choices.push_back(from.kind == TestKind::kNamed
                                   ? budget::NormaliseLabel(choice.text)
                                   : choice.text);
      }
    }
    return true;
  }

  bool Loop(const SyntaxLoop& syntax, PlanLoop* loop) {
    if (Find(syntax.variable.text) != nullptr ||
        FindLevel(syntax.variable.text) != nullptr) {
      return Fail(syntax.variable, "a name that means nothing else here");
    }
    Variable variable{
        syntax.variable.text, static_cast<int>(variables_.size()), false, {}};
    loop->slot = variable.slot;
    switch (syntax.kind) {
      case LoopKind::kRows:
        for (const SyntaxRows& rows : syntax.rows) {
          if (!Rows(rows, &loop->rows.emplace_back())) return false;
        }
        loop->intersection = syntax.intersection;
        break;
      case LoopKind::kColumnList:
        for (const SyntaxName& column : syntax.columns) {
          variable.columns.push_back(column.text);
        }
        break;
      case LoopKind::kColumnsOf:
      case LoopKind::kLeavesOf: {
        PlanTable table;
        if (!Table(syntax.table, &table)) return false;
        for (const auto& column :
             ShapeOf(form_, table.source).ColumnsOf(table.side)) {
          if (syntax.kind == LoopKind::kColumnsOf || column.leaf()) {
            variable.columns.push_back(column.key);
          }
        }
        break;
      }
    }
    variable.over_columns = syntax.kind != LoopKind::kRows;
    loop->over_columns = variable.over_columns;
    loop->column_count = static_cast<int>(variable.columns.size());
    variables_.push_back(std::move(variable));
    return Conditions(syntax.conditions, &loop->conditions);
  }

  // A finding needs a place: numbers, counts and percentages have none.
  static bool NamesFigure(const SyntaxComparison& comparison) {
    const auto is_figure = [](const SyntaxTerm& term) {
      return term.kind == TermKind::kFigure || term.kind == TermKind::kSum;
    };
    return std::any_of(comparison.left.begin(), comparison.left.end(),
                       is_figure) ||
           std::any_of(comparison.right.begin(), comparison.right.end(),
                       is_figure);
  }

  bool Relation(const SyntaxRelation& syntax, PlanRelation* relation) {
    relation->kind = syntax.kind;
    if (!Conditions(syntax.conditions, &relation->conditions)) return false;
    switch (syntax.kind) {
      case RelationKind::kComparison:
        if (!NamesFigure(syntax.comparison)) {
          error_ = FormulaError(syntax.comparison.position,
                                "expected a figure on one side at least");
          return false;
        }
        return Comparison(syntax.comparison, &relation->comparison);
      case RelationKind::kSameCodes:
      case RelationKind::kSameNames:
        return Rows(syntax.left_rows, &relation->left_rows) &&
               Rows(syntax.right_rows, &relation->right_rows);
      case RelationKind::kAbsent:
        return Figures(syntax.absent, Shape::kRow, &relation->absent);
      case RelationKind::kShare:
      case RelationKind::kGrowth:
      case RelationKind::kReport:
        return std::all_of(syntax.figures.begin(), syntax.figures.end(),
                           [&](const SyntaxFigures& from) {
                             return Figures(from, Shape::kCell,
                                            &relation->figures.emplace_back());
                           });
    }
    return false;
  }

  bool Statement(const SyntaxStatement& syntax, PlanStatement* statement) {
    for (const SyntaxLoop& loop : syntax.loops) {
      if (!Loop(loop, &statement->loops.emplace_back())) return false;
    }
    if (!Conditions(syntax.conditions, &statement->conditions)) return false;
    for (const SyntaxRelation& from : syntax.relations) {
      PlanRelation& relation = statement->relations.emplace_back();
      if (!Relation(from, &relation)) return false;
      if (statement->relations.size() == 1) {
        statement->sources.assign(sources_.begin(), sources_.end());
      } else {
        relation.sources.assign(sources_.begin(), sources_.end());
      }
    }
    return true;
  }

  const budget::Form& form_;
  std::vector<Variable> variables_;
  std::set<Source> sources_;
  absl::Status error_;
};

}  // namespace

absl::StatusOr<Plan> CompileFormula(const budget::Form& form,
                                    absl::string_view formula) {
  auto syntax = ParseFormula(formula);
  if (!syntax.ok()) return syntax.status();
  return Compiler(form).Run(*syntax);
}

}  // namespace yuheng::validation
