#include "services/validation/evaluation/diagnosis/culprit.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/types/span.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/decimal.h"
namespace yuheng::validation {
namespace {

constexpr int64_t kAmountMax = INT64_MAX / 8;

struct Change {
  int fact = 0;
  int64_t fen = 0;
};

struct Candidate {
  std::vector<Change> changes;  // The culprit first.
  std::vector<int> settles;     // Breaches.
  int exactly = 0;              // Of them without rounding.
  Resemblance resemblance;
  bool rough = false;

  // The larger, the better.
  std::tuple<size_t, int, int> Rank() const {
    return {settles.size(), -static_cast<int>(changes.size()),
            resemblance.strength()};
  }
};

bool Negatable(const Figure& figure) {
  const auto& columns = figure.table->shape().ColumnsOf(figure.side);
  const std::string& key = columns[static_cast<size_t>(figure.column)].key;
  return figure.fen < 0 || absl::StartsWith(key, "delta") ||
         absl::StartsWith(key, "growth");
}

void Append(absl::Span<const int> more, std::vector<int>* all) {
  all->insert(all->end(), more.begin(), more.end());
}

void SortUnique(std::vector<int>* all) {
  std::sort(all->begin(), all->end());
  all->erase(std::unique(all->begin(), all->end()), all->end());
}

class CulpritSearch {
 public:
  CulpritSearch(Evidence& evidence, std::vector<Breach> breaches,
                std::vector<int64_t> values)
      : failures_(evidence.failures()),
        set_(evidence.identities()),
        values_(std::move(values)),
        breaches_(std::move(breaches)) {
    const bool as_printed = values_ == set_.Values();
    agrees_.reserve(set_.identities().size());
    for (const Identity& identity : set_.identities()) {
      agrees_.push_back(Agrees(as_printed ? identity.agreement
                                          : set_.Judge(identity, values_)));
    }
    breach_of_identity_.assign(set_.identities().size(), -1);
    opaque_breaches_of_fact_.resize(set_.facts().size());
    for (size_t i = 0; i < breaches_.size(); ++i) {
      const Breach& breach = breaches_[i];
      if (breach.identity >= 0) {
        breach_of_identity_[breach.identity] = static_cast<int>(i);
        continue;
      }
      for (const int fact : breach.facts) {
        opaque_breaches_of_fact_[fact].push_back(static_cast<int>(i));
      }
    }
  }

  std::vector<Suggestion> Run() {
    std::vector<Suggestion> suggestions;
    while (suggestions.size() < kSuggestionsMax) {
      const std::vector<Candidate> candidates = Candidates();
      if (candidates.empty()) break;
      suggestions.push_back(Choose(candidates));
    }
    return suggestions;
  }

 private:
  // Of a percentage only the percentage follows exactly from the rest. What it
  // is of is taken from what a slip of the pen makes of it, and roughly from
  // the percentage, last.
  std::vector<int64_t> RatioSolutions(const Identity& identity,
                                      int fact) const {
    const auto value = [&](const IdentityTerm& term) {
      return static_cast<__int128>(values_[term.fact]);
    };
    const __int128 percent = value(identity.left[0]);
    const __int128 part = value(identity.right[0]);
    const __int128 whole = value(identity.right[1]);
    const __int128 hundred = 100 * __int128{budget::kMicroPerOne};
    const bool growth = identity.shape == ComparisonShape::kGrowth;
    const int64_t place = set_.facts()[fact].figure.precision;
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
      add(part * hundred, growth ? whole - part : whole);
      return solutions;
    }
    solutions = SlipsOf(set_.facts()[fact].figure, values_[fact]);
    if (fact == identity.right[0].fact) {
      add(whole * percent, growth ? hundred + percent : hundred);
      if (growth && percent == hundred) add(whole, 1);
    } else {
      add(part * (growth ? hundred + percent : hundred), percent);
    }
    return solutions;
  }

  // Whether `fen` only follows from a rounded percentage, so that its last
  // digits are not known.
  bool IsRough(const Breach& breach, int fact, int64_t fen) const {
    if (breach.identity < 0) return false;
    const Identity& identity = set_.identities()[breach.identity];
    if (identity.shape != ComparisonShape::kShare &&
        identity.shape != ComparisonShape::kGrowth) {
      return false;
    }
    return fact != identity.left[0].fact && fen != 0 &&
           ResemblanceOf(set_.facts()[fact].figure, fen).strength() < 2;
  }

