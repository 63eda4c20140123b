#include "services/validation/evaluation/diagnosis/unit_slip.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/unit_of_account.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::Text;

constexpr size_t kSlipsMax = 10;
// Terms of identities that the search looks at, at most; then it ends with what
// it has.
constexpr int64_t kTermsMax = 5'000'000;
// 元, 千元, 万元 and 亿元 are these powers of ten apart.
constexpr int kPowers[] = {4, -4, 3, -3, 1, -1};
// Failures that tell a unit from a slip of the pen.
constexpr int kSettledMin = 2;
constexpr int kSettledByOneDigitMin = 3;
constexpr int64_t kScaledMax = INT64_MAX / 8;

// A document's tables stand in one array: their order is the form's.
using Tables = std::set<const IndexedTable*>;

struct UnitSlip {
  std::vector<const IndexedTable*> tables;  // In the order of the form.
  // Of what the figures are read as they should be 10 to the power of it.
  int power_of_ten = 0;
  std::vector<int> failures;  // Ascending.
};

// `fen` times 10 to `power`, half away from zero.
int64_t Scaled(int64_t fen, int power) {
  __int128 value = fen;
  for (; power > 0; --power) value *= 10;
  for (; power < 0; ++power) {
    const __int128 half = value < 0 ? -5 : 5;
    value = power == -1 ? (value + half) / 10 : value / 10;
  }
  return static_cast<int64_t>(
      std::clamp<__int128>(value, -kScaledMax, kScaledMax));
}

// Within a tenth, of something.
bool IsAbout(int64_t a, int64_t b) {
  if (a == 0 || b == 0) return false;
  const __int128 distance = static_cast<__int128>(a) - b;
  return 10 * (distance < 0 ? -distance : distance) <= std::abs(b);
}

class UnitSearch {
 public:
  UnitSearch(Evidence& evidence, std::vector<Breach>* breaches,
             std::vector<int64_t>* values)
      : evidence_(evidence),
        set_(evidence.identities()),
        breaches_(*breaches),
        values_(*values),
        breach_of_identity_(set_.identities().size(), -1) {
    agrees_.reserve(set_.identities().size());
    for (const Identity& identity : set_.identities()) {
      agrees_.push_back(Agrees(identity.agreement));
    }
    for (size_t i = 0; i < breaches_.size(); ++i) {
      if (breaches_[i].identity < 0) continue;
      breach_of_identity_[static_cast<size_t>(breaches_[i].identity)] =
          static_cast<int>(i);
    }
  }

  std::vector<UnitSlip> Run() {
    std::vector<UnitSlip> slips;
    while (slips.size() < kSlipsMax && budget_ > 0) {
      UnitSlip best;
      for (const int power : kPowers) {
        const Tables suspects = Suspects(power);
        if (suspects.empty()) continue;
        for (const Tables& tables : SetsOf(suspects)) {
          if (budget_ <= 0) break;
          UnitSlip slip = Try(tables, power);
          if (slip.failures.size() > best.failures.size()) {
            best = std::move(slip);
          }
        }
      }
      if (best.failures.empty()) break;
      Apply(best);
      slips.push_back(std::move(best));
    }
    return slips;
  }

 private:
  static int64_t TermsOf(const Identity& identity) {
    return static_cast<int64_t>(identity.left.size() + identity.right.size());
  }

  const Figure& FigureOf(int fact) const {
    return set_.facts()[static_cast<size_t>(fact)].figure;
  }

  // Of the identity at `i`; gathered once, when the first table is suspected.
  const std::vector<int>& FactsAt(size_t i) {
    if (facts_.empty()) {
      facts_.reserve(set_.identities().size());
      for (const Identity& identity : set_.identities()) {
        facts_.push_back(FactsOf(identity));
      }
    }
    return facts_[i];
  }

  int64_t ValueOf(int fact) const { return values_[static_cast<size_t>(fact)]; }

  // The tables of a breach. Figures of the narrative carry their own units.
  Tables TablesOf(const std::vector<int>& facts) const {
    Tables tables;
    for (const int fact : facts) {
      const Figure& figure = FigureOf(fact);
      if (ValueOf(fact) != 0 && figure.table->claims() == nullptr) {
        tables.insert(figure.table);
      }
    }
    return tables;
  }

