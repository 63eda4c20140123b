#include "services/aggregation/service/revision.h"

#include <string>

#include "services/rpc/reason.h"

namespace yuheng::aggregation {

absl::Status CheckRevision(absl::string_view field, int64_t revision,
                           uint64_t newest) {
  if (revision < 0) {
    return rpc::MakeFieldError({{std::string(field), "not negative"}});
  }
  if (static_cast<uint64_t>(revision) <= newest) return absl::OkStatus();
  return RevisionInFutureError(static_cast<uint64_t>(revision), newest);
}

bool IsNewest(int64_t revision, const TotalsFeed& feed) {
  return revision == 0 || static_cast<uint64_t>(revision) == feed.revision();
}

}  // namespace yuheng::aggregation
