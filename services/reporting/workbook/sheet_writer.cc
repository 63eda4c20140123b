#include "services/reporting/workbook/sheet_writer.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/budget/decimal.h"
#include "services/budget/messages.h"

namespace yuheng::reporting {
namespace {

// Sheet rows: the title, 编制部门 and 单位, then the headings.
constexpr int kTitleRow = 0;
constexpr int kPreparedByRow = 1;
constexpr int kHeadingRow = 2;
constexpr int kTitleHeightPoints = 30;
constexpr int kRowHeightPoints = 18;
constexpr int kLineHeightPoints = 14;
constexpr uint8_t kPaperA4 = 9;
constexpr char kCommentAuthor[] = "玉衡";
constexpr int kCommentWidthPixels = 300;
constexpr int kCommentHeightPixels = 90;
constexpr int64_t kFenPerTwoPlaces = budget::kFenPerWanYuan / 100;

// The one place where an amount meets a floating point number: the format has
// no other kind. The exact decimal is read as the nearest double, which shows
// as the same decimal again (at most 15 digits: budget::kFigureMicroMax).
// Nothing is ever computed with it.
double WorkbookNumber(int64_t fen) {
  const std::string decimal = budget::FormatDecimal(fen);
  double number = 0;
  const auto result =
      std::from_chars(decimal.data(), decimal.data() + decimal.size(), number);
  YUHENG_CHECK(result.ec == std::errc());
  return number;
}

std::string DifferenceComment(const ReportCell& cell) {
  const int64_t derived = cell.derived_fen.value_or(0);
  const int64_t difference = *cell.printed_fen - derived;
  const budget::Text text = budget::Message(
      "reporting.difference",
      {{"printed", ShownAmount(*cell.printed_fen)},
       {"derived", ShownAmount(derived)},
       {"difference",
        absl::StrCat(difference > 0 ? "+" : "", ShownAmount(difference))}});
  return absl::StrCat(text.zh, "\n", text.en);
}

CellStyle StyleOf(const LayoutCell& cell) {
  CellStyle style{
      .look = CellLook::kLabel, .indent = cell.indent, .bold = cell.bold};
  switch (cell.kind) {
    case LayoutCellKind::kCode:
      style.look = CellLook::kCode;
      break;
    case LayoutCellKind::kTotalLabel:
      style.look = CellLook::kTotalLabel;
      break;
    case LayoutCellKind::kAmount:
      style.look = CellLook::kAmount;
      style.highlighted = cell.amount.differs();
      style.below_two_places =
          cell.amount.derived_fen.value_or(0) % kFenPerTwoPlaces != 0;
      break;
    case LayoutCellKind::kBlank:
    case LayoutCellKind::kLabel:
      break;
  }
  return style;
}

// Keeps the first refusal of the library.
class SheetWriter {
 public:
  SheetWriter(const SheetLayout& layout, lxw_worksheet* sheet,
              CellFormats* formats)
      : layout_(layout), sheet_(sheet), formats_(formats) {}

  void WriteTitle(const SheetTexts& texts) {
    Merge(kTitleRow, 0, kTitleRow, LastColumn(), layout_.title,
          {.look = CellLook::kTitle});
    Keep(worksheet_set_row(sheet_, kTitleRow, kTitleHeightPoints, nullptr));
    // The unit of account takes the right end, as wide as it needs to be.
    const int split = std::max(LastColumn() - 1, 1);
    Merge(kPreparedByRow, 0, kPreparedByRow, split - 1, texts.prepared_by,
          {.look = CellLook::kLineLeft});
    Merge(kPreparedByRow, split, kPreparedByRow, LastColumn(),
          texts.unit_of_account, {.look = CellLook::kLineRight});
    Keep(worksheet_set_row(sheet_, kPreparedByRow, kRowHeightPoints, nullptr));
  }

  void WriteHeadings() {
    for (const HeadingRange& heading : layout_.headings) {
      Merge(kHeadingRow + heading.first_row, heading.first_column,
            kHeadingRow + heading.last_row, heading.last_column, heading.text,
            {.look = CellLook::kHeading});
    }
    // The last row takes what the tallest heading needs beyond the others.
    int last_row_points = kRowHeightPoints;
    for (const HeadingRange& heading : layout_.headings) {
      if (heading.last_row + 1 != layout_.heading_row_count) continue;
      int width = 0;
      for (int i = heading.first_column; i <= heading.last_column; ++i) {
        width += layout_.column_widths[i];
      }
      const int needed =
          WrappedLineCount(heading.text, width) * kLineHeightPoints;
      const int above =
          (heading.last_row - heading.first_row) * kRowHeightPoints;
      last_row_points = std::max(last_row_points, needed - above);
    }
    for (int i = 0; i < layout_.heading_row_count; ++i) {
      const bool last = i + 1 == layout_.heading_row_count;
      Keep(worksheet_set_row(sheet_, kHeadingRow + i,
                             last ? last_row_points : kRowHeightPoints,
                             nullptr));
    }
  }

