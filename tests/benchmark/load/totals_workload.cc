#include "tests/benchmark/load/totals_workload.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "services/rpc/client.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::load {

Measurement ReadTotals(const std::shared_ptr<grpc::Channel>& channel,
                       const TotalsOptions& options) {
  const auto stub = aggregation::v1::AggregationService::NewStub(channel);
  aggregation::v1::ListTotalsRequest request;
  auto* scope = request.mutable_scope();
  scope->set_name(absl::StrCat("prefectures/", options.division));
  scope->set_fiscal_year(options.fiscal_year);
  scope->set_stage(budget::v1::STAGE_APPROVED);
  if (options.table != 0) {
    request.add_tables(static_cast<budget::v1::TableKind>(options.table));
  }
  Measurement measurement;
  measurement.workload = options.workload;
  measurement.unit = "call";
  aggregation::v1::ListTotalsResponse response;
  const absl::Time start = absl::Now();
  for (int i = 0; i < options.calls; ++i) {
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kReadDeadline);
    const absl::Time call_start = absl::Now();
    const grpc::Status status = stub->ListTotals(&context, request, &response);
    if (status.ok()) {
      measurement.latencies.push_back(absl::Now() - call_start);
    } else {
      ++measurement.failed;
      measurement.note = status.error_message();
    }
  }
  measurement.wall_time = absl::Now() - start;
  if (measurement.failed == 0) {
    measurement.bytes =
        static_cast<int64_t>(response.ByteSizeLong()) * options.calls;
    measurement.note = absl::StrCat(response.totals_size(), " totals, ",
                                    response.ByteSizeLong(),
                                    " bytes, revision ", response.revision());
  }
  return measurement;
}

}  // namespace yuheng::load
