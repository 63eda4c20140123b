// Any text in an amount cell: refused, or a figure within its limits that reads
// the same again when it is printed.
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "services/budget/check.h"
#include "services/budget/decimal.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using yuheng::budget::kFigureMicroMax;
  const auto decimal = yuheng::budget::ParseDecimal(
      absl::string_view(reinterpret_cast<const char*>(data), size));
  if (!decimal.ok()) return 0;
  YUHENG_CHECK(decimal->micro >= -kFigureMicroMax &&
               decimal->micro <= kFigureMicroMax);
  const auto again = yuheng::budget::ParseDecimal(
      yuheng::budget::FormatDecimal(decimal->micro));
  YUHENG_CHECK(again.ok() && again->micro == decimal->micro);
  return 0;
}
