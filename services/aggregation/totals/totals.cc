#include "services/aggregation/totals/totals.h"

#include <algorithm>
#include <tuple>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/budget/check.h"

namespace yuheng::aggregation {
namespace {

Contribution* FindContribution(const Period& period, absl::string_view unit,
                               std::vector<Contribution>* contributions) {
  for (Contribution& c : *contributions) {
    if (c.period == period && c.unit == unit) return &c;
  }
  return nullptr;
}

}  // namespace

std::vector<Scope> RevisionChange::Scopes() const {
  std::vector<Scope> scopes = {{period, "", ""}};
  for (const std::string& group : groups) {
    if (payer && !absl::c_linear_search(payer->groups, group)) continue;
    scopes.push_back({period, "", "", group});
  }
  if (payer && payer->department != department) return scopes;
  scopes.push_back({period, department, ""});
  if (!payer && !unit.empty()) scopes.push_back({period, department, unit});
  return scopes;
}

bool RevisionChange::In(const Scope& scope) const {
  if (period != scope.period) return false;
  if (payer) return absl::c_linear_search(Scopes(), scope);
  if (!scope.group.empty()) return absl::c_linear_search(groups, scope.group);
  return scope.department.empty() ||
         (department == scope.department &&
          (scope.unit.empty() || unit == scope.unit));
}

std::vector<Amount> Totals::InternLines(
    const std::vector<storage::AmountLine>& lines) {
  std::vector<Amount> amounts;
  amounts.reserve(lines.size());
  for (const storage::AmountLine& line : lines) {
    amounts.push_back({accounts_.Intern(line.account).id, line.amount_fen});
  }
  std::sort(
      amounts.begin(), amounts.end(),
      [](const Amount& a, const Amount& b) { return a.account < b.account; });
  return amounts;
}

absl::StatusOr<std::optional<RevisionChange>> Totals::Apply(
    absl::string_view department, const storage::EntryRecord& entry) {
  const auto known = departments_.find(department);
  const uint64_t seq = known == departments_.end() ? 0 : known->second.seq;
  if (entry.seq <= seq) return std::nullopt;
  if (entry.seq != seq + 1) {
    return absl::DataLossError(absl::StrCat("seq ", entry.seq, " of ",
                                            department, " follows seq ", seq));
  }
  if (entry.elimination) return ApplyElimination(department, entry);
  const std::vector<Amount> leaves = InternLines(entry.leaves);
  const std::vector<Amount> printed = InternLines(entry.printed);
  for (const Amount& leaf : leaves) {
    if (accounts_.Get(leaf.account).roll_up.empty()) {
      return absl::DataLossError(
          absl::StrCat("seq ", entry.seq, " of ", department,
                       " has a leaf the form does not know: ",
                       accounts_.Get(leaf.account).key.row));
    }
  }
  const Period period{entry.fiscal_year, entry.stage};
  Contribution* contribution =
      known == departments_.end()
          ? nullptr
          : FindContribution(period, entry.unit, &known->second.contributions);
  static const auto* const kNone = new std::vector<Amount>;
  auto new_leaves =
      AddChanges(contribution ? contribution->leaves : *kNone, leaves);
  if (!new_leaves.ok()) return new_leaves.status();
  auto new_printed =
      AddChanges(contribution ? contribution->printed : *kNone, printed);
  if (!new_printed.ok()) return new_printed.status();

  RevisionChange change{entry.revision, std::string(department), entry.unit,
                        period,         GroupsOf(department),    {}};
  change.lines.reserve(leaves.size() + printed.size());
  for (size_t i = 0; i < leaves.size(); ++i) {
    Cell cell{leaves[i].fen, 0, 0};
    if (accounts_.Get(leaves[i].account).printable) {
      cell.printed_fen = leaves[i].fen;
      cell.printed_count = new_leaves->growth[i];
    }
    change.lines.emplace_back(leaves[i].account, cell);
  }
  for (size_t i = 0; i < printed.size(); ++i) {
    change.lines.emplace_back(printed[i].account,
                              Cell{0, printed[i].fen, new_printed->growth[i]});
  }
  if (!AddToJoint(change)) {
    return absl::DataLossError(
        absl::StrCat("seq ", entry.seq, " of ", department,
                     ": the totals of many departments leave 64 bits"));
  }

  Department& state = departments_[department];
  if (contribution == nullptr) {
    contribution = &state.contributions.emplace_back();
    contribution->period = period;
    contribution->unit = entry.unit;
  }
  contribution->seq = entry.seq;
  contribution->leaves = std::move(new_leaves->amounts);
  contribution->printed = std::move(new_printed->amounts);
  CompareDeclared({std::string(department), entry.unit}, entry);
  state.seq = entry.seq;
  revision_ = std::max(revision_, entry.revision);
  return change;
}

void Totals::Forget(absl::string_view department) {
  departments_.erase(department);
}

AccountCells Totals::RollUp(const RevisionChange& change) {
  scratch_.resize(accounts_.size());
  std::vector<AccountId> touched;
  // A cell may be noted twice after it went back to zero; the second pass
  // clears it, so it is given out once.
  const auto add = [&](AccountId id, const Cell& cell) {
    Cell& sum = scratch_[id];
    if (sum.zero()) touched.push_back(id);
    // A change of one contribution: within kGrossFenMax of either sign.
    YUHENG_CHECK(AddCell(cell, &sum));
  };
  for (const auto& [id, cell] : change.lines) {
    const Cell leaf{cell.derived_fen, 0, 0, cell.eliminated_fen};
    if (!leaf.zero()) {
      for (AccountId above : accounts_.Get(id).roll_up) add(above, leaf);
    }
    const Cell printed{0, cell.printed_fen, cell.printed_count};
    if (!printed.zero()) add(id, printed);
  }
  AccountCells rolled;
  rolled.reserve(touched.size());
  for (AccountId id : touched) {
    if (scratch_[id].zero()) continue;
    rolled.emplace_back(id, scratch_[id]);
    scratch_[id] = Cell{};
  }
  return rolled;
}

bool Totals::AddToJoint(const RevisionChange& change) {
  const AccountCells rolled = RollUp(change);
  std::vector<Scope> scopes = change.Scopes();
  std::erase_if(scopes, [](const Scope& s) { return !s.department.empty(); });
  for (const Scope& scope : scopes) {
    const JointTotals* totals = FindJoint(scope);
    if (totals != nullptr && !totals->Fits(rolled)) return false;
  }
  for (const Scope& scope : scopes) joint_[scope].Add(rolled, accounts_);
  return true;
}

const JointTotals* Totals::FindJoint(const Scope& scope) const {
  const auto found = joint_.find(scope);
  return found == joint_.end() ? nullptr : &found->second;
}

absl::Span<const std::string> Totals::GroupsOf(
    absl::string_view department) const {
  const budget::Department* listed =
      list_ == nullptr ? nullptr : list_->FindByCode(department);
  if (listed == nullptr) return {};
  return listed->groups;
}

void Totals::ForEachMember(
    const Scope& scope, absl::string_view from,
    const std::function<bool(const std::string&, const Department&)>& visit)
    const {
  if (scope.group.empty()) {
    for (auto it = departments_.lower_bound(from); it != departments_.end();
         ++it) {
      if (!visit(it->first, it->second)) return;
    }
    return;
  }
  const std::vector<std::string>* members =
      list_ == nullptr ? nullptr : list_->FindGroup(scope.group);
  if (members == nullptr) return;
  for (auto it = absl::c_lower_bound(*members, from); it != members->end();
       ++it) {
    const Department* department = FindDepartment(*it);
    if (department != nullptr && !visit(*it, *department)) return;
  }
}

absl::flat_hash_map<AccountId, Cell> Totals::FoldDepartment(
    const Scope& scope) const {
  absl::flat_hash_map<AccountId, Cell> cells;
  FoldEliminations(scope, &cells);
  const auto department = departments_.find(scope.department);
  if (department == departments_.end()) return cells;
  // The prefecture's sums are checked, and a department's are no larger in
  // magnitude than kGrossFenMax.
  for (const Contribution& c : department->second.contributions) {
    if (c.period != scope.period) continue;
    if (!scope.unit.empty() && c.unit != scope.unit) continue;
    for (const Amount& leaf : c.leaves) {
      const Account& account = accounts_.Get(leaf.account);
      for (AccountId above : account.roll_up) {
        AddCell({leaf.fen, 0, 0}, &cells[above]);
      }
      if (account.printable) AddCell({0, leaf.fen, 1}, &cells[leaf.account]);
    }
    for (const Amount& printed : c.printed) {
      AddCell({0, printed.fen, 1}, &cells[printed.account]);
    }
  }
  return cells;
}

std::vector<TotalValue> Totals::Read(const Scope& scope,
                                     const TableSet& tables) const {
  if (scope.department.empty()) {
    const JointTotals* joint = FindJoint(scope);
    return joint == nullptr ? std::vector<TotalValue>{} : joint->Read(tables);
  }
  std::vector<TotalValue> values;
  for (const auto& [id, cell] : FoldDepartment(scope)) {
    const Account& account = accounts_.Get(id);
    if (cell.zero() || !Wants(tables, account.key.table)) continue;
    values.push_back(ValueOf(account, cell));
  }
  std::sort(values.begin(), values.end(),
            [](const TotalValue& a, const TotalValue& b) {
              return a.account->sort_key < b.account->sort_key;
            });
  return values;
}

AccountCells Totals::CellsOf(const Scope& scope,
                             absl::Span<const AccountId> ids) const {
  AccountCells cells;
  cells.reserve(ids.size());
  if (scope.department.empty()) {
    const JointTotals* joint = FindJoint(scope);
    for (AccountId id : ids) {
      cells.emplace_back(id, joint == nullptr ? Cell{} : joint->Get(id));
    }
    return cells;
  }
  const auto folded = FoldDepartment(scope);
  for (AccountId id : ids) {
    const auto found = folded.find(id);
    cells.emplace_back(id, found == folded.end() ? Cell{} : found->second);
  }
  return cells;
}

std::vector<TotalValue> Totals::ValuesOf(
    const Scope& scope, absl::Span<const AccountId> ids) const {
  std::vector<TotalValue> values;
  values.reserve(ids.size());
  for (const auto& [id, cell] : CellsOf(scope, ids)) {
    values.push_back(ValueOf(accounts_.Get(id), cell));
  }
  return values;
}

std::vector<const Contribution*> Totals::InScope(
    const Scope& scope, const Department& department) const {
  std::vector<const Contribution*> contributions;
  for (const Contribution& c : department.contributions) {
    if (c.period != scope.period) continue;
    if (!scope.unit.empty() && c.unit != scope.unit) continue;
    contributions.push_back(&c);
  }
  absl::c_sort(contributions, [](const Contribution* a, const Contribution* b) {
    return a->unit < b->unit;
  });
  return contributions;
}

void Totals::AddShare(const Scope& scope, AccountId account,
                      const std::string& name, const Contribution& c,
                      std::vector<Share>* shares) const {
  Share share{name, c.unit, c.seq, {}, {}};
  // As in FoldDepartment.
  for (const Amount& leaf : c.leaves) {
    const Account& at = accounts_.Get(leaf.account);
    if (!absl::c_linear_search(at.roll_up, account)) continue;
    AddCell({leaf.fen, 0, 0}, &share.cell);
    if (at.id == account && at.printable) {
      AddCell({0, leaf.fen, 1}, &share.cell);
    }
    if (!scope.department.empty()) share.leaves.emplace_back(&at, leaf.fen);
  }
  const auto printed = absl::c_lower_bound(
      c.printed, account,
      [](const Amount& a, AccountId id) { return a.account < id; });
  if (printed != c.printed.end() && printed->account == account) {
    AddCell({0, printed->fen, 1}, &share.cell);
  }
  if (share.cell.zero() && share.leaves.empty()) return;
  absl::c_sort(share.leaves, [](const auto& a, const auto& b) {
    return a.first->sort_key < b.first->sort_key;
  });
  shares->push_back(std::move(share));
}

ShareReading Totals::SharesOf(const Scope& scope,
                              const storage::AccountKey& account,
                              const SharePlace& from, size_t count) const {
  ShareReading reading;
  reading.revision = revision_;
  const Account* known = accounts_.Find(account);
  if (known == nullptr) return reading;
  reading.total = ValuesOf(scope, {known->id})[0];
  size_t looked_at = 0;
  size_t leaves = 0;
  const auto full = [&] {
    return reading.shares.size() >= count || leaves >= kShareLeavesMax;
  };
  const auto add = [&](const std::string& name, const Department& department) {
    if (full() || looked_at++ == kShareDepartmentsMax) {
      reading.next = SharePlace{name};
      return false;
    }
    const SharePlace start = name == from.department ? from : SharePlace{name};
    if (start.elimination_seq == 0) {
      for (const Contribution* c : InScope(scope, department)) {
        if (c->unit < start.unit) continue;
        if (full()) {
          reading.next = SharePlace{name, c->unit};
          return false;
        }
        const size_t before = reading.shares.size();
        AddShare(scope, known->id, name, *c, &reading.shares);
        if (reading.shares.size() > before) {
          leaves += reading.shares.back().leaves.size();
        }
      }
    }
    const auto next = AddEliminationShares(
        scope, known->id, name, start.elimination_seq, count, &reading.shares);
    if (next) reading.next = SharePlace{name, "", *next};
    return !next.has_value();
  };
  if (scope.department.empty()) {
    ForEachMember(scope, from.department, add);
  } else if (const Department* own = FindDepartment(scope.department)) {
    add(scope.department, *own);
  }
  return reading;
}

std::vector<Position> Totals::AddSources(const Scope& scope,
                                         SourcesSum* sum) const {
  std::vector<Position> entries;
  const Department* department = FindDepartment(scope.department);
  if (department == nullptr) return entries;
  for (const Contribution* c : InScope(scope, *department)) {
    std::vector<SourcesSum::Leaf> leaves;
    leaves.reserve(c->leaves.size());
    for (const Amount& leaf : c->leaves) {
      leaves.emplace_back(&accounts_.Get(leaf.account).key, leaf.fen);
    }
    sum->Add(leaves);
    if (!leaves.empty()) entries.push_back({scope.department, c->seq});
  }
  return entries;
}

std::vector<Position> Totals::Positions(const Scope& scope) const {
  std::vector<Position> positions;
  if (!scope.department.empty()) {
    const Department* department = FindDepartment(scope.department);
    if (department != nullptr) {
      positions.push_back({scope.department, department->seq});
    }
    return positions;
  }
  ForEachMember(scope, "", [&](const auto& name, const auto& department) {
    positions.push_back({name, department.seq});
    return true;
  });
  return positions;
}

std::vector<Scope> Totals::JointScopes() const {
  std::vector<Scope> scopes;
  for (const auto& [scope, totals] : joint_) scopes.push_back(scope);
  absl::c_sort(scopes, [](const Scope& a, const Scope& b) {
    return std::tie(a.period.fiscal_year, a.period.stage, a.group) <
           std::tie(b.period.fiscal_year, b.period.stage, b.group);
  });
  return scopes;
}

const Totals::Department* Totals::FindDepartment(
    absl::string_view department) const {
  const auto found = departments_.find(department);
  return found == departments_.end() ? nullptr : &found->second;
}

}  // namespace yuheng::aggregation
