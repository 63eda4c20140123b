#include "services/ingestion/messages/decision_error.h"

#include "services/rpc/reason.h"

namespace yuheng::ingestion {

v1::DecisionError DecisionErrorOf(const absl::Status& status) {
  const rpc::ErrorDetails details = rpc::DetailsOf(status);
  v1::DecisionError error;
  error.set_code(static_cast<int>(status.code()));
  error.set_reason(details.reason_name);
  error.mutable_message()->set_zh(details.zh);
  error.mutable_message()->set_en(details.en);
  return error;
}

}  // namespace yuheng::ingestion
