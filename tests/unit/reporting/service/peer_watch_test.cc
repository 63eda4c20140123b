#include "services/reporting/peers/peer_watch.h"

#include <deque>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "services/rpc/client.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::reporting {
namespace {

using Service = aggregation::v1::AggregationService::CallbackService;

// A server on a port the system chooses. `service` outlives it.
std::unique_ptr<grpc::Server> StartServer(Service* service, int* port) {
  grpc::ServerBuilder builder;
  builder.RegisterService(service);
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           port);
  return builder.BuildAndStart();
}

class Told {
 public:
  void Add(bool reachable) {
    absl::MutexLock lock(&mu_);
    told_.push_back(reachable);
  }
  // The next thing told; waits for it.
  bool Next() {
    absl::MutexLock lock(&mu_);
    mu_.Await(absl::Condition(
        +[](std::deque<bool>* told) { return !told->empty(); }, &told_));
    const bool next = told_.front();
    told_.pop_front();
    return next;
  }

 private:
  absl::Mutex mu_;
  std::deque<bool> told_ ABSL_GUARDED_BY(mu_);
};

TEST(PeerWatch, TellsWhenAPeerGoesAway) {
  Service service;
  int port = 0;
  auto server = StartServer(&service, &port);
  ASSERT_NE(server, nullptr);
  const auto channel =
      rpc::OpenChannel(absl::StrCat("127.0.0.1:", port)).value();
  ASSERT_TRUE(rpc::WaitReady(*channel, "peer", absl::Seconds(10)).ok());
  Told told;
  PeerWatch watch({channel}, [&](bool reachable) { told.Add(reachable); });
  EXPECT_TRUE(told.Next());
  server->Shutdown();
  server.reset();
  EXPECT_FALSE(told.Next());
  watch.Stop();
}

TEST(PeerWatch, OneOfTwoIsNotEnough) {
  Service service;
  int port = 0;
  auto server = StartServer(&service, &port);
  ASSERT_NE(server, nullptr);
  Service gone_service;
  int gone_port = 0;
  StartServer(&gone_service, &gone_port)->Shutdown();
  const auto here = rpc::OpenChannel(absl::StrCat("127.0.0.1:", port)).value();
  const auto gone =
      rpc::OpenChannel(absl::StrCat("127.0.0.1:", gone_port)).value();
  ASSERT_TRUE(rpc::WaitReady(*here, "peer", absl::Seconds(10)).ok());
  Told told;
  PeerWatch watch({here, gone}, [&](bool reachable) { told.Add(reachable); });
  EXPECT_FALSE(told.Next());
}

}  // namespace
}  // namespace yuheng::reporting
