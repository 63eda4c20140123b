#include <memory>
#include <string>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/audit/proof.h"
#include "services/cli/command.h"
#include "services/cli/commands/checkpoint_file.h"
#include "services/cli/commands/entry_words.h"
#include "services/cli/commands/proof_words.h"
#include "services/cli/connection.h"
#include "services/rpc/client.h"
#include "services/rpc/resource_name.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

struct Options {
  std::string entry;
  CheckpointOptions checkpoint;
  std::string out;
  bool replace = false;
  OutputFormat format = OutputFormat::kTable;
};

// All records from the proof's seq to last_seq.
grpc::Status FetchRecords(const std::shared_ptr<grpc::Channel>& channel,
                          const std::string& parent, uint64_t last_seq,
                          audit::Proof* proof, size_t* size_bytes) {
  const auto stub = aggregation::v1::AggregationService::NewStub(channel);
  aggregation::v1::ListEntryRecordsRequest request;
  request.set_parent(parent);
  request.set_last_seq(static_cast<int64_t>(last_seq));
  while (proof->seq + proof->records.size() <= last_seq &&
         *size_bytes <= audit::kProofBytesMax &&
         proof->records.size() <= audit::kProofRecordsMax) {
    request.set_first_seq(
        static_cast<int64_t>(proof->seq + proof->records.size()));
    aggregation::v1::ListEntryRecordsResponse response;
    const grpc::Status status = rpc::CallWithRetry(
        {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
        [&](grpc::ClientContext& context) {
          return stub->ListEntryRecords(&context, request, &response);
        });
    if (!status.ok()) return status;
    for (std::string& record : *response.mutable_records()) {
      *size_bytes += record.size();
      proof->records.push_back(std::move(record));
    }
  }
  return grpc::Status::OK;
}

int RunProve(const Environment& environment, const Options& options) {
  const Terminal& terminal = environment.terminal;
  const auto name = ParseEntryName(environment, options.entry);
  if (!name) return kExitUsage;
  const auto file = ReadCheckpointFile(terminal, options.checkpoint);
  if (!file) return kExitUsage;
  audit::Proof proof;
  proof.department = name->department;
  proof.seq = static_cast<uint64_t>(name->seq);
  const audit::LedgerHead* head = file->checkpoint.Find(proof.department);
  if (head == nullptr || head->seq < proof.seq) {
    PrintError(terminal,
               Say(terminal, "cli.prove_newer", {{"entry", options.entry}}));
    return kExitFound;
  }
  const auto channel = Connect(environment, Service::kAggregation);
  if (channel == nullptr) return kExitUsage;
  size_t size_bytes = 0;
  const grpc::Status status = FetchRecords(
      channel, rpc::DepartmentName(name->division, name->department), head->seq,
      &proof, &size_bytes);
  if (!status.ok()) return ReportFailure(terminal, status);
  if (size_bytes > audit::kProofBytesMax ||
      proof.records.size() > audit::kProofRecordsMax) {
    PrintError(terminal,
               Say(terminal, "cli.prove_too_long", {{"entry", options.entry}}));
    return kExitFound;
  }
  const auto entry = audit::CheckProof(proof, file->checkpoint);
  if (!entry.ok()) return ReportRefusal(terminal, entry.status());
  const absl::Status written = WriteFileBytes(
      terminal, options.out, audit::ProofText(proof), options.replace);
  if (!written.ok()) {
    PrintError(terminal, written.message());
    return kExitUsage;
  }
  PrintProven(terminal, options.format, file->checkpoint, proof, *entry);
  return kExitOk;
}

}  // namespace

void AddProve(CLI::App& group, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* prove = group.add_subcommand(
      "prove", Say(terminal, "cli.entries_prove_description"));
  auto options = std::make_shared<Options>();
  prove->add_option("NAME", options->entry, Say(terminal, "cli.option_entry"))
      ->required();
  prove->add_option("FILE", options->out, Say(terminal, "cli.option_new_file"))
      ->required();
  AddCheckpointOptions(*prove, terminal, &options->checkpoint)->required();
  prove->add_flag("--force", options->replace,
                  Say(terminal, "cli.option_force"));
  AddOutputOption(*prove, terminal, &options->format, /*with_csv=*/false);
  AddConnectionOptions(*prove, environment);
  prove->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunProve(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