  // Values of `fact` that would settle `breach`.
  std::vector<int64_t> SolutionsOf(const Breach& breach, int fact) const {
    const int64_t old = values_[fact];
    if (breach.identity < 0) {
      const Finding& finding = failures_[breach.failure].finding;
      const int64_t actual = *finding.actual_micro;
      const int64_t expected = *finding.expected_micro;
      if (old == actual) return {expected};
      if (old == expected) return {actual};
      return {old + expected - actual, old + actual - expected};
    }
    const Identity& identity = set_.identities()[breach.identity];
    if (identity.shape == ComparisonShape::kShare ||
        identity.shape == ComparisonShape::kGrowth) {
      return RatioSolutions(identity, fact);
    }
    int coefficient = 0;
    __int128 gap = static_cast<__int128>(identity.left_constant_fen) -
                   identity.right_constant_fen;
    const auto add = [&](const IdentityTerm& term, int side) {
      const int sign = term.negative ? -side : side;
      gap += sign * static_cast<__int128>(values_[term.fact]);
      if (term.fact == fact) coefficient += sign;
    };
    for (const IdentityTerm& term : identity.left) add(term, 1);
    for (const IdentityTerm& term : identity.right) add(term, -1);
    if (coefficient != 1 && coefficient != -1) return {};
    const __int128 solved = old - coefficient * gap;
    if (solved > kAmountMax || solved < -kAmountMax) return {};
    return {static_cast<int64_t>(solved)};
  }

  // The other figures of the row that must print the same, as when a row has
  // one column filled beside its total.
  std::vector<int> TwinsOf(int fact) const {
    std::set<int> twins;
    const Figure& figure = set_.facts()[fact].figure;
    if (figure.row == nullptr || values_[fact] == 0) return {};
    for (const int i : set_.facts()[fact].identities) {
      const Identity& identity = set_.identities()[i];
      if (!agrees_[i] || (identity.shape != ComparisonShape::kPrints &&
                          identity.shape != ComparisonShape::kSum)) {
        continue;
      }
      int twin = -1;
      bool fits = true;
      for (const int other : FactsOf(identity)) {
        if (other == fact || values_[other] == 0) continue;
        fits &= twin < 0 && values_[other] == values_[fact] &&
                set_.facts()[other].figure.row == figure.row;
        twin = other;
      }
      if (fits && twin >= 0) twins.insert(twin);
    }
    return {twins.begin(), twins.end()};
  }

  // The fact and its twins, and the rows of the same table that it adds up to:
  // a wrong figure that was carried into its sums. Empty when there are none.
  std::vector<Change> CarriedUp(int fact, const std::vector<int>& twins,
                                int64_t difference) const {
    const Figure& figure = set_.facts()[fact].figure;
    if (figure.row == nullptr || figure.code == budget::kTotalKey) return {};
    std::vector<Change> changes;
    const auto add = [&](int each) {
      changes.push_back({each, values_[each] + difference});
    };
    std::vector<int> columns = {figure.column};
    add(fact);
    for (const int twin : twins) {
      add(twin);
      columns.push_back(set_.facts()[twin].figure.column);
    }
    const size_t own = changes.size();
    const bool project = figure.row->level == budget::RowLevel::kProject;
    absl::string_view code =
        project ? figure.code : budget::ParentCode(figure.code);
    for (bool last = false; !last; code = budget::ParentCode(code)) {
      last = code.empty();
      const budget::Row* row =
          figure.table->Find(figure.side, last ? budget::kTotalKey : code);
      if (row == nullptr || row->level == budget::RowLevel::kProject) continue;
      for (const int column : columns) {
        const int each = set_.FactOfCell(*figure.table, *row, column);
        if (each >= 0) add(each);
      }
    }
    if (changes.size() == own) return {};
    return changes;
  }

  // The fact and another column of its row, values exchanged: one of them may
  // be blank, then a figure stands in the wrong column.
  std::vector<std::vector<Change>> Exchanges(int fact) const {
    std::vector<std::vector<Change>> all;
    const Figure& figure = set_.facts()[fact].figure;
    if (figure.row == nullptr || values_[fact] == 0) return all;
    for (size_t i = 0; i < figure.row->cells.size(); ++i) {
      const int other =
          set_.FactOfCell(*figure.table, *figure.row, static_cast<int>(i));
      if (other < 0 || values_[other] == values_[fact]) continue;
      all.push_back({{fact, values_[other]}, {other, values_[fact]}});
    }
    return all;
  }

  std::vector<Candidate> Candidates() {
    std::set<std::pair<int, int64_t>> tried;
    std::set<int> misplaced;
    bool rough = false;
    std::vector<Candidate> candidates;
    const auto consider = [&](std::vector<Change> changes) {
      if (changes.empty()) return;
      if (auto candidate = Evaluate(std::move(changes))) {
        candidate->rough = rough;
        candidates.push_back(*std::move(candidate));
      }
    };
    for (const Breach& breach : breaches_) {
      if (breach.settled) continue;
      for (const int fact : breach.facts) {
        for (const int64_t fen : SolutionsOf(breach, fact)) {
          if (budget_ < 0) return {};
          if (fen == values_[fact] || !tried.emplace(fact, fen).second ||
              (fen < 0 && !Negatable(set_.facts()[fact].figure))) {
            continue;
          }
          rough = IsRough(breach, fact, fen);
          consider({{fact, fen}});
          const std::vector<int> twins = TwinsOf(fact);
          std::vector<Change> row = {{fact, fen}};
          for (const int twin : twins) row.push_back({twin, fen});
          if (row.size() > 1) consider(std::move(row));
          consider(CarriedUp(fact, twins, fen - values_[fact]));
        }
        rough = false;
        if (!misplaced.insert(fact).second) continue;
        for (std::vector<Change>& changes : Exchanges(fact)) {
          if (budget_ < 0) return {};
          consider(std::move(changes));
        }
      }
    }
    return candidates;
  }

