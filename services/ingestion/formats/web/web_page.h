#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WEB_WEB_PAGE_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WEB_WEB_PAGE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/encoding.h"
#include "services/ingestion/formats/printed_text.h"

namespace yuheng::ingestion {

// Whether a text is a web page.
bool LooksLikeWebPage(absl::string_view text);

// Prints a web page: the paragraphs and tables that a browser shows, with the
// numbers of ordered lists. Scripts, hidden elements, navigation and footers
// are left out. What the page says about its encoding counts for nothing: its
// bytes tell, and pages are often copied with a wrong one.
//
// Errors as of ParseHtml and PrintPaper.
absl::StatusOr<PrintedText> PrintWebPage(const budget::Form& form,
                                         const DecodedText& page);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WEB_WEB_PAGE_H_
