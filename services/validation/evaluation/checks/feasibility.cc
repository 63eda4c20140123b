#include "services/validation/evaluation/diagnosis/feasibility.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/diagnosis/causes.h"

// What relations show together that none shows alone. It looks at what
// the rules before it found, so its rule stands last.
namespace yuheng::validation {
namespace {

using budget::Message;
using budget::Text;

// Relations and addends that a message writes out.
constexpr size_t kRelationsWrittenMax = 8;
constexpr size_t kAddendsWrittenMax = 12;

// Facts that a rule has already reported: what they contradict is known.
std::vector<bool> ReportedFacts(Evidence& evidence) {
  IdentitySet& set = evidence.identities();
  std::vector<bool> reported(set.facts().size(), false);
  for (const Identity& identity : set.identities()) {
    if (Agrees(identity.agreement) ||
        identity.rule->severity == Severity::kNote) {
      continue;
    }
    for (const auto* side : {&identity.left, &identity.right}) {
      for (const IdentityTerm& term : *side) {
        reported[static_cast<size_t>(term.fact)] = true;
      }
    }
  }
  for (const KeptFinding& failure : evidence.failures()) {
    for (const Place& place : failure.finding.places) {
      const int fact = set.FactAt(place.address);
      if (fact >= 0) reported[static_cast<size_t>(fact)] = true;
    }
  }
  return reported;
}

// 「20.01 + 20.01」 of one side.
std::string SideText(const IdentitySet& set,
                     const std::pmr::vector<IdentityTerm>& terms,
                     int64_t constant_fen, const IndexedTable& unit_of) {
  std::string text;
  size_t written = 0;
  const auto append = [&](bool negative, int64_t fen) {
    if (fen == 0 || written > kAddendsWrittenMax) return;
    if (written++ == kAddendsWrittenMax) {
      text += " + …";
      return;
    }
    const absl::string_view sign =
        negative ? (written == 1 ? "-" : " - ") : (written == 1 ? "" : " + ");
    absl::StrAppend(&text, sign, AmountText(unit_of, fen));
  };
  for (const IdentityTerm& term : terms) {
    append(term.negative,
           set.facts()[static_cast<size_t>(term.fact)].figure.fen);
  }
  append(false, constant_fen);
  return written == 0 ? "0" : text;
}

// 「A5-04：40.03 ≈ 20.01 + 20.01」, for each.
std::string RelationsText(const IdentitySet& set, const Conflict& conflict,
                          const IndexedTable& unit_of) {
  std::string text;
  for (size_t i = 0; i < conflict.identities.size(); ++i) {
    if (i == kRelationsWrittenMax) {
      text += "; …";
      break;
    }
    const Identity& identity =
        set.identities()[static_cast<size_t>(conflict.identities[i])];
    const bool at_most = identity.shape == ComparisonShape::kAtMost;
    absl::StrAppend(
        &text, i == 0 ? "" : "; ", identity.rule->id, ": ",
        SideText(set, identity.left, identity.left_constant_fen, unit_of),
        at_most ? " ≤ "
                : (identity.agreement == Agreement::kExact ? " = " : " ≈ "),
        SideText(set, identity.right, identity.right_constant_fen, unit_of));
  }
  return text;
}

// A bound, which may end in half a 分, in the unit of the table.
std::string HalfAmountText(const IndexedTable& table, int64_t half_fen) {
  const int64_t unit =
      table.usable() ? table.table()->unit_fen : budget::kFenPerWanYuan;
  const __int128 micro =
      static_cast<__int128>(half_fen) * budget::kMicroPerOne / (2 * unit);
  return budget::FormatDecimal(static_cast<int64_t>(micro));
}

Finding FindingOf(const Conflict& conflict, const IdentitySet& set,
                  Severity severity) {
  const Figure& figure = set.facts()[static_cast<size_t>(conflict.fact)].figure;
  Finding finding;
  finding.severity = severity;
  finding.status = FindingStatus::kInconsistent;
  finding.places.push_back(PlaceOf(figure));
  for (const int fact : conflict.facts) {
    if (fact == conflict.fact) continue;
    finding.places.push_back(
        PlaceOf(set.facts()[static_cast<size_t>(fact)].figure));
  }
  const std::string relations = RelationsText(set, conflict, *figure.table);
  if (!conflict.left_by_others) {
    finding.message = Message("finding.infeasible",
                              {{"place", FigureText(figure)},
                               {"count", absl::StrCat(conflict.facts.size())},
                               {"relations", relations}});
    return finding;
  }
  const Interval& left = *conflict.left_by_others;
  finding.actual_micro = figure.fen;
  finding.expected_micro =
      2 * figure.fen > left.high ? left.high / 2 : left.low / 2;
  finding.difference_micro = *finding.actual_micro - *finding.expected_micro;
  finding.message = Message("finding.infeasible_figure",
                            {{"place", FigureText(figure)},
                             {"actual", AmountText(*figure.table, figure.fen)},
                             {"low", HalfAmountText(*figure.table, left.low)},
                             {"high", HalfAmountText(*figure.table, left.high)},
                             {"relations", relations}});
  return finding;
}

}  // namespace

void CheckFeasibility(const CheckContext& context) {
  if (context.causes == nullptr) return;
  Evidence& evidence = context.causes->evidence();
  // Where everything is exact, what is printed satisfies every relation.
  if (!evidence.rounding_seen()) return;
  const IdentitySet& set = evidence.identities();
  for (const Conflict& conflict : FindConflicts(set, ReportedFacts(evidence))) {
    context.reporter.Report(
        FindingOf(conflict, set, context.reporter.rule().severity));
    if (context.reporter.stopped()) return;
  }
}

}  // namespace yuheng::validation
