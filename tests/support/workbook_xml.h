// Workbooks as tests need them.
#ifndef YUHENG_TESTS_SUPPORT_WORKBOOK_XML_H_
#define YUHENG_TESTS_SUPPORT_WORKBOOK_XML_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/support/package_xml.h"

namespace yuheng::testing {

// Rows of cells: figures become numbers, other texts strings in their cells,
// empty ones no cells.
using Grid = std::vector<std::vector<std::string>>;

// The rows of a grid as XML, its first cell in that row and column.
std::string RowsOf(const Grid& grid, int first_row = 1, int first_column = 1);

struct SheetXml {
  std::string name;
  std::string rows;    // What stands in sheetData.
  std::string state;   // "hidden"; empty for visible.
  std::string before;  // In front of sheetData, such as cols.
  std::string behind;  // Behind it, such as mergeCells.
};

struct WorkbookXml {
  std::vector<SheetXml> sheets;
  std::string strings;     // What stands in sst; empty for no such part.
  std::string styles;      // What stands in styleSheet; empty for no such part.
  std::string properties;  // workbookPr.

  // The parts that make it.
  PackageEntries Entries() const;
  std::string Bytes() const { return Zip(Entries()); }
};

// One visible sheet.
std::string WorkbookOf(absl::string_view name, const Grid& grid);

// Table 3 with its title and headings, in 万元; `rows` below them.
Grid Table3Grid(const Grid& rows);

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_WORKBOOK_XML_H_
