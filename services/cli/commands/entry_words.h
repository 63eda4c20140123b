#ifndef YUHENG_SERVICES_CLI_COMMANDS_ENTRY_WORDS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_ENTRY_WORDS_H_

#include <string>

#include "absl/types/optional.h"
#include "services/cli/output/terminal.h"
#include "services/rpc/resource_name.h"
#include "yuheng/ledger/v1/entry.pb.h"

namespace yuheng::cli {

// POSTING, AMENDMENT, REVERSAL; "" for none.
std::string EntryKindName(ledger::v1::EntryKind kind);
// The kind in the user's language.
std::string EntryKindWord(const Terminal& terminal, ledger::v1::EntryKind kind);

// The name of an entry as it was typed. Without one tells what a name looks
// like and gives nothing.
absl::optional<rpc::ResourceName> ParseEntryName(const Terminal& terminal,
                                                 const std::string& typed);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_ENTRY_WORDS_H_
