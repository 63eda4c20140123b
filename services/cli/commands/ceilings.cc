#include <map>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/budget/ceiling_codec.h"
#include "services/budget/decimal.h"
#include "services/budget/table_shape.h"
#include "services/cli/command.h"
#include "services/cli/commands/change_options.h"
#include "services/cli/commands/compare_ceilings.h"
#include "services/cli/commands/local_ceilings.h"
#include "services/cli/commands/stored_submission.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/connection.h"
#include "services/cli/option_values.h"
#include "services/rpc/client.h"
#include "services/rpc/resource_name.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using ingestion::v1::Ceiling;
using ingestion::v1::ImportCeilingsRequest;
using ingestion::v1::ImportCeilingsResponse;
using ingestion::v1::IngestionService;

// What the service takes.
constexpr size_t kCeilingsPerImportMax = 2000;
constexpr size_t kDigitsShown = 12;

struct CeilingsOptions {
  std::string file;
  int fiscal_year = 0;
  int64_t unit_fen = 0;
  std::string department;
  std::string unit;
  ChangeOptions change;  // Its format is that of lists too.
  bool check = false;
  bool history = false;
};

std::string YuanText(int64_t fen) { return budget::FormatDecimal(fen); }

// The figure of all sources; the sum of those that stand beside each other
// would count some twice.
std::string TotalText(const Ceiling& ceiling) {
  for (const auto& figure : ceiling.figures()) {
    if (figure.source() == budget::kTotalKey &&
        figure.kind() == budget::v1::EXPENDITURE_KIND_UNSPECIFIED) {
      return YuanText(figure.amount_fen());
    }
  }
  return "";
}

std::unique_ptr<RowPrinter> Rows(const Terminal& terminal, OutputFormat format,
                                 std::vector<OutputColumn> more) {
  std::vector<OutputColumn> columns = {
      {"department", budget::Message("cli.column_code")},
      {"unit", budget::Message("ceilings.column_unit")},
      {"year", budget::Message("cli.column_year"), Align::kRight, true}};
  columns.insert(columns.end(), more.begin(), more.end());
  return RowPrinter::Create(terminal, format, std::move(columns));
}

std::vector<OutputCell> CellsOf(const Ceiling& ceiling) {
  const auto parent = rpc::ParseResourceName(ceiling.parent());
  return {parent.ok() ? parent->department : "",
          parent.ok() ? parent->unit : "", absl::StrCat(ceiling.fiscal_year())};
}

// In the table the beginning of a hash says enough.
std::string HashText(OutputFormat format, const Ceiling& ceiling) {
  return format == OutputFormat::kTable
             ? ceiling.sha256().substr(0, kDigitsShown)
             : ceiling.sha256();
}

ImportCeilingsRequest RequestOf(const Environment& environment,
                                const CeilingsOptions& options,
                                const CeilingFile& file) {
  ImportCeilingsRequest request;
  request.set_parent(ScopeName(environment, "", ""));
  request.set_actor(options.change.actor);
  request.set_validate_only(options.check);
  for (const CeilingRows& rows : file.ceilings) {
    Ceiling* ceiling = request.add_ceilings();
    ceiling->set_parent(
        ScopeName(environment, rows.ceiling.department, rows.ceiling.unit));
    ceiling->set_fiscal_year(rows.ceiling.fiscal_year);
    ceiling->set_reason(options.change.reason);
    budget::CeilingFiguresToProto(rows.ceiling.figures,
                                  ceiling->mutable_figures());
  }
  return request;
}

// What became of each; with the lines of the file when there is one.
int PrintImported(const Terminal& terminal, const CeilingsOptions& options,
                  const CeilingFile& file, const ImportCeilingsRequest& request,
                  const ImportCeilingsResponse& response) {
  const bool table = options.change.format == OutputFormat::kTable;
  auto rows =
      Rows(terminal, options.change.format,
           {{"figures", budget::Message("ceilings.column_figures"),
             Align::kRight, true},
            {"result", budget::Message("ceilings.column_result")},
            {"sha256", budget::Message("ceilings.column_sha256")},
            {"refused", budget::Message("submissions.column_refused")}});
  bool refused = false;
  for (int i = 0; i < response.results_size(); ++i) {
    const auto& result = response.results(i);
    const Ceiling& asked = request.ceilings(i);
    refused = refused || result.has_error();
    const char* word = result.has_error()   ? "refused"
                       : result.unchanged() ? "unchanged"
                       : response.applied() ? "set"
                       : options.check      ? "would_be_set"
                                            : "not_set";
    const auto& message = result.error().message();
    std::string why = table ? terminal.Pick({message.zh(), message.en()})
                            : result.error().reason();
    if (table && result.has_error() &&
        i < static_cast<int>(file.ceilings.size())) {
      why = Say(
          terminal, "ceilings.refused_at",
          {{"line", absl::StrCat(file.ceilings[i].line)}, {"message", why}});
    }
    std::vector<OutputCell> cells = CellsOf(asked);
    cells.push_back(absl::StrCat(asked.figures_size()));
    cells.push_back(table
                        ? Say(terminal, absl::StrCat("ceilings.result_", word))
                        : std::string(word));
    cells.push_back(HashText(options.change.format, result.ceiling()));
    cells.push_back({why, Color::kRed});
    rows->Row(std::move(cells));
  }
  rows->Finish();
  if (refused) PrintError(terminal, Say(terminal, "ceilings.nothing_set"));
  return refused ? kExitFound : kExitOk;
}

