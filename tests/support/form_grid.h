#ifndef YUHENG_TESTS_SUPPORT_FORM_GRID_H_
#define YUHENG_TESTS_SUPPORT_FORM_GRID_H_

#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "tests/support/workbook_xml.h"

namespace yuheng::testing {

// A table as the printed form has it: its heading rows, each heading in the
// first of the cells that it is merged of, and its rows below. Each row has as
// many cells as the form.
struct FormGrid {
  size_t heading_row_count = 0;
  Grid rows;
};

FormGrid FormGridOf(const budget::Form& form, const budget::Table& table);

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_FORM_GRID_H_
