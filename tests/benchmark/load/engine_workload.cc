#include "tests/benchmark/load/engine_workload.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/aggregation/feed/totals_feed.h"
#include "services/aggregation/ledger/recovery.h"
#include "services/aggregation/ledger/shard.h"
#include "services/aggregation/posting/posting.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/document_reader.h"
#include "services/validation/validator.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/benchmark/document_posting.h"

namespace yuheng::load {
namespace {

using validation::Validator;

absl::StatusOr<std::unique_ptr<Validator>> MakeValidator(bool table_rules) {
  std::vector<EmbeddedFile> files;
  for (const EmbeddedFile& file : validation::BuiltInRuleFiles()) {
    if (!table_rules || file.name == "table.textproto" ||
        file.name == "cross.textproto") {
      files.push_back(file);
    }
  }
  return Validator::Create(budget::StandardForm(), files);
}

// Whether a document may be posted.
bool Passes(const Validator& validator, const budget::Document& document) {
  bool passes = true;
  validator.Check(document, [&passes](const validation::Finding& finding) {
    passes = passes && finding.severity != validation::Severity::kError;
    return true;
  });
  return passes;
}

absl::StatusOr<std::vector<budget::Document>> ReadAll(
    absl::Span<const cli::SampleDocument> samples) {
  std::vector<budget::Document> documents;
  documents.reserve(samples.size());
  for (const cli::SampleDocument& sample : samples) {
    auto document =
        ingestion::ReadDocument(budget::StandardForm(), sample.text, {});
    if (!document.ok()) return document.status();
    documents.push_back(*std::move(document));
  }
  return documents;
}

}  // namespace

absl::StatusOr<Measurement> PostAllInProcess(
    absl::Span<const cli::SampleDocument> samples,
    const EngineOptions& options) {
  const auto documents = ReadAll(samples);
  if (!documents.ok()) return documents.status();
  const auto validator = MakeValidator(options.table_rules);
  if (!validator.ok()) return validator.status();
  auto store = storage::OpenRocksdbStore({.dir = options.dir});
  if (!store.ok()) return store.status();
  aggregation::TotalsFeed feed(budget::StandardForm(), {});
  auto state = aggregation::Recover(**store, &feed);
  if (!state.ok()) return state.status();
  aggregation::Shard shard(
      {.store = store->get(), .feed = &feed, .now = [] { return absl::Now(); }},
      *std::move(state));

  Measurement measurement;
  measurement.workload = absl::StrCat(
      "in process, ", options.table_rules ? "table rules, " : "all rules, ",
      options.batch, " a batch");
  measurement.unit = "submission";
  absl::Duration checking;
  const absl::Time start = absl::Now();
  const auto batch = static_cast<size_t>(options.batch);
  for (size_t at = 0; at < documents->size(); at += batch) {
    const size_t end = std::min(at + batch, documents->size());
    const absl::Time batch_start = absl::Now();
    std::vector<size_t> passed;
    for (size_t i = at; i < end; ++i) {
      if (Passes(**validator, (*documents)[i])) passed.push_back(i);
    }
    checking += absl::Now() - batch_start;
    std::vector<aggregation::Command> commands;
    size_t posted = 0;
    for (const size_t i : passed) {
      aggregation::PostCommand command;
      command.posting =
          aggregation::PostingOf((*documents)[i], samples[i].code);
      command.fingerprint = aggregation::FingerprintOf(command.posting);
      command.done =
          [&posted](const absl::StatusOr<aggregation::Applied>& applied) {
            posted += applied.ok();
          };
      commands.push_back(std::move(command));
    }
    shard.Process(std::move(commands));
    measurement.latencies.insert(measurement.latencies.end(), posted,
                                 absl::Now() - batch_start);
  }
  measurement.wall_time = absl::Now() - start;
  measurement.failed =
      static_cast<int64_t>(samples.size() - measurement.latencies.size());
  measurement.note = absl::StrCat(
      (*validator)->Rules().size(), " rules, one thread, ",
      absl::ToInt64Milliseconds(checking), " of ",
      absl::ToInt64Milliseconds(measurement.wall_time), " ms checking");
  return measurement;
}

}  // namespace yuheng::load
