#ifndef YUHENG_SERVICES_INGESTION_FORMATS_CANONICAL_READER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_CANONICAL_READER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"

namespace yuheng::ingestion {

// Whether the bytes are a yuheng.budget.v1.Document in protobuf binary form:
// by the file name (.pb, .binpb), or because they parse as one with tables, a
// department or year, and nothing that message does not have.
bool LooksLikeBinaryDocument(absl::string_view bytes,
                             absl::string_view file_name);

// Reads the canonical document as protobuf or proto3-JSON. DOCUMENT_UNREADABLE
// names the field or place at fault; DOCUMENT_NOT_A_BUDGET when it holds no
// table.
absl::StatusOr<budget::Document> ReadBinaryDocument(const budget::Form& form,
                                                    absl::string_view bytes);
absl::StatusOr<budget::Document> ReadJsonDocument(const budget::Form& form,
                                                  absl::string_view json);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_CANONICAL_READER_H_
