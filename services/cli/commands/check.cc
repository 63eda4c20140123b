#include <csignal>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/budget/location_text.h"
#include "services/budget/regional_form.h"
#include "services/budget/table_shape.h"
#include "services/cli/command.h"
#include "services/cli/commands/check_inputs.h"
#include "services/cli/commands/check_reports.h"
#include "services/cli/commands/finding_list.h"
#include "services/cli/commands/finding_printer.h"
#include "services/cli/commands/local_document.h"
#include "services/cli/commands/overlay_words.h"
#include "services/cli/commands/replay.h"
#include "services/cli/output/json.h"
#include "services/validation/report/digest.h"
#include "services/validation/report/place_name.h"
#include "services/validation/report/words.h"
#include "services/validation/validator.h"

namespace yuheng::cli {
namespace {

using validation::Finding;

struct CheckOptions {
  std::vector<std::string> files;
  std::string replay;                  // A stored submission instead of files.
  const budget::Form* form = nullptr;  // Of the files; null: as they look.
  CheckInputOptions inputs;
  OutputFormat format = OutputFormat::kTable;
  ShownFindings shown;
  ReportTargets reports;
};

struct CheckedFile {
  std::string file;
  const budget::Document& document;
  std::vector<Finding> findings;
  validation::VerdictSummary summary;
  size_t not_shown = 0;  // Findings below --least, which it does not have.
};

void PrintJson(const Terminal& terminal, const CheckedFile& checked) {
  JsonWriter json;
  json.BeginObject();
  json.Key("file").String(checked.file);
  json.Key("department").String(checked.document.department);
  json.Key("fiscalYear").Number(checked.document.fiscal_year);
  json.Key("form").String(checked.summary.form);
  json.Key("verdict").String(VerdictName(checked.summary.verdict));
  json.Key("findings").BeginArray();
  for (const Finding& finding : checked.findings) WriteFinding(finding, &json);
  json.EndArray();
  if (checked.not_shown > 0) json.Key("notShown").Number(checked.not_shown);
  json.Key("groups").BeginArray();
  for (const validation::FindingGroup& group : checked.summary.groups) {
    WriteGroup(group, &json);
  }
  json.EndArray();
  WriteProblems(checked.document, &json);
  WriteOverlay(checked.summary, &json);
  json.EndObject();
  *terminal.out << json.text() << "\n";
}

// The number of each finding's group, from 1, in the order of the text output.
std::vector<const validation::DigestGroup*> GroupsOf(
    const std::vector<validation::DigestGroup>& digest, size_t finding_count) {
  std::vector<const validation::DigestGroup*> groups(finding_count);
  for (const validation::DigestGroup& group : digest) {
    for (const int i : group.findings) groups[i] = &group;
  }
  return groups;
}

// The numbers of the groups are those of the text.
void PrintCsv(const Terminal& terminal, const CheckedFile& checked,
              RowPrinter* rows) {
  const std::vector<validation::DigestGroup> digest =
      validation::DigestOf(checked.findings, checked.summary.groups);
  const auto groups = GroupsOf(digest, checked.findings.size());
  for (size_t i = 0; i < checked.findings.size(); ++i) {
    const Finding& finding = checked.findings[i];
    const validation::Place place = finding.places.empty()
                                        ? validation::Place{"doc", {}}
                                        : finding.places.front();
    const validation::FindingGroup* diagnosis = groups[i]->diagnosis;
    rows->Row({checked.file, finding.rule,
               std::string(SeverityName(finding.severity)),
               std::string(StatusName(finding.status)), place.address,
               absl::StrCat(budget::LineNumber(place.location)),
               validation::DecimalText(finding.expected_micro),
               validation::DecimalText(finding.actual_micro),
               validation::DecimalText(finding.difference_micro),
               terminal.Pick(finding.message), place.location.reference,
               terminal.Pick(validation::PlaceName(
                   budget::StandardForm(), &checked.document, place.address)),
               absl::StrCat(groups[i] - digest.data() + 1),
               diagnosis == nullptr ? "" : terminal.Pick(diagnosis->cause)});
  }
  // What was not read was not checked either.
  for (const budget::ReadingProblem& problem : checked.document.problems) {
    const std::string address =
        problem.table == budget::TableKind::kNone
            ? "doc"
            : absl::StrCat("T", static_cast<int>(problem.table));
    rows->Row({checked.file, problem.id, "PROBLEM", "", address,
               absl::StrCat(budget::LineNumber(problem.location)), "", "", "",
               terminal.Pick(problem.message), problem.location.reference,
               terminal.Pick(validation::PlaceName(budget::StandardForm(),
                                                   &checked.document, address)),
               "", ""});
  }
}

void PrintText(const Terminal& terminal, const CheckedFile& checked,
               const ShownFindings& shown) {
  *terminal.out << Paint(terminal.out_color, Color::kBold, checked.file) << "  "
                << checked.document.department << " "
                << checked.document.fiscal_year << "\n"
                << FormText(terminal, budget::FormOf(checked.document)) << "\n"
                << SummaryText(terminal, checked.summary, shown.least) << "\n";
  PrintOverlay(terminal, checked.summary);
  PrintFindings(terminal,
                {.findings = checked.findings,
                 .groups = checked.summary.groups,
                 .document = &checked.document},
                shown);
}

std::vector<OutputColumn> CsvColumns() {
  std::vector<OutputColumn> columns;
  for (const char* key : {"file", "rule", "severity", "status", "address",
                          "line", "expected", "actual", "difference", "message",
                          "reference", "place", "group", "cause"}) {
    columns.push_back({key, {key, key}});
  }
  return columns;
}

CheckedFile CheckFile(const validation::Validator& validator,
                      const validation::References& references,
                      const std::string& file,
                      const budget::Document& document) {
  CheckedFile checked{file, document, {}, {}, 0};
  checked.summary = validator.Check(
      checked.document, {.references = references}, [&](Finding finding) {
        checked.findings.push_back(std::move(finding));
        return true;
      });
  return checked;
}

// Without the findings below `least`.
CheckedFile ShownOf(CheckedFile checked, validation::Severity least) {
  const size_t all = checked.findings.size();
  LeaveOutBelow(least, &checked.findings, &checked.summary.groups);
  checked.not_shown = all - checked.findings.size();
  return checked;
}

int RunCheck(const Environment& environment, const CheckOptions& options) {
  const Terminal& terminal = environment.terminal;
  if (!options.replay.empty()) {
    return RunReplay(environment, options.replay, options.inputs,
                     options.format);
  }
  const auto validator = MakeValidator(terminal, options.inputs);
  auto references = CheckReferences::Read(terminal, options.inputs);
  for (const absl::Status& status : {validator.status(), references.status()}) {
    if (status.ok()) continue;
    PrintError(terminal, status.message());
    return kExitUsage;
  }
  const auto ceilings = LocalCeilings::Read(terminal, options.inputs.ceilings);
  if (!ceilings) return kExitUsage;
  const absl::Status targets =
      CheckTargets(terminal, options.reports, options.files);
  if (!targets.ok()) {
    PrintError(terminal, targets.message());
    return kExitUsage;
  }
  std::map<std::string, budget::Text> rule_titles;
  for (const auto& rule : (*validator)->Rules()) {
    rule_titles[rule.id] = rule.title;
  }
  std::unique_ptr<RowPrinter> csv;
  if (options.format == OutputFormat::kCsv) {
    csv = RowPrinter::Create(terminal, options.format, CsvColumns());
  }
  // The reports are wanted even when nobody reads on: `yuheng check … | head`.
  if (options.reports.any()) std::signal(SIGPIPE, SIG_IGN);
  int exit_code = kExitOk;
  for (const std::string& file : options.files) {
    auto document = ReadLocalDocument(terminal, file, options.form);
    if (!document.ok()) {
      PrintError(terminal, document.status().message());
      exit_code = kExitUsage;
      continue;
    }
    absl::Status belong =
        references->BelongTo(terminal, *document, options.inputs.renamed);
    const auto ceiling = ceilings->For(terminal, *document);
    belong.Update(ceiling.status());
    if (ceiling.ok()) references->set_ceiling(*ceiling);
    if (!belong.ok()) {
      PrintError(terminal, absl::StrCat(file, ": ", belong.message()));
      exit_code = kExitUsage;
      continue;
    }
    const CheckedFile checked =
        ShownOf(CheckFile(**validator, references->get(), file, *document),
                options.shown.least);
    if (options.format == OutputFormat::kJson) {
      PrintJson(terminal, checked);
    } else if (csv != nullptr) {
      PrintCsv(terminal, checked, csv.get());
    } else {
      PrintText(terminal, checked, options.shown);
    }
    if (options.format != OutputFormat::kJson) {
      PrintProblems(terminal, file, checked.document);
    }
    if (checked.summary.error_count > 0 && exit_code == kExitOk) {
      exit_code = kExitFound;
    }
    if (!options.reports.any()) continue;
    const absl::Status written = WriteReports(
        terminal, options.reports,
        {budget::StandardForm(), checked.document, checked.findings,
         checked.summary, file, rule_titles, options.shown.least});
    if (!written.ok()) {
      PrintError(terminal, written.message());
      exit_code = kExitUsage;
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
  CLI::Option* files = command->add_option("FILE", options->files,
                                           Say(terminal, "cli.option_files"));
  CLI::Option* replay = command->add_option(
      "--replay", options->replay, Say(terminal, "waivers.option_replay"));
  AddConnectionOptions(*command, environment);
  replay->excludes(files);
  AddFormOption(*command, terminal, "forms.option_form", &options->form);
  AddCheckInputOptions(*command, terminal, &options->inputs);
  AddOutputOption(*command, terminal, &options->format);
  AddShownOptions(*command, terminal, &options->shown);
  command->add_option("--html", options->reports.html,
                      Say(terminal, "cli.option_html"));
  command->add_option("--xlsx", options->reports.xlsx,
                      Say(terminal, "cli.option_xlsx_findings"));
  command->add_flag("--force", options->reports.replace,
                    Say(terminal, "cli.option_force"));
  command->callback([&environment, &action, options] {
    if (options->files.empty() && options->replay.empty()) {
      throw CLI::RequiredError("FILE");
    }
    action = [&environment, options] {
      return RunCheck(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
