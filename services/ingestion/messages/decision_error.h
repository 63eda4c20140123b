#ifndef YUHENG_SERVICES_INGESTION_MESSAGES_DECISION_ERROR_H_
#define YUHENG_SERVICES_INGESTION_MESSAGES_DECISION_ERROR_H_

#include "absl/status/status.h"
#include "yuheng/ingestion/v1/decision.pb.h"

namespace yuheng::ingestion {

// Why one item of many was refused, as the single call would have said.
v1::DecisionError DecisionErrorOf(const absl::Status& status);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_MESSAGES_DECISION_ERROR_H_
