#include "tests/fault/simulation/aggregation_process.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/aggregation/ledger/ledger_reader.h"
#include "services/aggregation/ledger/past_totals.h"
#include "services/aggregation/ledger/recovery.h"
#include "services/aggregation/posting/account.h"
#include "services/budget/address.h"
#include "services/rpc/reason.h"
#include "storage/format/ledger_keys.h"
#include "storage/testing/simulated_store.h"

namespace yuheng::fault {
namespace {

using aggregation::DeltaEvent;
using aggregation::ProgressEvent;
using aggregation::SnapshotEvent;
using aggregation::TotalsFeed;
using storage::DiskFault;

// Messages on the way to one reader; the rest waits in the feed.
constexpr int kWindow = 2;

std::string AddressText(const storage::AccountKey& account) {
  return budget::FormatAddress(aggregation::AddressOf(account));
}

Figures FiguresOf(absl::Span<const aggregation::TotalValue> totals) {
  Figures figures;
  for (const aggregation::TotalValue& total : totals) {
    figures[AddressText(total.account->key)] = {
        total.derived_fen, total.printed_fen, total.eliminated_fen};
  }
  return figures;
}

std::map<std::string, int64_t> AmountsOf(
    const std::vector<storage::AmountLine>& lines) {
  std::map<std::string, int64_t> amounts;
  for (const storage::AmountLine& line : lines) {
    amounts[AddressText(line.account)] = line.amount_fen;
  }
  return amounts;
}

WatchMessage MessageOf(const aggregation::WatchEvent& event) {
  WatchMessage message;
  if (const auto* snapshot = std::get_if<SnapshotEvent>(&event)) {
    message.kind = WatchKind::kSnapshot;
    message.revision = static_cast<int64_t>(snapshot->snapshot->revision);
    message.last = snapshot->last;
    message.figures = FiguresOf(snapshot->totals);
  } else if (const auto* delta = std::get_if<DeltaEvent>(&event)) {
    message.kind = WatchKind::kDelta;
    message.revision = static_cast<int64_t>(delta->delta->revision);
    message.previous_revision = static_cast<int64_t>(delta->previous_revision);
    message.conflated = delta->conflated;
    message.last = delta->last;
    message.figures = FiguresOf(delta->totals);
  } else if (const auto* progress = std::get_if<ProgressEvent>(&event)) {
    message.kind = WatchKind::kProgress;
    message.revision = static_cast<int64_t>(progress->revision);
  } else {
    message.kind = WatchKind::kCompacted;
    message.revision = static_cast<int64_t>(
        std::get<aggregation::CompactedEvent>(event).oldest_revision);
  }
  return message;
}

}  // namespace

struct AggregationProcess::Connection {
  std::shared_ptr<aggregation::Watcher> watcher;
  Reader reader;
  TotalsScope scope;
  int on_the_way = 0;
  int64_t last_arrival_us = 0;
  bool ready = true;
  bool open = true;
};

// What is in memory.
struct AggregationProcess::Desk {
  std::unique_ptr<storage::Store> store;
  std::unique_ptr<TotalsFeed> feed;
  std::unique_ptr<aggregation::Shard> shard;
  std::unique_ptr<BlindTotals> blind;
  std::deque<aggregation::Command> queue;
  bool batch_waits = false;
  std::vector<std::shared_ptr<Connection>> connections;  // As they came.
};

TotalsScope AggregationProcess::InHistory(
    const aggregation::Scope& scope) const {
  const std::vector<std::string>* members = departments_.FindGroup(scope.group);
  return {scope.period.fiscal_year, scope.period.stage, scope.department,
          scope.unit, members == nullptr ? "" : absl::StrJoin(*members, "|")};
}

absl::Status AggregationProcess::Open() {
  auto desk = std::make_shared<Desk>();
  if (settings().canary == Canary::kEpochIgnored) disk().StopEpochs();
  auto store = storage::SimulatedStore::Open(&disk());
  if (!store.ok()) return store.status();
  desk->feed = std::make_unique<TotalsFeed>(
      budget::StandardForm(),
      aggregation::TotalsFeedOptions{
          .revisions_max = static_cast<size_t>(settings().watch_revisions_max),
          .watcher_queue_max = static_cast<size_t>(settings().watch_queue_max),
          .departments = &departments_});
  desk->store = *std::move(store);
  if (settings().canary != Canary::kNone) {
    desk->store = std::make_unique<CanaryStore>(
        settings().canary, std::move(desk->store), desk->feed.get());
  }
  auto state = aggregation::Recover(*desk->store, desk->feed.get());
  if (!state.ok()) return state.status();
  if (settings().canary == Canary::kTotalsAddDeltas) {
    desk->blind = std::make_unique<BlindTotals>(budget::StandardForm());
    for (const auto& place : desk->feed->EntriesAfter(0, SIZE_MAX)) {
      const auto entry =
          aggregation::ReadEntry(*desk->store, place.department, place.seq);
      if (!entry.ok()) return entry.status();
      desk->blind->Add(place.department, entry->entry);
    }
  }
  desk->shard = std::make_unique<aggregation::Shard>(
      aggregation::Shard::Options{
          .store = desk->store.get(),
          .feed = desk->feed.get(),
          .now = [this] { return absl::FromUnixMicros(clock_us()); }},
      *std::move(state));
  desk_ = std::move(desk);
  const int next_life = life() + 1;
  world().After(kSecond, [this, next_life] { Tick(next_life); });
  return absl::OkStatus();
}

void AggregationProcess::Close() {
  if (desk_ == nullptr) return;
  BreakConnections();
  desk_.reset();
}

bool AggregationProcess::Hangs() {
  if (left_over_ != nullptr || !world().random().Chance(settings().left_over)) {
    return false;
  }
  BreakConnections();
  left_over_ = std::move(desk_);
  LeaveOver();
  world().After(world().random().Between(kMillisecond, 4 * kSecond),
                [this] { WakeLeftOver(); });
  return true;
}

// It does what it was about to do; its callers wait still.
void AggregationProcess::WakeLeftOver() {
  std::vector<aggregation::Command> batch;
  for (aggregation::Command& command : left_over_->queue) {
    batch.push_back(std::move(command));
  }
  try {
    left_over_->shard->Process(std::move(batch));
  } catch (const ProcessEnded&) {
    world().Trace("what was left over ends");
  }
  if (absl::IsAborted(left_over_->shard->failure())) {
    world().Fault("left_over_fenced", name());
  }
  left_over_.reset();
}

DiskFault AggregationProcess::Sync(DiskFault fault) {
  const bool skipped = settings().canary == Canary::kLedgerFsyncSkipped;
  const bool ignored = settings().canary == Canary::kFsyncFailureIgnored;
  if (skipped || (ignored && fault != DiskFault::kNone)) return DiskFault::kLie;
  return fault;
}

void AggregationProcess::Queue(aggregation::Command command) {
  desk_->queue.push_back(std::move(command));
  if (!std::exchange(desk_->batch_waits, true)) CommitLater();
}

void AggregationProcess::CommitLater() {
  const int now_life = life();
  world().After(world().random().Between(50, 2 * kMillisecond),
                [this, now_life] {
                  if (life() == now_life) Run([this] { CommitBatch(); });
                });
}

void AggregationProcess::CommitBatch() {
  if (Hangs()) return;
  std::vector<aggregation::Command> batch;
  while (!desk_->queue.empty() &&
         batch.size() < static_cast<size_t>(settings().group_commit_max)) {
    batch.push_back(std::move(desk_->queue.front()));
    desk_->queue.pop_front();
  }
  desk_->shard->Process(std::move(batch));
  PumpReady();
  if (!desk_->shard->failure().ok()) {
    world().Trace("aggregation stopped posting");
    const int now_life = life();
    world().After(world().random().Between(kMillisecond, kSecond),
                  [this, now_life] {
                    if (life() == now_life) Kill();
                  });
  }
  desk_->batch_waits = !desk_->queue.empty();
  if (desk_->batch_waits) CommitLater();
}

void AggregationProcess::Post(const aggregation::Posting& posting,
                              const Done<aggregation::Applied>& done) {
  Run([&] {
    // Of an elimination the desk that declares it did.
    auto normal = posting.elimination ? posting
                                      : aggregation::NormalisePosting(
                                            budget::StandardForm(), posting);
    if (!normal.ok()) return done(normal.status());
    aggregation::PostCommand command;
    command.posting = *std::move(normal);
    command.fingerprint = aggregation::FingerprintOf(command.posting);
    command.done = [this, done, department = posting.department](
                       absl::StatusOr<aggregation::Applied> applied) {
      // Nobody serves while what hangs goes on.
      if (applied.ok() && desk_ != nullptr && desk_->blind != nullptr) {
        const auto entry =
            aggregation::ReadEntry(*desk_->store, department, applied->seq);
        if (entry.ok()) desk_->blind->Add(department, entry->entry);
      }
      done(std::move(applied));
    };
    Queue(std::move(command));
  });
}

void AggregationProcess::GetOutcome(const std::string& department,
                                    const std::string& request_id,
                                    const Done<storage::OutcomeRecord>& done) {
  Run([&] {
    aggregation::OutcomeCommand command;
    command.department = department;
    command.request_id = request_id;
    command.done = done;
    Queue(std::move(command));
  });
}

void AggregationProcess::GetInForce(
    const std::string& department, int fiscal_year, int stage,
    const std::string& unit,
    const Done<std::optional<aggregation::EntryInForce>>& done) {
  Run([&] {
    done(aggregation::ReadInForce(*desk_->store, department, fiscal_year, stage,
                                  unit));
  });
}

absl::StatusOr<std::unique_ptr<aggregation::Totals>>
AggregationProcess::PastTotals(const aggregation::Scope& scope,
                               uint64_t revision) const {
  const uint64_t newest = desk_->feed->revision();
  if (revision > newest) {
    return rpc::MakeError(rpc::Reason::kRevisionInFuture);
  }
  if (revision == 0 || revision == newest) return nullptr;
  return aggregation::TotalsAt(*desk_->store, budget::StandardForm(),
                               &departments_, scope, revision);
}

void AggregationProcess::ListTotals(const aggregation::Scope& scope,
                                    uint64_t revision,
                                    const Done<TotalsAnswer>& done) {
  Run([&] {
    const auto past = PastTotals(scope, revision);
    if (!past.ok()) return done(past.status());
    if (*past != nullptr) {
      return done(TotalsAnswer{revision, FiguresOf((*past)->Read(scope))});
    }
    const TotalsFeed::Reading reading =
        desk_->feed->Read(scope, {}, TotalsFeed::WithPositions::kNo);
    done(TotalsAnswer{
        reading.revision,
        FiguresOf(desk_->blind != nullptr ? desk_->blind->Read(scope)
                                          : reading.totals)});
  });
}

void AggregationProcess::ListEliminations(
    const aggregation::Scope& scope, uint64_t revision,
    const Done<aggregation::EliminationsReading>& done) {
  Run([&] {
    // Of all ledgers: the payees' may be any.
    const auto past = PastTotals({scope.period, "", ""}, revision);
    if (!past.ok()) return done(past.status());
    if (*past == nullptr) {
      return done(desk_->feed->ReadEliminations(scope, {},
                                                aggregation::kEliminationsMax));
    }
    auto reading =
        (*past)->ReadEliminations(scope, {}, aggregation::kEliminationsMax);
    reading.revision = revision;
    done(std::move(reading));
  });
}

void AggregationProcess::Verify(const Done<aggregation::Verification>& done) {
  Run([&] {
    aggregation::VerifyInput input;
    input.store = desk_->store.get();
    input.form = &budget::StandardForm();
    input.feed = desk_->feed.get();
    done(aggregation::VerifyLedgers(input));
  });
}

void AggregationProcess::Watch(const aggregation::Scope& scope,
                               uint64_t resume_revision, Reader reader) {
  Run([&] {
    auto connection = std::make_shared<Connection>();
    connection->reader = std::move(reader);
    connection->scope = InHistory(scope);
    auto watcher = desk_->feed->Watch(
        scope, {}, resume_revision,
        [connection = connection.get()] { connection->ready = true; });
    if (!watcher.ok()) return connection->reader.closed(watcher.status());
    connection->watcher = *std::move(watcher);
    desk_->connections.push_back(connection);
    WatchMessage opened;
    opened.revision = static_cast<int64_t>(resume_revision);
    opened.scope = connection->scope;
    connection->reader.hear(std::move(opened));
    Pump(connection);
  });
}

void AggregationProcess::BreakConnections() {
  if (desk_ == nullptr) return;
  for (const auto& connection : desk_->connections) {
    if (!std::exchange(connection->open, false)) continue;
    desk_->feed->Unwatch(connection->watcher);
    // The reader's end notices a little later.
    world().After(world().random().Between(kMillisecond, 200 * kMillisecond),
                  [connection] {
                    connection->reader.closed(
                        absl::UnavailableError("the connection broke"));
                  });
  }
  desk_->connections.clear();
}

void AggregationProcess::Tick(int for_life) {
  if (life() != for_life) return;
  desk_->feed->Tick();
  PumpReady();
  world().After(kSecond, [this, for_life] { Tick(for_life); });
}

void AggregationProcess::PumpReady() {
  // The feed calls readers in no particular order; they are served as they
  // came.
  const auto connections = desk_->connections;
  for (const auto& connection : connections) {
    if (std::exchange(connection->ready, false)) Pump(connection);
  }
}

void AggregationProcess::Pump(const std::shared_ptr<Connection>& connection) {
  while (connection->open && connection->on_the_way < kWindow) {
    const auto event = connection->watcher->Next();
    if (!event.has_value()) return;
    WatchMessage message = MessageOf(*event);
    message.scope = connection->scope;
    Random& random = world().random();
    if (settings().canary == Canary::kWatchDeltaDropped &&
        message.kind == WatchKind::kDelta && random.Chance(100)) {
      continue;
    }
    if (settings().canary == Canary::kProgressEarly &&
        message.kind == WatchKind::kProgress) {
      message.revision = static_cast<int64_t>(desk_->feed->revision());
    }
    ++connection->on_the_way;
    connection->last_arrival_us =
        std::max(connection->last_arrival_us + connection->reader.pace_us,
                 world().now_us() + random.Between(100, 2 * kMillisecond));
    world().After(
        connection->last_arrival_us - world().now_us(),
        [this, connection, message = std::move(message), at = life()] {
          if (!connection->open || life() != at) return;
          connection->reader.hear(message);
          --connection->on_the_way;
          Pump(connection);
        });
  }
}

absl::Status AggregationProcess::ReadEntries(
    std::vector<LedgerEntry>* entries) {
  const auto names = aggregation::ListLedgers(*desk_->store);
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    const auto stored =
        aggregation::ReadEntriesFrom(*desk_->store, name, 1, SIZE_MAX);
    if (!stored.ok()) return stored.status();
    for (const aggregation::StoredEntry& one : *stored) {
      const storage::EntryRecord& record = one.entry;
      LedgerEntry& entry = entries->emplace_back();
      entry.department = name;
      entry.seq = static_cast<int64_t>(record.seq);
      entry.revision = static_cast<int64_t>(record.revision);
      entry.request_id = record.request_id;
      entry.reversal = record.kind == storage::EntryKind::kReversal;
      entry.fiscal_year = record.fiscal_year;
      entry.stage = record.stage;
      entry.unit = record.unit;
      entry.submission =
          record.submission.substr(record.submission.rfind('/') + 1);
      entry.leaves = AmountsOf(record.leaves);
      entry.printed = AmountsOf(record.printed);
      if (record.elimination) {
        entry.payer_department = record.elimination->payer_department;
        entry.payer_unit = record.elimination->payer_unit;
        if (entry.reversal) {
          entry.reverses_seq = static_cast<int64_t>(record.supersedes_seq);
        }
      }
      entry.previous_hash = storage::ToHex(record.previous_hash);
      entry.hash = storage::ToHex(one.hash);
    }
  }
  return absl::OkStatus();
}

}  // namespace yuheng::fault
