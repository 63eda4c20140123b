#ifndef YUHENG_TESTS_BENCHMARK_LOAD_POSTGRESQL_WORKLOAD_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_POSTGRESQL_WORKLOAD_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/cli/sample/sample.h"
#include "tests/benchmark/load/latency.h"

namespace yuheng::load {

struct PostgresqlOptions {
  // Where initdb, postgres and psql are: Debian's postgresql-15.
  std::string bin_dir = "/usr/lib/postgresql/15/bin";
  // An absent folder on the disk to measure.
  std::string dir;
  // Submissions a transaction.
  int batch = 500;
};

// What the other workloads do with the documents' tables, done by a PostgreSQL
// server of its own: COPY of their amounts, table rules in SQL, postings, and
// the totals by GROUP BY ROLLUP anew after each batch (postgresql/*.sql). Its
// documents are read already: reading text is not in the figures. The server
// listens on a socket in `dir` only and syncs every commit. NOT_FOUND when it
// is not installed.
absl::StatusOr<Measurement> PostAllByPostgresql(
    absl::Span<const cli::SampleDocument> documents,
    const PostgresqlOptions& options);

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_POSTGRESQL_WORKLOAD_H_
