#ifndef YUHENG_SERVICES_AGGREGATION_SERVICE_REVISION_H_
#define YUHENG_SERVICES_AGGREGATION_SERVICE_REVISION_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/aggregation/feed/totals_feed.h"

namespace yuheng::aggregation {

// Of a revision that was asked for, 0 for the newest; REVISION_IN_FUTURE.
absl::Status CheckRevision(absl::string_view field, int64_t revision,
                           uint64_t newest);
// Whether it is at hand, 0 or by its number; it may have moved on when it is
// read.
bool IsNewest(int64_t revision, const TotalsFeed& feed);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_SERVICE_REVISION_H_
