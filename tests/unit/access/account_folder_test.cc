#include "services/access/account_folder.h"

#include <sys/stat.h>

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/access/password.h"
#include "services/access/secret_file.h"
#include "services/access/wrong_passwords.h"
#include "services/rpc/reason.h"
#include "tests/support/command.h"
#include "tests/support/temp_dir.h"

namespace yuheng::access {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kPassword[] = "correct horse battery";
const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

v1::Account Clerk(const std::string& name) {
  v1::Account account;
  account.set_name(name);
  account.set_display_name("王会计");
  account.add_roles(v1::ROLE_CLERK);
  account.add_departments("104");
  return account;
}

class AccountFolderTest : public ::testing::Test {
 protected:
  AccountFolderTest() { EXPECT_TRUE(AccountFolder::Make(dir()).ok()); }

  std::string dir() const { return absl::StrCat(temp_.path(), "/auth"); }
  std::string File(absl::string_view name) const {
    return absl::StrCat(dir(), "/", name);
  }
  AccountFolder Open() const { return AccountFolder::Open(dir()).value(); }

  const testing::TempDir temp_;
};

TEST(Password, Hash_IsArgon2idAndSalted) {
  const auto first = HashPassword(kPassword);
  const auto second = HashPassword(kPassword);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_TRUE(absl::StartsWith(*first, "$argon2id$v=19$m=65536,t=2,p=1$"));
  EXPECT_NE(*first, *second);
  EXPECT_TRUE(PasswordMatches(*first, kPassword));
  EXPECT_FALSE(PasswordMatches(*first, "correct horse batterz"));
  EXPECT_FALSE(PasswordMatches(*first, ""));
  EXPECT_FALSE(PasswordMatches("", kPassword));
  EXPECT_FALSE(PasswordMatches("", "nobody's password"));
  EXPECT_FALSE(PasswordMatches("$2b$not-argon", kPassword));
  const std::string too_long(kPasswordBytesMax + 1, 'x');
  EXPECT_FALSE(PasswordMatches(*first, too_long));
  EXPECT_FALSE(PasswordMatches("", too_long));
  EXPECT_TRUE(absl::IsInvalidArgument(HashPassword("short").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(
      HashPassword(std::string(kPasswordBytesMax + 1, 'x')).status()));
}

TEST_F(AccountFolderTest, Token_IsTheAccounts) {
  ASSERT_TRUE(Open().Add(Clerk("wang"), kPassword).ok());
  const auto issued = Open().Issue("wang", kPassword, kNow, absl::Hours(1));
  ASSERT_TRUE(issued.ok()) << issued.status();
  const auto keys = KeysFromJwks(testing::ReadFile(File("jwks.json")));
  ASSERT_TRUE(keys.ok()) << keys.status();
  const auto token = VerifyToken(issued->text, *keys, kAudienceDefault, kNow);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->identity.subject, "wang");
  EXPECT_EQ(token->identity.display_name, "王会计");
  EXPECT_THAT(token->identity.roles, ElementsAre(v1::ROLE_CLERK));
  EXPECT_THAT(token->identity.departments, ElementsAre("104"));
  EXPECT_EQ(token->id, issued->token.id);
  EXPECT_EQ(token->id.size(), 32u);
  EXPECT_TRUE(absl::IsInvalidArgument(
      Open().Issue("wang", kPassword, kNow, absl::Hours(13)).status()));
}

TEST_F(AccountFolderTest, NoAccount_OtherPassword_Disabled_AreAlike) {
  ASSERT_TRUE(Open().Add(Clerk("wang"), kPassword).ok());
  ASSERT_TRUE(Open().Add(Clerk("li"), kPassword).ok());
  ASSERT_TRUE(Open().Disable("li").ok());
  const auto refusal = [&](const char* name, const char* password) {
    return Open().Issue(name, password, kNow, absl::Hours(1)).status();
  };
  const absl::Status wrong = refusal("wang", "another password");
  EXPECT_TRUE(absl::IsUnauthenticated(wrong));
  EXPECT_EQ(refusal("nobody", kPassword), wrong);
  EXPECT_EQ(refusal("li", kPassword), wrong);
  EXPECT_THAT(testing::ReadFile(File("revoked")), HasSubstr("subject li\n"));
}

TEST_F(AccountFolderTest, SetPassword_ReplacesTheOneBefore) {
  ASSERT_TRUE(Open().Add(Clerk("wang"), kPassword).ok());
  ASSERT_TRUE(Open().SetPassword("wang", "another password", kNow).ok());
  // Nor do tokens that were got with it.
  EXPECT_THAT(testing::ReadFile(File("revoked")),
              HasSubstr("subject wang before 1700000001\n"));
  EXPECT_FALSE(Open().Issue("wang", kPassword, kNow, absl::Hours(1)).ok());
  EXPECT_TRUE(
      Open().Issue("wang", "another password", kNow, absl::Hours(1)).ok());
  EXPECT_TRUE(absl::IsNotFound(Open().SetPassword("li", kPassword, kNow)));
  EXPECT_TRUE(absl::IsNotFound(Open().Disable("li")));
}

TEST_F(AccountFolderTest, Enable_TakesItBack_ButNotItsTokens) {
  ASSERT_TRUE(Open().Add(Clerk("wang"), kPassword).ok());
  ASSERT_TRUE(Open().Disable("wang").ok());
  EXPECT_FALSE(Open().Issue("wang", kPassword, kNow, absl::Hours(1)).ok());
  ASSERT_TRUE(Open().Enable("wang", kNow).ok());
  EXPECT_TRUE(Open().Issue("wang", kPassword, kNow, absl::Hours(1)).ok());
  const std::string revoked = testing::ReadFile(File("revoked"));
  EXPECT_THAT(revoked, HasSubstr("subject wang before 1700000001\n"));
  EXPECT_THAT(revoked, ::testing::Not(HasSubstr("subject wang\n")));
  EXPECT_TRUE(absl::IsNotFound(Open().Enable("li", kNow)));
  // Nothing to take back.
  ASSERT_TRUE(Open().Enable("wang", kNow).ok());
  EXPECT_EQ(testing::ReadFile(File("revoked")), revoked);
}

TEST_F(AccountFolderTest, AccountOfAUnit_NeedsNoDepartment) {
  v1::Account account = Clerk("wang");
  account.clear_departments();
  account.add_units("104-104001");
  EXPECT_TRUE(absl::IsInvalidArgument(Open().Add(account, kPassword)));
  account.set_units(0, "104/104001");
  ASSERT_TRUE(Open().Add(account, kPassword).ok());
  const auto issued = Open().Issue("wang", kPassword, kNow, absl::Hours(1));
  ASSERT_TRUE(issued.ok()) << issued.status();
  EXPECT_THAT(issued->token.identity.units, ElementsAre("104/104001"));
  EXPECT_TRUE(issued->token.identity.departments.empty());
}

TEST_F(AccountFolderTest, WrongAccounts_AreRefusedInBothLanguages) {
  AccountFolder folder = Open();
  ASSERT_TRUE(folder.Add(Clerk("wang"), kPassword).ok());
  v1::Account nowhere = Clerk("li");
  nowhere.clear_departments();
  v1::Account nobody = Clerk("li");
  nobody.clear_roles();
  v1::Account service = Clerk("li");
  service.add_roles(v1::ROLE_SERVICE);
  v1::Account elsewhere = Clerk("li");
  elsewhere.set_departments(0, "a b");
  const absl::Status again = folder.Add(Clerk("wang"), kPassword);
  EXPECT_TRUE(absl::IsAlreadyExists(again));
  std::vector<absl::Status> refusals = {
      again, AccountFolder::Make(dir()),
      AccountFolder::Open(File("none")).status(),
      folder.SetPassword("zhao", kPassword, kNow)};
  for (const absl::Status& wrong : {
           folder.Add(Clerk("li\n"), kPassword),
           folder.Add(Clerk("li"), "short"),
           folder.Add(nowhere, kPassword),
           folder.Add(nobody, kPassword),
           // Policy's acts are recorded under it.
           folder.Add(Clerk("ingestion"), kPassword),
           folder.Add(service, kPassword),
           folder.Add(elsewhere, kPassword),
       }) {
    EXPECT_TRUE(absl::IsInvalidArgument(wrong)) << wrong;
    refusals.push_back(wrong);
  }
  for (const absl::Status& refusal : refusals) {
    const rpc::ErrorDetails details = rpc::DetailsOf(refusal);
    EXPECT_FALSE(details.en.empty());
    EXPECT_NE(details.zh, details.en);
  }
  EXPECT_EQ(folder.accounts().accounts_size(), 1);
}

TEST_F(AccountFolderTest, Files_AreTheOwnersAlone_AndHoldNoPassword) {
  ASSERT_TRUE(Open().Add(Clerk("wang"), kPassword).ok());
  for (const char* name :
       {"accounts.textproto", "signing-key.json", "jwks.json", "revoked"}) {
    struct stat about = {};
    ASSERT_EQ(stat(File(name).c_str(), &about), 0) << name;
    EXPECT_EQ(about.st_mode & 0777, 0600u) << name;
    EXPECT_FALSE(absl::StrContains(testing::ReadFile(File(name)), kPassword));
  }
  struct stat folder = {};
  ASSERT_EQ(stat(dir().c_str(), &folder), 0);
  EXPECT_EQ(folder.st_mode & 0777, 0700u);
  ASSERT_EQ(chmod(File("accounts.textproto").c_str(), 0644), 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(AccountFolder::Open(dir()).status()));
}

TEST_F(AccountFolderTest, FolderThatOthersMayWrite_IsRefused) {
  ASSERT_EQ(chmod(dir().c_str(), 0770), 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(AccountFolder::Open(dir()).status()));
  const std::string other = absl::StrCat(temp_.path(), "/other");
  ASSERT_EQ(mkdir(other.c_str(), 0700), 0);
  ASSERT_EQ(chmod(other.c_str(), 0777), 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(AccountFolder::Make(other)));
}

TEST_F(AccountFolderTest, WrongPasswords_CostALongerAndLongerWait) {
  ASSERT_TRUE(Open().Add(Clerk("wang"), kPassword).ok());
  absl::Time now = kNow;
  const auto refusal = [&](const char* name, const char* password) {
    return Open().Issue(name, password, now, absl::Hours(1)).status();
  };
  // The same of a name that nobody has.
  for (const char* name : {"wang", "nobody"}) {
    for (int i = 0; i < kWrongPasswordsFree; ++i) {
      EXPECT_TRUE(absl::IsUnauthenticated(refusal(name, "not the password")));
    }
    const absl::Status full = refusal(name, kPassword);
    EXPECT_TRUE(absl::IsResourceExhausted(full)) << name;
    EXPECT_EQ(rpc::DetailsOf(full).retry_after, kWrongPasswordWait);
  }
  now += kWrongPasswordWait;
  EXPECT_TRUE(absl::IsUnauthenticated(refusal("wang", "not the password")));
  EXPECT_EQ(rpc::DetailsOf(refusal("wang", kPassword)).retry_after,
            2 * kWrongPasswordWait);
  now += 2 * kWrongPasswordWait;
  EXPECT_TRUE(refusal("wang", kPassword).ok());
  // Forgiven.
  EXPECT_TRUE(absl::IsUnauthenticated(refusal("wang", "not the password")));
  EXPECT_TRUE(refusal("wang", kPassword).ok());
  // No password is in the count, and the wait ends some time.
  EXPECT_FALSE(absl::StrContains(testing::ReadFile(File("wrong-passwords")),
                                 "password\""));
  EXPECT_LE(WaitOf(
                [] {
                  v1::WrongPasswordList list;
                  for (int i = 0; i < 100; ++i) Count("wang", kNow, &list);
                  return list;
                }(),
                "wang", kNow),
            kWrongPasswordWaitMax);
}

TEST(WrongPasswords, AreBounded) {
  v1::WrongPasswordList list;
  for (int i = 0; i < kWrongPasswordNamesMax + 100; ++i) {
    Count(absl::StrCat("name-", i), kNow + absl::Seconds(i), &list);
  }
  EXPECT_EQ(list.names_size(), kWrongPasswordNamesMax);
  // A clock that goes back locks nobody out for longer.
  for (int i = 0; i < kWrongPasswordsFree; ++i) {
    Count("li", kNow + absl::Hours(24), &list);
  }
  EXPECT_EQ(WaitOf(list, "li", kNow), kWrongPasswordWait);
}

TEST_F(AccountFolderTest, Make_ReplacesNothing) {
  const std::string key = testing::ReadFile(File("signing-key.json"));
  EXPECT_TRUE(absl::IsAlreadyExists(AccountFolder::Make(dir())));
  EXPECT_EQ(testing::ReadFile(File("signing-key.json")), key);
}

TEST_F(AccountFolderTest, DamagedAccounts_AreRefusedAndNotRepeated) {
  ASSERT_TRUE(
      WriteSecretFile(File("accounts.textproto"), "accounts { secret }").ok());
  const absl::Status status = AccountFolder::Open(dir()).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_FALSE(absl::StrContains(status.ToString(), "secret"));
  EXPECT_TRUE(absl::IsNotFound(
      AccountFolder::Open(absl::StrCat(temp_.path(), "/none")).status()));
}

}  // namespace
}  // namespace yuheng::access
