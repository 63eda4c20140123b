#include "services/cli/output/stage_words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace yuheng::cli {

std::string StageName(budget::v1::Stage stage) {
  if (stage == budget::v1::STAGE_UNSPECIFIED) return "";
  absl::string_view name = budget::v1::Stage_Name(stage);
  absl::ConsumePrefix(&name, "STAGE_");
  return std::string(name);
}

std::string StageWord(const Terminal& terminal, budget::v1::Stage stage) {
  const std::string name = StageName(stage);
  if (name.empty()) return "";
  return Say(terminal, absl::StrCat("cli.stage_", absl::AsciiStrToLower(name)));
}

std::string PeriodText(const Terminal& terminal, int fiscal_year,
                       budget::v1::Stage stage) {
  return Say(terminal, "cli.period",
             {{"year", absl::StrCat(fiscal_year)},
              {"stage", StageWord(terminal, stage)}});
}

}  // namespace yuheng::cli
