#include <algorithm>
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/cli/command.h"
#include "services/cli/commands/account_words.h"
#include "services/cli/commands/entry_words.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/connection.h"
#include "services/cli/option_values.h"
#include "services/cli/output/stage_words.h"
#include "services/rpc/client.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using aggregation::v1::AggregationService;
using ledger::v1::Entry;

struct EntriesOptions {
  std::string department;
  std::string name;
  int limit = 100;
  OutputFormat format = OutputFormat::kTable;
};

constexpr int kEntriesPageSize = 200;

int RunList(const Environment& environment, const EntriesOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto channel = Connect(environment, Service::kAggregation);
  if (channel == nullptr) return kExitUsage;
  const auto stub = AggregationService::NewStub(channel);
  auto rows = RowPrinter::Create(
      terminal, options.format,
      {{"entry", budget::Message("cli.column_entry")},
       {"revision", budget::Message("cli.column_revision"), Align::kRight,
        true},
       {"kind", budget::Message("cli.column_kind")},
       {"year", budget::Message("cli.column_year"), Align::kRight, true},
       {"lines", budget::Message("cli.column_lines"), Align::kRight, true},
       {"committed", budget::Message("cli.column_committed")},
       {"supersedes", budget::Message("cli.column_supersedes"), Align::kRight,
        true},
       {"hash", budget::Message("cli.column_hash")},
       {"stage", budget::Message("cli.column_stage")}});
  aggregation::v1::ListEntriesRequest request;
  request.set_parent(ScopeName(environment, options.department, ""));
  const bool table = options.format == OutputFormat::kTable;
  int left = options.limit;
  do {
    request.set_page_size(std::min(left, kEntriesPageSize));
    aggregation::v1::ListEntriesResponse response;
    const grpc::Status status = rpc::CallWithRetry(
        {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
        [&](grpc::ClientContext& context) {
          return stub->ListEntries(&context, request, &response);
        });
    if (!status.ok()) return ReportFailure(terminal, status);
    for (const Entry& entry : response.entries()) {
      --left;
      rows->Row(
          {entry.name(), absl::StrCat(entry.revision()),
           table ? EntryKindWord(terminal, entry.kind())
                 : EntryKindName(entry.kind()),
           absl::StrCat(entry.fiscal_year()), absl::StrCat(entry.leaves_size()),
           TimeText(entry.commit_time()),
           entry.supersedes_seq() > 0 ? absl::StrCat(entry.supersedes_seq())
                                      : "",
           table ? entry.hash().substr(0, 12) : entry.hash(),
           table ? StageWord(terminal, entry.stage())
                 : StageName(entry.stage())});
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty() && left > 0);
  rows->Finish();
  if (left == options.limit) {
    PrintRemark(terminal, Say(terminal, "cli.entries_none"));
  }
  return kExitOk;
}

int RunShow(const Environment& environment, const EntriesOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto name = ParseEntryName(environment, options.name);
  if (!name) return kExitUsage;
  const auto channel = Connect(environment, Service::kAggregation);
  if (channel == nullptr) return kExitUsage;
  const auto stub = AggregationService::NewStub(channel);
  aggregation::v1::GetEntryRequest request;
  request.set_name(name->ToString());
  Entry entry;
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kReadDeadline);
  const grpc::Status status = stub->GetEntry(&context, request, &entry);
  if (!status.ok()) return ReportFailure(terminal, status);
  auto rows = RowPrinter::Create(
      terminal, options.format,
      {{"address", budget::Message("cli.column_address")},
       {"label", budget::Message("cli.column_label")},
       {"kind", budget::Message("cli.column_kind")},
       {"amount", budget::Message("cli.column_amount"), Align::kRight}});
  const auto add = [&](const auto& lines, const std::string& kind) {
    for (const ledger::v1::Line& line : lines) {
      const budget::CellAddress account = AddressFromMessage(line.account());
      rows->Row({budget::FormatAddress(account),
                 AccountLabel(terminal, account, entry.fiscal_year()), kind,
                 budget::FormatDecimal(line.amount_fen())});
    }
  };
  const bool table = options.format == OutputFormat::kTable;
  add(entry.leaves(), table ? Say(terminal, "cli.line_leaf") : "LEAF");
  add(entry.printed(), table ? Say(terminal, "cli.line_printed") : "PRINTED");
  rows->Finish();
  return kExitOk;
}

}  // namespace

void AddEntries(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* group =
      app.add_subcommand("entries", Say(terminal, "cli.entries_description"));
  group->footer(Say(terminal, "cli.entries_examples"));
  group->require_subcommand(1);
  auto options = std::make_shared<EntriesOptions>();
  CLI::App* list = group->add_subcommand(
      "list", Say(terminal, "cli.entries_list_description"));
  AddDepartmentOption(*list, terminal, &options->department);
  list->add_option("--limit", options->limit, Say(terminal, "cli.option_limit"))
      ->check(Between(terminal, 1, 1'000'000));
  AddOutputOption(*list, terminal, &options->format);
  AddConnectionOptions(*list, environment);
  list->callback([&environment, &action, options] {
    action = [&environment, options] { return RunList(environment, *options); };
  });
  CLI::App* show = group->add_subcommand(
      "show", Say(terminal, "cli.entries_show_description"));
  show->add_option("NAME", options->name, Say(terminal, "cli.option_entry"))
      ->required();
  AddOutputOption(*show, terminal, &options->format);
  AddConnectionOptions(*show, environment);
  show->callback([&environment, &action, options] {
    action = [&environment, options] { return RunShow(environment, *options); };
  });
  AddProve(*group, environment, action);
}

}  // namespace yuheng::cli
