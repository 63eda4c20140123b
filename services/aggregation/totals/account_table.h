#ifndef YUHENG_SERVICES_AGGREGATION_TOTALS_ACCOUNT_TABLE_H_
#define YUHENG_SERVICES_AGGREGATION_TOTALS_ACCOUNT_TABLE_H_

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "services/budget/table_shape.h"
#include "storage/format/ledger_record.h"

namespace yuheng::aggregation {

// A small number in place of an account, dense from 0.
using AccountId = uint32_t;

// An account that was met. Never changes or moves once made, so it may be read
// without the table's lock as long as the table lives.
struct Account {
  AccountId id = 0;
  storage::AccountKey key;
  // Byte order is the order tables print in (budget::PrintedBefore).
  std::string sort_key;
  // Of a leaf: what its amount is part of, itself included; see
  // budget::RollUpOf. Empty for other accounts.
  std::vector<AccountId> roll_up;
  // Whether documents print it; false for T1:ex:ROUNDING.
  bool printable = true;
};

// Gives accounts their numbers and remembers what adds up to what. Not
// thread-safe. `form` must outlive it.
class AccountTable {
 public:
  explicit AccountTable(const budget::Form& form) : form_(form) {}
  AccountTable(const AccountTable&) = delete;
  AccountTable& operator=(const AccountTable&) = delete;

  // The account of that key, made when it is new.
  const Account& Intern(const storage::AccountKey& key);
  // nullptr when it was never met.
  const Account* Find(const storage::AccountKey& key) const;
  // `id` must be one of this table's.
  const Account& Get(AccountId id) const { return accounts_[id]; }
  size_t size() const { return accounts_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(const storage::AccountKey& key) const {
      return absl::HashOf(key.table, key.side, key.row, key.column);
    }
    size_t operator()(const Account* account) const {
      return (*this)(account->key);
    }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(const Account* a, const Account* b) const { return a == b; }
    bool operator()(const Account* a, const storage::AccountKey& b) const {
      return a->key == b;
    }
    bool operator()(const storage::AccountKey& a, const Account* b) const {
      return a == b->key;
    }
  };

  const budget::Form& form_;
  std::deque<Account> accounts_;  // By id; elements stay where they are.
  absl::flat_hash_set<const Account*, Hash, Equal> by_key_;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_TOTALS_ACCOUNT_TABLE_H_
