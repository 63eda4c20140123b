// What a workbook may ask of us. A bureau's has a few hundred kilobytes; these
// are for files that mean harm or went wrong. Beyond them it is refused.
#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_LIMITS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace yuheng::ingestion {

// Of the archive. Sizes are those that it declares, and no entry is inflated
// beyond what it declares.
inline constexpr int64_t kZipEntriesMax = 2'000;
inline constexpr uint64_t kInflatedBytesMax = uint64_t{96} << 20;  // Together.
inline constexpr uint64_t kXmlBytesMax = uint64_t{32} << 20;       // Of a part.
// How much larger an entry may be than it is in the archive, from a size on.
inline constexpr uint64_t kInflationMax = 200;
inline constexpr uint64_t kInflationBytesMin = uint64_t{1} << 20;

// Of one XML part.
inline constexpr int kXmlDepthMax = 64;
// Marks of elements and attributes; each becomes an object.
inline constexpr size_t kXmlMarksMax = 2'000'000;

// Of the workbook.
inline constexpr size_t kWorkbookSheetsMax = 200;
inline constexpr size_t kSharedStringsMax = 200'000;
// Excel's own limit is 32,767 characters.
inline constexpr size_t kCellBytesMax = 128 << 10;
inline constexpr size_t kPrintedCellsMax = 300'000;  // Of all sheets.
inline constexpr size_t kMergesMax = 50'000;         // Of one sheet.
inline constexpr size_t kNumberFormatsMax = 70'000;
// How far right something may stand. No form is wider than 16 columns, and each
// row is printed to the sheet's last one.
inline constexpr int kPrintedColumnsMax = 256;
// Of all sheets together; what cells share is counted as often as it is
// printed.
inline constexpr size_t kPrintedBytesMax = size_t{32} << 20;

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORKBOOK_LIMITS_H_
