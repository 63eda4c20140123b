#include "tests/fault/simulation/run.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/budget/department_list.h"
#include "tests/fault/simulation/aggregation_process.h"
#include "tests/fault/simulation/clients.h"
#include "tests/fault/simulation/ingestion_process.h"
#include "tests/fault/simulation/network.h"
#include "tests/fault/simulation/settings.h"
#include "tests/fault/simulation/world.h"

namespace yuheng::fault {
namespace {

constexpr int64_t kSeason = 40 * kSecond;
// More than any wait of a client or a retry.
constexpr int64_t kSettlingMax = 300 * kSecond;

constexpr char kDepartments[] =
    "code,name,aliases,kind,units,groups\n"
    "206,科学技术局,,行政,,科教/科技\n"
    "205,教育局,,行政,205001:本级|205002:一中,科教/教育|科教\n";

class Run {
 public:
  explicit Run(const RunOptions& options)
      : departments_(budget::DepartmentList::Parse(kDepartments).value()),
        world_(options.seed, options.print),
        settings_(DrawSettings(world_.random(), options.canary)),
        stage_{&world_, &settings_, &history_},
        network_(&world_, &settings_),
        aggregation_(stage_, &departments_),
        ingestion_(stage_, &network_, &aggregation_, &departments_) {
    AddClients();
  }

  RunResult Play() {
    aggregation_.Start();
    ingestion_.Start();
    for (const auto& client : clients_) client->Begin();
    for (const auto& watcher : watchers_) watcher->Begin();
    Repeat(settings_.kill_every_us, [this] {
      (world_.random().Chance(500) ? Aggregation() : Ingestion()).Kill();
    });
    Repeat(settings_.bit_flip_every_us, [this] { FlipBit(); });
    Repeat(settings_.connection_break_every_us,
           [this] { aggregation_.BreakConnections(); });
    world_.RunUntil(kSeason);
    Settle();
    return Result();
  }

 private:
  Process& Aggregation() { return aggregation_; }
  Process& Ingestion() { return ingestion_; }

  void AddClients() {
    const Surroundings around{stage_, &network_, &aggregation_, &ingestion_};
    clients_.push_back(std::make_unique<Bureau>(around, "206", "科学技术局",
                                                std::vector<std::string>()));
    clients_.push_back(std::make_unique<Bureau>(
        around, "205", "教育局", std::vector<std::string>{"205001", "205002"}));
    clients_.push_back(std::make_unique<ReviewSection>(
        around, std::vector<std::string>{"205", "206"}));
    clients_.push_back(std::make_unique<DirectPoster>(around));
    clients_.push_back(std::make_unique<TransferDesk>(around));
    clients_.push_back(std::make_unique<Auditor>(
        around, std::vector<std::string>{"205", "206", kDirectDepartment}));
    const aggregation::Period period{kYear, kStage};
    const aggregation::Scope scopes[] = {{period, "", ""},
                                         {period, "", ""},
                                         {period, "205", ""},
                                         {period, "205", "205001"},
                                         {period, kDirectDepartment, ""},
                                         {period, "", "", kGroup}};
    for (const aggregation::Scope& scope : scopes) {
      const int64_t pace_us =
          world_.random().Chance(500) ? 0 : world_.random().Below(2 * kSecond);
      watchers_.push_back(std::make_unique<Watcher>(
          around, absl::StrCat("stream-", watchers_.size() + 1), scope,
          pace_us));
    }
  }

  // About every so often until things are healed.
  void Repeat(int64_t every_us, std::function<void()> what) {
    if (every_us == 0) return;
    world_.After(world_.random().Below(2 * every_us) + 1,
                 [this, every_us, what = std::move(what)] {
                   if (healed_) return;
                   what();
                   Repeat(every_us, what);
                 });
  }

  void FlipBit() {
    Process& process =
        world_.random().Chance(500) ? Aggregation() : Ingestion();
    process.FlipBit();
    world_.After(world_.random().Below(4 * kSecond),
                 [&process] { process.Scrub(); });
  }