  // Tables of failures that are exactly that power of ten out, either way.
  Tables Suspects(int power) const {
    Tables suspects;
    for (const Breach& breach : breaches_) {
      if (breach.settled) continue;
      const Finding& finding =
          evidence_.failures()[static_cast<size_t>(breach.failure)].finding;
      const int64_t actual = *finding.actual_micro;
      const int64_t expected = *finding.expected_micro;
      if (actual == 0 || expected == 0 ||
          (Scaled(actual, std::abs(power)) != expected &&
           Scaled(expected, std::abs(power)) != actual)) {
        continue;
      }
      for (const IndexedTable* table : TablesOf(breach.facts)) {
        suspects.insert(table);
      }
    }
    return suspects;
  }

  // Each of them alone, and those together that agree with one another.
  std::vector<Tables> SetsOf(const Tables& suspects) {
    std::vector<Tables> sets;
    std::map<const IndexedTable*, size_t> set_of;
    for (const IndexedTable* table : suspects) {
      set_of[table] = sets.size();
      sets.push_back({table});
    }
    const size_t alone = sets.size();
    for (size_t i = 0; i < alone; ++i) sets.push_back(Tables(sets[i]));
    for (auto& [table, set] : set_of) set += alone;
    for (size_t i = 0; i < set_.identities().size(); ++i) {
      const Identity& identity = set_.identities()[i];
      if (!agrees_[i]) continue;
      budget_ -= TermsOf(identity);
      const IndexedTable* first = nullptr;
      for (const IndexedTable* table : TablesOf(FactsAt(i))) {
        const auto it = set_of.find(table);
        if (it == set_of.end()) continue;
        if (first == nullptr) first = table;
        const size_t into = set_of[first];
        const size_t from = it->second;
        if (into == from) continue;
        for (const IndexedTable* moved : sets[from]) set_of[moved] = into;
        sets[into].merge(sets[from]);
      }
    }
    std::vector<Tables> result;
    for (size_t i = 0; i < sets.size(); ++i) {
      if (i < alone || sets[i].size() > 1) result.push_back(sets[i]);
    }
    return result;
  }

  // No failures when it does not settle most of what is between the tables and
  // the rest, or breaks as much.
  UnitSlip Try(const Tables& tables, int power) {
    std::vector<int64_t> old = values_;
    Scale(tables, power);
    UnitSlip slip;
    slip.power_of_ten = power;
    int open = 0;
    int broken = 0;
    const auto& identities = set_.identities();
    for (size_t i = 0; i < identities.size() && budget_ > 0; ++i) {
      budget_ -= TermsOf(identities[i]);
      if (identities[i].rule->severity == Severity::kNote ||
          !Crosses(FactsAt(i), tables)) {
        continue;
      }
      const bool agrees = Agrees(set_.Judge(identities[i], values_));
      if (agrees_[i]) {
        broken += !agrees;
        continue;
      }
      const int breach = breach_of_identity_[i];
      if (breach < 0 || breaches_[static_cast<size_t>(breach)].settled) {
        continue;
      }
      ++open;
      if (agrees) {
        slip.failures.push_back(breaches_[static_cast<size_t>(breach)].failure);
      }
    }
    values_ = std::move(old);
    const int settled = static_cast<int>(slip.failures.size());
    const int settled_min =
        std::abs(power) == 1 ? kSettledByOneDigitMin : kSettledMin;
    // What was not looked at to the end proves nothing.
    if (budget_ <= 0 || settled < settled_min || 2 * settled < open ||
        2 * broken > settled) {
      slip.failures.clear();
      return slip;
    }
    AddNamedChecks(tables, power, &slip);
    std::sort(slip.failures.begin(), slip.failures.end());
    slip.tables.assign(tables.begin(), tables.end());
    return slip;
  }

