#include "services/validation/evaluation/diagnosis/solution.h"

#include <algorithm>

#include "services/budget/decimal.h"
#include "services/validation/evaluation/diagnosis/resemblance.h"

namespace yuheng::validation {
namespace {

constexpr int64_t kAmountMax = INT64_MAX / 8;
// A rounded percentage is taken to tell a figure when it leaves open no more
// than so many last places of it, up or down.
constexpr int64_t kPlacesBeside = 2;
// Percentages are printed with two decimals.
constexpr int64_t kPercentPlace = budget::kMicroPerOne / 100;

// What the last place of `fact` should stand for, whatever a slip made of the
// one that is printed: of a percentage two decimals at least, of an amount that
// of the one beside it.
int64_t LastPlaceOf(const IdentitySet& set, const Identity& identity,
                    int fact) {
  const auto precision = [&](const IdentityTerm& term) {
    return set.facts()[term.fact].figure.precision;
  };
  if (fact == identity.left[0].fact) {
    return std::min(precision(identity.left[0]), kPercentPlace);
  }
  return std::max(precision(identity.right[0]), precision(identity.right[1]));
}

// Of a percentage only the percentage follows exactly from the rest. What it
// is of is taken from what a slip of the pen makes of it, and roughly from
// the percentage, last.
std::vector<int64_t> RatioSolutions(const IdentitySet& set,
                                    const Identity& identity, int fact,
                                    const std::vector<int64_t>& values) {
  const auto value = [&](const IdentityTerm& term) {
    return static_cast<__int128>(values[term.fact]);
  };
  const __int128 percent = value(identity.left[0]);
  const __int128 part = value(identity.right[0]);
  const __int128 whole = value(identity.right[1]);
  const __int128 hundred = 100 * __int128{budget::kMicroPerOne};
  const bool growth = identity.shape == ComparisonShape::kGrowth;
  const int64_t place = LastPlaceOf(set, identity, fact);
  std::vector<int64_t> solutions;
  const auto add = [&](__int128 numerator, __int128 denominator) {
    if (denominator == 0) return;
    __int128 quotient = 2 * numerator / (denominator * place);
    quotient = (quotient + (quotient < 0 ? -1 : 1)) / 2 * place;
    if (quotient < kAmountMax && quotient > -kAmountMax) {
      solutions.push_back(static_cast<int64_t>(quotient));
    }
  };
  if (fact == identity.left[0].fact) {
    const __int128 base = growth ? whole - part : whole;
    if (base == 0 && part > 0) return {static_cast<int64_t>(hundred)};
    add(part * hundred, base);
    return solutions;
  }
  solutions = SlipsOf(set.facts()[fact].figure, values[fact]);
  std::erase_if(solutions, [&](int64_t fen) { return fen % place != 0; });
  const size_t slips = solutions.size();
  if (fact == identity.right[0].fact) {
    add(whole * percent, growth ? hundred + percent : hundred);
    if (growth && percent == hundred) add(whole, 1);
  } else {
    add(part * (growth ? hundred + percent : hundred), percent);
  }
  // Beside what the percentage gives stands what it gives as well.
  for (size_t i = slips, end = solutions.size(); i < end; ++i) {
    for (int64_t k = 1; k <= kPlacesBeside; ++k) {
      solutions.push_back(solutions[i] - k * place);
      solutions.push_back(solutions[i] + k * place);
    }
  }
  return solutions;
}

}  // namespace

bool IsRough(const IdentitySet& set, const Breach& breach, int fact,
             int64_t fen, const std::vector<int64_t>& values) {
  if (breach.identity < 0) return false;
  const Identity& identity = set.identities()[breach.identity];
  if (!IsRatio(identity)) return false;
  if (fact == identity.left[0].fact || fen == 0) return false;
  const Figure& figure = set.facts()[fact].figure;
  const Resemblance resemblance = ResemblanceOf(figure, fen);
  if (resemblance.strength() >= 2) return false;
  const int64_t place = LastPlaceOf(set, identity, fact);
  std::vector<int64_t> with = values;
  const auto open = [&](int64_t places) {
    for (const int64_t other : {fen - places * place, fen + places * place}) {
      with[fact] = other;
      if (Agrees(set.Judge(identity, with))) return true;
    }
    return false;
  };
  if (!open(1)) return false;
  const bool likely = resemblance.slip != Slip::kNone && figure.fen != 0;
  return !likely || open(kPlacesBeside + 1);
}

std::vector<int64_t> SolutionsOf(const IdentitySet& set, const Breach& breach,
                                 const Finding& failure, int fact,
                                 const std::vector<int64_t>& values) {
  const int64_t old = values[fact];
  if (breach.identity < 0) {
    const int64_t actual = *failure.actual_micro;
    const int64_t expected = *failure.expected_micro;
    if (old == actual) return {expected};
    // That it is what another figure should be may be chance.
    return {old + expected - actual, old + actual - expected};
  }
  const Identity& identity = set.identities()[breach.identity];
  if (IsRatio(identity)) {
    return RatioSolutions(set, identity, fact, values);
  }
  int coefficient = 0;
  __int128 gap = static_cast<__int128>(identity.left_constant_fen) -
                 identity.right_constant_fen;
  const auto add = [&](const IdentityTerm& term, int side) {
    const int sign = term.negative ? -side : side;
    gap += sign * static_cast<__int128>(values[term.fact]);
    if (term.fact == fact) coefficient += sign;
  };
  for (const IdentityTerm& term : identity.left) add(term, 1);
  for (const IdentityTerm& term : identity.right) add(term, -1);
  if (coefficient != 1 && coefficient != -1) return {};
  const __int128 solved = old - coefficient * gap;
  if (solved > kAmountMax || solved < -kAmountMax) return {};
  return {static_cast<int64_t>(solved)};
}

}  // namespace yuheng::validation
