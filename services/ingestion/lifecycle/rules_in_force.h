#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_RULES_IN_FORCE_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_RULES_IN_FORCE_H_

#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/optional.h"
#include "yuheng/validation/v1/finding.pb.h"

namespace yuheng::ingestion {

// What validation was last heard to check with. A verdict that was given on
// something else is stale. Thread-safe; nothing blocks.
class RulesInForce {
 public:
  // Hexadecimal, as in VerdictSummary.
  struct Hashes {
    std::string catalogue_sha256;
    std::string overlay_sha256;
    std::string charts_sha256;

    friend bool operator==(const Hashes&, const Hashes&) = default;
  };

  void Set(Hashes hashes) ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    hashes_ = std::move(hashes);
  }
  void Set(const validation::v1::VerdictSummary& verdict) {
    Set(HashesOf(verdict));
  }

  absl::optional<Hashes> Get() const ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    return hashes_;
  }

  // False as long as nothing was heard.
  bool IsStale(const validation::v1::VerdictSummary& verdict) const
      ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    return hashes_ && !(*hashes_ == HashesOf(verdict));
  }

 private:
  static Hashes HashesOf(const validation::v1::VerdictSummary& verdict) {
    return {verdict.catalogue_sha256(), verdict.overlay_sha256(),
            verdict.charts_sha256()};
  }

  mutable absl::Mutex mu_;
  absl::optional<Hashes> hashes_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_RULES_IN_FORCE_H_
