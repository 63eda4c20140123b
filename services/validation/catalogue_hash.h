#ifndef YUHENG_SERVICES_VALIDATION_CATALOGUE_HASH_H_
#define YUHENG_SERVICES_VALIDATION_CATALOGUE_HASH_H_

#include <string>

#include "absl/types/span.h"
#include "services/budget/embedded_file.h"
#include "services/budget/table_shape.h"

namespace yuheng::validation {

// SHA-256, in hexadecimal, of all that decides a verdict besides the program:
// the rule files, the form, the charts of accounts and built-in forms. A
// verdict can be replayed with the same hash.
std::string CatalogueSha256(const budget::Form& form,
                            absl::Span<const EmbeddedFile> rule_files);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_CATALOGUE_HASH_H_
