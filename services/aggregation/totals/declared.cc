#include "services/aggregation/totals/declared.h"

#include <string>

namespace yuheng::aggregation {

void Declared::Add(const Party& party, const storage::AmountLine& line,
                   const HeldFen& held) {
  const auto add = [&](const Party& to, int64_t Amounts::*amount) {
    const auto at = amounts_.try_emplace(Place(to, line.account)).first;
    Amounts& amounts = at->second;
    amounts.*amount += line.amount_fen;
    if (amounts.own_fen == 0 && amounts.of_units_fen == 0) amounts_.erase(at);
  };
  add(party, &Amounts::own_fen);
  if (!party.unit.empty()) {
    add({party.department, ""}, &Amounts::of_units_fen);
  }
  Compare(party, line.account, held);
}

void Declared::Compare(const Party& party, const storage::AccountKey& account,
                       const HeldFen& held) {
  Compare({party, account}, held);
  if (!party.unit.empty()) {
    Compare({{party.department, ""}, account}, held);
  }
}

void Declared::Compare(const Place& place, const HeldFen& held) {
  const auto amounts = amounts_.find(place);
  if (amounts != amounts_.end() && amounts->second.own_fen != 0) {
    const Gap gap = {amounts->second.own_fen + amounts->second.of_units_fen,
                     held(place.first, place.second)};
    if (gap.held_fen < gap.declared_fen) {
      gaps_.insert_or_assign(place, gap);
      return;
    }
  }
  gaps_.erase(place);
}

bool Declared::Names(absl::string_view department) const {
  const auto first =
      amounts_.lower_bound(Place({std::string(department), ""}, {}));
  return first != amounts_.end() && first->first.first.department == department;
}

}  // namespace yuheng::aggregation
