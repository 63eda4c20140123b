#ifndef YUHENG_STORAGE_COMMIT_PLAN_H_
#define YUHENG_STORAGE_COMMIT_PLAN_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/store.h"

namespace yuheng::storage {

// What a batch comes to, decided before any of it is written. For engines that
// serialise their commits.
struct CommitPlan {
  // kCommitted for those to be written; the others have their final verdict.
  std::vector<CommitResult> results;
  // The heads of the touched partitions once the plan is written.
  absl::flat_hash_map<std::string, Head> heads;
};

// Decides each commit by the limits of store.h and its expected seq,
// each seeing the seq of the ones before it. `head` gives a partition's present
// head; its error refuses the commit.
[[nodiscard]] CommitPlan PlanCommits(
    absl::Span<const Commit> commits,
    const std::function<absl::StatusOr<Head>(absl::string_view)>& head);

// INVALID_ARGUMENT when partition is not 1 to kPartitionIdBytesMax bytes.
[[nodiscard]] absl::Status CheckPartitionId(absl::string_view partition);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_COMMIT_PLAN_H_
