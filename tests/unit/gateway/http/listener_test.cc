#include "services/gateway/http/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace yuheng::gateway {
namespace {

// Connects again and again until it can't any more; keeps what it has.
void ConnectUntilRefused(int port, std::atomic<int>* made) {
  std::vector<int> sockets;
  for (bool refused = false; !refused;) {
    sockaddr_in to = {};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockets.push_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    refused = sockets.size() > 200 ||
              connect(sockets.back(), reinterpret_cast<sockaddr*>(&to),
                      sizeof to) != 0;
    ++*made;
  }
  for (const int socket : sockets) close(socket);
}

TEST(ListenerTest, StopWhileOthersConnect_MissesNoConnection) {
  telemetry::Metrics metrics;
  for (int round = 0; round < 200; ++round) {
    ListenerOptions options;
    options.address = {.host = "127.0.0.1", .port = 0};
    options.connection.handler =
        [](Connection&) -> boost::asio::awaitable<void> { co_return; };
    options.metrics = &metrics;
    auto listener = Listener::Start(std::move(options));
    ASSERT_TRUE(listener.ok()) << listener.status();
    const auto address = rpc::ParseHostPort((*listener)->address());
    ASSERT_TRUE(address.ok());
    std::atomic<int> made = 0;
    std::thread others(ConnectUntilRefused, address->port, &made);
    while (made < 5 + round % 20) std::this_thread::yield();
    // One that was missed would hold it until it is idle for too long.
    const absl::Time start = absl::Now();
    (*listener)->Stop(absl::Seconds(5));
    EXPECT_LT(absl::Now() - start, absl::Seconds(5)) << round;
    others.join();
  }
}

}  // namespace
}  // namespace yuheng::gateway
