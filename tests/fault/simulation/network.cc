#include "tests/fault/simulation/network.h"

namespace yuheng::fault {

void Network::Send(const std::string& what, std::function<void()> deliver) {
  Random& random = world_.random();
  if (random.Chance(settings_.lost)) return world_.Fault("message_lost", what);
  int copies = 1;
  if (random.Chance(settings_.doubled)) {
    world_.Fault("message_doubled", what);
    ++copies;
  }
  for (; copies > 0; --copies) {
    int64_t delay_us = random.Between(100, 3 * kMillisecond);
    if (random.Chance(settings_.late)) {
      world_.Fault("message_late", what);
      delay_us += random.Below(settings_.late_us_max);
    }
    world_.After(delay_us, deliver);
  }
}

}  // namespace yuheng::fault
