#include "tests/fault/simulation/ingestion_process.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/ingestion/formats/document_reader.h"
#include "services/ingestion/lifecycle/examination.h"
#include "services/ingestion/lifecycle/outbox.h"
#include "services/ingestion/store/submission_store.h"
#include "services/rpc/reason.h"
#include "storage/testing/simulated_store.h"
#include "tests/fault/simulation/clients.h"
#include "tests/fault/simulation/postings.h"

namespace yuheng::fault {

using ingestion::SubmissionEntry;
using storage::DiskFault;

namespace {

constexpr int64_t kDeadline = 5 * kSecond;
// As DispatcherOptions.
constexpr int64_t kRetryWaitInitial = 50 * kMillisecond;
constexpr int64_t kRetryWaitMax = 10 * kSecond;

absl::StatusOr<budget::Document> Read(
    const ingestion::ReadingRequest& request) {
  return ingestion::ReadDocument(budget::StandardForm(), request.bytes,
                                 {.file_name = request.file_name,
                                  .size_bytes_max = request.size_bytes_max});
}

}  // namespace

template <typename T>
T IngestionProcess::Await(
    const std::function<void(std::function<void(T)>)>& ask) {
  // Outlives this frame: the process may end while it waits.
  const auto heard = std::make_shared<std::optional<T>>();
  ask([heard](T value) { *heard = std::move(value); });
  const int now_life = life();
  while (!heard->has_value()) {
    YUHENG_CHECK(world().Step());  // The deadline is an event too.
    if (life() != now_life) throw ProcessEnded();
  }
  return **heard;
}

// The ledger as ingestion reaches it: over the network.
class IngestionProcess::Poster final : public ingestion::LedgerPoster {
 public:
  explicit Poster(IngestionProcess* process) : process_(*process) {}

  absl::StatusOr<ingestion::Posted> Post(
      const ingestion::Posting& posting) override {
    aggregation::Posting message = MessageOf(posting);
    if (process_.settings().canary == Canary::kRetryWithNewId) {
      const int tries = ++tries_[message.request_id];
      if (tries > 1) absl::StrAppend(&message.request_id, "-", tries);
    }
    using Reply = absl::StatusOr<aggregation::Applied>;
    const Reply answer =
        process_.Await<Reply>([&](std::function<void(Reply)> done) {
          PostOver(process_.network_, process_.history(),
                   &process_.aggregation_, message, kDeadline, done);
        });
    if (!answer.ok()) return answer.status();
    return PostedOf(*answer);
  }

  absl::StatusOr<ingestion::PostingOutcome> GetOutcome(
      const std::string& department, const std::string& request_id) override {
    using Reply = absl::StatusOr<storage::OutcomeRecord>;
    const Reply answer =
        process_.Await<Reply>([&](std::function<void(Reply)> done) {
          OutcomeOver(process_.network_, process_.history(),
                      &process_.aggregation_, department, request_id, kDeadline,
                      done);
        });
    if (!answer.ok()) return answer.status();
    ingestion::PostingOutcome outcome;
    if (answer->outcome == storage::PostingOutcome::kApplied) {
      outcome.kind = ingestion::PostingOutcome::Kind::kApplied;
      outcome.posted = PostedOf({answer->seq, answer->revision, true});
    } else if (answer->outcome == storage::PostingOutcome::kRefused) {
      outcome.kind = ingestion::PostingOutcome::Kind::kRefused;
      outcome.refusal = {answer->refusal_zh, answer->refusal_en};
    }
    return outcome;
  }

  absl::StatusOr<absl::optional<ingestion::Contribution>> GetInForce(
      const std::string& department, const ingestion::Slot& slot) override {
    using Reply = absl::StatusOr<std::optional<aggregation::EntryInForce>>;
    const Reply answer =
        process_.Await<Reply>([&](std::function<void(Reply)> done) {
          process_.network_.Ask<std::optional<aggregation::EntryInForce>>(
              absl::StrCat("in force ", department), kDeadline,
              [aggregation = &process_.aggregation_, department,
               slot](const Network::Answerer<
                     std::optional<aggregation::EntryInForce>>& reply) {
                aggregation->GetInForce(department, slot.fiscal_year,
                                        slot.stage, slot.unit, reply);
              },
              std::move(done));
        });
    if (!answer.ok()) return answer.status();
    if (!answer->has_value()) return absl::nullopt;
    const std::string& submission = (*answer)->submission;
    return ingestion::Contribution{
        .submission_id = submission.substr(submission.rfind('/') + 1),
        .entry = absl::StrCat((*answer)->seq),
        .commit_time_unix_us = (*answer)->commit_time_unix_us};
  }

 private:
  static ingestion::Posted PostedOf(const aggregation::Applied& applied) {
    return {.entry = absl::StrCat(applied.seq),
            .revision = static_cast<int64_t>(applied.revision),
            .replayed = applied.replayed};
  }

