// The simulation finds what it must, and repeats itself.
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/fault/simulation/canary.h"
#include "tests/fault/simulation/run.h"

namespace yuheng::fault {
namespace {

// What a program prints, and its exit code.
std::string OutputOf(const std::string& command) {
  std::string output;
  FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return "can't be started";
  char buffer[4096];
  for (size_t n = 0; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    output.append(buffer, n);
  }
  absl::StrAppend(&output, "exit ", pclose(pipe));
  return output;
}

TEST(SimulationTest, SameSeed_SameTraceAndHistory) {
  std::string first;
  const auto keep = [](std::string* trace) {
    return
        [trace](absl::string_view line) { absl::StrAppend(trace, line, "\n"); };
  };
  const RunResult a = RunOnce({.seed = 4, .print = keep(&first)});
  std::string second;
  const RunResult b = RunOnce({.seed = 4, .print = keep(&second)});
  EXPECT_EQ(first, second);
  EXPECT_EQ(a.trace_hash, b.trace_hash);
  EXPECT_NE(a.trace_hash, RunOnce({.seed = 5}).trace_hash);
}

// Hash tables are ordered differently in every process.
TEST(SimulationTest, SameSeedInAnotherProcess_SameTrace) {
  const std::string command =
      absl::StrCat(YUHENG_SIMULATE, " --seeds 11 --trace | grep -v simulated");
  const std::string output = OutputOf(command);
  EXPECT_EQ(output, OutputOf(command));
  EXPECT_NE(output.find(absl::StrCat(
                "trace ", absl::Hex(RunOnce({.seed = 11}).trace_hash), "\n")),
            std::string::npos);
}

class CanaryTest : public ::testing::TestWithParam<NamedCanary> {};

TEST_P(CanaryTest, IsFoundWithinAFewSeeds) {
  constexpr uint64_t kSeedsMax = 100;
  for (uint64_t seed = 1; seed <= kSeedsMax; ++seed) {
    const RunResult result =
        RunOnce({.seed = seed, .canary = GetParam().canary});
    if (result.violations.empty()) continue;
    GTEST_LOG_(INFO) << "seed " << seed << ": "
                     << result.violations.front().property << ": "
                     << result.violations.front().what;
    return;
  }
  ADD_FAILURE() << "not in " << kSeedsMax << " seeds";
}

INSTANTIATE_TEST_SUITE_P(All, CanaryTest, ::testing::ValuesIn(Canaries()),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

}  // namespace
}  // namespace yuheng::fault