  // Nothing when it settles nothing or breaks what holds.
  std::optional<Candidate> Evaluate(std::vector<Change> changes) {
    std::vector<int64_t> old;
    std::vector<int> touched;
    std::vector<int> opaque;
    for (const Change& change : changes) {
      old.push_back(std::exchange(values_[change.fact], change.fen));
      Append(set_.facts()[change.fact].identities, &touched);
      Append(opaque_breaches_of_fact_[change.fact], &opaque);
    }
    SortUnique(&touched);
    SortUnique(&opaque);
    Candidate candidate;
    bool breaks = false;
    for (const int i : touched) {
      const Identity& identity = set_.identities()[i];
      if (identity.rule->severity == Severity::kNote) continue;
      budget_ -=
          static_cast<int64_t>(identity.left.size() + identity.right.size());
      const Agreement agreement = set_.Judge(identity, values_);
      if (agrees_[i]) {
        breaks = !Agrees(agreement);
        if (breaks) break;
        continue;
      }
      const int breach = breach_of_identity_[i];
      if (breach < 0 || breaches_[breach].settled || !Agrees(agreement))
        continue;
      candidate.settles.push_back(breach);
      candidate.exactly += agreement == Agreement::kExact;
    }
    for (size_t i = 0; i < changes.size(); ++i) {
      values_[changes[i].fact] = old[i];
    }
    if (breaks) return std::nullopt;
    for (const int breach : opaque) {
      const auto settles = [&](const Change& change) {
        const auto solutions = SolutionsOf(breaches_[breach], change.fact);
        return std::find(solutions.begin(), solutions.end(), change.fen) !=
               solutions.end();
      };
      if (!breaches_[breach].settled &&
          std::any_of(changes.begin(), changes.end(), settles)) {
        candidate.settles.push_back(breach);
      }
    }
    if (candidate.settles.empty()) return std::nullopt;
    std::sort(candidate.settles.begin(), candidate.settles.end());
    const Figure& first = set_.facts()[changes[0].fact].figure;
    candidate.resemblance = ResemblanceOf(first, changes[0].fen);
    if (changes.size() == 2 && changes[0].fen == old[1] &&
        changes[1].fen == old[0]) {
      candidate.resemblance = {Slip::kExchanged,
                               set_.facts()[changes[1].fact].figure, 0};
    }
    candidate.changes = std::move(changes);
    return candidate;
  }

  Suggestion Choose(const std::vector<Candidate>& candidates) {
    const Candidate* best = &candidates[0];
    for (const Candidate& each : candidates) {
      if (std::tuple(each.Rank(), each.exactly) >
          std::tuple(best->Rank(), best->exactly)) {
        best = &each;
      }
    }
    Suggestion suggestion;
    suggestion.fact = best->changes[0].fact;
    suggestion.suggested_fen = best->changes[0].fen;
    suggestion.rough = best->rough;
    suggestion.resemblance = best->resemblance;
    std::set<int> own;
    for (const Change& change : best->changes) {
      own.insert(change.fact);
      if (change.fact != suggestion.fact) {
        suggestion.also.push_back(change.fact);
      }
    }
    for (const Candidate& each : candidates) {
      const int fact = each.changes[0].fact;
      if (each.Rank() != best->Rank() || own.count(fact) > 0) continue;
      const bool overlaps = std::any_of(
          each.settles.begin(), each.settles.end(), [&](int breach) {
            return std::binary_search(best->settles.begin(),
                                      best->settles.end(), breach);
          });
      if (!overlaps) continue;
      suggestion.rivals.push_back(fact);
      for (const Change& change : each.changes) own.insert(change.fact);
    }
    for (const int breach : best->settles) {
      breaches_[breach].settled = true;
      suggestion.failures.push_back(breaches_[breach].failure);
    }
    if (suggestion.certain()) Apply(*best);
    return suggestion;
  }

  // What is found next is found beside it: two errors in one sum.
  void Apply(const Candidate& candidate) {
    for (const Change& change : candidate.changes) {
      values_[change.fact] = change.fen;
    }
    for (const Change& change : candidate.changes) {
      for (const int i : set_.facts()[change.fact].identities) {
        agrees_[i] = Agrees(set_.Judge(set_.identities()[i], values_));
      }
    }
  }

  const std::vector<KeptFinding>& failures_;
  IdentitySet& set_;
  std::vector<int64_t> values_;
  std::vector<Breach> breaches_;
  std::vector<bool> agrees_;  // By identity, with the values of the moment.
  std::vector<int> breach_of_identity_;
  std::vector<std::vector<int>> opaque_breaches_of_fact_;
  int64_t budget_ = kDiagnosisTermsMax;
};

}  // namespace

std::vector<Suggestion> FindCulprits(Evidence& evidence,
                                     std::vector<Breach> breaches,
                                     std::vector<int64_t> values) {
  return CulpritSearch(evidence, std::move(breaches), std::move(values)).Run();
}

}  // namespace yuheng::validation
