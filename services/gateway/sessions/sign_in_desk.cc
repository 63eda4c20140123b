#include "services/gateway/sessions/sign_in_desk.h"

#include <utility>

#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

constexpr absl::Duration kFullRetryAfter = absl::Seconds(2);

}  // namespace

SignInDesk::SignInDesk(std::string accounts_dir, absl::Duration life,
                       std::function<absl::Time()> now)
    : accounts_dir_(std::move(accounts_dir)),
      life_(life),
      now_(std::move(now)),
      queue_({.name = "sign-in",
              .thread_count = 1,
              .waiting_max = kSignInsWaitingMax}) {}

absl::Status SignInDesk::Ask(
    std::string account, std::string password,
    std::function<void(absl::StatusOr<Session>)> done) {
  const bool taken = queue_.TryPost(
      [this, account = std::move(account), password = std::move(password),
       done = std::move(done)] { done(SignIn(account, password)); });
  if (taken) return absl::OkStatus();
  return rpc::WithRetryAfter(rpc::MakeError(rpc::Reason::kQueueFull),
                             kFullRetryAfter);
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
