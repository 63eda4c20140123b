#ifndef YUHENG_SERVICES_BUDGET_DATA_FILES_H_
#define YUHENG_SERVICES_BUDGET_DATA_FILES_H_

#include "absl/types/span.h"
#include "services/budget/embedded_file.h"

// The built-in data of the vocabulary. The definitions are generated at build
// time from the folders of the same name.

namespace yuheng::budget::data {
// Charts of accounts and forms.
absl::Span<const EmbeddedFile> Files();
}  // namespace yuheng::budget::data

namespace yuheng::budget::message_files {
// The message catalogue.
absl::Span<const EmbeddedFile> Files();
}  // namespace yuheng::budget::message_files

#endif  // YUHENG_SERVICES_BUDGET_DATA_FILES_H_
