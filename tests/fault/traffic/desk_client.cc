#include "tests/fault/traffic/desk_client.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/client_context.h"
#include "services/rpc/client.h"
#include "services/rpc/resource_name.h"
#include "storage/format/sha256.h"
#include "tests/fault/traffic/messages.h"

namespace yuheng::fault {
namespace {

using aggregation::v1::AggregationService;
using aggregation::v1::WatchTotalsResponse;
using ingestion::v1::IngestionService;

// Long enough for a loaded machine; an answer that does not come within it is
// lost.
constexpr absl::Duration kPatience = absl::Seconds(5);
constexpr char kActor[] = "fault-traffic";
constexpr int kPageSize = 1000;

std::string HashOf(absl::string_view bytes) {
  return storage::ToHex(storage::Sha256(bytes));
}

template <typename Request>
PostCall CallOf(const std::string& department, const Request& request) {
  PostCall call;
  call.department = department;
  call.request_id = request.request_id();
  call.content = HashOf(request.SerializeAsString());
  return call;
}

// Writes down what arrives on one connection.
class Hearing {
 public:
  Hearing(WatchPosition* position, Journal* journal)
      : position_(*position), journal_(*journal) {
    Write(New(WatchKind::kOpened, position_.revision));
  }

  // A snapshot that was cut off is no place to go on from.
  ~Hearing() {
    if (in_snapshot_) position_.revision = 0;
  }

  void Hear(const WatchTotalsResponse& response) {
    if (response.has_compacted()) {
      Write(New(WatchKind::kCompacted, position_.revision));
    } else if (response.has_snapshot()) {
      const auto& snapshot = response.snapshot();
      WatchMessage message = New(WatchKind::kSnapshot, snapshot.revision());
      message.last = snapshot.last();
      message.figures = FiguresOf(snapshot.totals());
      in_snapshot_ = !snapshot.last();
      position_.revision = snapshot.revision();
      Write(std::move(message));
    } else if (response.has_delta()) {
      HearDelta(response.delta());
    } else if (response.has_progress()) {
      position_.revision = response.progress().revision();
      Write(New(WatchKind::kProgress, response.progress().revision()));
    }
  }

 private:
  // The pieces of a delta are to be applied together: a reader goes on after it
  // only when it has the last.
  void HearDelta(const aggregation::v1::TotalsDelta& delta) {
    WatchMessage message = New(WatchKind::kDelta, delta.revision());
    message.previous_revision = delta.previous_revision();
    message.conflated = delta.conflated();
    message.last = delta.last();
    message.figures = FiguresOf(delta.totals());
    if (delta.last()) position_.revision = delta.revision();
    Write(std::move(message));
  }

  WatchMessage New(WatchKind kind, int64_t revision) const {
    WatchMessage message;
    message.time_us = Journal::NowUs();
    message.stream = position_.stream;
    message.scope = position_.scope;
    message.kind = kind;
    message.revision = revision;
    return message;
  }

  void Write(WatchMessage message) {
    journal_.Add(&History::watches, std::move(message));
  }

