// The HTML of a web page: it is read or refused.
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/budget/check.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/document_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string page = absl::StrCat(
      "<html>", absl::string_view(reinterpret_cast<const char*>(data), size));
  const auto document = yuheng::ingestion::ReadDocument(
      yuheng::budget::StandardForm(), page, {.file_name = "fuzz.html"});
  if (!document.ok()) {
    YUHENG_CHECK(!document.status().message().empty());
  }
  return 0;
}
