#ifndef YUHENG_SERVICES_BUDGET_DOCUMENT_CODEC_H_
#define YUHENG_SERVICES_BUDGET_DOCUMENT_CODEC_H_

#include "absl/status/statusor.h"
#include "services/budget/document.h"

namespace yuheng::budget::v1 {
class Document;
}  // namespace yuheng::budget::v1

namespace yuheng::budget {

// Between the canonical document and its contract message.
void DocumentToProto(const Document& document, v1::Document* message);

// INVALID_ARGUMENT names the field when the message breaks a limit of
// document.h or the form: an unknown table, a row with the wrong number of
// cells.
absl::StatusOr<Document> DocumentFromProto(const Form& form,
                                           const v1::Document& message);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_DOCUMENT_CODEC_H_
