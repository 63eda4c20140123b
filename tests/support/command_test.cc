#include "tests/support/command.h"

#include <signal.h>

#include <filesystem>
#include <string>

#include "gtest/gtest.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {
namespace {

absl::StatusOr<CommandResult> RunShell(const std::string& script) {
  return RunCommand({.arguments = {"/bin/sh", "-c", script},
                     .environment = {"YUHENG_WORD=here"}});
}

TEST(RunCommand, Ended_GivesCodeAndBothOutputs) {
  const auto result = RunShell("echo \"$YUHENG_WORD\"; echo no >&2; exit 3");
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->exit_code, 3);
  EXPECT_EQ(result->out, "here\n");
  EXPECT_EQ(result->err, "no\n");
}

TEST(RunCommand, EndedBySignal_Gives128AndItsNumber) {
  const auto result = RunShell("kill -9 $$");
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->exit_code, 128 + SIGKILL);
}

TEST(RunCommand, TooSlow_IsKilled) {
  const auto slow = RunCommand(
      {.arguments = {"/bin/sleep", "600"}, .timeout = absl::Milliseconds(20)});
  EXPECT_EQ(slow.status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(RunCommand, NoSuchProgram_IsNotFound) {
  EXPECT_EQ(RunCommand({.arguments = {"/no/such/program"}}).status().code(),
            absl::StatusCode::kNotFound);
}

TEST(ChildProcess, Wait_WhileItRuns_IsEmpty) {
  const auto child = ChildProcess::Start({.arguments = {"/bin/sleep", "600"}});
  ASSERT_TRUE(child.ok()) << child.status();
  EXPECT_FALSE((*child)->Wait(absl::ZeroDuration()).has_value());
  (*child)->Signal(SIGTERM);
  EXPECT_EQ((*child)->Wait(absl::InfiniteDuration()), 128 + SIGTERM);
  EXPECT_EQ((*child)->Wait(absl::ZeroDuration()), 128 + SIGTERM);
}

TEST(TempDir, IsThereAndGoesWithAllItHolds) {
  std::string path;
  {
    const TempDir folder;
    path = folder.path();
    std::filesystem::create_directories(path + "/a/b");
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace yuheng::testing
