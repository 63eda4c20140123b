#ifndef YUHENG_SERVICES_BUDGET_DOCUMENT_H_
#define YUHENG_SERVICES_BUDGET_DOCUMENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"

namespace yuheng::budget {

// The canonical document: what yuheng.budget.v1.Document says field by field,
// as plain values. Amounts are in 分.

// Limits of a document; readers stop with an error beyond them.
inline constexpr size_t kTablesMax = 64;
inline constexpr size_t kRowsPerTableMax = 20'000;
inline constexpr size_t kSentencesMax = 20'000;
// Of all sentences together.
inline constexpr size_t kProseBytesMax = 4 << 20;
inline constexpr size_t kClaimsMax = 20'000;
inline constexpr size_t kSheetsMax = 2'000;
inline constexpr size_t kIndicatorsPerSheetMax = 500;
inline constexpr size_t kProblemsMax = 1'000;
inline constexpr size_t kSourcePartsMax = 20'000;
// Of a sheet: XFD1048576 is its last cell.
inline constexpr int kSheetRowsMax = 1'048'576;
inline constexpr int kSheetColumnsMax = 16'384;

// Where something stands. Every `line` of a document is the number of a line
// of its text. What was read from a workbook, a Word document or a web page is
// put into such lines as well: there they only say what stands before what, and
// a reference says where.
struct SourceLocation {
  int line = 0;  // 1-based; 0: the format has no lines.
  // 表3!D7, 表3!25 for a row; paragraph[12], table[3]/row[7]/cell[2], without
  // the cell for a row; empty for text. Of several files the file's name stands
  // before it: '公开表.xlsx/表3'!D7, '说明.docx'!paragraph[12].
  // LocationText says it in words.
  std::string reference;

  friend bool operator==(const SourceLocation&,
                         const SourceLocation&) = default;
};

enum class CellState : uint8_t {
  kBlank = 1,
  kStated = 2,
  kDeclaredNil = 3,
  kUnreadable = 4,
};

struct Cell {
  CellState state = CellState::kBlank;
  int64_t amount_fen = 0;  // 0 unless kStated.
  std::string printed;     // As printed, blanks removed.
  SourceLocation location;

  bool stated() const { return state == CellState::kStated; }
};

enum class RowLevel : uint8_t {
  kNone = 0,
  kTotal = 1,
  kClass = 2,
  kGroup = 3,
  kItem = 4,
  kProject = 5,
  kLine = 6,
};

// The level of a function or economic code by its length: 类 3, 款 5, 项 7
// digits; kNone for other lengths.
RowLevel LevelOfCode(absl::string_view code);

struct Row {
  Side side = Side::kNone;
  RowLevel level = RowLevel::kNone;
  std::string code;     // 206, 20601, 2060101; a line key; ALL.
  std::string name;     // Label or name as printed, trimmed.
  std::string project;  // T7 project rows only.
  int line = 0;
  std::vector<Cell> cells;  // In the order of the shape's ColumnsOf(side).

  // The row part of an address: the code, or "code|project".
  std::string Key() const {
    return project.empty() ? code : code + "|" + project;
  }
};

struct Table {
  TableKind kind = TableKind::kNone;
  int printed_number = 0;     // 0: none, or no whole number.
  std::string printed_label;  // Such as 3.15 where it is no whole number.
  std::string title;
  int line = 0;
  std::string prepared_by;
  int64_t unit_fen = 0;       // 分 a printed 1 stands for; 0: not found.
  int64_t precision_fen = 0;  // 分 the last printed place stands for.
  std::vector<Row> rows;
  std::string nil_statement;
  int nil_statement_line = 0;

