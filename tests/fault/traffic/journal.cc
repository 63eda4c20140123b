#include "tests/fault/traffic/journal.h"

#include <chrono>

namespace yuheng::fault {

int64_t Journal::NowUs() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace yuheng::fault
