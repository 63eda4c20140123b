#ifndef YUHENG_SERVICES_CLI_OUTPUT_STAGE_WORDS_H_
#define YUHENG_SERVICES_CLI_OUTPUT_STAGE_WORDS_H_

#include <string>

#include "services/cli/output/terminal.h"
#include "yuheng/budget/v1/vocabulary.pb.h"

namespace yuheng::cli {

// REQUEST, APPROVED, ...: the stage without the enum's prefix; "" for none.
std::string StageName(budget::v1::Stage stage);
// The stage in the user's language.
std::string StageWord(const Terminal& terminal, budget::v1::Stage stage);
// 「2023年度 批复」.
std::string PeriodText(const Terminal& terminal, int fiscal_year,
                       budget::v1::Stage stage);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_OUTPUT_STAGE_WORDS_H_
