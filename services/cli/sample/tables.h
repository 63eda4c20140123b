#ifndef YUHENG_SERVICES_CLI_SAMPLE_TABLES_H_
#define YUHENG_SERVICES_CLI_SAMPLE_TABLES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/cli/sample/bureau.h"

namespace yuheng::cli {

// The last place that is printed: 0.01 万元.
inline constexpr int64_t kPrintedFen = 10'000;

// Half-up to kPrintedFen; `fen` is not negative.
inline int64_t RoundToPrint(int64_t fen) {
  return (fen + kPrintedFen / 2) / kPrintedFen * kPrintedFen;
}

// The tables of a bureau in the order of the form. Every cell is the exact sum
// of its atoms, rounded by itself where the form is in 万元; cells without
// money, and of columns that the form does not print, are blank. An empty table
// has its total row and the statement that it is empty. Printed strings are not
// set.
std::vector<budget::Table> MakeTables(const budget::Form& form,
                                      const Bureau& bureau);

// The key of a source among the columns of T2.
const char* SourceColumn(Source source);

// gen, fund or soe; empty for money that is no appropriation of this year.
std::string BudgetOf(Source source);

// The same as table 4 counts it: by the bureau's convention carried-over
// appropriations are among them.
std::string Table4BudgetOf(const Bureau& bureau, Source source);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_TABLES_H_
