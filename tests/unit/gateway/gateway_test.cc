#include "services/gateway/gateway.h"

#include <functional>
#include <sstream>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace yuheng::gateway {
namespace {

using config::v1::GatewayConfig;

TEST(GatewayTest, SettingThatIsWrong_KeepsItFromStartingAndIsNamed) {
  const std::pair<const char*, std::function<void(GatewayConfig*)>> cases[] = {
      {"division", [](GatewayConfig* config) { config->clear_division(); }},
      {"division",
       [](GatewayConfig* config) { config->set_division("65230"); }},
      {"accounts_dir",
       [](GatewayConfig* config) { config->set_accounts_dir("/accounts"); }},
      {"server.access",
       [](GatewayConfig* config) {
         config->mutable_server()->mutable_access();
       }},
      {"limits", [](GatewayConfig* config) { config->set_views_max(-1); }},
      {"session_minutes_max",
       [](GatewayConfig* config) { config->set_session_minutes_max(721); }}};
  std::ostringstream log;
  telemetry::Logger logger({.service = "gateway", .output = &log});
  telemetry::Metrics metrics;
  for (const auto& [field, change] : cases) {
    GatewayOptions options{.logger = &logger, .metrics = &metrics};
    options.config.mutable_server()->set_listen_address("127.0.0.1:0");
    options.config.set_division("652300");
    change(&options.config);
    const auto started = Gateway::Start(std::move(options));
    ASSERT_FALSE(started.ok()) << field;
    EXPECT_TRUE(absl::IsInvalidArgument(started.status())) << field;
    EXPECT_TRUE(absl::StrContains(started.status().message(), field))
        << started.status();
  }
}

}  // namespace
}  // namespace yuheng::gateway
