#include "services/reporting/service/reporting_service.h"

#include <utility>

#include "services/reporting/service/call_outcome.h"
#include "services/reporting/service/file_call.h"
#include "services/reporting/service/file_maker.h"
#include "services/reporting/service/report_maker.h"
#include "services/rpc/status.h"

namespace yuheng::reporting {
namespace {

absl::Status GetTablesNow(const ReportingServiceOptions& options,
                          const grpc::CallbackServerContext& context,
                          const v1::GetTablesRequest& request,
                          v1::GetTablesResponse* response) {
  const absl::Time start = options.now();
  const absl::StatusOr<TablesQuery> query =
      TablesQueryFrom(options.division, request);
  if (!query.ok()) return query.status();
  const absl::StatusOr<Report> report = MakeReport(options, context, *query);
  if (!report.ok()) return report.status();
  response->set_revision(report->revision);
  response->set_display_name(report->display_name);
  for (const ReportTable& table : report->tables) {
    TableToProto(table, response->add_tables());
  }
  ObserveRender(options.metrics, "tables", report->tables.size(),
                options.now() - start);
  return absl::OkStatus();
}

// Runs `work` on the queue and finishes the call with its outcome.
template <typename Work>
grpc::ServerUnaryReactor* RunUnary(const ReportingServiceOptions& options,
                                   grpc::CallbackServerContext* context,
                                   const google::protobuf::Message& request,
                                   Work work) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  auto pass = options.gate->TryEnter(*context, request);
  if (!pass.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(pass.status()));
    return reactor;
  }
  const bool taken = options.queue->TryPost(
      [context, reactor, work = std::move(work), pass = *std::move(pass)] {
        reactor->Finish(context->IsCancelled() ? grpc::Status::CANCELLED
                                               : rpc::ToGrpcStatus(work()));
      });
  if (!taken) reactor->Finish(QueueFull());
  return reactor;
}

}  // namespace

ReportingServiceImpl::ReportingServiceImpl(ReportingServiceOptions options)
    : options_(std::move(options)) {}

grpc::ServerUnaryReactor* ReportingServiceImpl::GetTables(
    grpc::CallbackServerContext* context, const v1::GetTablesRequest* request,
    v1::GetTablesResponse* response) {
  return RunUnary(options_, context, *request,
                  [this, context, request, response] {
                    return GetTablesNow(options_, *context, *request, response);
                  });
}

grpc::ServerWriteReactor<v1::RenderWorkbookResponse>*
ReportingServiceImpl::RenderWorkbook(grpc::CallbackServerContext* context,
                                     const v1::RenderWorkbookRequest* request) {
  return FileCall<v1::RenderWorkbookResponse>::Start(
      options_, context, *request,
      [this, context, request](const rpc::Caller&,
                               v1::RenderWorkbookResponse* first) {
        return MakeWorkbook(options_, *context, *request, first);
      });
}

grpc::ServerWriteReactor<v1::RenderTemplateResponse>*
ReportingServiceImpl::RenderTemplate(grpc::CallbackServerContext* context,
                                     const v1::RenderTemplateRequest* request) {
  return FileCall<v1::RenderTemplateResponse>::Start(
      options_, context, *request,
      [this, context, request](const rpc::Caller& caller,
                               v1::RenderTemplateResponse*) {
        return MakeTemplate(options_, *context, caller, *request);
      });
}

grpc::ServerUnaryReactor* ReportingServiceImpl::GetProgress(
    grpc::CallbackServerContext* context, const v1::GetProgressRequest* request,
    v1::GetProgressResponse* response) {
  return RunUnary(
      options_, context, *request, [this, context, request, response] {
        absl::Status status = CheckProgressRequest(options_.division, *request);
        if (status.ok()) {
          status = MakeProgress(options_, *context, *request, response);
        }
        return status;
      });
}

}  // namespace yuheng::reporting
