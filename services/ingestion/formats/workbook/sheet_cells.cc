#include "services/ingestion/formats/workbook/sheet_cells.h"

#include <algorithm>
#include <bitset>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/document.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/package/refusal.h"
#include "services/ingestion/formats/printed_text.h"
#include "services/ingestion/formats/workbook/limits.h"
#include "services/ingestion/formats/workbook/sheet_strings.h"

namespace yuheng::ingestion {
namespace {

// What a formula without a value shows where its text is another cell's.
constexpr absl::string_view kFormulaWithoutText = "=?";
// What a cell shows whose string is not there; no formula failed.
constexpr absl::string_view kNoString = "#?";

struct CellPlace {
  int row = 0;
  int column = 0;
};

// Of B3, with or without $.
std::optional<CellPlace> PlaceOf(absl::string_view reference) {
  CellPlace place;
  absl::ConsumePrefix(&reference, "$");
  size_t i = 0;
  for (; i < reference.size() && absl::ascii_isalpha(reference[i]); ++i) {
    place.column =
        place.column * 26 + (absl::ascii_toupper(reference[i]) - 'A' + 1);
    if (place.column > budget::kSheetColumnsMax) return std::nullopt;
  }
  reference.remove_prefix(i);
  absl::ConsumePrefix(&reference, "$");
  if (!absl::SimpleAtoi(reference, &place.row) || place.row < 1 ||
      place.row > budget::kSheetRowsMax || place.column == 0) {
    return std::nullopt;
  }
  return place;
}

struct CellRange {
  CellPlace first;
  CellPlace last;
};

std::optional<CellRange> RangeOf(absl::string_view reference) {
  const size_t colon = reference.find(':');
  const auto first = PlaceOf(reference.substr(0, colon));
  const auto last = colon == absl::string_view::npos
                        ? first
                        : PlaceOf(reference.substr(colon + 1));
  if (!first || !last) return std::nullopt;
  return CellRange{*first, *last};
}

class SheetCellReader {
 public:
  SheetCellReader(absl::string_view sheet_name, const WorkbookContext& context,
                  SheetAllowance* allowance)
      : sheet_name_(sheet_name), context_(context), allowance_(allowance) {}

  absl::StatusOr<SheetCells> Read(const XmlPart& part) {
    const pugi::xml_node sheet = ChildOf(part.document, "worksheet");
    if (!sheet) return RefuseDamaged(sheet_name_);
    const absl::string_view zeros = AttributeOf(
        ChildOf(ChildOf(sheet, "sheetViews"), "sheetView"), "showZeros");
    zeros_hidden_ = zeros == "0" || zeros == "false";
    ReadHiddenColumns(ChildOf(sheet, "cols"));
    int number = 0;
    const pugi::xml_node data = ChildOf(sheet, "sheetData");
    for (pugi::xml_node row = ChildOf(data, "row"); row;
         row = NextOf(row, "row")) {
      const absl::string_view printed = AttributeOf(row, "r");
      // Rows and cells without a number follow the one before.
      int next = number + 1;
      if ((!printed.empty() && !absl::SimpleAtoi(printed, &next)) ||
          next <= number || next > budget::kSheetRowsMax) {
        return RefuseDamaged(sheet_name_);
      }
      number = next;
      if (absl::Status status = ReadRow(row, number); !status.ok()) {
        return status;
      }
    }
    if (absl::Status status = ClearMerged(ChildOf(sheet, "mergeCells"));
        !status.ok()) {
      return status;
    }
    CountHidden();
    return std::move(cells_);
  }

 private:
  absl::Status ReadRow(const pugi::xml_node& node, int number) {
    SheetRow row{number, {}};
    int column = 0;
    for (pugi::xml_node cell = ChildOf(node, "c"); cell;
         cell = NextOf(cell, "c")) {
      const absl::string_view reference = AttributeOf(cell, "r");
      CellPlace place{number, column + 1};
      if (!reference.empty()) {
        const std::optional<CellPlace> read = PlaceOf(reference);
        if (!read || read->row != number || read->column <= column) {
          return RefuseDamaged(absl::StrCat(sheet_name_, "!", reference));
        }
        place = *read;
      }
      column = place.column;
      SheetCell shown{column, TextOf(cell, place)};
      if (budget::TrimBlanks(shown.text).empty()) continue;
      if (absl::Status status =
              ChargeCell(sheet_name_, number, shown, allowance_);
          !status.ok()) {
        return status;
      }
      row.cells.push_back(std::move(shown));
    }
    if (row.cells.empty()) return absl::OkStatus();
    if (IsSet(node, "hidden")) hidden_rows_.insert(number);
    cells_.rows.push_back(std::move(row));
    return absl::OkStatus();
  }

  // What the cell shows.
  std::string TextOf(const pugi::xml_node& cell, const CellPlace& place) {
    const absl::string_view type = AttributeOf(cell, "t");
    if (type == "inlineStr") return StringOf(ChildOf(cell, "is"));
    const pugi::xml_node value_node = ChildOf(cell, "v");
    const std::string value = TextIn(value_node);
    if (value.empty()) {
      const pugi::xml_node formula = ChildOf(cell, "f");
      // A formula may come to an empty text.
      if (!formula || (value_node && type == "str")) return "";
      Count(place, &cells_.uncalculated);
      const std::string printed = TextIn(formula);
      return printed.empty() ? std::string(kFormulaWithoutText)
                             : CellText(absl::StrCat("=", printed));
    }
    if (type == "s") {
      size_t index = 0;
      // A string that is not there is told as a cell that can't be read.
      return absl::SimpleAtoi(value, &index) && index < context_.strings.size()
                 ? context_.strings[index]
                 : std::string(kNoString);
    }
    if (type == "b") return value == "0" ? "FALSE" : "TRUE";
    if (!type.empty() && type != "n") return CellText(value);
    const auto number = SheetNumber::Parse(absl::StripAsciiWhitespace(value));
    if (!number) return CellText(value);
    if (zeros_hidden_ && number->zero()) return "";
    size_t style = 0;
    const absl::string_view printed = AttributeOf(cell, "s");
    if (!printed.empty() && !absl::SimpleAtoi(printed, &style)) style = 0;
    ShownNumber shown =
        context_.styles.FormatOf(style).Show(*number, context_.epoch_1904);
    if (shown.rounded) Count(place, &cells_.rounded);
    if (shown.unknown) Count(place, &cells_.unknown);
    return std::move(shown.text);
  }

