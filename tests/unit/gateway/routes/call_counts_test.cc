#include "services/gateway/routes/call_counts.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/gateway/connect/envelope.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"
#include "tests/support/http_client.h"
#include "tests/unit/gateway/running_gateway.h"

namespace yuheng::gateway {
namespace {

// Whether a metric has this value, or has it soon: a call is counted when all
// of it is over, which is after its answer.
bool Reaches(const RunningGateway& running, const std::string& metric,
             int value) {
  const std::string line = absl::StrCat("\n", metric, " ", value, "\n");
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  while (!absl::StrContains(running.metrics(), line)) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

std::string Calls(const char* method, const char* code) {
  return absl::StrCat("yuheng_rpc_calls_total{code=\"", code, "\",method=\"",
                      method, "\"}");
}

TEST(CallCountsTest, CallsAreCountedByMethodAndAnswer) {
  RunningGateway running;
  running.Post(kListTotals);
  EXPECT_TRUE(Reaches(running, Calls(kListTotals, "OK"), 1));
  running.services().list_totals = [](const auto&, auto*) {
    return rpc::MakeStatus(rpc::Reason::kNotFound);
  };
  running.Post(kListTotals);
  EXPECT_TRUE(Reaches(running, Calls(kListTotals, "NOT_FOUND"), 1));
  running.Post(kListTotals, "no JSON");
  EXPECT_TRUE(Reaches(running, Calls(kListTotals, "INVALID_ARGUMENT"), 1));
  EXPECT_TRUE(Reaches(running,
                      absl::StrCat("yuheng_rpc_call_seconds_count{method=\"",
                                   kListTotals, "\"}"),
                      3));
}

TEST(CallCountsTest, StreamsAreCountedWhileTheyAreOpen) {
  RunningGateway running;
  const std::string open =
      absl::StrCat("yuheng_gateway_streams{method=\"", kWatchEntries, "\"}");
  EXPECT_TRUE(Reaches(running, open, 0));
  {
    testing::HttpClient watch(running.address());
    std::string request;
    AppendEnvelope(0, "{}", &request);
    watch.SendRequest("POST", kWatchEntries,
                      {{"Content-Type", "application/connect+json"}}, request);
    ASSERT_EQ(watch.ReadHead().status, 200);
    EXPECT_TRUE(Reaches(running, open, 1));
  }
  EXPECT_TRUE(Reaches(running, open, 0));
  EXPECT_TRUE(Reaches(running, Calls(kWatchEntries, "CANCELLED"), 1));
}

}  // namespace
}  // namespace yuheng::gateway
