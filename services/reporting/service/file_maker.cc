#include "services/reporting/service/file_maker.h"

#include <utility>

#include "absl/types/optional.h"
#include "services/budget/document_codec.h"
#include "services/budget/regional_form.h"
#include "services/forms/template.h"
#include "services/reporting/messages/report_messages.h"
#include "services/reporting/service/call_outcome.h"
#include "services/reporting/service/report_maker.h"
#include "services/reporting/workbook/workbook.h"
#include "services/rpc/reason.h"

namespace yuheng::reporting {
namespace {

// Who a template is for, and what it is filled in with.
struct Filling {
  rpc::ResourceName scope;
  absl::optional<budget::Document> document;
};

// What is of a unit that the caller does not work for is not there.
absl::StatusOr<Filling> FillingFrom(const ReportingServiceOptions& options,
                                    const grpc::CallbackServerContext& call,
                                    const rpc::Caller& caller,
                                    const rpc::ResourceName& name) {
  Filling filling{.scope = name, .document = absl::nullopt};
  if (name.kind == rpc::ResourceKind::kSubmission) {
    ingestion::v1::GetSubmissionRequest submission_request;
    submission_request.set_name(name.ToString());
    const auto submission =
        options.peers->GetSubmission(call, submission_request);
    if (absl::IsNotFound(submission.status())) {
      return rpc::MakeError(rpc::Reason::kNotFound);
    }
    if (!submission.ok()) return submission.status();
    filling.scope.unit = submission->unit();
  }
  if (!caller.Reaches(filling.scope.unit)) {
    return rpc::MakeError(rpc::Reason::kNotFound);
  }
  if (name.kind != rpc::ResourceKind::kSubmission) return filling;
  ingestion::v1::GetDocumentRequest document_request;
  document_request.set_name(name.ToString());
  const auto message = options.peers->GetDocument(call, document_request);
  if (!message.ok()) return message.status();
  absl::StatusOr<budget::Document> document =
      budget::DocumentFromProto(*options.form, *message);
  if (!document.ok()) return document.status();
  filling.document = *std::move(document);
  return filling;
}

}  // namespace

absl::StatusOr<std::string> MakeWorkbook(
    const ReportingServiceOptions& options,
    const grpc::CallbackServerContext& call,
    const v1::RenderWorkbookRequest& request,
    v1::RenderWorkbookResponse* first) {
  const absl::Time start = options.now();
  const absl::StatusOr<TablesQuery> query =
      TablesQueryFrom(options.division, request.tables(), "tables.");
  if (!query.ok()) return query.status();
  const absl::StatusOr<Report> report = MakeReport(options, call, *query);
  if (!report.ok()) return report.status();
  absl::StatusOr<std::string> workbook =
      RenderWorkbook({.display_name = report->display_name,
                      .fiscal_year = query->fiscal_year,
                      .of_unit = query->scope.kind == rpc::ResourceKind::kUnit,
                      .revision = report->revision,
                      .created = start},
                     report->tables);
  if (!workbook.ok()) {
    return rpc::WithReason(workbook.status(), rpc::Reason::kStorageFailed);
  }
  ObserveRender(options.metrics, "workbook", report->tables.size(),
                options.now() - start);
  first->set_revision(report->revision);
  return workbook;
}

absl::StatusOr<std::string> MakeTemplate(
    const ReportingServiceOptions& options,
    const grpc::CallbackServerContext& call, const rpc::Caller& caller,
    const v1::RenderTemplateRequest& request) {
  const absl::Time start = options.now();
  const absl::StatusOr<TemplateQuery> query =
      TemplateQueryFrom(options.division, request);
  if (!query.ok()) return query.status();
  const absl::StatusOr<Filling> filling =
      FillingFrom(options, call, caller, query->name);
  if (!filling.ok()) return filling.status();
  const absl::Status known = CheckListed(options, filling->scope);
  if (!known.ok()) return known;
  forms::TemplateOptions wanted{
      .department = DisplayNameOf(options, filling->scope),
      .fiscal_year = query->fiscal_year,
      .created = start};
  const budget::Form* form = query->form;
  if (filling->document.has_value()) {
    const budget::Document& document = *filling->document;
    wanted.filled = &document;
    if (!document.department.empty()) wanted.department = document.department;
    if (wanted.fiscal_year == 0) wanted.fiscal_year = document.fiscal_year;
    if (form == nullptr) form = &budget::FormOf(document);
  }
  if (form == nullptr) form = options.form;
  const auto misfit =
      forms::TemplateMisfit(*form, wanted, query->name.submission);
  if (misfit.has_value()) return RequestError("form", *misfit);
  absl::StatusOr<std::string> workbook = forms::RenderTemplate(*form, wanted);
  if (!workbook.ok()) {
    return rpc::WithReason(workbook.status(), rpc::Reason::kStorageFailed);
  }
  ObserveRender(options.metrics, "template", form->order.size(),
                options.now() - start);
  return workbook;
}

}  // namespace yuheng::reporting
