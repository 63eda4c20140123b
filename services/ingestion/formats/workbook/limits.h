// What a workbook may ask of us, beside what its package may. Beyond it is
// refused.
#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_LIMITS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_LIMITS_H_

#include <cstddef>

namespace yuheng::ingestion {

inline constexpr size_t kWorkbookSheetsMax = 200;
inline constexpr size_t kSharedStringsMax = 200'000;
// Excel's own limit is 32,767 characters.
inline constexpr size_t kCellBytesMax = 128 << 10;
inline constexpr size_t kMergesMax = 50'000;  // Of one sheet.
inline constexpr size_t kNumberFormatsMax = 70'000;
// Formulas without a result that are told at their cells. A workbook with more
// was written by a program that calculates none: one message says so.
inline constexpr size_t kUncalculatedMax = 20;
// How far right something may stand. No form is wider than 16 columns, and each
// row is printed to the sheet's last one.
inline constexpr int kPrintedColumnsMax = 256;

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_LIMITS_H_
