#ifndef YUHENG_SERVICES_CLI_COMMANDS_FINDING_LIST_H_
#define YUHENG_SERVICES_CLI_COMMANDS_FINDING_LIST_H_

#include <set>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/budget/document.h"
#include "services/cli/command.h"
#include "services/cli/output/terminal.h"
#include "services/validation/finding.h"

namespace yuheng::cli {

// Findings of a rule and a severity that are shown without --all.
inline constexpr int kShownPerRuleMax = 5;

struct FindingList {
  absl::Span<const validation::Finding> findings;  // As they were emitted.
  absl::Span<const validation::FindingGroup> groups = {};
  // For the printed names of rows; null where it is not at hand.
  const budget::Document* document = nullptr;
  // Ids of those that are explained, so nothing is left to do.
  std::set<std::string> explained = {};
};

// Takes out the findings below `least`; the groups then name the positions of
// those that are left, and groups of none go.
void LeaveOutBelow(validation::Severity least,
                   std::vector<validation::Finding>* findings,
                   std::vector<validation::FindingGroup>* groups);

// For people: how much there is to fix, then what to fix first in front, by
// likely cause, each with its place by its printed names, its line and the
// arithmetic; then warnings and notes. Beyond kShownPerRuleMax findings a rule,
// how many more there are.
void PrintFindings(const Terminal& terminal, const FindingList& list,
                   const ShownFindings& shown);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_FINDING_LIST_H_
