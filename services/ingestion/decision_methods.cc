// The methods of IngestionServiceImpl about what people decide: accepting,
// returning, checking again, confirming, declining and withdrawing, one
// submission or many.
#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/ingestion/ingestion_service.h"
#include "services/ingestion/messages/decision_error.h"
#include "services/rpc/status.h"

namespace yuheng::ingestion {
namespace {

constexpr int kBatchMax = 200;

absl::Status CheckDecision(Dispatcher::DecisionStep step,
                           const Decision& decision) {
  std::vector<rpc::FieldViolation> violations;
  if ((step == &Reviewer::Return || step == &Reviewer::Decline) &&
      decision.reason.empty()) {
    violations.push_back({"reason", "required, at most 4096 bytes"});
  }
  if (decision.actor.empty() || decision.actor.size() > kActorRequestBytesMax) {
    violations.push_back({"actor", "required, at most 128 bytes"});
  }
  if (decision.reason.size() > kReasonRequestBytesMax) {
    violations.push_back({"reason", "at most 4096 bytes"});
  }
  if (!decision.request_id.empty()) {
    CheckRequestId(decision.request_id, "request_id", &violations);
  }
  if (violations.empty()) return absl::OkStatus();
  return rpc::MakeFieldError(std::move(violations));
}

// What a batch shares: the call ends with the last item.
struct Batch {
  explicit Batch(rpc::CallGate::Pass entered) : pass(std::move(entered)) {}
  rpc::CallGate::Pass pass;
  std::atomic<int> left{0};
};

// What a request says of the decision, and who decides.
template <typename Request>
absl::StatusOr<Decision> DecisionOf(Dispatcher::DecisionStep step,
                                    const Request& request,
                                    const rpc::CallGate::Pass& pass) {
  Decision decision;
  decision.actor = pass.caller().ActorOf(request.actor());
  decision.actor_proven = pass.caller().proven();
  decision.request_id = request.request_id();
  if constexpr (requires { request.etag(); }) decision.etag = request.etag();
  if constexpr (requires { request.reason(); }) {
    decision.reason = request.reason();
  }
  if constexpr (requires { request.correction_end_time(); }) {
    if (request.has_correction_end_time()) {
      const absl::optional<int64_t> end =
          UnixMicrosOf(request.correction_end_time());
      if (!end) {
        return rpc::MakeFieldError(
            {{"correction_end_time", "a time between 1970 and 9999"}});
      }
      decision.correction_end_time_unix_us = *end;
    }
  }
  absl::Status fits = CheckDecision(step, decision);
  if (!fits.ok()) return fits;
  return decision;
}

grpc::ServerUnaryReactor* Fail(grpc::CallbackServerContext* context,
                               const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(rpc::ToGrpcStatus(status));
  return reactor;
}

}  // namespace

template <typename Request>
grpc::ServerUnaryReactor* IngestionServiceImpl::Decide(
    grpc::CallbackServerContext* context, Dispatcher::DecisionStep step,
    const Request& request, v1::Submission* response) {
  absl::StatusOr<rpc::CallGate::Pass> entered = Enter(*context, request);
  if (!entered.ok()) return Fail(context, entered.status());
  auto pass = std::make_shared<rpc::CallGate::Pass>(*std::move(entered));
  absl::StatusOr<SubmissionRef> ref =
      ParseSubmissionName(options_.prefecture, request.name());
  if (!ref.ok()) return Fail(context, ref.status());
  absl::StatusOr<Decision> decision = DecisionOf(step, request, *pass);
  if (!decision.ok()) return Fail(context, decision.status());
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  decision->department = ref->department;
  decision->id = ref->id;
  const std::string department = ref->department;
  options_.dispatcher->Decide(
      step, *std::move(decision),
      [this, reactor, response, department,
       pass](const absl::StatusOr<storage::SubmissionRecord>& record) {
        reactor->Finish(rpc::ToGrpcStatus(
            record.ok() ? FillSubmission(department, *record, response)
                        : record.status()));
      });
  return reactor;
}

grpc::ServerUnaryReactor* IngestionServiceImpl::AcceptSubmission(
    grpc::CallbackServerContext* context,
    const v1::AcceptSubmissionRequest* request, v1::Submission* response) {
  return Decide(context, &Reviewer::Accept, *request, response);
}

grpc::ServerUnaryReactor* IngestionServiceImpl::ReturnSubmission(
    grpc::CallbackServerContext* context,
    const v1::ReturnSubmissionRequest* request, v1::Submission* response) {
  return Decide(context, &Reviewer::Return, *request, response);
}

grpc::ServerUnaryReactor* IngestionServiceImpl::ConfirmSubmission(
    grpc::CallbackServerContext* context,
    const v1::ConfirmSubmissionRequest* request, v1::Submission* response) {
  return Decide(context, &Reviewer::Confirm, *request, response);
}

grpc::ServerUnaryReactor* IngestionServiceImpl::DeclineSubmission(
    grpc::CallbackServerContext* context,
    const v1::DeclineSubmissionRequest* request, v1::Submission* response) {
  return Decide(context, &Reviewer::Decline, *request, response);
}

grpc::ServerUnaryReactor* IngestionServiceImpl::RecheckSubmission(
    grpc::CallbackServerContext* context,
    const v1::RecheckSubmissionRequest* request, v1::Submission* response) {
  return Decide(context, &Reviewer::Recheck, *request, response);
}

grpc::ServerUnaryReactor* IngestionServiceImpl::WithdrawSubmission(
    grpc::CallbackServerContext* context,
    const v1::WithdrawSubmissionRequest* request, v1::Submission* response) {
  return Decide(context, &Reviewer::Withdraw, *request, response);
}

template <typename Request>
grpc::ServerUnaryReactor* IngestionServiceImpl::DecideAll(
    grpc::CallbackServerContext* context, Dispatcher::DecisionStep step,
    const Request& request, v1::BatchDecisionResponse* response) {
  absl::StatusOr<rpc::CallGate::Pass> entered =
      options_.gate->TryEnter(*context, request);
  if (!entered.ok()) return Fail(context, entered.status());
  const absl::StatusOr<std::string> department =
      ParseParent(options_.prefecture, request.parent());
  const absl::StatusOr<Decision> decision = DecisionOf(step, request, *entered);
  absl::Status wrong = department.status();
  wrong.Update(decision.status());
  if (request.items().empty() || request.items_size() > kBatchMax) {
    wrong.Update(rpc::MakeFieldError({{"items", "1 to 200 submissions"}}));
  }
  if (!wrong.ok()) return Fail(context, wrong);

  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const auto batch = std::make_shared<Batch>(*std::move(entered));
  // The request may go as soon as the last item is on its way.
  const int count = request.items_size();
  batch->left = count;
  // All before the first is answered, so that none moves.
  for (const v1::SubmissionVersion& item : request.items()) {
    response->add_results()->set_name(item.name());
  }
  for (int i = 0; i < count; ++i) {
    const v1::SubmissionVersion& item = request.items(i);
    v1::DecisionResult* result = response->mutable_results(i);
    const auto settle =
        [this, reactor, batch, result](
            const std::string& of,
            const absl::StatusOr<storage::SubmissionRecord>& record) {
          const absl::Status status =
              record.ok()
                  ? FillSubmission(of, *record, result->mutable_submission())
                  : record.status();
          if (!status.ok()) *result->mutable_error() = DecisionErrorOf(status);
          if (--batch->left == 0) reactor->Finish(grpc::Status::OK);
        };
    const absl::StatusOr<SubmissionRef> ref =
        ParseSubmissionName(options_.prefecture, item.name());
    if (!ref.ok()) {
      settle("", ref.status());
      continue;
    }
    if (!department->empty() && *department != ref->department) {
      settle("", rpc::MakeFieldError({{"name", "not of the parent"}}));
      continue;
    }
    Decision one = *decision;
    one.department = ref->department;
    one.id = ref->id;
    one.etag = item.etag();
    options_.dispatcher->Decide(
        step, std::move(one),
        [settle, of = ref->department](
            const absl::StatusOr<storage::SubmissionRecord>& record) {
          settle(of, record);
        });
  }
  return reactor;
}

grpc::ServerUnaryReactor* IngestionServiceImpl::BatchAcceptSubmissions(
    grpc::CallbackServerContext* context,
    const v1::BatchAcceptSubmissionsRequest* request,
    v1::BatchDecisionResponse* response) {
  return DecideAll(context, &Reviewer::Accept, *request, response);
}

grpc::ServerUnaryReactor* IngestionServiceImpl::BatchReturnSubmissions(
    grpc::CallbackServerContext* context,
    const v1::BatchReturnSubmissionsRequest* request,
    v1::BatchDecisionResponse* response) {
  return DecideAll(context, &Reviewer::Return, *request, response);
}

}  // namespace yuheng::ingestion
