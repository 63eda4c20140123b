#include "services/aggregation/service/host.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "services/aggregation/feed/totals_feed.h"
#include "services/aggregation/ledger/commit_loop.h"
#include "services/aggregation/ledger/recovery.h"
#include "services/aggregation/service/process_metrics.h"
#include "services/aggregation/service/service.h"
#include "services/budget/table_shape.h"
#include "services/operations/audit_log_service.h"
#include "services/operations/backup_service.h"
#include "services/rpc/call_gate.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/watch_pump.h"
#include "services/rpc/work_queue.h"
#include "services/rpc/writer_health.h"

namespace yuheng::aggregation {
namespace {

// A limit of the configuration; 0 means the default.
absl::StatusOr<size_t> LimitOf(absl::string_view field, int value,
                               int otherwise) {
  if (value < 0) {
    return rpc::MakeFieldError({{std::string(field), "not negative"}});
  }
  return static_cast<size_t>(value == 0 ? otherwise : value);
}

struct Limits {
  size_t group_commit_max = 0;
  size_t queue_max = 0;
  size_t watch_revisions_max = 0;
  size_t watch_queue_max = 0;
};

absl::StatusOr<Limits> LimitsOf(const config::v1::AggregationConfig& config) {
  const auto group = LimitOf("group_commit_max", config.group_commit_max(),
                             kGroupCommitMaxDefault);
  const auto queue = LimitOf("queue_max", config.queue_max(), kQueueMaxDefault);
  const auto revisions =
      LimitOf("watch_revisions_max", config.watch_revisions_max(),
              kWatchRevisionsMaxDefault);
  const auto watch = LimitOf("watch_queue_max", config.watch_queue_max(),
                             kWatchQueueMaxDefault);
  absl::Status status = group.status();
  status.Update(queue.status());
  status.Update(revisions.status());
  status.Update(watch.status());
  if (config.group_commit_wait_us() < 0) {
    status.Update(
        rpc::MakeFieldError({{"group_commit_wait_us", "not negative"}}));
  }
  if (!rpc::IsDivision(config.division())) {
    status.Update(rpc::MakeFieldError(
        {{"division", "the six digits of the prefecture, such as 652300"}}));
  }
  if (!status.ok()) return status;
  return Limits{*group, *queue, *revisions, *watch};
}

}  // namespace

struct Host::State {
  State(const Parts& parts, const Limits& limits)
      : logger(parts.logger),
        on_failed(parts.on_failed),
        metrics(parts.metrics),
        feed(budget::StandardForm(),
             {.revisions_max = limits.watch_revisions_max,
              .watcher_queue_max = limits.watch_queue_max,
              .departments = parts.departments}) {}

  // The health of the process follows the shard's. May come from the commit
  // loop before the server is known.
  void OnFailed(const absl::Status& failure) {
    if (on_failed) on_failed(failure);
    logger->Error("posting stopped: restart to find out what was written",
                  {{"error", failure.ToString()}});
    health.Fail();
  }

