// What declared eliminations do to totals: those methods of Totals.

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
  IndexElimination(change.department, entry);
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

std::vector<Scope> Totals::ScopesOf(const Period& period,
                                    const Party& party) const {
  std::vector<Scope> scopes = {{period, "", ""},
                               {period, party.department, ""}};
  for (const std::string& group : GroupsOf(party.department)) {
    scopes.push_back({period, "", "", group});
  }
  if (!party.unit.empty()) {
    scopes.push_back({period, party.department, party.unit});
  }
  return scopes;
}

void Totals::IndexElimination(const std::string& department,
                              const storage::EntryRecord& entry) {
  const Period period = PeriodOf(entry);
  const Party payee{department, entry.unit};
  const Party payer = PayerOf(entry);
  const bool declared = entry.kind == storage::EntryKind::kElimination;
  const EliminationPlace place{department,
                               declared ? entry.seq : entry.supersedes_seq};
  for (const Party& party : {payee, payer}) {
    for (const Scope& scope : ScopesOf(period, party)) {
      EliminationPlaces& places = elimination_places_[scope];
      if (!declared) {
        places.with_a_party.erase(place);
        places.with_both.erase(place);
        continue;
      }
      places.with_a_party.insert(place);
      if (Holds(scope, payee) && Holds(scope, payer)) {
        places.with_both.insert(place);
      }
    }
  }
  // LeavesOf: the first is the payee's income; the last two are the payer's
  // expenditure, by own money and by kind.
  Declared& amounts = declared_[period];
  amounts.Add(payee, entry.leaves[0], HeldIn(period));
  amounts.Add(payer, entry.leaves[2], HeldIn(period));
  amounts.Add(payer, entry.leaves[3], HeldIn(period));
}

void Totals::CompareDeclared(const Party& party,
                             const storage::EntryRecord& entry) {
  const auto found = declared_.find(PeriodOf(entry));
  if (found == declared_.end() || !found->second.Names(party.department)) {
    return;
  }
  for (const storage::AmountLine& line : entry.leaves) {
    found->second.Compare(party, line.account, HeldIn(found->first));
  }
}

void Totals::ForEachElimination(
    const Scope& scope, const std::string& department, uint64_t from_seq,
    const std::function<bool(const storage::EntryRecord&)>& visit) const {
  const auto found = elimination_places_.find(scope);
  if (found == elimination_places_.end()) return;
  const auto& places = found->second.with_both;
  const Eliminations& eliminations = EliminationsOf(department);
  for (auto at = places.lower_bound({department, from_seq});
       at != places.end() && at->department == department; ++at) {
    if (!visit(*eliminations.Find(at->seq))) return;
  }
}

void Totals::FoldEliminations(
    const Scope& scope, absl::flat_hash_map<AccountId, Cell>* cells) const {
  ForEachElimination(scope, scope.department, 0, [&](const auto& entry) {
    for (const storage::AmountLine& line : entry.leaves) {
      for (AccountId above : accounts_.Find(line.account)->roll_up) {
        YUHENG_CHECK(AddCell({0, 0, 0, line.amount_fen}, &(*cells)[above]));
      }
    }
    return true;
  });
}

std::optional<uint64_t> Totals::AddEliminationShares(
    const Scope& scope, AccountId account, const std::string& department,
    uint64_t from_seq, size_t count, std::vector<Share>* shares) const {
  std::optional<uint64_t> next;
  ForEachElimination(scope, department, from_seq, [&](const auto& entry) {
    Share share{department, entry.unit, entry.seq, {}, {}};
    for (const storage::AmountLine& line : entry.leaves) {
      if (absl::c_linear_search(accounts_.Find(line.account)->roll_up,
                                account)) {
        YUHENG_CHECK(AddCell({0, 0, 0, line.amount_fen}, &share.cell));
      }
    }
    if (share.cell.zero()) return true;
    if (shares->size() >= count) {
      next = entry.seq;
      return false;
    }
    shares->push_back(std::move(share));
    return true;
  });
  return next;
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

Declared::HeldFen Totals::HeldIn(const Period& period) const {
  return [this, period](const Party& party, const storage::AccountKey& leaf) {
    return HeldFen(period, party, leaf);
  };
}

void Totals::AddGaps(const Scope& scope,
                     std::vector<EliminationGap>* gaps) const {
  if (!scope.group.empty()) {
    const std::vector<std::string>* members =
        list_ == nullptr ? nullptr : list_->FindGroup(scope.group);
    if (members == nullptr) return;
    for (const std::string& member : *members) {
      AddGaps({scope.period, member, ""}, gaps);
    }
    return;
  }
  const auto found = declared_.find(scope.period);
  if (found == declared_.end()) return;
  const Declared::Gaps& all = found->second.gaps();
  // Those of one scope stand together.
  for (auto at = all.lower_bound({{scope.department, scope.unit}, {}});
       at != all.end() && gaps->size() < kEliminationGapsMax; ++at) {
    const auto& [place, gap] = *at;
    if (!Holds(scope, place.first)) break;
    gaps->push_back(
        {place.first, place.second, gap.declared_fen, gap.held_fen});
  }
}

EliminationsReading Totals::ReadEliminations(const Scope& scope,
                                             const EliminationPlace& from,
                                             size_t count) const {
  EliminationsReading reading;
  reading.revision = revision_;
  AddGaps(scope, &reading.gaps);
  const auto found = elimination_places_.find(scope);
  if (found == elimination_places_.end()) return reading;
  const auto& [with_a_party, with_both] = found->second;
  for (auto at = with_a_party.lower_bound(from); at != with_a_party.end();
       ++at) {
    if (reading.eliminations.size() == count) {
      reading.next = *at;
      break;
    }
    reading.eliminations.push_back(
        {at->department, *EliminationsOf(at->department).Find(at->seq),
         with_both.contains(*at)});
  }
  return reading;
}

}  // namespace yuheng::aggregation
