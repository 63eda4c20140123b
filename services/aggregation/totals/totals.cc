#include "services/aggregation/totals/totals.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/budget/check.h"

namespace yuheng::aggregation {
namespace {

// Adds b to a; false, without any change, when a sum leaves 64 bits.
bool AddCell(const Cell& b, Cell* a) {
  Cell sum;
  if (__builtin_add_overflow(a->derived_fen, b.derived_fen, &sum.derived_fen) ||
      __builtin_add_overflow(a->printed_fen, b.printed_fen, &sum.printed_fen)) {
    return false;
  }
  sum.printed_count = a->printed_count + b.printed_count;
  *a = sum;
  return true;
}

Contribution* FindContribution(const Period& period, absl::string_view unit,
                               std::vector<Contribution>* contributions) {
  for (Contribution& c : *contributions) {
    if (c.period == period && c.unit == unit) return &c;
  }
  return nullptr;
}

}  // namespace

TotalValue ValueOf(const Account& account, const Cell& cell) {
  TotalValue value{&account, cell.derived_fen, std::nullopt};
  if (cell.printed_count > 0) value.printed_fen = cell.printed_fen;
  return value;
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

  RevisionChange change{
      entry.revision, std::string(department), entry.unit, period, {}};
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
  if (!AddToPeriod(RollUp(change), &periods_[period])) {
    return absl::DataLossError(
        absl::StrCat("seq ", entry.seq, " of ", department,
                     ": the prefecture's totals leave 64 bits"));
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
  state.seq = entry.seq;
  revision_ = std::max(revision_, entry.revision);
  return change;
}

void Totals::Forget(absl::string_view department) {
  departments_.erase(department);
}

std::vector<std::pair<AccountId, Cell>> Totals::RollUp(
    const RevisionChange& change) {
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
    if (cell.derived_fen != 0) {
      const Cell derived{cell.derived_fen, 0, 0};
      for (AccountId above : accounts_.Get(id).roll_up) add(above, derived);
    }
    const Cell printed{0, cell.printed_fen, cell.printed_count};
    if (!printed.zero()) add(id, printed);
  }
  std::vector<std::pair<AccountId, Cell>> rolled;
  rolled.reserve(touched.size());
  for (AccountId id : touched) {
    if (scratch_[id].zero()) continue;
    rolled.emplace_back(id, scratch_[id]);
    scratch_[id] = Cell{};
  }
  return rolled;
}

bool Totals::AddToPeriod(const std::vector<std::pair<AccountId, Cell>>& rolled,
                         PeriodTotals* totals) const {
  if (totals->cells.size() < accounts_.size()) {
    totals->cells.resize(accounts_.size());
  }
  for (const auto& [id, cell] : rolled) {
    Cell sum = totals->cells[id].cell;
    if (!AddCell(cell, &sum)) return false;
  }
  for (const auto& [id, cell] : rolled) {
    PrefectureCell& at = totals->cells[id];
    AddCell(cell, &at.cell);
    if (at.touched) continue;
    at.touched = true;
    const Account& account = accounts_.Get(id);
    const size_t table =
        account.key.table <= budget::kTableCount ? account.key.table : 0;
    totals->in_print_order[table].insert(&account);
  }
  return true;
}

absl::flat_hash_map<AccountId, Cell> Totals::FoldDepartment(
    const Scope& scope) const {
  absl::flat_hash_map<AccountId, Cell> cells;
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
  std::vector<TotalValue> values;
  if (scope.department.empty()) {
    const auto period = periods_.find(scope.period);
    if (period == periods_.end()) return values;
    for (int table = 0; table <= budget::kTableCount; ++table) {
      if (!Wants(tables, table)) continue;
      for (const Account* account : period->second.in_print_order[table]) {
        const Cell& cell = period->second.cells[account->id].cell;
        if (!cell.zero()) values.push_back(ValueOf(*account, cell));
      }
    }
    return values;
  }
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

std::vector<std::pair<AccountId, Cell>> Totals::CellsOf(
    const Scope& scope, absl::Span<const AccountId> ids) const {
  std::vector<std::pair<AccountId, Cell>> cells;
  cells.reserve(ids.size());
  if (scope.department.empty()) {
    const auto period = periods_.find(scope.period);
    for (AccountId id : ids) {
      const bool known =
          period != periods_.end() && id < period->second.cells.size();
      cells.emplace_back(id, known ? period->second.cells[id].cell : Cell{});
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
                              absl::string_view from, size_t count) const {
  ShareReading reading;
  reading.revision = revision_;
  const Account* known = accounts_.Find(account);
  if (known == nullptr) return reading;
  reading.total = ValuesOf(scope, {known->id})[0];
  if (!scope.department.empty()) {
    const auto found = departments_.find(scope.department);
    if (found == departments_.end()) return reading;
    size_t leaves = 0;
    for (const Contribution* c : InScope(scope, found->second)) {
      if (c->unit < from) continue;
      if (reading.shares.size() >= count || leaves >= kShareLeavesMax) {
        reading.next = c->unit;
        break;
      }
      const size_t before = reading.shares.size();
      AddShare(scope, known->id, found->first, *c, &reading.shares);
      if (reading.shares.size() > before) {
        leaves += reading.shares.back().leaves.size();
      }
    }
    return reading;
  }
  size_t looked_at = 0;
  for (auto it = departments_.lower_bound(from); it != departments_.end();
       ++it) {
    if (reading.shares.size() >= count || looked_at++ == kShareDepartmentsMax) {
      reading.next = it->first;
      break;
    }
    for (const Contribution* c : InScope(scope, it->second)) {
      AddShare(scope, known->id, it->first, *c, &reading.shares);
    }
  }
  return reading;
}

std::vector<Position> Totals::Positions(const Scope& scope) const {
  std::vector<Position> positions;
  for (const auto& [name, department] : departments_) {
    if (scope.department.empty() || name == scope.department) {
      positions.push_back({name, department.seq});
    }
  }
  return positions;
}

std::vector<AccountId> Totals::TouchedIn(const Period& period) const {
  std::vector<AccountId> ids;
  const auto found = periods_.find(period);
  if (found == periods_.end()) return ids;
  for (const auto& table : found->second.in_print_order) {
    for (const Account* account : table) ids.push_back(account->id);
  }
  return ids;
}

std::vector<Period> Totals::Periods() const {
  std::vector<Period> periods;
  for (const auto& [period, totals] : periods_) periods.push_back(period);
  std::sort(periods.begin(), periods.end(),
            [](const Period& a, const Period& b) {
              return std::pair(a.fiscal_year, a.stage) <
                     std::pair(b.fiscal_year, b.stage);
            });
  return periods;
}

const Totals::Department* Totals::FindDepartment(
    absl::string_view department) const {
  const auto found = departments_.find(department);
  return found == departments_.end() ? nullptr : &found->second;
}

}  // namespace yuheng::aggregation
