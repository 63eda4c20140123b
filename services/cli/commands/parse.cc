#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/document.h"
#include "services/budget/location_text.h"
#include "services/budget/regional_form.h"
#include "services/cli/command.h"
#include "services/cli/commands/local_document.h"
#include "services/cli/output/json.h"

namespace yuheng::cli {
namespace {

struct ParseOptions {
  std::vector<std::string> files;
  const budget::Form* form = nullptr;  // Null: as it looks.
  OutputFormat format = OutputFormat::kTable;
};

void PrintJson(const Terminal& terminal, const std::string& file,
               const budget::Document& document) {
  JsonWriter json;
  json.BeginObject();
  json.Key("file").String(file);
  json.Key("department").String(document.department);
  json.Key("fiscalYear").Number(document.fiscal_year);
  json.Key("form").String(budget::FormOf(document).id);
  json.Key("facts").BeginArray();
  for (const budget::Fact& fact : budget::FactsOf(document)) {
    json.BeginObject();
    json.Key("address").String(fact.address);
    json.Key("value").String(budget::FormatDecimal(fact.value_micro));
    json.Key("printed").String(fact.printed);
    WriteLocation(fact.location, &json);
    json.EndObject();
  }
  json.EndArray();
  json.Key("texts").BeginArray();
  for (const budget::TextFact& text : budget::TextsOf(document)) {
    json.BeginObject();
    json.Key("address").String(text.address);
    json.Key("text").String(text.text);
    WriteLocation(text.location, &json);
    json.EndObject();
  }
  json.EndArray();
  WriteProblems(document, &json);
  json.EndObject();
  *terminal.out << json.text() << "\n";
}

void PrintRows(const Terminal& terminal, OutputFormat format,
               const std::string& file, const budget::Document& document) {
  if (format == OutputFormat::kTable) {
    *terminal.out << file << "  " << document.department << " "
                  << document.fiscal_year << "\n"
                  << FormText(terminal, budget::FormOf(document)) << "\n";
  }
  auto rows = RowPrinter::Create(
      terminal, format,
      {{"file", budget::Message("cli.column_file")},
       {"address", budget::Message("cli.column_address")},
       {"value", budget::Message("cli.column_value"), Align::kRight},
       {"printed", budget::Message("cli.column_printed")},
       {"line", budget::Message("cli.column_line"), Align::kRight, true}});
  for (const budget::Fact& fact : budget::FactsOf(document)) {
    rows->Row({file, fact.address, budget::FormatDecimal(fact.value_micro),
               fact.printed,
               terminal.Pick(budget::ShortLocation(fact.location))});
  }
  rows->Finish();
}

int RunParse(const Environment& environment, const ParseOptions& options) {
  const Terminal& terminal = environment.terminal;
  int exit_code = kExitOk;
  for (const std::string& file : options.files) {
    const auto document = ReadLocalDocument(terminal, file, options.form);
    if (!document.ok()) {
      PrintError(terminal, document.status().message());
      exit_code = kExitUsage;
      continue;
    }
    if (options.format == OutputFormat::kJson) {
      PrintJson(terminal, file, *document);
    } else {
      PrintRows(terminal, options.format, file, *document);
    }
    if (options.format != OutputFormat::kJson) {
      PrintProblems(terminal, file, *document);
    }
  }
  return exit_code;
}

}  // namespace

void AddParse(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* command =
      app.add_subcommand("parse", Say(terminal, "cli.parse_description"));
  command->footer(Say(terminal, "cli.parse_examples"));
  auto options = std::make_shared<ParseOptions>();
  command->add_option("FILE", options->files, Say(terminal, "cli.option_files"))
      ->required();
  AddFormOption(*command, terminal, "forms.option_form", &options->form);
  AddOutputOption(*command, terminal, &options->format);
  command->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunParse(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
