#include "tests/benchmark/load/store_workload.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/store.h"

namespace yuheng::load {

absl::StatusOr<Measurement> WriteAll(
    const std::string& dir, absl::Span<const cli::SampleDocument> documents,
    int batch) {
  auto store = storage::OpenRocksdbStore({.dir = dir});
  if (!store.ok()) return store.status();
  Measurement measurement;
  measurement.workload = absl::StrCat("rocksdb, ", batch, " a batch");
  measurement.unit = "synced batch";
  const absl::Time start = absl::Now();
  for (size_t at = 0; at < documents.size(); at += batch) {
    std::vector<storage::Commit> commits;
    for (const cli::SampleDocument& document :
         documents.subspan(at, static_cast<size_t>(batch))) {
      commits.push_back(
          {.partition = document.code,
           .writes = {{.key = "document", .value = document.text}}});
      measurement.bytes += static_cast<int64_t>(document.text.size());
    }
    const absl::Time batch_start = absl::Now();
    for (const storage::CommitResult& result : (*store)->CommitAll(commits)) {
      if (result.outcome != storage::CommitOutcome::kCommitted) {
        return absl::InternalError(
            absl::StrCat("a commit failed: ", result.detail));
      }
    }
    measurement.latencies.push_back(absl::Now() - batch_start);
  }
  measurement.wall_time = absl::Now() - start;
  measurement.note = absl::StrCat(
      documents.size(), " documents, ",
      static_cast<int64_t>(documents.size() /
                           absl::ToDoubleSeconds(measurement.wall_time)),
      " a second");
  return measurement;
}

}  // namespace yuheng::load
