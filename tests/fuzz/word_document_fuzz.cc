// The XML of a Word document's parts, zipped as any program does: it is read or
// refused. Bytes that are no archive at all are read_document's. The input is
// the body, the lists and the styles, each behind a line "==".
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/budget/check.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/document_reader.h"
#include "tests/support/word_xml.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::vector<std::string> parts = absl::StrSplit(
      absl::string_view(reinterpret_cast<const char*>(data), size), "\n==\n");
  parts.resize(3);
  const yuheng::testing::WordXml word{
      .body = parts[0], .numbering = parts[1], .styles = parts[2]};
  const auto document = yuheng::ingestion::ReadDocument(
      yuheng::budget::StandardForm(),
      yuheng::testing::Zip(word.Entries(), /*stored=*/true),
      {.file_name = "fuzz.docx"});
  if (!document.ok()) {
    YUHENG_CHECK(!document.status().message().empty());
  }
  return 0;
}