  IngestionProcess& process_;
  std::map<std::string, int> tries_;
};

// Validation: finds an error for each claim of a document, after a while, when
// it is not away.
class IngestionProcess::Checker final : public ingestion::DocumentChecker {
 public:
  explicit Checker(IngestionProcess* process) : process_(*process) {}

  absl::StatusOr<validation::v1::VerdictSummary> Check(
      const budget::Document& document, ingestion::CheckReferences*,
      const std::function<void(const validation::v1::Finding&)>& sink)
      override {
    World& world = process_.world();
    process_.Await<bool>([&](std::function<void(bool)> done) {
      world.After(world.random().Between(kMillisecond, 20 * kMillisecond),
                  [done] { done(true); });
    });
    if (world.random().Chance(process_.settings().validation_away)) {
      world.Fault("validation_away", document.department);
      return absl::UnavailableError("validation is away");
    }
    validation::v1::Finding finding;
    finding.set_rule("A6-02");
    finding.set_severity(validation::v1::SEVERITY_ERROR);
    validation::v1::VerdictSummary verdict;
    for (size_t i = 0; i < document.claims.size(); ++i) {
      finding.set_id(absl::StrCat("finding-", i));
      sink(finding);
    }
    const int errors = static_cast<int>(document.claims.size());
    verdict.set_error_count(errors);
    verdict.set_verdict(errors > 0 ? validation::v1::VERDICT_ERRORS
                                   : validation::v1::VERDICT_CLEAN);
    verdict.set_catalogue_sha256("cafe");
    return verdict;
  }

 private:
  IngestionProcess& process_;
};

class IngestionProcess::Observer final : public ingestion::LifecycleObserver {
 public:
  explicit Observer(World* world) : world_(*world) {}

  void OnStateChange(const std::string& department,
                     const storage::SubmissionRecord& record) override {
    world_.Trace(absl::StrCat(
        record.id, " of ", department, " is ",
        ingestion::StateName(*ingestion::StateFromNumber(record.state))));
  }
  void OnFinding(const std::string&, const std::string&, size_t,
                 const validation::v1::Finding&) override {}

 private:
  World& world_;
};

// What is in memory. Steps that are under way hold it until they have ended.
struct IngestionProcess::Desk {
  struct Lane {
    std::deque<Task> tasks;
    bool busy = false;
    int failures = 0;  // In a row.
    bool retry_waits = false;
  };

  Desk(IngestionProcess* process, World* world)
      : poster(process), checker(process), observer(world) {}

