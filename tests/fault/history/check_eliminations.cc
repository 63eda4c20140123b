#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/fault/history/check.h"
#include "tests/fault/history/totals_model.h"

namespace yuheng::fault {
namespace {

// Pointers to the records that fit, ascending by revision.
template <typename Record, typename Fits>
std::vector<const Record*> ByRevision(const std::vector<Record>& records,
                                      const Fits& fits) {
  std::vector<const Record*> result;
  for (const Record& record : records) {
    if (fits(record)) result.push_back(&record);
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const Record* a, const Record* b) {
                     return a->revision < b->revision;
                   });
  return result;
}

std::string Words(const std::map<std::string, int64_t>& amounts_fen) {
  return amounts_fen.empty()
             ? "nothing"
             : absl::StrJoin(amounts_fen, " ", absl::PairFormatter("="));
}

// The eliminations in force, as entry follows entry.
class InForce {
 public:
  explicit InForce(Violations* found) : found_(*found) {}

  void Apply(const LedgerEntry& entry) {
    const Place place(entry.department,
                      entry.reversal ? entry.reverses_seq : entry.seq);
    if (!entry.reversal) {
      declared_[place] = &entry;
    } else if (declared_.erase(place) == 0) {
      found_.push_back(
          {"eliminations_differ",
           absl::StrCat("seq ", entry.seq, " of ", entry.department,
                        " reverses seq ", entry.reverses_seq,
                        ", which was not in force")});
    }
  }

  std::map<std::string, int64_t> Of(const TotalsScope& scope) const {
    std::map<std::string, int64_t> amounts_fen;
    for (const auto& [place, entry] : declared_) {
      if (!TotalsModel::HasParty(scope, *entry)) continue;
      // All leaves have the same.
      amounts_fen[absl::StrCat(place.first, "/", place.second)] =
          entry->leaves.empty() ? 0 : entry->leaves.begin()->second;
    }
    return amounts_fen;
  }

 private:
  using Place = std::pair<std::string, int64_t>;  // Ledger and seq.

  Violations& found_;
  std::map<Place, const LedgerEntry*> declared_;
};

}  // namespace

void CheckEliminations(const History& history, Violations* found) {
  const auto entries = ByRevision(
      history.entries,
      [](const LedgerEntry& entry) { return !entry.payer_department.empty(); });
  const auto calls = ByRevision(history.eliminations,
                                [](const EliminationsCall&) { return true; });
  InForce in_force(found);
  auto next = entries.begin();
  for (const EliminationsCall* call : calls) {
    while (next != entries.end() && (*next)->revision <= call->revision) {
      in_force.Apply(**next++);
    }
    const auto expected = in_force.Of(call->scope);
    if (call->amounts_fen == expected) continue;
    found->push_back(
        {"eliminations_differ",
         absl::StrCat("those of ", call->scope.fiscal_year, "/",
                      call->scope.stage, "/", call->scope.department, "/",
                      call->scope.unit, " at revision ", call->revision,
                      " are said to be ", Words(call->amounts_fen),
                      " and the entries leave ", Words(expected))});
  }
  while (next != entries.end()) in_force.Apply(**next++);
}

}  // namespace yuheng::fault
