#ifndef YUHENG_SERVICES_BUDGET_EMBEDDED_FILE_H_
#define YUHENG_SERVICES_BUDGET_EMBEDDED_FILE_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace yuheng {

// A data file of the source tree that was built into the binary.
struct EmbeddedFile {
  // Without folders, or below the one that was embedded as a whole.
  absl::string_view name;
  absl::string_view content;
};

}  // namespace yuheng

#endif  // YUHENG_SERVICES_BUDGET_EMBEDDED_FILE_H_
