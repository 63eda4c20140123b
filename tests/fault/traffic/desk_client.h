#ifndef YUHENG_TESTS_FAULT_TRAFFIC_DESK_CLIENT_H_
#define YUHENG_TESTS_FAULT_TRAFFIC_DESK_CLIENT_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "tests/fault/history/history.h"
#include "tests/fault/traffic/journal.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::fault {

// Where a desk is.
struct DeskAddress {
  std::shared_ptr<grpc::Channel> ingestion;
  std::shared_ptr<grpc::Channel> aggregation;
  std::string division;
};

// One upload, the same every time it is sent.
struct Upload {
  std::string department;
  std::string request_id;
  int fiscal_year = 0;
  int stage = 0;
  std::string bytes;
};

// Where a reader of a stream of totals is.
struct WatchPosition {
  std::string stream;
  TotalsScope scope;
  int64_t revision = 0;  // Everything up to there was heard.
};

// The same of a stream of entries; without department: of all ledgers.
struct EntryWatchPosition {
  std::string stream;
  std::string department;
  int64_t revision = 0;
};

// Calls to a desk, each tried once and written into the journal with what was
// heard. Thread-safe.
class DeskClient {
 public:
  // `journal` must outlive it.
  DeskClient(DeskAddress desk, Journal* journal);

  // Hears on after the receipt, until the submission has come to rest.
  SubmitCall Submit(const Upload& upload);
  // ACCEPT, RETURN or WITHDRAW; an empty etag acts on whatever is there.
  DecideCall Decide(const std::string& decision,
                    const std::string& submission_name,
                    const std::string& etag);
  // To the ledger of `department`, whose name `request` leaves out.
  PostCall Post(const std::string& department,
                aggregation::v1::PostRequest request);
  // Declares an elimination in the payee's ledger, or reverses one.
  PostCall Post(const std::string& department,
                const aggregation::v1::DeclareEliminationRequest& request);
  PostCall Post(const std::string& department,
                const aggregation::v1::ReverseEliminationRequest& request);
  OutcomeCall GetOutcome(const std::string& department,
                         const std::string& request_id);
  // Nothing when there was no answer.
  std::optional<TotalsCall> ListTotals(const TotalsScope& scope,
                                       int64_t revision);
  // Written down unless there are more than one answer holds.
  void ListEliminations(const TotalsScope& scope, int64_t revision);
  // Of a department, or of all when it is empty. Writes down what does not
  // hold.
  void VerifyLedgers(const std::string& department, absl::Duration patience);
  // Follows a stream over one connection, for at most `patience`.
  void Watch(absl::Duration patience, WatchPosition* position);
  void Watch(absl::Duration patience, EntryWatchPosition* position);

  // The submissions of a department as they stand; not written down. Nothing
  // when there was no answer.
  std::optional<std::vector<ingestion::v1::Submission>> ListSubmissions(
      const std::string& department);

  const std::string& division() const { return desk_.division; }

 private:
  // Writes down what `ask` hears.
  PostCall Posted(
      PostCall call,
      const std::function<grpc::Status(grpc::ClientContext* context,
                                       aggregation::v1::PostResponse* applied)>&
          ask);

  const DeskAddress desk_;
  const std::unique_ptr<ingestion::v1::IngestionService::Stub> ingestion_;
  const std::unique_ptr<aggregation::v1::AggregationService::Stub> aggregation_;
  // Writes down a stream that heard a revision and then that it does not exist,
  // and has it begin anew.
  void NoteFuture(const grpc::Status& status, const std::string& stream,
                  int64_t* revision);

  Journal& journal_;
};

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_TRAFFIC_DESK_CLIENT_H_
