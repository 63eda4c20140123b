#include "services/cli/commands/stored_ceiling.h"

#include "services/budget/ceiling_codec.h"
#include "services/budget/table_shape.h"
#include "services/cli/connection.h"
#include "services/rpc/client.h"

namespace yuheng::cli {

absl::optional<std::vector<budget::CeilingFigure>> FindCeilingFigures(
    const Terminal& terminal, ingestion::v1::IngestionService::Stub& stub,
    const rpc::ResourceName& name, int fiscal_year, const std::string& sha256) {
  ingestion::v1::ListCeilingsRequest request;
  request.set_parent(rpc::DepartmentName(name.division, name.department));
  request.set_fiscal_year(fiscal_year);
  request.set_show_history(true);
  do {
    ingestion::v1::ListCeilingsResponse response;
    const grpc::Status status = rpc::CallWithRetry(
        {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
        [&](grpc::ClientContext& context) {
          return stub.ListCeilings(&context, request, &response);
        });
    if (!status.ok()) {
      ReportFailure(terminal, status);
      return absl::nullopt;
    }
    for (const ingestion::v1::Ceiling& ceiling : response.ceilings()) {
      if (ceiling.sha256() != sha256) continue;
      auto figures = budget::CeilingFiguresFromProto(budget::StandardForm(),
                                                     ceiling.figures());
      if (figures.ok()) return *std::move(figures);
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  PrintError(terminal, Say(terminal, "ceilings.not_found",
                           {{"sha256", sha256.substr(0, 12)}}));
  return absl::nullopt;
}

}  // namespace yuheng::cli
