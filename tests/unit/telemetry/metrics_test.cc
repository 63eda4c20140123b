#include "services/telemetry/metrics.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace yuheng::telemetry {
namespace {

using ::testing::HasSubstr;

// One GET over a plain socket; the whole answer.
std::string Get(int port, const std::string& path) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) ==
      0) {
    const std::string request = absl::StrCat("GET ", path,
                                             " HTTP/1.1\r\nHost: localhost\r\n"
                                             "Connection: close\r\n\r\n");
    EXPECT_EQ(write(fd, request.data(), request.size()),
              static_cast<ssize_t>(request.size()));
    char buffer[4096];
    ssize_t count = 0;
    while ((count = read(fd, buffer, sizeof(buffer))) > 0) {
      answer.append(buffer, count);
    }
  }
  close(fd);
  return answer;
}

TEST(Metrics, GetCounter_SameNameAndLabels_IsTheSameCounter) {
  Metrics metrics;
  metrics.GetCounter("yuheng_posts_total", "Posts.", {{"code", "OK"}})
      .Increment();
  metrics.GetCounter("yuheng_posts_total", "Posts.", {{"code", "OK"}})
      .Increment(2);
  metrics.GetCounter("yuheng_posts_total", "Posts.", {{"code", "ABORTED"}})
      .Increment();
  EXPECT_THAT(metrics.Render(), HasSubstr("yuheng_posts_total{code=\"OK\"} 3"));
  EXPECT_THAT(metrics.Render(),
              HasSubstr("yuheng_posts_total{code=\"ABORTED\"} 1"));
}

TEST(Metrics, Histogram_Observe_FillsTheBuckets) {
  Metrics metrics;
  Histogram histogram =
      metrics.GetHistogram("yuheng_wait_seconds", "Wait.", {}, {0.1, 1});
  histogram.Observe(0.05);
  histogram.Observe(0.5);
  const std::string text = metrics.Render();
  EXPECT_THAT(text, HasSubstr("yuheng_wait_seconds_bucket{le=\"0.1\"} 1"));
  EXPECT_THAT(text, HasSubstr("yuheng_wait_seconds_bucket{le=\"1\"} 2"));
  EXPECT_THAT(text, HasSubstr("yuheng_wait_seconds_count 2"));
}

TEST(MetricsServer, Start_PortZero_ServesThePage) {
  Metrics metrics;
  metrics.GetGauge("yuheng_revision", "Newest revision.").Set(42);
  auto server = MetricsServer::Start("127.0.0.1:0", metrics);
  ASSERT_TRUE(server.ok()) << server.status();
  ASSERT_GT((*server)->port(), 0);
  const std::string answer = Get((*server)->port(), "/metrics");
  EXPECT_THAT(answer, HasSubstr("200 OK"));
  EXPECT_THAT(answer, HasSubstr("yuheng_revision 42"));
}

TEST(MetricsServer, Start_EveryInterface_IsRefused) {
  Metrics metrics;
  const auto server = MetricsServer::Start("0.0.0.0:0", metrics);
  ASSERT_FALSE(server.ok());
  EXPECT_THAT(std::string(server.status().message()), HasSubstr("loopback"));
}

TEST(MetricsServer, Start_PortInUse_IsUnavailable) {
  Metrics metrics;
  auto first = MetricsServer::Start("127.0.0.1:0", metrics);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto second = MetricsServer::Start(
      absl::StrCat("127.0.0.1:", (*first)->port()), metrics);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace yuheng::telemetry
