#include "services/ingestion/formats/workbook/workbook_styles.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/package/refusal.h"
#include "services/ingestion/formats/workbook/limits.h"

namespace yuheng::ingestion {
namespace {

int IdOf(const pugi::xml_node& node) {
  int id = -1;
  return absl::SimpleAtoi(AttributeOf(node, "numFmtId"), &id) ? id : -1;
}

}  // namespace

absl::StatusOr<WorkbookStyles> WorkbookStyles::Read(const XmlPart& part) {
  WorkbookStyles styles;
  const pugi::xml_node root = ChildOf(part.document, "styleSheet");
  absl::flat_hash_map<int, size_t> by_id;
  const auto full = [&] {
    return styles.format_of_style_.size() + styles.formats_.size() >
           kNumberFormatsMax;
  };
  const pugi::xml_node codes = ChildOf(root, "numFmts");
  for (pugi::xml_node code = ChildOf(codes, "numFmt"); code && !full();
       code = NextOf(code, "numFmt")) {
    by_id[IdOf(code)] = styles.formats_.size();
    styles.formats_.emplace_back(AttributeOf(code, "formatCode"));
  }
  const pugi::xml_node cells = ChildOf(root, "cellXfs");
  for (pugi::xml_node cell = ChildOf(cells, "xf"); cell && !full();
       cell = NextOf(cell, "xf")) {
    const int id = IdOf(cell);
    const auto [format, fresh] = by_id.try_emplace(id, styles.formats_.size());
    if (fresh) styles.formats_.push_back(NumberFormat::BuiltIn(id));
    styles.format_of_style_.push_back(format->second);
  }
  if (full()) {
    return RefuseTooLarge("reader.workbook_formats",
                          {{"limit", absl::StrCat(kNumberFormatsMax)}});
  }
  return styles;
}

const NumberFormat& WorkbookStyles::FormatOf(size_t style) const {
  return style < format_of_style_.size() ? formats_[format_of_style_[style]]
                                         : general_;
}

}  // namespace yuheng::ingestion
