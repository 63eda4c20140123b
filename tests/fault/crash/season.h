#ifndef YUHENG_TESTS_FAULT_CRASH_SEASON_H_
#define YUHENG_TESTS_FAULT_CRASH_SEASON_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "tests/fault/history/history.h"

// Some rounds of the crash loop over one cluster: clients work all the time;
// processes end at random instants or at points of their commit path, and start
// again.
namespace yuheng::fault {

// A bug put in on purpose around the services.
enum class Canary {
  kNone,
  kLogDropped,  // The newest write-ahead log of aggregation is gone at a start.
  kLogCut,      // Half of it is.
};

struct SeasonOptions {
  // Where yuheng-ingestion and the others are.
  std::string bin_dir;
  // The library that kills at points.
  std::string kill_points;
  // Holds the cluster; must not exist.
  std::string dir;
  uint64_t seed = 1;
  int rounds = 1;
  Canary canary = Canary::kNone;
};

// What was done to the processes.
struct Kills {
  // By process and how: "aggregation at wal_torn", "aggregation at wal_torn
  // while starting", "ingestion at random".
  std::map<std::string, int> counts;
  int starts = 0;
  int64_t slowest_start_us = 0;
};

// All that was asked and heard, and what was there after the last start. Fails
// when the cluster does not come up at all.
absl::StatusOr<History> RunSeason(const SeasonOptions& options, Kills* kills);

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_CRASH_SEASON_H_
