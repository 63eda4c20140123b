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
#include "services/validation/evaluation/diagnosis/solution.h"

namespace yuheng::validation {
namespace {

struct FactChange {
  int fact = 0;
  int64_t fen = 0;
};

struct Candidate {
  std::vector<FactChange> changes;  // The culprit first.
  std::vector<int> settles;         // Breaches.
  int exactly = 0;                  // Of them without rounding.
  bool by_amounts = false;          // Some of these compare amounts only.
  Resemblance resemblance;
  Basis basis = Basis::kExact;

  // The larger, the better.
  std::pair<size_t, int> Reach() const {
    return {settles.size(), -static_cast<int>(changes.size())};
  }
  std::pair<std::pair<size_t, int>, int> Rank() const {
    return {Reach(), resemblance.strength()};
  }
};

bool Negatable(const Figure& figure) {
  return figure.fen < 0 || IsChange(figure);
}

void Append(absl::Span<const int> more, std::vector<int>* all) {
  all->insert(all->end(), more.begin(), more.end());
}

// Of ascending numbers.
bool Overlap(const std::vector<int>& a, const std::vector<int>& b) {
  return std::any_of(a.begin(), a.end(), [&](int each) {
    return std::binary_search(b.begin(), b.end(), each);
  });
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
    named_.resize(set_.facts().size());
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
  std::vector<FactChange> CarriedUp(int fact, const std::vector<int>& twins,
                                    int64_t difference) const {
    const Figure& figure = set_.facts()[fact].figure;
    if (figure.row == nullptr || figure.code == budget::kTotalKey) return {};
    std::vector<FactChange> changes;
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

  // All changes that the fact's row tells, each with the other sign: the words
  // for the direction are wrong. Empty when there is only one.
  std::vector<FactChange> Turned(int fact) const {
    std::vector<FactChange> changes;
    const Figure& figure = set_.facts()[fact].figure;
    if (!IsChange(figure)) return changes;
    for (size_t i = 0; i < figure.row->cells.size(); ++i) {
      const int each =
          set_.FactOfCell(*figure.table, *figure.row, static_cast<int>(i));
      if (each >= 0 && values_[each] != 0 &&
          IsChange(set_.facts()[each].figure)) {
        changes.push_back({each, -values_[each]});
      }
    }
    if (changes.size() == 1) changes.clear();
    return changes;
  }

  // The fact and another column of its row, or the same column of the row above
  // or below, values exchanged: one of them may be blank, then a figure stands
  // in the wrong place.
  std::vector<std::vector<FactChange>> Exchanges(int fact) const {
    std::vector<std::vector<FactChange>> all;
    const Figure& figure = set_.facts()[fact].figure;
    if (figure.row == nullptr || values_[fact] == 0) return all;
    const auto add = [&](const budget::Row* row, int column) {
      const int other = set_.FactOfCell(*figure.table, *row, column);
      if (other < 0 || values_[other] == values_[fact] || Unsaid(other)) return;
      all.push_back(Exchanged(fact, other));
    };
    for (size_t i = 0; i < figure.row->cells.size(); ++i) {
      add(figure.row, static_cast<int>(i));
    }
    for (const budget::Row* row : RowsBeside(figure)) add(row, figure.column);
    return all;
  }

  // A measure that the text does not speak of is no place for a figure.
  bool Unsaid(int fact) const {
    const Figure& figure = set_.facts()[fact].figure;
    return figure.table->claims() != nullptr && !figure.said;
  }

  // A cell of a row that a table does not print: it takes the row as well.
  bool Unprinted(int fact) const {
    const Figure& figure = set_.facts()[fact].figure;
    return figure.table->claims() == nullptr && figure.row == nullptr;
  }

  std::vector<FactChange> Exchanged(int fact, int other) const {
    return {{fact, values_[other]}, {other, values_[fact]}};
  }

  // The one figure of the fact's column that is `fen`; -1 when there is none,
  // or more.
  int OnlyOneInColumn(int fact, int64_t fen) {
    const Figure& figure = set_.facts()[fact].figure;
    if (figure.row == nullptr || fen == 0) return -1;
    const std::vector<budget::Row>& rows = figure.table->table()->rows;
    budget_ -= static_cast<int64_t>(rows.size());
    int only = -1;
    for (const budget::Row& row : rows) {
      if (row.side != figure.side) continue;
      const int other = set_.FactOfCell(*figure.table, row, figure.column);
      if (other < 0 || values_[other] != fen) continue;
      if (only >= 0) return -1;
      only = other;
    }
    return only;
  }

  std::vector<int64_t> SolutionsOf(const Breach& breach, int fact) const {
    return validation::SolutionsOf(
        set_, breach, failures_[breach.failure].finding, fact, values_);
  }

  std::vector<Candidate> Candidates() {
    std::set<std::pair<int, int64_t>> tried;
    std::set<int> misplaced;
    bool rough = false;
    std::vector<Candidate> candidates;
    const auto consider = [&](std::vector<FactChange> changes) {
      if (changes.empty()) return;
      if (auto candidate = Evaluate(std::move(changes))) {
        if (rough && !candidate->by_amounts) {
          candidate->basis = Basis::kPercentage;
        }
        // That an unknown value looks like a slip tells nothing.
        if (candidate->basis != Basis::kExact) candidate->resemblance = {};
        candidates.push_back(*std::move(candidate));
      }
    };
    for (const Breach& breach : breaches_) {
      if (breach.settled) continue;
      for (const int fact : breach.facts) {
        if (named_[fact] || Unprinted(fact)) continue;
        for (const int64_t fen : SolutionsOf(breach, fact)) {
          if (budget_ < 0) return {};
          if (fen == values_[fact] || !tried.emplace(fact, fen).second ||
              (fen < 0 && !Negatable(set_.facts()[fact].figure))) {
            continue;
          }
          rough = IsRough(set_, breach, fact, fen, values_);
          consider({{fact, fen}});
          const std::vector<int> twins = TwinsOf(fact);
          std::vector<FactChange> row = {{fact, fen}};
          for (const int twin : twins) row.push_back({twin, fen});
          if (row.size() > 1) consider(std::move(row));
          consider(CarriedUp(fact, twins, fen - values_[fact]));
          const int other = OnlyOneInColumn(fact, fen);
          if (other >= 0) consider(Exchanged(fact, other));
        }
        rough = false;
        if (!misplaced.insert(fact).second) continue;
        consider(Turned(fact));
        for (std::vector<FactChange>& changes : Exchanges(fact)) {
          if (budget_ < 0) return {};
          consider(std::move(changes));
        }
      }
    }
    return candidates;
  }

  // Nothing when it settles nothing or breaks what holds.
  std::optional<Candidate> Evaluate(std::vector<FactChange> changes) {
    std::vector<int64_t> old;
    std::vector<int> touched;
    std::vector<int> opaque;
    for (const FactChange& change : changes) {
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
      if (agreement != Agreement::kExact) continue;
      ++candidate.exactly;
      candidate.by_amounts |= !IsRatio(identity);
    }
    for (size_t i = 0; i < changes.size(); ++i) {
      values_[changes[i].fact] = old[i];
    }
    if (breaks) return std::nullopt;
    for (const int breach : opaque) {
      const auto settles = [&](const FactChange& change) {
        const auto solutions = SolutionsOf(breaches_[breach], change.fact);
        return std::find(solutions.begin(), solutions.end(), change.fen) !=
               solutions.end();
      };
      if (!breaches_[breach].settled &&
          std::any_of(changes.begin(), changes.end(), settles)) {
        candidate.settles.push_back(breach);
        candidate.by_amounts = true;
      }
    }
    if (candidate.settles.empty()) return std::nullopt;
    std::sort(candidate.settles.begin(), candidate.settles.end());
    if (changes.size() == 2 && changes[0].fen == old[1] &&
        changes[1].fen == old[0]) {
      candidate.resemblance = {Slip::kExchanged,
                               set_.facts()[changes[1].fact].figure, 0};
    } else if (std::all_of(candidate.settles.begin(), candidate.settles.end(),
                           [&](int breach) { return IsBound(breach); })) {
      candidate.basis = Basis::kBound;
    } else {
      candidate.resemblance = ResemblanceOf(changes);
    }
    candidate.changes = std::move(changes);
    return candidate;
  }

  bool IsBound(int breach) const {
    const int identity = breaches_[breach].identity;
    return identity >= 0 &&
           set_.identities()[identity].shape == ComparisonShape::kAtMost;
  }

  // Of the first of the changes. What changes with it was not copied from.
  Resemblance ResemblanceOf(const std::vector<FactChange>& changes) const {
    const Figure& first = set_.facts()[changes[0].fact].figure;
    return validation::ResemblanceOf(
        first, changes[0].fen, [&](const Figure& source) {
          return std::none_of(
              changes.begin() + 1, changes.end(),
              [&](const FactChange& change) {
                const Figure& other = set_.facts()[change.fact].figure;
                return other.row == source.row && other.column == source.column;
              });
        });
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
    suggestion.basis = best->basis;
    suggestion.resemblance = best->resemblance;
    named_[suggestion.fact] = true;
    std::set<int> own;
    for (const FactChange& change : best->changes) {
      own.insert(change.fact);
      if (change.fact != suggestion.fact) {
        suggestion.also.push_back({change.fact, change.fen});
      }
    }
    const auto add_rivals = [&](auto rivals) {
      for (const Candidate& each : candidates) {
        const int fact = each.changes[0].fact;
        if (own.count(fact) > 0 || !rivals(each) ||
            !Overlap(each.settles, best->settles)) {
          continue;
        }
        if (each.settles != best->settles) {
          suggestion.contested = true;
          continue;
        }
        Rival& rival = suggestion.rivals.emplace_back();
        rival.first = {fact, each.changes[0].fen, each.basis};
        named_[fact] = true;
        for (const FactChange& change : each.changes) {
          own.insert(change.fact);
          if (change.fact == fact) continue;
          rival.also.push_back({change.fact, change.fen});
        }
      }
    };
    add_rivals([&](const auto& each) { return each.Rank() == best->Rank(); });
    // Where a likely slip does not tell, its lack does not either.
    if (!suggestion.certain()) {
      add_rivals(
          [&](const auto& each) { return each.Reach() == best->Reach(); });
    }
    for (const int breach : best->settles) {
      breaches_[breach].settled = true;
      suggestion.failures.push_back(breaches_[breach].failure);
    }
    if (suggestion.certain() && best->basis != Basis::kBound) Apply(*best);
    return suggestion;
  }

  // What is found next is found beside it: two errors in one sum.
  void Apply(const Candidate& candidate) {
    for (const FactChange& change : candidate.changes) {
      values_[change.fact] = change.fen;
    }
    for (const FactChange& change : candidate.changes) {
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
  // By fact: whether a suggestion says what it should be.
  std::vector<bool> named_;
  int64_t budget_ = kDiagnosisTermsMax;
};

}  // namespace

std::vector<Suggestion> FindCulprits(Evidence& evidence,
                                     std::vector<Breach> breaches,
                                     std::vector<int64_t> values) {
  return CulpritSearch(evidence, std::move(breaches), std::move(values)).Run();
}

}  // namespace yuheng::validation
