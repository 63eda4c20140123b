#include <map>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/document_codec.h"
#include "services/budget/location_text.h"
#include "services/budget/table_shape.h"
#include "services/cli/command.h"
#include "services/cli/commands/account_words.h"
#include "services/cli/commands/scope_options.h"
#include "services/cli/commands/stored_submission.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/connection.h"
#include "services/rpc/client.h"
#include "services/rpc/status.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using aggregation::v1::AggregationService;
using aggregation::v1::Contribution;
using aggregation::v1::ListContributionsRequest;
using aggregation::v1::ListContributionsResponse;

constexpr int kTracePageSize = 500;

struct TraceOptions {
  std::string address;
  ScopeOptions scope;
  int64_t revision = 0;
  OutputFormat format = OutputFormat::kTable;
};

// The document an entry's amounts were read from.
class SourceDocuments {
 public:
  explicit SourceDocuments(const Environment& environment)
      : environment_(environment) {}

  // What a cell looks like there; empty texts when the document has none.
  struct Source {
    std::string submission;
    std::string printed;
    budget::Text place;
  };
  absl::StatusOr<Source> Find(AggregationService::Stub& ledger,
                              const std::string& entry,
                              const budget::CellAddress& address) {
    const auto found = documents_.find(entry);
    if (found == documents_.end()) {
      absl::Status status = Fetch(ledger, entry);
      if (!status.ok()) return status;
    }
    const Document& document = documents_.at(entry);
    Source source{document.submission, "", {}};
    const budget::Cell* cell =
        budget::FindCell(budget::StandardForm(), document.content, address);
    if (cell == nullptr) return source;
    source.printed = cell->printed;
    source.place = budget::ShortLocation(cell->location);
    return source;
  }

 private:
  struct Document {
    std::string submission;
    budget::Document content;
  };

  absl::Status Fetch(AggregationService::Stub& ledger,
                     const std::string& name) {
    aggregation::v1::GetEntryRequest get;
    get.set_name(name);
    ledger::v1::Entry entry;
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kReadDeadline);
    grpc::Status status = ledger.GetEntry(&context, get, &entry);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    Document& document = documents_[name];
    document.submission = entry.submission();
    if (document.submission.empty()) return absl::OkStatus();
    if (ingestion_ == nullptr) {
      ingestion_ = ConnectIngestion(environment_);
      if (ingestion_ == nullptr) return absl::UnavailableError("");
    }
    ingestion::v1::GetDocumentRequest request;
    request.set_name(document.submission);
    budget::v1::Document message;
    grpc::ClientContext document_context;
    rpc::SetDeadline(&document_context, rpc::kReadDeadline);
    status = ingestion_->GetDocument(&document_context, request, &message);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    auto content = budget::DocumentFromProto(budget::StandardForm(), message);
    if (!content.ok()) return content.status();
    document.content = *std::move(content);
    return absl::OkStatus();
  }

  const Environment& environment_;
  std::unique_ptr<ingestion::v1::IngestionService::Stub> ingestion_;
  std::map<std::string, Document> documents_;  // By entry.
};

std::string PrintedOf(const Contribution& contribution) {
  return contribution.has_printed_fen()
             ? budget::FormatDecimal(contribution.printed_fen())
             : "";
}

std::string EliminatedOf(const Contribution& contribution) {
  return contribution.eliminated_fen() != 0
             ? budget::FormatDecimal(contribution.eliminated_fen())
             : "";
}

// The departments and units behind a total.
class ContributionRows {
 public:
  ContributionRows(const Terminal& terminal, OutputFormat format)
      : rows_(RowPrinter::Create(
            terminal, format,
            {{"department", budget::Message("cli.column_department")},
             {"unit", budget::Message("cli.column_unit")},
             {"derived", budget::Message("cli.column_derived"), Align::kRight},
             {"printed", budget::Message("cli.column_printed_total"),
              Align::kRight},
             {"eliminated", budget::Message("eliminations.column_eliminated"),
              Align::kRight},
             {"entry", budget::Message("cli.column_entry")}})) {}

  void Add(const Contribution& contribution) {
    rows_->Row({std::string(LastSegment(contribution.department())),
                contribution.unit(),
                budget::FormatDecimal(contribution.derived_fen()),
                PrintedOf(contribution), EliminatedOf(contribution),
                contribution.entry()});
  }
  void Finish() { rows_->Finish(); }

 private:
  const std::unique_ptr<RowPrinter> rows_;
};

