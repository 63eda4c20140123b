#include "services/reporting/service/report_maker.h"

#include <utility>

#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::reporting {
namespace {

const budget::Department* FindDepartment(const ReportingServiceOptions& options,
                                         const rpc::ResourceName& scope) {
  return options.departments == nullptr
             ? nullptr
             : options.departments->FindByCode(scope.department);
}

}  // namespace

absl::Status CheckListed(const ReportingServiceOptions& options,
                         const rpc::ResourceName& scope) {
  if (scope.department.empty() || options.departments == nullptr ||
      FindDepartment(options, scope) != nullptr) {
    return absl::OkStatus();
  }
  const budget::Text text = budget::Message("reporting.department_unknown",
                                            {{"department", scope.department}});
  return rpc::MakeError(rpc::Reason::kDepartmentUnknown, text.zh, text.en);
}

std::string DisplayNameOf(const ReportingServiceOptions& options,
                          const rpc::ResourceName& scope) {
  if (!scope.group.empty()) return scope.group;
  if (scope.department.empty()) {
    return options.prefecture_name.empty() ? scope.division
                                           : options.prefecture_name;
  }
  const budget::Department* department = FindDepartment(options, scope);
  if (scope.unit.empty()) {
    return department == nullptr ? scope.department : department->name;
  }
  const budget::DepartmentUnit* unit =
      department == nullptr ? nullptr : department->FindUnit(scope.unit);
  return unit == nullptr || unit->name.empty() ? scope.unit : unit->name;
}

absl::StatusOr<Report> MakeReport(const ReportingServiceOptions& options,
                                  const grpc::CallbackServerContext& call,
                                  const TablesQuery& query) {
  const absl::StatusOr<aggregation::v1::ListTotalsResponse> totals =
      options.peers->ListTotals(call, TotalsRequestOf(query));
  if (!totals.ok()) return totals.status();
  // A department nobody knows is a slip of the pen, not an empty report. A
  // department that left the list keeps its reports.
  if (totals->totals_size() == 0) {
    const absl::Status known = CheckListed(options, query.scope);
    if (!known.ok()) return known;
  }
  Report report;
  report.display_name = DisplayNameOf(options, query.scope);
  report.revision = totals->revision();
  report.tables =
      BuildTables(*options.form,
                  {.fiscal_year = query.fiscal_year,
                   .of_unit = query.scope.kind == rpc::ResourceKind::kUnit,
                   .tables = query.tables},
                  TotalsFrom(*totals));
  return report;
}

absl::Status MakeProgress(const ReportingServiceOptions& options,
                          const grpc::CallbackServerContext& call,
                          const v1::GetProgressRequest& request,
                          v1::GetProgressResponse* response) {
  ingestion::v1::ListProgressRequest progress_request;
  progress_request.set_parent(request.parent());
  progress_request.set_fiscal_year(request.fiscal_year());
  progress_request.set_stage(request.stage());
  absl::StatusOr<ingestion::v1::ListProgressResponse> progress =
      options.peers->ListProgress(call, progress_request);
  if (!progress.ok()) return progress.status();

  // The smallest table will do: only the revision is wanted.
  aggregation::v1::ListTotalsRequest totals_request;
  totals_request.mutable_scope()->set_name(request.parent());
  totals_request.mutable_scope()->set_fiscal_year(request.fiscal_year());
  totals_request.mutable_scope()->set_stage(request.stage());
  totals_request.add_tables(budget::v1::TABLE_KIND_T10);
  const absl::StatusOr<aggregation::v1::ListTotalsResponse> totals =
      options.peers->ListTotals(call, totals_request);
  if (!totals.ok()) return totals.status();

  int sent_count = 0;
  int posted_count = 0;
  int required_count = 0;
  int missing_count = 0;
  for (const auto& department : progress->departments()) {
    if (!department.unit().empty()) continue;
    // What its head has not confirmed yet is not sent, nor is what was taken
    // back.
    const bool sent =
        !department.submission().empty() &&
        department.state() !=
            ingestion::v1::SUBMISSION_STATE_AWAITING_CONFIRMATION &&
        department.state() != ingestion::v1::SUBMISSION_STATE_WITHDRAWN;
    if (department.required()) {
      ++required_count;
      ++(sent ? sent_count : missing_count);
    }
    if (department.state() == ingestion::v1::SUBMISSION_STATE_POSTED) {
      ++posted_count;
    }
  }
  response->mutable_departments()->Swap(progress->mutable_departments());
  response->set_sent_count(sent_count);
  response->set_posted_count(posted_count);
  response->set_required_count(required_count);
  response->set_missing_count(missing_count);
  response->set_revision(totals->revision());
  return absl::OkStatus();
}

}  // namespace yuheng::reporting
