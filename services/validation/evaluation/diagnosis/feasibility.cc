#include "services/validation/evaluation/diagnosis/feasibility.h"

#include <algorithm>
#include <set>
#include <utility>

namespace yuheng::validation {
namespace {

// Stands for no limit; far from the ends of int64.
constexpr int64_t kUnlimited = int64_t{1} << 60;

// The identities of a document in the one form that propagation needs.
struct Linear {
  int identity = 0;
  bool equal = true;  // Else the left side is at most the right one.
  std::vector<std::pair<int, int>> terms;  // Fact and +1 (left) or -1 (right).
  __int128 constant = 0;                   // Of the left minus the right, x 2.
};

// `identity` as Σ terms + constant (= | <=) 0. False when a fact stands in it
// more than once, which propagation has no use for. `seen_in` is, by fact, the
// last position it stood in.
bool ToLinear(const Identity& identity, int position, std::vector<int>* seen_in,
              Linear* linear) {
  if (identity.shape != ComparisonShape::kPrints &&
      identity.shape != ComparisonShape::kSum &&
      identity.shape != ComparisonShape::kTwoSums &&
      identity.shape != ComparisonShape::kAtMost) {
    return false;
  }
  linear->identity = position;
  linear->equal = identity.shape != ComparisonShape::kAtMost;
  linear->constant = 2 * (static_cast<__int128>(identity.left_constant_fen) -
                          identity.right_constant_fen);
  linear->terms.reserve(identity.left.size() + identity.right.size());
  for (const IdentityTerm& term : identity.left) {
    linear->terms.emplace_back(term.fact, term.negative ? -1 : 1);
  }
  for (const IdentityTerm& term : identity.right) {
    linear->terms.emplace_back(term.fact, term.negative ? 1 : -1);
  }
  return std::all_of(
      linear->terms.begin(), linear->terms.end(), [&](const auto& term) {
        return std::exchange((*seen_in)[term.first], position) != position;
      });
}

Interval Printed(const Fact& fact) {
  const int64_t fen =
      std::clamp(fact.figure.fen, -kUnlimited / 4, kUnlimited / 4);
  if (fen == 0) return {0, 0};
  const int64_t half = std::min(fact.figure.precision, kUnlimited / 4);
  return {2 * fen - half, 2 * fen + half};
}

int64_t Clamped(__int128 value) {
  const __int128 limit = kUnlimited;
  return static_cast<int64_t>(std::clamp(value, -limit, limit));
}

// Shrinks intervals, and remembers which identity shrank which end when, so
// that a contradiction can be traced back.
class Propagation {
 public:
  // Every term looked at is taken from `budget`.
  Propagation(std::vector<Interval> intervals, int64_t* budget)
      : intervals_(std::move(intervals)),
        last_(2 * intervals_.size(), -1),
        budget_(*budget) {}

  // The fact whose interval became empty; -1 when none did or the budget is
  // used up.
  int Run(const std::vector<const Linear*>& identities) {
    std::vector<int> looked_at(identities.size(), -1);  // At which step.
    for (int round = 0; round < kPropagationRoundsMax; ++round) {
      changed_ = false;
      for (size_t i = 0; i < identities.size(); ++i) {
        const Linear& linear = *identities[i];
        budget_ -= static_cast<int64_t>(linear.terms.size());
        if (budget_ < 0) return -1;
        if (!MovedSince(linear, looked_at[i])) continue;
        looked_at[i] = static_cast<int>(trail_.size());
        const int fact = Narrow(linear);
        if (fact >= 0) return fact;
      }
      if (!changed_) break;
    }
    return -1;
  }

  const Interval& interval(int fact) const { return intervals_[fact]; }

  // The identities that made `fact` what it is, ascending.
  std::set<int> ReasonsOf(int fact) const {
    std::set<int> reasons;
    std::vector<bool> seen(trail_.size(), false);
    std::vector<int> open = {last_[2 * fact], last_[2 * fact + 1]};
    while (!open.empty()) {
      const int at = open.back();
      open.pop_back();
      if (at < 0 || seen[at]) continue;
      seen[at] = true;
      const Step& step = trail_[at];
      reasons.insert(step.linear->identity);
      for (const auto& [other, sign] : step.linear->terms) {
        if (other == step.end / 2) continue;
        // The end of it that moves this end.
        const bool high = (sign > 0) != step.from_low;
        open.push_back(Before(2 * other + (high ? 1 : 0), at));
      }
    }
    return reasons;
  }

 private:
  struct Step {
    const Linear* linear;
    int end;        // 2 * fact, + 1 for the high end.
    int previous;   // Of the same end; -1: as printed.
    bool from_low;  // From the least the other terms can be, else the most.
  };

  // Whether a fact of it has moved since that step, so that it may tell more;
  // always when it was not looked at yet.
  bool MovedSince(const Linear& linear, int step) const {
    return step < 0 ||
           std::any_of(linear.terms.begin(), linear.terms.end(),
                       [&](const auto& term) {
                         const size_t low = 2 * static_cast<size_t>(term.first);
                         return std::max(last_[low], last_[low + 1]) >= step;
                       });
  }

  // The step that set `end` last before step `at`.
  int Before(int end, int at) const {
    int step = last_[end];
    while (step >= at) step = trail_[step].previous;
    return step;
  }

  void Set(const Linear& linear, int fact, bool high, bool from_low,
           int64_t value) {
    int64_t& end = high ? intervals_[fact].high : intervals_[fact].low;
    if (high ? value >= end : value <= end) return;
    end = value;
    changed_ = true;
    const int at = 2 * fact + (high ? 1 : 0);
    trail_.push_back({&linear, at, last_[at], from_low});
    last_[at] = static_cast<int>(trail_.size()) - 1;
  }

