#ifndef YUHENG_SERVICES_AGGREGATION_SERVICE_SERVICE_H_
#define YUHENG_SERVICES_AGGREGATION_SERVICE_SERVICE_H_

#include <functional>
#include <string>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/aggregation/feed/totals_feed.h"
#include "services/aggregation/ledger/commit_loop.h"
#include "services/aggregation/ledger/ledger_reader.h"
#include "services/audit/signing.h"
#include "services/budget/table_shape.h"
#include "services/rpc/arena_messages.h"
#include "services/rpc/call_gate.h"
#include "services/rpc/watch_pump.h"
#include "services/rpc/work_queue.h"
#include "storage/store.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::aggregation {

// Entries of one ListEntries answer.
inline constexpr int kEntriesPageDefault = 50;
inline constexpr int kEntriesPageMax = 1000;
// Bytes of one ListEntries answer; a page of several entries ends early there.
inline constexpr size_t kEntriesPageBytesMax = size_t{8} << 20;
// Eliminations of one ListEliminations answer.
inline constexpr int kEliminationsPageDefault = 100;
inline constexpr int kEliminationsPageMax = 1000;
// Contributions of one ListContributions answer; a page ends with the
// department that fills it.
inline constexpr int kContributionsPageDefault = 100;
inline constexpr int kContributionsPageMax = 1000;

struct ServiceOptions {
  std::string division;
  // All outlive the service.
  const budget::Form* form = nullptr;
  const storage::Store* store = nullptr;
  TotalsFeed* feed = nullptr;
  CommitLoop* loop = nullptr;
  rpc::WatchPump* pump = nullptr;
  rpc::WorkQueue* reads = nullptr;  // For what reads the disk.
  // For past revisions, which read whole ledgers and hold up no other reads.
  rpc::WorkQueue* long_reads = nullptr;
  // For verifications, which take minutes and hold up no reader.
  rpc::WorkQueue* verifications = nullptr;
  const audit::SigningKey* signer = nullptr;  // Of checkpoints.
  std::function<absl::Time()> now;
  rpc::CallGate* gate = nullptr;  // Streams count with the feed.
};

// The gRPC adapter of the ledgers and totals. Postings are answered from the
// commit loop, reads of the disk from the work queues; nothing blocks a gRPC
// thread.
class Service final : public v1::AggregationService::CallbackService {
 public:
  explicit Service(ServiceOptions options) : options_(std::move(options)) {
    SetMessageAllocatorFor_Post(&post_messages_);
  }

