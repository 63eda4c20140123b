#include "tests/fault/crash/season.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/cli/sample/random.h"
#include "services/cli/sample/sample.h"
#include "tests/fault/crash/victims.h"
#include "tests/fault/traffic/end_state.h"
#include "tests/fault/traffic/traffic.h"
#include "tests/support/cluster.h"

namespace yuheng::fault {
namespace {

using testing::Cluster;
using testing::Process;

constexpr int kFiscalYear = 2023;
constexpr int kBureaus = 3;
// Bureaus that send no documents.
constexpr char kDirectDepartments[][4] = {"901", "902"};
constexpr absl::Duration kCanaryPatience = absl::Seconds(3);

TrafficOptions TrafficOf(const SeasonOptions& options,
                         const std::vector<cli::SampleDocument>& samples) {
  std::vector<Department> departments;
  for (const cli::SampleDocument& sample : samples) {
    departments.push_back({sample.code, sample.name});
  }
  TrafficOptions traffic;
  traffic.run = absl::StrCat("s", options.seed);
  traffic.bureaus = MakeDocuments(departments, kFiscalYear, options.seed);
  traffic.direct_departments = {std::begin(kDirectDepartments),
                                std::end(kDirectDepartments)};
  for (const Department& department : departments) {
    traffic.parties.push_back({department.code, ""});
  }
  for (const std::string& department : traffic.direct_departments) {
    traffic.parties.push_back({department, ""});
    traffic.parties.push_back({department, department + "001"});
    traffic.parties.push_back({department, department + "002"});
  }
  traffic.fiscal_year = kFiscalYear;
  traffic.seed = options.seed;
  return traffic;
}

EndOptions EndOf(const SeasonOptions& options,
                 const std::vector<cli::SampleDocument>& samples,
                 const DeskAddress& desk) {
  EndOptions end;
  end.desk = desk;
  end.fiscal_year = kFiscalYear;
  for (const cli::SampleDocument& sample : samples) {
    end.bureaus.push_back(sample.code);
  }
  // What was harmed on purpose may never come to rest.
  if (options.canary != Canary::kNone) {
    end.work_patience = end.stream_patience = kCanaryPatience;
  }
  return end;
}

// The rounds, and a last start of everything. False when something does not
// come up.
bool PlayRounds(int rounds, Traffic* traffic, Victims* victims) {
  for (int round = 0; round < rounds; ++round) {
    victims->AwaitEnd();
    if (!victims->Restart(Victims::Arming::kSome)) return false;
  }
  traffic->StopWork();
  victims->KillAll();
  return victims->Restart(Victims::Arming::kNone);
}

}  // namespace

absl::StatusOr<History> RunSeason(const SeasonOptions& options, Kills* kills) {
  cli::Random random(options.seed);
  std::filesystem::create_directories(options.dir);
  const auto samples = cli::GenerateSamples({.seed = options.seed,
                                             .departments = kBureaus,
                                             .fiscal_year = kFiscalYear});
  const std::string list = absl::StrCat(options.dir, "/departments.csv");
  std::ofstream csv(list);
  csv << cli::DepartmentsCsv(samples);
  for (const char* code : kDirectDepartments) {
    csv << code << ",部门" << code << ",,,\n";
  }
  csv.close();

  testing::ClusterOptions cluster_options;
  cluster_options.bin_dir = options.bin_dir;
  cluster_options.dir = absl::StrCat(options.dir, "/cluster");
  cluster_options.department_file = list;
  cluster_options.auto_accept = random.Percent(50);
  const auto cluster = Cluster::Start(cluster_options);
  if (!cluster.ok()) return cluster.status();

  Journal journal;
  const DeskAddress desk = {(*cluster)->channel(Process::kIngestion),
                            (*cluster)->channel(Process::kAggregation),
                            cluster_options.division};
  DeskClient client(desk, &journal);
  Traffic traffic(TrafficOf(options, samples), &client);
  Victims victims({.cluster = cluster->get(),
                   .journal = &journal,
                   .kills = kills,
                   .kill_points = options.kill_points,
                   .notes_dir = options.dir,
                   .canary = options.canary},
                  random);
  if (PlayRounds(options.rounds, &traffic, &victims)) {
    absl::StatusOr<History> history = CloseHistory(
        EndOf(options, samples, desk), &client, &traffic, &journal);
    if (history.ok()) return history;
    journal.Add(&History::complaints,
                {"does_not_serve", std::string(history.status().message())});
  }
  traffic.StopWork();
  traffic.StopStreams(0, absl::ZeroDuration());
  return journal.Take();
}

}  // namespace yuheng::fault
