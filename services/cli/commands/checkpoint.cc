#include "services/audit/checkpoint.h"

#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/audit/signing.h"
#include "services/cli/command.h"
#include "services/cli/commands/checkpoint_file.h"
#include "services/cli/connection.h"
#include "services/rpc/client.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

// Reads the head of every ledger.
constexpr absl::Duration kCheckpointDeadline = absl::Minutes(5);

struct Options {
  std::string file;
  bool replace = false;
};

// Fetches a checkpoint and hands it on; what is not one is refused here too.
int WithCheckpoint(const Environment& environment,
                   const std::function<int(const std::string& text,
                                           const audit::Checkpoint&)>& use) {
  const Terminal& terminal = environment.terminal;
  const auto channel = Connect(environment, Service::kAggregation);
  if (channel == nullptr) return kExitUsage;
  const auto stub = aggregation::v1::AggregationService::NewStub(channel);
  aggregation::v1::CreateCheckpointRequest request;
  request.set_parent(ScopeName(environment, "", ""));
  aggregation::v1::CreateCheckpointResponse response;
  grpc::ClientContext context;
  rpc::SetDeadline(&context, kCheckpointDeadline);
  const grpc::Status status =
      stub->CreateCheckpoint(&context, request, &response);
  if (!status.ok()) return ReportFailure(terminal, status);
  const auto checkpoint = audit::ReadCheckpoint(response.checkpoint());
  if (!checkpoint.ok()) return ReportRefusal(terminal, checkpoint.status());
  return use(response.checkpoint(), *checkpoint);
}

int RunSave(const Environment& environment, const Options& options) {
  return WithCheckpoint(
      environment, [&](const std::string& text, const audit::Checkpoint& c) {
        const Terminal& terminal = environment.terminal;
        const absl::Status written =
            WriteFileBytes(terminal, options.file, text, options.replace);
        if (!written.ok()) {
          PrintError(terminal, written.message());
          return kExitUsage;
        }
        *terminal.out << Say(terminal, "cli.checkpoint_saved",
                             {{"file", options.file},
                              {"revision", absl::StrCat(c.revision)},
                              {"ledgers", absl::StrCat(c.heads.size())},
                              {"key", audit::PublicKeyText(c.key)}})
                      << "\n";
        return kExitOk;
      });
}

int RunKey(const Environment& environment) {
  return WithCheckpoint(
      environment, [&](const std::string&, const audit::Checkpoint& c) {
        *environment.terminal.out << audit::PublicKeyText(c.key) << "\n";
        return kExitOk;
      });
}

}  // namespace

void AddCheckpoint(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* group = app.add_subcommand(
      "checkpoint", Say(terminal, "cli.checkpoint_description"));
  group->footer(Say(terminal, "cli.checkpoint_examples"));
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  CLI::App* save = group->add_subcommand(
      "save", Say(terminal, "cli.checkpoint_save_description"));
  save->add_option("FILE", options->file, Say(terminal, "cli.option_new_file"))
      ->required();
  save->add_flag("--force", options->replace,
                 Say(terminal, "cli.option_force"));
  AddConnectionOptions(*save, environment);
  save->callback([&environment, &action, options] {
    action = [&environment, options] { return RunSave(environment, *options); };
  });
  CLI::App* key = group->add_subcommand(
      "key", Say(terminal, "cli.checkpoint_key_description"));
  AddConnectionOptions(*key, environment);
  key->callback([&environment, &action] {
    action = [&environment] { return RunKey(environment); };
  });
}

}  // namespace yuheng::cli
