#include "tests/e2e/gateway_process.h"

#include <signal.h>

#include <fstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/support/command.h"

namespace yuheng::testing {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(30);
constexpr absl::Duration kLookInterval = absl::Milliseconds(10);

}  // namespace

GatewayProcess::GatewayProcess(const Cluster& cluster,
                               config::v1::GatewayConfig config) {
  const std::string address_file = absl::StrCat(dir_.path(), "/address");
  config.mutable_server()->set_listen_address("127.0.0.1:0");
  config.mutable_server()->set_address_file(address_file);
  config.set_division(cluster.options().division);
  config.set_ingestion_address(cluster.address(Process::kIngestion));
  config.set_aggregation_address(cluster.address(Process::kAggregation));
  config.set_validation_address(cluster.address(Process::kValidation));
  config.set_reporting_address(cluster.address(Process::kReporting));
  std::string text;
  google::protobuf::TextFormat::PrintToString(config, &text);
  const std::string config_file =
      absl::StrCat(dir_.path(), "/gateway.textproto");
  std::ofstream(config_file) << text;
  const std::string log_file = absl::StrCat(dir_.path(), "/log");
  auto child = ChildProcess::Start(
      {.arguments = {absl::StrCat(cluster.options().bin_dir, "/yuheng-gateway"),
                     "--config", config_file},
       .stdout_file = log_file,
       .stderr_file = log_file});
  EXPECT_TRUE(child.ok()) << child.status();
  if (!child.ok()) return;
  child_ = *std::move(child);
  const absl::Time deadline = absl::Now() + kTimeout;
  while (address_.empty() && absl::Now() < deadline) {
    // The first of: the process ends, the interval is over.
    if (child_->Wait(kLookInterval)) break;
    address_ = std::string(absl::StripAsciiWhitespace(ReadFile(address_file)));
  }
  EXPECT_FALSE(address_.empty()) << log();
}

int GatewayProcess::Terminate() {
  child_->Signal(SIGTERM);
  return child_->Wait(kTimeout).value_or(-1);
}

std::string GatewayProcess::log() const {
  return ReadFile(absl::StrCat(dir_.path(), "/log"));
}

}  // namespace yuheng::testing
