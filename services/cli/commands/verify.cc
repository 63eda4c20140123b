#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/cli/command.h"
#include "services/cli/connection.h"
#include "services/cli/output/json.h"
#include "services/rpc/client.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

// Reading every entry of a prefecture may take long.
constexpr absl::Duration kVerifyDeadline = absl::Minutes(30);

struct VerifyOptions {
  std::string department;
  OutputFormat format = OutputFormat::kTable;
};

int RunVerify(const Environment& environment, const VerifyOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto channel = Connect(environment, Service::kAggregation);
  if (channel == nullptr) return kExitUsage;
  const auto stub = aggregation::v1::AggregationService::NewStub(channel);
  aggregation::v1::VerifyLedgersRequest request;
  request.set_parent(ScopeName(environment, options.department, ""));
  aggregation::v1::VerifyLedgersResponse response;
  grpc::ClientContext context;
  rpc::SetDeadline(&context, kVerifyDeadline);
  const grpc::Status status = stub->VerifyLedgers(&context, request, &response);
  if (!status.ok()) return ReportFailure(terminal, status);
  const bool holds = response.differences().empty();
  if (options.format == OutputFormat::kJson) {
    JsonWriter json;
    json.BeginObject();
    json.Key("ledgers").Number(response.ledger_count());
    json.Key("entries").Number(response.entry_count());
    json.Key("revision").Number(response.revision());
    json.Key("holds").Bool(holds);
    json.Key("differences").BeginArray();
    for (const auto& difference : response.differences()) {
      json.BeginObject();
      json.Key("zh").String(difference.zh());
      json.Key("en").String(difference.en());
      json.EndObject();
    }
    json.EndArray().EndObject();
    *terminal.out << json.text() << "\n";
  } else {
    *terminal.out << Paint(terminal.out_color,
                           holds ? Color::kGreen : Color::kRed,
                           Say(terminal,
                               holds ? "cli.verify_holds" : "cli.verify_fails"))
                  << Say(terminal, "cli.verify_counts",
                         {{"ledgers", absl::StrCat(response.ledger_count())},
                          {"entries", absl::StrCat(response.entry_count())},
                          {"revision", absl::StrCat(response.revision())}})
                  << "\n";
    for (const auto& difference : response.differences()) {
      *terminal.out << "  " << terminal.Pick({difference.zh(), difference.en()})
                    << "\n";
    }
  }
  return holds ? kExitOk : kExitFound;
}

}  // namespace

void AddVerify(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* command =
      app.add_subcommand("verify", Say(terminal, "cli.verify_description"));
  command->footer(Say(terminal, "cli.verify_examples"));
  auto options = std::make_shared<VerifyOptions>();
  command->add_option("--department", options->department,
                      Say(terminal, "cli.option_department"));
  AddOutputOption(*command, terminal, &options->format, /*with_csv=*/false);
  AddConnectionOptions(*command, environment);
  command->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunVerify(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
