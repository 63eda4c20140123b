// The method that tells how expenditure is paid.

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aggregation/ledger/past_totals.h"
#include "services/aggregation/service/convert.h"
#include "services/aggregation/service/revision.h"
#include "services/aggregation/service/service.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"

namespace yuheng::aggregation {
namespace {

void BoundsTo(const Bounds& bounds, v1::AmountBounds* message) {
  message->set_least_fen(bounds.least_fen);
  message->set_most_fen(bounds.most_fen);
}

void FunctionTo(const FunctionSources& function, v1::FunctionSources* message) {
  message->set_function_code(function.code);
  message->set_basic_fen(function.basic_fen);
  message->set_project_fen(function.project_fen);
  message->set_basic_open_fen(function.basic_open_fen);
  message->set_project_open_fen(function.project_open_fen);
  message->set_residue_fen(function.residue_fen);
  for (const SourceUse& use : function.sources) {
    v1::SourceUse* said = message->add_sources();
    said->set_source(use.source);
    said->set_amount_fen(use.amount_fen);
    BoundsTo(use.basic, said->mutable_basic());
    BoundsTo(use.project, said->mutable_project());
  }
}

absl::Status AnswerTooLargeError(size_t count) {
  const budget::Text text = budget::Message("aggregation.functions_too_large",
                                            {{"count", absl::StrCat(count)}});
  return rpc::MakeFieldError({{"scope", text.en}}, text.zh, text.en);
}

}  // namespace

grpc::ServerUnaryReactor* Service::ListFunctionSources(
    grpc::CallbackServerContext* context,
    const v1::ListFunctionSourcesRequest* request,
    v1::ListFunctionSourcesResponse* response) {
  return AnswerFrom(options_.long_reads, context,
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
  for (const FunctionSources& function : reading->functions) {
    FunctionTo(function, response->add_functions());
  }
  for (const Position& position : reading->entries) {
    response->add_entries(rpc::EntryName(options_.division, position.department,
                                         static_cast<int64_t>(position.seq)));
  }
  if (FitsMessage(*response)) return absl::OkStatus();
  const size_t count = reading->functions.size();
  response->Clear();
  return AnswerTooLargeError(count);
}

}  // namespace yuheng::aggregation
