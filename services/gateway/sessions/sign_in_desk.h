#ifndef YUHENG_SERVICES_GATEWAY_SESSIONS_SIGN_IN_DESK_H_
#define YUHENG_SERVICES_GATEWAY_SESSIONS_SIGN_IN_DESK_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/access/account_folder.h"
#include "services/gateway/sessions/session_store.h"
#include "services/rpc/work_queue.h"

namespace yuheng::gateway {

// Passwords that wait to be looked at; each takes about a tenth of a second.
inline constexpr int kSignInsWaitingMax = 32;

// Looks at passwords, on a thread of its own: that takes long, and one process
// at a time has the folder of accounts. Thread-safe.
class SignInDesk {
 public:
  // `life` is at most access::kTokenLifeMax.
  SignInDesk(std::string accounts_dir, absl::Duration life,
             std::function<absl::Time()> now);

  // `done` is called on that thread: with what access::AccountFolder::Issue
  // gives. QUEUE_FULL, and it is not called, when too many wait.
  absl::Status Ask(std::string account, std::string password,
                   std::function<void(absl::StatusOr<Session>)> done);

 private:
  absl::StatusOr<Session> SignIn(const std::string& account,
                                 const std::string& password) const;

  const std::string accounts_dir_;
  const absl::Duration life_;
  const std::function<absl::Time()> now_;
  // Last: it ends before what its tasks use.
  rpc::WorkQueue queue_;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_SESSIONS_SIGN_IN_DESK_H_
