// The looks of cells, each made once a workbook.
#ifndef YUHENG_SERVICES_REPORTING_WORKBOOK_CELL_FORMATS_H_
#define YUHENG_SERVICES_REPORTING_WORKBOOK_CELL_FORMATS_H_

#include <map>
#include <tuple>

#include "xlsxwriter.h"

namespace yuheng::reporting {

enum class CellLook {
  kTitle,
  kLineLeft,   // 编制部门 above the table, the note below it.
  kLineRight,  // 单位：万元.
  kHeading,
  kCode,
  kLabel,
  kTotalLabel,
  kAmount,
};

struct CellStyle {
  CellLook look = CellLook::kLabel;
  int indent = 0;
  bool bold = false;
  bool highlighted = false;       // Yellow.
  bool below_two_places = false;  // kAmount: shows the places that are there.

  bool operator<(const CellStyle& other) const { return Key() < other.Key(); }

 private:
  std::tuple<CellLook, int, bool, bool, bool> Key() const {
    return {look, indent, bold, highlighted, below_two_places};
  }
};

class CellFormats {
 public:
  // `workbook` outlives this and owns the formats.
  explicit CellFormats(lxw_workbook* workbook) : workbook_(workbook) {}

  lxw_format* Get(const CellStyle& style);

 private:
  lxw_format* Make(const CellStyle& style);

  lxw_workbook* const workbook_;
  std::map<CellStyle, lxw_format*> formats_;
};

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_WORKBOOK_CELL_FORMATS_H_
