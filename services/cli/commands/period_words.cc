#include "services/cli/commands/period_words.h"

#include "absl/strings/str_cat.h"

namespace yuheng::cli {

std::string PeriodText(const Terminal& terminal, const PeriodOptions& period) {
  return PeriodText(terminal, period.fiscal_year,
                    static_cast<budget::v1::Stage>(period.stage));
}

void PrintAsOf(const Terminal& terminal, const PeriodOptions& period,
               int64_t revision) {
  PrintRemark(terminal, Say(terminal, "cli.as_of",
                            {{"period", PeriodText(terminal, period)},
                             {"revision", absl::StrCat(revision)}}));
}

std::string ScopeText(const Environment& environment,
                      const ScopeOptions& scope) {
  const Terminal& terminal = environment.terminal;
  if (!scope.unit.empty()) {
    return Say(terminal, "cli.scope_unit", {{"unit", scope.unit}});
  }
  if (!scope.department.empty()) {
    return Say(terminal, "cli.scope_department",
               {{"department", scope.department}});
  }
  if (!scope.group.empty()) {
    return Say(terminal, "cli.scope_group", {{"group", scope.group}});
  }
  return Say(terminal, "cli.scope_prefecture",
             {{"division", environment.division}});
}

std::string NothingPosted(const Environment& environment,
                          const ScopeOptions& scope) {
  const Terminal& terminal = environment.terminal;
  return Say(terminal, "cli.nothing_posted",
             {{"scope", ScopeText(environment, scope)},
              {"period", PeriodText(terminal, scope.period)}});
}

}  // namespace yuheng::cli
