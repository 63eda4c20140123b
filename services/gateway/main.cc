// yuheng-gateway: what browsers speak to. Holds nothing but who is signed in.
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "google/protobuf/stubs/logging.h"
#include "services/gateway/gateway.h"
#include "services/rpc/address_file.h"
#include "services/rpc/process.h"
#include "services/rpc/termination.h"
#include "services/telemetry/log.h"
#include "services/telemetry/metrics.h"
#include "yuheng/config/v1/config.pb.h"

namespace {

using yuheng::config::v1::GatewayConfig;

constexpr char kName[] = "yuheng-gateway";
constexpr char kListenAddressDefault[] = "127.0.0.1:0";

absl::StatusOr<int> Run(GatewayConfig config) {
  namespace gateway = yuheng::gateway;
  namespace rpc = yuheng::rpc;
  namespace telemetry = yuheng::telemetry;

  if (config.server().listen_address().empty()) {
    config.mutable_server()->set_listen_address(kListenAddressDefault);
  }
  auto level = telemetry::ParseLogLevel(config.server().log_level());
  if (!level.ok()) return level.status();
  telemetry::Logger logger({.service = "gateway", .level = *level});
  telemetry::Metrics metrics;
  std::unique_ptr<telemetry::MetricsServer> metrics_server;
  if (!config.server().metrics_address().empty()) {
    auto started = telemetry::MetricsServer::Start(
        config.server().metrics_address(), metrics);
    if (!started.ok()) return started.status();
    metrics_server = *std::move(started);
  }
  auto started = gateway::Gateway::Start({.config = config,
                                          .page = gateway::BuiltPage(),
                                          .logger = &logger,
                                          .metrics = &metrics});
  if (!started.ok()) return started.status();
  const std::string& address_file = config.server().address_file();
  if (!address_file.empty()) {
    const absl::Status written =
        rpc::WriteAddressFile(address_file, (*started)->address());
    if (!written.ok()) return written;
  }
  const char* cause = rpc::WaitForTermination(/*stop_event=*/-1, nullptr);
  logger.Info("draining", {{"cause", cause}});
  if (!address_file.empty()) std::remove(address_file.c_str());
  (*started)->Stop();
  logger.Info("stopped");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  GatewayConfig config;
  const std::optional<int> done = yuheng::rpc::ReadConfiguration(
      {.name = kName,
       .description = "Serves the page, and speaks the Connect protocol to it "
                      "for the other services.",
       .argc = argc,
       .argv = argv},
      &config);
  if (done.has_value()) return *done;
  // It would write a line of its own for every text that is no UTF-8.
  google::protobuf::SetLogHandler(nullptr);
  const absl::StatusOr<int> code = Run(std::move(config));
  if (!code.ok()) return yuheng::rpc::ReportStartFailure(kName, code.status());
  return *code;
}
