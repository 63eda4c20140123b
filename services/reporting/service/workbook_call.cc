#include "services/reporting/service/workbook_call.h"

#include <algorithm>
#include <utility>

#include "services/reporting/service/call_outcome.h"
#include "services/reporting/service/report_maker.h"
#include "services/reporting/workbook/workbook.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"

namespace yuheng::reporting {

WorkbookCall::WorkbookCall(const ReportingServiceOptions& options,
                           const grpc::CallbackServerContext* context,
                           const v1::RenderWorkbookRequest* request)
    : options_(options),
      context_(*context),
      request_(*request),
      pass_(options.gate->TryEnter(*context, *request)) {}

void WorkbookCall::Start() {
  if (!pass_.ok()) return Finish(rpc::ToGrpcStatus(pass_.status()));
  if (!options_.queue->TryPost([this] { Render(); })) Finish(QueueFull());
}

void WorkbookCall::Render() {
  if (context_.IsCancelled()) return Finish(grpc::Status::CANCELLED);
  const absl::Time start = options_.now();
  const absl::StatusOr<TablesQuery> query =
      TablesQueryFrom(options_.division, request_.tables(), "tables.");
  if (!query.ok()) return Finish(rpc::ToGrpcStatus(query.status()));
  const absl::StatusOr<Report> report = MakeReport(options_, context_, *query);
  if (!report.ok()) return Finish(rpc::ToGrpcStatus(report.status()));
  absl::StatusOr<std::string> workbook =
      RenderWorkbook({.display_name = report->display_name,
                      .fiscal_year = query->fiscal_year,
                      .of_unit = query->scope.kind == rpc::ResourceKind::kUnit,
                      .revision = report->revision,
                      .created = start},
                     report->tables);
  if (!workbook.ok()) {
    return Finish(rpc::ToGrpcStatus(
        rpc::WithReason(workbook.status(), rpc::Reason::kStorageFailed)));
  }
  ObserveRender(options_.metrics, "workbook", report->tables.size(),
                options_.now() - start);
  workbook_ = *std::move(workbook);
  response_.set_revision(report->revision);
  WriteNext();
}

void WorkbookCall::WriteNext() {
  const size_t size =
      std::min(kChunkSizeBytesMax, workbook_.size() - written_bytes_);
  response_.set_chunk(workbook_.data() + written_bytes_, size);
  written_bytes_ += size;
  StartWrite(&response_);
}

void WorkbookCall::OnWriteDone(bool ok) {
  if (!ok) return Finish(grpc::Status::CANCELLED);
  if (written_bytes_ == workbook_.size()) return Finish(grpc::Status::OK);
  response_.clear_revision();
  WriteNext();
}

}  // namespace yuheng::reporting
