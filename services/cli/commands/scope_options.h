#ifndef YUHENG_SERVICES_CLI_COMMANDS_SCOPE_OPTIONS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_SCOPE_OPTIONS_H_

#include <string>
#include <vector>

#include "services/cli/command.h"
#include "yuheng/aggregation/v1/totals.pb.h"

namespace yuheng::cli {

// What totals are asked about.
struct ScopeOptions {
  std::string department;  // Empty for the group, or the prefecture.
  std::string unit;        // Empty for the department.
  std::string group;       // Of departments; without a department only.
  PeriodOptions period;
};

// --department, --unit and --group; --year and --stage are AddPeriodOptions'.
void AddScopeOptions(CLI::App& command, const Terminal& terminal,
                     ScopeOptions* scope);
// Its resource name.
std::string ScopeName(const Environment& environment,
                      const ScopeOptions& scope);
aggregation::v1::TotalsScope ScopeMessage(const Environment& environment,
                                          const ScopeOptions& scope);

// --group, or the same of another scope.
CLI::Option* AddGroupOption(CLI::App& command, const Terminal& terminal,
                            const std::string& name,
                            const std::string& description, std::string* group);

// --table, any number of times.
void AddTableOption(CLI::App& command, const Terminal& terminal,
                    std::vector<int>* tables);
// As the requests' field `tables`.
google::protobuf::RepeatedField<int> TableKinds(const std::vector<int>& tables);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_SCOPE_OPTIONS_H_
