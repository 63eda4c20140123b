// The method that tells how expenditure is paid.

#include "services/aggregation/ledger/past_totals.h"
#include "services/aggregation/service/convert.h"
#include "services/aggregation/service/revision.h"
#include "services/aggregation/service/service.h"
#include "services/aggregation/service/sources_answer.h"

namespace yuheng::aggregation {

grpc::ServerUnaryReactor* Service::ListFunctionSources(
    grpc::CallbackServerContext* context,
    const v1::ListFunctionSourcesRequest* request,
    v1::ListFunctionSourcesResponse* response) {
  return AnswerFrom(options_.long_reads, context, *request,
                    [this, request, response](const Cancelled& cancelled) {
                      return FunctionSourcesInto(*request, cancelled, response);
                    });
}

absl::Status Service::FunctionSourcesInto(
    const v1::ListFunctionSourcesRequest& request, const Cancelled& cancelled,
    v1::ListFunctionSourcesResponse* response) const {
  const auto scope = ScopeFrom(options_.division, options_.feed->departments(),
                               request.scope());
  if (!scope.ok()) return scope.status();
  const uint64_t newest = options_.feed->revision();
  const absl::Status status =
      CheckRevision("revision", request.revision(), newest);
  if (!status.ok()) return status;
  const uint64_t revision = request.revision() == 0
                                ? newest
                                : static_cast<uint64_t>(request.revision());
  // From the entries, so that the shared totals are held by nobody meanwhile.
  const auto reading =
      SourcesAt(*options_.store, *options_.form, options_.feed->departments(),
                *scope, revision, cancelled);
  if (!reading.ok()) return reading.status();
  response->set_revision(static_cast<int64_t>(revision));
  return FunctionSourcesTo(options_.division, *reading, response);
}

}  // namespace yuheng::aggregation
