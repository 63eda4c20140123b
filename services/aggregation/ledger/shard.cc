#include "services/aggregation/ledger/shard.h"

#include "absl/strings/str_cat.h"
#include "services/aggregation/ledger/shard_batch.h"
#include "services/budget/check.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::aggregation {
namespace {

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
  if (!batch->commits.empty()) {
    results = options_.store->CommitAll(batch->commits);
    YUHENG_CHECK(results.size() == batch->commits.size());
  }
  for (Batch::Item& item : batch->items) {
    if (failure_.ok() && item.commit.has_value()) {
      const storage::CommitResult& result = results[*item.commit];
      if (result.outcome != storage::CommitOutcome::kCommitted) {
        failure_ = absl::UnavailableError(absl::StrCat(
            "storage answered ", NameOf(result.outcome), " for ",
            batch->commits[*item.commit].partition, ": ", result.detail));
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
