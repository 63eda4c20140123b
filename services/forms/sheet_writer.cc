#include "services/forms/sheet_writer.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"

namespace yuheng::forms {
namespace {

// Sheet rows: the title, 编制部门 and 单位, then the headings.
constexpr int kTitleRow = 0;
constexpr int kLineRow = 1;
constexpr int kHeadingRow = 2;
constexpr int kTitleHeightPoints = 30;
constexpr int kRowHeightPoints = 18;
constexpr int kLineHeightPoints = 14;
constexpr int kRowHeightPointsMax = 400;  // The format's limit is 409.
constexpr uint8_t kPaperA4 = 9;
// Either way; of sheets in 万元 and of those in smaller units.
constexpr double kWanYuanInputMax = 1e9;
constexpr double kSmallerInputMax = 1e13;
constexpr char kCommentAuthor[] = "玉衡";
constexpr int kCommentWidthPixels = 300;
constexpr int kCommentHeightPixelsMin = 90;
constexpr int kCommentHeightPixelsMax = 400;
constexpr int kCommentLinePixels = 18;
constexpr int kCommentLineCharacters = 38;
constexpr int64_t kPlacesOfTwo = 100;

// The one place where an amount meets a floating point number: the format has
// no other kind. The exact decimal is read as the nearest double, which shows
// as the same decimal again (at most 15 digits: budget::kFigureMicroMax).
// Nothing is ever computed with it.
double WorkbookNumber(int64_t fen, int64_t unit_fen) {
  // The whole and the rest apart: all of it in millionths may be too large.
  const std::string decimal = absl::StrCat(
      fen < 0 ? "-" : "", std::abs(fen / unit_fen), ".",
      absl::Dec(std::abs(fen % unit_fen) * budget::kMicroPerOne / unit_fen,
                absl::kZeroPad6));
  double number = 0;
  const auto result =
      std::from_chars(decimal.data(), decimal.data() + decimal.size(), number);
  YUHENG_CHECK(result.ec == std::errc());
  return number;
}

CellStyle StyleOf(const Sheet& sheet, const SheetCell& cell) {
  return {.look = cell.look,
          .indent = cell.indent,
          .bold = cell.bold,
          .fill = cell.fill,
          .linked = cell.link.has_value(),
          .below_two_places =
              cell.amount_fen.value_or(0) * kPlacesOfTwo % sheet.unit_fen != 0,
          .input = cell.input,
          .nothing_blank = cell.input || !cell.formula.empty()};
}

bool IsWrapped(CellLook look) {
  return look == CellLook::kLabel || look == CellLook::kText;
}

// Lines a text with line ends takes in a column of that width.
int LineCount(const std::string& text, int width) {
  int count = 0;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    count += WrappedLineCount(text.substr(begin, end - begin), width);
    begin = end + 1;
  }
  return count;
}

// Keeps the first refusal of the library.
class SheetWriter {
 public:
  SheetWriter(const Sheet& sheet, const std::vector<LinkTarget>& targets,
              lxw_worksheet* out, CellFormats* formats)
      : sheet_(sheet), targets_(targets), out_(out), formats_(formats) {}

  void WriteTitle() {
    Merge(kTitleRow, 0, kTitleRow, LastColumn(), sheet_.title,
          {.look = CellLook::kTitle});
    SetHeight(kTitleRow, kTitleHeightPoints);
    if (sheet_.right_line.empty() || LastColumn() == 0) {
      Merge(kLineRow, 0, kLineRow, LastColumn(), sheet_.left_line,
            {.look = CellLook::kLineLeft});
    } else {
      // The unit of account takes the right end, as wide as it needs to be.
      const int split = std::max(LastColumn() - 1, 1);
      Merge(kLineRow, 0, kLineRow, split - 1, sheet_.left_line,
            {.look = CellLook::kLineLeft});
      Merge(kLineRow, split, kLineRow, LastColumn(), sheet_.right_line,
            {.look = CellLook::kLineRight});
    }
    SetHeight(kLineRow, kRowHeightPoints);
  }