  // Nothing fails any more: everything has to come to an end.
  void Settle() {
    world_.Trace("settling");
    healed_ = true;
    settings_ = Healed(settings_);
    for (const auto& client : clients_) client->Stop();
    aggregation_.Scrub();
    ingestion_.Scrub();
    aggregation_.BreakConnections();
    Await([this] { return aggregation_.up() && ingestion_.Idle(); });
    // Late messages still come; then both machines lose their power.
    world_.RunUntil(world_.now_us() + 20 * kSecond);
    settings_.power_loss = 1000;
    aggregation_.Kill();
    ingestion_.Kill();
    settings_.power_loss = 0;
    Await([this] { return aggregation_.up() && ingestion_.Idle(); });
    if (!aggregation_.up() || !ingestion_.Idle()) {
      history_.complaints.push_back(
          {"work_left", "the services did not come to rest"});
    }
    if (!aggregation_.up() || !ingestion_.up()) return;
    read_back_ = true;
    ReadBack();
    Await([this] { return WatchersAreThrough(); });
    if (!WatchersAreThrough()) {
      history_.complaints.push_back(
          {"watch_incomplete", "a stream did not get to the newest revision"});
    }
  }

  template <typename Condition>
  void Await(const Condition& condition) {
    const int64_t end_us = world_.now_us() + kSettlingMax;
    while (!condition() && world_.now_us() < end_us) {
      world_.RunUntil(world_.now_us() + kSecond);
    }
  }

  bool WatchersAreThrough() const {
    for (const auto& watcher : watchers_) {
      if (watcher->revision() < newest_revision_) return false;
    }
    return true;
  }

  void Complain(const std::string& property, const absl::Status& status) {
    if (status.ok()) return;
    history_.complaints.push_back({property, status.ToString()});
  }

  // What is there, and what is said about it.
  void ReadBack() {
    Complain("does_not_start", aggregation_.ReadEntries(&history_.entries));
    Complain("does_not_start",
             ingestion_.ReadSubmissions(&history_.submissions));
    Complain("board_differs", ingestion_.CheckBoard());
    for (const LedgerEntry& entry : history_.entries) {
      newest_revision_ = std::max(newest_revision_, entry.revision);
    }
    aggregation_.Verify([this](const auto& verification) {
      Complain("verify_differs", verification.status());
      if (!verification.ok()) return;
      for (const aggregation::Mismatch& mismatch : verification->mismatches) {
        history_.complaints.push_back(
            {"verify_differs", aggregation::TextOf(mismatch).en});
      }
    });
    const aggregation::Period period{kYear, kStage};
    const aggregation::Scope scopes[] = {{period, "", ""},
                                         {period, "", "", kGroup},
                                         {period, "205", ""},
                                         {period, "206", ""},
                                         {period, "210", ""}};
    for (const aggregation::Scope& scope : scopes) {
      aggregation_.ListTotals(scope, 0, [&](const auto& answer) {
        Complain("totals_differ", answer.status());
        if (!answer.ok()) return;
        history_.totals.push_back({{world_.now_us(), world_.now_us()},
                                   aggregation_.InHistory(scope),
                                   0,
                                   static_cast<int64_t>(answer->revision),
                                   answer->figures});
      });
    }
  }

  RunResult Result() {
    RunResult result;
    if (read_back_) {
      result.violations = Check(history_, budget::StandardForm());
    } else {
      // Nothing can be said of what is not there to be read.
      for (const Complaint& complaint : history_.complaints) {
        result.violations.push_back({complaint.property, complaint.what});
      }
    }
    result.trace_hash = world_.trace_hash();
    result.faults = world_.faults();
    result.simulated_us = world_.now_us();
    result.history = std::move(history_);
    return result;
  }

  const budget::DepartmentList departments_;
  World world_;
  Settings settings_;
  History history_;
  const Stage stage_;
  Network network_;
  AggregationProcess aggregation_;
  IngestionProcess ingestion_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::vector<std::unique_ptr<Watcher>> watchers_;
  bool healed_ = false;
  bool read_back_ = false;
  int64_t newest_revision_ = 0;
};

}  // namespace

RunResult RunOnce(const RunOptions& options) { return Run(options).Play(); }

}  // namespace yuheng::fault
