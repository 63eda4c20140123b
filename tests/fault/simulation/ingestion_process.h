#ifndef YUHENG_TESTS_FAULT_SIMULATION_INGESTION_PROCESS_H_
#define YUHENG_TESTS_FAULT_SIMULATION_INGESTION_PROCESS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/budget/department_list.h"
#include "services/ingestion/lifecycle/ports.h"
#include "services/ingestion/lifecycle/reception.h"
#include "services/ingestion/lifecycle/review.h"
#include "tests/fault/simulation/aggregation_process.h"
#include "tests/fault/simulation/board_reader.h"
#include "tests/fault/simulation/network.h"
#include "tests/fault/simulation/process.h"

namespace yuheng::fault {

// Ingestion: the real reception, examination, outbox and review over the real
// submission store on a simulated disk. Each department has a lane, as in
// dispatch: one step at a time, and a try again after a failure. A step that
// waits for another process lets the world go on meanwhile.
class IngestionProcess final : public Process {
 public:
  // All outlive it.
  IngestionProcess(Stage stage, Network* network,
                   AggregationProcess* aggregation,
                   const budget::DepartmentList* departments);

  template <typename T>
  using Done = std::function<void(absl::StatusOr<T>)>;

  // `done` gets the receipt; the submission goes its way afterwards.
  void Submit(const ingestion::UploadHeader& header, const std::string& bytes,
              const Done<ingestion::Reception>& done);

  using DecisionStep =
      absl::Status (ingestion::Reviewer::*)(const ingestion::Decision&);
  void Decide(DecisionStep step, const ingestion::Decision& decision,
              const Done<std::string>& done);

  // All submissions of a department, oldest first.
  void List(const std::string& department,
            const Done<std::vector<storage::SubmissionRecord>>& done);

  // Whether nothing is left to do.
  bool Idle() const;
  // At the end: what is stored.
  absl::Status ReadSubmissions(std::vector<StoredSubmission>* submissions);
  // And what watchers were told of it.
  absl::Status CheckBoard() { return board_.Check(); }

 private:
  class Poster;
  class Checker;
  class Observer;
  struct Desk;
  using Task = std::function<void(Desk&)>;

  absl::Status Open() override;
  void Close() override;
  storage::DiskFault Sync(storage::DiskFault fault) override;

  void Enqueue(const std::string& department, Task task);
  void RunLaneLater(const std::string& department);
  void RunLane(const std::string& department);
  // Does everything that is open in a department, and plans another try when
  // that fails.
  void Advance(Desk& desk, const std::string& department);
  // Asks, and lets the world go on until the answer is there; ends with the
  // process.
  template <typename T>
  T Await(const std::function<void(std::function<void(T)>)>& ask);

  Network& network_;
  AggregationProcess& aggregation_;
  const budget::DepartmentList& departments_;
  BoardReader board_;
  std::shared_ptr<Desk> desk_;
};

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_SIMULATION_INGESTION_PROCESS_H_
