#include "tests/fault/crash/victims.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace yuheng::fault {
namespace {

using testing::Process;
using testing::ProcessName;

struct KillPoint {
  const char* name;
  int after_max;
};
// Names as in kill_points.cc. Logs are written all the time, tables and the
// MANIFEST at a start and little more.
constexpr KillPoint kKillPoints[] = {{"wal_write", 40},   {"wal_torn", 40},
                                     {"wal_written", 40}, {"wal_synced", 40},
                                     {"answer", 20},      {"table", 2},
                                     {"manifest", 4}};

constexpr absl::Duration kPollInterval = absl::Milliseconds(3);
// A process that should end by itself gets longer.
constexpr int64_t kLoadMsMin = 50;
constexpr int64_t kLoadMsMax = 400;
constexpr int64_t kArmedLoadMsMax = 1500;
// Between two kills, and between two starts.
constexpr int64_t kStaggerMsMax = 60;
// Starts that end at a point in a row, before one is let through.
constexpr int kArmedStartsMax = 3;

bool OwnsData(Process process) {
  return process == Process::kAggregation || process == Process::kIngestion;
}

std::string NewestLog(const std::string& data_dir) {
  std::string newest;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(data_dir)) {
    if (entry.path().extension() == ".log") {
      newest = std::max(newest, entry.path().string());
    }
  }
  return newest;
}

}  // namespace

void Victims::AwaitEnd() {
  const bool armed =
      std::any_of(lives_.begin(), lives_.end(),
                  [](const auto& life) { return !life.second.point.empty(); });
  const absl::Time deadline =
      absl::Now() + absl::Milliseconds(random_.Between(
                        kLoadMsMin, armed ? kArmedLoadMsMax : kLoadMsMax));
  while (absl::Now() < deadline) {
    if (NoteEnded()) {
      // The others find it gone, and may end as well.
      if (random_.Percent(60)) return;
      break;
    }
    absl::SleepFor(kPollInterval);
  }
  std::vector<Process> order = Shuffled();
  // Those that own data are more interesting.
  if (random_.Percent(60)) {
    std::stable_partition(order.begin(), order.end(), OwnsData);
  }
  const size_t count =
      random_.Percent(60) ? 1 : 1 + random_.Index(order.size());
  for (size_t i = 0; i < count; ++i) {
    Kill(order[i]);
    absl::SleepFor(absl::Milliseconds(random_.Between(0, kStaggerMsMax)));
  }
}

void Victims::KillAll() {
  for (const Process process : Shuffled()) Kill(process);
}

bool Victims::Restart(Arming arming) {
  NoteEnded();
  std::vector<Process> order = Shuffled();
  // It is not SERVING without the others.
  std::stable_partition(order.begin(), order.end(), [](Process process) {
    return process != Process::kReporting;
  });
  for (const Process process : order) {
    if (down_.count(process) == 0) continue;
    absl::SleepFor(absl::Milliseconds(random_.Between(0, kStaggerMsMax)));
    if (process == Process::kAggregation) HarmLog();
    if (!Start(process, arming)) return false;
  }
  return true;
}

bool Victims::Start(Process process, Arming arming) {
  for (int attempt = 0;; ++attempt) {
    const Arming now = attempt < kArmedStartsMax ? arming : Arming::kNone;
    const absl::Time begin = absl::Now();
    const bool others_may_end =
        process == Process::kReporting && arming == Arming::kSome;
    const absl::Status status =
        others_may_end ? options_.cluster->Spawn(process)
                       : options_.cluster->Restart(process, Arm(process, now));
    ++options_.kills->starts;
    if (status.ok()) {
      options_.kills->slowest_start_us =
          std::max(options_.kills->slowest_start_us,
                   absl::ToInt64Microseconds(absl::Now() - begin));
      down_.erase(process);
      return true;
    }
    if (!std::filesystem::exists(lives_[process].note)) {
      Complain("does_not_start", std::string(status.message()));
      return false;
    }
    NoteEnd(process, Cause::kItself, " while starting");
  }
}

std::vector<std::string> Victims::Arm(Process process, Arming arming) {
  Life& life = lives_[process];
  life = {};
  if (arming == Arming::kNone || !OwnsData(process) || random_.Percent(25)) {
    return {};
  }
  const KillPoint& point = kKillPoints[random_.Index(std::size(kKillPoints))];
  life.point = point.name;
  life.note = absl::StrCat(options_.notes_dir, "/", ProcessName(process),
                           ".end-", ++notes_);
  return {
      absl::StrCat("LD_PRELOAD=", options_.kill_points),
      absl::StrCat("YUHENG_KILL_POINT=", life.point),
      absl::StrCat("YUHENG_KILL_AFTER=", random_.Between(1, point.after_max)),
      absl::StrCat("YUHENG_KILL_NOTE=", life.note)};
}

void Victims::Kill(Process process) {
  if (down_.count(process) > 0) return;
  const Cause cause =
      options_.cluster->running(process) ? Cause::kKilled : Cause::kItself;
  options_.cluster->Kill9(process);
  NoteEnd(process, cause, "");
}

bool Victims::NoteEnded() {
  bool any = false;
  for (const Process process : testing::AllProcesses()) {
    if (down_.count(process) > 0 || options_.cluster->running(process)) {
      continue;
    }
    NoteEnd(process, Cause::kItself, "");
    any = true;
  }
  return any;
}

void Victims::NoteEnd(Process process, Cause cause, const std::string& when) {
  down_.insert(process);
  const Life& life = lives_[process];
  std::string where = "at random";
  if (!life.note.empty() && std::filesystem::exists(life.note)) {
    where = absl::StrCat("at ", life.point, when);
  } else if (cause == Cause::kItself) {
    return Complain("process_ended",
                    absl::StrCat(ProcessName(process),
                                 " ended by itself; its log is kept"));
  }
  ++options_.kills->counts[absl::StrCat(ProcessName(process), " ", where)];
}

void Victims::HarmLog() {
  if (options_.canary == Canary::kNone) return;
  const std::string log =
      NewestLog(options_.cluster->data_dir(Process::kAggregation));
  if (log.empty()) return;
  std::error_code ignored;
  if (options_.canary == Canary::kLogDropped) {
    std::filesystem::remove(log, ignored);
  } else {
    std::filesystem::resize_file(
        log, std::filesystem::file_size(log, ignored) / 2, ignored);
  }
}

std::vector<Process> Victims::Shuffled() {
  std::vector<Process> processes(testing::AllProcesses().begin(),
                                 testing::AllProcesses().end());
  random_.Shuffle(&processes);
  return processes;
}

void Victims::Complain(const std::string& property, const std::string& what) {
  options_.journal->Add(&History::complaints, {property, what});
}

}  // namespace yuheng::fault
