// yuheng-ingestion: receives documents, has them checked, and sees accepted
// ones into the ledger.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "services/budget/department_file.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/document_reader.h"
#include "services/ingestion/ingestion_service.h"
#include "services/ingestion/isolation/document_process.h"
#include "services/ingestion/peers/aggregation_poster.h"
#include "services/ingestion/peers/rules_watch.h"
#include "services/ingestion/peers/validation_checker.h"
#include "services/operations/audit_log_service.h"
#include "services/operations/backup_service.h"
#include "services/rpc/client.h"
#include "services/rpc/process.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/server.h"
#include "services/rpc/watch_pump.h"
#include "services/rpc/writer_health.h"
#include "storage/rocksdb/rocksdb_store.h"

namespace {

using yuheng::config::v1::IngestionConfig;

constexpr char kName[] = "yuheng-ingestion";
constexpr int kWorkerCountDefault = 16;

absl::Status CheckConfig(const IngestionConfig& config) {
  std::vector<yuheng::rpc::FieldViolation> violations;
  if (!yuheng::rpc::IsDivision(config.division())) {
    violations.push_back({"division", "a six-digit division code"});
  }
  if (config.data_dir().empty()) violations.push_back({"data_dir", "required"});
  if (config.department_file().empty()) {
    violations.push_back({"department_file", "required"});
  }
  if (config.worker_count() < 0) {
    violations.push_back({"worker_count", "not negative"});
  }
  if (config.document_size_bytes_max() < 0 ||
      config.document_size_bytes_max() >
          yuheng::ingestion::kDocumentSizeBytesMax) {
    violations.push_back({"document_size_bytes_max", "0 to 32 MiB"});
  }
  if (violations.empty()) return absl::OkStatus();
  std::string fields;
  for (const auto& violation : violations) {
    absl::StrAppend(&fields, fields.empty() ? "" : "; ", violation.field, ": ",
                    violation.description);
  }
  return yuheng::rpc::MakeFieldError(
      violations, absl::StrCat("配置有误：", fields),
      absl::StrCat("the configuration is wrong: ", fields));
}

yuheng::ingestion::RuleSet RulesOf(
    const google::protobuf::RepeatedPtrField<std::string>& ids) {
  yuheng::ingestion::RuleSet rules;
  for (const std::string& id : ids) {
    if (id == "*") {
      rules.all = true;
    } else {
      rules.rules.insert(id);
    }
  }
  return rules;
}

yuheng::ingestion::WaiverPolicy WaiverPolicyOf(
    const yuheng::config::v1::WaiverPolicy& config) {
  return {.error_rules = RulesOf(config.error_rules()),
          .refused_warning_rules = RulesOf(config.refused_warning_rules()),
          .accept_explained_errors = config.accept_explained_errors(),
          .accept_unexplained_warnings = config.accept_unexplained_warnings(),
          .review_explained_warnings = config.review_explained_warnings()};
}

// Beside the data: what is kept of uploads is no part of it.
std::string UploadDirOf(absl::string_view data_dir) {
  while (absl::ConsumeSuffix(&data_dir, "/")) {
  }
  return absl::StrCat(data_dir, ".uploads");
}

absl::StatusOr<int> Run(const IngestionConfig& config) {
  namespace ingestion = yuheng::ingestion;
  namespace rpc = yuheng::rpc;
  namespace telemetry = yuheng::telemetry;

  absl::Status right = CheckConfig(config);
  if (!right.ok()) return right;
  absl::StatusOr<telemetry::LogLevel> level =
      telemetry::ParseLogLevel(config.server().log_level());
  if (!level.ok()) return level.status();
  telemetry::Logger logger({.service = "ingestion", .level = *level});
  telemetry::Metrics metrics;

  absl::StatusOr<yuheng::budget::DepartmentList> departments =
      yuheng::budget::ReadDepartmentFile(config.department_file());
  if (!departments.ok()) return departments.status();
  absl::StatusOr<std::unique_ptr<yuheng::storage::Store>> engine =
      yuheng::storage::OpenRocksdbStore({.dir = config.data_dir()});
  if (!engine.ok()) return engine.status();
  rpc::WriterHealth health;
  absl::StatusOr<std::unique_ptr<ingestion::SubmissionStore>> store =
      ingestion::SubmissionStore::Open(
          engine->get(),
          [&health, &logger](const absl::Status& failure) {
            rpc::EndIfFenced(kName, failure);
            logger.Error(
                "receiving stopped: restart to find out what was written",
                {{"error", failure.ToString()}});
            health.Fail();
          },
          &*departments);
  if (!store.ok()) return store.status();

  const rpc::ChannelSecurity security{.tls = config.server().tls()};
  absl::StatusOr<std::shared_ptr<grpc::Channel>> validation =
      rpc::OpenChannel(config.validation_address(), security);
  if (!validation.ok()) return validation.status();
  absl::StatusOr<std::shared_ptr<grpc::Channel>> aggregation =
      rpc::OpenChannel(config.aggregation_address(), security);
  if (!aggregation.ok()) return aggregation.status();
  ingestion::RulesInForce in_force;
  ingestion::RulesWatch rules_watch(*validation, &in_force, &logger);
  ingestion::ValidationChecker checker(*std::move(validation), &in_force);
  ingestion::AggregationPoster poster(*std::move(aggregation),
                                      config.division());

  const int threads =
      config.worker_count() != 0 ? config.worker_count() : kWorkerCountDefault;
  absl::StatusOr<std::unique_ptr<ingestion::DocumentProcesses>> processes =
      ingestion::DocumentProcesses::Open(
          {.program = ingestion::DocumentReaderProgram(),
           // Whoever waits holds a thread, of receiving or of checking: all
           // may, and no one most of them.
           .waiting_max = 2 * threads,
           .waiting_of_one_max = std::max(1, threads / 4),
           .logger = &logger,
           .metrics = &metrics});
  if (!processes.ok()) return processes.status();

  ingestion::LifecycleParts parts;
  parts.form = &yuheng::budget::StandardForm();
  parts.departments = &*departments;
  parts.store = store->get();
  parts.reader = [form = parts.form, processes = processes->get()](
                     const ingestion::ReadingRequest& request) {
    return processes->Read(*form, request);
  };
  parts.checker = &checker;
  parts.poster = &poster;
  parts.rules = &in_force;
  parts.now_unix_us = [] { return absl::ToUnixMicros(absl::Now()); };
  parts.policy.accept_clean_at_once = config.auto_accept();
  parts.policy.waivers = WaiverPolicyOf(config.waivers());
  parts.policy.document_size_bytes_max = config.document_size_bytes_max() != 0
                                             ? config.document_size_bytes_max()
                                             : ingestion::kDocumentSizeBytesMax;

  ingestion::DispatcherOptions options;
  options.lanes.thread_count = threads;
  ingestion::Dispatcher dispatcher(
      options, parts, ingestion::DispatchMetrics(&metrics), &logger);
  const auto gate = rpc::CallGate::Open(config.server(), config.data_dir(),
                                        &logger, &metrics);
  if (!gate.ok()) return gate.status();
  rpc::WatchPump pump([feed = &(*store)->feed()] { feed->Tick(); },
                      rpc::kProgressInterval);
  const auto kept_uploads = ingestion::KeptUploads::Open(
      UploadDirOf(config.data_dir()),
      [] { return absl::ToUnixSeconds(absl::Now()); });
  if (!kept_uploads.ok()) return kept_uploads.status();
  ingestion::IngestionServiceImpl service(
      {.prefecture = {config.division(), &*departments},
       .lifecycle = &parts,
       .dispatcher = &dispatcher,
       .gate = gate->get(),
       .pump = &pump,
       .kept_uploads = kept_uploads->get()});

  yuheng::operations::BackupServiceImpl backups(
      {.process = "ingestion",
       .backup_dir = config.backup_dir(),
       .store = engine->get(),
       .gate = gate->get()});
  yuheng::operations::AuditLogServiceImpl audit_log(gate->get());

  rpc::ServerOptions server_options;
  server_options.config = config.server();
  server_options.gate = gate->get();
  server_options.services = {&service, &backups, &audit_log};
  server_options.health_names = {
      ingestion::v1::IngestionService::service_full_name()};
  server_options.logger = &logger;
  server_options.metrics = &metrics;
  server_options.on_drain = [&dispatcher, &pump] {
    dispatcher.ReleaseFollowers();
    pump.CloseAll();
  };
  server_options.on_stopped = [&dispatcher, &rules_watch, &pump,
                               readings = processes->get()] {
    // Which threads of the dispatcher wait for.
    readings->Stop();
    dispatcher.Stop();
    rules_watch.Stop();
    pump.Stop();
  };
  absl::StatusOr<std::unique_ptr<rpc::Server>> server =
      rpc::Server::Start(std::move(server_options));
  if (!server.ok()) return server.status();
  dispatcher.Start();
  rules_watch.Start();
  health.Serve(server->get());
  logger.Info("serving", {{"address", (*server)->address()},
                          {"departments", departments->departments().size()},
                          {"unfinished", (*store)->index().OpenCount()}});
  const int code = (*server)->RunUntilSignal([store = engine->get()] {
    rpc::EndIfFenced(kName, store->CheckEpoch());
  });
  health.Release();
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  IngestionConfig config;
  const auto done = yuheng::rpc::ReadConfiguration(
      {.name = kName,
       .description = "Receives budget documents, has them checked, and posts "
                      "accepted ones to the ledger.",
       .argc = argc,
       .argv = argv},
      &config);
  if (done) return *done;
  const absl::StatusOr<int> code = Run(config);
  if (!code.ok()) return yuheng::rpc::ReportStartFailure(kName, code.status());
  return *code;
}
