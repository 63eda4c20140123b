#include "services/forms/cell_formats.h"

namespace yuheng::forms {
namespace {

constexpr char kFontName[] = "宋体";
constexpr int kFontSize = 10;
constexpr int kTitleFontSize = 16;
constexpr uint8_t kEdge = 1;  // Indent that keeps texts off the border.
constexpr lxw_color_t kLinkColor = 0x1F4E9E;
constexpr lxw_color_t kHeadingFill = 0xEDEDED;
constexpr char kTwoPlaces[] = "#,##0.00";
// The tables are printed with two places; a figure that has more shows them,
// so that nothing is hidden.
constexpr char kMorePlaces[] = "#,##0.00####";
constexpr char kNothingBlank[] = "#,##0.00####;-#,##0.00####;;@";

bool HasBorder(CellLook look) {
  return look != CellLook::kTitle && look != CellLook::kLineLeft &&
         look != CellLook::kLineRight;
}

lxw_color_t ColorOf(CellFill fill) {
  switch (fill) {
    case CellFill::kYellow:
      return 0xFFFF00;
    case CellFill::kRed:
      return 0xFF9B94;
    case CellFill::kPaleRed:
      return 0xFDE3E1;
    case CellFill::kOrange:
      return 0xFFCC66;
    case CellFill::kPaleOrange:
      return 0xFFF1D6;
    case CellFill::kBlue:
      return 0xD6E4F5;
    case CellFill::kNone:
      break;
  }
  return LXW_COLOR_UNSET;
}

}  // namespace

lxw_format* CellFormats::Get(const CellStyle& style) {
  const auto known = formats_.find(style);
  if (known != formats_.end()) return known->second;
  return formats_[style] = Make(style);
}

lxw_format* CellFormats::Make(const CellStyle& style) {
  lxw_format* format = workbook_add_format(workbook_);
  format_set_font_name(format, kFontName);
  format_set_font_size(
      format, style.look == CellLook::kTitle ? kTitleFontSize : kFontSize);
  format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
  if (HasBorder(style.look)) format_set_border(format, LXW_BORDER_THIN);
  if (style.bold || style.look == CellLook::kTitle ||
      style.look == CellLook::kHeading) {
    format_set_bold(format);
  }
  switch (style.look) {
    case CellLook::kTitle:
      format_set_align(format, LXW_ALIGN_CENTER);
      break;
    case CellLook::kLineLeft:
      format_set_align(format, LXW_ALIGN_LEFT);
      break;
    case CellLook::kLineRight:
      format_set_align(format, LXW_ALIGN_RIGHT);
      break;
    case CellLook::kHeading:
      format_set_align(format, LXW_ALIGN_CENTER);
      format_set_text_wrap(format);
      format_set_bg_color(format, kHeadingFill);
      break;
    case CellLook::kCode:
      format_set_align(format, LXW_ALIGN_CENTER);
      // A code is text: 01 stays 01.
      format_set_num_format(format, "@");
      break;
    case CellLook::kTotalLabel:
      format_set_align(format, LXW_ALIGN_CENTER);
      break;
    case CellLook::kText:
      format_set_align(format, LXW_ALIGN_LEFT);
      format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
      format_set_text_wrap(format);
      break;
    case CellLook::kLabel:
      format_set_align(format, LXW_ALIGN_LEFT);
      format_set_text_wrap(format);
      format_set_indent(format, static_cast<uint8_t>(kEdge + style.indent));
      break;
    case CellLook::kAmount:
      format_set_align(format, LXW_ALIGN_RIGHT);
      format_set_indent(format, kEdge);
      format_set_num_format(format, style.nothing_blank      ? kNothingBlank
                                    : style.below_two_places ? kMorePlaces
                                                             : kTwoPlaces);
      break;
  }
  if (style.fill != CellFill::kNone) {
    format_set_bg_color(format, ColorOf(style.fill));
  }
  if (style.input) format_set_unlocked(format);
  if (style.linked) {
    format_set_font_color(format, kLinkColor);
    format_set_underline(format, LXW_UNDERLINE_SINGLE);
  }
  return format;
}

}  // namespace yuheng::forms
