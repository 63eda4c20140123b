#ifndef YUHENG_SERVICES_CLI_COMMANDS_ACCOUNT_WORDS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_ACCOUNT_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/budget/address.h"
#include "services/cli/output/terminal.h"
#include "yuheng/ledger/v1/entry.pb.h"

namespace yuheng::cli {

budget::CellAddress AddressFromMessage(const ledger::v1::Account& account);

// What a person calls the account: the row's label in form or chart and the
// column's heading.
std::string AccountLabel(const Terminal& terminal,
                         const budget::CellAddress& account, int fiscal_year);

// The number of a table without what may stand in front: T, t or 表.
absl::string_view WithoutTableMark(absl::string_view typed);

// The beginning of the addresses that people ask for: 「表1」, t1 and 1 mean
// T1, a table alone means all of it and not T10 too; empty for all. Says what
// is wrong and gives nothing where no table of the form begins so.
absl::optional<std::string> AddressPrefix(const Terminal& terminal,
                                          absl::string_view typed);

// The address of the one cell that people ask for, the table written as above.
// Says what is wrong and gives nothing where it is none of the form.
absl::optional<budget::CellAddress> CellAddressTyped(const Terminal& terminal,
                                                     absl::string_view typed);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_ACCOUNT_WORDS_H_
