#ifndef YUHENG_SERVICES_BUDGET_TABLE_SHAPE_H_
#define YUHENG_SERVICES_BUDGET_TABLE_SHAPE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/messages.h"

namespace yuheng::budget {

// The ten statutory tables; the value is the N of T<N> in addresses and of
// yuheng.budget.v1.TableKind.
enum class TableKind : uint8_t {
  kNone = 0,
  kT1 = 1,
  kT2 = 2,
  kT3 = 3,
  kT4 = 4,
  kT5 = 5,
  kT6 = 6,
  kT7 = 7,
  kT8 = 8,
  kT9 = 9,
  kT10 = 10,
};
inline constexpr int kTableCount = 10;

enum class Side : uint8_t { kNone = 0, kIncome = 1, kExpenditure = 2 };

enum class RowSpace : uint8_t {
  kLines = 1,
  kFunction = 2,
  kEconomic = 3,
  kProject = 4,
};

// What a form does with a column or a line of the standard one.
enum class Presence : uint8_t {
  kPrinted,
  kWithin,   // Its money stands in another one, undivided.
  kOutside,  // The table does not count its money.
  kUntold,   // Not disclosed: nothing is known about it.
};

// The key of every total row.
inline constexpr absl::string_view kTotalKey = "ALL";

struct Column {
  std::string key;
  std::string heading;
  std::string heading_en;
  std::vector<int> parts;  // Indexes of the columns it sums; empty for a leaf.
  std::string group;
  std::vector<std::string> aliases;
  Presence presence = Presence::kPrinted;
  std::string within;  // kWithin: the key of the one that holds it.
  bool leaf() const { return parts.empty(); }
};

struct Line {
  std::string key;
  std::string label;
  std::string label_en;
  Side side = Side::kNone;
  std::vector<std::string> parts;  // Keys of the lines it sums; empty: a leaf.
  std::vector<std::string> aliases;
  Presence presence = Presence::kPrinted;
  std::string within;
  bool leaf() const { return parts.empty(); }
};

// The form of one table; see yuheng.budget.v1.TableShape for each field.
struct TableShape {
  TableKind kind = TableKind::kNone;
  int number = 0;
  std::string label;    // The number that the form prints: 8, 3.15.
  bool printed = true;  // False: the form has no such table.
  // Not printed, and its money is in no other table either: there is none.
  bool outside = false;
  std::string title_stem;
  std::string title;
  std::string title_en;
  RowSpace row_space = RowSpace::kLines;
  int cells_per_row = 0;
  std::vector<Column> columns;
  std::vector<Column> income_columns;  // T1 and T4 only.
  std::vector<Line> lines;             // T1, T4, T10 only.
  // On paper, of a form that is not the standard one: the place of each of
  // `columns` in documents.
  std::vector<int> document_columns;

  bool two_sided() const { return !income_columns.empty(); }
  // Whether rows are found by their codes instead of a list of lines.
  bool coded() const { return row_space != RowSpace::kLines; }
  const std::vector<Column>& ColumnsOf(Side side) const {
    return side == Side::kIncome ? income_columns : columns;
  }
  // Index in ColumnsOf(side); -1 when there is none.
  int ColumnIndex(Side side, absl::string_view key) const;
  // nullptr when there is none.
  const Line* FindLine(Side side, absl::string_view key) const;
};

// The form of one region and range of years. Documents have the columns of the
// standard form, whatever theirs is: so have the tables of every form, with the
// numbers, titles, headings and labels that it prints, and what it leaves out
// told by `printed` and `presence`.
struct Form {
  std::string id;
  int first_year = 0;
  int last_year = 0;
  std::vector<TableShape> tables;  // T1..T10, in this order.
  Text name;
  std::string region;            // The beginning of its division codes.
  int64_t unit_fen = 0;          // 分 a printed 1 stands for; 0: it varies.
  bool decimals_fixed = false;   // Two decimals, and marks for thousands.
  std::vector<TableKind> order;  // The tables that it prints.
  // The same with only the columns and lines that it prints, in its order;
  // null for the standard form, which prints all.
  std::shared_ptr<const Form> on_paper;

  // `kind` must not be kNone.
  const TableShape& Table(TableKind kind) const;
  // What readers and printers go by.
  const Form& OnPaper() const { return on_paper ? *on_paper : *this; }
};

// Reads a Form in protobuf text format and checks it: keys unique, parts known
// and without cycles, T1..T10 complete.
absl::StatusOr<Form> ParseForm(absl::string_view textproto);

// The built-in form, xinjiang-2023.
const Form& StandardForm();

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_TABLE_SHAPE_H_
