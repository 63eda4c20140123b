#include "services/rpc/door.h"

#include "gtest/gtest.h"
#include "services/rpc/client.h"
#include "services/rpc/reason.h"
#include "services/rpc/server.h"

namespace yuheng::rpc {
namespace {

class DoorTest : public ::testing::Test {
 protected:
  DoorTest() {
    config_.mutable_tls()->set_ca_file("/nowhere/ca.crt");
    config_.mutable_tls()->set_cert_file("/nowhere/own.crt");
    config_.mutable_tls()->set_key_file("/nowhere/own.key");
    auto* holder = config_.mutable_access()->add_holders();
    holder->set_name("operator");
    holder->add_roles(access::v1::ROLE_OPERATOR);
  }

  telemetry::Logger logger_{{.service = "test"}};
  telemetry::Metrics metrics_;
  config::v1::ServerConfig config_;
};

TEST_F(DoorTest, TlsAndAccess_AreThereTogetherOrNotAtAll) {
  EXPECT_NE(OpenAuthenticator(config_, &logger_).value(), nullptr);
  config::v1::ServerConfig only = config_;
  only.clear_access();
  EXPECT_EQ(ReasonOf(OpenAuthenticator(only, &logger_).status()),
            Reason::kFieldInvalid);
  // Nobody could ever call.
  only.mutable_access()->set_audience("yuheng");
  EXPECT_FALSE(OpenAuthenticator(only, &logger_).ok());
  only = config_;
  only.clear_tls();
  EXPECT_FALSE(OpenAuthenticator(only, &logger_).ok());
  EXPECT_EQ(OpenAuthenticator({}, &logger_).value(), nullptr);
}

TEST_F(DoorTest, Server_WithoutItsFiles_DoesNotStart) {
  const auto authenticator = OpenAuthenticator(config_, &logger_).value();
  const absl::Status status =
      Server::Start({.config = config_,
                     .authenticator = authenticator.get(),
                     .logger = &logger_,
                     .metrics = &metrics_})
          .status();
  const ErrorDetails details = DetailsOf(status);
  EXPECT_EQ(details.reason, Reason::kFieldInvalid);
  ASSERT_EQ(details.field_violations.size(), 1u);
  EXPECT_EQ(details.field_violations[0].field, "tls.cert_file");
}

TEST_F(DoorTest, Channel_BeyondLoopbackOrWithAToken_WantsAnAuthority) {
  EXPECT_EQ(ReasonOf(OpenChannel("192.0.2.1:7411").status()),
            Reason::kUnauthenticatedListener);
  EXPECT_EQ(
      ReasonOf(
          OpenChannel("127.0.0.1:7411", {.token_file = "/dev/null"}).status()),
      Reason::kFieldInvalid);
  ChannelSecurity security;
  security.tls.set_key_file("/nowhere/own.key");
  EXPECT_EQ(ReasonOf(OpenChannel("127.0.0.1:7411", security).status()),
            Reason::kFieldInvalid);
  security.tls.set_ca_file("/nowhere/ca.crt");
  EXPECT_EQ(ReasonOf(OpenChannel("127.0.0.1:7411", security).status()),
            Reason::kFieldInvalid);
}

}  // namespace
}  // namespace yuheng::rpc
