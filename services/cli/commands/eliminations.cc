#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/budget/decimal.h"
#include "services/budget/sha256.h"
#include "services/cli/command.h"
#include "services/cli/commands/account_words.h"
#include "services/cli/commands/entry_words.h"
#include "services/cli/commands/period_words.h"
#include "services/cli/commands/scope_options.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/connection.h"
#include "services/cli/option_values.h"
#include "services/rpc/client.h"
#include "services/rpc/resource_name.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using aggregation::v1::AggregationService;
using aggregation::v1::Elimination;

constexpr int kEliminationsPageSize = 500;
// What the service takes.
constexpr size_t kActorBytesMax = 128;
constexpr size_t kReasonBytesMax = 2000;

struct EliminationsOptions {
  ScopeOptions scope;
  int64_t revision = 0;
  std::string payee;
  std::string payer;
  std::string income;
  std::string function_code;
  std::string kind;
  std::string amount;
  std::string entry;
  std::string actor;
  std::string reason;
  std::string request_id;
  OutputFormat format = OutputFormat::kTable;
};

// The resource name of "104" or "104/104001".
std::string PartyName(const Environment& environment,
                      const std::string& typed) {
  const std::vector<std::string> parts = absl::StrSplit(typed, '/');
  return ScopeName(environment, parts[0], parts.size() > 1 ? parts[1] : "");
}

// "104" or "104/104001" of a resource name.
std::string PartyText(const std::string& name) {
  const auto parsed = rpc::ParseResourceName(name);
  if (!parsed.ok()) return name;
  return absl::StrCat(parsed->department, parsed->unit.empty() ? "" : "/",
                      parsed->unit);
}

CLI::Validator IsParty(const Terminal& terminal) {
  return CLI::Validator(
      [&terminal](std::string& text) -> std::string {
        const std::vector<std::string> parts = absl::StrSplit(text, '/');
        bool known = parts.size() <= 2;
        for (const std::string& part : parts) {
          known = known && rpc::IsResourceId(part);
        }
        return known
                   ? ""
                   : Say(terminal, "eliminations.bad_party", {{"value", text}});
      },
      "");
}

CLI::Validator IsAmount(const Terminal& terminal) {
  return CLI::Validator(
      [&terminal](std::string& text) -> std::string {
        const auto amount = budget::ParseDecimal(text);
        if (amount.ok() && amount->micro > 0) return "";
        return Say(terminal, "eliminations.bad_amount", {{"value", text}});
      },
      "");
}

// One of these words.
CLI::Validator IsWord(const Terminal& terminal, const std::string& one,
                      const std::string& other) {
  return CLI::Validator(
      [&terminal, one, other](std::string& text) -> std::string {
        if (text == one || text == other) return "";
        return Say(terminal, "usage.not_one_of",
                   {{"value", text}, {"known", absl::StrCat(one, "|", other)}});
      },
      "");
}

int ReportApplied(const Environment& environment, const grpc::Status& status,
                  const aggregation::v1::PostResponse& applied) {
  const Terminal& terminal = environment.terminal;
  if (!status.ok()) return ReportFailure(terminal, status);
  *terminal.out << Say(terminal,
                       applied.replayed() ? "eliminations.applied_before"
                                          : "eliminations.applied",
                       {{"entry", applied.entry()},
                        {"revision", absl::StrCat(applied.revision())}})
                << "\n";
  return kExitOk;
}

// The same for the same transfer, whoever declares it and why, so that a second
// run, after an answer that was lost, does not eliminate it again.
std::string RequestIdOf(
    const aggregation::v1::DeclareEliminationRequest& request) {
  const aggregation::v1::Transfer& transfer = request.transfer();
  const std::string content = absl::StrJoin(
      {request.payer(), request.payee(), absl::StrCat(request.fiscal_year()),
       absl::StrCat(request.stage()), transfer.income_row(),
       transfer.function_code(), transfer.kind(),
       absl::StrCat(transfer.amount_fen())},
      "\n");
  return absl::StrCat("declare-", budget::Sha256Hex(content).substr(0, 32));
}

