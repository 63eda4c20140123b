#include "services/budget/rollup.h"

#include <algorithm>
#include <deque>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/check.h"

namespace yuheng::budget {
namespace {

bool IsCode(absl::string_view text) {
  return (text.size() == 3 || text.size() == 5 || text.size() == 7) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

// A class that the form does not list still belongs to the expenditure side.
bool IsUnlistedClass(const TableShape& shape, Side side,
                     absl::string_view row) {
  return !shape.coded() && side == Side::kExpenditure && row.size() == 3 &&
         IsCode(row) && shape.FindLine(side, row) == nullptr;
}

bool IsLeafRow(const TableShape& shape, Side side, absl::string_view row) {
  if (!shape.coded()) {
    const Line* line = shape.FindLine(side, row);
    return line != nullptr ? line->leaf() : IsUnlistedClass(shape, side, row);
  }
  const size_t bar = row.find('|');
  const absl::string_view code = row.substr(0, bar);
  switch (shape.row_space) {
    case RowSpace::kFunction:
      return bar == absl::string_view::npos && row.size() == 7 && IsCode(row);
    case RowSpace::kEconomic:
      return bar == absl::string_view::npos && row.size() == 5 && IsCode(row);
    case RowSpace::kProject:
      return bar != absl::string_view::npos && bar + 1 < row.size() &&
             IsCode(code);
    case RowSpace::kLines:
      return false;
  }
  return false;
}

// The rows a leaf row is part of, itself first.
std::vector<std::string> RowsAbove(const TableShape& shape, Side side,
                                   const std::string& row) {
  std::vector<std::string> rows = {row};
  if (shape.coded()) {
    absl::string_view code = absl::string_view(row).substr(0, row.find('|'));
    if (code.size() == row.size()) code = ParentCode(code);
    for (; !code.empty(); code = ParentCode(code)) rows.emplace_back(code);
    rows.emplace_back(kTotalKey);
    return rows;
  }
  if (IsUnlistedClass(shape, side, row)) {
    rows.emplace_back(kTotalKey);
    return rows;
  }
  for (size_t i = 0; i < rows.size(); ++i) {  // Grows while it is walked.
    for (const Line& line : shape.lines) {
      if (line.side != side) continue;
      const bool part = std::find(line.parts.begin(), line.parts.end(),
                                  rows[i]) != line.parts.end();
      const bool known =
          std::find(rows.begin(), rows.end(), line.key) != rows.end();
      if (part && !known) rows.push_back(line.key);
    }
  }
  return rows;
}

// The columns a leaf column is part of, itself first.
std::vector<std::string> ColumnsAbove(const TableShape& shape, Side side,
                                      const std::string& column) {
  const std::vector<Column>& columns = shape.ColumnsOf(side);
  if (columns.size() == 1) return {""};
  std::vector<int> indexes = {shape.ColumnIndex(side, column)};
  for (size_t i = 0; i < indexes.size(); ++i) {
    for (size_t c = 0; c < columns.size(); ++c) {
      const std::vector<int>& parts = columns[c].parts;
      const int candidate = static_cast<int>(c);
      if (std::find(parts.begin(), parts.end(), indexes[i]) != parts.end() &&
          std::find(indexes.begin(), indexes.end(), candidate) ==
              indexes.end()) {
        indexes.push_back(candidate);
      }
    }
  }
  std::vector<std::string> keys;
  for (int index : indexes) keys.push_back(columns[index].key);
  return keys;
}

// Where a row stands in print: lines by position, codes as text so that parents
// precede children, the total last.
std::tuple<int, int, absl::string_view> RowOrder(const TableShape& shape,
                                                 Side side,
                                                 absl::string_view row) {
  constexpr int kBehindLines = 1'000'000;
  if (shape.coded()) return {row == kTotalKey ? 1 : 0, 0, row};
  for (size_t i = 0; i < shape.lines.size(); ++i) {
    if (shape.lines[i].side == side && shape.lines[i].key == row) {
      // Unlisted classes stand between the classes and the total.
      return {row == kTotalKey ? 2 : 0, static_cast<int>(i), ""};
    }
  }
  return {row == kRoundingRow ? 3 : 1, kBehindLines, row};
}

// An AmountLine whose names stand elsewhere.
struct LineView {
  TableKind table;
  Side side;
  absl::string_view row;
  absl::string_view column;
  int64_t amount_fen;

  auto Account() const { return std::tie(table, side, row, column); }
};

// In the order of the accounts, each of them once.
std::vector<AmountLine> AddUp(std::vector<LineView> views) {
  std::sort(views.begin(), views.end(),
            [](const LineView& a, const LineView& b) {
              return a.Account() < b.Account();
            });
  std::vector<AmountLine> lines;
  lines.reserve(views.size());
  for (size_t i = 0; i < views.size(); ++i) {
    if (i > 0 && views[i].Account() == views[i - 1].Account()) {
      lines.back().amount_fen += views[i].amount_fen;
      continue;
    }
    lines.push_back({{views[i].table, views[i].side, std::string(views[i].row),
                      std::string(views[i].column)},
                     views[i].amount_fen});
  }
  return lines;
}

}  // namespace

bool IsLeaf(const Form& form, const CellAddress& account) {
  if (account.table == TableKind::kNone) return false;
  const TableShape& shape = form.Table(account.table);
  if (shape.two_sided() != (account.side != Side::kNone)) return false;
  if (account.table == TableKind::kT1 && account.side == Side::kExpenditure &&
      account.row == kRoundingRow) {
    return account.column.empty();
  }
  const std::vector<Column>& columns = shape.ColumnsOf(account.side);
  if (columns.size() == 1) {
    if (!account.column.empty()) return false;
  } else {
    const int index = shape.ColumnIndex(account.side, account.column);
    if (index < 0 || !columns[index].leaf()) return false;
  }
  return IsLeafRow(shape, account.side, account.row);
}

std::vector<CellAddress> RollUpOf(const Form& form, const CellAddress& leaf) {
  YUHENG_CHECK(IsLeaf(form, leaf));
  if (leaf.row == kRoundingRow) return {leaf};
  const TableShape& shape = form.Table(leaf.table);
  std::vector<CellAddress> accounts;
  const auto columns = ColumnsAbove(shape, leaf.side, leaf.column);
  for (const std::string& row : RowsAbove(shape, leaf.side, leaf.row)) {
    for (const std::string& column : columns) {
      accounts.push_back({leaf.table, leaf.side, row, column});
    }
  }
  return accounts;
}

bool PrintedBefore(const Form& form, const CellAddress& a,
                   const CellAddress& b) {
  if (a.table != b.table) return a.table < b.table;
  if (a.side != b.side) return a.side < b.side;
  const TableShape& shape = form.Table(a.table);
  const auto row_a = RowOrder(shape, a.side, a.row);
  const auto row_b = RowOrder(shape, b.side, b.row);
  if (row_a != row_b) return row_a < row_b;
  return shape.ColumnIndex(a.side, a.column) <
         shape.ColumnIndex(b.side, b.column);
}

LedgerLines LedgerLinesOf(const Form& form, const Document& document) {
  std::deque<std::string> project_rows;
  std::vector<LineView> leaves;
  std::vector<LineView> printed;
  LedgerLines lines;
  for (const Table& table : document.tables) {
    if (table.kind == TableKind::kNone) continue;
    lines.precision_fen = std::max(lines.precision_fen, table.precision_fen);
    const TableShape& shape = form.Table(table.kind);
    for (const Row& row : table.rows) {
      const absl::string_view key = row.project.empty()
                                        ? absl::string_view(row.code)
                                        : project_rows.emplace_back(row.Key());
      const std::vector<Column>& columns = shape.ColumnsOf(row.side);
      const bool leaf_row = IsLeafRow(shape, row.side, key);
      for (size_t i = 0; i < row.cells.size() && i < columns.size(); ++i) {
        if (!row.cells[i].stated() || row.cells[i].amount_fen == 0) continue;
        (leaf_row && columns[i].leaf() ? leaves : printed)
            .push_back(
                {table.kind, row.side, key,
                 columns.size() == 1 ? absl::string_view() : columns[i].key,
                 row.cells[i].amount_fen});
      }
    }
  }
  lines.leaves = AddUp(std::move(leaves));
  lines.printed = AddUp(std::move(printed));
  return lines;
}

}  // namespace yuheng::budget
