#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "services/budget/table_shape.h"
#include "services/cli/command.h"
#include "services/cli/commands/finding_printer.h"
#include "services/cli/commands/rule_examples.h"
#include "services/cli/commands/rules_document.h"
#include "services/validation/validator.h"

namespace yuheng::cli {
namespace {

struct RulesOptions {
  OutputFormat format = OutputFormat::kTable;
  int fiscal_year = 0;
  std::string id;
  std::string out;  // Of the document; empty: standard output.
  bool replace = false;
};

// What a table has no room for.
std::string BodyText(const Terminal& terminal,
                     const validation::RuleDescription& rule) {
  std::string text;
  if (!rule.explanation.zh.empty()) {
    text = absl::StrCat(terminal.Pick(rule.explanation), "\n\n");
  }
  absl::StrAppend(&text, rule.formula.empty() ? rule.check : rule.formula);
  if (!rule.source.zh.empty()) {
    absl::StrAppend(&text, "\n\n", Say(terminal, "cli.column_source"), ": ",
                    terminal.Pick(rule.source));
  }
  return text;
}

// Compiles rule files; tells what is wrong with them and gives null.
std::unique_ptr<validation::Validator> CatalogueOf(
    const Terminal& terminal, absl::Span<const EmbeddedFile> files) {
  auto validator = validation::Validator::Create(budget::StandardForm(), files);
  if (validator.ok()) return *std::move(validator);
  PrintError(terminal, Say(terminal, "cli.rule_file_wrong",
                           {{"what", validator.status().message()}}));
  return nullptr;
}

// Lists the rules, or the one asked for.
int RunRules(const Environment& environment, const RulesOptions& options) {
  const Terminal& terminal = environment.terminal;
  const std::unique_ptr<validation::Validator> validator =
      CatalogueOf(terminal, validation::BuiltInRuleFiles());
  if (validator == nullptr) return kExitUsage;
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
    columns.push_back(
        {"explanation", budget::Message("cli.column_explanation")});
    columns.push_back({"source", budget::Message("cli.column_source")});
  }
  auto rows = RowPrinter::Create(terminal, options.format, columns);
  std::string body;
  bool found = false;
  for (const validation::RuleDescription& rule : validator->Rules()) {
    if (!options.id.empty() && !absl::EqualsIgnoreCase(rule.id, options.id)) {
      continue;
    }
    if (!rule.HoldsIn(options.fiscal_year)) continue;
    found = true;
    std::vector<OutputCell> cells = {
        rule.id, std::string(SeverityName(rule.severity)),
        terminal.Pick(rule.title), YearsText(rule)};
    if (options.format != OutputFormat::kTable) {
      cells.insert(cells.end(),
                   {rule.formula, rule.check, terminal.Pick(rule.explanation),
                    terminal.Pick(rule.source)});
    }
    rows->Row(std::move(cells));
    if (!listing) body = BodyText(terminal, rule);
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
  const std::unique_ptr<validation::Validator> validator =
      CatalogueOf(terminal, files);
  if (validator == nullptr) return kExitUsage;
  size_t failed = 0;
  const std::vector<ExampleResult> results =
      TestExamples(budget::StandardForm(), *validator);
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

// Writes the catalogue as a document.
int RunDocument(const Environment& environment, const RulesOptions& options) {
  const Terminal& terminal = environment.terminal;
  const std::unique_ptr<validation::Validator> validator =
      CatalogueOf(terminal, validation::BuiltInRuleFiles());
  if (validator == nullptr) return kExitUsage;
  const std::string text = RulesDocument(terminal, validator->Rules());
  if (options.out.empty()) {
    *terminal.out << text;
    return kExitOk;
  }
  const absl::Status written =
      WriteFileBytes(terminal, options.out, text, options.replace);
  if (!written.ok()) {
    PrintError(terminal, written.message());
    return kExitUsage;
  }
  return kExitOk;
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
  CLI::App* document = rules->add_subcommand(
      "document", Say(terminal, "cli.rules_document_description"));
  document->add_option("--out", options->out,
                       Say(terminal, "cli.option_out_file"));
  document->add_flag("--force", options->replace,
                     Say(terminal, "cli.option_force"));
  document->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunDocument(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
