#ifndef YUHENG_TESTS_FAULT_SIMULATION_POSTINGS_H_
#define YUHENG_TESTS_FAULT_SIMULATION_POSTINGS_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "services/aggregation/ledger/shard.h"
#include "services/ingestion/lifecycle/ports.h"
#include "storage/format/ledger_record.h"
#include "tests/fault/history/history.h"
#include "tests/fault/simulation/aggregation_process.h"
#include "tests/fault/simulation/network.h"

// Calls to the ledger over the network, each noted in the history.
namespace yuheng::fault {

// What ingestion asks, as aggregation understands it.
aggregation::Posting MessageOf(const ingestion::Posting& posting);

// What an answer of the ledger settles about its request id.
Answer AnswerOf(const absl::Status& status);

// `done` gets the answer, or UNAVAILABLE when none came in time.
void PostOver(Network& network, History& history,
              AggregationProcess* aggregation,
              const aggregation::Posting& posting, int64_t deadline_us,
              std::function<void(absl::StatusOr<aggregation::Applied>)> done);
void OutcomeOver(
    Network& network, History& history, AggregationProcess* aggregation,
    const std::string& department, const std::string& request_id,
    int64_t deadline_us,
    std::function<void(absl::StatusOr<storage::OutcomeRecord>)> done);

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_SIMULATION_POSTINGS_H_
