#ifndef YUHENG_SERVICES_GATEWAY_SESSIONS_SESSION_STORE_H_
#define YUHENG_SERVICES_GATEWAY_SESSIONS_SESSION_STORE_H_

#include <functional>
#include <list>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/access/identity.h"

namespace yuheng::gateway {

// Random bytes of a session's id.
inline constexpr size_t kSessionIdBytes = 32;
// Sessions at once; one more, and the one not used for the longest ends.
inline constexpr size_t kSessionsMax = 20'000;
// Of one subject, likewise.
inline constexpr size_t kSessionsPerSubjectMax = 16;

// Who is signed in.
struct Session {
  access::Identity identity;
  // What upstream is shown.
  std::string token;
  // When the token ends, and the session with it.
  absl::Time expires;
};

// Sessions, in memory alone: after a restart people sign in again. Thread-safe.
class SessionStore {
 public:
  struct Sources {
    std::function<absl::Time()> now;
    // kSessionIdBytes random bytes.
    std::function<std::string()> random;
  };
  SessionStore(absl::Duration idle_max, Sources sources)
      : idle_max_(idle_max), sources_(std::move(sources)) {}

  // The id that the browser is to keep: always a new one.
  std::string Add(Session session) ABSL_LOCKS_EXCLUDED(mu_);
  // Null when there is none, it was not used for too long, or its time is over.
  // A use.
  std::shared_ptr<const Session> Find(absl::string_view id)
      ABSL_LOCKS_EXCLUDED(mu_);
  // Whether Find would give it. No use.
  bool Has(absl::string_view id) const ABSL_LOCKS_EXCLUDED(mu_);
  void Remove(absl::string_view id) ABSL_LOCKS_EXCLUDED(mu_);

  size_t size() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  struct Kept {
    std::string id;
    std::shared_ptr<const Session> session;
    absl::Time used;
  };
  using Order = std::list<Kept>;

  // Not used for too long, or its time is over.
  bool IsOver(const Kept& kept, absl::Time now) const;
  void Erase(Order::iterator kept) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Those whose time is over.
  void EraseExpired(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const absl::Duration idle_max_;
  const Sources sources_;
  mutable absl::Mutex mu_;
  // Used last is last.
  Order order_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<std::string, Order::iterator> by_id_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_SESSIONS_SESSION_STORE_H_
