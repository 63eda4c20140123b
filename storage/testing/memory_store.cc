#include "storage/testing/memory_store.h"

#include <utility>

#include "storage/commit_plan.h"

namespace yuheng::storage {

namespace {

constexpr char kBroken[] = "the store is broken until it is opened again";

CommitOutcome OutcomeOf(CommitFault fault) {
  switch (fault) {
    case CommitFault::kRefused:
      return CommitOutcome::kRefused;
    case CommitFault::kConflict:
      return CommitOutcome::kConflict;
    case CommitFault::kFenced:
      return CommitOutcome::kFenced;
    case CommitFault::kUnknownApplied:
    case CommitFault::kUnknownNotApplied:
      break;
  }
  return CommitOutcome::kUnknown;
}

}  // namespace

void MemoryStore::FailNextCommit(CommitFault fault) {
  absl::MutexLock lock(&mu_);
  faults_.push_back(fault);
}

void MemoryStore::Break() {
  absl::MutexLock lock(&mu_);
  broken_ = true;
}

void MemoryStore::Reopen() {
  absl::MutexLock lock(&mu_);
  broken_ = false;
  faults_.clear();
  read_status_ = absl::OkStatus();
}

void MemoryStore::FailReads(absl::Status status) {
  absl::MutexLock lock(&mu_);
  read_status_ = std::move(status);
}

void MemoryStore::OnCommit(std::function<void(absl::Span<const Commit>)> hook) {
  absl::MutexLock lock(&mu_);
  hook_ = std::move(hook);
}

int MemoryStore::commit_count() const {
  absl::MutexLock lock(&mu_);
  return commit_count_;
}

std::vector<CommitResult> MemoryStore::CommitAll(
    absl::Span<const Commit> commits) {
  std::function<void(absl::Span<const Commit>)> hook;
  {
    absl::MutexLock lock(&mu_);
    hook = hook_;
  }
  if (hook) hook(commits);
  absl::MutexLock lock(&mu_);
  ++commit_count_;
  if (broken_) {
    return std::vector<CommitResult>(commits.size(),
                                     {CommitOutcome::kRefused, kBroken});
  }
  CommitPlan plan = PlanCommits(
      commits, [this](absl::string_view partition) -> absl::StatusOr<Head> {
        mu_.AssertHeld();
        const auto at = partitions_.find(partition);
        return at == partitions_.end() ? Head{} : at->second.head;
      });
  std::optional<CommitFault> fault;
  if (!faults_.empty()) {
    fault = faults_.front();
    faults_.pop_front();
  }
  for (size_t i = 0; i < commits.size(); ++i) {
    CommitResult& result = plan.results[i];
    if (result.outcome != CommitOutcome::kCommitted) continue;
    if (!fault.has_value() || *fault == CommitFault::kUnknownApplied) {
      Apply(commits[i]);
    }
    if (fault.has_value()) result = {OutcomeOf(*fault), "a fault of the test"};
  }
  return std::move(plan.results);
}

void MemoryStore::Apply(const Commit& commit) {
  Partition& partition = partitions_[commit.partition];
  ++partition.head.seq;
  for (const Write& write : commit.writes) {
    if (write.value.has_value()) {
      partition.values[write.key] = *write.value;
    } else {
      partition.values.erase(write.key);
    }
  }
}

absl::Status MemoryStore::CheckReadable(absl::string_view partition) const {
  absl::Status status = CheckPartitionId(partition);
  status.Update(read_status_);
  return status;
}

absl::StatusOr<Head> MemoryStore::GetHead(absl::string_view partition) const {
  absl::MutexLock lock(&mu_);
  if (absl::Status status = CheckReadable(partition); !status.ok()) {
    return status;
  }
  if (broken_) return absl::UnavailableError(kBroken);
  const auto at = partitions_.find(partition);
  return at == partitions_.end() ? Head{} : at->second.head;
}

absl::StatusOr<std::optional<std::string>> MemoryStore::Get(
    absl::string_view partition, absl::string_view key) const {
  absl::MutexLock lock(&mu_);
  if (absl::Status status = CheckReadable(partition); !status.ok()) {
    return status;
  }
  const auto at = partitions_.find(partition);
  if (at == partitions_.end()) return std::optional<std::string>();
  const auto value = at->second.values.find(std::string(key));
  if (value == at->second.values.end()) return std::optional<std::string>();
  return std::optional<std::string>(value->second);
}

absl::Status MemoryStore::Scan(absl::string_view partition,
                               absl::string_view from, absl::string_view to,
                               const Visitor& visit) const {
  std::vector<std::pair<std::string, std::string>> found;
  {
    absl::MutexLock lock(&mu_);
    if (absl::Status status = CheckReadable(partition); !status.ok()) {
      return status;
    }
    const auto at = partitions_.find(partition);
    if (at == partitions_.end()) return absl::OkStatus();
    const auto& values = at->second.values;
    for (auto it = values.lower_bound(std::string(from));
         it != values.end() && (to.empty() || it->first < to); ++it) {
      found.push_back(*it);
    }
  }
  for (const auto& [key, value] : found) {
    if (!visit(key, value)) break;
  }
  return absl::OkStatus();
}

absl::Status MemoryStore::ListPartitions(
    const std::function<bool(absl::string_view)>& visit) const {
  std::vector<std::string> ids;
  {
    absl::MutexLock lock(&mu_);
    if (!read_status_.ok()) return read_status_;
    for (const auto& [id, partition] : partitions_) ids.push_back(id);
  }
  for (const std::string& id : ids) {
    if (!visit(id)) break;
  }
  return absl::OkStatus();
}

}  // namespace yuheng::storage
