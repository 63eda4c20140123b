#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/table_shape.h"
#include "services/cli/command.h"
#include "services/cli/commands/finding_printer.h"
#include "services/cli/commands/local_document.h"
#include "services/cli/output/json.h"
#include "services/validation/validator.h"

namespace yuheng::cli {
namespace {

using validation::Finding;
using validation::Severity;

struct CheckOptions {
  std::vector<std::string> files;
  OutputFormat format = OutputFormat::kTable;
  Severity least = Severity::kNote;
};

struct CheckedFile {
  std::string file;
  budget::Document document;
  std::vector<Finding> findings;
  validation::VerdictSummary summary;
};

void PrintJson(const Terminal& terminal, const CheckedFile& checked) {
  JsonWriter json;
  json.BeginObject();
  json.Key("file").String(checked.file);
  json.Key("department").String(checked.document.department);
  json.Key("fiscalYear").Number(checked.document.fiscal_year);
  json.Key("verdict").String(VerdictName(checked.summary.verdict));
  json.Key("findings").BeginArray();
  for (const Finding& finding : checked.findings) WriteFinding(finding, &json);
  json.EndArray().EndObject();
  *terminal.out << json.text() << "\n";
}

std::string Figure(const std::optional<int64_t>& micro) {
  return micro.has_value() ? budget::FormatDecimal(*micro) : "";
}

void PrintCsv(const Terminal& terminal, const CheckedFile& checked,
              RowPrinter* rows) {
  for (const Finding& finding : checked.findings) {
    const validation::Place place =
        finding.places.empty() ? validation::Place{} : finding.places.front();
    rows->Row({checked.file, finding.rule,
               std::string(SeverityName(finding.severity)),
               std::string(StatusName(finding.status)), place.address,
               absl::StrCat(place.location.line),
               Figure(finding.expected_micro), Figure(finding.actual_micro),
               Figure(finding.difference_micro),
               terminal.Pick(finding.message)});
  }
}

void PrintText(const Terminal& terminal, const CheckedFile& checked,
               Severity least) {
  *terminal.out << Paint(terminal.out_color, Color::kBold, checked.file) << "  "
                << checked.document.department << " "
                << checked.document.fiscal_year << "  "
                << SummaryText(terminal, checked.summary) << "\n";
  PrintFindings(terminal, checked.findings, least);
}

std::vector<OutputColumn> CsvColumns() {
  std::vector<OutputColumn> columns;
  for (const char* key :
       {"file", "rule", "severity", "status", "address", "line", "expected",
        "actual", "difference", "message"}) {
    columns.push_back({key, {key, key}});
  }
  return columns;
}

int RunCheck(const Environment& environment, const CheckOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto validator = validation::Validator::Create(
      budget::StandardForm(), validation::BuiltInRuleFiles());
  if (!validator.ok()) {
    PrintError(terminal, validator.status().message());
    return kExitUsage;
  }
  std::unique_ptr<RowPrinter> csv;
  if (options.format == OutputFormat::kCsv) {
    csv = RowPrinter::Create(terminal, options.format, CsvColumns());
  }
  int exit_code = kExitOk;
  for (const std::string& file : options.files) {
    auto document = ReadLocalDocument(terminal, file);
    if (!document.ok()) {
      PrintError(terminal, document.status().message());
      exit_code = kExitUsage;
      continue;
    }
    CheckedFile checked{file, *std::move(document), {}, {}};
    checked.summary =
        (*validator)->Check(checked.document, [&](Finding finding) {
          checked.findings.push_back(std::move(finding));
          return true;
        });
    if (options.format == OutputFormat::kJson) {
      PrintJson(terminal, checked);
    } else if (csv != nullptr) {
      PrintCsv(terminal, checked, csv.get());
    } else {
      PrintText(terminal, checked, options.least);
    }
    if (options.format != OutputFormat::kJson) {
      PrintProblems(terminal, file, checked.document);
    }
    if (checked.summary.error_count > 0 && exit_code == kExitOk) {
      exit_code = kExitFound;
    }
  }
  if (csv != nullptr) csv->Finish();
  return exit_code;
}

}  // namespace

void AddCheck(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* command =
      app.add_subcommand("check", Say(terminal, "cli.check_description"));
  command->footer(Say(terminal, "cli.check_examples"));
  auto options = std::make_shared<CheckOptions>();
  command->add_option("FILE", options->files, Say(terminal, "cli.option_files"))
      ->required();
  AddOutputOption(*command, terminal, &options->format);
  AddLeastOption(*command, terminal, &options->least);
  command->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunCheck(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