  grpc::ServerUnaryReactor* Post(grpc::CallbackServerContext* context,
                                 const v1::PostRequest* request,
                                 v1::PostResponse* response) override;
  grpc::ServerUnaryReactor* GetOutcome(
      grpc::CallbackServerContext* context,
      const v1::GetOutcomeRequest* request,
      v1::GetOutcomeResponse* response) override;
  grpc::ServerUnaryReactor* DeclareElimination(
      grpc::CallbackServerContext* context,
      const v1::DeclareEliminationRequest* request,
      v1::DeclareEliminationResponse* response) override;
  grpc::ServerUnaryReactor* ReverseElimination(
      grpc::CallbackServerContext* context,
      const v1::ReverseEliminationRequest* request,
      v1::ReverseEliminationResponse* response) override;
  grpc::ServerUnaryReactor* ListEliminations(
      grpc::CallbackServerContext* context,
      const v1::ListEliminationsRequest* request,
      v1::ListEliminationsResponse* response) override;
  grpc::ServerUnaryReactor* GetEntry(grpc::CallbackServerContext* context,
                                     const v1::GetEntryRequest* request,
                                     ledger::v1::Entry* response) override;
  grpc::ServerUnaryReactor* GetEntryInForce(
      grpc::CallbackServerContext* context,
      const v1::GetEntryInForceRequest* request,
      v1::GetEntryInForceResponse* response) override;
  grpc::ServerUnaryReactor* ListEntries(
      grpc::CallbackServerContext* context,
      const v1::ListEntriesRequest* request,
      v1::ListEntriesResponse* response) override;
  grpc::ServerUnaryReactor* ListTotals(
      grpc::CallbackServerContext* context,
      const v1::ListTotalsRequest* request,
      v1::ListTotalsResponse* response) override;
  grpc::ServerUnaryReactor* ListContributions(
      grpc::CallbackServerContext* context,
      const v1::ListContributionsRequest* request,
      v1::ListContributionsResponse* response) override;
  grpc::ServerUnaryReactor* ListFunctionSources(
      grpc::CallbackServerContext* context,
      const v1::ListFunctionSourcesRequest* request,
      v1::ListFunctionSourcesResponse* response) override;
  grpc::ServerUnaryReactor* CompareTotals(
      grpc::CallbackServerContext* context,
      const v1::CompareTotalsRequest* request,
      v1::CompareTotalsResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchTotalsResponse>* WatchTotals(
      grpc::CallbackServerContext* context,
      const v1::WatchTotalsRequest* request) override;
  grpc::ServerWriteReactor<v1::WatchEntriesResponse>* WatchEntries(
      grpc::CallbackServerContext* context,
      const v1::WatchEntriesRequest* request) override;
  grpc::ServerUnaryReactor* VerifyLedgers(
      grpc::CallbackServerContext* context,
      const v1::VerifyLedgersRequest* request,
      v1::VerifyLedgersResponse* response) override;
  grpc::ServerUnaryReactor* CreateCheckpoint(
      grpc::CallbackServerContext* context,
      const v1::CreateCheckpointRequest* request,
      v1::CreateCheckpointResponse* response) override;
  grpc::ServerUnaryReactor* ListEntryRecords(
      grpc::CallbackServerContext* context,
      const v1::ListEntryRecordsRequest* request,
      v1::ListEntryRecordsResponse* response) override;

 private:
  // Answers from a work queue; QUEUE_FULL when it is full. `work` is told
  // whether the caller has gone.
  grpc::ServerUnaryReactor* AnswerFrom(
      rpc::WorkQueue* queue, grpc::CallbackServerContext* context,
      const google::protobuf::Message& request,
      absl::AnyInvocable<absl::Status(const Cancelled&)> work);
  // The same for a call that has entered; `reactor` is its default one, which a
  // call gives once.
  void AnswerEntered(rpc::CallGate::Pass pass, rpc::WorkQueue* queue,
                     grpc::CallbackServerContext* context,
                     grpc::ServerUnaryReactor* reactor,
                     absl::AnyInvocable<absl::Status(const Cancelled&)> work);

  // Checks what `make` makes of the request, and posts it.
  using PostingMaker =
      std::function<absl::StatusOr<Posting>(const rpc::Caller& caller)>;
  grpc::ServerUnaryReactor* PostMade(grpc::CallbackServerContext* context,
                                     const google::protobuf::Message& request,
                                     const PostingMaker& make,
                                     v1::PostResponse* response);
  absl::StatusOr<Posting> EliminationFrom(
      const v1::DeclareEliminationRequest& request,
      const rpc::Caller& caller) const;
  absl::StatusOr<Posting> EliminationReversalFrom(
      const v1::ReverseEliminationRequest& request,
      const rpc::Caller& caller) const;
  absl::Status ListEliminationsInto(
      const v1::ListEliminationsRequest& request, const Cancelled& cancelled,
      v1::ListEliminationsResponse* response) const;
  absl::Status ReadEntryInto(const v1::GetEntryRequest& request,
                             ledger::v1::Entry* response) const;
  absl::Status ReadInForceInto(const v1::GetEntryInForceRequest& request,
                               v1::GetEntryInForceResponse* response) const;
  absl::Status ListEntriesInto(const v1::ListEntriesRequest& request,
                               v1::ListEntriesResponse* response) const;
  absl::Status ListPastTotalsInto(const Scope& scope, const TableSet& tables,
                                  const v1::ListTotalsRequest& request,
                                  const Cancelled& cancelled,
                                  v1::ListTotalsResponse* response) const;
  absl::Status ListContributionsInto(
      const v1::ListContributionsRequest& request, const Cancelled& cancelled,
      v1::ListContributionsResponse* response) const;
  absl::Status FunctionSourcesInto(
      const v1::ListFunctionSourcesRequest& request, const Cancelled& cancelled,
      v1::ListFunctionSourcesResponse* response) const;
  absl::Status CompareInto(const v1::CompareTotalsRequest& request,
                           const Cancelled& cancelled,
                           v1::CompareTotalsResponse* response) const;
  absl::Status VerifyInto(const v1::VerifyLedgersRequest& request,
                          const Cancelled& cancelled,
                          v1::VerifyLedgersResponse* response) const;
  absl::Status CheckpointInto(const v1::CreateCheckpointRequest& request,
                              v1::CreateCheckpointResponse* response) const;
  absl::Status EntryRecordsInto(const v1::ListEntryRecordsRequest& request,
                                v1::ListEntryRecordsResponse* response) const;

  const ServiceOptions options_;
  // A posting has hundreds of small messages.
  rpc::ArenaMessages<v1::PostRequest, v1::PostResponse> post_messages_;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_SERVICE_SERVICE_H_
