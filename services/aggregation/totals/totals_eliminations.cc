// What declared eliminations do to totals: those methods of Totals.

#include <map>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/aggregation/totals/eliminations.h"
#include "services/aggregation/totals/totals.h"
#include "services/budget/check.h"

namespace yuheng::aggregation {
namespace {

Period PeriodOf(const storage::EntryRecord& entry) {
  return {entry.fiscal_year, entry.stage};
}

// What is declared of a party in an account.
using DeclaredFen = std::map<std::pair<Party, storage::AccountKey>, int64_t>;

Party PayerOf(const storage::EntryRecord& entry) {
  return {entry.elimination->payer_department, entry.elimination->payer_unit};
}

}  // namespace

absl::StatusOr<std::optional<RevisionChange>> Totals::ApplyElimination(
    absl::string_view department, const storage::EntryRecord& entry) {
  absl::Status status = EliminationsOf(department).Check(department, entry);
  if (!status.ok()) return status;
  const std::string& payer = entry.elimination->payer_department;
  RevisionChange change{entry.revision,
                        std::string(department),
                        entry.unit,
                        PeriodOf(entry),
                        GroupsOf(department),
                        {},
                        RevisionChange::Payer{payer, GroupsOf(payer)}};
  for (const Amount& leaf : InternLines(entry.leaves)) {
    change.lines.emplace_back(leaf.account, Cell{0, 0, 0, leaf.fen});
  }
  if (!AddToJoint(change)) {
    return absl::DataLossError(
        absl::StrCat("seq ", entry.seq, " of ", department,
                     ": the eliminations of many departments leave 64 bits"));
  }
  eliminations_[department].Apply(entry);
  departments_[department].seq = entry.seq;
  revision_ = std::max(revision_, entry.revision);
  return change;
}

const Eliminations& Totals::EliminationsOf(absl::string_view department) const {
  static const auto* const kNone = new Eliminations;
  const auto found = eliminations_.find(department);
  return found == eliminations_.end() ? *kNone : found->second;
}

bool Totals::Holds(const Scope& scope, const Party& party) const {
  if (!scope.group.empty()) {
    return absl::c_linear_search(GroupsOf(party.department), scope.group);
  }
  return scope.department.empty() ||
         (party.department == scope.department &&
          (scope.unit.empty() || party.unit == scope.unit));
}

void Totals::FoldEliminations(
    const Scope& scope, absl::flat_hash_map<AccountId, Cell>* cells) const {
  for (const auto& [seq, entry] : EliminationsOf(scope.department).in_force()) {
    if (PeriodOf(entry) != scope.period || !Holds(scope, PayerOf(entry)) ||
        !Holds(scope, {scope.department, entry.unit})) {
      continue;
    }
    for (const storage::AmountLine& line : entry.leaves) {
      for (AccountId above : accounts_.Find(line.account)->roll_up) {
        YUHENG_CHECK(AddCell({0, 0, 0, line.amount_fen}, &(*cells)[above]));
      }
    }
  }
}

std::optional<uint64_t> Totals::AddEliminationShares(
    const Scope& scope, AccountId account, const std::string& department,
    uint64_t from_seq, size_t count, std::vector<Share>* shares) const {
  const auto& in_force = EliminationsOf(department).in_force();
  for (auto at = in_force.lower_bound(from_seq); at != in_force.end(); ++at) {
    const auto& [seq, entry] = *at;
    if (PeriodOf(entry) != scope.period || !Holds(scope, PayerOf(entry)) ||
        !Holds(scope, {department, entry.unit})) {
      continue;
    }
    Share share{department, entry.unit, seq, {}, {}};
    for (const storage::AmountLine& line : entry.leaves) {
      if (absl::c_linear_search(accounts_.Find(line.account)->roll_up,
                                account)) {
        YUHENG_CHECK(AddCell({0, 0, 0, line.amount_fen}, &share.cell));
      }
    }
    if (share.cell.zero()) continue;
    if (shares->size() >= count) return seq;
    shares->push_back(std::move(share));
  }
  return std::nullopt;
}

int64_t Totals::HeldFen(const Period& period, const Party& party,
                        const storage::AccountKey& leaf) const {
  const Account* account = accounts_.Find(leaf);
  const Department* department = FindDepartment(party.department);
  if (account == nullptr || department == nullptr) return 0;
  int64_t held_fen = 0;
  for (const Contribution* c :
       InScope({period, party.department, party.unit}, *department)) {
    const auto at = absl::c_lower_bound(
        c->leaves, account->id,
        [](const Amount& a, AccountId id) { return a.account < id; });
    // Within kGrossFenMax, as all sums of a department.
    if (at != c->leaves.end() && at->account == account->id) {
      held_fen += at->fen;
    }
  }
  return held_fen;
}

EliminationsReading Totals::ReadEliminations(const Scope& scope,
                                             const EliminationPlace& from,
                                             size_t count) const {
  EliminationsReading reading;
  reading.revision = revision_;
  DeclaredFen declared_fen;
  DeclaredFen of_units_fen;  // Under their department as a whole.
  const auto declare = [&](const Party& party,
                           const storage::AmountLine& line) {
    declared_fen[{party, line.account}] += line.amount_fen;
    if (party.unit.empty()) return;
    of_units_fen[{{party.department, ""}, line.account}] += line.amount_fen;
  };
  for (const auto& [department, eliminations] : eliminations_) {
    for (const auto& [seq, entry] : eliminations.in_force()) {
      if (PeriodOf(entry) != scope.period) continue;
      const Party payee{department, entry.unit};
      const Party payer = PayerOf(entry);
      const bool holds_payee = Holds(scope, payee);
      const bool holds_payer = Holds(scope, payer);
      // LeavesOf: the first is the payee's income; the last two are the
      // payer's expenditure, by own money and by kind.
      if (holds_payee) declare(payee, entry.leaves[0]);
      if (holds_payer) {
        declare(payer, entry.leaves[2]);
        declare(payer, entry.leaves[3]);
      }
      if (!(holds_payee || holds_payer)) continue;
      EliminationPlace place{department, seq};
      if (place < from || reading.next.has_value()) continue;
      if (reading.eliminations.size() == count) {
        reading.next = std::move(place);
        continue;
      }
      reading.eliminations.push_back(
          {department, entry, holds_payee && holds_payer});
    }
  }
  for (const auto& [at, own_fen] : declared_fen) {
    const auto& [party, account] = at;
    const auto of_units = of_units_fen.find(at);
    const int64_t declared =
        own_fen + (of_units == of_units_fen.end() ? 0 : of_units->second);
    const int64_t held = HeldFen(scope.period, party, account);
    if (held >= declared) continue;
    if (reading.gaps.size() == kEliminationGapsMax) break;
    reading.gaps.push_back({party, account, declared, held});
  }
  return reading;
}

}  // namespace yuheng::aggregation
