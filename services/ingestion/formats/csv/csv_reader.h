#ifndef YUHENG_SERVICES_INGESTION_FORMATS_CSV_CSV_READER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_CSV_CSV_READER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/printed_text.h"

namespace yuheng::ingestion {

// Whether the text is rows of cells between commas or semicolons; between TABs
// too, when the file's name says so. The published text, whose cells stand
// behind TABs, is none.
bool LooksLikeCsv(absl::string_view text, absl::string_view file_name);

struct NamedText {
  std::string name;
  std::string text;          // UTF-8.
  size_t bytes_invalid = 0;  // See DecodedText.
};

// Reads a csv file that states a figure a row (long_reader.h); absent when it
// does not.
absl::StatusOr<std::optional<budget::Document>> ReadLongCsv(
    const budget::Form& form, const NamedText& file);

// Prints csv files as the sheets of a workbook: what a file holds stands in
// '表1.csv'!D7. A file in which no table is named is called by its own name
// (表1.csv, T01.csv, 收支总表.csv). Of a file that is no csv each line is a
// paragraph. DOCUMENT_EMPTY when nothing is printed, DOCUMENT_TOO_LARGE beyond
// the limits of a workbook.
absl::StatusOr<PrintedText> PrintCsvFiles(const budget::Form& form,
                                          const std::vector<NamedText>& files);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_CSV_CSV_READER_H_
