// One report, from a request to its tables.
#ifndef YUHENG_SERVICES_REPORTING_SERVICE_REPORT_MAKER_H_
#define YUHENG_SERVICES_REPORTING_SERVICE_REPORT_MAKER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "services/reporting/messages/report_messages.h"
#include "services/reporting/service/reporting_service.h"
#include "services/reporting/tables/report_table.h"

namespace yuheng::reporting {

struct Report {
  std::string display_name;  // Printed as 编制部门.
  int64_t revision = 0;      // What the tables are true at.
  std::vector<ReportTable> tables;
};

// The name printed for a scope: of the unit, the department, the group or the
// prefecture; its code where the list has no name.
std::string DisplayNameOf(const ReportingServiceOptions& options,
                          const rpc::ResourceName& scope);

// DEPARTMENT_UNKNOWN when there is a list and the scope's department is not in
// it.
absl::Status CheckListed(const ReportingServiceOptions& options,
                         const rpc::ResourceName& scope);

// Asks aggregation; blocks. Errors as ReportingServiceImpl says.
absl::StatusOr<Report> MakeReport(const ReportingServiceOptions& options,
                                  const grpc::CallbackServerContext& call,
                                  const TablesQuery& query);

// Asks ingestion, then aggregation, so that what is posted here is within the
// revision; blocks.
absl::Status MakeProgress(const ReportingServiceOptions& options,
                          const grpc::CallbackServerContext& call,
                          const v1::GetProgressRequest& request,
                          v1::GetProgressResponse* response);

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_SERVICE_REPORT_MAKER_H_
