#ifndef YUHENG_SERVICES_CLI_COMMANDS_WAIVER_WORDS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_WAIVER_WORDS_H_

#include <set>
#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "grpcpp/support/status.h"
#include "services/cli/output/json.h"
#include "services/cli/output/terminal.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {

// Digits of a finding's id that are enough to name it.
inline constexpr size_t kFindingIdTypedMin = 6;

// ACTIVE, LAPSED, RESOLVED, DELETED; "" for none.
std::string WaiverStateName(ingestion::v1::WaiverState state);
// The state in the user's language; "not explained" for none.
std::string WaiverStateWord(const Terminal& terminal,
                            ingestion::v1::WaiverState state);
Color WaiverStateColor(ingestion::v1::WaiverState state);

// The explanations of a submission, oldest first.
grpc::Status FetchWaivers(ingestion::v1::IngestionService::Stub& stub,
                          const std::string& submission, bool show_deleted,
                          std::vector<ingestion::v1::Waiver>* waivers);

// The ids of the findings that these explain now.
std::set<std::string> ExplainedBy(
    const std::vector<ingestion::v1::Waiver>& waivers);

// The id of the finding whose id begins with `typed`, of at least
// kFindingIdTypedMin digits; among those found in the submission and those that
// were explained. When it is none or more than one, says so and gives nothing.
absl::optional<std::string> FindFindingId(
    const Terminal& terminal, ingestion::v1::IngestionService::Stub& stub,
    const std::string& submission, const std::string& typed);

// {"finding":…,"rule":…,"state":…,"text":…,"actor":…,"time":…,"origin":…}
void WriteWaiver(const ingestion::v1::Waiver& waiver, JsonWriter* json);

// For people: what is explained and how, a few lines each.
void PrintWaivers(const Terminal& terminal,
                  const std::vector<ingestion::v1::Waiver>& waivers);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_WAIVER_WORDS_H_
