// Documents that are sent while nobody can check them.

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
using ::testing::Not;

TEST(ValidationAway, Submit_SaysThatNobodyHasCheckedIt) {
  const TempDir directory;
  const auto documents = cli::GenerateSamples({.seed = 6, .departments = 1});
  const auto cluster = StartCluster(documents, directory.path());
  ASSERT_NE(cluster, nullptr);
  ASSERT_TRUE(cluster->Terminate(Process::kValidation).ok());
  const std::string file = absl::StrCat(directory.path(), "/budget.txt");
  std::ofstream(file, std::ios::binary) << documents[0].text;
  const auto submit = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "submit");
    return RunProgram("yuheng", std::move(arguments), cluster->endpoints());
  };

  const CommandResult sent = submit({file});
  EXPECT_EQ(sent.exit_code, 0) << sent.err;
  EXPECT_THAT(sent.out, HasSubstr("not checked yet"));
  EXPECT_THAT(sent.out, Not(HasSubstr("clean")));
  EXPECT_THAT(submit({file, "-o", "json"}).out, HasSubstr("\"checked\":false"));

  ASSERT_TRUE(cluster->Restart(Process::kValidation).ok());
  const absl::Time end = absl::Now() + absl::Seconds(60);
  ingestion::v1::Submission stored;
  while (stored.state() != ingestion::v1::SUBMISSION_STATE_POSTED &&
         absl::Now() < end) {
    absl::SleepFor(absl::Milliseconds(20));
    stored = ListSubmissions(cluster->channel(Process::kIngestion)).at(0);
  }
  ASSERT_EQ(stored.state(), ingestion::v1::SUBMISSION_STATE_POSTED);
  // It stands already: nothing new is made of what is sent again.
  EXPECT_EQ(submit({"--again", stored.name(), "--year", "2023"}).exit_code, 2);
  const CommandResult again = submit({"--again", stored.name()});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("received before"));
  EXPECT_THAT(again.out, Not(HasSubstr("not checked yet")));
  EXPECT_EQ(ListSubmissions(cluster->channel(Process::kIngestion)).size(), 1u);
}

}  // namespace
}  // namespace yuheng::testing
