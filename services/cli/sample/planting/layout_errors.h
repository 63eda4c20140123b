#ifndef YUHENG_SERVICES_CLI_SAMPLE_PLANTING_LAYOUT_ERRORS_H_
#define YUHENG_SERVICES_CLI_SAMPLE_PLANTING_LAYOUT_ERRORS_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "services/cli/sample/bureau.h"
#include "services/cli/sample/planting/planted_tables.h"
#include "services/cli/sample/sample.h"

namespace yuheng::cli {

// Plants an error of a table as a whole, of its codes or of what stands around
// its rows. None when `kind` is another's or has no place here.
std::optional<PlantedError> PlantLayoutError(absl::string_view kind,
                                             const Bureau& bureau,
                                             PlantedTables* tables);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_PLANTING_LAYOUT_ERRORS_H_
