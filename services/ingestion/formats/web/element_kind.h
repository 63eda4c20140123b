#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WEB_ELEMENT_KIND_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WEB_ELEMENT_KIND_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "services/ingestion/formats/web/html_parser.h"

namespace yuheng::ingestion {

// What an element of a page is to who prints it.
enum class ElementKind : uint8_t {
  kInline,  // Its text goes on in the paragraph.
  kBlock,   // A paragraph begins and ends with it.
  kLeftOut,
  kBreak,  // A line end.
  kList,
  kItem,
  kPreformatted,
  kTable,
  kRow,
  kCell,
  kBlankCell,  // Keeps its place; nothing in it shows.
};

// Elements that don't show, or that stand around the document: scripts, what is
// hidden, navigation, footers.
ElementKind KindOf(absl::string_view name, const HtmlAttributes& attributes);

// The format (see ListNumber) in which the items of an ordered list are
// numbered, by its type or its style; empty for other lists.
absl::string_view NumberFormatOf(absl::string_view name,
                                 const HtmlAttributes& attributes);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WEB_ELEMENT_KIND_H_