int RunDeclare(const Environment& environment,
               const EliminationsOptions& options) {
  const auto channel = Connect(environment, Service::kAggregation);
  if (channel == nullptr) return kExitUsage;
  const auto stub = AggregationService::NewStub(channel);
  aggregation::v1::DeclareEliminationRequest request;
  request.set_payee(PartyName(environment, options.payee));
  request.set_payer(PartyName(environment, options.payer));
  request.set_fiscal_year(options.scope.period.fiscal_year);
  request.set_stage(static_cast<budget::v1::Stage>(options.scope.period.stage));
  aggregation::v1::Transfer* transfer = request.mutable_transfer();
  transfer->set_income_row(absl::StrCat("unit_", options.income));
  transfer->set_function_code(options.function_code);
  transfer->set_kind(options.kind);
  transfer->set_amount_fen(budget::ParseDecimal(options.amount)->micro);
  request.set_request_id(options.request_id.empty() ? RequestIdOf(request)
                                                    : options.request_id);
  request.set_actor(options.actor);
  request.set_reason(options.reason);
  PrintRemark(environment.terminal,
              Say(environment.terminal, "eliminations.request_id",
                  {{"request_id", request.request_id()}}));
  aggregation::v1::DeclareEliminationResponse response;
  const grpc::Status status = rpc::CallWithRetry(
      {.call_deadline = rpc::kWriteDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        return stub->DeclareElimination(&context, request, &response);
      });
  return ReportApplied(environment, status, response.applied());
}

int RunReverse(const Environment& environment,
               const EliminationsOptions& options) {
  const auto name = ParseEntryName(environment, options.entry);
  if (!name) return kExitUsage;
  const auto channel = Connect(environment, Service::kAggregation);
  if (channel == nullptr) return kExitUsage;
  const auto stub = AggregationService::NewStub(channel);
  aggregation::v1::ReverseEliminationRequest request;
  request.set_name(name->ToString());
  request.set_request_id(options.request_id.empty() ? NewRequestId()
                                                    : options.request_id);
  request.set_actor(options.actor);
  request.set_reason(options.reason);
  aggregation::v1::ReverseEliminationResponse response;
  const grpc::Status status = rpc::CallWithRetry(
      {.call_deadline = rpc::kWriteDeadline}, rpc::Idempotency::kIdempotent,
      [&](grpc::ClientContext& context) {
        return stub->ReverseElimination(&context, request, &response);
      });
  return ReportApplied(environment, status, response.applied());
}

std::unique_ptr<RowPrinter> ListRows(const Terminal& terminal,
                                     OutputFormat format) {
  return RowPrinter::Create(
      terminal, format,
      {{"payer", budget::Message("eliminations.column_payer")},
       {"payee", budget::Message("eliminations.column_payee")},
       {"function", budget::Message("eliminations.column_function")},
       {"kind", budget::Message("eliminations.column_kind")},
       {"income", budget::Message("eliminations.column_income")},
       {"amount", budget::Message("cli.column_amount"), Align::kRight},
       {"eliminated", budget::Message("eliminations.column_holds_both")},
       {"actor", budget::Message("eliminations.column_actor")},
       {"reason", budget::Message("eliminations.column_reason")},
       {"entry", budget::Message("cli.column_entry")}});
}

void AddRow(const Terminal& terminal, OutputFormat format,
            const Elimination& elimination, RowPrinter* rows) {
  const aggregation::v1::Transfer& transfer = elimination.transfer();
  const int year = elimination.fiscal_year();
  const auto label = [&](const std::string& key, budget::CellAddress address) {
    return format == OutputFormat::kTable
               ? AccountLabel(terminal, address, year)
               : key;
  };
  rows->Row(
      {PartyText(elimination.payer()), PartyText(elimination.payee()),
       transfer.function_code(),
       label(transfer.kind(), {budget::TableKind::kT3, budget::Side::kNone,
                               transfer.function_code(), transfer.kind()}),
       label(transfer.income_row(),
             {budget::TableKind::kT1, budget::Side::kIncome,
              transfer.income_row(), ""}),
       budget::FormatDecimal(transfer.amount_fen()),
       format == OutputFormat::kTable
           ? (elimination.eliminated() ? "✓" : "")
           : (elimination.eliminated() ? "true" : "false"),
       elimination.actor(), elimination.reason(), elimination.entry()});
}

void PrintGap(const Terminal& terminal,
              const aggregation::v1::EliminationGap& gap) {
  PrintRemark(terminal,
              Say(terminal, "eliminations.gap",
                  {{"party", PartyText(gap.party())},
                   {"address",
                    budget::FormatAddress(AddressFromMessage(gap.account()))},
                   {"declared", budget::FormatDecimal(gap.declared_fen())},
                   {"held", budget::FormatDecimal(gap.held_fen())},
                   {"difference", budget::FormatDecimal(gap.declared_fen() -
                                                        gap.held_fen())}}));
}

