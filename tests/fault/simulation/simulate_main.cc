// yuheng-simulate: plays seeds and says which break a promise.
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/fault/history/history_lines.h"
#include "tests/fault/simulation/run.h"

namespace yuheng::fault {
namespace {

struct Flags {
  std::string seeds = "1..1";
  std::string canary;
  std::string history;
  bool trace = false;
};

bool ParseSeeds(const std::string& text, uint64_t* first, uint64_t* last) {
  const std::vector<std::string> ends = absl::StrSplit(text, "..");
  return absl::SimpleAtoi(ends.front(), first) &&
         absl::SimpleAtoi(ends.back(), last) && *first <= *last &&
         ends.size() <= 2;
}

// What a program of runs has come to.
struct Tally {
  int64_t runs = 0;
  int64_t broken = 0;
  int64_t simulated_us = 0;
  int64_t entries = 0;
  int64_t calls = 0;
  int64_t watch_messages = 0;
  std::map<std::string, int64_t> faults;

  void Add(const RunResult& result) {
    ++runs;
    broken += !result.violations.empty();
    simulated_us += result.simulated_us;
    const History& history = result.history;
    entries += static_cast<int64_t>(history.entries.size());
    calls += static_cast<int64_t>(
        history.submits.size() + history.decisions.size() +
        history.posts.size() + history.outcomes.size() + history.totals.size());
    watch_messages += static_cast<int64_t>(history.watches.size());
    for (const auto& [kind, count] : result.faults) faults[kind] += count;
  }

  void Print(absl::Duration wall) const {
    std::cout << runs << " runs, " << broken << " broken, "
              << absl::FormatDuration(absl::Microseconds(simulated_us))
              << " simulated in " << absl::FormatDuration(wall) << "\n"
              << entries << " entries, " << calls << " calls, "
              << watch_messages << " watch messages\n";
    for (const auto& [kind, count] : faults) {
      std::cout << "  " << kind << " " << count << "\n";
    }
  }
};

int Main(int argc, char** argv) {
  CLI::App app("Plays seasons of the whole desk with everything going wrong");
  Flags flags;
  app.add_option("--seeds", flags.seeds, "A seed, or the first..last");
  app.add_option("--canary", flags.canary, "A bug to put in on purpose");
  app.add_option("--history", flags.history,
                 "Write the last run's history to this file");
  app.add_flag("--trace", flags.trace, "Print everything that happens");
  CLI11_PARSE(app, argc, argv);
  uint64_t first = 0;
  uint64_t last = 0;
  if (!ParseSeeds(flags.seeds, &first, &last)) {
    std::cerr << "--seeds is a number, or two with .. between\n";
    return 2;
  }
  RunOptions options;
  for (const NamedCanary& named : Canaries()) {
    if (named.name == flags.canary) options.canary = named.canary;
  }
  if (!flags.canary.empty() && options.canary == Canary::kNone) {
    std::cerr << "no such canary; there are";
    for (const NamedCanary& named : Canaries()) std::cerr << " " << named.name;
    std::cerr << "\n";
    return 2;
  }
  if (flags.trace) {
    options.print = [](absl::string_view line) { std::cout << line << "\n"; };
  }
  const absl::Time begun = absl::Now();
  Tally tally;
  for (uint64_t seed = first; seed <= last; ++seed) {
    options.seed = seed;
    const RunResult result = RunOnce(options);
    tally.Add(result);
    if (first == last || !result.violations.empty()) {
      std::cout << "seed " << seed << " trace "
                << absl::StrCat(absl::Hex(result.trace_hash)) << "\n";
    }
    for (const Violation& violation : result.violations) {
      std::cout << "  " << violation.property << ": " << violation.what << "\n";
    }
    std::cout << std::flush;
    if (!flags.history.empty() && seed == last) {
      std::ofstream(flags.history) << ToLines(result.history);
    }
  }
  tally.Print(absl::Now() - begun);
  return tally.broken > 0 ? 1 : 0;
}

}  // namespace
}  // namespace yuheng::fault

int main(int argc, char** argv) { return yuheng::fault::Main(argc, argv); }
