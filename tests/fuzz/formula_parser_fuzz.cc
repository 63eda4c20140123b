// Any text in a rule file: a formula or INVALID_ARGUMENT with its place.
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "services/budget/check.h"
#include "services/validation/language/parser.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const auto formula = yuheng::validation::ParseFormula(text);
  YUHENG_CHECK(formula.ok() ||
               formula.status().code() == absl::StatusCode::kInvalidArgument);
  return 0;
}
