// yuheng-aggregation: owner of the ledgers and the totals.

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/aggregation/service/host.h"
#include "services/audit/key_file.h"
#include "services/budget/department_file.h"
#include "services/rpc/process.h"
#include "services/rpc/reason.h"
#include "services/telemetry/log.h"
#include "services/telemetry/metrics.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "yuheng/config/v1/config.pb.h"

namespace {

constexpr char kName[] = "yuheng-aggregation";

// The file of the signing key: beside the data unless it is named.
std::string KeyFileOf(const yuheng::config::v1::AggregationConfig& config) {
  if (!config.signing_key_file().empty()) return config.signing_key_file();
  absl::string_view dir = config.data_dir();
  while (absl::ConsumeSuffix(&dir, "/")) {
  }
  return absl::StrCat(dir, ".key");
}

// Checkpoints that were signed before, with another key, would not hold any
// more for who compares keys.
void WarnOfNewKey(const yuheng::config::v1::AggregationConfig& config,
                  const yuheng::audit::SigningKey& key,
                  yuheng::telemetry::Logger* logger) {
  logger->Warn(
      "A NEW SIGNING KEY WAS MADE: right at the first start; else put the "
      "cluster's own key there and start again",
      {{"signing_key_file", KeyFileOf(config)},
       {"public_key", yuheng::audit::PublicKeyText(key.public_key())}});
}

}  // namespace

int main(int argc, char** argv) {
  yuheng::config::v1::AggregationConfig config;
  if (const auto code = yuheng::rpc::ReadConfiguration(
          {.name = kName,
           .description = "Keeps the ledgers of a prefecture's departments and "
                          "the totals over them.",
           .argc = argc,
           .argv = argv},
          &config)) {
    return *code;
  }
  const auto level =
      yuheng::telemetry::ParseLogLevel(config.server().log_level());
  if (!level.ok()) {
    return yuheng::rpc::ReportStartFailure(kName, level.status());
  }
  if (config.data_dir().empty()) {
    return yuheng::rpc::ReportStartFailure(
        kName, yuheng::rpc::MakeFieldError(
                   {{"data_dir", "the folder of the ledgers is required"}}));
  }
  std::optional<yuheng::budget::DepartmentList> departments;
  if (!config.department_file().empty()) {
    auto list = yuheng::budget::ReadDepartmentFile(config.department_file());
    if (!list.ok()) {
      return yuheng::rpc::ReportStartFailure(kName, list.status());
    }
    departments = *std::move(list);
  }
  yuheng::telemetry::Logger logger({.service = "aggregation", .level = *level});
  yuheng::telemetry::Metrics metrics;
  auto store = yuheng::storage::OpenRocksdbStore({.dir = config.data_dir()});
  if (!store.ok()) {
    return yuheng::rpc::ReportStartFailure(kName, store.status());
  }
  const auto signer = yuheng::audit::OpenKeyFile(KeyFileOf(config));
  if (!signer.ok()) {
    return yuheng::rpc::ReportStartFailure(kName, signer.status());
  }
  if (signer->made) WarnOfNewKey(config, signer->key, &logger);
  auto host = yuheng::aggregation::Host::Start(
      config, {.store = store->get(),
               .logger = &logger,
               .metrics = &metrics,
               .signer = &signer->key,
               .departments = departments ? &*departments : nullptr,
               .on_failed = [](const absl::Status& why) {
                 yuheng::rpc::EndIfFenced(kName, why);
               }});
  if (!host.ok()) {
    return yuheng::rpc::ReportStartFailure(kName, host.status());
  }
  return (*host)->server().RunUntilSignal([store = store->get()] {
    yuheng::rpc::EndIfFenced(kName, store->CheckEpoch());
  });
}
