// The looks of cells, each made once a workbook.
#ifndef YUHENG_SERVICES_FORMS_CELL_FORMATS_H_
#define YUHENG_SERVICES_FORMS_CELL_FORMATS_H_

#include <map>
#include <tuple>

#include "services/forms/workbook.h"
#include "xlsxwriter.h"

namespace yuheng::forms {

struct CellStyle {
  CellLook look = CellLook::kLabel;
  int indent = 0;
  bool bold = false;
  CellFill fill = CellFill::kNone;
  bool linked = false;            // Looks like a link.
  bool below_two_places = false;  // kAmount: shows the places that are there.
  bool input = false;             // Open in a locked sheet.
  bool nothing_blank = false;     // kAmount: 0 shows nothing.

  bool operator<(const CellStyle& other) const { return Key() < other.Key(); }

 private:
  std::tuple<CellLook, int, bool, CellFill, bool, bool, bool, bool> Key()
      const {
    return {look,   indent,           bold,  fill,
            linked, below_two_places, input, nothing_blank};
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

}  // namespace yuheng::forms

#endif  // YUHENG_SERVICES_FORMS_CELL_FORMATS_H_
