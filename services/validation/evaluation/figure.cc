#include "services/validation/evaluation/figure.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/account_name.h"
#include "services/budget/address.h"
#include "services/budget/decimal.h"
#include "services/budget/regional_form.h"
#include "services/budget/text.h"

namespace yuheng::validation {
namespace {

using budget::CellState;
using budget::Text;

bool Known(const budget::SourceLocation& location) {
  return location.line > 0 || !location.reference.empty();
}

budget::SourceLocation LocationOf(const IndexedTable& table,
                                  const budget::Row* row, int column) {
  if (row != nullptr) {
    const auto& cells = row->cells;
    if (column < static_cast<int>(cells.size()) &&
        Known(cells[column].location)) {
      return cells[column].location;
    }
    if (row->line > 0) return table.Locate(row->line);
  }
  return table.Locate(table.table() == nullptr ? 0 : table.table()->line);
}

Text Joined(const Text& a, const Text& b) {
  if (b.zh.empty()) return a;
  return {absl::StrCat(a.zh, " ", b.zh), absl::StrCat(a.en, ", ", b.en)};
}

}  // namespace

Figure FigureOf(const IndexedTable& table, const budget::Row& row, int column) {
  Figure figure{&table, row.side, &row, row.code, column};
  figure.precision = table.claims() == nullptr
                         ? table.precision_fen()
                         : table.claims()->OriginOf(row, column).precision;
  if (column >= static_cast<int>(row.cells.size())) {
    figure.readable = false;
    return figure;
  }
  const budget::Cell& cell = row.cells[column];
  figure.readable = cell.state != CellState::kUnreadable;
  figure.fen = cell.stated() ? cell.amount_fen : 0;
  figure.said = cell.state != CellState::kBlank && figure.readable;
  return figure;
}

Figure MissingFigure(const IndexedTable& table, budget::Side side,
                     absl::string_view code, int column) {
  Figure figure{&table, side, nullptr, code, column};
  figure.precision = table.precision_fen();
  return figure;
}

Figure FigureAt(const IndexedTable& table, budget::Side side,
                absl::string_view code, int column) {
  const budget::Row* row = table.Find(side, code);
  return row == nullptr ? MissingFigure(table, side, code, column)
                        : FigureOf(table, *row, column);
}

bool IsPercentage(const Figure& figure) {
  if (figure.table->claims() == nullptr) return false;
  const absl::string_view key =
      figure.table->shape().columns[static_cast<size_t>(figure.column)].key;
  return key == "share" || absl::StartsWith(key, "growth");
}

std::string AddressOf(const Figure& figure) {
  const budget::TableShape& shape = figure.table->shape();
  if (const ClaimTable* claims = figure.table->claims(); claims != nullptr) {
    if (figure.row != nullptr) {
      const std::string& stated =
          claims->OriginOf(*figure.row, figure.column).address;
      if (!stated.empty()) return stated;
    }
    return ClaimAddress(claims->source, figure.code,
                        shape.columns[static_cast<size_t>(figure.column)].key);
  }
  if (figure.row != nullptr) {
    return budget::AddressOf(shape, *figure.row, figure.column);
  }
  const auto& columns = shape.ColumnsOf(figure.side);
  return budget::FormatAddress(
      {shape.kind, figure.side, std::string(figure.code),
       columns.size() == 1 ? "" : columns[figure.column].key});
}

namespace {

// Where a section speaks of an account that it does not state: the one account
// whose path is no account's, if there is just one, else its heading.
int LineOfUnstated(const ClaimTable& claims, absl::string_view code) {
  const absl::string_view mark =
      budget::LevelOfCode(code) == budget::RowLevel::kItem ? "(项)" : "(类)";
  const budget::Row* unknown = nullptr;
  for (const budget::Row& row : claims.table.rows) {
    if (row.level != budget::RowLevel::kLine ||
        !absl::StrContains(budget::NormaliseLabel(row.code), mark)) {
      continue;
    }
    if (unknown != nullptr) return claims.line;
    unknown = &row;
  }
  return unknown == nullptr ? claims.line : unknown->line;
}

}  // namespace

Place PlaceOf(const Figure& figure) {
  Place place{AddressOf(figure),
              LocationOf(*figure.table, figure.row, figure.column)};
  const ClaimTable* claims = figure.table->claims();
  if (claims != nullptr && place.location.line == 0) {
    place.location = figure.table->Locate(LineOfUnstated(*claims, figure.code));
  }
  return place;
}

Place PlaceOf(const IndexedTable& table, const budget::Row& row) {
  return {budget::AddressOf(table.shape(), row, 0), LocationOf(table, &row, 0)};
}

Text TableText(const budget::TableShape& shape) {
  return budget::NumberedTable(shape);
}

Text PlaceText(const IndexedTable& table) {
  return IsTable(table.source()) ? TableText(table.shape())
                                 : SourceText(table.source());
}

Text PlaceText(const Figure& figure) { return PlaceText(*figure.table); }

Text RowText(const Figure& figure) {
  const budget::TableShape& shape = figure.table->shape();
  if (figure.table->claims() != nullptr) {
    const Text subject = SubjectText(figure.code);
    if (!subject.zh.empty()) return subject;
    const std::string name = figure.row == nullptr || figure.row->name.empty()
                                 ? std::string(figure.code)
                                 : figure.row->name;
    return {name, name};
  }
  const budget::Line* line = shape.FindLine(figure.side, figure.code);
  const bool account = line == nullptr && figure.code != budget::kTotalKey;
  Text text;
  if (line != nullptr) {
    text =
        budget::LineText(*line, figure.row == nullptr ? "" : figure.row->name);
  } else if (account) {
    text = budget::AccountText(figure.code,
                               figure.row == nullptr ? "" : figure.row->name);
    if (figure.row != nullptr && !figure.row->project.empty()) {
      absl::StrAppend(&text.zh, " ", figure.row->project);
      absl::StrAppend(&text.en, " ", figure.row->project);
    }
  } else {
    text = budget::Message("finding.total_row");
  }
  if (shape.two_sided()) {
    const Text side = budget::Message(figure.side == budget::Side::kIncome
                                          ? "finding.side_income"
                                          : "finding.side_expenditure");
    text = Joined(side, text);
  }
  return text;
}

Text ColumnText(const Figure& figure) {
  const auto& columns = figure.table->shape().ColumnsOf(figure.side);
  if (columns.size() == 1) return {};
  return {columns[figure.column].heading, columns[figure.column].heading_en};
}

Text FigureText(const Figure& figure) {
  const Text row = Joined(PlaceText(figure), RowText(figure));
  return Joined(row, ColumnText(figure));
}

std::string AmountText(const IndexedTable& table, int64_t fen) {
  const int64_t unit =
      table.usable() ? table.table()->unit_fen : budget::kFenPerWanYuan;
  const __int128 micro =
      static_cast<__int128>(fen) * budget::kMicroPerOne / unit;
  // Beyond what is printable in the table's unit, 万元 says the same.
  const bool fits = micro <= INT64_MAX && micro >= -INT64_MAX;
  return budget::FormatDecimal(fits ? static_cast<int64_t>(micro) : fen);
}

std::string ValueText(const Figure& figure) {
  const std::string value = AmountText(*figure.table, figure.fen);
  return IsPercentage(figure) ? absl::StrCat(value, "%") : value;
}

}  // namespace yuheng::validation
