#ifndef YUHENG_SERVICES_AGGREGATION_TOTALS_TOTALS_H_
#define YUHENG_SERVICES_AGGREGATION_TOTALS_TOTALS_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/node_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/aggregation/totals/account_table.h"
#include "services/aggregation/totals/contribution.h"
#include "services/aggregation/totals/scope.h"
#include "storage/format/ledger_record.h"

namespace yuheng::aggregation {

// What is known of one account in one scope, or by how much it changes.
struct Cell {
  int64_t derived_fen = 0;    // From leaves.
  int64_t printed_fen = 0;    // As printed, summed.
  int32_t printed_count = 0;  // Contributions that print something else than 0.

  bool zero() const {
    return derived_fen == 0 && printed_fen == 0 && printed_count == 0;
  }
  friend bool operator==(const Cell&, const Cell&) = default;
};

// A total as readers see it.
struct TotalValue {
  const Account* account = nullptr;
  int64_t derived_fen = 0;
  std::optional<int64_t> printed_fen;
};

// What one contribution has in a total.
struct Share {
  std::string department;
  std::string unit;
  uint64_t seq = 0;  // The newest entry in it.
  Cell cell;
  // The leaves behind it, in print order; only below the prefecture.
  std::vector<std::pair<const Account*, int64_t>> leaves;
};

// Departments that one page of shares looks at, so that a total few have a part
// in does not hold the totals for long.
inline constexpr size_t kShareDepartmentsMax = 2000;
// Leaves of one page below the prefecture; it ends with the unit that fills it.
// A unit has as many at most.
inline constexpr size_t kShareLeavesMax = 20'000;

// A total and some of its shares, by department and unit.
struct ShareReading {
  uint64_t revision = 0;
  // nullopt for an account that was never met; it has no shares.
  std::optional<TotalValue> total;
  std::vector<Share> shares;
  // The department, or below the prefecture the unit, that the next page begins
  // with; nullopt after the last.
  std::optional<std::string> next;
};

struct Position {
  std::string department;
  uint64_t seq = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

// What one entry changed, at its own accounts: small enough to keep many.
struct RevisionChange {
  uint64_t revision = 0;
  std::string department;
  std::string unit;
  Period period;
  std::vector<std::pair<AccountId, Cell>> lines;

  // Whether it changes that scope.
  bool In(const Scope& scope) const {
    return period == scope.period &&
           (scope.department.empty() ||
            (department == scope.department &&
             (scope.unit.empty() || unit == scope.unit)));
  }
};

// The roll-up of entries: what every unit, department and the prefecture stand
// at. Departments' contributions are kept with the seq they stand at and moved
// on by the next one only, so an entry that comes twice changes nothing and one
// that comes too early is an error. Departments may come in any order.
//
// Sums need no room beyond int64 while kGrossFenMax holds; what breaks it is
// refused as damage. Not thread-safe. `form` must outlive it.
class Totals {
 public:
  explicit Totals(const budget::Form& form) : accounts_(form) {}
  Totals(const Totals&) = delete;
  Totals& operator=(const Totals&) = delete;

  // Applies an entry of a department's ledger. nullopt when it was applied
  // before. DATA_LOSS, without any change, when an entry before it is missing
  // or an amount leaves 64 bits.
  absl::StatusOr<std::optional<RevisionChange>> Apply(
      absl::string_view department, const storage::EntryRecord& entry);

  // Gives back the memory of a department's contributions. They stay in the
  // prefecture's totals; no entry of the department may be applied any more.
  void Forget(absl::string_view department);

  // The highest revision applied; 0 before the first.
  uint64_t revision() const { return revision_; }

  // All totals of a scope that are not zero or that a document prints, in
  // print order. The cost is that of the answer.
  std::vector<TotalValue> Read(const Scope& scope,
                               const TableSet& tables = {}) const;

  // The totals of these accounts in that scope, zero or not, in the order
  // given.
  std::vector<TotalValue> ValuesOf(const Scope& scope,
                                   absl::Span<const AccountId> ids) const;
  std::vector<std::pair<AccountId, Cell>> CellsOf(
      const Scope& scope, absl::Span<const AccountId> ids) const;

  // What an account's total in that scope is made of, from the first department
  // not below `from` on: whole departments, until there are `count` shares.
  // Below the prefecture `from` is a unit.
  ShareReading SharesOf(const Scope& scope, const storage::AccountKey& account,
                        absl::string_view from, size_t count) const;

  // The positions behind a scope's totals: its department's, or all
  // departments', ascending by name.
  std::vector<Position> Positions(const Scope& scope) const;

  // What a change does to every account its lines are part of; accounts whose
  // changes cancel are left out.
  std::vector<std::pair<AccountId, Cell>> RollUp(const RevisionChange& change);

  // Accounts that were ever changed in the prefecture's totals of a period.
  std::vector<AccountId> TouchedIn(const Period& period) const;
  std::vector<Period> Periods() const;

  // A department's contributions; nullptr when it has no entry.
  struct Department {
    uint64_t seq = 0;
    std::vector<Contribution> contributions;
  };
  const Department* FindDepartment(absl::string_view department) const;

  const AccountTable& accounts() const { return accounts_; }

 private:
  struct PrintOrder {
    bool operator()(const Account* a, const Account* b) const {
      return a->sort_key < b->sort_key;
    }
  };
  struct PrefectureCell {
    Cell cell;
    bool touched = false;
  };
  // The prefecture's totals of one period.
  struct PeriodTotals {
    std::vector<PrefectureCell> cells;  // By account id.
    std::array<absl::btree_set<const Account*, PrintOrder>,
               budget::kTableCount + 1>
        in_print_order;  // Touched accounts, by table.
  };

  std::vector<Amount> InternLines(
      const std::vector<storage::AmountLine>& lines);
  // Adds to the prefecture's totals; false, without any change, on overflow.
  bool AddToPeriod(const std::vector<std::pair<AccountId, Cell>>& rolled,
                   PeriodTotals* totals) const;
  // The contributions of one department in the scope, ascending by unit.
  std::vector<const Contribution*> InScope(const Scope& scope,
                                           const Department& department) const;
  // Adds what one contribution has in an account, unless it has nothing.
  void AddShare(const Scope& scope, AccountId account, const std::string& name,
                const Contribution& contribution,
                std::vector<Share>* shares) const;
  // Cells of a department or unit, by account.
  absl::flat_hash_map<AccountId, Cell> FoldDepartment(const Scope& scope) const;

  AccountTable accounts_;
  uint64_t revision_ = 0;
  absl::btree_map<std::string, Department> departments_;
  absl::node_hash_map<Period, PeriodTotals> periods_;
  // Scratch of RollUp, by account id; zero between calls.
  std::vector<Cell> scratch_;
};

// How readers see a cell.
TotalValue ValueOf(const Account& account, const Cell& cell);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_TOTALS_TOTALS_H_