  void WriteBody() {
    int row = FirstBodyRow();
    for (const std::vector<LayoutCell>& cells : layout_.body) {
      int line_count = 1;
      for (size_t i = 0; i < cells.size(); ++i) {
        WriteCell(row, static_cast<int>(i), cells[i]);
        if (cells[i].kind == LayoutCellKind::kLabel) {
          line_count = std::max(
              line_count,
              WrappedLineCount(cells[i].text, layout_.column_widths[i] -
                                                  2 * (cells[i].indent + 1)));
        }
      }
      Keep(worksheet_set_row(
          sheet_, row,
          std::max(kRowHeightPoints, line_count * kLineHeightPoints), nullptr));
      ++row;
    }
  }

  void WriteNote(const std::string& note) {
    if (note.empty()) return;
    const int row = FirstBodyRow() + static_cast<int>(layout_.body.size());
    Merge(row, 0, row, LastColumn(), note, {.look = CellLook::kLineLeft});
    Keep(worksheet_set_row(sheet_, row, kRowHeightPoints, nullptr));
  }

  void SetUp(const std::string& footer) {
    for (size_t i = 0; i < layout_.column_widths.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      Keep(worksheet_set_column(sheet_, column, column,
                                layout_.column_widths[i], nullptr));
    }
    worksheet_freeze_panes(sheet_, FirstBodyRow(), layout_.frozen_column_count);
    worksheet_set_landscape(sheet_);
    worksheet_set_paper(sheet_, kPaperA4);
    worksheet_set_margins(sheet_, 0.5, 0.5, 0.6, 0.7);
    worksheet_center_horizontally(sheet_);
    worksheet_fit_to_pages(sheet_, 1, layout_.one_page ? 1 : 0);
    Keep(worksheet_repeat_rows(sheet_, kTitleRow, FirstBodyRow() - 1));
    Keep(worksheet_set_footer(sheet_, footer.c_str()));
    worksheet_gridlines(sheet_, LXW_HIDE_ALL_GRIDLINES);
    worksheet_set_comments_author(sheet_, kCommentAuthor);
  }

  const absl::Status& status() const { return status_; }

 private:
  int LastColumn() const {
    return static_cast<int>(layout_.column_widths.size()) - 1;
  }
  int FirstBodyRow() const { return kHeadingRow + layout_.heading_row_count; }

  void Keep(lxw_error error) {
    if (error == LXW_NO_ERROR || !status_.ok()) return;
    status_ = absl::InternalError(
        absl::StrCat("a sheet can't be written: ", lxw_strerror(error)));
  }

  void Merge(int first_row, int first_column, int last_row, int last_column,
             const std::string& text, const CellStyle& style) {
    lxw_format* format = formats_->Get(style);
    if (first_row == last_row && first_column == last_column) {
      Keep(worksheet_write_string(sheet_, first_row, first_column, text.c_str(),
                                  format));
      return;
    }
    Keep(worksheet_merge_range(sheet_, first_row, first_column, last_row,
                               last_column, text.c_str(), format));
  }

  void WriteCell(int row, int column, const LayoutCell& cell) {
    lxw_format* format = formats_->Get(StyleOf(cell));
    if (cell.kind != LayoutCellKind::kAmount) {
      Keep(cell.text.empty()
               ? worksheet_write_blank(sheet_, row, column, format)
               : worksheet_write_string(sheet_, row, column, cell.text.c_str(),
                                        format));
      return;
    }
    if (!cell.amount.derived_fen) {
      Keep(worksheet_write_blank(sheet_, row, column, format));
    } else {
      Keep(worksheet_write_number(sheet_, row, column,
                                  WorkbookNumber(*cell.amount.derived_fen),
                                  format));
    }
    if (!cell.amount.differs()) return;
    lxw_comment_options options = {};
    options.width = kCommentWidthPixels;
    options.height = kCommentHeightPixels;
    Keep(worksheet_write_comment_opt(
        sheet_, row, column, DifferenceComment(cell.amount).c_str(), &options));
  }

  const SheetLayout& layout_;
  lxw_worksheet* const sheet_;
  CellFormats* const formats_;
  absl::Status status_;
};

}  // namespace

absl::Status WriteSheet(const SheetLayout& layout, const SheetTexts& texts,
                        lxw_worksheet* sheet, CellFormats* formats) {
  SheetWriter writer(layout, sheet, formats);
  writer.SetUp(texts.footer);
  writer.WriteTitle(texts);
  writer.WriteHeadings();
  writer.WriteBody();
  writer.WriteNote(texts.note);
  return writer.status();
}

}  // namespace yuheng::reporting
