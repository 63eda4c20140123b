#ifndef YUHENG_SERVICES_VALIDATION_CATALOGUE_HASH_H_
#define YUHENG_SERVICES_VALIDATION_CATALOGUE_HASH_H_

#include <string>

#include "absl/types/span.h"
#include "services/budget/embedded_file.h"
#include "services/budget/table_shape.h"

namespace yuheng::validation {

// What decides a verdict besides the document and the program, as SHA-256 in
// hexadecimal. A verdict can be replayed where they are the same.

// Of the rule files.
std::string CatalogueSha256(absl::Span<const EmbeddedFile> rule_files);

// Of the form, the charts of accounts and the built-in forms.
std::string ChartsSha256(const budget::Form& form);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_CATALOGUE_HASH_H_