  static void Count(const CellPlace& place, CellCount* counted) {
    if (counted->count++ == 0) {
      counted->row = place.row;
      counted->column = place.column;
    }
  }

  // Programs leave behind what merging covers.
  absl::Status ClearMerged(const pugi::xml_node& merges) {
    size_t count = 0;
    // Ranges don't overlap, so that each cell is looked at once.
    size_t work = 2 * kPrintedCellsMax;
    for (pugi::xml_node merge = ChildOf(merges, "mergeCell"); merge;
         merge = NextOf(merge, "mergeCell")) {
      const auto range = RangeOf(AttributeOf(merge, "ref"));
      if (!range || ++count > kMergesMax || !Clear(*range, &work)) {
        return RefuseDamaged(sheet_name_);
      }
    }
    for (SheetRow& row : cells_.rows) {
      row.cells.erase(
          std::remove_if(row.cells.begin(), row.cells.end(),
                         [](const SheetCell& cell) {
                           return budget::TrimBlanks(cell.text).empty();
                         }),
          row.cells.end());
    }
    cells_.rows.erase(
        std::remove_if(cells_.rows.begin(), cells_.rows.end(),
                       [](const SheetRow& row) { return row.cells.empty(); }),
        cells_.rows.end());
    return absl::OkStatus();
  }

  bool Clear(const CellRange& range, size_t* work) {
    auto row = std::lower_bound(
        cells_.rows.begin(), cells_.rows.end(), range.first.row,
        [](const SheetRow& each, int number) { return each.number < number; });
    for (; row != cells_.rows.end() && row->number <= range.last.row; ++row) {
      auto cell = std::lower_bound(
          row->cells.begin(), row->cells.end(), range.first.column,
          [](const SheetCell& each, int at) { return each.column < at; });
      if (*work == 0) return false;
      --*work;
      for (; cell != row->cells.end() && cell->column <= range.last.column;
           ++cell) {
        if (*work == 0) return false;
        --*work;
        if (row->number != range.first.row ||
            cell->column != range.first.column) {
          cell->text.clear();
        }
      }
    }
    return true;
  }

  void ReadHiddenColumns(const pugi::xml_node& columns) {
    for (pugi::xml_node column = ChildOf(columns, "col"); column;
         column = NextOf(column, "col")) {
      int first = 0;
      int last = 0;
      if (!IsSet(column, "hidden") ||
          !absl::SimpleAtoi(AttributeOf(column, "min"), &first) ||
          !absl::SimpleAtoi(AttributeOf(column, "max"), &last)) {
        continue;
      }
      for (int i = std::max(first, 1); i <= std::min(last, kPrintedColumnsMax);
           ++i) {
        hidden_columns_.set(static_cast<size_t>(i));
      }
    }
  }

  void CountHidden() {
    decltype(hidden_columns_) shows;
    for (const SheetRow& row : cells_.rows) {
      cells_.hidden_rows += hidden_rows_.count(row.number);
      for (const SheetCell& cell : row.cells) {
        shows.set(static_cast<size_t>(cell.column));
      }
    }
    cells_.hidden_columns = (shows & hidden_columns_).count();
  }

  const absl::string_view sheet_name_;
  const WorkbookContext& context_;
  SheetAllowance* const allowance_;
  bool zeros_hidden_ = false;  // Nothing shows nothing.
  std::set<int> hidden_rows_;
  std::bitset<kPrintedColumnsMax + 1> hidden_columns_;
  SheetCells cells_;
};

}  // namespace

std::string ReferenceOf(absl::string_view sheet_name, int row, int column) {
  budget::SourceFile file;
  file.parts.push_back({std::string(sheet_name), 1, row, column});
  return file.Locate(1, 1).reference;
}

absl::Status ChargeCell(absl::string_view sheet_name, int row,
                        const SheetCell& cell, SheetAllowance* allowance) {
  const auto refuse = [&](absl::string_view id, size_t limit) {
    return RefuseTooLarge(id,
                          {{"cell", ReferenceOf(sheet_name, row, cell.column)},
                           {"limit", absl::StrCat(limit)}});
  };
  if (cell.text.size() > kCellBytesMax) {
    return refuse("reader.workbook_cell_long", kCellBytesMax);
  }
  if (cell.column > kPrintedColumnsMax) {
    return refuse("reader.workbook_columns", kPrintedColumnsMax);
  }
  if (allowance->cells == 0) {
    return refuse("reader.workbook_cells", kPrintedCellsMax);
  }
  if (allowance->bytes < cell.text.size()) {
    return refuse("reader.workbook_text", kPrintedBytesMax);
  }
  --allowance->cells;
  allowance->bytes -= cell.text.size();
  return absl::OkStatus();
}

absl::StatusOr<SheetCells> ReadSheetCells(absl::string_view sheet_name,
                                          const XmlPart& part,
                                          const WorkbookContext& context,
                                          SheetAllowance* allowance) {
  return SheetCellReader(sheet_name, context, allowance).Read(part);
}

}  // namespace yuheng::ingestion
