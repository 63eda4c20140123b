#ifndef YUHENG_SERVICES_AGGREGATION_POSTING_ACCOUNT_H_
#define YUHENG_SERVICES_AGGREGATION_POSTING_ACCOUNT_H_

#include <string>

#include "services/budget/address.h"
#include "services/budget/table_shape.h"
#include "storage/format/ledger_record.h"

namespace yuheng::aggregation {

// An account is a cell address; these are its two forms: with the words of the
// vocabulary, and with the numbers that are persisted. A table or side number
// the vocabulary does not know becomes kNone.
budget::CellAddress AddressOf(const storage::AccountKey& account);
storage::AccountKey KeyOf(const budget::CellAddress& address);

// Whether the form has such a cell, leaf or not: a line of the form or an
// unlisted expenditure class, a code with the table's number of digits, a
// project, or ALL; and one of the table's columns.
bool IsKnown(const budget::Form& form, const budget::CellAddress& address);

// Where an entry's rounding difference is written: T1:ex:ROUNDING.
const storage::AccountKey& RoundingAccount();

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_POSTING_ACCOUNT_H_
