#include "tests/fault/simulation/process.h"

#include "absl/strings/str_cat.h"

namespace yuheng::fault {

using storage::DiskFault;
using storage::DiskStep;

namespace {

// 2023-11-14.
constexpr int64_t kUnixTimeAtStart = 1'700'000'000 * kSecond;

}  // namespace

Process::Process(std::string name, Stage stage)
    : name_(std::move(name)), stage_(stage) {
  disk_.SetFaults([this](DiskStep step) { return OnDiskStep(step); });
}

void Process::Complain(const std::string& property, const std::string& what) {
  world().Trace(absl::StrCat("complaint ", property, ": ", what));
  history().complaints.push_back({property, absl::StrCat(name_, ": ", what)});
}

DiskFault Process::OnDiskStep(DiskStep step) {
  Random& random = world().random();
  if (step == DiskStep::kRead) {
    if (!random.Chance(settings().read_error)) return DiskFault::kNone;
    world().Fault("disk_read_error", name_);
    read_failed_ = true;
    return DiskFault::kError;
  }
  if (random.Chance(settings().end_in_commit)) {
    constexpr absl::string_view kWhere[] = {"before_write", "before_sync",
                                            "after_sync"};
    world().Fault(
        absl::StrCat("end_in_commit_", kWhere[static_cast<int>(step)]), name_);
    throw ProcessEnded();
  }
  if (step == DiskStep::kAppend) {
    if (random.Chance(settings().no_space)) {
      world().Fault("disk_no_space", name_);
      return DiskFault::kNoSpace;
    }
    if (random.Chance(settings().torn_write)) {
      world().Fault("disk_torn_write", name_);
      return DiskFault::kTornWrite;
    }
  } else if (step == DiskStep::kSync) {
    const bool failed = random.Chance(settings().sync_error);
    if (failed) world().Fault("disk_sync_error", name_);
    return Sync(failed ? DiskFault::kError : DiskFault::kNone);
  }
  return DiskFault::kNone;
}

int64_t Process::clock_us() {
  return kUnixTimeAtStart + world().now_us() + clock_error_us_;
}

void Process::Start() {
  if (up_) return;
  read_failed_ = false;
  clock_error_us_ = world().random().Between(-settings().clock_error_us_max,
                                             settings().clock_error_us_max);
  absl::Status opened;
  try {
    opened = Open();
  } catch (const ProcessEnded&) {
    opened = absl::AbortedError("ended while starting");
  }
  if (opened.ok()) {
    SettleFlip(opened);
    up_ = true;
    ++life_;
    world().Trace(absl::StrCat(name_, " is up"));
    return;
  }
  Close();
  if (!read_failed_ && !absl::IsAborted(opened)) {
    if (!flipped_) return Complain("does_not_start", opened.ToString());
    SettleFlip(opened);
  }
  StartLater();
}

void Process::StartLater() {
  world().After(world().random().Between(20 * kMillisecond, 2 * kSecond),
                [this] { Start(); });
}

void Process::GoDown() {
  world().Trace(absl::StrCat(name_, " ends"));
  up_ = false;
  ++life_;
}

void Process::End() {
  GoDown();
  Close();
  Random& random = world().random();
  if (random.Chance(settings().power_loss)) {
    world().Fault("power_loss", name_);
    const auto unsynced = static_cast<int64_t>(disk_.unsynced());
    disk_.LosePower(static_cast<size_t>(random.Below(unsynced + 1)));
  }
  StartLater();
}

void Process::Kill() {
  if (!up_) return;
  world().Fault("kill", name_);
  End();
}

void Process::LeaveOver() {
  world().Fault("left_over", name_);
  GoDown();
  StartLater();
}

void Process::Run(const std::function<void()>& work) {
  if (!up_) return;
  const int life = life_;
  try {
    work();
  } catch (const ProcessEnded&) {
    // Who was waiting for an answer when it ended only learns of it here.
    if (life == life_) End();
  }
}

void Process::FlipBit() {
  const auto synced = static_cast<int64_t>(disk_.size() - disk_.unsynced());
  if (flipped_ || synced == 0) return;
  Random& random = world().random();
  flipped_ = {static_cast<size_t>(random.Below(synced)),
              static_cast<int>(random.Below(8))};
  disk_.FlipBit(flipped_->first, flipped_->second);
  world().Fault("bit_flip", name_);
}

void Process::SettleFlip(const absl::Status& opened) {
  if (!flipped_) return;
  const auto [offset, bit] = *flipped_;
  flipped_.reset();
  // It may have been in a frame that the open cut off, and is gone.
  if (offset >= disk_.size()) return;
  if (opened.ok()) {
    Complain("damage_unnoticed",
             absl::StrCat("bit ", bit, " of byte ", offset, " was flipped"));
  } else {
    world().Fault("bit_flip_noticed", name_);
  }
  disk_.FlipBit(offset, bit);
}

void Process::Scrub() {
  if (!flipped_) return;
  if (up_) End();
  absl::Status opened;
  do {
    read_failed_ = false;
    opened = Open();
    Close();
  } while (!opened.ok() && read_failed_);
  SettleFlip(opened);
}

}  // namespace yuheng::fault
