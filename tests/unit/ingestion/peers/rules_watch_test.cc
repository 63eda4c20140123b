#include "services/ingestion/peers/rules_watch.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <memory>
#include <sstream>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace yuheng::ingestion {
namespace {

class FakeValidation final : public validation::v1::ValidationService::Service {
 public:
  explicit FakeValidation(std::string catalogue_sha256)
      : catalogue_sha256_(std::move(catalogue_sha256)) {}

  grpc::Status ListRules(grpc::ServerContext*,
                         const validation::v1::ListRulesRequest*,
                         validation::v1::ListRulesResponse* response) override {
    response->set_catalogue_sha256(catalogue_sha256_);
    response->set_overlay_sha256("overlay");
    return grpc::Status::OK;
  }

 private:
  const std::string catalogue_sha256_;
};

// Serves at a port; 0 takes a free one.
std::unique_ptr<grpc::Server> Serve(FakeValidation* service, int* port) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort(absl::StrCat("127.0.0.1:", *port),
                           grpc::InsecureServerCredentials(), port);
  builder.RegisterService(service);
  return builder.BuildAndStart();
}

bool Hears(const RulesInForce& in_force, const std::string& catalogue) {
  const absl::Time end = absl::Now() + absl::Seconds(60);
  while (absl::Now() < end) {
    const auto heard = in_force.Get();
    if (heard && heard->catalogue_sha256 == catalogue) return true;
    std::this_thread::yield();
  }
  return false;
}

TEST(RulesWatchTest, Start_AsksAndAsksAgainAfterAReconnect) {
  int port = 0;
  FakeValidation first("first");
  std::unique_ptr<grpc::Server> server = Serve(&first, &port);
  ASSERT_NE(server, nullptr);
  std::ostringstream log;
  telemetry::Logger logger({.service = "test", .output = &log});
  RulesInForce in_force;
  RulesWatch watch(grpc::CreateChannel(absl::StrCat("127.0.0.1:", port),
                                       grpc::InsecureChannelCredentials()),
                   &in_force, &logger);
  EXPECT_FALSE(in_force.Get());
  watch.Start();
  ASSERT_TRUE(Hears(in_force, "first"));
  EXPECT_EQ(in_force.Get()->overlay_sha256, "overlay");
  server.reset();
  FakeValidation second("second");
  server = Serve(&second, &port);
  ASSERT_NE(server, nullptr);
  EXPECT_TRUE(Hears(in_force, "second"));
  watch.Stop();
}

TEST(RulesWatchTest, Stop_WithNobodyThere_Ends) {
  std::ostringstream log;
  telemetry::Logger logger({.service = "test", .output = &log});
  RulesInForce in_force;
  RulesWatch watch(
      grpc::CreateChannel("127.0.0.1:1", grpc::InsecureChannelCredentials()),
      &in_force, &logger);
  watch.Start();
  watch.Stop();
  EXPECT_FALSE(in_force.Get());
}

}  // namespace
}  // namespace yuheng::ingestion
