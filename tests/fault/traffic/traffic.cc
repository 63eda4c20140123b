#include "tests/fault/traffic/traffic.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace yuheng::fault {
namespace {

// So that a department's entries come from several callers at once.
constexpr int kPostersOfEach = 3;
constexpr int kTransferDesks = 2;
constexpr int kAuditors = 2;
constexpr absl::Duration kStreamInterval = absl::Milliseconds(50);

std::vector<std::string> DepartmentsOf(const std::vector<Party>& parties) {
  std::vector<std::string> departments;
  for (const Party& party : parties) departments.push_back(party.department);
  return departments;
}

}  // namespace

Traffic::Traffic(TrafficOptions options, DeskClient* client)
    : options_(std::move(options)),
      direct_("direct", options_.direct_departments),
      transfers_("transfer", DepartmentsOf(options_.parties)) {
  uint64_t number = 0;
  const auto parts = [&](const std::atomic<bool>* ends) {
    return WorkerParts{client, ends,
                       cli::Random::Stream(options_.seed, ++number),
                       options_.run, options_.fiscal_year};
  };
  const int year = options_.fiscal_year;
  std::vector<std::string> bureaus;
  std::vector<TotalsScope> scopes = {{year, kBureauStage, "", ""},
                                     {year, kDirectStage, "", ""}};
  for (const BureauDocuments& documents : options_.bureaus) {
    bureaus.push_back(documents.department);
    scopes.push_back({year, kBureauStage, documents.department, ""});
    workers_.push_back(std::make_unique<Bureau>(parts(&work_ends_), documents));
  }
  if (!bureaus.empty()) {
    workers_.push_back(
        std::make_unique<ReviewSection>(parts(&work_ends_), bureaus));
  }
  for (const std::string& department : options_.direct_departments) {
    scopes.push_back(
        {year, kOtherDirectStage, department, absl::StrCat(department, "001")});
    scopes.push_back({year, kDirectStage, department, ""});
    for (int i = 0; i < kPostersOfEach; ++i) {
      workers_.push_back(std::make_unique<DirectPoster>(parts(&work_ends_),
                                                        department, &direct_));
    }
  }
  std::vector<const RequestNumbers*> numbers = {&direct_};
  if (!options_.parties.empty()) {
    numbers.push_back(&transfers_);
    for (int i = 0; i < kTransferDesks; ++i) {
      workers_.push_back(std::make_unique<TransferDesk>(
          parts(&work_ends_), options_.parties, &transfers_));
    }
  }
  for (int i = 0; i < kAuditors; ++i) {
    workers_.push_back(std::make_unique<Auditor>(
        parts(&work_ends_), options_.direct_departments, scopes, numbers));
  }
  const auto read = [&](auto position) {
    streams_.push_back(
        {std::make_unique<StreamReader>(parts(&streams_end_), position), {}});
  };
  read(WatchPosition{"bureaus", scopes[0]});
  read(WatchPosition{"direct", scopes[1]});
  read(WatchPosition{"one-department", scopes.back()});
  read(EntryWatchPosition{"entries", ""});
  read(EntryWatchPosition{"entries-of-one-department",
                          options_.direct_departments.back()});
  for (const auto& worker : workers_) {
    work_.emplace_back([&worker = *worker] { worker.Run(); });
  }
  for (Stream& stream : streams_) {
    stream.thread = std::thread([&reader = *stream.reader] { reader.Run(); });
  }
}

Traffic::~Traffic() {
  StopWork();
  StopStreams(0, absl::ZeroDuration());
}

void Traffic::StopWork() {
  work_ends_ = true;
  for (std::thread& thread : work_) {
    if (thread.joinable()) thread.join();
  }
}

std::vector<std::string> Traffic::StopStreams(int64_t revision,
                                              absl::Duration patience) {
  const absl::Time deadline = absl::Now() + patience;
  std::vector<std::string> late;
  for (Stream& stream : streams_) {
    while (stream.reader->revision() < revision && absl::Now() < deadline) {
      absl::SleepFor(kStreamInterval);
    }
    if (stream.reader->revision() < revision) {
      late.push_back(stream.reader->name());
    }
  }
  streams_end_ = true;
  for (Stream& stream : streams_) {
    if (stream.thread.joinable()) stream.thread.join();
  }
  return late;
}

}  // namespace yuheng::fault
