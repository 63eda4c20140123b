#ifndef YUHENG_TESTS_FAULT_SIMULATION_WORLD_H_
#define YUHENG_TESTS_FAULT_SIMULATION_WORLD_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace yuheng::fault {

// Pseudo-random numbers that are the same on every machine (SplitMix64).
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next();
  // 0 to n - 1; n at least 1.
  int64_t Below(int64_t n);
  // first to last.
  int64_t Between(int64_t first, int64_t last);
  bool Chance(int per_mille) { return Below(1000) < per_mille; }

 private:
  uint64_t state_;
};

inline constexpr int64_t kMillisecond = 1000;
inline constexpr int64_t kSecond = 1000 * kMillisecond;

// Time, chance and what happens when. Everything that happens is an event; one
// seed gives the same events in the same order, which the trace proves. An
// event may itself run the world on, as who waits for an answer does.
class World {
 public:
  // `print` sees every line of the trace; may be empty.
  World(uint64_t seed, std::function<void(absl::string_view)> print);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  int64_t now_us() const { return now_us_; }
  Random& random() { return random_; }

  // Runs `event` after a delay; events of one instant in the order they came.
  void After(int64_t delay_us, std::function<void()> event);
  // Moves time to the next event and runs it; false when there is none.
  bool Step();
  // Runs what happens until `time_us`, and moves time there.
  void RunUntil(int64_t time_us);

  // Notes what happened.
  void Trace(absl::string_view line);
  uint64_t trace_hash() const { return trace_hash_; }
  // Notes and counts a fault that was injected.
  void Fault(const std::string& kind, absl::string_view where);
  const std::map<std::string, int64_t>& faults() const { return faults_; }

 private:
  int64_t now_us_ = 0;
  Random random_;
  std::function<void(absl::string_view)> print_;
  uint64_t trace_hash_;
  uint64_t next_number_ = 0;
  std::map<std::pair<int64_t, uint64_t>, std::function<void()>> events_;
  std::map<std::string, int64_t> faults_;
};

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_SIMULATION_WORLD_H_
