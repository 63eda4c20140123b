#include "services/ingestion/formats/csv/long_reader.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/address.h"
#include "services/budget/decimal.h"
#include "services/budget/messages.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/amount_row.h"
#include "services/ingestion/formats/column_headings.h"
#include "services/ingestion/formats/raw_cell.h"
#include "services/ingestion/formats/reading_problems.h"
#include "services/ingestion/formats/table_anchor.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

using budget::RowLevel;
using budget::Side;
using budget::TableKind;

// What the columns of a long file hold.
enum LongColumn { kAddress, kTable, kRow, kColumn, kValue, kDepartment, kYear };
constexpr size_t kLongColumns = 7;
constexpr absl::string_view kNames[kLongColumns][3] = {
    {"address", "地址", "address"}, {"table", "表", "表号"},
    {"row", "行", "科目编码"},      {"column", "列", "栏目"},
    {"value", "金额", "数值"},      {"department", "部门", "部门名称"},
    {"year", "年度", "年份"},
};
// Amounts are in 万元 with two places.
constexpr int64_t kPrecisionFen = budget::kFenPerWanYuan / 100;

using Places = std::array<int, kLongColumns>;  // 0: no such column.

Places PlacesIn(const SheetCells& cells) {
  Places places{};
  if (cells.rows.empty()) return places;
  for (const SheetCell& cell : cells.rows.front().cells) {
    const std::string heading = budget::NormaliseLabel(cell.text);
    for (size_t i = 0; i < kLongColumns; ++i) {
      const bool named = std::find(std::begin(kNames[i]), std::end(kNames[i]),
                                   heading) != std::end(kNames[i]);
      if (named && places[i] == 0) places[i] = cell.column;
    }
  }
  return places;
}

// Whether the address is of the profile, the narrative or a performance sheet,
// which `yuheng parse` prints too: G:staff:posts, N11a:total, P2:amount.
bool IsBesideTables(absl::string_view address) {
  absl::string_view space = address.substr(0, address.find_first_of(":/"));
  if (space.size() == address.size()) return false;
  if (space == "G") return true;
  const bool narrative = absl::ConsumePrefix(&space, "N");
  if (!narrative && !absl::ConsumePrefix(&space, "P")) return false;
  if (narrative && space.size() > 1 && absl::ascii_islower(space.back())) {
    space.remove_suffix(1);
  }
  int number = 0;
  return absl::SimpleAtoi(space, &number) && number > 0;
}

RowLevel LevelOf(const budget::TableShape& shape, const budget::Row& row) {
  if (row.code == budget::kTotalKey || row.code == "total") {
    return RowLevel::kTotal;
  }
  if (!row.project.empty()) return RowLevel::kProject;
  if (shape.coded()) return budget::LevelOfCode(row.code);
  return row.side == Side::kExpenditure ? RowLevel::kClass : RowLevel::kLine;
}

class LongReader {
 public:
  LongReader(const budget::Form& form, absl::string_view file_name,
             const SheetCells& cells)
      : form_(form), cells_(cells), places_(PlacesIn(cells)) {
    // Line and row are the same here.
    document_.source.parts.push_back({std::string(file_name), 1, 1, 1});
    document_.kind = budget::DocumentKind::kDepartmentBudget;
  }

  budget::Document Read() {
    for (size_t i = 1; i < cells_.rows.size(); ++i) ReadRow(cells_.rows[i]);
    std::sort(document_.tables.begin(), document_.tables.end(),
              [](const auto& a, const auto& b) { return a.kind < b.kind; });
    return std::move(document_);
  }

 private:
  absl::string_view TextAt(const SheetRow& row, LongColumn column) const {
    for (const SheetCell& cell : row.cells) {
      if (cell.column == places_[column]) return budget::TrimBlanks(cell.text);
    }
    return "";
  }

  void ReadRow(const SheetRow& row) {
    const std::string printed = AddressIn(row);
    if (!TakeParty(row) || IsBesideTables(printed)) return;
    const auto address = budget::ParseCellAddress(form_, printed);
    if (!address.ok()) {
      AddProblem("reader.long_address", document_.source.Locate(row.number),
                 TableKind::kNone, {{"printed", printed}}, &document_);
      return;
    }
    Take(row, *address);
  }

  // Whose it is, and of which year: the same in all rows.
  bool TakeParty(const SheetRow& row) {
    const absl::string_view department = TextAt(row, kDepartment);
    if (document_.department.empty()) {
      document_.department = std::string(department);
    } else if (!department.empty() && department != document_.department) {
      AddProblem(
          "reader.long_department",
          document_.source.Locate(row.number, places_[kDepartment]),
          TableKind::kNone,
          {{"printed", department}, {"department", document_.department}},
          &document_);
      return false;
    }
    absl::string_view printed = TextAt(row, kYear);
    absl::ConsumeSuffix(&printed, "年");
    int year = 0;
    if (!absl::SimpleAtoi(printed, &year)) return true;
    if (document_.fiscal_year == 0) document_.fiscal_year = year;
    if (year == document_.fiscal_year) return true;
    AddProblem("reader.long_year",
               document_.source.Locate(row.number, places_[kYear]),
               TableKind::kNone,
               {{"printed", TextAt(row, kYear)},
                {"year", absl::StrCat(document_.fiscal_year)}},
               &document_);
    return false;
  }