// The leaves of a department's or unit's part, with their places in the
// document.
int PrintLeaves(const Environment& environment, const TraceOptions& options,
                AggregationService::Stub& stub,
                const ListContributionsResponse& response,
                const budget::CellAddress& cell) {
  const Terminal& terminal = environment.terminal;
  auto rows = RowPrinter::Create(
      terminal, options.format,
      {{"address", budget::Message("cli.column_address")},
       {"label", budget::Message("cli.column_label")},
       {"amount", budget::Message("cli.column_amount"), Align::kRight},
       {"printed", budget::Message("cli.column_printed"), Align::kRight},
       {"place", budget::Message("cli.column_place")},
       {"submission", budget::Message("cli.column_submission")},
       {"entry", budget::Message("cli.column_entry")}});
  SourceDocuments documents(environment);
  const std::string asked = budget::FormatAddress(cell);
  for (const Contribution& contribution : response.contributions()) {
    if (contribution.eliminated_fen() != 0) {
      rows->Row({asked, Say(terminal, "eliminations.transfer"),
                 budget::FormatDecimal(-contribution.eliminated_fen()), "", "",
                 "", contribution.entry()});
    }
    for (const ledger::v1::Line& leaf : contribution.leaves()) {
      const budget::CellAddress address = AddressFromMessage(leaf.account());
      const auto source = documents.Find(stub, contribution.entry(), address);
      if (!source.ok()) {
        return ReportFailure(terminal, rpc::ToGrpcStatus(source.status()));
      }
      rows->Row(
          {budget::FormatAddress(address),
           AccountLabel(terminal, address, options.scope.period.fiscal_year),
           budget::FormatDecimal(leaf.amount_fen()), source->printed,
           terminal.Pick(source->place), source->submission,
           contribution.entry()});
    }
  }
  rows->Finish();
  return kExitOk;
}

int RunTrace(const Environment& environment, const TraceOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto address = CellAddressTyped(terminal, options.address);
  if (!address) return kExitUsage;
  const auto channel = Connect(environment, Service::kAggregation);
  if (channel == nullptr) return kExitUsage;
  const auto stub = AggregationService::NewStub(channel);
  ListContributionsRequest request;
  *request.mutable_scope() = ScopeMessage(environment, options.scope);
  ledger::v1::Account* account = request.mutable_account();
  account->set_table(static_cast<budget::v1::TableKind>(address->table));
  account->set_side(static_cast<budget::v1::Side>(address->side));
  account->set_row(address->row);
  account->set_column(address->column);
  request.set_revision(options.revision);
  request.set_page_size(kTracePageSize);
  ContributionRows rows(terminal, options.format);
  ListContributionsResponse response;
  ListContributionsResponse own;  // Of one department, all pages.
  int64_t found = 0;
  int64_t first_revision = 0;
  do {
    const grpc::Status status = rpc::CallWithRetry(
        {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
        [&](grpc::ClientContext& context) {
          return stub->ListContributions(&context, request, &response);
        });
    if (!status.ok()) return ReportFailure(terminal, status);
    found += response.contributions_size();
    if (first_revision == 0) first_revision = response.revision();
    if (options.scope.department.empty()) {
      for (const auto& contribution : response.contributions()) {
        rows.Add(contribution);
      }
    } else {
      own.mutable_contributions()->MergeFrom(response.contributions());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  const std::string shown = budget::FormatAddress(*address);
  if (found == 0) {
    PrintRemark(terminal,
                Say(terminal, "cli.trace_nothing", {{"address", shown}}));
    return kExitOk;
  }
  if (options.scope.department.empty()) {
    rows.Finish();
  } else {
    const int code = PrintLeaves(environment, options, *stub, own, *address);
    if (code != kExitOk) return code;
  }
  *terminal.err
      << Say(terminal, "cli.trace_total",
             {{"address", shown},
              {"label", AccountLabel(terminal, *address,
                                     options.scope.period.fiscal_year)},
              {"amount", budget::FormatDecimal(response.total().derived_fen())},
              {"revision", absl::StrCat(response.revision())}})
      << "\n";
  if (response.total().eliminated_fen() != 0) {
    const int64_t eliminated = response.total().eliminated_fen();
    *terminal.err << Say(terminal, "eliminations.trace_total",
                         {{"eliminated", budget::FormatDecimal(eliminated)},
                          {"consolidated",
                           budget::FormatDecimal(
                               response.total().derived_fen() - eliminated)}})
                  << "\n";
  }
  if (first_revision != response.revision()) {
    *terminal.err << Say(terminal, "cli.trace_moved") << "\n";
  }
  return kExitOk;
}

}  // namespace

void AddTrace(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* command =
      app.add_subcommand("trace", Say(terminal, "cli.trace_description"));
  command->footer(Say(terminal, "cli.trace_examples"));
  auto options = std::make_shared<TraceOptions>();
  command
      ->add_option("ADDRESS", options->address,
                   Say(terminal, "cli.option_cell_address"))
      ->required();
  AddScopeOptions(*command, terminal, &options->scope);
  AddRevisionOption(*command, terminal, "--revision",
                    Say(terminal, "cli.option_revision"), &options->revision);
  AddPeriodOptions(*command, terminal, &options->scope.period);
  AddOutputOption(*command, terminal, &options->format);
  AddConnectionOptions(*command, environment);
  command->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunTrace(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
