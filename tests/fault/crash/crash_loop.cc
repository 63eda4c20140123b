// The crash loop: yuheng-crash-loop --rounds N --seed S [--dir DIR]
//
// Seasons of some rounds, each over a cluster of its own. Exit code: 0 when
// every promise held, 1 when one did not, 2 when it could not run. What a
// season with violations has left stays in the folder: history.jsonl, data,
// logs.

#include <stdlib.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <system_error>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/budget/table_shape.h"
#include "tests/fault/crash/season.h"
#include "tests/fault/history/check.h"
#include "tests/fault/history/history_lines.h"
#include "tests/fault/traffic/report.h"

namespace yuheng::fault {
namespace {

constexpr int kRoundsOfSeason = 25;

struct Options {
  int rounds = 20;
  uint64_t seed = 1;
  std::string dir;
  std::string bin_dir = YUHENG_BIN_DIR;
  bool keep = false;
  std::string canary;
};

const std::map<std::string, Canary>& Canaries() {
  static const auto* const canaries =
      new std::map<std::string, Canary>{{"", Canary::kNone},
                                        {"log_dropped", Canary::kLogDropped},
                                        {"log_cut", Canary::kLogCut}};
  return *canaries;
}

// What all seasons came to.
struct Sums {
  int rounds = 0;
  Kills kills;
  std::map<std::string, int64_t> calls;
  int64_t entries = 0;
  int64_t submissions = 0;
  size_t violations = 0;
};

// Adds a season to the sums. False when it could not run.
bool PlaySeason(const Options& options, uint64_t seed, int rounds, Sums* sums) {
  SeasonOptions season;
  season.bin_dir = options.bin_dir;
  season.kill_points = YUHENG_KILL_POINTS;
  season.dir = absl::StrCat(options.dir, "/season-", seed);
  season.seed = seed;
  season.rounds = rounds;
  season.canary = Canaries().at(options.canary);
  const auto history = RunSeason(season, &sums->kills);
  if (!history.ok()) {
    std::cerr << "seed " << seed << ": " << history.status().message() << "\n";
    return false;
  }
  sums->rounds += rounds;
  for (const auto& [kind, count] : CountsOf(*history)) {
    sums->calls[kind] += count;
  }
  sums->entries += static_cast<int64_t>(history->entries.size());
  sums->submissions += static_cast<int64_t>(history->submissions.size());
  const Violations found = Check(*history, budget::StandardForm());
  sums->violations += found.size();
  const std::string lines = absl::StrCat(season.dir, "/history.jsonl");
  if (!found.empty() || options.keep) {
    std::ofstream(lines) << ToLines(*history);
  }
  if (!found.empty()) {
    std::cout << "season of seed " << seed << ", " << found.size()
              << " violations; history: " << lines << "\n";
    const size_t more = PrintViolations(
        *history, found, [](const std::string& property) { return property; },
        std::cout);
    if (more > 0) std::cout << "and " << more << " more\n";
  } else if (!options.keep) {
    std::filesystem::remove_all(season.dir);
  }
  return true;
}

void Print(const Sums& sums, absl::Duration duration) {
  std::cout << "rounds: " << sums.rounds << "\n"
            << "violations: " << sums.violations << "\n"
            << "duration: " << absl::ToInt64Seconds(duration) << " s\n"
            << "starts: " << sums.kills.starts << ", slowest until serving "
            << sums.kills.slowest_start_us / 1000 << " ms\n"
            << "entries: " << sums.entries
            << ", submissions: " << sums.submissions << "\n";
  int all = 0;
  for (const auto& [what, count] : sums.kills.counts) all += count;
  std::cout << "kills: " << all << "\n";
  for (const auto& [what, count] : sums.kills.counts) {
    std::cout << "  " << what << ": " << count << "\n";
  }
  std::cout << "calls:\n";
  for (const auto& [kind, count] : sums.calls) {
    std::cout << "  " << kind << ": " << count << "\n";
  }
}

int Run(Options options) {
  if (options.dir.empty()) {
    std::string name =
        (std::filesystem::temp_directory_path() / "yuheng-crash-XXXXXX")
            .string();
    if (mkdtemp(name.data()) == nullptr) {
      std::cerr << "can't make " << name << "\n";
      return 2;
    }
    options.dir = name;
  }
  std::cerr << "seed " << options.seed << ", folder " << options.dir << "\n";
  const absl::Time begin = absl::Now();
  Sums sums;
  uint64_t seed = options.seed;
  while (sums.rounds < options.rounds) {
    const int rounds = std::min(kRoundsOfSeason, options.rounds - sums.rounds);
    if (!PlaySeason(options, seed++, rounds, &sums)) return 2;
    std::cerr << sums.rounds << " rounds, " << sums.violations
              << " violations, "
              << absl::FormatDuration(
                     absl::Trunc(absl::Now() - begin, absl::Seconds(1)))
              << "\n";
  }
  Print(sums, absl::Now() - begin);
  if (sums.violations == 0 && !options.keep) {
    std::error_code ignored;
    std::filesystem::remove(options.dir, ignored);  // Only when it is empty.
  }
  return sums.violations == 0 ? 0 : 1;
}

}  // namespace
}  // namespace yuheng::fault

int main(int argc, char** argv) {
  yuheng::fault::Options options;
  CLI::App app(
      "Kills the servers under load, again and again, and checks that "
      "nothing was lost.");
  app.add_option("--rounds", options.rounds, "How often something is killed")
      ->check(CLI::PositiveNumber);
  app.add_option("--seed", options.seed, "Of the first season");
  app.add_option("--dir", options.dir, "Holds data, logs and histories");
  app.add_option("--bin_dir", options.bin_dir, "Where the servers are");
  app.add_flag("--keep", options.keep, "Keep them without violations too");
  app.add_option("--canary", options.canary, "A bug put in on purpose")
      ->check([](const std::string& name) {
        return yuheng::fault::Canaries().count(name) > 0 ? ""
                                                         : "no such canary";
      });
  CLI11_PARSE(app, argc, argv);
  return yuheng::fault::Run(std::move(options));
}
