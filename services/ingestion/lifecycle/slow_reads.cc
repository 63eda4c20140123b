#include "services/ingestion/lifecycle/slow_reads.h"

#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/ingestion/lifecycle/step.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {

absl::StatusOr<budget::Document> SlowReads::Judge(
    const std::string& name, absl::StatusOr<budget::Document> read) {
  const bool slow =
      rpc::ReasonOf(read.status()) == rpc::Reason::kDocumentTooSlow;
  // Others that fail were not read to their end.
  if (!slow && !read.ok()) return read;
  absl::MutexLock lock(&mu_);
  if (!slow) {
    slow_.erase(name);
    return read;
  }
  const int count = ++slow_[name];
  if (count < kSlowReadsMax) return read;
  return Refuse(rpc::Reason::kDocumentUnreadable,
                budget::Message("ingestion.set_aside_slow",
                                {{"count", absl::StrCat(count)}}));
}

void SlowReads::Forget(const std::string& name) {
  absl::MutexLock lock(&mu_);
  slow_.erase(name);
}

}  // namespace yuheng::ingestion
