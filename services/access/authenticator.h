#ifndef YUHENG_SERVICES_ACCESS_AUTHENTICATOR_H_
#define YUHENG_SERVICES_ACCESS_AUTHENTICATOR_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/access/identity.h"
#include "services/access/revocations.h"
#include "services/access/token.h"
#include "services/access/watched_file.h"
#include "yuheng/config/v1/config.pb.h"

namespace yuheng::access {

// Verified tokens that are remembered, so that each is verified once.
inline constexpr size_t kTokensRememberedMax = 4096;

// Who calls. Thread-safe.
class Authenticator {
 public:
  struct Clock {
    std::function<absl::Time()> now;
    // A changed file of keys or revocations that can't be read: what it said
    // before still holds. Called for each change once.
    std::function<void(const absl::Status&)> on_unreadable;
  };

  // INVALID_ARGUMENT for a holder without a name or role, with a malformed
  // unit, named twice, who is a service and something else, or a person with a
  // service's name; what reading the files gives.
  static absl::StatusOr<std::unique_ptr<Authenticator>> Open(
      const config::v1::AccessConfig& config, Clock clock);

  // `authorization` is the header of the call, empty for none;
  // `certificate_names` those of the peer's verified certificate. A header
  // counts before a certificate, and a wrong one is never made good by it. What
  // was revoked counts in neither. UNAUTHENTICATED otherwise.
  absl::StatusOr<std::shared_ptr<const Identity>> Identify(
      absl::string_view authorization,
      absl::Span<const std::string> certificate_names);

 private:
  using Known = std::shared_ptr<const Token>;
  using Keys = std::shared_ptr<const std::vector<Key>>;

  Authenticator(const config::v1::AccessConfig& config, Clock clock);
  absl::Status ReadKeys() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status ReadRevocations() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void ReadChanges() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::StatusOr<Known> Verified(absl::string_view token)
      ABSL_LOCKS_EXCLUDED(mu_);
  // `issued` is when what the subject shows was.
  absl::Status CheckNotRevoked(const std::string& subject,
                               const std::string& token, absl::Time issued)
      ABSL_LOCKS_EXCLUDED(mu_);

  const std::string audience_;
  const Clock clock_;
  std::map<std::string, std::shared_ptr<const Identity>> holders_;
  absl::Mutex mu_;
  WatchedFile jwks_file_ ABSL_GUARDED_BY(mu_);
  WatchedFile revoked_file_ ABSL_GUARDED_BY(mu_);
  // Never null.
  Keys keys_ ABSL_GUARDED_BY(mu_);
  Revocations revocations_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, Known, std::less<>> known_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_AUTHENTICATOR_H_
