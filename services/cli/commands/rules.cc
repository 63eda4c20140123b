#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/budget/table_shape.h"
#include "services/cli/command.h"
#include "services/cli/commands/finding_printer.h"
#include "services/cli/commands/rule_examples.h"
#include "services/validation/validator.h"

namespace yuheng::cli {
namespace {

struct RulesOptions {
  OutputFormat format = OutputFormat::kTable;
  int fiscal_year = 0;
  std::string id;
};

std::string Years(const validation::RuleDescription& rule) {
  if (rule.first_year == 0 && rule.last_year == 0) return "";
  return absl::StrCat(rule.first_year == 0 ? "" : absl::StrCat(rule.first_year),
                      "-",
                      rule.last_year == 0 ? "" : absl::StrCat(rule.last_year));
}

bool Holds(const validation::RuleDescription& rule, int fiscal_year) {
  return fiscal_year == 0 ||
         (rule.first_year <= fiscal_year &&
          (rule.last_year == 0 || fiscal_year <= rule.last_year));
}

// Lists the rules, or the one asked for.
int RunRules(const Environment& environment, const RulesOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto validator = validation::Validator::Create(
      budget::StandardForm(), validation::BuiltInRuleFiles());
  if (!validator.ok()) {
    PrintError(terminal, validator.status().message());
    return kExitUsage;
  }
  // Formulas run over many lines: a table shows them one rule at a time.
  const bool listing =
      options.format == OutputFormat::kTable && options.id.empty();
  std::vector<OutputColumn> columns = {
      {"rule", budget::Message("cli.column_rule")},
      {"severity", budget::Message("cli.column_severity")},
      {"title", budget::Message("cli.column_title")},
      {"years", budget::Message("cli.column_years")}};
  if (options.format != OutputFormat::kTable) {
    columns.push_back({"formula", budget::Message("cli.column_formula")});
    columns.push_back({"check", budget::Message("cli.column_check")});
  }
  auto rows = RowPrinter::Create(terminal, options.format, columns);
  std::string body;
  bool found = false;
  for (const validation::RuleDescription& rule : (*validator)->Rules()) {
    if (!options.id.empty() && rule.id != options.id) continue;
    if (!Holds(rule, options.fiscal_year)) continue;
    found = true;
    std::vector<OutputCell> cells = {rule.id,
                                     std::string(SeverityName(rule.severity)),
                                     terminal.Pick(rule.title), Years(rule)};
    if (options.format != OutputFormat::kTable) {
      cells.insert(cells.end(), {rule.formula, rule.check});
    }
    rows->Row(std::move(cells));
    if (!listing) body = rule.formula.empty() ? rule.check : rule.formula;
  }
  if (!found) {
    PrintError(terminal,
               Say(terminal, "cli.rule_unknown", {{"rule", options.id}}));
    return kExitUsage;
  }
  rows->Finish();
  if (options.format == OutputFormat::kTable && !listing) {
    *terminal.out << "\n" << body << "\n";
  }
  return kExitOk;
}

// Tries the examples of a rule file, or of the built-in catalogue.
int RunRulesTest(const Environment& environment, const std::string& file) {
  const Terminal& terminal = environment.terminal;
  std::vector<EmbeddedFile> files(validation::BuiltInRuleFiles().begin(),
                                  validation::BuiltInRuleFiles().end());
  absl::StatusOr<std::string> content;
  if (!file.empty()) {
    content = ReadFileBytes(terminal, file);
    if (!content.ok()) {
      PrintError(terminal, content.status().message());
      return kExitUsage;
    }
    files = {{file, *content}};
  }
  const auto validator =
      validation::Validator::Create(budget::StandardForm(), files);
  if (!validator.ok()) {
    PrintError(terminal, validator.status().message());
    return kExitUsage;
  }
  size_t failed = 0;
  const std::vector<ExampleResult> results =
      TestExamples(budget::StandardForm(), **validator);
  for (const ExampleResult& result : results) {
    if (result.passed) continue;
    ++failed;
    *terminal.out << result.rule << "  "
                  << (result.number == 0
                          ? Say(terminal, "cli.example_document")
                          : Say(terminal, "cli.example_number",
                                {{"number", absl::StrCat(result.number)}}))
                  << "  " << terminal.Pick(result.message) << "\n";
  }
  *terminal.out << Say(terminal, "cli.examples_summary",
                       {{"count", absl::StrCat(results.size())},
                        {"failed", absl::StrCat(failed)}})
                << "\n";
  return failed == 0 ? kExitOk : kExitFound;
}

}  // namespace

void AddRules(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* rules =
      app.add_subcommand("rules", Say(terminal, "cli.rules_description"));
  rules->footer(Say(terminal, "cli.rules_examples"));
  rules->require_subcommand(1);
  auto options = std::make_shared<RulesOptions>();
  const auto run = [&environment, &action, options] {
    action = [&environment, options] {
      return RunRules(environment, *options);
    };
  };
  CLI::App* list = rules->add_subcommand(
      "list", Say(terminal, "cli.rules_list_description"));
  AddOutputOption(*list, terminal, &options->format);
  list->add_option("--year", options->fiscal_year,
                   Say(terminal, "cli.option_year"));
  list->callback(run);
  CLI::App* show = rules->add_subcommand(
      "show", Say(terminal, "cli.rules_show_description"));
  AddOutputOption(*show, terminal, &options->format);
  show->add_option("ID", options->id, Say(terminal, "cli.option_rule"))
      ->required();
  show->callback(run);
  CLI::App* test = rules->add_subcommand(
      "test", Say(terminal, "cli.rules_test_description"));
  auto file = std::make_shared<std::string>();
  test->add_option("FILE", *file, Say(terminal, "cli.option_rule_file"));
  test->callback([&environment, &action, file] {
    action = [&environment, file] { return RunRulesTest(environment, *file); };
  });
}

}  // namespace yuheng::cli
