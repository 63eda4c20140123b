#include "tests/benchmark/load/process_use.h"

#include <unistd.h>

#include <algorithm>
#include <functional>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/support/command.h"

namespace yuheng::load {
namespace {

// Fields of /proc/PID/stat after the name in brackets, counted from 0.
constexpr int kUserTicks = 11;
constexpr int kSystemTicks = 12;

std::string ReadProc(pid_t pid, absl::string_view file) {
  return testing::ReadFile(absl::StrCat("/proc/", pid, "/", file));
}

absl::Duration CpuTime(pid_t pid) {
  const std::string text = ReadProc(pid, "stat");
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

int64_t WrittenBytes(pid_t pid) {
  std::istringstream fields(ReadProc(pid, "io"));
  std::string field;
  while (fields >> field) {
    int64_t bytes = 0;
    if (field == "write_bytes:" && fields >> bytes) return bytes;
  }
  return 0;
}

}  // namespace

Use UseOf(pid_t pid) { return {CpuTime(pid), WrittenBytes(pid)}; }

int64_t ResidentBytes(pid_t pid) {
  std::istringstream pages(ReadProc(pid, "statm"));
  int64_t size = 0;
  int64_t resident = 0;
  pages >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

ProcessUse::ProcessUse(const testing::Cluster& cluster, pid_t gateway) {
  for (const testing::Process process : testing::AllProcesses()) {
    processes_.push_back({testing::ProcessName(process), cluster.pid(process)});
  }
  if (gateway != 0) processes_.push_back({"gateway", gateway});
  processes_.push_back({"client", getpid()});
  for (Process& process : processes_) process.start = UseOf(process.pid);
}

std::string ProcessUse::Each(size_t count) const {
  const double all = static_cast<double>(std::max<size_t>(count, 1));
  std::string text;
  const auto add = [&](absl::string_view title,
                       const std::function<double(const Process&)>& value) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", title, ":");
    for (const Process& process : processes_) {
      absl::StrAppendFormat(&text, "%s %s %.2f",
                            &process == &processes_.front() ? "" : ",",
                            process.name, value(process));
    }
  };
  add("cpu ms each", [&](const Process& process) {
    return absl::ToDoubleMilliseconds(UseOf(process.pid).cpu -
                                      process.start.cpu) /
           all;
  });
  add("KiB written each", [&](const Process& process) {
    const int64_t bytes =
        UseOf(process.pid).written_bytes - process.start.written_bytes;
    return static_cast<double>(bytes) / 1024 / all;
  });
  add("MiB resident", [&](const Process& process) {
    return static_cast<double>(ResidentBytes(process.pid)) / 1024 / 1024;
  });
  return text;
}

}  // namespace yuheng::load