  WatchPosition& position_;
  Journal& journal_;
  bool in_snapshot_ = false;
};

}  // namespace

DeskClient::DeskClient(DeskAddress desk, Journal* journal)
    : desk_(std::move(desk)),
      ingestion_(IngestionService::NewStub(desk_.ingestion)),
      aggregation_(AggregationService::NewStub(desk_.aggregation)),
      journal_(*journal) {}

SubmitCall DeskClient::Submit(const Upload& upload) {
  SubmitCall call;
  call.department = upload.department;
  call.request_id = upload.request_id;
  call.fiscal_year = upload.fiscal_year;
  call.stage = upload.stage;
  call.sha256 = HashOf(upload.bytes);

  ingestion::v1::SubmitRequest header;
  header.mutable_header()->set_parent(
      rpc::DepartmentName(desk_.division, upload.department));
  header.mutable_header()->set_request_id(upload.request_id);
  header.mutable_header()->set_file_name("budget.txt");
  header.mutable_header()->set_fiscal_year(upload.fiscal_year);
  header.mutable_header()->set_stage(
      static_cast<budget::v1::Stage>(upload.stage));
  header.mutable_header()->set_actor(kActor);
  ingestion::v1::SubmitRequest chunk;
  chunk.set_chunk(upload.bytes);

  grpc::ClientContext context;
  rpc::SetDeadline(&context, kPatience);
  call.time.begin_us = Journal::NowUs();
  const auto stream = ingestion_->Submit(&context);
  if (stream->Write(header) && stream->Write(chunk)) stream->WritesDone();
  ingestion::v1::SubmitResponse response;
  while (stream->Read(&response)) {
    if (!response.has_receipt()) continue;
    call.time.end_us = Journal::NowUs();
    call.answer = Answer::kApplied;
    const auto name = rpc::ParseResourceName(response.receipt().submission());
    if (name.ok()) call.submission = name->submission;
  }
  const grpc::Status status = stream->Finish();
  if (call.answer != Answer::kApplied) {
    call.time.end_us = Journal::NowUs();
    // Without a receipt nothing was acknowledged, whatever the end says.
    if (!status.ok()) call.answer = AnswerOf(status);
    if (call.answer == Answer::kRefused) call.reason = ReasonOf(status);
  }
  journal_.Add(&History::submits, call);
  return call;
}

DecideCall DeskClient::Decide(const std::string& decision,
                              const std::string& submission_name,
                              const std::string& etag) {
  DecideCall call;
  call.decision = decision;
  const auto name = rpc::ParseResourceName(submission_name);
  if (name.ok()) {
    call.department = name->department;
    call.submission = name->submission;
  }
  grpc::ClientContext context;
  rpc::SetDeadline(&context, kPatience);
  const auto fill = [&](auto request) {
    request.set_name(submission_name);
    request.set_etag(etag);
    request.set_actor(kActor);
    return request;
  };
  ingestion::v1::Submission after;
  grpc::Status status;
  call.time.begin_us = Journal::NowUs();
  if (decision == "ACCEPT") {
    status = ingestion_->AcceptSubmission(
        &context, fill(ingestion::v1::AcceptSubmissionRequest()), &after);
  } else if (decision == "RETURN") {
    auto request = fill(ingestion::v1::ReturnSubmissionRequest());
    request.set_reason("请核实后重报");
    status = ingestion_->ReturnSubmission(&context, request, &after);
  } else {
    status = ingestion_->WithdrawSubmission(
        &context, fill(ingestion::v1::WithdrawSubmissionRequest()), &after);
  }
  call.time.end_us = Journal::NowUs();
  call.answer = AnswerOf(status);
  if (call.answer == Answer::kRefused) call.reason = ReasonOf(status);
  journal_.Add(&History::decisions, call);
  return call;
}

PostCall DeskClient::Post(const std::string& department,
                          aggregation::v1::PostRequest request) {
  PostCall call = CallOf(department, request);
  request.set_parent(rpc::DepartmentName(desk_.division, department));
  return Posted(std::move(call), [&](auto* context, auto* applied) {
    return aggregation_->Post(context, request, applied);
  });
}

PostCall DeskClient::Post(
    const std::string& department,
    const aggregation::v1::DeclareEliminationRequest& request) {
  return Posted(CallOf(department, request), [&](auto* context, auto* applied) {
    aggregation::v1::DeclareEliminationResponse response;
    const grpc::Status status =
        aggregation_->DeclareElimination(context, request, &response);
    applied->Swap(response.mutable_applied());
    return status;
  });
}

PostCall DeskClient::Post(
    const std::string& department,
    const aggregation::v1::ReverseEliminationRequest& request) {
  return Posted(CallOf(department, request), [&](auto* context, auto* applied) {
    aggregation::v1::ReverseEliminationResponse response;
    const grpc::Status status =
        aggregation_->ReverseElimination(context, request, &response);
    applied->Swap(response.mutable_applied());
    return status;
  });
}

PostCall DeskClient::Posted(
    PostCall call,
    const std::function<grpc::Status(grpc::ClientContext* context,
                                     aggregation::v1::PostResponse* applied)>&
        ask) {
  grpc::ClientContext context;
  rpc::SetDeadline(&context, kPatience);
  aggregation::v1::PostResponse applied;
  call.time.begin_us = Journal::NowUs();
  const grpc::Status status = ask(&context, &applied);
  call.time.end_us = Journal::NowUs();
  call.answer = AnswerOf(status);
  if (call.answer == Answer::kApplied) {
    call.seq = applied.seq();
    call.revision = applied.revision();
    call.replayed = applied.replayed();
  } else if (call.answer == Answer::kRefused) {
    call.reason = ReasonOf(status);
  }
  journal_.Add(&History::posts, call);
  return call;
}

OutcomeCall DeskClient::GetOutcome(const std::string& department,
                                   const std::string& request_id) {
  OutcomeCall call;
  call.department = department;
  call.request_id = request_id;
  aggregation::v1::GetOutcomeRequest request;
  request.set_parent(rpc::DepartmentName(desk_.division, department));
  request.set_request_id(request_id);
  grpc::ClientContext context;
  rpc::SetDeadline(&context, kPatience);
  aggregation::v1::GetOutcomeResponse response;
  call.time.begin_us = Journal::NowUs();
  const grpc::Status status =
      aggregation_->GetOutcome(&context, request, &response);
  call.time.end_us = Journal::NowUs();
  if (status.ok()) {
    switch (response.outcome()) {
      case aggregation::v1::OUTCOME_APPLIED:
        call.answer = Answer::kApplied;
        call.seq = response.applied().seq();
        call.revision = response.applied().revision();
        break;
      case aggregation::v1::OUTCOME_REFUSED:
        call.answer = Answer::kRefused;
        call.reason = response.refusal_reason();
        break;
      case aggregation::v1::OUTCOME_NEVER_APPLIED:
        call.answer = Answer::kNeverApplied;
        break;
      default:
        break;
    }
  }
  journal_.Add(&History::outcomes, call);
  return call;
}

std::optional<TotalsCall> DeskClient::ListTotals(const TotalsScope& scope,
                                                 int64_t revision) {
  TotalsCall call;
  call.scope = scope;
  call.asked_revision = revision;
  aggregation::v1::ListTotalsRequest request;
  *request.mutable_scope() = MessageOf(desk_.division, scope);
  request.set_revision(revision);
  grpc::ClientContext context;
  rpc::SetDeadline(&context, kPatience);
  aggregation::v1::ListTotalsResponse response;
  call.time.begin_us = Journal::NowUs();
  const grpc::Status status =
      aggregation_->ListTotals(&context, request, &response);
  call.time.end_us = Journal::NowUs();
  if (ReasonOf(status) == "REVISION_IN_FUTURE") {
    journal_.Add(&History::complaints,
                 {"totals_stale",
                  "a revision that was told before is said to "
                  "be in the future: " +
                      std::to_string(revision)});
  }
  if (!status.ok()) return std::nullopt;
  call.revision = response.revision();
  call.figures = FiguresOf(response.totals());
  journal_.Add(&History::totals, call);
  return call;
}

void DeskClient::ListEliminations(const TotalsScope& scope, int64_t revision) {
  EliminationsCall call;
  call.scope = scope;
  aggregation::v1::ListEliminationsRequest request;
  *request.mutable_scope() = MessageOf(desk_.division, scope);
  request.set_revision(revision);
  request.set_page_size(kPageSize);
  grpc::ClientContext context;
  rpc::SetDeadline(&context, kPatience);
  aggregation::v1::ListEliminationsResponse response;
  call.time.begin_us = Journal::NowUs();
  const grpc::Status status =
      aggregation_->ListEliminations(&context, request, &response);
  call.time.end_us = Journal::NowUs();
  if (!status.ok() || !response.next_page_token().empty()) return;
  call.revision = response.revision();
  for (const auto& elimination : response.eliminations()) {
    const auto name = rpc::ParseResourceName(elimination.entry());
    if (!name.ok()) continue;
    call.amounts_fen[absl::StrCat(name->department, "/", name->seq)] =
        elimination.transfer().amount_fen();
  }
  journal_.Add(&History::eliminations, std::move(call));
}

void DeskClient::VerifyLedgers(const std::string& department,
                               absl::Duration patience) {
  aggregation::v1::VerifyLedgersRequest request;
  request.set_parent(department.empty()
                         ? rpc::PrefectureName(desk_.division)
                         : rpc::DepartmentName(desk_.division, department));
  grpc::ClientContext context;
  rpc::SetDeadline(&context, patience);
  aggregation::v1::VerifyLedgersResponse response;
  if (!aggregation_->VerifyLedgers(&context, request, &response).ok()) return;
  for (const auto& difference : response.differences()) {
    journal_.Add(&History::complaints, {"verify_differs", difference.en()});
  }
}

void DeskClient::Watch(absl::Duration patience, WatchPosition* position) {
  aggregation::v1::WatchTotalsRequest request;
  *request.mutable_scope() = MessageOf(desk_.division, position->scope);
  request.set_resume_revision(position->revision);
  grpc::ClientContext context;
  rpc::SetDeadline(&context, patience);
  context.set_wait_for_ready(true);
  const auto stream = aggregation_->WatchTotals(&context, request);
  {
    Hearing hearing(position, &journal_);
    WatchTotalsResponse response;
    while (stream->Read(&response)) hearing.Hear(response);
  }
  NoteFuture(stream->Finish(), position->stream, &position->revision);
}

void DeskClient::Watch(absl::Duration patience, EntryWatchPosition* position) {
  const auto write = [&](WatchKind kind, const std::string& hash) {
    EntryMessage message;
    message.time_us = Journal::NowUs();
    message.stream = position->stream;
    message.department = position->department;
    message.kind = kind;
    message.revision = position->revision;
    message.hash = hash;
    journal_.Add(&History::entry_watches, std::move(message));
  };
  aggregation::v1::WatchEntriesRequest request;
  request.set_parent(
      position->department.empty()
          ? rpc::PrefectureName(desk_.division)
          : rpc::DepartmentName(desk_.division, position->department));
  request.set_resume_revision(position->revision);
  grpc::ClientContext context;
  rpc::SetDeadline(&context, patience);
  context.set_wait_for_ready(true);
  const auto stream = aggregation_->WatchEntries(&context, request);
  write(WatchKind::kOpened, "");
  aggregation::v1::WatchEntriesResponse response;
  while (stream->Read(&response)) {
    const bool entry = response.has_entry();
    position->revision =
        entry ? response.entry().revision() : response.progress().revision();
    write(entry ? WatchKind::kDelta : WatchKind::kProgress,
          response.entry().hash());
  }
  NoteFuture(stream->Finish(), position->stream, &position->revision);
}

void DeskClient::NoteFuture(const grpc::Status& status,
                            const std::string& stream, int64_t* revision) {
  if (ReasonOf(status) != "REVISION_IN_FUTURE") return;
  journal_.Add(
      &History::complaints,
      {"watch_order", absl::StrCat("stream ", stream, " heard revision ",
                                   *revision, ", which is in the future")});
  *revision = 0;
}

std::optional<std::vector<ingestion::v1::Submission>>
DeskClient::ListSubmissions(const std::string& department) {
  std::vector<ingestion::v1::Submission> all;
  ingestion::v1::ListSubmissionsRequest request;
  request.set_parent(rpc::DepartmentName(desk_.division, department));
  request.set_page_size(kPageSize);
  do {
    grpc::ClientContext context;
    rpc::SetDeadline(&context, kPatience);
    ingestion::v1::ListSubmissionsResponse response;
    if (!ingestion_->ListSubmissions(&context, request, &response).ok()) {
      return std::nullopt;
    }
    for (ingestion::v1::Submission& submission :
         *response.mutable_submissions()) {
      all.push_back(std::move(submission));
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

}  // namespace yuheng::fault
