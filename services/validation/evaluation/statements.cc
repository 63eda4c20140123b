#include "services/validation/evaluation/statements.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "services/budget/decimal.h"
#include "services/validation/evaluation/claim_index.h"

namespace yuheng::validation {
namespace {

struct Measure {
  absl::string_view name;
  const budget::Claim* Statement::*claim;
};

constexpr Measure kMeasures[] = {
    {"amount", &Statement::amount}, {"share", &Statement::share},
    {"delta", &Statement::delta},   {"growth", &Statement::growth},
    {"reason", &Statement::reason}, {"words", &Statement::words},
    {"none", &Statement::none},
};

}  // namespace

std::vector<Statement> StatementsOf(const budget::Document& document) {
  std::vector<Statement> statements;
  absl::flat_hash_map<std::pair<absl::string_view, absl::string_view>, size_t>
      places;
  for (const budget::Claim& claim : document.claims) {
    if (!absl::StartsWith(claim.address, "N")) continue;
    const ClaimParts parts = SplitClaim(claim.address);
    const auto [place, added] = places.try_emplace(
        std::pair(parts.section, parts.subject), statements.size());
    if (added) {
      statements.push_back({.section = parts.section,
                            .subject = parts.subject,
                            .first = &claim});
    }
    Statement& statement = statements[place->second];
    for (const Measure& measure : kMeasures) {
      const budget::Claim*& slot = statement.*measure.claim;
      if (measure.name == parts.measure && slot == nullptr) slot = &claim;
    }
  }
  return statements;
}

const Statement* FindStatement(const std::vector<Statement>& statements,
                               absl::string_view section,
                               absl::string_view subject) {
  for (const Statement& statement : statements) {
    if (statement.section == section && statement.subject == subject) {
      return &statement;
    }
  }
  return nullptr;
}

const budget::Heading* FindHeading(const budget::Document& document,
                                   absl::string_view key) {
  for (const budget::Heading& heading : document.headings) {
    if (heading.key == key) return &heading;
  }
  return nullptr;
}

bool StatesBudget(absl::string_view section) {
  return absl::StartsWith(section, "N") && section != "N7" && section != "N11e";
}

bool HasValue(const budget::Claim* claim) {
  return claim != nullptr && claim->value_micro.has_value() &&
         *claim->value_micro <= budget::kFigureMicroMax &&
         *claim->value_micro >= -budget::kFigureMicroMax;
}

}  // namespace yuheng::validation
