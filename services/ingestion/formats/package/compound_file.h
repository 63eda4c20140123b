#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_COMPOUND_FILE_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_COMPOUND_FILE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

enum class CompoundFileKind {
  kNone,       // No compound file (OLE).
  kOther,      // PowerPoint and others.
  kProtected,  // An Office package with a password.
  kWord,       // .doc, and the same of WPS.
  kWorkbook,   // .xls likewise.
};

CompoundFileKind CompoundFileKindOf(absl::string_view bytes);

// DOCUMENT_BINARY, with what to do, when the bytes are a compound file (OLE) of
// an old Word document (.doc) or workbook (.xls) or of an Office package with a
// password; OK for all others.
absl::Status RefuseCompoundFile(absl::string_view bytes);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_COMPOUND_FILE_H_
