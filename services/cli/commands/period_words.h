#ifndef YUHENG_SERVICES_CLI_COMMANDS_PERIOD_WORDS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_PERIOD_WORDS_H_

#include <cstdint>
#include <string>

#include "services/cli/command.h"
#include "services/cli/commands/scope_options.h"
#include "services/cli/output/stage_words.h"

namespace yuheng::cli {

std::string PeriodText(const Terminal& terminal, const PeriodOptions& period);

// Says on err which year, stage and revision an answer is of.
void PrintAsOf(const Terminal& terminal, const PeriodOptions& period,
               int64_t revision);

// What an answer is about: the prefecture, a group of departments, a department
// or a unit.
std::string ScopeText(const Environment& environment,
                      const ScopeOptions& scope);

// Why an answer is empty: in this scope nothing is posted, and what to look at
// then.
std::string NothingPosted(const Environment& environment,
                          const ScopeOptions& scope);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_PERIOD_WORDS_H_
