#ifndef YUHENG_SERVICES_CLI_COMMANDS_REPLAY_H_
#define YUHENG_SERVICES_CLI_COMMANDS_REPLAY_H_

#include <string>

#include "services/cli/command.h"
#include "services/cli/commands/check_inputs.h"

namespace yuheng::cli {

// Checks the stored bytes of a submission again with the built-in catalogue and
// the overlay of `inputs`, compared with what ingestion says it was compared
// with, or with the documents of `inputs` where they name any; and compares
// with the stored verdict, byte for byte: every finding in its order, groups,
// counts, and the hashes of everything the verdict rests on. Says which input
// is not the same. JSON:
// {"submission","result":"SAME|DIFFERENT","findings":{"stored","now"},
// "hashes":[{"of","stored","now","same"}],"groupsSame":bool,"missing":[…],
// "added":[…],"reordered":bool}; missing and added hold findings.
//
// 0 when the same, 1 when not, 2 when it could not be done.
int RunReplay(const Environment& environment, const std::string& submission,
              const CheckInputOptions& inputs, OutputFormat format);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_REPLAY_H_
