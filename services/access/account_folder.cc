#include "services/access/account_folder.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/access/password.h"
#include "services/access/secret_file.h"
#include "services/access/wrong_passwords.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"

namespace yuheng::access {
namespace {

constexpr char kAccounts[] = "/accounts.textproto";
constexpr char kSigningKey[] = "/signing-key.json";
constexpr char kJwks[] = "/jwks.json";
constexpr char kRevoked[] = "/revoked";
constexpr char kWrongPasswords[] = "/wrong-passwords";

constexpr absl::string_view kAccountsHead =
    "# proto-message: yuheng.access.v1.AccountList\n"
    "# Kept by `yuheng auth`.\n";
constexpr absl::string_view kRevokedHead =
    "# Tokens that do not count any more: \"subject NAME\" or \"token ID\".\n";
constexpr absl::string_view kWrongPasswordsHead =
    "# proto-message: yuheng.access.v1.WrongPasswordList\n";

// Lines of revocations: the name for good, and its tokens to the end of that
// second.
std::string AllOf(absl::string_view name) {
  return absl::StrCat("subject ", name);
}
std::string TokensUpTo(absl::string_view name, absl::Time time) {
  return absl::StrCat(AllOf(name), " before ", absl::ToUnixSeconds(time) + 1);
}

absl::Status WrongArgument(absl::string_view zh, absl::string_view en) {
  return rpc::StatusWithTexts(absl::StatusCode::kInvalidArgument, zh, en);
}

// What the system says of a folder.
absl::Status FolderError(const std::string& dir) {
  const absl::Status status = absl::ErrnoToStatus(errno, dir);
  return rpc::StatusWithTexts(
      status.code(),
      absl::StrCat("账号目录“", dir,
                   "”不能使用；没有的先用 yuheng auth init --dir 建立"),
      status.message());
}

absl::Status NoAccount(absl::string_view name) {
  return rpc::StatusWithTexts(absl::StatusCode::kNotFound,
                              absl::StrCat("没有账号 ", name),
                              absl::StrCat("there is no account ", name));
}

absl::Status CheckAccount(const v1::Account& account) {
  if (!rpc::IsResourceId(account.name())) {
    return WrongArgument(
        "账号为 1 至 64 个字母、数字或 . _ -，以字母或数字开头",
        "a name is 1 to 64 of A-Z a-z 0-9 . _ -, starting with a letter or "
        "digit");
  }
  if (IsServiceName(account.name())) {
    return WrongArgument(
        absl::StrCat(account.name(), " 是服务的名称，请换一个"),
        absl::StrCat(account.name(), " is a service's name"));
  }
  if (account.roles().empty()) {
    return WrongArgument("账号须有岗位", "an account has a role");
  }
  const bool works_for_some =
      std::any_of(account.roles().begin(), account.roles().end(), [](int role) {
        return role == v1::ROLE_CLERK || role == v1::ROLE_DEPARTMENT_HEAD;
      });
  if (!works_for_some &&
      (!account.departments().empty() || !account.units().empty())) {
    return WrongArgument(
        "只有部门财务和部门负责人限于部门或预算单位，其他岗位不限，请去掉 "
        "--department 和 --unit",
        "only clerks and heads are limited to departments or units; leave "
        "--department and --unit out for other roles");
  }
  for (const int role : account.roles()) {
    if (role == v1::ROLE_SERVICE) {
      return WrongArgument("服务使用证书，不用账号",
                           "services have certificates");
    }
    const bool of_department =
        role == v1::ROLE_CLERK || role == v1::ROLE_DEPARTMENT_HEAD;
    if (of_department && account.departments().empty() &&
        account.units().empty()) {
      return WrongArgument(
          "部门财务和部门负责人须写明部门（--department）或预算单位（--unit）",
          "clerks and heads have a department, or a unit of one");
    }
  }
  for (const std::string& department : account.departments()) {
    if (!rpc::IsResourceId(department)) {
      return WrongArgument(
          absl::StrCat("“", department, "”不是部门编码，如 104"),
          absl::StrCat("\"", department, "\" is no department's code"));
    }
  }
  for (const std::string& unit : account.units()) {
    if (!IsUnitName(unit)) {
      return WrongArgument(
          absl::StrCat("“", unit,
                       "”不是预算单位：应为 部门编码/单位编码，如 104/104001"),
          absl::StrCat("\"", unit,
                       "\" is no unit: department/unit, such as 104/104001"));
    }
  }
  return absl::OkStatus();
}

// What the parser says of a mistake may repeat a hash.
class Silent : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int, int, const std::string&) override {}
};

