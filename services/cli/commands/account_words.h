#ifndef YUHENG_SERVICES_CLI_COMMANDS_ACCOUNT_WORDS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_ACCOUNT_WORDS_H_

#include <string>

#include "services/budget/address.h"
#include "services/cli/output/terminal.h"
#include "yuheng/ledger/v1/entry.pb.h"

namespace yuheng::cli {

budget::CellAddress AddressFromMessage(const ledger::v1::Account& account);

// What a person calls the account: the row's label in form or chart and the
// column's heading.
std::string AccountLabel(const Terminal& terminal,
                         const budget::CellAddress& account, int fiscal_year);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_ACCOUNT_WORDS_H_
