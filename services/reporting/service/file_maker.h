// The files that calls are answered with.
#ifndef YUHENG_SERVICES_REPORTING_SERVICE_FILE_MAKER_H_
#define YUHENG_SERVICES_REPORTING_SERVICE_FILE_MAKER_H_

#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "services/reporting/service/reporting_service.h"
#include "services/rpc/call_gate.h"

namespace yuheng::reporting {

// All ask peers, and block. Errors as ReportingServiceImpl says.

// The tables, printed; their revision goes into `first`.
absl::StatusOr<std::string> MakeWorkbook(
    const ReportingServiceOptions& options,
    const grpc::CallbackServerContext& call,
    const v1::RenderWorkbookRequest& request,
    v1::RenderWorkbookResponse* first);

// A template to fill in. `caller` keeps to its units.
absl::StatusOr<std::string> MakeTemplate(
    const ReportingServiceOptions& options,
    const grpc::CallbackServerContext& call, const rpc::Caller& caller,
    const v1::RenderTemplateRequest& request);

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_SERVICE_FILE_MAKER_H_
