#include "services/cli/commands/decide_many.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/optional.h"
#include "services/cli/commands/outcome.h"
#include "services/cli/commands/stored_submission.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/connection.h"
#include "services/rpc/client.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using ingestion::v1::BatchDecisionResponse;
using ingestion::v1::IngestionService;
using ingestion::v1::Submission;
using ingestion::v1::SubmissionVersion;

// What the service takes at once.
constexpr size_t kBatchMax = 200;
constexpr int kDecisionsPageSize = 200;

bool IsClean(const Submission& submission) {
  return submission.has_verdict() && !submission.verdict_stale() &&
         submission.verdict().error_count() == 0 &&
         submission.verdict().warning_count() == 0;
}

// The department and unit whose document it is.
std::pair<std::string, std::string> WhoseOf(const Submission& submission) {
  return {submission.name().substr(0, submission.name().find("/submissions/")),
          submission.unit()};
}

struct CleanOnes {
  std::vector<SubmissionVersion> newest;
  // Older versions of documents that are pending review too.
  int older_count = 0;
};

grpc::Status ListClean(const Environment& environment,
                       const ManyOptions& options, IngestionService::Stub& stub,
                       CleanOnes* clean) {
  // Newest first: what comes again is an older version of the same document.
  std::set<std::pair<std::string, std::string>> seen;
  ingestion::v1::ListSubmissionsRequest request;
  request.set_parent(ScopeName(environment, options.department, ""));
  request.set_state(ingestion::v1::SUBMISSION_STATE_PENDING_REVIEW);
  request.set_page_size(kDecisionsPageSize);
  do {
    ingestion::v1::ListSubmissionsResponse response;
    const grpc::Status status = rpc::CallWithRetry(
        {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
        [&](grpc::ClientContext& context) {
          return stub.ListSubmissions(&context, request, &response);
        });
    if (!status.ok()) return status;
    for (const Submission& submission : response.submissions()) {
      if (!IsOf(options.period, submission)) continue;
      if (!seen.insert(WhoseOf(submission)).second) {
        ++clean->older_count;
        continue;
      }
      if (!IsClean(submission)) continue;
      SubmissionVersion& version = clean->newest.emplace_back();
      version.set_name(submission.name());
      version.set_etag(submission.etag());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return grpc::Status::OK;
}

absl::optional<std::vector<SubmissionVersion>> FindNamed(
    const Environment& environment, const ManyOptions& options,
    IngestionService::Stub& stub) {
  std::vector<SubmissionVersion> found;
  for (const std::string& typed : options.names) {
    const auto name = FindSubmission(environment, stub, typed);
    if (!name) return absl::nullopt;
    found.emplace_back().set_name(*name);
  }
  return found;
}

// Decides about all, so many a call as the service takes.
template <typename Request>
int DecideAll(const Environment& environment, const ManyOptions& options,
              IngestionService::Stub& stub,
              const std::vector<SubmissionVersion>& items, Request request,
              grpc::Status (IngestionService::Stub::*method)(
                  grpc::ClientContext*, const Request&,
                  BatchDecisionResponse*)) {
  const Terminal& terminal = environment.terminal;
  const bool table = options.format == OutputFormat::kTable;
  auto rows = RowPrinter::Create(
      terminal, options.format,
      {{"submission", budget::Message("cli.column_submission")},
       {"department", budget::Message("cli.column_department")},
       {"state", budget::Message("cli.column_state")},
       {"refused", budget::Message("submissions.column_refused")}});
  request.set_parent(ScopeName(environment, "", ""));
  request.set_actor(options.actor);
  bool refused = false;
  for (size_t at = 0; at < items.size(); at += kBatchMax) {
    request.clear_items();
    const size_t end = std::min(items.size(), at + kBatchMax);
    for (size_t i = at; i < end; ++i) *request.add_items() = items[i];
    request.set_request_id(NewRequestId());
    BatchDecisionResponse response;
    const grpc::Status status = CallDecision(stub, method, request, &response);
    if (!status.ok()) {
      rows->Finish();
      RemarkLostAnswer(terminal, status, request.request_id(), "NAME");
      return ReportFailure(terminal, status);
    }
    for (const auto& result : response.results()) {
      refused = refused || result.has_error();
      const Submission& submission = result.submission();
      const auto& message = result.error().message();
      rows->Row(
          {table ? std::string(LastSegment(result.name())) : result.name(),
           submission.department_display_name(),
           {!result.has_submission() ? ""
            : table                  ? StateWord(terminal, submission.state())
                                     : StateName(submission.state()),
            StateColor(submission.state())},
           {table ? terminal.Pick({message.zh(), message.en()})
                  : result.error().reason(),
            Color::kRed}});
    }
  }
  rows->Finish();
  return refused ? kExitFound : kExitOk;
}

}  // namespace

int AcceptNamed(const Environment& environment, const ManyOptions& options) {
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  const auto items = FindNamed(environment, options, *stub);
  if (!items) return kExitUsage;
  return DecideAll(environment, options, *stub, *items,
                   ingestion::v1::BatchAcceptSubmissionsRequest(),
                   &IngestionService::Stub::BatchAcceptSubmissions);
}

int ReturnNamed(const Environment& environment, const ManyOptions& options) {
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  const auto items = FindNamed(environment, options, *stub);
  if (!items) return kExitUsage;
  ingestion::v1::BatchReturnSubmissionsRequest request;
  request.set_reason(options.reason);
  if (options.correction_end_time.seconds() != 0) {
    *request.mutable_correction_end_time() = options.correction_end_time;
  }
  return DecideAll(environment, options, *stub, *items, request,
                   &IngestionService::Stub::BatchReturnSubmissions);
}

int AcceptAllClean(const Environment& environment, const ManyOptions& options) {
  const Terminal& terminal = environment.terminal;
  // None is read as one: somebody looks at each.
  if (options.period.stage == budget::v1::STAGE_FINAL) {
    PrintError(terminal, Say(terminal, "submissions.final_one_by_one"));
    return kExitUsage;
  }
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  CleanOnes clean;
  const grpc::Status status = ListClean(environment, options, *stub, &clean);
  if (!status.ok()) return ReportFailure(terminal, status);
  if (clean.older_count > 0) {
    PrintRemark(terminal, Say(terminal, "submissions.older_left",
                              {{"count", std::to_string(clean.older_count)}}));
  }
  if (clean.newest.empty()) {
    PrintRemark(terminal, Say(terminal, "submissions.none_clean"));
    return kExitOk;
  }
  return DecideAll(environment, options, *stub, clean.newest,
                   ingestion::v1::BatchAcceptSubmissionsRequest(),
                   &IngestionService::Stub::BatchAcceptSubmissions);
}

}  // namespace yuheng::cli
