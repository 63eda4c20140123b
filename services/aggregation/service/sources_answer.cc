#include "services/aggregation/service/sources_answer.h"

#include "absl/strings/str_cat.h"
#include "services/aggregation/service/convert.h"
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

absl::Status FunctionsTooLargeError(size_t count) {
  const budget::Text text = budget::Message("aggregation.functions_too_large",
                                            {{"count", absl::StrCat(count)}});
  return rpc::MakeFieldError({{"scope", text.en}}, text.zh, text.en);
}

}  // namespace

absl::Status FunctionSourcesTo(absl::string_view division,
                               const SourcesReading& reading,
                               v1::ListFunctionSourcesResponse* response) {
  for (const FunctionSources& function : reading.functions) {
    FunctionTo(function, response->add_functions());
  }
  for (const Position& position : reading.entries) {
    response->add_entries(rpc::EntryName(division, position.department,
                                         static_cast<int64_t>(position.seq)));
  }
  if (FitsMessage(*response)) return absl::OkStatus();
  response->Clear();
  return FunctionsTooLargeError(reading.functions.size());
}

}  // namespace yuheng::aggregation
