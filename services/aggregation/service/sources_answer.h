#ifndef YUHENG_SERVICES_AGGREGATION_SERVICE_SOURCES_ANSWER_H_
#define YUHENG_SERVICES_AGGREGATION_SERVICE_SOURCES_ANSWER_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/aggregation/ledger/past_totals.h"
#include "yuheng/aggregation/v1/sources.pb.h"

namespace yuheng::aggregation {

// Adds what was read to an answer. FIELD_INVALID, saying that a part is to be
// asked for, and nothing in the answer when it is too large for a message.
absl::Status FunctionSourcesTo(absl::string_view division,
                               const SourcesReading& reading,
                               v1::ListFunctionSourcesResponse* response);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_SERVICE_SOURCES_ANSWER_H_
