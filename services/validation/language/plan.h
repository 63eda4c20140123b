#ifndef YUHENG_SERVICES_VALIDATION_LANGUAGE_PLAN_H_
#define YUHENG_SERVICES_VALIDATION_LANGUAGE_PLAN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/validation/language/source.h"
#include "services/validation/language/syntax.h"

namespace yuheng::validation {

// A formula bound to a form: names are indexes now, so that evaluating looks
// nothing up but rows.

struct PlanTable {
  Source source = Source::kNone;
  budget::Side side = budget::Side::kNone;

  friend bool operator==(const PlanTable&, const PlanTable&) = default;
};

struct PlanRows {
  PlanTable table;
  uint32_t levels = 0;  // A bit for each RowLevel.
  // Each project once, by its name instead of its code.
  bool by_name = false;

  bool Has(const budget::Row& row) const {
    return row.side == table.side &&
           (levels >> static_cast<int>(row.level) & 1) != 0;
  }
};

enum class Selection {
  kKey,       // the row of `key`
  kVariable,  // the row of loop `slot`
  kLevel,     // all rows of `rows` (inside sum)
  kChildren,  // the rows that add up to the row of loop `slot`
  kProjects,  // the project rows of the code of loop `slot`
  kChoice,    // the row named by the key of the column loop `slot`
  kNamed,     // the rows of the project whose name loop `slot` bound
};

struct PlanFigures {
  PlanTable table;
  Selection selection = Selection::kKey;
  std::string key;
  PlanRows rows;
  int slot = -1;
  int column = -1;  // -1: the column of loop `column_slot`
  int column_slot = -1;
  std::vector<int> column_of_choice;  // Of this table, by the loop's position.
  std::vector<std::string> key_of_choice;  // For kChoice, likewise.
  bool optional = false;                   // Zero when it is not stated.
};

struct PlanTerm {
  TermKind kind = TermKind::kFigure;
  bool negative = false;
  int64_t number_fen = 0;
  PlanFigures figures;
  PlanFigures whole;  // For kPercent.
};

struct PlanComparison {
  Comparator comparator = Comparator::kEqual;
  std::vector<PlanTerm> left;
  std::vector<PlanTerm> right;
};

struct PlanTest {
  bool negated = false;
  TestKind kind = TestKind::kComparison;
  int slot = -1;
  std::vector<std::string> choices;  // Codes, or normalised names.
  PlanComparison comparison;
  PlanFigures said;
};

struct PlanRelation {
  RelationKind kind = RelationKind::kComparison;
  PlanComparison comparison;
  PlanRows left_rows;
  PlanRows right_rows;
  PlanFigures absent;
  std::vector<PlanFigures> figures;
  std::vector<PlanTest> conditions;
  // Of a relation that is not its statement's first: every source it reads.
  std::vector<Source> sources;
};

struct PlanLoop {
  int slot = -1;
  bool over_columns = false;
  int column_count = 0;        // When over columns.
  std::vector<PlanRows> rows;  // When over rows.
  bool intersection = false;
  std::vector<PlanTest> conditions;
};

struct PlanStatement {
  std::vector<PlanLoop> loops;
  std::vector<PlanTest> conditions;
  std::vector<PlanRelation> relations;
  // Every source that loops, conditions and the first relation read, ascending.
  std::vector<Source> sources;
};

struct Plan {
  std::vector<PlanStatement> statements;
};

// INVALID_ARGUMENT with "line:column: expected …, found …" when the formula is
// malformed or names what the form does not have.
absl::StatusOr<Plan> CompileFormula(const budget::Form& form,
                                    absl::string_view formula);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_LANGUAGE_PLAN_H_