  int Narrow(const Linear& linear) {
    __int128 low = linear.constant;
    __int128 high = linear.constant;
    for (const auto& [fact, sign] : linear.terms) {
      const Interval& each = intervals_[fact];
      low += sign > 0 ? each.low : -static_cast<__int128>(each.high);
      high += sign > 0 ? each.high : -static_cast<__int128>(each.low);
    }
    for (const auto& [fact, sign] : linear.terms) {
      const Interval before = intervals_[fact];
      // What the rest can be: sign * fact lies in [-rest_high, -rest_low], or
      // for an inequality below -rest_low only.
      const __int128 rest_low =
          low - (sign > 0 ? before.low : -static_cast<__int128>(before.high));
      const __int128 rest_high =
          high - (sign > 0 ? before.high : -static_cast<__int128>(before.low));
      if (sign > 0) {
        Set(linear, fact, true, true, Clamped(-rest_low));
        if (linear.equal) Set(linear, fact, false, false, Clamped(-rest_high));
      } else {
        Set(linear, fact, false, true, Clamped(rest_low));
        if (linear.equal) Set(linear, fact, true, false, Clamped(rest_high));
      }
      if (intervals_[fact].empty()) return fact;
      const Interval& after = intervals_[fact];
      low += sign > 0 ? after.low - before.low : before.high - after.high;
      high += sign > 0 ? after.high - before.high : before.low - after.low;
    }
    return -1;
  }

  std::vector<Interval> intervals_;
  std::vector<int> last_;  // By end: the last step, -1: as printed.
  std::vector<Step> trail_;
  int64_t& budget_;
  bool changed_ = false;
};

class Search {
 public:
  Search(const IdentitySet& set, std::vector<bool> ignored)
      : set_(set), ignored_(std::move(ignored)) {
    printed_.reserve(set.facts().size());
    for (const Fact& fact : set.facts()) printed_.push_back(Printed(fact));
    const auto& identities = set.identities();
    std::vector<int> seen_in(set.facts().size(), -1);
    linears_.reserve(identities.size());
    for (size_t i = 0; i < identities.size(); ++i) {
      if (identities[i].rule->severity != Severity::kError ||
          !Agrees(identities[i].agreement)) {
        continue;
      }
      Linear linear;
      if (ToLinear(identities[i], static_cast<int>(i), &seen_in, &linear)) {
        linears_.push_back(std::move(linear));
      }
    }
  }

  std::vector<Conflict> Run() {
    std::vector<Conflict> conflicts;
    while (conflicts.size() < kConflictsMax && budget_ > 0) {
      std::vector<const Linear*> active;
      for (const Linear& linear : linears_) {
        if (!Ignored(linear)) active.push_back(&linear);
      }
      Propagation propagation(printed_, &budget_);
      const int fact = propagation.Run(active);
      if (fact < 0) break;
      const std::set<int> reasons = propagation.ReasonsOf(fact);
      std::erase_if(active, [&](const Linear* linear) {
        return reasons.count(linear->identity) == 0;
      });
      Conflict conflict = Explain(fact, Minimal(std::move(active)));
      for (const int each : conflict.facts) ignored_[each] = true;
      ignored_[fact] = true;
      // What one identity shows alone is its own rule's to judge.
      if (conflict.identities.size() > 1) {
        conflicts.push_back(std::move(conflict));
      }
    }
    return conflicts;
  }

 private:
  bool Ignored(const Linear& linear) const {
    return std::any_of(linear.terms.begin(), linear.terms.end(),
                       [&](const auto& term) { return ignored_[term.first]; });
  }

  // Those without which there is no contradiction.
  std::vector<const Linear*> Minimal(std::vector<const Linear*> chain) {
    if (chain.size() > kConflictIdentitiesMax) return chain;
    for (size_t i = chain.size(); i-- > 0;) {
      std::vector<const Linear*> rest = chain;
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
      if (Propagation(printed_, &budget_).Run(rest) >= 0)
        chain = std::move(rest);
    }
    return chain;
  }

  Conflict Explain(int fact, const std::vector<const Linear*>& chain) {
    Conflict conflict;
    conflict.fact = fact;
    std::set<int> facts;
    for (const Linear* linear : chain) {
      conflict.identities.push_back(linear->identity);
      for (const auto& [each, sign] : linear->terms) {
        if (set_.facts()[each].figure.fen != 0) facts.insert(each);
      }
    }
    conflict.facts.assign(facts.begin(), facts.end());
    // The largest figure first: of a tree that is its root.
    std::vector<int> order = conflict.facts;
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
      return set_.facts()[a].figure.fen > set_.facts()[b].figure.fen;
    });
    if (order.size() > kConflictIdentitiesMax) {
      order.resize(kConflictIdentitiesMax);
    }
    for (const int each : order) {
      std::vector<Interval> intervals = printed_;
      intervals[each] = {-kUnlimited, kUnlimited};
      Propagation others(std::move(intervals), &budget_);
      if (others.Run(chain) >= 0) continue;
      const Interval& left = others.interval(each);
      if (left.low <= -kUnlimited || left.high >= kUnlimited) continue;
      conflict.fact = each;
      conflict.left_by_others = left;
      break;
    }
    return conflict;
  }

  const IdentitySet& set_;
  std::vector<bool> ignored_;
  std::vector<Interval> printed_;
  std::vector<Linear> linears_;
  int64_t budget_ = kPropagationTermsMax;
};

}  // namespace

std::vector<Conflict> FindConflicts(const IdentitySet& set,
                                    const std::vector<bool>& ignored) {
  return Search(set, ignored).Run();
}

}  // namespace yuheng::validation
