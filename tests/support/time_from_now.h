#ifndef YUHENG_TESTS_SUPPORT_TIME_FROM_NOW_H_
#define YUHENG_TESTS_SUPPORT_TIME_FROM_NOW_H_

#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/budget/beijing_time.h"

namespace yuheng::testing {

// The time in so long, as the command line takes times.
inline std::string In(absl::Duration duration) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", absl::Now() + duration,
                          budget::BeijingTime());
}

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_TIME_FROM_NOW_H_