std::string NewTokenId() {
  unsigned char random[16] = {};
  if (sodium_init() >= 0) randombytes_buf(random, sizeof random);
  return absl::BytesToHexString(
      {reinterpret_cast<const char*>(random), sizeof random});
}

// Nobody else may put files in the place of ours.
absl::Status CheckFolder(const std::string& dir) {
  struct stat about = {};
  if (stat(dir.c_str(), &about) != 0) return FolderError(dir);
  if (about.st_uid == geteuid() && (about.st_mode & (S_IWGRP | S_IWOTH)) == 0) {
    return absl::OkStatus();
  }
  return rpc::StatusWithTexts(
      absl::StatusCode::kFailedPrecondition,
      absl::StrCat(dir, " 属于他人，或他人可以写入；请 chmod 700"),
      absl::StrCat(
          dir, " is somebody else's or may be written by others: chmod 700"));
}

// False when it is none.
bool ParseText(const std::string& text, google::protobuf::Message* message) {
  google::protobuf::TextFormat::Parser parser;
  Silent silent;
  parser.RecordErrorsTo(&silent);
  return parser.ParseFromString(text, message);
}

std::string TextOf(absl::string_view head,
                   const google::protobuf::Message& message) {
  std::string text;
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  printer.PrintToString(message, &text);
  return absl::StrCat(head, text);
}

}  // namespace

absl::Status AccountFolder::Make(const std::string& dir) {
  if (mkdir(dir.c_str(), 0700) != 0 && errno != EEXIST) {
    return FolderError(dir);
  }
  absl::Status status = CheckFolder(dir);
  if (!status.ok()) return status;
  for (const char* file : {kAccounts, kSigningKey, kJwks, kRevoked}) {
    if (::access(absl::StrCat(dir, file).c_str(), F_OK) == 0) {
      return rpc::StatusWithTexts(absl::StatusCode::kAlreadyExists,
                                  absl::StrCat(dir, file, " 已存在"),
                                  absl::StrCat(dir, file, " exists"));
    }
  }
  const absl::StatusOr<std::string> text = NewSigningKey();
  if (!text.ok()) return text.status();
  const absl::StatusOr<Key> key = SigningKeyFromText(*text);
  if (!key.ok()) return key.status();
  const absl::StatusOr<std::string> jwks = JwksOf(*key);
  if (!jwks.ok()) return jwks.status();
  // The first of two that make them at once makes all of them.
  status = MakeSecretFile(absl::StrCat(dir, kSigningKey), *text);
  if (status.ok()) status = WriteSecretFile(absl::StrCat(dir, kJwks), *jwks);
  if (status.ok()) {
    status = WriteSecretFile(absl::StrCat(dir, kRevoked), kRevokedHead);
  }
  if (status.ok()) {
    status = WriteSecretFile(absl::StrCat(dir, kAccounts), kAccountsHead);
  }
  return status;
}

