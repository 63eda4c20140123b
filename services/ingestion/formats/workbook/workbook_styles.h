#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_WORKBOOK_STYLES_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_WORKBOOK_STYLES_H_

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ingestion/formats/package/xml_part.h"
#include "services/ingestion/formats/workbook/number_format.h"

namespace yuheng::ingestion {

// How the cells of a workbook show their numbers, by the number of their style.
class WorkbookStyles {
 public:
  // DOCUMENT_TOO_LARGE beyond kNumberFormatsMax.
  static absl::StatusOr<WorkbookStyles> Read(const XmlPart& part);

  // General for a style that is not there.
  const NumberFormat& FormatOf(size_t style) const;

 private:
  std::vector<NumberFormat> formats_;
  std::vector<size_t> format_of_style_;
  NumberFormat general_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_WORKBOOK_STYLES_H_
