// Writes one sheet.
#ifndef YUHENG_SERVICES_FORMS_SHEET_WRITER_H_
#define YUHENG_SERVICES_FORMS_SHEET_WRITER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/forms/cell_formats.h"
#include "services/forms/workbook.h"
#include "xlsxwriter.h"

namespace yuheng::forms {

// Where the body of a sheet that links point to begins.
struct LinkTarget {
  std::string tab;
  int first_body_row = 0;
};

// The sheet's row of its first body row, from 0.
int FirstBodyRow(const Sheet& sheet);

// `text` as a cell can hold it: valid UTF-8 without control characters but line
// ends, not too long.
std::string PlainText(absl::string_view text);

// `out` is empty; `targets` are those of all sheets of the workbook. INTERNAL
// when the library refuses something.
absl::Status WriteSheet(const Sheet& sheet,
                        const std::vector<LinkTarget>& targets,
                        lxw_worksheet* out, CellFormats* formats);

}  // namespace yuheng::forms

#endif  // YUHENG_SERVICES_FORMS_SHEET_WRITER_H_
