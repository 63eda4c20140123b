#ifndef YUHENG_SERVICES_INGESTION_UPLOAD_UPLOAD_BUDGET_H_
#define YUHENG_SERVICES_INGESTION_UPLOAD_UPLOAD_BUDGET_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"

namespace yuheng::ingestion {

// Bytes of documents, and of answers that wait to be read, that all uploads and
// downloads together may hold in memory, each until its call is let go.
inline constexpr int64_t kUploadBytesInFlightMax = int64_t{256} << 20;

// Counts them, so that nobody keeps all of them: an identity has at most a
// quarter, but always enough for one document. Where nobody is asked who calls,
// all callers are one, and have the whole. Thread-safe.
class UploadBudget {
 public:
  UploadBudget(int64_t bytes_max, int64_t document_bytes_max)
      : bytes_max_(bytes_max),
        identity_bytes_max_(std::max(bytes_max / 4, document_bytes_max)) {}

  // What one call holds; gives it back when it is destroyed. Thread-safe.
  class Share {
   public:
    // `identity` is empty where nobody is asked. `budget` outlives it.
    Share(UploadBudget* budget, std::string identity)
        : budget_(*budget), identity_(std::move(identity)) {}
    ~Share() { budget_.GiveBack(this); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    // Holds at least so many bytes from now on. False, and nothing more is
    // held, when those would be too many, of the identity or of all.
    [[nodiscard]] bool TryHold(int64_t bytes) {
      return budget_.TryHold(bytes, this);
    }

   private:
    friend class UploadBudget;
    UploadBudget& budget_;
    const std::string identity_;
    int64_t bytes_ = 0;  // Guarded by the budget's mu_.
  };

 private:
  bool TryHold(int64_t bytes, Share* share) ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    const int64_t more = bytes - share->bytes_;
    if (more <= 0) return true;
    if (held_ + more > bytes_max_) return false;
    int64_t& of_identity = held_of_[share->identity_];
    if (!share->identity_.empty() && of_identity + more > identity_bytes_max_) {
      return false;
    }
    of_identity += more;
    held_ += more;
    share->bytes_ = bytes;
    return true;
  }
  void GiveBack(Share* share) ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    if (share->bytes_ == 0) return;
    held_ -= share->bytes_;
    const auto of = held_of_.find(share->identity_);
    of->second -= share->bytes_;
    if (of->second == 0) held_of_.erase(of);
  }

  const int64_t bytes_max_;
  const int64_t identity_bytes_max_;
  absl::Mutex mu_;
  int64_t held_ ABSL_GUARDED_BY(mu_) = 0;
  // The same by identity.
  absl::flat_hash_map<std::string, int64_t> held_of_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_UPLOAD_UPLOAD_BUDGET_H_
