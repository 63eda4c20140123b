#ifndef YUHENG_SERVICES_VALIDATION_LANGUAGE_SYNTAX_H_
#define YUHENG_SERVICES_VALIDATION_LANGUAGE_SYNTAX_H_

#include <string>
#include <vector>

#include "services/validation/language/lexer.h"

namespace yuheng::validation {

// The syntax tree of a formula: what was written, names not yet looked up.
// README.md in this folder has the grammar.

// A name or code with its place, for messages of the compiler.
struct SyntaxName {
  std::string text;
  Position position;
};

struct SyntaxTable {
  SyntaxName name;  // T5, N2, G, P
  SyntaxName side;  // in, ex or empty.
};

enum class SyntaxSelection {
  kKey,         // T5:ALL, T1:in:gen
  kName,        // T5[r], or a level inside sum
  kChildrenOf,  // T5[children of r]
  kProjectsOf,  // T7[projects of r]
  kNamed,       // P[named p]
};

struct SyntaxFigures {
  SyntaxTable table;
  SyntaxSelection selection = SyntaxSelection::kKey;
  SyntaxName row;         // The key, the loop's name or the level.
  SyntaxName column;      // Empty when not written.
  bool optional = false;  // With ?: zero when it is not stated.
};

enum class TermKind {
  kFigure,
  kSum,
  kCount,    // How many are not zero.
  kStated,   // How many are printed.
  kPercent,  // What their sum is of `whole`, in percent.
  kNumber,
};

struct SyntaxTerm {
  TermKind kind = TermKind::kFigure;
  bool negative = false;
  SyntaxName digits;  // For kNumber.
  SyntaxFigures figures;
  SyntaxFigures whole;  // For kPercent.
};

enum class Comparator { kEqual, kAtMost, kAtLeast };

struct SyntaxComparison {
  Comparator comparator = Comparator::kEqual;
  std::vector<SyntaxTerm> left;
  std::vector<SyntaxTerm> right;
  Position position;  // Of the comparator.
};

struct SyntaxRows {
  SyntaxTable table;
  SyntaxName level;
};

enum class TestKind { kUnder, kNamed, kComparison, kSaid };

struct SyntaxTest {
  bool negated = false;
  TestKind kind = TestKind::kComparison;
  SyntaxName variable;              // For kUnder and kNamed.
  std::vector<SyntaxName> choices;  // Codes or names.
  SyntaxComparison comparison;
  SyntaxFigures said;  // For kSaid.
};

enum class RelationKind {
  kComparison,
  kSameCodes,
  kSameNames,
  kAbsent,
  kShare,   // share A = B of C
  kGrowth,  // growth A = B on C
  kReport,  // report A, B
};

struct SyntaxRelation {
  RelationKind kind = RelationKind::kComparison;
  SyntaxComparison comparison;
  SyntaxRows left_rows;  // For kSameCodes and kSameNames.
  SyntaxRows right_rows;
  SyntaxFigures absent;
  std::vector<SyntaxFigures> figures;  // For kShare, kGrowth and kReport.
  std::vector<SyntaxTest> conditions;  // All must hold.
};

enum class LoopKind { kRows, kColumnsOf, kLeavesOf, kColumnList };

struct SyntaxLoop {
  LoopKind kind = LoopKind::kRows;
  SyntaxName variable;
  std::vector<SyntaxRows> rows;     // For kRows.
  bool intersection = false;        // & between rows instead of |.
  SyntaxTable table;                // For kColumnsOf and kLeavesOf.
  std::vector<SyntaxName> columns;  // For kColumnList.
  std::vector<SyntaxTest> conditions;
};

// The first relation is what the rule asks for; the others are conventions that
// are also accepted, with a note.
struct SyntaxStatement {
  std::vector<SyntaxLoop> loops;
  std::vector<SyntaxTest> conditions;
  std::vector<SyntaxRelation> relations;
};

struct SyntaxFormula {
  std::vector<SyntaxStatement> statements;
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_LANGUAGE_SYNTAX_H_
