#include "tests/fault/simulation/settings.h"

namespace yuheng::fault {
namespace {

// Absent in two runs of five, else up to `per_mille_max`.
int Rate(Random& random, int per_mille_max) {
  const int rate = static_cast<int>(random.Between(1, per_mille_max));
  return random.Chance(400) ? 0 : rate;
}

// Absent in two runs of five, else about every `shortest` to `longest`.
int64_t Every(Random& random, int64_t shortest, int64_t longest) {
  const int64_t every = random.Between(shortest, longest);
  return random.Chance(400) ? 0 : every;
}

}  // namespace

Settings DrawSettings(Random& random, Canary canary) {
  Settings settings;
  settings.canary = canary;
  settings.lost = Rate(random, 150);
  settings.doubled = Rate(random, 150);
  settings.late = Rate(random, 150);
  settings.late_us_max = random.Between(50 * kMillisecond, 12 * kSecond);
  settings.no_space = Rate(random, 15);
  settings.torn_write = Rate(random, 15);
  settings.sync_error = Rate(random, 20);
  settings.read_error = Rate(random, 2);
  settings.end_in_commit = Rate(random, 30);
  settings.power_loss = static_cast<int>(random.Between(0, 1000));
  settings.kill_every_us = Every(random, 2 * kSecond, 20 * kSecond);
  settings.bit_flip_every_us = Every(random, 5 * kSecond, 40 * kSecond);
  settings.connection_break_every_us = Every(random, kSecond, 10 * kSecond);
  settings.validation_away = Rate(random, 200);
  settings.clock_error_us_max = Every(random, kSecond, 3600 * kSecond);
  settings.group_commit_max = static_cast<int>(random.Between(1, 8));
  settings.watch_revisions_max =
      static_cast<int>(random.Chance(500) ? random.Between(1, 12) : 1000);
  settings.watch_queue_max =
      static_cast<int>(random.Chance(500) ? random.Between(1, 4) : 64);
  settings.accept_clean_at_once = random.Chance(700);
  settings.left_over = Rate(random, 30);
  return settings;
}

Settings Healed(Settings settings) {
  Settings healed;
  healed.canary = settings.canary;
  healed.group_commit_max = settings.group_commit_max;
  healed.watch_revisions_max = settings.watch_revisions_max;
  healed.watch_queue_max = settings.watch_queue_max;
  healed.accept_clean_at_once = settings.accept_clean_at_once;
  return healed;
}

}  // namespace yuheng::fault
