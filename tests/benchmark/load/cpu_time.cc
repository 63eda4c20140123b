#include "tests/benchmark/load/cpu_time.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/support/command.h"

namespace yuheng::load {
namespace {

// Fields of /proc/PID/stat after the name in brackets, counted from 0.
constexpr int kUserTicks = 11;
constexpr int kSystemTicks = 12;

}  // namespace

absl::Duration CpuTime(pid_t pid) {
  const std::string text =
      testing::ReadFile(absl::StrCat("/proc/", pid, "/stat"));
  const size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return absl::ZeroDuration();
  std::istringstream fields(text.substr(name_end + 1));
  std::string field;
  int64_t ticks = 0;
  for (int i = 0; i <= kSystemTicks && fields >> field; ++i) {
    if (i == kUserTicks || i == kSystemTicks) ticks += std::stoll(field);
  }
  return absl::Seconds(ticks) / sysconf(_SC_CLK_TCK);
}

CpuTimes::CpuTimes(const testing::Cluster& cluster) : cluster_(cluster) {
  for (int i = 0; i <= testing::kProcessCount; ++i) start_[i] = Now(i);
}

// The last index is this process.
absl::Duration CpuTimes::Now(int index) const {
  return CpuTime(index < testing::kProcessCount
                     ? cluster_.pid(testing::AllProcesses()[index])
                     : getpid());
}

std::string CpuTimes::Each(size_t count) const {
  std::string text = "cpu ms each:";
  for (int i = 0; i <= testing::kProcessCount; ++i) {
    const std::string name =
        i < testing::kProcessCount
            ? testing::ProcessName(testing::AllProcesses()[i])
            : "client";
    absl::StrAppendFormat(&text, "%s %s %.2f", i == 0 ? "" : ",", name,
                          absl::ToDoubleMilliseconds(Now(i) - start_[i]) /
                              static_cast<double>(std::max<size_t>(count, 1)));
  }
  return text;
}

}  // namespace yuheng::load
