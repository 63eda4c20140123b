#ifndef YUHENG_SERVICES_CLI_SAMPLE_TABLE_TEXT_H_
#define YUHENG_SERVICES_CLI_SAMPLE_TABLE_TEXT_H_

#include <string>
#include <vector>

#include "services/budget/document.h"
#include "services/cli/sample/random.h"
#include "services/cli/sample/style.h"

namespace yuheng::cli {

// One row of the published layout: a TAB and a line end around every cell, an
// empty line behind the last. A cell may hold line ends.
std::string RowText(const std::vector<std::string>& cells);

// The tables as domain.md section 2 describes them, laid out as the form has
// them, without the heading of their part. The tables carry their printed
// strings.
std::string TablesText(const budget::Form& form, const Style& style,
                       const std::vector<budget::Table>& tables,
                       Random* random);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_TABLE_TEXT_H_
