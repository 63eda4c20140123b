#ifndef YUHENG_TESTS_BENCHMARK_LOAD_ENGINE_WORKLOAD_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_ENGINE_WORKLOAD_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/cli/sample/sample.h"
#include "tests/benchmark/load/latency.h"

namespace yuheng::load {

struct EngineOptions {
  // An absent folder on the disk to measure.
  std::string dir;
  // Submissions a synced write.
  int batch = 500;
  // The rules of tables and between tables alone; else the whole catalogue.
  bool table_rules = true;
};

// What PostgreSQL does in its workload, by our parts on one thread: documents
// that are read already are checked, posted to ledgers in RocksDB and added to
// the totals, `batch` of them a synced write. No gRPC and no ingestion.
absl::StatusOr<Measurement> PostAllInProcess(
    absl::Span<const cli::SampleDocument> documents,
    const EngineOptions& options);

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_ENGINE_WORKLOAD_H_
