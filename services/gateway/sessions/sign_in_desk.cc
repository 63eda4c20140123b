#include "services/gateway/sessions/sign_in_desk.h"

#include <utility>

#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

constexpr absl::Duration kFullRetryAfter = absl::Seconds(2);

absl::Status Full() {
  return rpc::WithRetryAfter(rpc::MakeError(rpc::Reason::kQueueFull),
                             kFullRetryAfter);
}

}  // namespace

SignInDesk::SignInDesk(std::string accounts_dir, absl::Duration life,
                       std::function<absl::Time()> now)
    : accounts_dir_(std::move(accounts_dir)),
      life_(life),
      now_(std::move(now)),
      queue_({.name = "sign-in",
              .thread_count = 1,
              .waiting_max = kSignInsWaitingMax}) {}

absl::Status SignInDesk::Ask(SignInAttempt attempt) {
  const std::string peer = attempt.peer;
  {
    absl::MutexLock lock(&mu_);
    int& waiting = waiting_[peer];
    if (waiting >= kPeerSignInsWaitingMax) return Full();
    ++waiting;
  }
  const bool taken =
      queue_.TryPost([this, attempt = std::move(attempt)] { Answer(attempt); });
  if (taken) return absl::OkStatus();
  Leave(peer);
  return Full();
}

void SignInDesk::Answer(const SignInAttempt& attempt) {
  Leave(attempt.peer);
  if (attempt.abandoned()) return;
  attempt.done(SignIn(attempt.account, attempt.password));
}

void SignInDesk::Leave(const std::string& peer) {
  absl::MutexLock lock(&mu_);
  const auto found = waiting_.find(peer);
  if (--found->second == 0) waiting_.erase(found);
}

absl::StatusOr<Session> SignInDesk::SignIn(const std::string& account,
                                           const std::string& password) const {
  // Opened anew: the command line may have changed it.
  auto folder = access::AccountFolder::Open(accounts_dir_);
  if (!folder.ok()) return folder.status();
  auto issued = folder->Issue(account, password, now_(), life_);
  if (!issued.ok()) return issued.status();
  return Session{.identity = std::move(issued->token.identity),
                 .token = std::move(issued->text),
                 .expires = issued->token.expires};
}

}  // namespace yuheng::gateway
