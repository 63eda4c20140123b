// Connect's own clients, for Node and for browsers, against the gateway: what
// they are is in services/gateway/dashboard/tests/interop.
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/cli/sample/sample.h"
#include "tests/e2e/client.h"
#include "tests/e2e/gateway_process.h"
#include "tests/support/command.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {
namespace {

constexpr int kStreamsMax = 4;
constexpr absl::Duration kTimeout = absl::Minutes(4);

TEST(GatewayInteropTest, ConnectsOwnClients_AreServed) {
  auto documents = cli::GenerateSamples({.seed = 12, .departments = 3});
  const TempDir dir;
  const std::unique_ptr<Cluster> cluster = StartCluster(documents, dir.path());
  ASSERT_NE(cluster, nullptr);
  const std::string left = absl::StrCat(dir.path(), "/left.txt");
  std::ofstream(left) << documents.back().text;
  documents.pop_back();
  SubmitAll(*cluster, documents);
  config::v1::GatewayConfig config;
  config.set_streams_max(kStreamsMax);
  const GatewayProcess gateway(*cluster, config);
  ASSERT_FALSE(gateway.address().empty());

  const auto ran = RunCommand(
      {.arguments = {"/usr/bin/env", "npm", "run", "--silent", "--prefix",
                     YUHENG_SOURCE_DIR "/services/gateway/dashboard",
                     "interop"},
       .environment = {absl::StrCat("YUHENG_GATEWAY_URL=http://",
                                    gateway.address()),
                       absl::StrCat("YUHENG_STREAMS_MAX=", kStreamsMax),
                       absl::StrCat("YUHENG_VALIDATION_PID=",
                                    cluster->pid(Process::kValidation)),
                       absl::StrCat("YUHENG_DOCUMENT=", left)},
       .timeout = kTimeout});
  ASSERT_TRUE(ran.ok()) << ran.status();
  EXPECT_EQ(ran->exit_code, 0) << ran->out << ran->err << gateway.log();
}

}  // namespace
}  // namespace yuheng::testing
