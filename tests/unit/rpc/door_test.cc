#include "services/rpc/door.h"

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/rpc/call_gate.h"
#include "services/rpc/client.h"
#include "services/rpc/reason.h"
#include "services/rpc/server.h"
#include "tests/support/temp_dir.h"

namespace yuheng::rpc {
namespace {

// One whose peer has shown a certificate.
class Connection final : public grpc::AuthContext {
 public:
  explicit Connection(std::string name) : name_(std::move(name)) {}
  bool IsPeerAuthenticated() const override { return true; }
  std::vector<grpc::string_ref> GetPeerIdentity() const override {
    return {name_};
  }
  std::string GetPeerIdentityPropertyName() const override { return "name"; }
  std::vector<grpc::string_ref> FindPropertyValues(
      const std::string&) const override {
    return {name_};
  }
  grpc::AuthPropertyIterator begin() const override { return None(); }
  grpc::AuthPropertyIterator end() const override { return None(); }
  void AddProperty(const std::string&, const grpc::string_ref&) override {}
  bool SetPeerIdentityPropertyName(const std::string&) override {
    return false;
  }

 private:
  struct None : grpc::AuthPropertyIterator {};
  const std::string name_;
};

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
  const testing::TempDir dir;
  const auto gate = CallGate::Open(config_, absl::StrCat(dir.path(), "/data/"),
                                   &logger_, &metrics_);
  ASSERT_TRUE(gate.ok()) << gate.status();
  const absl::Status status = Server::Start({.config = config_,
                                             .gate = gate->get(),
                                             .logger = &logger_,
                                             .metrics = &metrics_})
                                  .status();
  const ErrorDetails details = DetailsOf(status);
  EXPECT_EQ(details.reason, Reason::kFieldInvalid);
  ASSERT_EQ(details.field_violations.size(), 1u);
  EXPECT_EQ(details.field_violations[0].field, "tls.cert_file");
}

TEST_F(DoorTest, Gate_KnowsWhereItsAuditLogIs) {
  const testing::TempDir dir;
  const std::string data = absl::StrCat(dir.path(), "/data");
  const auto open = [&](absl::string_view data_dir) {
    return CallGate::Open(config_, data_dir, &logger_, &metrics_).status();
  };
  ASSERT_TRUE(open(absl::StrCat(data, "/")).ok());
  EXPECT_TRUE(std::filesystem::is_directory(absl::StrCat(data, ".audit")));
  const absl::Status nowhere = open("");
  ASSERT_EQ(DetailsOf(nowhere).field_violations.size(), 1u) << nowhere;
  EXPECT_EQ(DetailsOf(nowhere).field_violations[0].field, "access.audit_dir");
  config_.mutable_access()->set_audit_dir(data);
  EXPECT_TRUE(open("").ok());
  config_.mutable_access()->set_identity_calls_per_second_max(-1);
  EXPECT_EQ(ReasonOf(open("")), Reason::kFieldInvalid);
  // In clear nobody is asked and nothing kept.
  const auto clear = CallGate::Open({}, data, &logger_, &metrics_).value();
  EXPECT_EQ(clear->authenticator(), nullptr);
  EXPECT_EQ(clear->audit_log(), nullptr);
}

TEST_F(DoorTest, TwoAuthorizations_AreNone) {
  const auto authenticator = OpenAuthenticator(config_, &logger_).value();
  const std::multimap<grpc::string_ref, grpc::string_ref> both = {
      {"authorization", "Bearer a"}, {"authorization", "Bearer b"}};
  const Connection connection("operator");
  EXPECT_EQ(ReasonOf(IdentityOf(both, connection, *authenticator).status()),
            Reason::kUnauthenticated);
  EXPECT_TRUE(IdentityOf({}, connection, *authenticator).ok());
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
