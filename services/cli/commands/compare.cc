#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/budget/decimal.h"
#include "services/cli/command.h"
#include "services/cli/commands/account_words.h"
#include "services/cli/commands/period_words.h"
#include "services/cli/commands/scope_options.h"
#include "services/cli/connection.h"
#include "services/cli/option_values.h"
#include "services/rpc/client.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using aggregation::v1::AggregationService;
using aggregation::v1::TotalComparison;

struct CompareOptions {
  std::string address;
  ScopeOptions scope;
  std::string base_department;
  std::string base_group;
  std::vector<int> tables;
  int64_t revision = 0;
  int64_t base_revision = 0;
  int base_fiscal_year = 0;
  int base_stage = 0;
  bool changed = false;
  OutputFormat format = OutputFormat::kTable;
};

// Percent of the base with two decimals, half away from zero; empty without a
// base.
std::string RateOf(int64_t change, int64_t base) {
  if (base == 0) return "";
  const bool negative = (change < 0) != (base < 0);
  const __int128 magnitude = change < 0 ? -__int128{change} : __int128{change};
  const __int128 divisor = base < 0 ? -__int128{base} : __int128{base};
  const auto hundredths =
      static_cast<int64_t>((magnitude * 20'000 + divisor) / (2 * divisor));
  return absl::StrFormat("%s%d.%02d", negative && hundredths > 0 ? "-" : "",
                         hundredths / 100, hundredths % 100);
}

// What the scope is compared with: what is not said of it is as in the scope.
ScopeOptions BaseOf(const CompareOptions& options) {
  ScopeOptions base = options.scope;
  if (!options.base_department.empty()) {
    base.department = options.base_department;
    base.unit.clear();  // Another department has other units.
    base.group.clear();
  }
  if (!options.base_group.empty()) {
    base.department.clear();
    base.unit.clear();
    base.group = options.base_group;
  }
  if (options.base_fiscal_year != 0) {
    base.period.fiscal_year = options.base_fiscal_year;
  }
  if (options.base_stage != 0) base.period.stage = options.base_stage;
  return base;
}

// Whether what is compared with has no amount at all.
bool BaseIsEmpty(const aggregation::v1::CompareTotalsResponse& response) {
  return std::all_of(
      response.comparisons().begin(), response.comparisons().end(),
      [](const TotalComparison& line) { return line.base_derived_fen() == 0; });
}

bool AnyEliminated(const aggregation::v1::CompareTotalsResponse& response) {
  return std::any_of(
      response.comparisons().begin(), response.comparisons().end(),
      [](const TotalComparison& line) {
        return line.eliminated_fen() != 0 || line.base_eliminated_fen() != 0;
      });
}

// Side by side; with `consolidated` also what is left without double counting.
std::vector<OutputColumn> Columns(bool consolidated) {
  std::vector<OutputColumn> columns = {
      {"address", budget::Message("cli.column_address")},
      {"label", budget::Message("cli.column_label")},
      {"base", budget::Message("cli.column_base"), Align::kRight},
      {"derived", budget::Message("cli.column_derived"), Align::kRight},
      {"change", budget::Message("cli.column_change"), Align::kRight},
      {"rate", budget::Message("cli.column_rate"), Align::kRight}};
  if (!consolidated) return columns;
  columns.push_back({"baseConsolidated",
                     budget::Message("eliminations.column_base_consolidated"),
                     Align::kRight});
  columns.push_back({"consolidated",
                     budget::Message("eliminations.column_consolidated"),
                     Align::kRight});
  return columns;
}

int RunCompare(const Environment& environment, const CompareOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto prefix = AddressPrefix(terminal, options.address);
  if (!prefix) return kExitUsage;
  const auto channel = Connect(environment, Service::kAggregation);
  if (channel == nullptr) return kExitUsage;
  const auto stub = AggregationService::NewStub(channel);
  aggregation::v1::CompareTotalsRequest request;
  const PeriodOptions& period = options.scope.period;
  const ScopeOptions base = BaseOf(options);
  *request.mutable_scope() = ScopeMessage(environment, options.scope);
  *request.mutable_base() = ScopeMessage(environment, base);
  *request.mutable_tables() = TableKinds(options.tables);
  request.set_revision(options.revision);
  request.set_base_revision(options.base_revision);
  aggregation::v1::CompareTotalsResponse response;
  const grpc::Status status = rpc::CallWithRetry(
      {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        return stub->CompareTotals(&context, request, &response);
      });
  if (!status.ok()) return ReportFailure(terminal, status);
  const bool zero_base =
      !response.comparisons().empty() && BaseIsEmpty(response);
  const bool without_base = zero_base && options.tables.empty();
  if (zero_base) {
    // Of some tables only, others may hold all that the base has.
    PrintRemark(terminal,
                without_base
                    ? Say(terminal, "cli.compare_base_empty",
                          {{"scope", ScopeText(environment, base)},
                           {"period", PeriodText(terminal, base.period)}})
                    : Say(terminal, "cli.compare_base_zero"));
    if (without_base && options.format == OutputFormat::kTable) return kExitOk;
  }
  const bool consolidated =
      options.format != OutputFormat::kTable || AnyEliminated(response);
  auto rows =
      RowPrinter::Create(terminal, options.format, Columns(consolidated));
  bool any = false;
  for (const TotalComparison& line : response.comparisons()) {
    const budget::CellAddress account = AddressFromMessage(line.account());
    const std::string address = budget::FormatAddress(account);
    if (!absl::StartsWith(address, *prefix)) continue;
    const int64_t change = line.derived_fen() - line.base_derived_fen();
    if (options.changed && change == 0) continue;
    any = true;
    const bool compared = !without_base && change != 0;
    std::vector<OutputCell> cells = {
        address,
        AccountLabel(terminal, account, period.fiscal_year),
        without_base ? "" : budget::FormatDecimal(line.base_derived_fen()),
        budget::FormatDecimal(line.derived_fen()),
        compared ? budget::FormatDecimal(change) : "",
        compared ? RateOf(change, line.base_derived_fen()) : ""};
    if (consolidated) {
      cells.push_back(without_base
                          ? ""
                          : budget::FormatDecimal(line.base_derived_fen() -
                                                  line.base_eliminated_fen()));
      cells.push_back(
          budget::FormatDecimal(line.derived_fen() - line.eliminated_fen()));
    }
    rows->Row(std::move(cells));
  }
  rows->Finish();
  if (!any) {
    PrintRemark(terminal, response.comparisons().empty()
                              ? NothingPosted(environment, options.scope)
                              : Say(terminal, "cli.compare_nothing"));
  }
  *terminal.err << Say(terminal, "cli.compare_revisions",
                       {{"revision", absl::StrCat(response.revision())},
                        {"base", absl::StrCat(response.base_revision())}})
                << "\n";
  return kExitOk;
}

}  // namespace

void AddCompare(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* command =
      app.add_subcommand("compare", Say(terminal, "cli.compare_description"));
  command->footer(Say(terminal, "cli.compare_examples"));
  auto options = std::make_shared<CompareOptions>();
  command->add_option("ADDRESS", options->address,
                      Say(terminal, "cli.option_address"));
  AddScopeOptions(*command, terminal, &options->scope);
  AddTableOption(*command, terminal, &options->tables);
  AddRevisionOption(*command, terminal, "--revision",
                    Say(terminal, "cli.option_revision"), &options->revision);
  command->add_option("--base-year", options->base_fiscal_year,
                      Say(terminal, "cli.option_base_year"));
  AddStageOption(*command, terminal, "--base-stage",
                 Say(terminal, "cli.option_base_stage"), &options->base_stage);
  CLI::Option* base_department =
      command
          ->add_option("--base-department", options->base_department,
                       Say(terminal, "cli.option_base_department"))
          ->check(ResourceCode(terminal));
  AddGroupOption(*command, terminal, "--base-group",
                 Say(terminal, "cli.option_base_group"), &options->base_group)
      ->excludes(base_department);
  AddRevisionOption(*command, terminal, "--base-revision",
                    Say(terminal, "cli.option_base_revision"),
                    &options->base_revision);
  command->add_flag("--changed", options->changed,
                    Say(terminal, "cli.option_changed"));
  AddPeriodOptions(*command, terminal, &options->scope.period);
  AddOutputOption(*command, terminal, &options->format);
  AddConnectionOptions(*command, environment);
  command->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunCompare(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
