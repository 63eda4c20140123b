// The methods of IngestionServiceImpl about a year and stage as a whole: its
// windows, and how the departments stand.
#include <memory>
#include <utility>
#include <vector>

#include "services/ingestion/ingestion_service.h"
#include "services/ingestion/messages/progress_messages.h"
#include "services/ingestion/messages/window_messages.h"
#include "services/ingestion/store/finding_codec.h"
#include "services/ingestion/watch/submissions_stream.h"
#include "services/rpc/refused_call.h"
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
  if (!department->empty()) {
    return rpc::MakeFieldError(
        {{"parent", "a prefecture: prefectures/{division}"}});
  }
  const absl::StatusOr<Period> period =
      ParsePeriod(request.fiscal_year(), request.stage());
  if (!period.ok()) return period.status();

  SubmissionStore& store = *options_.lifecycle->store;
  const Prefecture& prefecture = options_.prefecture;
  const int64_t now_unix_us = options_.lifecycle->now_unix_us();
  for (const budget::Department& listed :
       prefecture.departments->departments()) {
    for (const ProgressRow& row : store.feed().Read(listed, *period)) {
      if (!row.shown) continue;
      v1::DepartmentProgress* progress = response->add_departments();
      *progress = RowMessage(prefecture, listed, *period, row);
      FillPhase(row.window, now_unix_us, progress);
      if (!row.newest) continue;
      const absl::StatusOr<storage::SubmissionRecord> record =
          store.Get(listed.code, row.newest->id);
      if (!record.ok()) return record.status();
      if (record->verdict.empty()) continue;
      absl::StatusOr<validation::v1::VerdictSummary> verdict =
          VerdictOf(*record);
      if (!verdict.ok()) return verdict.status();
      *progress->mutable_verdict() = *std::move(verdict);
    }
  }
  return absl::OkStatus();
}

grpc::ServerWriteReactor<v1::WatchSubmissionsResponse>*
IngestionServiceImpl::WatchSubmissions(
    grpc::CallbackServerContext* context,
    const v1::WatchSubmissionsRequest* request) {
  const absl::StatusOr<rpc::Caller> caller =
      options_.gate->Judge(*context, *request);
  if (!caller.ok()) {
    return new rpc::RefusedCall<
        grpc::ServerWriteReactor<v1::WatchSubmissionsResponse>>(
        caller.status());
  }
  return SubmissionsStream::Start(
      {.prefecture = &options_.prefecture,
       .feed = &options_.lifecycle->store->feed(),
       .pump = options_.pump,
       .now_unix_us = options_.lifecycle->now_unix_us,
       .units = caller->units()},
      rpc::AllowedBy(options_.gate, context, request), *request);
}

}  // namespace yuheng::ingestion
