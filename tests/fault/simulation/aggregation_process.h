#ifndef YUHENG_TESTS_FAULT_SIMULATION_AGGREGATION_PROCESS_H_
#define YUHENG_TESTS_FAULT_SIMULATION_AGGREGATION_PROCESS_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/aggregation/feed/totals_feed.h"
#include "services/aggregation/ledger/ledger_reader.h"
#include "services/aggregation/ledger/shard.h"
#include "services/aggregation/ledger/verify.h"
#include "services/aggregation/posting/posting.h"
#include "services/budget/department_list.h"
#include "tests/fault/simulation/process.h"

namespace yuheng::fault {

// Aggregation: the real shard, feed, recovery and verify on a simulated disk,
// with the commit loop and the streams driven by events. Functions are called
// where a request arrives; a process that is down never answers.
class AggregationProcess final : public Process {
 public:
  // There are totals of the groups of `departments`, which outlives it.
  AggregationProcess(Stage stage, const budget::DepartmentList* departments)
      : Process("aggregation", stage), departments_(*departments) {}

  // As it stands in a history.
  TotalsScope InHistory(const aggregation::Scope& scope) const;

  template <typename T>
  using Done = std::function<void(absl::StatusOr<T>)>;

  void Post(const aggregation::Posting& posting,
            const Done<aggregation::Applied>& done);
  void GetOutcome(const std::string& department, const std::string& request_id,
                  const Done<storage::OutcomeRecord>& done);
  // What is in force in a year, stage and unit of a department.
  void GetInForce(const std::string& department, int fiscal_year, int stage,
                  const std::string& unit,
                  const Done<std::optional<aggregation::EntryInForce>>& done);

  struct TotalsAnswer {
    uint64_t revision = 0;
    Figures figures;
  };
  // Revision 0: the newest.
  void ListTotals(const aggregation::Scope& scope, uint64_t revision,
                  const Done<TotalsAnswer>& done);
  // All of them.
  void ListEliminations(const aggregation::Scope& scope, uint64_t revision,
                        const Done<aggregation::EliminationsReading>& done);
  void Verify(const Done<aggregation::Verification>& done);

  // Opens a stream that goes on until Disconnect or the process ends. `hear`
  // gets message after message, in order; `closed` is called when there will
  // be no more. The reader takes `pace_us` for each message.
  struct Reader {
    std::function<void(WatchMessage)> hear;
    std::function<void(const absl::Status&)> closed;
    int64_t pace_us = 0;
  };
  void Watch(const aggregation::Scope& scope, uint64_t resume_revision,
             Reader reader);
  // Breaks every connection, as a network does.
  void BreakConnections();

  // At the end: what the ledgers hold.
  absl::Status ReadEntries(std::vector<LedgerEntry>* entries);

 private:
  struct Desk;
  struct Connection;

  // Made again from entries; nullptr for the newest revision.
  absl::StatusOr<std::unique_ptr<aggregation::Totals>> PastTotals(
      const aggregation::Scope& scope, uint64_t revision) const;

  absl::Status Open() override;
  void Close() override;
  storage::DiskFault Sync(storage::DiskFault fault) override;

  void Queue(aggregation::Command command);
  void CommitLater();
  void CommitBatch();
  void Tick(int life);
  // Whether the commit loop hangs with what it was about to write.
  bool Hangs();
  void WakeLeftOver();
  void PumpReady();
  void Pump(const std::shared_ptr<Connection>& connection);

  const budget::DepartmentList& departments_;
  std::shared_ptr<Desk> desk_;
  // Of the life that hangs.
  std::shared_ptr<Desk> left_over_;
};

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_SIMULATION_AGGREGATION_PROCESS_H_
