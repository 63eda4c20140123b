#include "storage/commit_plan.h"

#include "absl/strings/str_cat.h"

namespace yuheng::storage {

namespace {

CommitResult Refuse(absl::string_view why) {
  return {CommitOutcome::kRefused, std::string(why)};
}

size_t SizeBytes(const Commit& commit) {
  size_t size_bytes = 0;
  for (const Write& write : commit.writes) {
    size_bytes += write.key.size();
    if (write.value.has_value()) size_bytes += write.value->size();
  }
  return size_bytes;
}

absl::Status CheckLimits(const Commit& commit) {
  absl::Status status = CheckPartitionId(commit.partition);
  if (!status.ok()) return status;
  if (commit.writes.size() > kWritesPerCommitMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("a commit of ", commit.writes.size(), " writes, at most ",
                     kWritesPerCommitMax));
  }
  for (const Write& write : commit.writes) {
    if (write.key.empty() || write.key.size() > kKeyBytesMax) {
      return absl::InvalidArgumentError(absl::StrCat(
          "a key of ", write.key.size(), " bytes, 1 to ", kKeyBytesMax));
    }
    if (write.value.has_value() && write.value->size() > kValueBytesMax) {
      return absl::InvalidArgumentError(
          absl::StrCat("a value of ", write.value->size(), " bytes, at most ",
                       kValueBytesMax));
    }
  }
  return absl::OkStatus();
}

// The verdict by the partition's head, which moves when it is kCommitted.
CommitResult Judge(const Commit& commit, Head& head) {
  if (commit.expected_seq != head.seq) {
    return {CommitOutcome::kConflict,
            absl::StrCat("the partition is at seq ", head.seq, ", not ",
                         commit.expected_seq)};
  }
  ++head.seq;
  return {CommitOutcome::kCommitted, ""};
}

}  // namespace

absl::Status CheckPartitionId(absl::string_view partition) {
  if (!partition.empty() && partition.size() <= kPartitionIdBytesMax) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("a partition id of ", partition.size(), " bytes, 1 to ",
                   kPartitionIdBytesMax));
}

CommitPlan PlanCommits(
    absl::Span<const Commit> commits,
    const std::function<absl::StatusOr<Head>(absl::string_view)>& head) {
  CommitPlan plan;
  plan.results.reserve(commits.size());
  size_t batch_bytes = 0;
  for (const Commit& commit : commits) {
    if (plan.results.size() >= kCommitsPerBatchMax) {
      plan.results.push_back(Refuse(absl::StrCat(
          "a batch has more than ", kCommitsPerBatchMax, " commits")));
      continue;
    }
    if (absl::Status status = CheckLimits(commit); !status.ok()) {
      plan.results.push_back(Refuse(status.message()));
      continue;
    }
    const size_t size_bytes = SizeBytes(commit);
    if (size_bytes > kBatchBytesMax - batch_bytes) {
      plan.results.push_back(Refuse(
          absl::StrCat("a batch has more than ", kBatchBytesMax, " bytes")));
      continue;
    }
    auto at = plan.heads.find(commit.partition);
    if (at == plan.heads.end()) {
      const absl::StatusOr<Head> present = head(commit.partition);
      if (!present.ok()) {
        plan.results.push_back(Refuse(absl::StrCat(
            "the head can't be read: ", present.status().message())));
        continue;
      }
      at = plan.heads.emplace(commit.partition, *present).first;
    }
    plan.results.push_back(Judge(commit, at->second));
    if (plan.results.back().outcome == CommitOutcome::kCommitted) {
      batch_bytes += size_bytes;
    }
  }
  return plan;
}

}  // namespace yuheng::storage
