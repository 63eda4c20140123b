// The methods of IngestionServiceImpl about a year and stage as a whole: its
// windows, and how the departments stand.
#include <memory>
#include <utility>
#include <vector>

#include "services/ingestion/ingestion_service.h"
#include "services/ingestion/messages/window_messages.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/status.h"

namespace yuheng::ingestion {

grpc::ServerUnaryReactor* IngestionServiceImpl::SetWindow(
    grpc::CallbackServerContext* context, const v1::SetWindowRequest* request,
    v1::Window* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<rpc::CallGate::Pass> entered =
      options_.gate->TryEnter(*context, *request);
  if (!entered.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(entered.status()));
    return reactor;
  }
  v1::Window named = request->window();
  named.set_actor(entered->caller().ActorOf(named.actor()));
  absl::StatusOr<WindowSetting> setting =
      ParseWindow(options_.prefecture, named);
  if (!setting.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(setting.status()));
    return reactor;
  }
  auto pass = std::make_shared<rpc::CallGate::Pass>(*std::move(entered));
  options_.dispatcher->SetWindow(
      *std::move(setting), [this, reactor, response,
                            pass](const absl::StatusOr<WindowSetting>& set) {
        if (set.ok()) *response = WindowMessage(options_.prefecture, *set);
        reactor->Finish(rpc::ToGrpcStatus(set.status()));
      });
  return reactor;
}

grpc::ServerUnaryReactor* IngestionServiceImpl::ListWindows(
    grpc::CallbackServerContext* context, const v1::ListWindowsRequest* request,
    v1::ListWindowsResponse* response) {
  return Answer(context, *request, [this, request, response]() -> absl::Status {
    const absl::StatusOr<WindowFilter> filter =
        ParseListWindows(options_.prefecture, *request);
    if (!filter.ok()) return filter.status();
    for (const WindowSetting& setting :
         options_.lifecycle->store->windows().List(*filter)) {
      *response->add_windows() = WindowMessage(options_.prefecture, setting);
    }
    return absl::OkStatus();
  });
}

grpc::ServerUnaryReactor* IngestionServiceImpl::ListProgress(
    grpc::CallbackServerContext* context,
    const v1::ListProgressRequest* request,
    v1::ListProgressResponse* response) {
  return Answer(context, *request, [this, request, response] {
    return FillProgress(*request, response);
  });
}

absl::Status IngestionServiceImpl::FillProgress(
    const v1::ListProgressRequest& request,
    v1::ListProgressResponse* response) const {
  absl::StatusOr<std::string> department =
      ParseParent(options_.prefecture, request.parent());
  if (!department.ok()) return department.status();
  std::vector<rpc::FieldViolation> violations;
  if (!department->empty()) {
    violations.push_back({"parent", "a prefecture: prefectures/{division}"});
  }
  if (request.fiscal_year() < kFiscalYearMin ||
      request.fiscal_year() > kFiscalYearMax) {
    violations.push_back({"fiscal_year", "2000 to 2100"});
  }
  if (request.stage() == budget::v1::STAGE_UNSPECIFIED ||
      !budget::v1::Stage_IsValid(request.stage())) {
    violations.push_back({"stage", "a stage of the budget cycle"});
  }
  if (!violations.empty()) return rpc::MakeFieldError(std::move(violations));

  const SubmissionStore& store = *options_.lifecycle->store;
  const Prefecture& prefecture = options_.prefecture;
  const int64_t now_unix_us = options_.lifecycle->now_unix_us();
  for (const budget::Department& listed :
       prefecture.departments->departments()) {
    v1::DepartmentProgress* progress = response->add_departments();
    progress->set_department(
        rpc::DepartmentName(prefecture.division, listed.code));
    progress->set_display_name(listed.name);
    progress->set_required(listed.MustSend(request.stage()));
    FillWindow(store.windows().WindowOf(listed.code, request.fiscal_year(),
                                        request.stage()),
               now_unix_us, progress);
    const absl::optional<SubmissionEntry> newest = store.index().NewestOf(
        listed.code, request.fiscal_year(), request.stage());
    if (!newest) continue;
    absl::StatusOr<storage::SubmissionRecord> record =
        store.Get(listed.code, newest->id);
    if (!record.ok()) return record.status();
    v1::Submission submission;
    absl::Status filled = FillSubmission(listed.code, *record, &submission);
    if (!filled.ok()) return filled;
    progress->set_submission(submission.name());
    progress->set_state(submission.state());
    *progress->mutable_receive_time() = submission.receive_time();
    progress->set_late(submission.late());
    if (submission.has_correction_end_time()) {
      *progress->mutable_correction_end_time() =
          submission.correction_end_time();
    }
    if (submission.has_verdict()) {
      *progress->mutable_verdict() = submission.verdict();
    }
  }
  return absl::OkStatus();
}

}  // namespace yuheng::ingestion
