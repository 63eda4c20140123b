// yuheng-validation: checks documents against the rule catalogue. Holds
// nothing.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "services/budget/table_shape.h"
#include "services/operations/audit_log_service.h"
#include "services/rpc/call_gate.h"
#include "services/rpc/process.h"
#include "services/rpc/reason.h"
#include "services/rpc/server.h"
#include "services/rpc/work_queue.h"
#include "services/telemetry/log.h"
#include "services/telemetry/metrics.h"
#include "services/validation/rules_folder.h"
#include "services/validation/validation_service.h"
#include "services/validation/validator.h"
#include "yuheng/config/v1/config.pb.h"

namespace {

using yuheng::config::v1::ValidationConfig;

constexpr char kName[] = "yuheng-validation";
constexpr int kWorkerCountDefault = 2;
constexpr int kWorkerCountMax = 256;
// Documents that may wait for a worker.
constexpr int kDocumentsWaitingMax = 256;

absl::StatusOr<std::unique_ptr<yuheng::validation::Validator>> MakeValidator(
    const ValidationConfig& config) {
  namespace validation = yuheng::validation;
  const yuheng::budget::Form& form = yuheng::budget::StandardForm();
  std::string overlay;
  std::vector<yuheng::EmbeddedFile> overlay_files;
  if (!config.overlay_file().empty()) {
    auto content = validation::ReadOverlayFile(config.overlay_file());
    if (!content.ok()) return content.status();
    overlay = *std::move(content);
    overlay_files.push_back({config.overlay_file(), overlay});
  }
  if (config.rules_dir().empty()) {
    return validation::Validator::Create(form, validation::BuiltInRuleFiles(),
                                         overlay_files);
  }
  auto folder = validation::RulesFolder::Read(config.rules_dir());
  if (!folder.ok()) return folder.status();
  return validation::Validator::Create(form, folder->Files(), overlay_files);
}

absl::StatusOr<int> Run(const ValidationConfig& config) {
  namespace rpc = yuheng::rpc;
  namespace telemetry = yuheng::telemetry;
  namespace validation = yuheng::validation;

  if (config.worker_count() < 0 || config.worker_count() > kWorkerCountMax) {
    return rpc::MakeFieldError({{"worker_count", "0 to 256"}},
                               "配置有误：worker_count 应为 0 到 256",
                               "the configuration is wrong: worker_count is 0 "
                               "to 256");
  }
  auto level = telemetry::ParseLogLevel(config.server().log_level());
  if (!level.ok()) return level.status();
  telemetry::Logger logger({.service = "validation", .level = *level});
  telemetry::Metrics metrics;
  auto validator = MakeValidator(config);
  if (!validator.ok()) return validator.status();

  rpc::WorkQueue queue({.name = "check",
                        .thread_count = config.worker_count() != 0
                                            ? config.worker_count()
                                            : kWorkerCountDefault,
                        .waiting_max = kDocumentsWaitingMax});
  const auto gate =
      rpc::CallGate::Open(config.server(), /*data_dir=*/"", &logger, &metrics);
  if (!gate.ok()) return gate.status();
  validation::ValidationServiceImpl service(
      {.form = &yuheng::budget::StandardForm(),
       .validator = validator->get(),
       .queue = &queue,
       .gate = gate->get(),
       .metrics = &metrics,
       .now = [] { return absl::Now(); }});

  yuheng::operations::AuditLogServiceImpl audit_log(gate->get());

  rpc::ServerOptions options;
  options.config = config.server();
  options.gate = gate->get();
  options.services = {&service, &audit_log};
  options.health_names = {
      validation::v1::ValidationService::service_full_name()};
  options.logger = &logger;
  options.metrics = &metrics;
  options.on_stopped = [&queue] { queue.Stop(); };
  auto server = rpc::Server::Start(std::move(options));
  if (!server.ok()) return server.status();
  (*server)->SetAllServing(true);
  logger.Info("serving", {{"address", (*server)->address()},
                          {"rules", (*validator)->Rules().size()}});
  return (*server)->RunUntilSignal();
}

}  // namespace

int main(int argc, char** argv) {
  ValidationConfig config;
  const std::optional<int> done = yuheng::rpc::ReadConfiguration(
      {.name = kName,
       .description = "Checks budget documents against the rule catalogue.",
       .argc = argc,
       .argv = argv},
      &config);
  if (done.has_value()) return *done;
  const absl::StatusOr<int> code = Run(config);
  if (!code.ok()) return yuheng::rpc::ReportStartFailure(kName, code.status());
  return *code;
}