int Send(const Environment& environment, const CeilingsOptions& options,
         const CeilingFile& file, const ImportCeilingsRequest& request) {
  const Terminal& terminal = environment.terminal;
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  ImportCeilingsResponse response;
  // The same again changes nothing.
  const grpc::Status status = rpc::CallWithRetry(
      {.call_deadline = rpc::kWriteDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        return stub->ImportCeilings(&context, request, &response);
      });
  if (!status.ok()) return ReportFailure(terminal, status);
  return PrintImported(terminal, options, file, request, response);
}

int RunImport(const Environment& environment, const CeilingsOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto file = ReadCeilings(
      terminal, options.file,
      {.fiscal_year = options.fiscal_year, .unit_fen = options.unit_fen});
  if (!file) return kExitUsage;
  if (file->ceilings.size() > kCeilingsPerImportMax) {
    PrintError(terminal, Say(terminal, "ceilings.file_many",
                             {{"found", absl::StrCat(file->ceilings.size())},
                              {"max", absl::StrCat(kCeilingsPerImportMax)}}));
    return kExitUsage;
  }
  return Send(environment, options, *file,
              RequestOf(environment, options, *file));
}

int RunRemove(const Environment& environment, const CeilingsOptions& options) {
  CeilingFile none;
  none.ceilings.push_back(
      {{options.department, options.unit, options.fiscal_year, {}}, "", 0});
  const ImportCeilingsRequest request = RequestOf(environment, options, none);
  return Send(environment, options, {}, request);
}

