#ifndef YUHENG_SERVICES_GATEWAY_SESSIONS_SIGN_IN_DESK_H_
#define YUHENG_SERVICES_GATEWAY_SESSIONS_SIGN_IN_DESK_H_

#include <functional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/access/account_folder.h"
#include "services/gateway/sessions/session_store.h"
#include "services/rpc/work_queue.h"

namespace yuheng::gateway {

// Passwords that wait to be looked at; each takes about a tenth of a second.
inline constexpr int kSignInsWaitingMax = 32;
// Of one peer: nobody keeps the others waiting.
inline constexpr int kPeerSignInsWaitingMax = 8;

// Somebody who signs in.
struct SignInAttempt {
  // Where it comes from, such as an address.
  std::string peer;
  std::string account;
  std::string password;
  // Whether nobody waits for the answer any more; from any thread.
  std::function<bool()> abandoned;
  // What access::AccountFolder::Issue gives; on the desk's thread. Not called
  // for one that was abandoned.
  std::function<void(absl::StatusOr<Session>)> done;
};

// Looks at passwords, on a thread of its own: that takes long, and one process
// at a time has the folder of accounts. Thread-safe.
class SignInDesk {
 public:
  // `life` is at most access::kTokenLifeMax.
  SignInDesk(std::string accounts_dir, absl::Duration life,
             std::function<absl::Time()> now);

  // QUEUE_FULL, and `done` is not called, when too many wait, or too many of
  // the peer.
  absl::Status Ask(SignInAttempt attempt) ABSL_LOCKS_EXCLUDED(mu_);

 private:
  void Answer(const SignInAttempt& attempt) ABSL_LOCKS_EXCLUDED(mu_);
  void Leave(const std::string& peer) ABSL_LOCKS_EXCLUDED(mu_);
  absl::StatusOr<Session> SignIn(const std::string& account,
                                 const std::string& password) const;

  const std::string accounts_dir_;
  const absl::Duration life_;
  const std::function<absl::Time()> now_;
  absl::Mutex mu_;
  // How many wait, by peer.
  absl::flat_hash_map<std::string, int> waiting_ ABSL_GUARDED_BY(mu_);
  // Last: it ends before what its tasks use.
  rpc::WorkQueue queue_;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_SESSIONS_SIGN_IN_DESK_H_
