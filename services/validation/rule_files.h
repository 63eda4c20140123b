#ifndef YUHENG_SERVICES_VALIDATION_RULE_FILES_H_
#define YUHENG_SERVICES_VALIDATION_RULE_FILES_H_

#include "absl/types/span.h"
#include "services/budget/embedded_file.h"

// The rule files built into the binary; generated from rules/.
namespace yuheng::validation::rule_files {
absl::Span<const EmbeddedFile> Files();
}  // namespace yuheng::validation::rule_files

// The document that examples of rules change, one file.
namespace yuheng::validation::example {
absl::Span<const EmbeddedFile> Files();
}  // namespace yuheng::validation::example

#endif  // YUHENG_SERVICES_VALIDATION_RULE_FILES_H_
