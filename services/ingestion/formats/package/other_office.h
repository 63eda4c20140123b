#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_OTHER_OFFICE_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_OTHER_OFFICE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/formats/package/zip_archive.h"

namespace yuheng::ingestion {

// DOCUMENT_BINARY, with what to do, for files of Office programs that are none
// of the packages we read; OK for all others. Archives of OpenDocument (.ods,
// .odt), and texts of the XML that Excel and Word wrote in 2003, which would
// look like pages of the web.
absl::Status RefuseOpenDocument(const ZipArchive& archive);
absl::Status RefuseOfficeXml(absl::string_view text);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_OTHER_OFFICE_H_