  // As printed, or put together: T3:206:basic.
  std::string AddressIn(const SheetRow& row) const {
    if (places_[kAddress] > 0) return std::string(TextAt(row, kAddress));
    absl::string_view number = TextAt(row, kTable);
    absl::ConsumePrefix(&number, "T") || absl::ConsumePrefix(&number, "表");
    const int table = ReadOrdinal(number);
    const absl::string_view key = TextAt(row, kRow);
    if (table < 1 || table > budget::kTableCount) {
      return absl::StrCat("T", number, ":", key);
    }
    std::string column(TextAt(row, kColumn));
    const budget::TableShape& shape =
        form_.Table(static_cast<TableKind>(table));
    const Side side = !shape.two_sided()             ? Side::kNone
                      : absl::StartsWith(key, "in:") ? Side::kIncome
                                                     : Side::kExpenditure;
    if (shape.ColumnIndex(side, column) < 0) {
      const HeadingMeaning meaning =
          ColumnHeadings(shape, side).MeaningOf(column);
      if (meaning.kind == HeadingMeaning::Kind::kAmount) {
        column = shape.ColumnsOf(side)[meaning.index].key;
      }
    }
    const bool one = shape.ColumnsOf(side).size() == 1;
    return absl::StrCat("T", table, ":", key, one ? "" : ":",
                        one ? "" : column);
  }

  void Take(const SheetRow& row, const budget::CellAddress& address) {
    const budget::TableShape& shape = form_.Table(address.table);
    budget::Row& into = RowOf(shape, address, row.number);
    const int column = address.column.empty()
                           ? 0
                           : shape.ColumnIndex(address.side, address.column);
    RawCell value = MakeRawCell(TextAt(row, kValue), row.number);
    value.number = places_[kValue];
    budget::Cell& cell = into.cells[static_cast<size_t>(column)];
    if (cell.stated()) {
      AddProblem("reader.long_twice", document_.source.Locate(row.number),
                 shape.kind, {{"printed", budget::FormatAddress(address)}},
                 &document_);
      return;
    }
    cell = ReadAmountCell(value, {budget::kFenPerWanYuan}, document_.source);
    if (cell.state != budget::CellState::kUnreadable) return;
    const budget::Column& named = shape.ColumnsOf(address.side)[column];
    AddProblem(UnreadableAmountId(cell), cell.location, shape.kind,
               {{"table", TableName(shape)},
                {"row", into.Key()},
                {"column", budget::Text{named.heading, named.heading_en}},
                {"printed", cell.printed}},
               &document_);
  }

  budget::Row& RowOf(const budget::TableShape& shape,
                     const budget::CellAddress& address, int line) {
    const auto [known, is_new] = rows_.try_emplace(absl::StrCat(
        shape.number, ":", static_cast<int>(address.side), ":", address.row));
    if (is_new) {
      auto table = std::find_if(
          document_.tables.begin(), document_.tables.end(),
          [&](const auto& each) { return each.kind == shape.kind; });
      if (table == document_.tables.end()) {
        budget::Table& added = document_.tables.emplace_back();
        added.kind = shape.kind;
        added.printed_number = shape.number;
        added.title = shape.title;
        added.line = line;
        added.unit_fen = budget::kFenPerWanYuan;
        added.precision_fen = kPrecisionFen;
        table = document_.tables.end() - 1;
      }
      known->second = {static_cast<size_t>(table - document_.tables.begin()),
                       table->rows.size()};
      budget::Row& row = table->rows.emplace_back();
      row.side = address.side;
      row.line = line;
      const size_t bar = address.row.find('|');
      row.code = address.row.substr(0, bar);
      if (bar != std::string::npos) row.project = address.row.substr(bar + 1);
      row.level = LevelOf(shape, row);
      row.cells.resize(shape.ColumnsOf(address.side).size());
      for (budget::Cell& cell : row.cells) {
        cell.location = document_.source.Locate(line);
      }
    }
    return document_.tables[known->second.first].rows[known->second.second];
  }

  const budget::Form& form_;
  const SheetCells& cells_;
  const Places places_;
  budget::Document document_;
  // Table and row of the document, by table, side and key.
  absl::flat_hash_map<std::string, std::pair<size_t, size_t>> rows_;
};

}  // namespace

bool IsLong(const SheetCells& cells) {
  const Places places = PlacesIn(cells);
  return places[kValue] > 0 &&
         (places[kAddress] > 0 ||
          (places[kTable] > 0 && places[kRow] > 0 && places[kColumn] > 0));
}

absl::StatusOr<budget::Document> ReadLongCells(const budget::Form& form,
                                               absl::string_view file_name,
                                               const SheetCells& cells) {
  budget::Document document = LongReader(form, file_name, cells).Read();
  if (document.tables.empty()) {
    const budget::Text text = budget::Message("reader.not_a_budget");
    return rpc::MakeError(rpc::Reason::kDocumentNotABudget, text.zh, text.en);
  }
  for (const budget::Table& table : document.tables) {
    if (table.rows.size() <= budget::kRowsPerTableMax) continue;
    const budget::Text text =
        budget::Message("reader.rows_too_many",
                        {{"table", TableName(form.Table(table.kind))},
                         {"limit", absl::StrCat(budget::kRowsPerTableMax)}});
    return rpc::MakeError(rpc::Reason::kDocumentUnreadable, text.zh, text.en);
  }
  return document;
}

}  // namespace yuheng::ingestion
