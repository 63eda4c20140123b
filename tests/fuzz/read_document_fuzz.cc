// Any bytes a bureau may send: they are read or refused, and what was read can
// be checked. Neither may crash, hang or run out of memory.
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "services/budget/check.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/document_reader.h"
#include "services/validation/validator.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto* const validator =
      yuheng::validation::Validator::Create(
          yuheng::budget::StandardForm(),
          yuheng::validation::BuiltInRuleFiles())
          ->release();
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto document = yuheng::ingestion::ReadDocument(
      yuheng::budget::StandardForm(), bytes, {.file_name = "fuzz"});
  if (document.ok()) {
    validator->Check(*document, [](const auto&) { return true; });
  } else {
    YUHENG_CHECK(!document.status().message().empty());
  }
  return 0;
}
