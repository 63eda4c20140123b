#include "services/cli/commands/scope_options.h"

#include "CLI/CLI.hpp"
#include "services/budget/department_list.h"
#include "services/budget/table_shape.h"
#include "services/cli/commands/account_words.h"
#include "services/cli/connection.h"
#include "services/cli/option_values.h"
#include "services/rpc/resource_name.h"

namespace yuheng::cli {

void AddScopeOptions(CLI::App& command, const Terminal& terminal,
                     ScopeOptions* scope) {
  CLI::Option* department =
      AddDepartmentOption(command, terminal, &scope->department);
  command.add_option("--unit", scope->unit, Say(terminal, "cli.option_unit"))
      ->check(ResourceCode(terminal))
      ->needs(department);
  AddGroupOption(command, terminal, "--group",
                 Say(terminal, "cli.option_group"), &scope->group)
      ->excludes(department);
}

CLI::Option* AddGroupOption(CLI::App& command, const Terminal& terminal,
                            const std::string& name,
                            const std::string& description,
                            std::string* group) {
  return command.add_option(name, *group, description)
      ->check(Words(terminal, budget::kGroupNameSizeBytesMax));
}

std::string ScopeName(const Environment& environment,
                      const ScopeOptions& scope) {
  return scope.group.empty()
             ? ScopeName(environment, scope.department, scope.unit)
             : rpc::GroupName(environment.division, scope.group);
}

aggregation::v1::TotalsScope ScopeMessage(const Environment& environment,
                                          const ScopeOptions& scope) {
  aggregation::v1::TotalsScope message;
  message.set_name(ScopeName(environment, scope));
  message.set_fiscal_year(scope.period.fiscal_year);
  message.set_stage(static_cast<budget::v1::Stage>(scope.period.stage));
  return message;
}

void AddTableOption(CLI::App& command, const Terminal& terminal,
                    std::vector<int>* tables) {
  command.add_option("--table", *tables, Say(terminal, "cli.option_table"))
      ->transform(CLI::Validator(
          [](std::string& text) {
            text = std::string(WithoutTableMark(text));
            return std::string();
          },
          ""))
      ->check(Between(terminal, 1, budget::kTableCount));
}

google::protobuf::RepeatedField<int> TableKinds(
    const std::vector<int>& tables) {
  return {tables.begin(), tables.end()};
}

}  // namespace yuheng::cli