absl::StatusOr<AccountFolder> AccountFolder::Open(const std::string& dir) {
  const int lock = open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock < 0) return FolderError(dir);
  AccountFolder folder(dir, lock);
  absl::Status status = CheckFolder(dir);
  if (!status.ok()) return status;
  if (flock(lock, LOCK_EX) != 0) return FolderError(dir);
  const std::string path = absl::StrCat(dir, kAccounts);
  const absl::StatusOr<std::string> text = ReadSecretFile(path);
  if (!text.ok()) return text.status();
  if (!ParseText(*text, &folder.accounts_)) {
    return WrongArgument(absl::StrCat(path, " 不是账号清单"),
                         absl::StrCat(path, " is no list of accounts"));
  }
  const std::string counts = absl::StrCat(dir, kWrongPasswords);
  const absl::StatusOr<std::string> wrong = ReadSecretFile(counts);
  if (absl::IsNotFound(wrong.status())) return folder;  // None so far.
  if (!wrong.ok()) return wrong.status();
  if (!ParseText(*wrong, &folder.wrong_)) {
    return WrongArgument(
        absl::StrCat(counts, " 不是口令错误记录"),
        absl::StrCat(counts, " is no list of wrong passwords"));
  }
  return folder;
}

AccountFolder::AccountFolder(AccountFolder&& other) noexcept
    : dir_(other.dir_),
      lock_(std::exchange(other.lock_, -1)),
      accounts_(std::move(other.accounts_)),
      wrong_(std::move(other.wrong_)) {}

AccountFolder::~AccountFolder() {
  if (lock_ >= 0) close(lock_);
}

v1::Account* AccountFolder::Find(absl::string_view name) {
  const auto found = std::find_if(
      accounts_.mutable_accounts()->begin(),
      accounts_.mutable_accounts()->end(),
      [&](const v1::Account& account) { return account.name() == name; });
  return found == accounts_.mutable_accounts()->end() ? nullptr : &*found;
}

absl::Status AccountFolder::Write() const {
  return WriteSecretFile(absl::StrCat(dir_, kAccounts),
                         TextOf(kAccountsHead, accounts_));
}

absl::Status AccountFolder::Revoke(absl::string_view line) const {
  const std::string path = absl::StrCat(dir_, kRevoked);
  const absl::StatusOr<std::string> revoked = ReadSecretFile(path);
  if (!revoked.ok()) return revoked.status();
  const bool ends = revoked->empty() || revoked->back() == '\n';
  return WriteSecretFile(path,
                         absl::StrCat(*revoked, ends ? "" : "\n", line, "\n"));
}

absl::Status AccountFolder::Add(v1::Account account,
                                absl::string_view password) {
  absl::Status status = CheckAccount(account);
  if (!status.ok()) return status;
  if (Find(account.name()) != nullptr) {
    return rpc::StatusWithTexts(
        absl::StatusCode::kAlreadyExists,
        absl::StrCat("已有账号 ", account.name()),
        absl::StrCat("there is an account ", account.name()));
  }
  absl::StatusOr<std::string> hash = HashPassword(password);
  if (!hash.ok()) return hash.status();
  account.set_password_hash(*std::move(hash));
  *accounts_.add_accounts() = std::move(account);
  std::sort(accounts_.mutable_accounts()->begin(),
            accounts_.mutable_accounts()->end(),
            [](const v1::Account& a, const v1::Account& b) {
              return a.name() < b.name();
            });
  return Write();
}

absl::Status AccountFolder::SetPassword(absl::string_view name,
                                        absl::string_view password,
                                        absl::Time now) {
  v1::Account* account = Find(name);
  if (account == nullptr) return NoAccount(name);
  absl::StatusOr<std::string> hash = HashPassword(password);
  if (!hash.ok()) return hash.status();
  account->set_password_hash(*std::move(hash));
  // Whoever knew the password before may have a token of it.
  absl::Status status = Revoke(TokensUpTo(name, now));
  return status.ok() ? Write() : status;
}

absl::Status AccountFolder::Disable(absl::string_view name) {
  v1::Account* account = Find(name);
  if (account == nullptr) return NoAccount(name);
  absl::Status status = Revoke(AllOf(name));
  if (!status.ok()) return status;
  account->set_disabled(true);
  return Write();
}

