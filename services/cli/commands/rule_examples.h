#ifndef YUHENG_SERVICES_CLI_COMMANDS_RULE_EXAMPLES_H_
#define YUHENG_SERVICES_CLI_COMMANDS_RULE_EXAMPLES_H_

#include <string>
#include <vector>

#include "services/budget/messages.h"
#include "services/budget/table_shape.h"
#include "services/validation/validator.h"

namespace yuheng::cli {

// How one example of a rule went.
struct ExampleResult {
  std::string rule;
  int number = 0;  // From 1; 0: the example document itself.
  bool passed = false;
  budget::Text message;  // What went wrong, or what the rule reported.
};

// Tries the examples of every rule, in catalogue order, and that warnings and
// errors hold on the example document itself.
std::vector<ExampleResult> TestExamples(const budget::Form& form,
                                        const validation::Validator& validator);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_RULE_EXAMPLES_H_
