#include "services/aggregation/totals/account_table.h"

#include "services/aggregation/posting/account.h"
#include "services/budget/rollup.h"
#include "storage/format/coding.h"

namespace yuheng::aggregation {
namespace {

// Where a row stands among the rows of its side.
enum class RowGroup : uint8_t {
  kListed = 0,    // A line of the form, or a code.
  kUnlisted = 1,  // A class the form does not list.
  kTotal = 2,
  kRounding = 3,
};

// The index of a line of the form; -1 when it has none of that key.
int LineIndex(const budget::TableShape& shape, budget::Side side,
              absl::string_view row) {
  for (size_t i = 0; i < shape.lines.size(); ++i) {
    if (shape.lines[i].side == side && shape.lines[i].key == row) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

std::string SortKeyOf(const budget::Form& form,
                      const budget::CellAddress& address) {
  std::string key;
  storage::AppendU8(key, static_cast<uint8_t>(address.table));
  storage::AppendU8(key, static_cast<uint8_t>(address.side));
  if (address.table == budget::TableKind::kNone) return key + address.row;
  const budget::TableShape& shape = form.Table(address.table);
  const int line =
      shape.coded() ? -1 : LineIndex(shape, address.side, address.row);
  RowGroup group = RowGroup::kListed;
  if (address.row == budget::kTotalKey) {
    group = RowGroup::kTotal;
  } else if (address.row == budget::kRoundingRow) {
    group = RowGroup::kRounding;
  } else if (!shape.coded() && line < 0) {
    group = RowGroup::kUnlisted;
  }
  storage::AppendU8(key, static_cast<uint8_t>(group));
  if (line >= 0) {
    storage::AppendBigEndian32(key, static_cast<uint32_t>(line));
  } else {
    // No row has a zero byte before its end that matters: a zero ends it, so
    // that a parent's code stands before the codes that begin with it.
    key += address.row;
    storage::AppendU8(key, 0);
  }
  storage::AppendBigEndian32(
      key, static_cast<uint32_t>(
               shape.ColumnIndex(address.side, address.column) + 1));
  return key;
}

}  // namespace

const Account& AccountTable::Intern(const storage::AccountKey& key) {
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) return **found;
  const budget::CellAddress address = AddressOf(key);
  const bool leaf = budget::IsLeaf(form_, address);
  const AccountId id = static_cast<AccountId>(accounts_.size());
  Account& account = accounts_.emplace_back();
  account.id = id;
  account.key = key;
  account.sort_key = SortKeyOf(form_, address);
  account.printable = key != RoundingAccount();
  by_key_.insert(&account);
  if (leaf) {
    // What a leaf rolls up to is itself or no leaf, so this ends.
    for (const budget::CellAddress& above : budget::RollUpOf(form_, address)) {
      account.roll_up.push_back(above == address ? id
                                                 : Intern(KeyOf(above)).id);
    }
  }
  return account;
}

const Account* AccountTable::Find(const storage::AccountKey& key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : *found;
}

}  // namespace yuheng::aggregation
