#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_SHEET_STRINGS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_SHEET_STRINGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/formats/package/xml_part.h"

namespace yuheng::ingestion {

// `text` of a cell as a line can hold it: a TAB is a blank, a line end is \n,
// other control characters are gone, and so are the escapes of workbooks for
// them (_x000D_).
std::string CellText(absl::string_view text);

// The text of an `si` or `is` element: its runs one behind the other, without
// the phonetic guides of some of them.
std::string StringOf(const pugi::xml_node& item);

// The strings that cells share, by number. DOCUMENT_TOO_LARGE beyond
// kSharedStringsMax.
absl::StatusOr<std::vector<std::string>> ReadSharedStrings(const XmlPart& part);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_SHEET_STRINGS_H_
