#ifndef YUHENG_SERVICES_CLI_COMMANDS_REPLAY_H_
#define YUHENG_SERVICES_CLI_COMMANDS_REPLAY_H_

#include <string>

#include "services/cli/command.h"

namespace yuheng::cli {

// Fetches the original bytes of a stored submission, checks them with the
// engine in this program, and compares with the stored verdict: every finding
// byte for byte, in order, and the counts; and says which of the hashes differ.
// JSON: {"submission","result":"SAME|DIFFERENT","findings":{"stored","now"},
// "hashes":[{"of","stored","now","same"}],"missing":[…],"added":[…],
// "reordered":bool}; missing and added hold findings.
//
// 0 when the same, 1 when not, 2 when it could not be done.
int RunReplay(const Environment& environment, const std::string& submission,
              OutputFormat format);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_REPLAY_H_
