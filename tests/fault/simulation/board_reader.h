#ifndef YUHENG_TESTS_FAULT_SIMULATION_BOARD_READER_H_
#define YUHENG_TESTS_FAULT_SIMULATION_BOARD_READER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "services/budget/department_list.h"
#include "services/ingestion/feed/progress_feed.h"
#include "tests/fault/simulation/world.h"

namespace yuheng::fault {

// A screen with the progress board: it keeps what it was told while ingestion
// is down and resumes with the revision it had heard. It draws no random
// numbers, so that it changes no run.
class BoardReader {
 public:
  // All outlive it.
  BoardReader(World* world, const budget::DepartmentList* departments,
              ingestion::Period period)
      : world_(*world), departments_(*departments), period_(period) {}

  // Ingestion has started, or ended.
  void Connect(ingestion::ProgressFeed* feed);
  void Disconnect();

  // At the end: that what it was told is what is there, and that nothing was
  // told twice, left out or taken back.
  absl::Status Check();

 private:
  using Place = std::pair<std::string, std::string>;  // Department and unit.

  void ReadLater();
  void Read();
  void Take(const ingestion::WatchEvent& event);
  void TakeRow(const ingestion::ProgressRow& row);
  void Complain(const std::string& what);

  World& world_;
  const budget::DepartmentList& departments_;
  const ingestion::Period period_;
  ingestion::ProgressFeed* feed_ = nullptr;
  std::shared_ptr<ingestion::ProgressWatcher> watcher_;
  int life_ = 0;
  // What it was told.
  std::map<Place, ingestion::ProgressRow> rows_;
  bool in_snapshot_ = false;
  uint64_t revision_ = 0;
  std::string complaint_;  // The first.
};

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_SIMULATION_BOARD_READER_H_
