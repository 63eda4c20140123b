#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PRINTED_TEXT_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PRINTED_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "services/budget/document.h"

namespace yuheng::ingestion {

// What a file of another format may say at most, all its sheets or tables
// together; what cells share is counted as often as it is printed.
inline constexpr size_t kPrintedCellsMax = 300'000;
inline constexpr size_t kPrintedBytesMax = size_t{32} << 20;

// What a file of another format says, in the lines of the published text, so
// that one reader reads all formats: paragraphs, and rows of tables in one line
// each, their cells separated by TABs as line_cells.h has them.
struct PrintedText {
  std::string text;  // UTF-8.
  std::vector<budget::SourcePart> parts;
  // What was seen beside the lines, each with its reference.
  std::vector<budget::ReadingProblem> problems;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PRINTED_TEXT_H_