// Calls `each` for all that are listed; the exit code.
template <typename Each>
int List(const Environment& environment, const CeilingsOptions& options,
         Each each) {
  const Terminal& terminal = environment.terminal;
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  ingestion::v1::ListCeilingsRequest request;
  request.set_parent(ScopeName(environment, options.department, ""));
  request.set_fiscal_year(options.fiscal_year);
  request.set_show_history(options.history);
  size_t count = 0;
  do {
    ingestion::v1::ListCeilingsResponse response;
    const grpc::Status status = rpc::CallWithRetry(
        {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
        [&](grpc::ClientContext& context) {
          return stub->ListCeilings(&context, request, &response);
        });
    if (!status.ok()) return ReportFailure(terminal, status);
    for (const Ceiling& ceiling : response.ceilings()) {
      count += each(ceiling) ? 1 : 0;
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  if (count == 0) PrintRemark(terminal, Say(terminal, "ceilings.nothing"));
  return kExitOk;
}

int RunList(const Environment& environment, const CeilingsOptions& options) {
  const Terminal& terminal = environment.terminal;
  const bool table = options.change.format == OutputFormat::kTable;
  auto rows =
      Rows(terminal, options.change.format,
           {{"figures", budget::Message("ceilings.column_figures"),
             Align::kRight, true},
            {"total", budget::Message("ceilings.column_total"), Align::kRight},
            {"state", budget::Message("cli.column_state")},
            {"actor", budget::Message("windows.column_actor")},
            {"set_time", budget::Message("windows.column_set_time")},
            {"sha256", budget::Message("ceilings.column_sha256")},
            {"reason", budget::Message("windows.column_reason")}});
  const int exit_code = List(environment, options, [&](const Ceiling& ceiling) {
    const char* state = ceiling.in_force()          ? "in_force"
                        : ceiling.figures().empty() ? "removed"
                                                    : "replaced";
    std::vector<OutputCell> cells = CellsOf(ceiling);
    cells.push_back(absl::StrCat(ceiling.figures_size()));
    cells.push_back(TotalText(ceiling));
    cells.push_back(table
                        ? Say(terminal, absl::StrCat("ceilings.state_", state))
                        : std::string(state));
    cells.push_back(ceiling.actor());
    cells.push_back(TimeText(ceiling.set_time()));
    cells.push_back(HashText(options.change.format, ceiling));
    cells.push_back(ceiling.reason());
    rows->Row(std::move(cells));
    return true;
  });
  rows->Finish();
  return exit_code;
}

int RunShow(const Environment& environment, const CeilingsOptions& options) {
  const Terminal& terminal = environment.terminal;
  const bool table = options.change.format == OutputFormat::kTable;
  const budget::Form& form = budget::StandardForm();
  auto rows = Rows(
      terminal, options.change.format,
      {{"source", budget::Message("ceilings.column_source")},
       {"kind", budget::Message("ceilings.column_kind")},
       {"amount", budget::Message("ceilings.column_amount"), Align::kRight},
       {"set_time", budget::Message("windows.column_set_time")},
       {"sha256", budget::Message("ceilings.column_sha256")}});
  const int exit_code = List(environment, options, [&](const Ceiling& ceiling) {
    const auto parent = rpc::ParseResourceName(ceiling.parent());
    if (!parent.ok() || parent->unit != options.unit) return false;
    const auto figures =
        budget::CeilingFiguresFromProto(form, ceiling.figures());
    if (!figures.ok()) return false;
    for (const budget::CeilingFigure& figure : *figures) {
      std::vector<OutputCell> cells = CellsOf(ceiling);
      cells.push_back(
          table ? terminal.Pick(budget::SourceText(form, figure.source))
                : figure.source);
      cells.push_back(table ? terminal.Pick(budget::KindText(figure.kind))
                            : std::string(budget::KindKey(figure.kind)));
      cells.push_back(YuanText(figure.amount_fen));
      cells.push_back(TimeText(ceiling.set_time()));
      cells.push_back(HashText(options.change.format, ceiling));
      rows->Row(std::move(cells));
    }
    return !figures->empty();
  });
  rows->Finish();
  return exit_code;
}

int RunCompare(const Environment& environment, const CeilingsOptions& options) {
  return CompareCeilings(environment, options.department, options.fiscal_year,
                         options.change.format);
}

CLI::Option* AddYearOption(CLI::App* command, const Terminal& terminal,
                           const char* description, CeilingsOptions* options) {
  return command
      ->add_option("--year", options->fiscal_year, Say(terminal, description))
      ->check(Between(terminal, 2000, 2100));
}

void AddUnitOption(CLI::App* command, const Terminal& terminal,
                   CeilingsOptions* options) {
  command->add_option("--unit", options->unit, Say(terminal, "cli.option_unit"))
      ->check(ResourceCode(terminal));
}

}  // namespace

void AddCeilings(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* group =
      app.add_subcommand("ceilings", Say(terminal, "ceilings.description"));
  group->footer(Say(terminal, "ceilings.examples"));
  group->require_subcommand(1);
  auto options = std::make_shared<CeilingsOptions>();
  const auto runs = [&environment, &action, options](int (*run)(
                        const Environment&, const CeilingsOptions&)) {
    return [&environment, &action, options, run] {
      action = [&environment, options, run] {
        return run(environment, *options);
      };
    };
  };

  CLI::App* import = group->add_subcommand(
      "import", Say(terminal, "ceilings.import_description"));
  import->footer(Say(terminal, "ceilings.import_examples"));
  import
      ->add_option("FILE", options->file, Say(terminal, "ceilings.option_file"))
      ->required();
  AddYearOption(import, terminal, "ceilings.option_import_year", options.get());
  import
      ->add_option("--unit-of-account", options->unit_fen,
                   Say(terminal, "ceilings.option_unit_of_account"))
      ->transform(OneOf<int64_t>(terminal, {{"万元", budget::kFenPerWanYuan},
                                            {"wan", budget::kFenPerWanYuan},
                                            {"元", budget::kFenPerYuan},
                                            { "yuan",
                                              budget::kFenPerYuan }}));
  import->add_flag("--check", options->check,
                   Say(terminal, "ceilings.option_check"));
  AddChangeOptions(*import, environment, &options->change);
  import->callback(runs(RunImport));

  CLI::App* remove = group->add_subcommand(
      "remove", Say(terminal, "ceilings.remove_description"));
  AddDepartmentOption(*remove, terminal, &options->department)->required();
  AddUnitOption(remove, terminal, options.get());
  AddYearOption(remove, terminal, "cli.option_year", options.get())->required();
  AddChangeOptions(*remove, environment, &options->change);
  remove->callback(runs(RunRemove));

  const auto add_reading = [&](CLI::App* command) {
    AddYearOption(command, terminal, "ceilings.option_list_year",
                  options.get());
    command->add_flag("--history", options->history,
                      Say(terminal, "windows.option_history"));
    AddOutputOption(*command, terminal, &options->change.format);
    AddConnectionOptions(*command, environment);
  };
  CLI::App* list =
      group->add_subcommand("list", Say(terminal, "ceilings.list_description"));
  AddDepartmentOption(*list, terminal, &options->department);
  add_reading(list);
  list->callback(runs(RunList));

  CLI::App* show =
      group->add_subcommand("show", Say(terminal, "ceilings.show_description"));
  AddDepartmentOption(*show, terminal, &options->department)->required();
  AddUnitOption(show, terminal, options.get());
  add_reading(show);
  show->callback(runs(RunShow));

  CLI::App* compare = group->add_subcommand(
      "compare", Say(terminal, "ceilings.compare_description"));
  AddDepartmentOption(*compare, terminal, &options->department);
  AddYearOption(compare, terminal, "cli.option_year", options.get())
      ->required();
  AddOutputOption(*compare, terminal, &options->change.format);
  AddConnectionOptions(*compare, environment);
  compare->callback(runs(RunCompare));
}

}  // namespace yuheng::cli
