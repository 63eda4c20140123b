#ifndef YUHENG_SERVICES_CLI_SAMPLE_PLANTING_H_
#define YUHENG_SERVICES_CLI_SAMPLE_PLANTING_H_

#include <vector>

#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/cli/sample/random.h"
#include "services/cli/sample/sample.h"
#include "services/cli/sample/style.h"

namespace yuheng::cli {

// Plants `count` errors into tables that were right. Each breaks at least one
// rule of the tables:
//   leaf_changed, subtotal_changed, total_changed   another amount
//   digits_swapped, factor_10                       a slip of the pen
//   row_missing, duplicate_row                      a whole row
//   wrong_column                                    an amount one column off
//   wrong_name                                      the name of another code
//   cross_table                                     T4, T5 or T10 in itself
//                                                   right, but not beside the
//                                                   other tables
//   non_amount                                      words in an amount cell
// No row is touched twice.
std::vector<PlantedError> PlantErrors(const budget::Form& form,
                                      const Style& style, int fiscal_year,
                                      int count,
                                      std::vector<budget::Table>* tables,
                                      Random* random);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_PLANTING_H_
