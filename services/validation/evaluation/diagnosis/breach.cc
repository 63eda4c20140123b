#include "services/validation/evaluation/diagnosis/breach.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace yuheng::validation {
namespace {

bool Has(const Identity& identity, int fact) {
  const auto is = [&](const IdentityTerm& term) { return term.fact == fact; };
  return std::any_of(identity.left.begin(), identity.left.end(), is) ||
         std::any_of(identity.right.begin(), identity.right.end(), is);
}

}  // namespace

std::vector<int> FactsOf(const Identity& identity) {
  std::set<int> facts;
  for (const IdentityTerm& term : identity.left) facts.insert(term.fact);
  for (const IdentityTerm& term : identity.right) facts.insert(term.fact);
  return {facts.begin(), facts.end()};
}

std::vector<Breach> FindBreaches(Evidence& evidence) {
  IdentitySet& set = evidence.identities();
  // The identities that failed, by rule and numbers, in order.
  std::map<std::tuple<absl::string_view, int64_t, int64_t>, std::vector<int>>
      broken;
  const auto& identities = set.identities();
  for (size_t i = 0; i < identities.size(); ++i) {
    if (Agrees(identities[i].agreement)) continue;
    broken[{identities[i].rule->id, identities[i].left_fen,
            identities[i].right_fen}]
        .push_back(static_cast<int>(i));
  }
  std::vector<Breach> breaches;
  const size_t count =
      std::min(evidence.failures().size(), kDiagnosedFailuresMax);
  for (size_t i = 0; i < count; ++i) {
    const Finding& finding = evidence.failures()[i].finding;
    if (!finding.actual_micro || !finding.expected_micro) continue;
    Breach breach;
    breach.failure = static_cast<int>(i);
    const int first = set.FactAt(finding.places[0].address);
    const auto it = broken.find(
        {finding.rule, *finding.actual_micro, *finding.expected_micro});
    if (it != broken.end() && first >= 0) {
      for (int& identity : it->second) {
        if (identity < 0 || !Has(identities[identity], first)) {
          continue;
        }
        breach.identity = std::exchange(identity, -1);
        break;
      }
    }
    if (breach.identity >= 0) {
      breach.facts = FactsOf(identities[breach.identity]);
    } else {
      for (const Place& place : finding.places) {
        const int fact = set.FactAt(place.address);
        if (fact >= 0) breach.facts.push_back(fact);
      }
    }
    breaches.push_back(std::move(breach));
  }
  return breaches;
}

}  // namespace yuheng::validation