absl::Status AccountFolder::Enable(absl::string_view name, absl::Time now) {
  v1::Account* account = Find(name);
  if (account == nullptr) return NoAccount(name);
  if (!account->disabled()) return absl::OkStatus();
  const std::string path = absl::StrCat(dir_, kRevoked);
  const absl::StatusOr<std::string> revoked = ReadSecretFile(path);
  if (!revoked.ok()) return revoked.status();
  const std::string whole = AllOf(name);
  std::vector<std::string> lines = absl::StrSplit(*revoked, '\n');
  for (std::string& line : lines) {
    if (absl::StripAsciiWhitespace(line) != whole) continue;
    line = TokensUpTo(name, now);
  }
  absl::Status status = WriteSecretFile(path, absl::StrJoin(lines, "\n"));
  if (!status.ok()) return status;
  account->set_disabled(false);
  return Write();
}

absl::Status AccountFolder::CheckPassword(const v1::Account* account,
                                          absl::string_view name,
                                          absl::string_view password,
                                          absl::Time now) {
  const absl::Duration wait = WaitOf(wrong_, name, now);
  if (wait > absl::ZeroDuration()) {
    const int64_t seconds =
        absl::ToInt64Seconds(absl::Ceil(wait, absl::Seconds(1)));
    return rpc::WithRetryAfter(
        rpc::MakeError(
            rpc::Reason::kCallsTooMany,
            absl::StrCat("口令连续错误过多，请在", seconds, "秒后再试"),
            absl::StrCat("too many wrong passwords; try again in ", seconds,
                         " seconds")),
        absl::Seconds(seconds));
  }
  const auto write = [&] {
    return WriteSecretFile(absl::StrCat(dir_, kWrongPasswords),
                           TextOf(kWrongPasswordsHead, wrong_));
  };
  // Counted first: who ends this process half way has tried it all the same.
  // What could be no account's name is not worth a line.
  if (rpc::IsResourceId(name)) {
    Count(name, now, &wrong_);
    const absl::Status status = write();
    if (!status.ok()) return status;
  }
  const std::string hash = account == nullptr ? "" : account->password_hash();
  if (!PasswordMatches(hash, password) || account->disabled()) {
    return rpc::MakeError(rpc::Reason::kUnauthenticated,
                          "账号或密码不正确，或账号已停用",
                          "no account of this name and password is in use");
  }
  Forget(name, &wrong_);
  return write();
}

absl::StatusOr<AccountFolder::Issued> AccountFolder::Issue(
    absl::string_view name, absl::string_view password, absl::Time now,
    absl::Duration life) {
  if (life <= absl::ZeroDuration() || life > kTokenLifeMax) {
    return WrongArgument("令牌最长 12 小时", "a token is for at most 12 hours");
  }
  const v1::Account* account = Find(name);
  const absl::Status right = CheckPassword(account, name, password, now);
  if (!right.ok()) return right;
  const absl::StatusOr<std::string> text =
      ReadSecretFile(absl::StrCat(dir_, kSigningKey));
  if (!text.ok()) return text.status();
  const absl::StatusOr<Key> key = SigningKeyFromText(*text);
  if (!key.ok()) return key.status();
  Issued issued;
  issued.token.identity = {.subject = account->name(),
                           .display_name = account->display_name()};
  for (const int role : account->roles()) {
    issued.token.identity.roles.push_back(static_cast<Role>(role));
  }
  issued.token.identity.departments.assign(account->departments().begin(),
                                           account->departments().end());
  issued.token.identity.units.assign(account->units().begin(),
                                     account->units().end());
  issued.token.id = NewTokenId();
  issued.token.issued = now;
  issued.token.expires = now + life;
  absl::StatusOr<std::string> signed_text = SignToken(issued.token, *key);
  if (!signed_text.ok()) return signed_text.status();
  issued.text = *std::move(signed_text);
  return issued;
}

}  // namespace yuheng::access
