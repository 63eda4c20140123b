// The crash loop over the shipped binaries: nothing is lost, and what is lost
// or altered on purpose is reported.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/budget/table_shape.h"
#include "tests/fault/history/check.h"
#include "tests/fault/history/history_lines.h"
#include "tests/support/command.h"
#include "tests/support/temp_dir.h"

namespace yuheng::fault {
namespace {

using testing::CommandResult;
using testing::TempDir;

CommandResult RunLoop(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), absl::StrCat(YUHENG_CRASH_LOOP));
  const auto result = testing::RunCommand(
      {.arguments = std::move(arguments), .timeout = absl::Minutes(4)});
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *result : CommandResult{.exit_code = -1};
}

// Something that clients heard, or that was there, put otherwise.
struct Alteration {
  const char* name;
  std::function<void(History&)> alter;
  const char* property;
};

// The first record that fits; the test fails when there is none.
template <typename Record, typename Fits>
Record& First(std::vector<Record>& records, const Fits& fits) {
  const auto it = std::find_if(records.begin(), records.end(), fits);
  EXPECT_NE(it, records.end()) << "the season had none";
  static Record none;
  return it == records.end() ? none : *it;
}

bool NewlyApplied(const PostCall& call) {
  return call.answer == Answer::kApplied && !call.replayed;
}

bool Eliminates(const Figures& figures) {
  const auto all = figures.find("T1:in:ALL");
  return all != figures.end() && all->second.eliminated_fen != 0;
}

std::vector<Alteration> Alterations() {
  return {
      {"another seq", [](History& h) { ++First(h.posts, NewlyApplied).seq; },
       "outcome_changed"},
      {"an acknowledged posting that nobody knows",
       [](History& h) {
         First(h.posts, NewlyApplied).request_id = "of-nobody";
       },
       "posting_lost"},
      {"never applied after all",
       [](History& h) {
         const PostCall& post = First(h.posts, NewlyApplied);
         OutcomeCall outcome;
         outcome.department = post.department;
         outcome.request_id = post.request_id;
         outcome.answer = Answer::kNeverApplied;
         h.outcomes.push_back(outcome);
       },
       "outcome_changed"},
      {"an entry that is gone",
       [](History& h) { h.entries.erase(h.entries.begin()); }, "seq_gap"},
      {"a receipt for nothing",
       [](History& h) {
         First(h.submits, [](const SubmitCall& call) {
           return call.answer == Answer::kApplied;
         }).submission = "of-nobody";
       },
       "submission_lost"},
      {"another state",
       [](History& h) {
         First(h.submissions, [](const StoredSubmission& submission) {
           return submission.state == "POSTED";
         }).state = "WITHDRAWN";
       },
       "ledger_disagrees"},
      {"a figure in a total",
       [](History& h) {
         TotalsCall& call = First(h.totals, [](const TotalsCall& totals) {
           return !totals.figures.empty();
         });
         ++call.figures.begin()->second.derived_fen;
       },
       "totals_differ"},
      {"an elimination in a total",
       [](History& h) {
         First(h.totals,
               [](const TotalsCall& call) { return Eliminates(call.figures); })
             .figures["T1:in:ALL"]
             .eliminated_fen += 1;
       },
       "totals_differ"},
      {"an elimination that a list leaves out",
       [](History& h) {
         auto& amounts_fen =
             First(h.eliminations, [](const EliminationsCall& call) {
               return !call.amounts_fen.empty();
             }).amounts_fen;
         amounts_fen.erase(amounts_fen.begin());
       },
       "eliminations_differ"},
      {"a delta that was not delivered",
       [](History& h) {
         h.watches.erase(std::find_if(h.watches.begin(), h.watches.end(),
                                      [](const WatchMessage& message) {
                                        return message.kind ==
                                               WatchKind::kDelta;
                                      }));
       },
       "watch_order"},
      {"an entry that was not delivered",
       [](History& h) {
         h.entry_watches.erase(
             std::find_if(h.entry_watches.begin(), h.entry_watches.end(),
                          [](const EntryMessage& message) {
                            return message.kind == WatchKind::kDelta;
                          }));
       },
       "entries_skipped"},
      {"progress ahead of the deltas",
       [](History& h) {
         First(h.watches, [](const WatchMessage& message) {
           return message.kind == WatchKind::kProgress;
         }).revision += 1'000'000;
       },
       "progress_dishonest"},
  };
}

TEST(CrashLoop, LosesNothing_AndEveryAlterationOfItsHistoryIsReported) {
  const TempDir directory;
  const CommandResult result = RunLoop(
      {"--rounds", "15", "--seed", "15", "--keep", "--dir", directory.path()});
  ASSERT_EQ(result.exit_code, 0) << result.out << result.err;
  EXPECT_TRUE(absl::StrContains(result.out, "aggregation at random"));
  // The preloaded library has reached points of both.
  EXPECT_TRUE(absl::StrContains(result.out, "aggregation at wal_") ||
              absl::StrContains(result.out, "aggregation at answer"))
      << result.out;
  EXPECT_TRUE(absl::StrContains(result.out, "ingestion at wal_") ||
              absl::StrContains(result.out, "ingestion at answer"))
      << result.out;
  const std::string lines = testing::ReadFile(
      absl::StrCat(directory.path(), "/season-15/history.jsonl"));
  History history;
  ASSERT_TRUE(AddLines(lines, &history).ok());
  ASSERT_FALSE(history.entries.empty());
  ASSERT_TRUE(Check(history, budget::StandardForm()).empty());
  for (const Alteration& alteration : Alterations()) {
    History altered = history;
    alteration.alter(altered);
    const Violations found = Check(altered, budget::StandardForm());
    EXPECT_TRUE(std::any_of(found.begin(), found.end(),
                            [&](const Violation& violation) {
                              return violation.property == alteration.property;
                            }))
        << alteration.name << " is not reported as " << alteration.property;
  }
}

TEST(CrashLoop, ADroppedWriteAheadLogIsReported) {
  const TempDir directory;
  const CommandResult result =
      RunLoop({"--rounds", "6", "--seed", "1", "--canary", "log_dropped",
               "--dir", directory.path()});
  EXPECT_EQ(result.exit_code, 1) << result.err;
  const std::string lines = testing::ReadFile(
      absl::StrCat(directory.path(), "/season-1/history.jsonl"));
  History history;
  ASSERT_TRUE(AddLines(lines, &history).ok());
  const Violations found = Check(history, budget::StandardForm());
  for (const char* property : {"posting_lost", "totals_stale"}) {
    EXPECT_TRUE(std::any_of(found.begin(), found.end(),
                            [&](const Violation& violation) {
                              return violation.property == property;
                            }))
        << property;
  }
}

}  // namespace
}  // namespace yuheng::fault
