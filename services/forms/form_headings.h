// The heading rows of the printed forms.
#ifndef YUHENG_SERVICES_FORMS_FORM_HEADINGS_H_
#define YUHENG_SERVICES_FORMS_FORM_HEADINGS_H_

#include <vector>

#include "services/budget/table_shape.h"
#include "services/forms/form_layout.h"

namespace yuheng::forms {

// Columns left of the amounts of a table with codes: 类 款 (项) 名称 (项目).
int CodeColumnCount(budget::RowSpace row_space);
int LabelColumnCount(budget::RowSpace row_space);

struct FormHeadings {
  std::vector<HeadingRange> ranges;
  int row_count = 0;
};

// Two rows, three where one heading stands above all amount columns.
FormHeadings HeadingsOf(const budget::TableShape& shape);

}  // namespace yuheng::forms

#endif  // YUHENG_SERVICES_FORMS_FORM_HEADINGS_H_
