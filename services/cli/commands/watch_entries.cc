#include "services/cli/commands/watch_entries.h"

#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/commands/watch_range.h"
#include "services/cli/connection.h"
#include "services/cli/output/json.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using aggregation::v1::WatchEntriesResponse;

struct WatchEntriesOptions {
  std::string department;
  WatchRange range;
  OutputFormat format = OutputFormat::kTable;
};

void PrintJson(const Terminal& terminal, const WatchEntriesResponse& response) {
  JsonWriter json;
  json.BeginObject();
  if (response.has_entry()) {
    const ledger::v1::Entry& entry = response.entry();
    json.Key("event").String("entry");
    json.Key("entry").String(entry.name());
    json.Key("revision").Number(entry.revision());
    json.Key("requestId").String(entry.request_id());
    json.Key("submission").String(entry.submission());
    json.Key("lines").Number(entry.leaves_size());
    json.Key("previousHash").String(entry.previous_hash());
    json.Key("hash").String(entry.hash());
  } else {
    json.Key("event").String("progress");
    json.Key("revision").Number(response.progress().revision());
  }
  json.EndObject();
  *terminal.out << json.text() << "\n" << std::flush;
}

int RunWatchEntries(const Environment& environment,
                    const WatchEntriesOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto channel = Connect(environment, Service::kAggregation);
  if (channel == nullptr) return kExitUsage;
  const auto stub = aggregation::v1::AggregationService::NewStub(channel);
  aggregation::v1::WatchEntriesRequest request;
  request.set_parent(ScopeName(environment, options.department, ""));
  request.set_resume_revision(options.range.resume_revision);
  grpc::ClientContext context;
  auto stream = stub->WatchEntries(&context, request);
  ProgressLine progress(terminal);
  return Follow<WatchEntriesResponse>(
      terminal, options.range, &context, *stream,
      [&](const WatchEntriesResponse& response) {
        const ledger::v1::Entry& entry = response.entry();
        if (options.format == OutputFormat::kJson) {
          PrintJson(terminal, response);
        } else if (response.has_entry()) {
          progress.Clear();
          *terminal.out << Say(terminal, "cli.watch_entry_line",
                               {{"revision", absl::StrCat(entry.revision())},
                                {"entry", entry.name()},
                                {"time", TimeText(entry.commit_time())},
                                {"hash", entry.hash().substr(0, 12)}})
                        << "\n"
                        << std::flush;
        } else {
          progress.Update(Say(
              terminal, "cli.watch_progress",
              {{"revision", absl::StrCat(response.progress().revision())}}));
        }
        return response.has_entry() ? entry.revision()
                                    : response.progress().revision();
      });
}

}  // namespace

void AddWatchEntries(CLI::App& group, Environment& environment,
                     Action& action) {
  const Terminal& terminal = environment.terminal;
  auto options = std::make_shared<WatchEntriesOptions>();
  CLI::App* command = group.add_subcommand(
      "entries", Say(terminal, "cli.watch_entries_description"));
  AddDepartmentOption(*command, terminal, &options->department);
  AddWatchRangeOptions(*command, terminal, &options->range);
  AddOutputOption(*command, terminal, &options->format, /*with_csv=*/false);
  AddConnectionOptions(*command, environment);
  command->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunWatchEntries(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
