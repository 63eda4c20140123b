#ifndef YUHENG_SERVICES_BUDGET_BEIJING_TIME_H_
#define YUHENG_SERVICES_BUDGET_BEIJING_TIME_H_

#include "absl/time/time.h"

namespace yuheng::budget {

// The one official time of all of China, Xinjiang included; it has no summer
// time. What people are shown and what they enter is this, whatever zone a
// machine or container is set to: a deadline is one moment for all.
inline absl::TimeZone BeijingTime() { return absl::FixedTimeZone(8 * 60 * 60); }

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_BEIJING_TIME_H_