// Exit code 1 when more is declared than the ledgers hold.
int RunList(const Environment& environment,
            const EliminationsOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto channel = Connect(environment, Service::kAggregation);
  if (channel == nullptr) return kExitUsage;
  const auto stub = AggregationService::NewStub(channel);
  aggregation::v1::ListEliminationsRequest request;
  *request.mutable_scope() = ScopeMessage(environment, options.scope);
  request.set_revision(options.revision);
  request.set_page_size(kEliminationsPageSize);
  auto rows = ListRows(terminal, options.format);
  aggregation::v1::ListEliminationsResponse response;
  bool any = false;
  do {
    const grpc::Status status = rpc::CallWithRetry(
        {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
        [&](grpc::ClientContext& context) {
          return stub->ListEliminations(&context, request, &response);
        });
    if (!status.ok()) return ReportFailure(terminal, status);
    for (const Elimination& elimination : response.eliminations()) {
      any = true;
      AddRow(terminal, options.format, elimination, rows.get());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  rows->Finish();
  if (!any) PrintRemark(terminal, Say(terminal, "eliminations.nothing"));
  for (const auto& gap : response.gaps()) PrintGap(terminal, gap);
  PrintAsOf(terminal, options.scope.period, response.revision());
  return response.gaps().empty() ? kExitOk : kExitFound;
}

void AddChangeOptions(CLI::App* command, Environment& environment,
                      EliminationsOptions* options) {
  const Terminal& terminal = environment.terminal;
  command
      ->add_option("--actor", options->actor, Say(terminal, "cli.option_actor"))
      ->check(Words(terminal, kActorBytesMax));
  command
      ->add_option("--reason", options->reason,
                   Say(terminal, "eliminations.option_reason"))
      ->check(Words(terminal, kReasonBytesMax))
      ->required();
  command->add_option("--request-id", options->request_id,
                      Say(terminal, "cli.option_request_id"));
  AddConnectionOptions(*command, environment);
}

void AddTransferOptions(CLI::App* command, const Terminal& terminal,
                        EliminationsOptions* options) {
  const auto required = [&](const char* name, std::string* value,
                            const char* text, const CLI::Validator& check) {
    command->add_option(name, *value, Say(terminal, text))
        ->check(check)
        ->required();
  };
  required("--payer", &options->payer, "eliminations.option_payer",
           IsParty(terminal));
  required("--payee", &options->payee, "eliminations.option_payee",
           IsParty(terminal));
  required("--income", &options->income, "eliminations.option_income",
           IsWord(terminal, "upsub", "aff"));
  required("--function", &options->function_code,
           "eliminations.option_function", ResourceCode(terminal));
  required("--kind", &options->kind, "eliminations.option_kind",
           IsWord(terminal, "basic", "project"));
  required("--amount", &options->amount, "eliminations.option_amount",
           IsAmount(terminal));
  AddRequiredPeriodOptions(*command, terminal, &options->scope.period);
}

}  // namespace

void AddEliminations(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* group = app.add_subcommand(
      "eliminations", Say(terminal, "eliminations.description"));
  group->footer(Say(terminal, "eliminations.examples"));
  group->require_subcommand(1);
  auto options = std::make_shared<EliminationsOptions>();
  const auto runs = [&environment, &action, options](int (*run)(
                        const Environment&, const EliminationsOptions&)) {
    return [&environment, &action, options, run] {
      action = [&environment, options, run] {
        return run(environment, *options);
      };
    };
  };

  CLI::App* declare = group->add_subcommand(
      "declare", Say(terminal, "eliminations.declare_description"));
  AddTransferOptions(declare, terminal, options.get());
  AddChangeOptions(declare, environment, options.get());
  declare->callback(runs(RunDeclare));

  CLI::App* list = group->add_subcommand(
      "list", Say(terminal, "eliminations.list_description"));
  AddScopeOptions(*list, terminal, &options->scope);
  AddPeriodOptions(*list, terminal, &options->scope.period);
  AddRevisionOption(*list, terminal, "--revision",
                    Say(terminal, "cli.option_revision"), &options->revision);
  AddOutputOption(*list, terminal, &options->format);
  AddConnectionOptions(*list, environment);
  list->callback(runs(RunList));

  CLI::App* reverse = group->add_subcommand(
      "reverse", Say(terminal, "eliminations.reverse_description"));
  reverse
      ->add_option("ENTRY", options->entry,
                   Say(terminal, "eliminations.option_entry"))
      ->required();
  AddChangeOptions(reverse, environment, options.get());
  reverse->callback(runs(RunReverse));
}

}  // namespace yuheng::cli
