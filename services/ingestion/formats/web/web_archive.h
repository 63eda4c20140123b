#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WEB_WEB_ARCHIVE_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WEB_WEB_ARCHIVE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// Whether the bytes are a web page with its pictures in one file (.mht), as
// browsers and Word save them.
bool LooksLikeWebArchive(absl::string_view bytes);

// The bytes of the page in it: the first part that is HTML. DOCUMENT_UNREADABLE
// when there is none.
absl::StatusOr<std::string> PageInArchive(absl::string_view bytes);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WEB_WEB_ARCHIVE_H_