  // What checks that are no formulas found out by the same power, give or take
  // what they would have accepted. They name the sheets rather than the tables;
  // one digit proves nothing then.
  void AddNamedChecks(const Tables& tables, int power, UnitSlip* slip) const {
    for (const Breach& breach : breaches_) {
      if (breach.identity >= 0 || breach.settled) continue;
      const Finding& finding =
          evidence_.failures()[static_cast<size_t>(breach.failure)].finding;
      const int64_t actual = *finding.actual_micro;
      const int64_t expected = *finding.expected_micro;
      // By the figures of the tables, or those of the sheets beside them.
      const bool concerned = Touches(breach.facts, tables) ||
                             (std::abs(power) > 1 &&
                              absl::StartsWith(finding.places[0].address, "P"));
      if (concerned && (IsAbout(Scaled(actual, power), expected) ||
                        IsAbout(Scaled(expected, power), actual))) {
        slip->failures.push_back(breach.failure);
      }
    }
  }

  bool Touches(const std::vector<int>& facts, const Tables& tables) const {
    return std::any_of(facts.begin(), facts.end(), [&](int fact) {
      return tables.count(FigureOf(fact).table) > 0;
    });
  }

  // Between figures of the tables and others.
  bool Crosses(const std::vector<int>& facts, const Tables& tables) const {
    bool inside = false;
    bool outside = false;
    for (const int fact : facts) {
      if (ValueOf(fact) == 0) continue;
      const bool is = tables.count(FigureOf(fact).table) > 0;
      inside |= is;
      outside |= !is;
    }
    return inside && outside;
  }

  void Scale(const Tables& tables, int power) {
    for (size_t i = 0; i < values_.size(); ++i) {
      if (tables.count(set_.facts()[i].figure.table) == 0) continue;
      values_[i] = Scaled(values_[i], power);
    }
  }

  // The next slip is held against what agrees with the tables put right.
  void Apply(const UnitSlip& slip) {
    const Tables tables(slip.tables.begin(), slip.tables.end());
    Scale(tables, slip.power_of_ten);
    const auto& identities = set_.identities();
    for (size_t i = 0; i < identities.size(); ++i) {
      if (!Crosses(FactsAt(i), tables)) continue;
      budget_ -= TermsOf(identities[i]);
      agrees_[i] = Agrees(set_.Judge(identities[i], values_));
    }
    for (Breach& breach : breaches_) {
      breach.settled |= std::binary_search(slip.failures.begin(),
                                           slip.failures.end(), breach.failure);
    }
  }

  Evidence& evidence_;
  IdentitySet& set_;
  std::vector<Breach>& breaches_;
  std::vector<int64_t>& values_;
  std::vector<bool> agrees_;  // By identity, with `values_`.
  std::vector<int> breach_of_identity_;
  std::vector<std::vector<int>> facts_;  // By identity.
  int64_t budget_ = kTermsMax;
};

// 「表4 的金额单位印为元，疑应为万元」.
Text CauseOf(const UnitSlip& slip) {
  const int64_t printed_fen = slip.tables[0]->table()->unit_fen;
  const absl::string_view printed = budget::UnitName(printed_fen);
  const absl::string_view suggested =
      budget::UnitName(Scaled(printed_fen, slip.power_of_ten));
  const bool one_unit = std::all_of(
      slip.tables.begin(), slip.tables.end(), [&](const IndexedTable* table) {
        return table->table()->unit_fen == printed_fen;
      });
  if (!one_unit || printed.empty() || suggested.empty()) {
    return Message(
        "diagnosis.suspect_scale",
        {{"tables", TablesText(slip.tables)},
         {"factor", absl::StrCat(Scaled(1, std::abs(slip.power_of_ten)))}});
  }
  return Message("diagnosis.suspect_unit", {{"tables", TablesText(slip.tables)},
                                            {"printed", printed},
                                            {"suggested", suggested}});
}

}  // namespace

std::vector<CommonCause> FindUnitSlips(Evidence& evidence,
                                       std::vector<Breach>* breaches,
                                       std::vector<int64_t>* values) {
  std::vector<CommonCause> causes;
  for (UnitSlip& slip : UnitSearch(evidence, breaches, values).Run()) {
    const IndexedTable& table = *slip.tables[0];
    CommonCause& cause = causes.emplace_back();
    cause.culprit = {std::string(SourceName(table.source())),
                     {table.table()->line, ""}};
    cause.cause = CauseOf(slip);
    cause.reason = Message("diagnosis.unit_settles",
                           {{"rules", evidence.RulesText(slip.failures)},
                            {"count", absl::StrCat(slip.failures.size())}});
    cause.failures = std::move(slip.failures);
  }
  return causes;
}

}  // namespace yuheng::validation