  void WriteHeadings() {
    for (const HeadingRange& heading : sheet_.headings) {
      Merge(kHeadingRow + heading.first_row, heading.first_column,
            kHeadingRow + heading.last_row, heading.last_column, heading.text,
            {.look = CellLook::kHeading});
    }
    // The last row takes what the tallest heading needs beyond the others.
    int last_row_points = kRowHeightPoints;
    for (const HeadingRange& heading : sheet_.headings) {
      if (heading.last_row + 1 != sheet_.heading_row_count) continue;
      int width = 0;
      for (int i = heading.first_column; i <= heading.last_column; ++i) {
        width += sheet_.column_widths[i];
      }
      const int needed =
          WrappedLineCount(heading.text, width) * kLineHeightPoints;
      const int above =
          (heading.last_row - heading.first_row) * kRowHeightPoints;
      last_row_points = std::max(last_row_points, needed - above);
    }
    for (int i = 0; i < sheet_.heading_row_count; ++i) {
      const bool last = i + 1 == sheet_.heading_row_count;
      SetHeight(kHeadingRow + i, last ? last_row_points : kRowHeightPoints);
    }
  }

  void WriteBody() {
    int row = FirstBodyRow(sheet_);
    for (const std::vector<SheetCell>& cells : sheet_.body) {
      YUHENG_CHECK(cells.size() == sheet_.column_widths.size());
      int line_count = 1;
      for (size_t i = 0; i < cells.size(); ++i) {
        WriteCell(row, static_cast<int>(i), cells[i]);
        if (!IsWrapped(cells[i].look)) continue;
        const int edge =
            cells[i].look == CellLook::kLabel ? 2 * (cells[i].indent + 1) : 2;
        line_count =
            std::max(line_count,
                     LineCount(cells[i].text, sheet_.column_widths[i] - edge));
      }
      SetHeight(row, std::clamp(line_count * kLineHeightPoints,
                                kRowHeightPoints, kRowHeightPointsMax));
      ++row;
    }
  }

  void WriteNote() {
    if (sheet_.note.empty() && !sheet_.locked) return;
    const int row = FirstBodyRow(sheet_) + static_cast<int>(sheet_.body.size());
    Merge(row, 0, row, LastColumn(), sheet_.note,
          {.look = CellLook::kLineLeft, .input = sheet_.locked});
    SetHeight(row, kRowHeightPoints);
  }

  void Lock() {
    for (const InputRange& range : sheet_.inputs) LimitInput(range);
    if (sheet_.locked) worksheet_protect(out_, nullptr, nullptr);
  }

  void SetUp() {
    for (size_t i = 0; i < sheet_.column_widths.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      Keep(worksheet_set_column(out_, column, column, sheet_.column_widths[i],
                                nullptr));
    }
    worksheet_freeze_panes(out_, FirstBodyRow(sheet_),
                           sheet_.frozen_column_count);
    worksheet_set_landscape(out_);
    worksheet_set_paper(out_, kPaperA4);
    worksheet_set_margins(out_, 0.5, 0.5, 0.6, 0.7);
    worksheet_center_horizontally(out_);
    worksheet_fit_to_pages(out_, 1, sheet_.one_page ? 1 : 0);
    Keep(worksheet_repeat_rows(out_, kTitleRow, FirstBodyRow(sheet_) - 1));
    if (!sheet_.footer.empty()) {
      Keep(worksheet_set_footer(out_, sheet_.footer.c_str()));
    }
    worksheet_gridlines(out_, LXW_HIDE_ALL_GRIDLINES);
    worksheet_set_comments_author(out_, kCommentAuthor);
  }

  const absl::Status& status() const { return status_; }

 private:
  int LastColumn() const {
    return static_cast<int>(sheet_.column_widths.size()) - 1;
  }

  void Keep(lxw_error error) {
    if (error == LXW_NO_ERROR || !status_.ok()) return;
    status_ = absl::InternalError(
        absl::StrCat("a sheet can't be written: ", lxw_strerror(error)));
  }

  void SetHeight(int row, int points) {
    Keep(worksheet_set_row(out_, row, points, nullptr));
  }

  void Merge(int first_row, int first_column, int last_row, int last_column,
             const std::string& text, const CellStyle& style) {
    lxw_format* format = formats_->Get(style);
    const std::string plain = PlainText(text);
    if (first_row == last_row && first_column == last_column) {
      Keep(worksheet_write_string(out_, first_row, first_column, plain.c_str(),
                                  format));
      return;
    }
    Keep(worksheet_merge_range(out_, first_row, first_column, last_row,
                               last_column, plain.c_str(), format));
  }

