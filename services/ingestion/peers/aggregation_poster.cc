#include "services/ingestion/peers/aggregation_poster.h"

#include <utility>
#include <vector>

#include "google/protobuf/arena.h"
#include "google/protobuf/util/time_util.h"
#include "services/rpc/client.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/server.h"
#include "services/rpc/status.h"
#include "storage/format/sha256.h"

namespace yuheng::ingestion {
namespace {

using aggregation::v1::AggregationService;
using aggregation::v1::GetOutcomeRequest;
using aggregation::v1::GetOutcomeResponse;
using aggregation::v1::PostRequest;
using aggregation::v1::PostResponse;

void AddLines(
    const std::vector<budget::AmountLine>& lines,
    google::protobuf::RepeatedPtrField<yuheng::ledger::v1::Line>* messages) {
  messages->Reserve(static_cast<int>(lines.size()));
  for (const budget::AmountLine& line : lines) {
    yuheng::ledger::v1::Line* message = messages->Add();
    yuheng::ledger::v1::Account* account = message->mutable_account();
    account->set_table(static_cast<budget::v1::TableKind>(line.account.table));
    account->set_side(static_cast<budget::v1::Side>(line.account.side));
    account->set_row(line.account.row);
    account->set_column(line.account.column);
    message->set_amount_fen(line.amount_fen);
  }
}

Posted PostedOf(const PostResponse& response) {
  return {.entry = response.entry(),
          .revision = response.revision(),
          .replayed = response.replayed()};
}

// The id of a submission of ours; what else stands there as it is.
std::string SubmissionIdIn(const std::string& name) {
  const auto parsed =
      rpc::ParseResourceName(name, rpc::ResourceKind::kSubmission);
  return parsed.ok() ? parsed->submission : name;
}

}  // namespace

AggregationPoster::AggregationPoster(std::shared_ptr<grpc::Channel> channel,
                                     std::string division)
    : stub_(AggregationService::NewStub(std::move(channel))),
      division_(std::move(division)) {}

absl::StatusOr<Posted> AggregationPoster::Post(const Posting& posting) {
  google::protobuf::Arena arena;  // For the many small messages of the lines.
  auto& request = *google::protobuf::Arena::CreateMessage<PostRequest>(&arena);
  request.set_parent(rpc::DepartmentName(division_, posting.department));
  request.set_request_id(posting.request_id);
  request.set_fiscal_year(posting.slot.fiscal_year);
  request.set_stage(static_cast<budget::v1::Stage>(posting.slot.stage));
  request.set_unit(posting.slot.unit);
  request.set_submission(rpc::SubmissionName(division_, posting.department,
                                             posting.submission_id));
  request.set_document_sha256(storage::ToHex(posting.document_sha256));
  request.set_reverse(posting.reverse);
  if (!posting.reverse) {
    AddLines(posting.lines.leaves, request.mutable_leaves());
    AddLines(posting.lines.printed, request.mutable_printed());
    request.set_precision_fen(posting.lines.precision_fen);
  }
  // Sending it again would never end.
  if (request.ByteSizeLong() > static_cast<size_t>(rpc::kMessageSizeBytesMax)) {
    return rpc::MakeError(rpc::Reason::kDocumentTooLarge);
  }
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kWriteDeadline);
  PostResponse response;
  const grpc::Status status = stub_->Post(&context, request, &response);
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  return PostedOf(response);
}

absl::StatusOr<PostingOutcome> AggregationPoster::GetOutcome(
    const std::string& department, const std::string& request_id) {
  GetOutcomeRequest request;
  request.set_parent(rpc::DepartmentName(division_, department));
  request.set_request_id(request_id);
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kWriteDeadline);
  GetOutcomeResponse response;
  const grpc::Status status = stub_->GetOutcome(&context, request, &response);
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  switch (response.outcome()) {
    case aggregation::v1::OUTCOME_APPLIED:
      return PostingOutcome{.kind = PostingOutcome::Kind::kApplied,
                            .posted = PostedOf(response.applied()),
                            .refusal = {}};
    case aggregation::v1::OUTCOME_REFUSED:
      return PostingOutcome{.kind = PostingOutcome::Kind::kRefused,
                            .posted = {},
                            .refusal = {response.refusal_message().zh(),
                                        response.refusal_message().en()}};
    case aggregation::v1::OUTCOME_NEVER_APPLIED:
      return PostingOutcome();
    default:
      return absl::InternalError("aggregation gave an outcome we don't know");
  }
}

absl::StatusOr<absl::optional<Contribution>> AggregationPoster::GetInForce(
    const std::string& department, const Slot& slot) {
  aggregation::v1::GetEntryInForceRequest request;
  request.set_parent(rpc::DepartmentName(division_, department));
  request.set_fiscal_year(slot.fiscal_year);
  request.set_stage(static_cast<budget::v1::Stage>(slot.stage));
  request.set_unit(slot.unit);
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kReadDeadline);
  aggregation::v1::GetEntryInForceResponse response;
  const grpc::Status status =
      stub_->GetEntryInForce(&context, request, &response);
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  if (response.entry().empty()) return absl::nullopt;
  return Contribution{
      .submission_id = SubmissionIdIn(response.submission()),
      .entry = response.entry(),
      .commit_time_unix_us =
          google::protobuf::util::TimeUtil::TimestampToMicroseconds(
              response.commit_time())};
}

}  // namespace yuheng::ingestion
