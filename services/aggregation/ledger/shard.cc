#include "services/aggregation/ledger/shard.h"

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "services/aggregation/ledger/shard_batch.h"
#include "services/budget/check.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::aggregation {
namespace {

// One synced write holds at most this many bytes of keys and values, beside one
// commit of any size.
constexpr size_t kGroupCommitBytesMax = size_t{64} << 20;

size_t SizeBytes(const storage::Commit& commit) {
  size_t size = 0;
  for (const storage::Write& write : commit.writes) {
    size += write.key.size() + (write.value ? write.value->size() : 0);
  }
  return size;
}

absl::string_view NameOf(storage::CommitOutcome outcome) {
  switch (outcome) {
    case storage::CommitOutcome::kCommitted:
      return "committed";
    case storage::CommitOutcome::kConflict:
      return "conflict";
    case storage::CommitOutcome::kFenced:
      return "fenced";
    case storage::CommitOutcome::kRefused:
      return "refused";
    case storage::CommitOutcome::kUnknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace

Shard::Shard(Options options, ShardState state)
    : options_(std::move(options)),
      departments_(std::move(state.departments)),
      revision_(state.revision) {
  for (const auto& [name, department] : departments_) {
    for (const ContributionState& c : department.contributions) {
      if (c.in_force) gross_fen_[c.period] += c.gross_fen;
    }
    elimination_count_ += department.eliminations.in_force().size();
    for (const auto& [seq, entry] : department.eliminations.in_force()) {
      gross_fen_[{entry.fiscal_year, entry.stage}] +=
          GrossFenOf(entry.leaves, {});
    }
  }
}

absl::Status Shard::StoppedError() const {
  const budget::Text text = budget::Message("aggregation.stopped");
  return rpc::MakeError(rpc::Reason::kUnavailablePeer, text.zh, text.en,
                        {{"peer", "storage"}});
}

BatchReport Shard::Process(std::vector<Command> commands) {
  BatchReport report;
  report.commands = commands.size();
  Batch batch;
  batch.now = options_.now();
  if (failure_.ok()) {
    for (Command& command : commands) {
      std::visit([&](auto& c) { Plan(c, &batch); }, command);
    }
    Commit(&batch);
  } else {
    for (Command& command : commands) {
      std::visit([&](auto& c) { c.done(StoppedError()); }, command);
    }
    report.failed = commands.size();
  }
  report.commits = batch.commits.size();
  for (const Batch::Item& item : batch.items) {
    report.applied += item.kind == Batch::Kind::kApplied;
    report.replayed += item.kind == Batch::Kind::kReplayed;
    report.refused += item.kind == Batch::Kind::kRefused;
    report.failed += item.kind == Batch::Kind::kFailed;
  }
  report.duration = options_.now() - batch.now;
  return report;
}

void Shard::Commit(Batch* batch) {
  std::vector<storage::CommitResult> results;
  // Bounded in bytes too: the store refuses what is too large for one write.
  const absl::Span<const storage::Commit> commits = batch->commits;
  bool whole = true;
  for (size_t begin = 0; begin < commits.size();) {
    size_t end = begin;
    size_t size_bytes = 0;
    do {
      size_bytes += SizeBytes(commits[end]);
      ++end;
    } while (end < commits.size() &&
             size_bytes + SizeBytes(commits[end]) <= kGroupCommitBytesMax);
    if (!whole) {
      results.resize(
          end, {storage::CommitOutcome::kRefused, "an earlier commit failed"});
    } else {
      for (storage::CommitResult& result :
           options_.store->CommitAll(commits.subspan(begin, end - begin))) {
        whole &= result.outcome == storage::CommitOutcome::kCommitted;
        results.push_back(std::move(result));
      }
    }
    begin = end;
  }
  YUHENG_CHECK(results.size() == commits.size());
  for (Batch::Item& item : batch->items) {
    if (failure_.ok() && item.commit.has_value()) {
      const storage::CommitResult& result = results[*item.commit];
      if (result.outcome != storage::CommitOutcome::kCommitted) {
        const std::string why = absl::StrCat(
            "storage answered ", NameOf(result.outcome), " for ",
            batch->commits[*item.commit].partition, ": ", result.detail);
        failure_ = result.outcome == storage::CommitOutcome::kFenced
                       ? absl::AbortedError(why)
                       : absl::UnavailableError(why);
      } else if (item.entry.has_value()) {
        // Not even a committed entry behind a doubtful one is shown: a watcher
        // that resumes after it would never hear of the doubtful one.
        failure_ = options_.feed->Apply(item.department, *item.entry);
      }
    }
    if (!failure_.ok()) item.kind = Batch::Kind::kFailed;
    item.answer(failure_.ok() ? absl::OkStatus() : StoppedError());
  }
}

}  // namespace yuheng::aggregation
