#ifndef YUHENG_SERVICES_AGGREGATION_LEDGER_SHARD_H_
#define YUHENG_SERVICES_AGGREGATION_LEDGER_SHARD_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/aggregation/feed/totals_feed.h"
#include "services/aggregation/posting/elimination.h"
#include "services/aggregation/posting/plan.h"
#include "services/aggregation/posting/posting.h"
#include "services/aggregation/totals/scope.h"
#include "storage/format/ledger_record.h"
#include "storage/store.h"

namespace yuheng::aggregation {

// Where one (year, stage, unit) of a department stands.
struct ContributionState {
  Period period;
  std::string unit;
  bool in_force = false;
  int64_t gross_fen = 0;
};

// Where a department's ledger stands: what planning needs at hand.
struct DepartmentState {
  storage::Head partition;  // Counts all commits, refusals too.
  storage::LedgerHeadRecord head;
  std::vector<ContributionState> contributions;
  Eliminations eliminations;
};

// What recovery found; see recovery.h.
struct ShardState {
  absl::flat_hash_map<std::string, DepartmentState> departments;
  uint64_t revision = 0;  // The highest found.
};

// A posting that was written, now or before.
struct Applied {
  uint64_t seq = 0;
  uint64_t revision = 0;
  bool replayed = false;
};

// Post a normalised posting.
struct PostCommand {
  Posting posting;
  storage::Sha256Digest fingerprint{};
  // Called once, when the answer is final: see Shard::Process.
  absl::AnyInvocable<void(absl::StatusOr<Applied>)> done;
};

// Say what became of a posting, and make sure it stays so.
struct OutcomeCommand {
  std::string department;
  std::string request_id;
  absl::AnyInvocable<void(absl::StatusOr<storage::OutcomeRecord>)> done;
};

using Command = std::variant<PostCommand, OutcomeCommand>;

// What one batch did; for metrics.
struct BatchReport {
  size_t commands = 0;
  size_t commits = 0;
  size_t applied = 0;
  size_t replayed = 0;
  // For a reason that was or had been recorded, or for want of room.
  size_t refused = 0;
  size_t failed = 0;  // Not answered finally.
  absl::Duration duration;
};

// A set of departments with one writer: plans what waits, writes it with one
// durable batch, then lets the totals and the callers know. Deterministic; the
// clock is passed in. Not thread-safe: the commit loop owns it.
class Shard {
 public:
  struct Options {
    storage::Store* store = nullptr;  // All three outlive the shard.
    TotalsFeed* feed = nullptr;
    std::function<absl::Time()> now;
  };
  Shard(Options options, ShardState state);

  // Plans the commands in order, each seeing what the ones before will have
  // done, and commits them with one CommitAll, one commit a command. Each
  // `done` is called once, after the durable write, and for postings after the
  // totals hold the entry. Answers to a posting:
  //   Applied             written; replayed when it had been before
  //   REQUEST_ID_REUSED   the id was used for other content
  //   OUTCOME_FENCED      the id was declared never applied
  //   ENTRY_UNBALANCED, REPORTING_LEVEL_MIXED, NOTHING_TO_REVERSE, or
  //   FIELD_INVALID (amounts too large together)
  //                       refused, and recorded: the same again says the same
  //   ELIMINATIONS_TOO_MANY
  //                       refused, and not recorded: once a reversal has made
  //                       room, the same id may be applied
  //   UNAVAILABLE         it is not known whether it was written; ask again
  //                       with the same id after a restart
  //
  // Any commit that is not kCommitted, and totals that do not follow, end the
  // shard: what stands before it in the batch is answered as written, all
  // else is UNAVAILABLE, now and for ever.
  BatchReport Process(std::vector<Command> commands);

  // Why it ended; OK while it goes on. ABORTED when another process has the
  // ledgers now: this one is to end.
  const absl::Status& failure() const { return failure_; }
  // What everyone is answered after that.
  absl::Status StoppedError() const;

 private:
  struct Batch;

  void Plan(PostCommand& command, Batch* batch);
  void Plan(OutcomeCommand& command, Batch* batch);
  absl::StatusOr<PlannedEntry> PlanPosting(const Posting& posting,
                                           const DepartmentState& department,
                                           Batch* batch);
  absl::Status CheckLevel(const Posting& posting,
                          const DepartmentState& department) const;
  absl::Status CheckGross(const Posting& posting,
                          const DepartmentState& department) const;
  absl::StatusOr<const storage::OutcomeRecord*> FindOutcome(
      absl::string_view department, absl::string_view request_id,
      Batch* batch) const;
  absl::StatusOr<const storage::ContributionRecord*> FindContribution(
      const Posting& posting, const DepartmentState& department,
      Batch* batch) const;
  void Advance(const Posting& posting, PlannedEntry plan,
               DepartmentState* department, Batch* batch);
  // What Advance moves beside the head: the slot, or the eliminations.
  void AdvanceSlot(const Posting& posting, PlannedEntry* plan,
                   DepartmentState* department, Batch* batch,
                   std::vector<storage::Write>* writes);
  void AdvanceEliminations(const storage::EntryRecord& entry,
                           DepartmentState* department);
  void AddCommit(absl::string_view department, DepartmentState* state,
                 std::vector<storage::Write> writes, Batch* batch);
  void Commit(Batch* batch);

  const Options options_;
  absl::flat_hash_map<std::string, DepartmentState> departments_;
  uint64_t revision_;
  size_t elimination_count_ = 0;  // In force, in all ledgers.
  // Sum of the magnitudes in force; see kGrossFenMax.
  absl::flat_hash_map<Period, int64_t> gross_fen_;
  absl::Status failure_;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_LEDGER_SHARD_H_
