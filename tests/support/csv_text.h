#ifndef YUHENG_TESTS_SUPPORT_CSV_TEXT_H_
#define YUHENG_TESTS_SUPPORT_CSV_TEXT_H_

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tests/support/workbook_xml.h"

namespace yuheng::testing {

// A grid as spreadsheets save it: rows equally wide, cells quoted where they
// must be.
inline std::string Csv(const Grid& rows, char separator = ',') {
  const std::string marks = absl::StrCat("\"\r\n", std::string(1, separator));
  size_t width = 0;
  for (const auto& row : rows) width = std::max(width, row.size());
  std::string text;
  for (std::vector<std::string> row : rows) {
    row.resize(width);
    for (std::string& cell : row) {
      if (cell.find_first_of(marks) == std::string::npos) continue;
      cell =
          absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
    }
    absl::StrAppend(&text, absl::StrJoin(row, std::string(1, separator)),
                    "\r\n");
  }
  return text;
}

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_CSV_TEXT_H_
