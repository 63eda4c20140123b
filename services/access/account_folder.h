#ifndef YUHENG_SERVICES_ACCESS_ACCOUNT_FOLDER_H_
#define YUHENG_SERVICES_ACCESS_ACCOUNT_FOLDER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/access/token.h"
#include "yuheng/access/v1/account.pb.h"

namespace yuheng::access {

// The folder of a site without an identity provider, for its owner alone:
//   accounts.textproto  yuheng.access.v1.AccountList
//   signing-key.json    the private key of tokens; no service reads it
//   jwks.json           its public part: AccessConfig.jwks_file
//   revoked             AccessConfig.revoked_file
//   wrong-passwords     yuheng.access.v1.WrongPasswordList
// One process at a time has it open. Not thread-safe.
class AccountFolder {
 public:
  // Makes the folder's files. ALREADY_EXISTS when there are some;
  // FAILED_PRECONDITION, as from Open, when the folder is somebody else's or
  // others may write in it: they could put their own key in its place.
  static absl::Status Make(const std::string& dir);
  // Waits until no other process has it open. NOT_FOUND when nothing was made
  // there, INVALID_ARGUMENT for an accounts file that can't be read.
  static absl::StatusOr<AccountFolder> Open(const std::string& dir);
  AccountFolder(AccountFolder&& other) noexcept;
  AccountFolder& operator=(AccountFolder&&) = delete;
  ~AccountFolder();

  const v1::AccountList& accounts() const { return accounts_; }

  // All durable on return. A name is 1 to 64 of A-Z a-z 0-9 . _ -, starting
  // with a letter or digit, and no service's; roles are those of people, and
  // who has one for some departments only has departments or units.
  // INVALID_ARGUMENT otherwise and for the password; ALREADY_EXISTS for a name
  // that is taken, disabled accounts included: records name it.
  absl::Status Add(v1::Account account, absl::string_view password);
  // NOT_FOUND when there is no such account, in these two. Tokens from before
  // `now` do not count any more, nor do any others of its second: tokens tell
  // whole ones.
  absl::Status SetPassword(absl::string_view name, absl::string_view password,
                           absl::Time now);
  // Nor do its tokens.
  absl::Status Disable(absl::string_view name);
  // It may be used again with the password it had; tokens from before `now` and
  // of its second stay as they are. NOT_FOUND likewise.
  absl::Status Enable(absl::string_view name, absl::Time now);

  // A token of the account. UNAUTHENTICATED, the same after the same work, when
  // there is no such account, it is disabled, or has another password.
  // RESOURCE_EXHAUSTED with a retry hint, and the password not looked at, after
  // too many wrong ones (wrong_passwords.h).
  struct Issued {
    std::string text;
    Token token;
  };
  absl::StatusOr<Issued> Issue(absl::string_view name,
                               absl::string_view password, absl::Time now,
                               absl::Duration life);

 private:
  AccountFolder(std::string dir, int lock)
      : dir_(std::move(dir)), lock_(lock) {}
  v1::Account* Find(absl::string_view name);
  absl::Status Write() const;
  // Adds a line to the revocations.
  absl::Status Revoke(absl::string_view line) const;
  // Whether it is the account's, after the wait that wrong ones cost.
  absl::Status CheckPassword(const v1::Account* account, absl::string_view name,
                             absl::string_view password, absl::Time now);

  const std::string dir_;
  int lock_;
  v1::AccountList accounts_;
  v1::WrongPasswordList wrong_;
};

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_ACCOUNT_FOLDER_H_
