// yuheng-reporting: renders tables, workbooks and progress. Holds nothing.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "services/budget/department_file.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"
#include "services/operations/audit_log_service.h"
#include "services/reporting/peers/peer_watch.h"
#include "services/reporting/peers/peers.h"
#include "services/reporting/service/reporting_service.h"
#include "services/rpc/call_gate.h"
#include "services/rpc/client.h"
#include "services/rpc/process.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/server.h"
#include "services/rpc/work_queue.h"
#include "services/telemetry/log.h"
#include "services/telemetry/metrics.h"
#include "yuheng/config/v1/config.pb.h"

namespace {

using yuheng::config::v1::ReportingConfig;

constexpr char kName[] = "yuheng-reporting";
// A worker waits for peers most of its time.
constexpr int kWorkerCount = 8;
// Reports that may wait for a worker.
constexpr int kReportsWaitingMax = 256;

absl::StatusOr<int> Run(const ReportingConfig& config) {
  namespace reporting = yuheng::reporting;
  namespace rpc = yuheng::rpc;
  namespace telemetry = yuheng::telemetry;

  if (!rpc::IsDivision(config.division())) {
    const yuheng::budget::Text text =
        yuheng::budget::Message("reporting.config_division");
    return rpc::MakeFieldError({{"division", text.en}}, text.zh, text.en);
  }
  auto level = telemetry::ParseLogLevel(config.server().log_level());
  if (!level.ok()) return level.status();
  std::optional<yuheng::budget::DepartmentList> departments;
  if (!config.department_file().empty()) {
    auto list = yuheng::budget::ReadDepartmentFile(config.department_file());
    if (!list.ok()) return list.status();
    departments = *std::move(list);
  }
  const rpc::ChannelSecurity security{.tls = config.server().tls()};
  auto aggregation = rpc::OpenChannel(config.aggregation_address(), security);
  if (!aggregation.ok()) return aggregation.status();
  auto ingestion = rpc::OpenChannel(config.ingestion_address(), security);
  if (!ingestion.ok()) return ingestion.status();

  telemetry::Logger logger({.service = "reporting", .level = *level});
  telemetry::Metrics metrics;
  reporting::Peers peers(*aggregation, *ingestion);
  rpc::WorkQueue queue({.name = "report",
                        .thread_count = kWorkerCount,
                        .waiting_max = kReportsWaitingMax});
  const auto gate =
      rpc::CallGate::Open(config.server(), /*data_dir=*/"", &logger, &metrics);
  if (!gate.ok()) return gate.status();
  reporting::ReportingServiceImpl service(
      {.form = &yuheng::budget::StandardForm(),
       .departments = departments.has_value() ? &*departments : nullptr,
       .division = config.division(),
       .prefecture_name = config.prefecture_name(),
       .peers = &peers,
       .queue = &queue,
       .gate = gate->get(),
       .metrics = &metrics,
       .now = [] { return absl::Now(); }});

  yuheng::operations::AuditLogServiceImpl audit_log(gate->get());

  std::unique_ptr<reporting::PeerWatch> watch;
  rpc::ServerOptions options;
  options.config = config.server();
  options.gate = gate->get();
  options.services = {&service, &audit_log};
  options.health_names = {reporting::v1::ReportingService::service_full_name()};
  options.logger = &logger;
  options.metrics = &metrics;
  // Health stays NOT_SERVING from here on, whatever the peers do.
  options.on_drain = [&watch] {
    if (watch != nullptr) watch->Stop();
  };
  options.on_stopped = [&queue] { queue.Stop(); };
  logger.Info(
      "department list",
      {{"departments",
        departments.has_value() ? departments->departments().size() : 0}});
  auto server = rpc::Server::Start(std::move(options));
  if (!server.ok()) return server.status();
  telemetry::Gauge reachable =
      metrics.GetGauge("yuheng_reporting_peers_reachable",
                       "1 while aggregation and ingestion can be reached");
  // Touched by the watch's thread only.
  bool was_reachable = false;
  watch = std::make_unique<reporting::PeerWatch>(
      std::vector{*aggregation, *ingestion}, [&](bool now_reachable) {
        reachable.Set(now_reachable ? 1 : 0);
        (*server)->SetAllServing(now_reachable);
        if (now_reachable) {
          logger.Info("peers reachable");
        } else if (was_reachable) {
          logger.Warn("peers not reachable");
        }
        was_reachable = now_reachable;
      });
  const int code = (*server)->RunUntilSignal();
  watch->Stop();
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  ReportingConfig config;
  const std::optional<int> done = yuheng::rpc::ReadConfiguration(
      {.name = kName,
       .description = "Renders the ten tables, workbooks and the progress of "
                      "submissions.",
       .argc = argc,
       .argv = argv},
      &config);
  if (done.has_value()) return *done;
  const absl::StatusOr<int> code = Run(config);
  if (!code.ok()) return yuheng::rpc::ReportStartFailure(kName, code.status());
  return *code;
}
