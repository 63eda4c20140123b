#ifndef YUHENG_TESTS_FAULT_SIMULATION_SETTINGS_H_
#define YUHENG_TESTS_FAULT_SIMULATION_SETTINGS_H_

#include <cstdint>

#include "tests/fault/simulation/canary.h"
#include "tests/fault/simulation/world.h"

namespace yuheng::fault {

// How often things go wrong in one run, in thousandths. Drawn from the seed:
// each kind is absent in a part of the runs, so that one does not hide another.
struct Settings {
  Canary canary = Canary::kNone;

  // Of a message.
  int lost = 0;
  int doubled = 0;
  int late = 0;  // By up to late_us_max, overtaken by others.
  int64_t late_us_max = 0;
  // Of a step of a disk.
  int no_space = 0;
  int torn_write = 0;
  int sync_error = 0;
  int read_error = 0;
  // Of a commit: the process ends before, between or after its steps.
  int end_in_commit = 0;
  // Of a process that ends: the machine with it, so that unsynced bytes go.
  int power_loss = 0;
  // How far apart on average; 0: never.
  int64_t kill_every_us = 0;
  // Of a group commit of aggregation: the process hangs before it, and goes on
  // when the next one may have started.
  int left_over = 0;
  int64_t bit_flip_every_us = 0;
  int64_t connection_break_every_us = 0;
  // Validation is away.
  int validation_away = 0;
  // How wrong a process's clock may be, either way; another each life.
  int64_t clock_error_us_max = 0;

  // What the desk is run with.
  int group_commit_max = 1;
  int watch_revisions_max = 1;
  int watch_queue_max = 1;
  bool accept_clean_at_once = false;
};

Settings DrawSettings(Random& random, Canary canary);
// The same without anything that goes wrong.
Settings Healed(Settings settings);

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_SIMULATION_SETTINGS_H_
