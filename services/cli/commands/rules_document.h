#ifndef YUHENG_SERVICES_CLI_COMMANDS_RULES_DOCUMENT_H_
#define YUHENG_SERVICES_CLI_COMMANDS_RULES_DOCUMENT_H_

#include <string>

#include "absl/types/span.h"
#include "services/cli/output/terminal.h"
#include "services/validation/validator.h"

namespace yuheng::cli {

// The catalogue as a Markdown document in the user's language: a list of all
// rules by area, then a section a rule with severity, years, explanation,
// formula or check, and source.
std::string RulesDocument(const Terminal& terminal,
                          absl::Span<const validation::RuleDescription> rules);

// "2024-", "-2023"; empty for a rule that always holds.
std::string YearsText(const validation::RuleDescription& rule);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_RULES_DOCUMENT_H_
