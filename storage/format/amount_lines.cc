#include "storage/format/amount_lines.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/format/field.h"

// Layout of a list of lines (numbers as in coding.h):
//
//   lines   = varint(number of columns) column* varint(number of groups) group*
//   column  = bytes(name)                     ascending, each one used
//   group   = u8(table) u8(side) varint(number of lines, above 0) line*
//   line    = varint(bytes shared with the row before in the group)
//             bytes(rest of the row) varint(index of the column)
//             zigzag(amount_fen)
//
// Groups ascend by table, side; lines in a group by row, column. The shared
// bytes are as many as can be.

namespace yuheng::storage {

namespace {

// The least a line, a group and a column take, to bound what a count may ask.
constexpr size_t kLineBytesMin = 4;
constexpr size_t kGroupBytesMin = 3 + kLineBytesMin;
constexpr size_t kColumnBytesMin = 1;
constexpr size_t kGroupsMax = 65536;

size_t SharedPrefixBytes(absl::string_view a, absl::string_view b) {
  const auto end = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return end.first - a.begin();
}

using LinePointers = std::vector<const AmountLine*>;

absl::StatusOr<LinePointers> SortLines(const std::vector<AmountLine>& lines) {
  absl::Status status = CheckSize("a list of lines", lines.size(), kLinesMax);
  LinePointers sorted;
  sorted.reserve(lines.size());
  for (const AmountLine& line : lines) {
    status.Update(CheckSize("a row", line.account.row.size(), kRowBytesMax));
    status.Update(
        CheckSize("a column", line.account.column.size(), kColumnBytesMax));
    sorted.push_back(&line);
  }
  if (!status.ok()) return status;
  const auto less = [](const AmountLine* a, const AmountLine* b) {
    return a->account < b->account;
  };
  if (!std::is_sorted(sorted.begin(), sorted.end(), less)) {
    std::sort(sorted.begin(), sorted.end(), less);
  }
  const auto twice =
      std::adjacent_find(sorted.begin(), sorted.end(),
                         [](const AmountLine* a, const AmountLine* b) {
                           return a->account == b->account;
                         });
  if (twice != sorted.end()) {
    const AccountKey& account = (*twice)->account;
    return absl::InvalidArgumentError(absl::StrCat(
        "an account occurs twice: table ", int{account.table}, ", side ",
        int{account.side}, ", row ", account.row, ", column ", account.column));
  }
  return sorted;
}

std::vector<absl::string_view> ColumnsOf(const LinePointers& lines) {
  std::vector<absl::string_view> columns;
  for (const AmountLine* line : lines) {
    const absl::string_view column = line->account.column;
    const auto at = std::lower_bound(columns.begin(), columns.end(), column);
    if (at == columns.end() || *at != column) columns.insert(at, column);
  }
  return columns;
}

bool SameGroup(const AccountKey& a, const AccountKey& b) {
  return a.table == b.table && a.side == b.side;
}

// The index of the first line of each group, and the number of lines last.
std::vector<size_t> GroupStarts(const LinePointers& lines) {
  std::vector<size_t> starts;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i == 0 || !SameGroup(lines[i - 1]->account, lines[i]->account)) {
      starts.push_back(i);
    }
  }
  starts.push_back(lines.size());
  return starts;
}

// Reads the columns of a list of lines.
std::vector<absl::string_view> ReadColumns(Reader& reader) {
  const size_t count = reader.ReadCount(kLinesMax, kColumnBytesMin);
  std::vector<absl::string_view> columns;
  columns.reserve(count);
  for (size_t i = 0; i < count && reader.ok(); ++i) {
    const absl::string_view column = reader.ReadBytes(kColumnBytesMax);
    if (i > 0 && column <= columns.back()) reader.Fail("columns out of order");
    columns.push_back(column);
  }
  return columns;
}

// Reads the lines of one group and appends them to `lines`.
void ReadGroup(Reader& reader, const std::vector<absl::string_view>& columns,
               std::vector<bool>& used, std::vector<AmountLine>& lines) {
  AccountKey account;
  account.table = reader.ReadU8();
  account.side = reader.ReadU8();
  if (!lines.empty() &&
      std::pair(account.table, account.side) <=
          std::pair(lines.back().account.table, lines.back().account.side)) {
    reader.Fail("tables out of order");
  }
  const size_t count =
      reader.ReadCount(kLinesMax - lines.size(), kLineBytesMin);
  if (count == 0) reader.Fail("a table without lines");
  lines.reserve(lines.size() + count);
  for (size_t i = 0; i < count && reader.ok(); ++i) {
    std::string row_before = std::exchange(account.row, std::string());
    const size_t shared = reader.ReadVarint(row_before.size());
    const absl::string_view rest = reader.ReadBytes(kRowBytesMax - shared);
    const size_t index = reader.ReadVarint();
    const int64_t amount_fen = reader.ReadZigzag();
    if (index >= columns.size()) reader.Fail("a column that is not listed");
    if (!reader.ok()) return;
    account.row =
        absl::StrCat(absl::string_view(row_before).substr(0, shared), rest);
    account.column = std::string(columns[index]);
    used[index] = true;
    if (SharedPrefixBytes(row_before, account.row) != shared) {
      reader.Fail("a row that shares more than it says");
    }
    if (i > 0 && account <= lines.back().account) {
      reader.Fail("lines out of order");
    }
    lines.push_back({account, amount_fen});
  }
}

}  // namespace

absl::Status AppendLines(std::string& out,
                         const std::vector<AmountLine>& lines) {
  const absl::StatusOr<LinePointers> sorted = SortLines(lines);
  if (!sorted.ok()) return sorted.status();
  const std::vector<absl::string_view> columns = ColumnsOf(*sorted);
  AppendVarint(out, columns.size());
  for (const absl::string_view column : columns) AppendBytes(out, column);
  const std::vector<size_t> starts = GroupStarts(*sorted);
  AppendVarint(out, starts.size() - 1);
  for (size_t group = 0; group + 1 < starts.size(); ++group) {
    const AccountKey& first = (*sorted)[starts[group]]->account;
    AppendU8(out, first.table);
    AppendU8(out, first.side);
    AppendVarint(out, starts[group + 1] - starts[group]);
    absl::string_view row_before;
    for (size_t i = starts[group]; i < starts[group + 1]; ++i) {
      const AmountLine& line = *(*sorted)[i];
      const absl::string_view row = line.account.row;
      const size_t shared = SharedPrefixBytes(row_before, row);
      AppendVarint(out, shared);
      AppendBytes(out, row.substr(shared));
      const absl::string_view column = line.account.column;
      AppendVarint(out,
                   std::lower_bound(columns.begin(), columns.end(), column) -
                       columns.begin());
      AppendZigzag(out, line.amount_fen);
      row_before = row;
    }
  }
  return absl::OkStatus();
}

std::vector<AmountLine> ReadLines(Reader& reader) {
  const std::vector<absl::string_view> columns = ReadColumns(reader);
  std::vector<bool> used(columns.size());
  std::vector<AmountLine> lines;
  const size_t groups = reader.ReadCount(kGroupsMax, kGroupBytesMin);
  for (size_t i = 0; i < groups && reader.ok(); ++i) {
    ReadGroup(reader, columns, used, lines);
  }
  if (std::find(used.begin(), used.end(), false) != used.end()) {
    reader.Fail("a column without lines");
  }
  return lines;
}

}  // namespace yuheng::storage
