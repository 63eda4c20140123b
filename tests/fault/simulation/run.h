#ifndef YUHENG_TESTS_FAULT_SIMULATION_RUN_H_
#define YUHENG_TESTS_FAULT_SIMULATION_RUN_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "tests/fault/history/check.h"
#include "tests/fault/history/history.h"
#include "tests/fault/simulation/canary.h"

namespace yuheng::fault {

struct RunOptions {
  uint64_t seed = 0;
  Canary canary = Canary::kNone;
  // Sees every line of the trace; may be empty.
  std::function<void(absl::string_view)> print;
};

struct RunResult {
  Violations violations;
  uint64_t trace_hash = 0;
  std::map<std::string, int64_t> faults;  // Injected, by kind.
  int64_t simulated_us = 0;
  History history;
};

// A budget season of a minute with everything going wrong, half a minute to
// settle with nothing going wrong, and the checks of what was heard. The same
// options give the same result.
RunResult RunOnce(const RunOptions& options);

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_SIMULATION_RUN_H_
