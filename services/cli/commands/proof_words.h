#ifndef YUHENG_SERVICES_CLI_COMMANDS_PROOF_WORDS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_PROOF_WORDS_H_

#include "services/audit/proof.h"
#include "services/cli/command.h"

namespace yuheng::cli {

// Prints what a proof that holds shows: the entry and its amounts.
void PrintProven(const Terminal& terminal, OutputFormat format,
                 const audit::Checkpoint& checkpoint, const audit::Proof& proof,
                 const storage::EntryRecord& entry);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_PROOF_WORDS_H_
