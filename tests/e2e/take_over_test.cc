// A process that was left over from before: its data folder is another one's.

#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/sample/sample.h"
#include "tests/e2e/client.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {
namespace {

using ::testing::HasSubstr;

// Whether the process ends by itself; what is left over has nothing to wait
// for.
bool Ends(const Cluster& cluster, Process process) {
  const absl::Time end = absl::Now() + absl::Seconds(30);
  while (cluster.running(process) && absl::Now() < end) {
    absl::SleepFor(absl::Milliseconds(20));
  }
  return !cluster.running(process);
}

class TakeOverTest : public ::testing::TestWithParam<Process> {};

TEST_P(TakeOverTest, OlderProcess_EndsAtItsNextWriteAndLosesNothing) {
  const Process process = GetParam();
  const TempDir directory;
  const auto documents = cli::GenerateSamples({.seed = 5, .departments = 2});
  const auto cluster = StartCluster(documents, directory.path());
  ASSERT_NE(cluster, nullptr);
  ASSERT_EQ(Submit(cluster->channel(Process::kIngestion), "budget.txt",
                   documents[0].text)
                .submission.state(),
            ingestion::v1::SUBMISSION_STATE_POSTED);

  // As another process does that no lock has kept out.
  const std::string file = absl::StrCat(cluster->data_dir(process), "/EPOCH");
  uint64_t epoch = 0;
  std::ifstream(file) >> epoch;
  EXPECT_EQ(epoch, 1u);
  std::ofstream(file) << "2\n";
  const SubmitResult refused = Submit(cluster->channel(Process::kIngestion),
                                      "budget.txt", documents[1].text);
  EXPECT_NE(refused.submission.state(), ingestion::v1::SUBMISSION_STATE_POSTED);
  ASSERT_TRUE(Ends(*cluster, process));
  EXPECT_THAT(cluster->log(process),
              HasSubstr("another process has the data folder now"));
  EXPECT_THAT(cluster->log(process), HasSubstr("epoch 1 of"));
  EXPECT_THAT(cluster->log(process), HasSubstr("epoch 2;"));

  ASSERT_TRUE(cluster->Restart(process).ok());
  std::ifstream(file) >> epoch;
  EXPECT_EQ(epoch, 3u);
  // Sent again until it is posted: nobody knows what became of it.
  const absl::Time end = absl::Now() + absl::Seconds(30);
  ingestion::v1::Submission posted;
  while (posted.state() != ingestion::v1::SUBMISSION_STATE_POSTED &&
         absl::Now() < end) {
    posted = Submit(cluster->channel(Process::kIngestion), "budget.txt",
                    documents[1].text)
                 .submission;
  }
  EXPECT_EQ(posted.state(), ingestion::v1::SUBMISSION_STATE_POSTED);
  const CommandResult verified =
      RunProgram("yuheng", {"verify"}, cluster->endpoints());
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

// What it would go on to show is old, and nobody would be told.
TEST_P(TakeOverTest, OlderProcessThatOnlyReads_EndsByItself) {
  const TempDir directory;
  const auto cluster = StartCluster({}, directory.path());
  ASSERT_NE(cluster, nullptr);
  std::ofstream(absl::StrCat(cluster->data_dir(GetParam()), "/EPOCH")) << "2\n";
  EXPECT_TRUE(Ends(*cluster, GetParam()));
  EXPECT_THAT(cluster->log(GetParam()),
              HasSubstr("another process has the data folder now"));
}

INSTANTIATE_TEST_SUITE_P(Writers, TakeOverTest,
                         ::testing::Values(Process::kAggregation,
                                           Process::kIngestion),
                         [](const auto& info) {
                           return ProcessName(info.param);
                         });

}  // namespace
}  // namespace yuheng::testing
