#ifndef YUHENG_SERVICES_CLI_SAMPLE_PLANTING_CROSS_ERRORS_H_
#define YUHENG_SERVICES_CLI_SAMPLE_PLANTING_CROSS_ERRORS_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "services/cli/sample/planting/planted_tables.h"
#include "services/cli/sample/sample.h"

namespace yuheng::cli {

// Plants an error that leaves every table right in itself, but not beside the
// others: amounts shifted with all their sums, rows and columns swapped. None
// when `kind` is another's or has no place here.
std::optional<PlantedError> PlantCrossError(absl::string_view kind,
                                            PlantedTables* tables);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_PLANTING_CROSS_ERRORS_H_
