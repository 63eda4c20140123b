#include "services/gateway/gateway.h"

#include <functional>
#include <sstream>
#include <string>
#include <utility>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"

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
    GatewayOptions options{.page = Page(absl::Span<const EmbeddedFile>()),
                           .logger = &logger,
                           .metrics = &metrics};
    options.config.mutable_server()->set_listen_address("127.0.0.1:0");
    options.config.set_division("652300");
    change(&options.config);
    const auto started = Gateway::Start(std::move(options));
    ASSERT_FALSE(started.ok()) << field;
    const auto wrong = rpc::DetailsOf(started.status()).field_violations;
    ASSERT_EQ(wrong.size(), 1u) << started.status();
    EXPECT_EQ(wrong[0].field, field);
  }
}

}  // namespace
}  // namespace yuheng::gateway
