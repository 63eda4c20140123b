#ifndef YUHENG_SERVICES_INGESTION_FORMATS_DOCUMENT_READER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_DOCUMENT_READER_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"

namespace yuheng::ingestion {

inline constexpr int64_t kDocumentSizeBytesMax = int64_t{32} << 20;

struct ReadOptions {
  absl::string_view file_name;
  int64_t size_bytes_max = kDocumentSizeBytesMax;
  // The form that the document is printed in (regional_form.h); null to find
  // out by what it prints.
  const budget::Form* printed_form = nullptr;
};

// The form of that id; null for an empty one, DOCUMENT_UNREADABLE when there is
// none of it.
absl::StatusOr<const budget::Form*> FindPrintedForm(absl::string_view id);

// Reads a document in any format we know, told by its content: the published
// plain text (UTF-8 with or without BOM, GB18030), Excel workbooks (.xlsx),
// Word documents (.docx), web pages (.html, .mht), csv, the canonical document
// as protobuf or proto3-JSON; a zip archive of any one of them, or of several
// (file_set.h).
//
// What can't be read at all is an error that carries a reason (reason.h) and a
// text for the clerk: DOCUMENT_EMPTY, DOCUMENT_BINARY, DOCUMENT_TOO_LARGE,
// DOCUMENT_FINAL_ACCOUNT, DOCUMENT_NOT_A_BUDGET, DOCUMENT_UNREADABLE. What can
// be read in part is a document with Document::problems, each with its place
// and what was expected there.
absl::StatusOr<budget::Document> ReadDocument(const budget::Form& form,
                                              absl::string_view bytes,
                                              const ReadOptions& options);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_DOCUMENT_READER_H_
