#ifndef YUHENG_SERVICES_INGESTION_FORMATS_DETAIL_DETAIL_READER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_DETAIL_DETAIL_READER_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/printed_text.h"

namespace yuheng::ingestion {

// A list of detail lines: one row for each unit, 功能科目, 经济科目, 资金来源
// and 项目, as budget systems export it. Rows of cells separated by TABs; the
// row of headings tells the columns, whatever their order, and what stands
// above it the department, the year and the unit of account.
inline constexpr size_t kDetailLinesMax = 100'000;

// The document whose ten tables the lines add up to. A line that can't be
// taken, and a printed 合计 that is another sum, is a problem with its place.
// DOCUMENT_UNREADABLE without a unit of account, or beyond a limit;
// DOCUMENT_NOT_A_BUDGET without a line.
absl::StatusOr<budget::Document> ReadDetailLines(const budget::Form& form,
                                                 PrintedText printed);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_DETAIL_DETAIL_READER_H_
