#ifndef YUHENG_SERVICES_CLI_SAMPLE_PLANTING_TABLE_ERRORS_H_
#define YUHENG_SERVICES_CLI_SAMPLE_PLANTING_TABLE_ERRORS_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "services/cli/sample/planting/planted_tables.h"
#include "services/cli/sample/sample.h"

namespace yuheng::cli {

// Plants an error of one row of a table: another amount, a row too many or too
// few, a wrong name. None when `kind` is another's or has no place here.
std::optional<PlantedError> PlantTableError(absl::string_view kind,
                                            int fiscal_year,
                                            PlantedTables* tables);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_PLANTING_TABLE_ERRORS_H_
