#ifndef YUHENG_SERVICES_AGGREGATION_TOTALS_TOTALS_H_
#define YUHENG_SERVICES_AGGREGATION_TOTALS_TOTALS_H_

#include <cstdint>
#include <functional>
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
#include "services/aggregation/posting/elimination.h"
#include "services/aggregation/totals/account_table.h"
#include "services/aggregation/totals/cell.h"
#include "services/aggregation/totals/contribution.h"
#include "services/aggregation/totals/declared.h"
#include "services/aggregation/totals/eliminations.h"
#include "services/aggregation/totals/joint_totals.h"
#include "services/aggregation/totals/scope.h"
#include "services/aggregation/totals/sources.h"
#include "services/budget/department_list.h"
#include "storage/format/ledger_record.h"

namespace yuheng::aggregation {

// What one contribution, or one elimination, has in a total.
struct Share {
  std::string department;
  std::string unit;
  uint64_t seq = 0;  // The newest entry in it; the elimination's own.
  Cell cell;
  // The leaves behind it, in print order; only of a department or unit.
  std::vector<std::pair<const Account*, int64_t>> leaves;
};

// Departments that one page of shares looks at, so that a total few have a part
// in does not hold the totals for long.
inline constexpr size_t kShareDepartmentsMax = 2000;
// Leaves of one page of a department; it ends with the unit that fills it. A
// unit has as many at most.
inline constexpr size_t kShareLeavesMax = 20'000;

// Where shares go on: at a contribution, or behind all of the department's at
// an elimination that it is the payee of.
struct SharePlace {
  std::string department;
  std::string unit;
  uint64_t elimination_seq = 0;  // 0 for a contribution.
};

// A total and some of its shares, in the order of their places.
struct ShareReading {
  uint64_t revision = 0;
  // nullopt for an account that was never met; it has no shares.
  std::optional<TotalValue> total;
  std::vector<Share> shares;
  std::optional<SharePlace> next;  // nullopt after the last.
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
  // The department's groups; the department list's.
  absl::Span<const std::string> groups;
  AccountCells lines;
  // Of an elimination, whose lines change only what holds both parties.
  struct Payer {
    std::string department;
    absl::Span<const std::string> groups;
  };
  std::optional<Payer> payer = std::nullopt;

  // The scopes it changes: the prefecture and the groups, the department, the
  // unit.
  std::vector<Scope> Scopes() const;
  // Whether that scope is one of them.
  bool In(const Scope& scope) const;
};

// The roll-up of entries: what every unit, department, group of departments and
// the prefecture stand at. Departments' contributions are kept with the seq
// they stand at and moved on by the next one only, so an entry that comes twice
// changes nothing and one that comes too early is an error. Departments may
// come in any order.
//
// Who is in which group is what `departments` says, for every entry whenever it
// was written; nullptr for no groups. A department is in a group once, however
// many parts of it it is in.
//
// Sums need no room beyond int64 while kGrossFenMax holds; what breaks it is
// refused as damage. Not thread-safe. `form` and `departments` must outlive it.
class Totals {
 public:
  explicit Totals(const budget::Form& form,
                  const budget::DepartmentList* departments = nullptr)
      : list_(departments), accounts_(form) {}
  Totals(const Totals&) = delete;
  Totals& operator=(const Totals&) = delete;

  // Applies an entry of a department's ledger. nullopt when it was applied
  // before. DATA_LOSS, without any change, when an entry before it is missing
  // or an amount leaves 64 bits.
  absl::StatusOr<std::optional<RevisionChange>> Apply(
      absl::string_view department, const storage::EntryRecord& entry);

  // Gives back the memory of a department's contributions. They stay in the
  // prefecture's and groups' totals; no entry of the department may be applied
  // any more. Eliminations stay.
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
  AccountCells CellsOf(const Scope& scope,
                       absl::Span<const AccountId> ids) const;

  // What an account's total in that scope is made of, from `from` on, at most
  // `count` shares (at least 1).
  ShareReading SharesOf(const Scope& scope, const storage::AccountKey& account,
                        const SharePlace& from, size_t count) const;

  // The eliminations of a ledger; none without an entry.
  const Eliminations& EliminationsOf(absl::string_view department) const;

  // The eliminations of the scope's period with a party in it, from `from` on,
  // at most `count`, and the gaps of its parties. The cost is that of the
  // answer.
  EliminationsReading ReadEliminations(const Scope& scope,
                                       const EliminationPlace& from,
                                       size_t count) const;

  // Adds a department's or a unit's contributions to the sum: how their
  // expenditure is paid. The newest entry of each.
  std::vector<Position> AddSources(const Scope& scope, SourcesSum* sum) const;