  void WriteCell(int row, int column, const SheetCell& cell) {
    lxw_format* format = formats_->Get(StyleOf(sheet_, cell));
    if (!cell.formula.empty()) {
      Keep(worksheet_write_formula_num(
          out_, row, column, absl::StrCat("=", cell.formula).c_str(), format,
          WorkbookNumber(cell.amount_fen.value_or(0), sheet_.unit_fen)));
    } else if (cell.amount_fen.has_value()) {
      Keep(worksheet_write_number(
          out_, row, column, WorkbookNumber(*cell.amount_fen, sheet_.unit_fen),
          format));
    } else if (cell.text.empty()) {
      Keep(worksheet_write_blank(out_, row, column, format));
    } else {
      const std::string plain = PlainText(cell.text);
      if (cell.link.has_value() && link_count_ < kLinksPerSheetMax) {
        Keep(worksheet_write_url(out_, row, column,
                                 LinkText(*cell.link).c_str(), format));
        ++link_count_;
      }
      Keep(worksheet_write_string(out_, row, column, plain.c_str(), format));
    }
    if (cell.comment.empty()) return;
    const std::string comment = PlainText(cell.comment);
    lxw_comment_options options = {};
    options.width = kCommentWidthPixels;
    options.height = static_cast<uint16_t>(std::clamp(
        (LineCount(comment, kCommentLineCharacters) + 1) * kCommentLinePixels,
        kCommentHeightPixelsMin, kCommentHeightPixelsMax));
    Keep(worksheet_write_comment_opt(out_, row, column, comment.c_str(),
                                     &options));
  }

  void LimitInput(const InputRange& range) {
    lxw_data_validation limit = {};
    std::vector<std::string> texts = range.choices;  // Read by the library.
    std::vector<char*> choices;
    switch (range.kind) {
      case InputRange::Kind::kAmount:
        limit.validate = LXW_VALIDATION_TYPE_DECIMAL;
        limit.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
        limit.maximum_number = sheet_.unit_fen < budget::kFenPerWanYuan
                                   ? kSmallerInputMax
                                   : kWanYuanInputMax;
        limit.minimum_number = -limit.maximum_number;
        break;
      case InputRange::Kind::kCodeDigits:
        limit.validate = LXW_VALIDATION_TYPE_LENGTH;
        limit.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
        limit.minimum_number = 1;
        limit.maximum_number = 2;
        break;
      case InputRange::Kind::kOneOf:
        for (std::string& text : texts) choices.push_back(text.data());
        choices.push_back(nullptr);
        limit.validate = LXW_VALIDATION_TYPE_LIST;
        limit.value_list = choices.data();
        limit.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
        break;
    }
    const int body = FirstBodyRow(sheet_);
    Keep(worksheet_data_validation_range(
        out_, body + range.first_row, range.first_column, body + range.last_row,
        range.last_column, &limit));
  }

  std::string LinkText(const CellLink& link) const {
    const LinkTarget& target = targets_.at(link.sheet);
    char cell[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell(cell, target.first_body_row + link.row,
                       static_cast<lxw_col_t>(link.column));
    return absl::StrCat("internal:'", target.tab, "'!", cell);
  }

  const Sheet& sheet_;
  const std::vector<LinkTarget>& targets_;
  lxw_worksheet* const out_;
  CellFormats* const formats_;
  size_t link_count_ = 0;
  absl::Status status_;
};

}  // namespace

int FirstBodyRow(const Sheet& sheet) {
  return kHeadingRow + sheet.heading_row_count;
}

std::string PlainText(absl::string_view text) {
  std::string plain;
  size_t count = 0;
  for (size_t offset = 0;
       offset < text.size() && count < kCellTextCharactersMax; ++count) {
    const size_t start = offset;
    const char32_t c = budget::NextCodePoint(text, &offset);
    const bool refused = (c < 0x20 && c != '\n') || c == 0x7F || c == 0xFFFD ||
                         c == 0xFFFE || c == 0xFFFF;
    absl::StrAppend(&plain, refused ? " " : text.substr(start, offset - start));
  }
  return plain;
}

absl::Status WriteSheet(const Sheet& sheet,
                        const std::vector<LinkTarget>& targets,
                        lxw_worksheet* out, CellFormats* formats) {
  SheetWriter writer(sheet, targets, out, formats);
  writer.SetUp();
  writer.WriteTitle();
  writer.WriteHeadings();
  writer.WriteBody();
  writer.WriteNote();
  writer.Lock();
  return writer.status();
}

}  // namespace yuheng::forms
