#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/cli/command.h"
#include "services/cli/commands/account_words.h"
#include "services/cli/commands/period_words.h"
#include "services/cli/commands/scope_options.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/commands/totals_rows.h"
#include "services/cli/connection.h"
#include "services/rpc/client.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using aggregation::v1::AggregationService;
using aggregation::v1::Total;

struct TotalsOptions {
  ScopeOptions scope;
  std::vector<int> tables;
  std::string address;
  bool differences = false;
  bool positions = false;
  int64_t revision = 0;
  OutputFormat format = OutputFormat::kTable;
};

bool IsWanted(const TotalsOptions& options, const std::string& prefix,
              const Total& total) {
  const std::string address =
      budget::FormatAddress(AddressFromMessage(total.account()));
  if (!absl::StartsWith(address, prefix)) return false;
  return !options.differences || (total.has_printed_fen() &&
                                  total.printed_fen() != total.derived_fen());
}

bool AnyEliminated(const aggregation::v1::ListTotalsResponse& response) {
  return std::any_of(
      response.totals().begin(), response.totals().end(),
      [](const Total& total) { return total.eliminated_fen() != 0; });
}

// Why nothing is listed.
std::string NothingText(const Environment& environment,
                        const TotalsOptions& options, bool any_posted) {
  const Terminal& terminal = environment.terminal;
  if (any_posted) {
    return Say(terminal,
               options.differences ? "cli.totals_no_difference"
                                   : "cli.totals_no_address",
               {{"address", options.address}});
  }
  return NothingPosted(environment, options.scope);
}

int RunTotals(const Environment& environment, const TotalsOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto prefix = AddressPrefix(terminal, options.address);
  if (!prefix) return kExitUsage;
  const auto channel = Connect(environment, Service::kAggregation);
  if (channel == nullptr) return kExitUsage;
  const auto stub = AggregationService::NewStub(channel);
  aggregation::v1::ListTotalsRequest request;
  *request.mutable_scope() = ScopeMessage(environment, options.scope);
  *request.mutable_tables() = TableKinds(options.tables);
  request.set_revision(options.revision);
  request.set_include_positions(options.positions);
  aggregation::v1::ListTotalsResponse response;
  const grpc::Status status = rpc::CallWithRetry(
      {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        return stub->ListTotals(&context, request, &response);
      });
  if (!status.ok()) return ReportFailure(terminal, status);
  const auto consolidated =
      options.format != OutputFormat::kTable || AnyEliminated(response)
          ? Consolidated::kYes
          : Consolidated::kNo;
  auto rows =
      RowPrinter::Create(terminal, options.format, TotalsColumns(consolidated));
  bool any = false;
  for (const Total& total : response.totals()) {
    if (!IsWanted(options, *prefix, total)) continue;
    any = true;
    AddTotal(terminal, total, options.scope.period.fiscal_year, consolidated,
             rows.get());
  }
  rows->Finish();
  for (const auto& position : response.positions()) {
    PrintRemark(terminal,
                Say(terminal, "cli.ledger_position",
                    {{"department", LastSegment(position.department())},
                     {"seq", absl::StrCat(position.seq())}}));
  }
  if (!any) {
    PrintRemark(terminal,
                NothingText(environment, options, !response.totals().empty()));
  }
  PrintAsOf(terminal, options.scope.period, response.revision());
  return kExitOk;
}

}  // namespace

void AddTotals(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* command =
      app.add_subcommand("totals", Say(terminal, "cli.totals_description"));
  command->footer(Say(terminal, "cli.totals_examples"));
  auto options = std::make_shared<TotalsOptions>();
  command->add_option("ADDRESS", options->address,
                      Say(terminal, "cli.option_address"));
  AddScopeOptions(*command, terminal, &options->scope);
  AddTableOption(*command, terminal, &options->tables);
  AddRevisionOption(*command, terminal, "--revision",
                    Say(terminal, "cli.option_revision"), &options->revision);
  command->add_flag("--differences", options->differences,
                    Say(terminal, "cli.option_differences"));
  command->add_flag("--positions", options->positions,
                    Say(terminal, "cli.option_positions"));
  AddPeriodOptions(*command, terminal, &options->scope.period);
  AddOutputOption(*command, terminal, &options->format);
  AddConnectionOptions(*command, environment);
  command->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunTotals(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
