#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/cli/command.h"
#include "services/cli/connection.h"
#include "services/rpc/client.h"
#include "yuheng/operations/v1/backup_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

// Every byte of both stores is copied.
constexpr absl::Duration kBackupDeadline = absl::Hours(2);

// The order matters. What ingestion calls posted is in the ledgers already, and
// what it calls accepted is posted again under the same id after a restore: so
// ledgers that are copied later hold all of the first, and lose and double
// nothing of the second. Ledgers copied first would lack postings that nobody
// would repeat.
constexpr Service kInOrder[] = {Service::kIngestion, Service::kAggregation};

struct BackupOptions {
  std::string name;
  OutputFormat format = OutputFormat::kTable;
};

int RunBackup(const Environment& environment, BackupOptions options) {
  const Terminal& terminal = environment.terminal;
  if (options.name.empty()) {
    options.name =
        absl::FormatTime("%Y%m%dT%H%M%SZ", absl::Now(), absl::UTCTimeZone());
  }
  auto rows = RowPrinter::Create(
      terminal, options.format,
      {{"folder", budget::Message("cli.column_folder")},
       {"files", budget::Message("cli.column_files"), Align::kRight, true},
       {"bytes", budget::Message("cli.column_bytes"), Align::kRight, true}});
  for (const Service service : kInOrder) {
    const auto channel = Connect(environment, service);
    if (channel == nullptr) return kExitUsage;
    const auto stub = operations::v1::BackupService::NewStub(channel);
    operations::v1::CreateBackupRequest request;
    request.set_name(options.name);
    operations::v1::CreateBackupResponse response;
    grpc::ClientContext context;
    rpc::SetDeadline(&context, kBackupDeadline);
    const grpc::Status status =
        stub->CreateBackup(&context, request, &response);
    if (!status.ok()) return ReportFailure(terminal, status);
    rows->Row({response.dir(), absl::StrCat(response.file_count()),
               absl::StrCat(response.size_bytes())});
  }
  rows->Finish();
  return kExitOk;
}

}  // namespace

void AddBackup(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* command =
      app.add_subcommand("backup", Say(terminal, "cli.backup_description"));
  command->footer(Say(terminal, "cli.backup_examples"));
  auto options = std::make_shared<BackupOptions>();
  command->add_option("NAME", options->name,
                      Say(terminal, "cli.option_backup_name"));
  AddOutputOption(*command, terminal, &options->format);
  AddConnectionOptions(*command, environment);
  command->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunBackup(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
