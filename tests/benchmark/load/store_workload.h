#ifndef YUHENG_TESTS_BENCHMARK_LOAD_STORE_WORKLOAD_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_STORE_WORKLOAD_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/cli/sample/sample.h"
#include "tests/benchmark/load/latency.h"

namespace yuheng::load {

// Writes the documents' bytes through the store interface into a new RocksDB
// folder: one commit a document into its department's partition, `batch`
// documents a synced write. What the disk alone allows.
absl::StatusOr<Measurement> WriteAll(
    const std::string& dir, absl::Span<const cli::SampleDocument> documents,
    int batch);

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_STORE_WORKLOAD_H_
