// Contracts to plain values and back.
#ifndef YUHENG_SERVICES_REPORTING_MESSAGES_REPORT_MESSAGES_H_
#define YUHENG_SERVICES_REPORTING_MESSAGES_REPORT_MESSAGES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/messages.h"
#include "services/reporting/tables/report_table.h"
#include "services/reporting/tables/table_builder.h"
#include "services/rpc/resource_name.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"
#include "yuheng/reporting/v1/reporting_service.pb.h"

namespace yuheng::reporting {

// Fiscal years a scope may have.
inline constexpr int kFiscalYearFirst = 2000;
inline constexpr int kFiscalYearLast = 2100;

// A checked GetTablesRequest.
struct TablesQuery {
  rpc::ResourceName scope;
  int fiscal_year = 0;
  budget::v1::Stage stage = budget::v1::STAGE_UNSPECIFIED;
  std::vector<budget::TableKind> tables;  // Empty for all.
  int64_t revision = 0;                   // 0 for the newest.
};

// A checked RenderTemplateRequest.
struct TemplateQuery {
  rpc::ResourceName name;  // Of a department, a unit or a submission.
  int fiscal_year = 0;     // 0 for that of the submission.
  const budget::Form* form = nullptr;  // Null when none is asked for.
};

// FIELD_INVALID naming the field, in both languages.
absl::Status RequestError(const std::string& field, const budget::Text& what);

// FIELD_INVALID naming the field, behind `field_prefix`, when the scope is no
// prefecture, group, department or unit of `division`, the year or the stage is
// missing or out of range, a table is unknown, or the revision is negative.
absl::StatusOr<TablesQuery> TablesQueryFrom(
    absl::string_view division, const v1::GetTablesRequest& request,
    absl::string_view field_prefix = "");
// The same for a RenderTemplateRequest: the name is none of a department, unit
// or submission, the year is missing or out of range, the form is unknown.
absl::StatusOr<TemplateQuery> TemplateQueryFrom(
    absl::string_view division, const v1::RenderTemplateRequest& request);
// The same for a GetProgressRequest, whose scope is the prefecture.
absl::Status CheckProgressRequest(absl::string_view division,
                                  const v1::GetProgressRequest& request);

aggregation::v1::ListTotalsRequest TotalsRequestOf(const TablesQuery& query);
std::vector<TableTotal> TotalsFrom(
    const aggregation::v1::ListTotalsResponse& response);

void TableToProto(const ReportTable& table, v1::ReportTable* message);

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_MESSAGES_REPORT_MESSAGES_H_