  // The first row of that key; nullptr when there is none.
  const Row* FindRow(Side side, absl::string_view key) const;
};

struct Heading {
  std::string key;  // part1..part4, profile, N1..N11, N5a.., T1..T10.
  std::string text;
  int line = 0;
};

// A sentence outside tables and sheets: of the profile, the narrative, the
// terms or the signature.
struct Sentence {
  std::string section;  // Key of the heading above: part1, N5a; may be empty.
  std::string text;     // As printed, with the marks that end it.
  int line = 0;         // Where it begins.
};

struct Claim {
  std::string address;
  std::string printed;
  std::optional<int64_t> value_micro;  // See decimal.h; absent for words.
  int64_t precision_micro = 0;
  int line = 0;
};

struct Indicator {
  std::string level1;
  std::string level2;
  std::string name;
  std::string target;
  std::optional<int64_t> target_micro;
  std::string basis;
  std::string prior;
  std::string weight;
  std::optional<int64_t> weight_micro;
  std::string scoring;
  std::string evidence;
  int line = 0;
};

struct PerformanceSheet {
  int line = 0;
  int fiscal_year = 0;
  std::string unit;
  std::string project;
  Cell total;
  Cell fiscal;
  Cell other;
  std::string goal;
  int goal_line = 0;
  std::vector<Indicator> indicators;
};

struct ReadingProblem {
  std::string id;  // Message id, such as reader.row_incomplete.
  SourceLocation location;
  TableKind table = TableKind::kNone;
  Text message;
};

enum class DocumentKind : uint8_t {
  kUnknown = 0,
  kDepartmentBudget = 1,
  kFinalAccount = 2,
};

enum class DocumentRole : uint8_t { kUnknown = 0, kDepartment = 1, kUnit = 2 };

enum class SourcePartKind : uint8_t { kSheet = 0, kTable = 1, kParagraphs = 2 };

// Where lines of a document that was read from another format than text stand
// in it: `line` is row `row` of a sheet or table, the next line the next row,
// up to the next part; or paragraph `row`, outside tables and not blank.
struct SourcePart {
  // Of the sheet, as its file says; the number of the table, from 1; empty for
  // paragraphs. Of several files: file/sheet, file/number, file.
  std::string name;
  int line = 0;
  int row = 0;     // 1-based; 0: the lines are the sheet's name.
  int column = 0;  // 1-based, of the first cell of the lines.
  SourcePartKind kind = SourcePartKind::kSheet;
};

struct SourceFile {
  std::string name;
  std::string sha256;  // 64 hexadecimal digits.
  std::string encoding;
  std::vector<SourcePart> parts;  // By line; empty for text.

  // Where the line stands, or the cell with that number, from 1, in it.
  SourceLocation Locate(int line, int cell = 0) const;
};

struct Document {
  std::string department;
  int fiscal_year = 0;
  DocumentKind kind = DocumentKind::kUnknown;
  DocumentRole role = DocumentRole::kUnknown;
  // The id of the form it is printed in; empty for the standard one. Cells are
  // in the order of the standard form's columns whatever it is.
  std::string form;
  std::vector<Table> tables;
  std::vector<Heading> headings;
  std::vector<Sentence> sentences;
  std::vector<Claim> claims;
  std::vector<PerformanceSheet> sheets;
  std::vector<ReadingProblem> problems;
  SourceFile source;

  // The first table of that kind; nullptr when there is none.
  const Table* FindTable(TableKind kind) const;
  // The first claim of that address; nullptr when there is none.
  const Claim* FindClaim(absl::string_view address) const;
};

// A figure of a document under its address (domain.md section 3): every stated
// cell, claim with a value, and amount, target and weight of a sheet.
struct Fact {
  std::string address;
  int64_t value_micro = 0;  // 分 for amounts.
  std::string printed;
  SourceLocation location;
};

// A statement in words under its address: reasons, name lists, nil statements,
// targets that are phrases.
struct TextFact {
  std::string address;
  std::string text;
  SourceLocation location;
};

// In document order: tables, claims, sheets.
std::vector<Fact> FactsOf(const Document& document);
std::vector<TextFact> TextsOf(const Document& document);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_DOCUMENT_H_
