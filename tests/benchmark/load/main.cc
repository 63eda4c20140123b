// yuheng-load: whole submissions through the shipped binaries on loopback,
// beside what gRPC and the disk alone allow for the same bytes in the same run.
// See ../README.md for the menu and the method.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/types/span.h"
#include "services/cli/sample/sample.h"
#include "services/rpc/call_gate.h"
#include "services/rpc/client.h"
#include "tests/benchmark/load/burst_workload.h"
#include "tests/benchmark/load/dashboard_workload.h"
#include "tests/benchmark/load/engine_workload.h"
#include "tests/benchmark/load/latency.h"
#include "tests/benchmark/load/noop_server.h"
#include "tests/benchmark/load/postgresql_workload.h"
#include "tests/benchmark/load/printer.h"
#include "tests/benchmark/load/process_use.h"
#include "tests/benchmark/load/season.h"
#include "tests/benchmark/load/store_workload.h"
#include "tests/benchmark/load/totals_workload.h"
#include "tests/benchmark/load/upload_workload.h"
#include "tests/benchmark/load/watch_workload.h"
#include "tests/support/child_process.h"
#include "tests/support/cluster.h"
#include "tests/support/command.h"
#include "tests/support/temp_dir.h"

namespace yuheng::load {
namespace {

constexpr char kDivision[] = "652300";
constexpr int kFiscalYear = 2023;
constexpr int kDocumentsMax = 1'000'000;  // As departments of a list.
// Departments at the first reading of totals.
constexpr int kFewDepartments = 10;
constexpr absl::Duration kNoopStartTimeout = absl::Seconds(10);
// Between two postings that are watched.
constexpr absl::Duration kWatchedPause = absl::Milliseconds(100);
// Of the last delta to the slowest stream.
constexpr absl::Duration kDeltasTimeout = absl::Seconds(30);
constexpr absl::Duration kNoopPollInterval = absl::Milliseconds(5);

struct Options {
  std::string bin_dir;
  std::string dir;
  int documents = 1000;
  int streams = 16;
  int workers = 0;
  int calls = 1000;
  int seed = 1;
  bool narrative = false;
  int watchers = 0;
  std::vector<int> dashboards;
  int frozen = 0;
  int watched = 100;
  int burst = 0;
  int postgresql_batch = 0;
  std::string output = "table";
};

void Describe(absl::Span<const cli::SampleDocument> documents) {
  size_t bytes = 0;
  size_t leaves = 0;
  size_t cells = 0;
  for (const cli::SampleDocument& document : documents) {
    bytes += document.text.size();
    leaves += document.leaves.size();
    const auto lines =
        budget::LedgerLinesOf(budget::StandardForm(), document.document);
    cells += lines.leaves.size() + lines.printed.size();
  }
  std::cerr << documents.size() << " documents, on average "
            << bytes / documents.size() << " bytes, "
            << cells / documents.size() << " stated amounts, "
            << leaves / documents.size() << " of them leaves\n";
}

absl::StatusOr<std::string> AwaitAddress(testing::ChildProcess& child,
                                         const std::string& file) {
  const absl::Time deadline = absl::Now() + kNoopStartTimeout;
  while (absl::Now() < deadline && !child.Wait(kNoopPollInterval)) {
    if (std::filesystem::exists(file)) return testing::ReadFile(file);
  }
  return absl::UnavailableError("the no-op server did not start");
}

// The same uploads to a server in another process that only reads them.
absl::Status MeasureNoop(const Options& options, const std::string& dir,
                         const Season& season, Printer* printer) {
  const std::string address_file = dir + "/noop.address";
  auto child = testing::ChildProcess::Start(
      {.arguments = {std::filesystem::read_symlink("/proc/self/exe").string(),
                     "noop-server", address_file},
       .stderr_file = dir + "/noop.log"});
  if (!child.ok()) return child.status();
  const auto address = AwaitAddress(**child, address_file);
  if (!address.ok()) return address.status();
  const auto channel = rpc::OpenChannel(*address);
  if (!channel.ok()) return channel.status();
  if (absl::Status status =
          rpc::WaitReady(**channel, *address, kNoopStartTimeout);
      !status.ok()) {
    return status;
  }
  printer->Print(UploadAll(*channel, season, 0, season.invented().size(),
                           {.workload = "grpc no-op, same bytes",
                            .division = kDivision,
                            .streams = options.streams,
                            .expect_posted = false})
                     .complete);
  return absl::OkStatus();
}

absl::Status MeasureStore(const Options& options, const std::string& dir,
                          absl::Span<const cli::SampleDocument> documents,
                          Printer* printer) {
  for (const int batch : {1, options.streams}) {
    const auto measurement =
        WriteAll(absl::StrCat(dir, "/rocksdb.", batch), documents, batch);
    if (!measurement.ok()) return measurement.status();
    printer->Print(*measurement);
  }
  return absl::OkStatus();
}

void MeasureTotals(const Options& options, const testing::Cluster& cluster,
                   size_t departments, Printer* printer) {
  const auto channel = cluster.channel(testing::Process::kAggregation);
  for (const int table : {1, 5, 0}) {
    printer->Print(ReadTotals(
        channel,
        {.workload = absl::StrCat(
             "totals of ", departments, ", ",
             table == 0 ? "all tables" : absl::StrCat("table ", table)),
         .division = kDivision,
         .table = table,
         .calls = options.calls}));
  }
}

// Postings while dashboards watch: half of the documents without and half with
// one that reads nothing.
absl::Status MeasureWatch(const Options& options,
                          const testing::Cluster& cluster, const Season& season,
                          size_t first, size_t count, Printer* printer) {
  const pid_t pid = cluster.pid(testing::Process::kAggregation);
  const int64_t before = ResidentBytes(pid);
  const auto watchers = Watchers::Open(
      {.address = cluster.address(testing::Process::kAggregation),
       .division = kDivision,
       .streams = options.watchers});
  if (!watchers.ok()) return watchers.status();
  const int64_t each = (ResidentBytes(pid) - before) / options.watchers;
  const auto measure = [&](size_t from, size_t part,
                           const std::string& workload) {
    const ProcessUse use(cluster);
    const UploadResult uploads = UploadAll(
        cluster.channel(testing::Process::kIngestion), season, from, part,
        {.workload = absl::StrCat("submit, ", workload),
         .division = kDivision,
         .streams = 1,
         .pause = kWatchedPause,
         .on_receipt = [&](const std::string& department) {
           (*watchers)->Received(department);
         }});
    Measurement deltas = (*watchers)->Collect(
        absl::StrCat("receipt to delta, ", workload), kDeltasTimeout);
    deltas.note = use.Each(part);
    printer->Print(uploads.complete);
    printer->Print(deltas);
  };
  const size_t half = count / 2;
  measure(first, half, absl::StrCat(options.watchers, " watch"));
  if (absl::Status status = (*watchers)->OpenFrozen(); !status.ok()) {
    return status;
  }
  measure(first + half, count - half, "and one frozen");
  std::cerr << "memory of aggregation per stream: " << each << " bytes\n";
  return absl::OkStatus();
}

// All at the same time, as in the minute before the deadline.
absl::Status MeasureBurst(const testing::Cluster& cluster, const Season& season,
                          size_t first, size_t count, Printer* printer) {
  const ProcessUse use(cluster);
  Measurement burst =
      SubmitAtOnce(season, first, count,
                   {.address = cluster.address(testing::Process::kIngestion),
                    .division = kDivision});
  burst.workload = absl::StrCat("burst of ", count);
  absl::StrAppend(&burst.note, "; ", use.Each(count));
  printer->Print(burst);
  if (burst.failed == 0) return absl::OkStatus();
  return absl::InternalError("some of the burst did not reach POSTED");
}

absl::Status MeasureCluster(const Options& options, const std::string& dir,
                            const Season& season, Printer* printer) {
  testing::ClusterOptions cluster_options = {
      .bin_dir = options.bin_dir,
      .dir = dir + "/cluster",
      .department_file = dir + "/departments.csv",
      .division = kDivision};
  cluster_options.ingestion.set_worker_count(options.workers);
  cluster_options.validation.set_worker_count(options.workers);
  if (options.watchers > 0) {
    cluster_options.aggregation.mutable_server()->set_concurrent_calls_max(
        options.watchers + rpc::kConcurrentCallsMaxDefault);
  }
  // What is timed ends posted: the tables alone are warned of.
  cluster_options.ingestion.mutable_waivers()->set_accept_unexplained_warnings(
      true);
  const auto cluster = testing::Cluster::Start(std::move(cluster_options));
  if (!cluster.ok()) return cluster.status();
  const auto channel = (*cluster)->channel(testing::Process::kIngestion);
  const size_t few = std::min<size_t>(kFewDepartments, season.size());

  const UploadResult warm_up = UploadAll(
      channel, season, 0, few,
      {.workload = "submit, warm-up", .division = kDivision, .streams = 1});
  printer->Print(warm_up.complete);
  MeasureTotals(options, **cluster, few, printer);

  size_t rest = season.size() - few;
  if (rest == 0) return absl::OkStatus();
  const size_t watched =
      options.watchers == 0
          ? 0
          : std::min(rest - 1, static_cast<size_t>(options.watched));
  rest -= watched;
  const size_t shown =
      options.dashboards.empty()
          ? 0
          : std::min(rest - 1, static_cast<size_t>(options.watched));
  rest -= shown;
  const size_t burst = std::min(rest, static_cast<size_t>(options.burst));
  rest -= burst;
  const ProcessUse use(**cluster);
  UploadResult result = UploadAll(channel, season, few, rest,
                                  {.workload = "submit to posted",
                                   .division = kDivision,
                                   .streams = options.streams});
  result.receipt.note = use.Each(rest);
  printer->Print(result.complete);
  printer->Print(result.receipt);
  MeasureTotals(options, **cluster, few + rest, printer);
  if (burst > 0) {
    if (absl::Status status =
            MeasureBurst(**cluster, season, few + rest, burst, printer);
        !status.ok()) {
      return status;
    }
  }
  if (watched > 0) {
    if (absl::Status status = MeasureWatch(
            options, **cluster, season, few + rest + burst, watched, printer);
        !status.ok()) {
      return status;
    }
  }
  if (shown > 0) {
    if (absl::Status status =
            MeasureDashboards(**cluster, season,
                              {.division = kDivision,
                               .fiscal_year = kFiscalYear,
                               .dashboards = options.dashboards,
                               .frozen = options.frozen,
                               .first = few + rest + burst + watched,
                               .count = shown},
                              printer);
        !status.ok()) {
      return status;
    }
  }
  if (warm_up.complete.failed + result.complete.failed > 0) {
    return absl::InternalError("some submissions did not reach POSTED");
  }
  for (const testing::Process process : testing::AllProcesses()) {
    const auto exit_code = (*cluster)->Terminate(process);
    if (!exit_code.ok()) return exit_code.status();
    if (*exit_code != 0) {
      return absl::InternalError(absl::StrCat(testing::ProcessName(process),
                                              " ended with ", *exit_code));
    }
  }
  return absl::OkStatus();
}

absl::Status Run(const Options& options) {
  const testing::TempDir temp_dir;
  const std::string dir = options.dir.empty() ? temp_dir.path() : options.dir;
  std::filesystem::create_directories(dir);
  const Season season({.seed = static_cast<uint64_t>(options.seed),
                       .departments = options.documents,
                       .narrative = options.narrative});
  std::ofstream(dir + "/departments.csv") << season.DepartmentsCsv();
  const absl::Span<const cli::SampleDocument> documents = season.invented();
  Describe(documents);
  Printer printer(options.output == "json");
  if (absl::Status status = MeasureNoop(options, dir, season, &printer);
      !status.ok()) {
    return status;
  }
  if (absl::Status status = MeasureStore(options, dir, documents, &printer);
      !status.ok()) {
    return status;
  }
  if (options.postgresql_batch > 0) {
    const auto measurement = PostAllByPostgresql(
        documents,
        {.dir = dir + "/postgresql", .batch = options.postgresql_batch});
    if (!measurement.ok()) return measurement.status();
    printer.Print(*measurement);
    for (const bool table_rules : {true, false}) {
      const auto engine = PostAllInProcess(
          documents,
          {.dir = absl::StrCat(dir, "/engine.", table_rules ? "table" : "all"),
           .batch = options.postgresql_batch,
           .table_rules = table_rules});
      if (!engine.ok()) return engine.status();
      printer.Print(*engine);
    }
  }
  return MeasureCluster(options, dir, season, &printer);
}

int Main(int argc, char** argv) {
  Options options;
  options.bin_dir = (std::filesystem::read_symlink("/proc/self/exe")
                         .parent_path()
                         .parent_path() /
                     "bin")
                        .string();
  std::string address_file;
  CLI::App app{"Measures submissions end to end, beside gRPC and RocksDB."};
  app.add_option("--bin-dir", options.bin_dir, "Where the servers are")
      ->capture_default_str();
  app.add_option("--dir", options.dir,
                 "An empty folder on the disk to measure; it stays. Default: a "
                 "temporary one");
  app.add_option("--documents", options.documents,
                 "Documents, one a department")
      ->check(CLI::Range(1, kDocumentsMax))
      ->capture_default_str();
  app.add_option("--streams", options.streams, "Uploads under way at once")
      ->check(CLI::Range(1, 512))
      ->capture_default_str();
  app.add_option("--workers", options.workers,
                 "Threads of ingestion, and of validation; 0: as shipped")
      ->check(CLI::Range(0, 64))
      ->capture_default_str();
  app.add_option("--calls", options.calls, "Readings of totals, each kind")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Seed of the documents")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--watchers", options.watchers,
                 "Streams that watch table 1 while --watched documents are "
                 "posted; 0: none")
      ->check(CLI::Range(0, 100'000))
      ->capture_default_str();
  app.add_option("--watched", options.watched,
                 "Of the documents, how many are posted while streams watch")
      ->check(CLI::Range(2, 10'000))
      ->capture_default_str();
  app.add_option("--dashboards", options.dashboards,
                 "Dashboards that watch through the gateway, such as "
                 "100,1000,5000, each number more than the one before, while "
                 "--watched documents are posted; none: none")
      ->delimiter(',')
      ->check(CLI::Range(2, kDashboardsMax));
  app.add_option("--frozen", options.frozen,
                 "Dashboards beside the most that read nothing")
      ->check(CLI::Range(0, kFrozenMax))
      ->capture_default_str();
  app.add_option("--burst", options.burst,
                 "Of the documents, how many are sent all at once; 0: none")
      ->check(CLI::Range(0, 100'000))
      ->capture_default_str();
  app.add_option("--postgresql-batch", options.postgresql_batch,
                 "Documents a transaction of a PostgreSQL 15 server that does "
                 "the same with their tables; 0: none")
      ->check(CLI::Range(0, 100'000))
      ->capture_default_str();
  app.add_flag("--narrative", options.narrative,
               "Documents with all their texts, not the tables alone");
  app.add_option("-o,--output", options.output, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  CLI::App* noop = app.add_subcommand(
      "noop-server", "The no-op server; started by the driver itself");
  noop->add_option("ADDRESS_FILE", address_file)->required();
  CLI11_PARSE(app, argc, argv);
  if (noop->parsed()) return RunNoopServer(address_file);
  const absl::Status status = Run(options);
  if (status.ok()) return 0;
  std::cerr << "yuheng-load: " << status.message() << "\n";
  return 1;
}

}  // namespace
}  // namespace yuheng::load

int main(int argc, char** argv) { return yuheng::load::Main(argc, argv); }
