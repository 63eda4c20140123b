#ifndef YUHENG_SERVICES_CLI_COMMANDS_ENTRY_WORDS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_ENTRY_WORDS_H_

#include <string>

#include "absl/types/optional.h"
#include "services/cli/command.h"
#include "services/rpc/resource_name.h"
#include "yuheng/ledger/v1/entry.pb.h"

namespace yuheng::cli {

// POSTING, AMENDMENT, REVERSAL; "" for none.
std::string EntryKindName(ledger::v1::EntryKind kind);
// The kind in the user's language.
std::string EntryKindWord(const Terminal& terminal, ledger::v1::EntryKind kind);

// The name of an entry as it was typed: whole, or 104/7 for the seventh of a
// department of this prefecture. Where it is none, tells what a name looks like
// and gives nothing.
absl::optional<rpc::ResourceName> ParseEntryName(const Environment& environment,
                                                 const std::string& typed);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_ENTRY_WORDS_H_