  // The positions behind a scope's totals: its department's, or those of the
  // group's or all departments, ascending by name.
  std::vector<Position> Positions(const Scope& scope) const;

  // What a change does to every account its lines are part of; accounts whose
  // changes cancel are left out.
  AccountCells RollUp(const RevisionChange& change);

  // The prefecture and the groups in every period they have entries in; by
  // year and stage, the prefecture first.
  std::vector<Scope> JointScopes() const;

  // A department's contributions; nullptr when it has no entry.
  struct Department {
    uint64_t seq = 0;
    std::vector<Contribution> contributions;
  };
  const Department* FindDepartment(absl::string_view department) const;

  const AccountTable& accounts() const { return accounts_; }

 private:
  std::vector<Amount> InternLines(
      const std::vector<storage::AmountLine>& lines);
  // The groups of a department; the department list's.
  absl::Span<const std::string> GroupsOf(absl::string_view department) const;
  // Apply, of an entry with terms that is the next one.
  absl::StatusOr<std::optional<RevisionChange>> ApplyElimination(
      absl::string_view department, const storage::EntryRecord& entry);
  // Follows an elimination, or the reversal of one, that is in its ledger.
  void IndexElimination(const std::string& department,
                        const storage::EntryRecord& entry);
  // Follows an entry whose leaves have changed what its party holds.
  void CompareDeclared(const Party& party, const storage::EntryRecord& entry);
  Declared::HeldFen HeldIn(const Period& period) const;
  void AddGaps(const Scope& scope, std::vector<EliminationGap>* gaps) const;
  // The scopes that hold a party.
  std::vector<Scope> ScopesOf(const Period& period, const Party& party) const;
  // Whether a department, or a unit of one, is in the scope.
  bool Holds(const Scope& scope, const Party& party) const;
  // What a party's ledger has in a leaf account, in the period of the scope.
  int64_t HeldFen(const Period& period, const Party& party,
                  const storage::AccountKey& leaf) const;
  // Visits the eliminations that the scope holds both parties of and that a
  // department is the payee of, from that seq on, until one says false.
  void ForEachElimination(
      const Scope& scope, const std::string& department, uint64_t from_seq,
      const std::function<bool(const storage::EntryRecord&)>& visit) const;
  // What eliminations between a department's own units say; by account.
  void FoldEliminations(const Scope& scope,
                        absl::flat_hash_map<AccountId, Cell>* cells) const;
  // Adds the eliminations in the scope that a department is the payee of, from
  // that seq on, until there are `count` shares; the seq of the next one.
  std::optional<uint64_t> AddEliminationShares(
      const Scope& scope, AccountId account, const std::string& department,
      uint64_t from_seq, size_t count, std::vector<Share>* shares) const;
  // Adds to the totals of the prefecture and of the groups it is in; false,
  // without any change of them, on overflow.
  bool AddToJoint(const RevisionChange& change);
  // nullptr where there is no entry. The scope has no department.
  const JointTotals* FindJoint(const Scope& scope) const;
  // Visits those of a scope without a department that have entries, ascending
  // from `from` on, until one says false.
  void ForEachMember(const Scope& scope, absl::string_view from,
                     const std::function<bool(const std::string&,
                                              const Department&)>& visit) const;
  // The contributions of one department in the scope, ascending by unit.
  std::vector<const Contribution*> InScope(const Scope& scope,
                                           const Department& department) const;
  // Adds what one contribution has in an account, unless it has nothing.
  void AddShare(const Scope& scope, AccountId account, const std::string& name,
                const Contribution& contribution,
                std::vector<Share>* shares) const;
  // Cells of a department or unit, by account.
  absl::flat_hash_map<AccountId, Cell> FoldDepartment(const Scope& scope) const;

  const budget::DepartmentList* const list_;
  AccountTable accounts_;
  uint64_t revision_ = 0;
  absl::btree_map<std::string, Department> departments_;
  // By payee; of departments that ever had one.
  absl::btree_map<std::string, Eliminations> eliminations_;
  // Where those in force stand that a scope holds a party of, and those it
  // holds both of.
  struct EliminationPlaces {
    absl::btree_set<EliminationPlace> with_a_party;
    absl::btree_set<EliminationPlace> with_both;
  };
  absl::flat_hash_map<Scope, EliminationPlaces> elimination_places_;
  absl::flat_hash_map<Period, Declared> declared_;
  // Of the prefecture and of groups.
  absl::node_hash_map<Scope, JointTotals> joint_;
  // Scratch of RollUp, by account id; zero between calls.
  std::vector<Cell> scratch_;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_TOTALS_TOTALS_H_
