// The XML of a workbook's parts, zipped as any program does: it is read or
// refused. Bytes that are no archive at all are read_document's. The input is
// the rows of a sheet, what stands behind them, the shared strings and the
// styles, each behind a line "==".
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/budget/check.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/document_reader.h"
#include "tests/support/workbook_xml.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::vector<std::string> parts = absl::StrSplit(
      absl::string_view(reinterpret_cast<const char*>(data), size), "\n==\n");
  parts.resize(4);
  const yuheng::testing::WorkbookXml workbook{
      .sheets = {{.name = "表3", .rows = parts[0], .behind = parts[1]}},
      .strings = parts[2],
      .styles = parts[3]};
  const auto document = yuheng::ingestion::ReadDocument(
      yuheng::budget::StandardForm(),
      yuheng::testing::Zip(workbook.Entries(), /*stored=*/true),
      {.file_name = "fuzz.xlsx"});
  if (!document.ok()) {
    YUHENG_CHECK(!document.status().message().empty());
  }
  return 0;
}