  telemetry::Logger* const logger;
  const std::function<void(const absl::Status&)> on_failed;
  ProcessMetrics metrics;
  rpc::WriterHealth health;
  TotalsFeed feed;
  std::unique_ptr<CommitLoop> loop;
  std::unique_ptr<rpc::WatchPump> pump;
  std::unique_ptr<rpc::WorkQueue> reads;
  std::unique_ptr<rpc::WorkQueue> long_reads;
  std::unique_ptr<rpc::WorkQueue> verifications;
  std::unique_ptr<rpc::CallGate> gate;
  std::unique_ptr<Service> service;
  std::unique_ptr<operations::BackupServiceImpl> backups;
  std::unique_ptr<operations::AuditLogServiceImpl> audit_log;
  std::unique_ptr<rpc::Server> server;  // Last: stops before the others go.
};

Host::Host(std::unique_ptr<State> state) : state_(std::move(state)) {}

Host::~Host() {
  state_->server->Stop();
  state_->health.Release();
}

rpc::Server& Host::server() { return *state_->server; }

absl::StatusOr<std::unique_ptr<Host>> Host::Start(
    const config::v1::AggregationConfig& config, const Parts& parts) {
  const auto limits = LimitsOf(config);
  if (!limits.ok()) return limits.status();
  auto state = std::make_unique<State>(parts, *limits);
  State* const s = state.get();

  const absl::Time begun = absl::Now();
  auto ledgers = Recover(*parts.store, &s->feed, kRecoveryThreads);
  if (!ledgers.ok()) return ledgers.status();
  parts.logger->Info(
      "ledgers read",
      {{"departments", ledgers->departments.size()},
       {"revision", ledgers->revision},
       {"groups",
        parts.departments == nullptr ? 0 : parts.departments->group_count()},
       {"ms", absl::ToInt64Milliseconds(absl::Now() - begun)}});
  s->metrics.SetRevision(ledgers->revision);

  s->loop = std::make_unique<CommitLoop>(
      std::make_unique<Shard>(Shard::Options{.store = parts.store,
                                             .feed = &s->feed,
                                             .now = [] { return absl::Now(); }},
                              *std::move(ledgers)),
      CommitLoopOptions{
          .queue_max = limits->queue_max,
          .group_commit_max = limits->group_commit_max,
          .group_commit_wait =
              absl::Microseconds(config.group_commit_wait_us()),
          .on_batch =
              [s](const BatchReport& report, size_t waiting) {
                s->metrics.OnBatch(report, waiting, s->feed.revision(),
                                   s->feed.watcher_count());
              },
          .on_failed =
              [s](const absl::Status& failure) { s->OnFailed(failure); }});
  s->pump = std::make_unique<rpc::WatchPump>([s] { s->feed.Tick(); },
                                             rpc::kProgressInterval);
  s->reads = std::make_unique<rpc::WorkQueue>(
      rpc::WorkQueueOptions{.name = "reads",
                            .thread_count = kReadThreads,
                            .waiting_max = kReadsWaitingMax});
  s->long_reads = std::make_unique<rpc::WorkQueue>(
      rpc::WorkQueueOptions{.name = "long-reads",
                            .thread_count = kLongReadThreads,
                            .waiting_max = kLongReadsWaitingMax});
  s->verifications = std::make_unique<rpc::WorkQueue>(
      rpc::WorkQueueOptions{.name = "verifications",
                            .thread_count = kVerificationThreads,
                            .waiting_max = kVerificationsWaitingMax});
  auto gate = rpc::CallGate::Open(config.server(), config.data_dir(),
                                  parts.logger, parts.metrics);
  if (!gate.ok()) return gate.status();
  s->gate = *std::move(gate);
  s->service = std::make_unique<Service>(
      ServiceOptions{.division = config.division(),
                     .form = &budget::StandardForm(),
                     .store = parts.store,
                     .feed = &s->feed,
                     .loop = s->loop.get(),
                     .pump = s->pump.get(),
                     .reads = s->reads.get(),
                     .long_reads = s->long_reads.get(),
                     .verifications = s->verifications.get(),
                     .signer = parts.signer,
                     .now = [] { return absl::Now(); },
                     .gate = s->gate.get()});
  s->backups = std::make_unique<operations::BackupServiceImpl>(
      operations::BackupOptions{.process = "aggregation",
                                .backup_dir = config.backup_dir(),
                                .store = parts.store,
                                .gate = s->gate.get()});
  s->audit_log =
      std::make_unique<operations::AuditLogServiceImpl>(s->gate.get());
  auto server = rpc::Server::Start(
      {.config = config.server(),
       .services = {s->service.get(), s->backups.get(), s->audit_log.get()},
       .health_names = {v1::AggregationService::service_full_name()},
       .gate = s->gate.get(),
       .logger = parts.logger,
       .metrics = parts.metrics,
       .on_drain = [s] { s->pump->CloseAll(); },
       .on_stopped =
           [s] {
             s->reads->Stop();
             s->long_reads->Stop();
             s->verifications->Stop();
             s->loop->Stop();
             s->pump->Stop();
           }});
  if (!server.ok()) return server.status();
  s->server = *std::move(server);
  s->health.Serve(s->server.get());
  return std::unique_ptr<Host>(new Host(std::move(state)));
}

}  // namespace yuheng::aggregation
