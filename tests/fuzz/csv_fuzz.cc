// Files of an archive as csv: they are read or refused. The input is the files,
// each behind a line "=="; the first is read alone too. Bytes that are no sound
// archive are read_document's.
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/budget/check.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/document_reader.h"
#include "tests/support/workbook_xml.h"

namespace {

void Read(absl::string_view bytes, absl::string_view name) {
  const auto document = yuheng::ingestion::ReadDocument(
      yuheng::budget::StandardForm(), bytes, {.file_name = name});
  if (!document.ok()) YUHENG_CHECK(!document.status().message().empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::vector<std::string> parts = absl::StrSplit(
      absl::string_view(reinterpret_cast<const char*>(data), size), "\n==\n");
  std::vector<std::pair<std::string, std::string>> files;
  for (const std::string& part : parts) {
    files.emplace_back(absl::StrCat("T", files.size() + 1, ".csv"), part);
    if (files.size() == 12) break;
  }
  Read(parts[0], "表3.csv");
  Read(yuheng::testing::Zip(files, /*stored=*/true), "fuzz.zip");
  return 0;
}
