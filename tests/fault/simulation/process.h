#ifndef YUHENG_TESTS_FAULT_SIMULATION_PROCESS_H_
#define YUHENG_TESTS_FAULT_SIMULATION_PROCESS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "storage/testing/simulated_disk.h"
#include "tests/fault/history/history.h"
#include "tests/fault/simulation/settings.h"
#include "tests/fault/simulation/world.h"

namespace yuheng::fault {

// What everything in one run shares. All outlive the processes and clients.
struct Stage {
  World* world = nullptr;
  Settings* settings = nullptr;
  History* history = nullptr;
};

// Thrown by what a process calls at the very point where it ends.
struct ProcessEnded {};

// A process with a disk: it ends at any step of a commit or between two events,
// with or without the power, and is started again, as systemd would. Damage on
// the disk is repaired once a start has noticed it, as from a backup.
class Process {
 public:
  Process(std::string name, Stage stage);
  virtual ~Process() = default;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  const std::string& name() const { return name_; }
  bool up() const { return up_; }
  // Changes with every start and end.
  int life() const { return life_; }

  // Starts it now; tried again later when that fails.
  void Start();
  // Ends it between two events and starts it again a while later.
  void Kill();
  // Something calls into it; nothing happens while it is down.
  void Run(const std::function<void()>& work);

  // Damages a bit of the disk; noticed and repaired a while later, at the
  // latest by Scrub.
  void FlipBit();
  // Ends it, looks over the disk, and starts it again. A flipped bit that a
  // start does not notice is a complaint.
  void Scrub();

 protected:
  // Opens the disk and becomes ready to serve.
  virtual absl::Status Open() = 0;
  // Forgets all that is in memory.
  virtual void Close() = 0;

  World& world() { return *stage_.world; }
  const Settings& settings() const { return *stage_.settings; }
  History& history() { return *stage_.history; }
  storage::SimulatedDisk& disk() { return disk_; }
  // It hangs, and another is started in its place a while later. What is in
  // memory is the caller's to keep.
  void LeaveOver();
  // Unix time as this process knows it, microseconds.
  int64_t clock_us();
  void Complain(const std::string& property, const std::string& what);
  // What takes the place of a fault of a sync, for canaries.
  virtual storage::DiskFault Sync(storage::DiskFault fault) { return fault; }

 private:
  storage::DiskFault OnDiskStep(storage::DiskStep step);
  void End();
  // The process is gone, as its callers see it.
  void GoDown();
  void StartLater();
  // What opening the disk said about a flipped bit; repairs it.
  void SettleFlip(const absl::Status& opened);

  const std::string name_;
  const Stage stage_;
  storage::SimulatedDisk disk_;
  bool up_ = false;
  bool read_failed_ = false;  // Since the start began.
  int life_ = 0;
  int64_t clock_error_us_ = 0;
  std::optional<std::pair<size_t, int>> flipped_;
};

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_SIMULATION_PROCESS_H_
