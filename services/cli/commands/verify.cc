#include <memory>
#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/audit/proof.h"
#include "services/audit/signing.h"
#include "services/cli/command.h"
#include "services/cli/commands/checkpoint_file.h"
#include "services/cli/commands/proof_words.h"
#include "services/cli/connection.h"
#include "services/cli/output/verification.h"
#include "services/rpc/client.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

// Reading every entry of a prefecture may take long.
constexpr absl::Duration kVerifyDeadline = absl::Minutes(30);

struct VerifyOptions {
  std::string department;
  CheckpointOptions checkpoint;
  std::string proof;
  OutputFormat format = OutputFormat::kTable;
};

// A proof needs the checkpoint and nobody else.
int RunProof(const Terminal& terminal, const VerifyOptions& options,
             const audit::Checkpoint& checkpoint) {
  const auto text = ReadFileBytes(terminal, options.proof);
  if (!text.ok()) {
    PrintError(terminal, text.status().message());
    return kExitUsage;
  }
  const auto proof = audit::ReadProof(*text);
  if (!proof.ok()) return ReportRefusal(terminal, proof.status());
  const auto entry = audit::CheckProof(*proof, checkpoint);
  if (!entry.ok()) return ReportRefusal(terminal, entry.status());
  PrintProven(terminal, options.format, checkpoint, *proof, *entry);
  return kExitOk;
}

// What the ledgers were compared with, beside the result.
void PrintCompared(const Terminal& terminal, const CheckpointOptions& options,
                   const audit::Checkpoint& checkpoint) {
  *terminal.err << Say(terminal, "cli.verify_checkpoint",
                       {{"revision", absl::StrCat(checkpoint.revision)},
                        {"ledgers", absl::StrCat(checkpoint.heads.size())},
                        {"key", audit::PublicKeyText(checkpoint.key)}})
                << "\n";
  if (options.key.empty()) {
    *terminal.err << Say(terminal, "cli.verify_key_unpinned") << "\n";
  }
}

int RunVerify(const Environment& environment, const VerifyOptions& options) {
  const Terminal& terminal = environment.terminal;
  std::optional<CheckpointFile> file;
  if (!options.checkpoint.file.empty()) {
    file = ReadCheckpointFile(terminal, options.checkpoint);
    if (!file) return kExitFound;
  }
  if (!options.proof.empty()) {
    return RunProof(terminal, options, file->checkpoint);
  }
  const auto channel = Connect(environment, Service::kAggregation);
  if (channel == nullptr) return kExitUsage;
  const auto stub = aggregation::v1::AggregationService::NewStub(channel);
  aggregation::v1::VerifyLedgersRequest request;
  request.set_parent(ScopeName(environment, options.department, ""));
  if (file) request.set_checkpoint(file->text);
  aggregation::v1::VerifyLedgersResponse response;
  grpc::ClientContext context;
  rpc::SetDeadline(&context, kVerifyDeadline);
  const grpc::Status status = stub->VerifyLedgers(&context, request, &response);
  if (!status.ok()) return ReportFailure(terminal, status);
  const int code = PrintVerification(terminal, options.format, response);
  if (file) PrintCompared(terminal, options.checkpoint, file->checkpoint);
  return code;
}

}  // namespace

void AddVerify(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* command =
      app.add_subcommand("verify", Say(terminal, "cli.verify_description"));
  command->footer(Say(terminal, "cli.verify_examples"));
  auto options = std::make_shared<VerifyOptions>();
  CLI::Option* department =
      AddDepartmentOption(*command, terminal, &options->department);
  CLI::Option* checkpoint =
      AddCheckpointOptions(*command, terminal, &options->checkpoint);
  command
      ->add_option("--proof", options->proof, Say(terminal, "cli.option_proof"))
      ->needs(checkpoint)
      ->excludes(department);
  AddOutputOption(*command, terminal, &options->format, /*with_csv=*/false);
  AddConnectionOptions(*command, environment);
  command->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunVerify(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