  std::unique_ptr<storage::SimulatedStore> engine;
  std::unique_ptr<ingestion::SubmissionStore> store;
  Poster poster;
  Checker checker;
  Observer observer;
  ingestion::LifecycleParts parts;
  ingestion::Receiver receiver{&parts};
  ingestion::Examiner examiner{&parts};
  ingestion::Outbox outbox{&parts};
  ingestion::Reviewer reviewer{&parts};
  std::map<std::string, Lane> lanes;
};

IngestionProcess::IngestionProcess(Stage stage, Network* network,
                                   AggregationProcess* aggregation,
                                   const budget::DepartmentList* departments)
    : Process("ingestion", stage),
      network_(*network),
      aggregation_(*aggregation),
      departments_(*departments),
      board_(&world(), departments, {kYear, kStage}) {}

absl::Status IngestionProcess::Open() {
  auto desk = std::make_shared<Desk>(this, &world());
  auto engine = storage::SimulatedStore::Open(&disk());
  if (!engine.ok()) return engine.status();
  desk->engine = *std::move(engine);
  auto store = ingestion::SubmissionStore::Open(
      desk->engine.get(),
      [this](const absl::Status&) {
        // The operator starts it again, as health asks for.
        world().After(world().random().Below(2 * kSecond),
                      [this, now_life = life()] {
                        if (life() == now_life) Kill();
                      });
      },
      &departments_);
  if (!store.ok()) return store.status();
  desk->store = *std::move(store);
  ingestion::LifecycleParts& parts = desk->parts;
  parts.form = &budget::StandardForm();
  parts.departments = &departments_;
  parts.store = desk->store.get();
  parts.reader = Read;
  parts.checker = &desk->checker;
  parts.poster = &desk->poster;
  parts.observer = &desk->observer;
  parts.now_unix_us = [this] { return clock_us(); };
  parts.policy.accept_clean_at_once = settings().accept_clean_at_once;
  parts.policy.document_size_bytes_max = 1 << 20;
  desk_ = desk;
  board_.Connect(&desk->store->feed());
  for (const std::string& department :
       desk->store->index().DepartmentsWithOpen()) {
    desk->lanes[department].tasks.push_back(
        [this, department](Desk& d) { Advance(d, department); });
    RunLaneLater(department);
  }
  return absl::OkStatus();
}

void IngestionProcess::Close() {
  board_.Disconnect();
  desk_.reset();
}

DiskFault IngestionProcess::Sync(DiskFault fault) {
  const bool skipped = settings().canary == Canary::kReceiptFsyncSkipped;
  return skipped ? DiskFault::kLie : fault;
}

void IngestionProcess::Enqueue(const std::string& department, Task task) {
  desk_->lanes[department].tasks.push_back(std::move(task));
  RunLaneLater(department);
}

void IngestionProcess::RunLaneLater(const std::string& department) {
  world().After(0, [this, desk = desk_, department] {
    if (desk == desk_) RunLane(department);
  });
}

void IngestionProcess::RunLane(const std::string& department) {
  Run([&] {
    const std::shared_ptr<Desk> desk = desk_;
    Desk::Lane& lane = desk->lanes[department];
    if (lane.busy || lane.tasks.empty()) return;
    const Task task = std::move(lane.tasks.front());
    lane.tasks.pop_front();
    lane.busy = true;
    task(*desk);
    lane.busy = false;
    // One task an event: another lane's step may wait below this one.
    if (!lane.tasks.empty()) RunLaneLater(department);
  });
}

void IngestionProcess::Advance(Desk& desk, const std::string& department) {
  absl::Status status;
  const ingestion::SubmissionIndex& index = desk.store->index();
  for (const SubmissionEntry& entry : index.OpenOf(department)) {
    if (entry.state != ingestion::State::kReceived) continue;
    status.Update(desk.examiner.Examine(department, entry.id, nullptr));
  }
  for (const ingestion::Slot& slot : desk.outbox.SlotsToDeliver(department)) {
    status.Update(desk.outbox.Deliver(department, slot));
  }
  Desk::Lane& lane = desk.lanes[department];
  if (status.ok()) {
    lane.failures = 0;
    return;
  }
  world().Trace(absl::StrCat(department, " has to wait: ", status.message()));
  int64_t wait_us = kRetryWaitInitial;
  for (int i = 0; i < lane.failures && wait_us < kRetryWaitMax; ++i) {
    wait_us *= 2;
  }
  ++lane.failures;
  if (std::exchange(lane.retry_waits, true)) return;
  world().After(
      std::min(wait_us, kRetryWaitMax), [this, held = desk_, department] {
        if (held != desk_) return;
        held->lanes[department].retry_waits = false;
        Enqueue(department,
                [this, department](Desk& d) { Advance(d, department); });
      });
}

void IngestionProcess::Submit(const ingestion::UploadHeader& header,
                              const std::string& bytes,
                              const Done<ingestion::Reception>& done) {
  Run([&] {
    auto prepared = desk_->receiver.Prepare(header, bytes);
    if (!prepared.ok()) return done(prepared.status());
    const std::string department = prepared->department;
    Enqueue(department, [this, done, upload = *std::move(prepared)](Desk& d) {
      auto reception = d.receiver.Receive(upload);
      done(reception);
      if (reception.ok() && !reception->replayed) {
        Advance(d, upload.department);
      }
    });
  });
}

void IngestionProcess::Decide(DecisionStep step,
                              const ingestion::Decision& decision,
                              const Done<std::string>& done) {
  Run([&] {
    Enqueue(decision.department, [this, step, decision, done](Desk& d) {
      const absl::Status decided = (d.reviewer.*step)(decision);
      if (!decided.ok()) return done(decided);
      done(decision.id);
      Advance(d, decision.department);
    });
  });
}

void IngestionProcess::List(
    const std::string& department,
    const Done<std::vector<storage::SubmissionRecord>>& done) {
  Run([&] {
    std::vector<storage::SubmissionRecord> records;
    for (const SubmissionEntry& entry :
         desk_->store->index().List({.department = department}, {}, 1000)) {
      auto record = desk_->store->Get(department, entry.id);
      if (!record.ok()) return done(record.status());
      records.push_back(*std::move(record));
    }
    std::reverse(records.begin(), records.end());
    done(std::move(records));
  });
}

bool IngestionProcess::Idle() const {
  if (!up() || desk_->store->index().OpenCount() > 0) return false;
  return std::all_of(desk_->lanes.begin(), desk_->lanes.end(),
                     [](const auto& lane) {
                       return lane.second.tasks.empty() && !lane.second.busy;
                     });
}

absl::Status IngestionProcess::ReadSubmissions(
    std::vector<StoredSubmission>* submissions) {
  const ingestion::SubmissionIndex& index = desk_->store->index();
  for (const SubmissionEntry& entry : index.List({}, {}, SIZE_MAX)) {
    const auto record = desk_->store->Get(entry.department, entry.id);
    if (!record.ok()) return record.status();
    StoredSubmission& stored = submissions->emplace_back();
    stored.department = entry.department;
    stored.id = record->id;
    stored.request_id = record->request_id;
    stored.fiscal_year = record->fiscal_year;
    stored.stage = record->stage;
    stored.unit = record->unit;
    stored.version = record->version;
    stored.state = std::string(
        ingestion::StateName(*ingestion::StateFromNumber(record->state)));
    stored.sha256 = storage::ToHex(record->document_sha256);
    (void)absl::SimpleAtoi(record->entry, &stored.entry_seq);
    stored.revision = static_cast<int64_t>(record->revision);
    stored.pending = entry.open();
  }
  return absl::OkStatus();
}

}  // namespace yuheng::fault
