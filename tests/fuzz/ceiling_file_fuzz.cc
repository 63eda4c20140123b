// Any bytes given as a file of ceilings: refused, or told what is wrong with
// them, or figures that the contract takes, each source and kind once.
#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>

#include "absl/strings/string_view.h"
#include "services/budget/check.h"
#include "services/budget/decimal.h"
#include "services/budget/table_shape.h"
#include "services/cli/commands/ceiling_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace yuheng;  // NOLINT: a program of one screen.
  const budget::Form& form = budget::StandardForm();
  const auto file = cli::ReadCeilingFile(
      form, absl::string_view(reinterpret_cast<const char*>(data), size),
      "a.csv", {.fiscal_year = 2024});
  if (!file.ok()) return 0;
  YUHENG_CHECK(file->errors.size() <= cli::kCeilingFileErrorsMax);
  YUHENG_CHECK(!file->errors.empty() || !file->ceilings.empty());
  for (const cli::CeilingRows& rows : file->ceilings) {
    std::set<std::pair<std::string, budget::ExpenditureKind>> seen;
    for (const budget::CeilingFigure& figure : rows.ceiling.figures) {
      YUHENG_CHECK(figure.amount_fen >= 0 &&
                   figure.amount_fen <= budget::kFigureMicroMax);
      YUHENG_CHECK(budget::CellUnderCeiling(form, figure.source, figure.kind));
      YUHENG_CHECK(seen.emplace(figure.source, figure.kind).second);
    }
    YUHENG_CHECK(seen.size() <= budget::kCeilingFiguresMax);
  }
  return 0;
}
