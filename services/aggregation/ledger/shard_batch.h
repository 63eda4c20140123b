#ifndef YUHENG_SERVICES_AGGREGATION_LEDGER_SHARD_BATCH_H_
#define YUHENG_SERVICES_AGGREGATION_LEDGER_SHARD_BATCH_H_

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/aggregation/ledger/shard.h"
#include "storage/format/ledger_record.h"
#include "storage/store.h"

// For shard.cc and shard_plan.cc only.
namespace yuheng::aggregation {

// What one Process call plans.
struct Shard::Batch {
  enum class Kind { kApplied, kReplayed, kRefused, kOutcome, kFailed };
  struct Item {
    Kind kind = Kind::kFailed;
    std::optional<size_t> commit;  // Index in commits.
    std::string department;
    std::optional<storage::EntryRecord> entry;
    // Called with OK when what was planned is true, else with what to say.
    absl::AnyInvocable<void(const absl::Status&)> answer;
  };

  absl::Time now;
  std::vector<storage::Commit> commits;
  std::vector<Item> items;
  // What was read or planned in this batch, by department and id or place.
  std::map<std::pair<std::string, std::string>, storage::OutcomeRecord>
      outcomes;
  std::map<std::tuple<std::string, std::string>, storage::ContributionRecord>
      contributions;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_LEDGER_SHARD_BATCH_H_
