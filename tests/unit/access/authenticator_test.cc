#include "services/access/authenticator.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"
#include "tests/support/temp_dir.h"

namespace yuheng::access {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class AuthenticatorTest : public ::testing::Test {
 protected:
  AuthenticatorTest() {
    Write("jwks.json", *JwksOf(key_));
    Write("revoked", "# nobody\n");
    config_.set_jwks_file(PathOf("jwks.json"));
    config_.set_revoked_file(PathOf("revoked"));
    auto* holder = config_.add_holders();
    holder->set_name("ingestion");
    holder->add_roles(v1::ROLE_SERVICE);
  }

  static Key NewKey() { return SigningKeyFromText(*NewSigningKey()).value(); }

  std::string PathOf(absl::string_view name) const {
    return absl::StrCat(dir_.path(), "/", name);
  }
  // As people should: whole or not at all.
  void Write(absl::string_view name, absl::string_view text) {
    const std::string draft = PathOf("draft");
    std::ofstream(draft) << text;
    std::rename(draft.c_str(), PathOf(name).c_str());
  }
  std::unique_ptr<Authenticator> Open() {
    return Authenticator::Open(config_,
                               {.now = [this] { return now_; },
                                .on_unreadable =
                                    [this](const absl::Status& status) {
                                      unreadable_.push_back(status.ToString());
                                    }})
        .value();
  }
  std::string Bearer(const Key& key, absl::string_view id = "t-1") const {
    return absl::StrCat("Bearer ",
                        *SignToken({.identity = {.subject = "wang",
                                                 .roles = {v1::ROLE_CLERK},
                                                 .departments = {"104"}},
                                    .id = std::string(id),
                                    .issued = now_,
                                    .expires = now_ + absl::Hours(1)},
                                   key));
  }

  const testing::TempDir dir_;
  const Key key_ = NewKey();
  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  config::v1::AccessConfig config_;
  std::vector<std::string> unreadable_;
};

TEST_F(AuthenticatorTest, Token_OrCertificate_OrNobody) {
  const auto authenticator = Open();
  auto identity = authenticator->Identify(Bearer(key_), {});
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ((*identity)->subject, "wang");
  identity = authenticator->Identify("", {"localhost", "ingestion"});
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ((*identity)->subject, "ingestion");
  EXPECT_THAT((*identity)->roles, ElementsAre(v1::ROLE_SERVICE));
  for (const auto& refused :
       {authenticator->Identify("", {}), authenticator->Identify("", {"else"}),
        authenticator->Identify("Basic d2FuZw==", {"ingestion"})}) {
    EXPECT_EQ(rpc::ReasonOf(refused.status()), rpc::Reason::kUnauthenticated);
  }
}

TEST_F(AuthenticatorTest, WrongToken_IsNotMadeGoodByACertificate) {
  const auto authenticator = Open();
  EXPECT_FALSE(authenticator->Identify("Bearer x.y.z", {"ingestion"}).ok());
  const auto both = authenticator->Identify(Bearer(key_), {"ingestion"});
  ASSERT_TRUE(both.ok());
  EXPECT_EQ((*both)->subject, "wang");
}

TEST_F(AuthenticatorTest, RememberedToken_StillExpires) {
  const auto authenticator = Open();
  const std::string bearer = Bearer(key_);
  ASSERT_TRUE(authenticator->Identify(bearer, {}).ok());
  ASSERT_TRUE(authenticator->Identify(bearer, {}).ok());
  now_ += absl::Hours(1);
  EXPECT_FALSE(authenticator->Identify(bearer, {}).ok());
}

TEST_F(AuthenticatorTest, Revocation_CountsAtOnce) {
  const auto authenticator = Open();
  const std::string first = Bearer(key_, "t-1");
  const std::string second = Bearer(key_, "t-2");
  ASSERT_TRUE(authenticator->Identify(first, {}).ok());
  Write("revoked", "token t-1 # lost\n");
  EXPECT_THAT(authenticator->Identify(first, {}).status().ToString(),
              HasSubstr("revoked"));
  EXPECT_TRUE(authenticator->Identify(second, {}).ok());
  Write("revoked", "subject wang\n");
  EXPECT_FALSE(authenticator->Identify(second, {}).ok());
  Write("revoked", "# nobody\n");
  EXPECT_TRUE(authenticator->Identify(first, {}).ok());
}

TEST_F(AuthenticatorTest, Revocation_EndsCertificatesToo) {
  const auto authenticator = Open();
  ASSERT_TRUE(authenticator->Identify("", {"ingestion"}).ok());
  Write("revoked", "subject ingestion\n");
  EXPECT_THAT(authenticator->Identify("", {"ingestion"}).status().ToString(),
              HasSubstr("revoked"));
}

TEST_F(AuthenticatorTest, RevocationBefore_LeavesLaterTokensAlone) {
  const auto authenticator = Open();
  const std::string before = Bearer(key_);
  now_ += absl::Seconds(10);
  const std::string after = Bearer(key_);
  Write("revoked",
        absl::StrCat("subject wang before ", absl::ToUnixSeconds(now_), "\n"));
  EXPECT_FALSE(authenticator->Identify(before, {}).ok());
  EXPECT_TRUE(authenticator->Identify(after, {}).ok());
}

// What a half-written file says must not let anybody in again.
TEST_F(AuthenticatorTest, CutOffRevocations_AreNotTaken) {
  const auto authenticator = Open();
  Write("revoked", "subject li\nsubject wang\n");
  ASSERT_FALSE(authenticator->Identify(Bearer(key_), {}).ok());
  for (const char* cut :
       {"subject li\nsubject wan", "subject li\nsubject ", "subject li", ""}) {
    Write("revoked", cut);
    EXPECT_FALSE(authenticator->Identify(Bearer(key_), {}).ok()) << cut;
  }
  EXPECT_EQ(unreadable_.size(), 4u);
}

TEST_F(AuthenticatorTest, SubjectWithAHash_CanBeRevoked) {
  const auto authenticator = Open();
  const std::string bearer =
      absl::StrCat("Bearer ", *SignToken({.identity = {.subject = "wang#2"},
                                          .issued = now_,
                                          .expires = now_ + absl::Hours(1)},
                                         key_));
  ASSERT_TRUE(authenticator->Identify(bearer, {}).ok());
  Write("revoked", "subject wang#2 # lost\n");
  EXPECT_FALSE(authenticator->Identify(bearer, {}).ok());
}

// As rsync and cp -p do.
TEST_F(AuthenticatorTest, ChangeThatKeepsSizeAndTime_IsTaken) {
  Write("revoked", "subject zhao\n");
  const auto authenticator = Open();
  ASSERT_TRUE(authenticator->Identify(Bearer(key_), {}).ok());
  struct stat before = {};
  ASSERT_EQ(stat(PathOf("revoked").c_str(), &before), 0);
  std::ofstream(PathOf("revoked"), std::ios::in) << "subject wang\n";
  const timespec times[] = {before.st_atim, before.st_mtim};
  ASSERT_EQ(utimensat(AT_FDCWD, PathOf("revoked").c_str(), times, 0), 0);
  EXPECT_FALSE(authenticator->Identify(Bearer(key_), {}).ok());
}

TEST_F(AuthenticatorTest, FilesThatOthersMayWrite_AreNotBelieved) {
  ASSERT_EQ(chmod(PathOf("jwks.json").c_str(), 0666), 0);
  const Authenticator::Clock clock{.now = absl::Now,
                                   .on_unreadable = [](const absl::Status&) {}};
  EXPECT_TRUE(
      absl::IsFailedPrecondition(Authenticator::Open(config_, clock).status()));
}

TEST_F(AuthenticatorTest, ChangedKeys_ReplaceThoseBefore) {
  const auto authenticator = Open();
  const std::string before = Bearer(key_);
  ASSERT_TRUE(authenticator->Identify(before, {}).ok());
  const Key key = NewKey();
  Write("jwks.json", *JwksOf(key));
  EXPECT_FALSE(authenticator->Identify(before, {}).ok());
  EXPECT_TRUE(authenticator->Identify(Bearer(key), {}).ok());
}

TEST_F(AuthenticatorTest, UnreadableChange_LeavesWhatWas_AndIsToldOnce) {
  const auto authenticator = Open();
  Write("revoked", "subject wang\n");
  EXPECT_FALSE(authenticator->Identify(Bearer(key_), {}).ok());
  EXPECT_THAT(unreadable_, IsEmpty());
  Write("revoked", "nonsense\n");
  Write("jwks.json", "{}");
  EXPECT_FALSE(authenticator->Identify(Bearer(key_), {}).ok());
  EXPECT_FALSE(authenticator->Identify(Bearer(key_), {}).ok());
  EXPECT_EQ(unreadable_.size(), 2u);
  std::remove(PathOf("revoked").c_str());
  EXPECT_FALSE(authenticator->Identify(Bearer(key_), {}).ok());
}

TEST_F(AuthenticatorTest, Open_WithoutFilesOrWithWrongHolders_IsRefused) {
  const Authenticator::Clock clock{.now = absl::Now,
                                   .on_unreadable = [](const absl::Status&) {}};
  config_.set_revoked_file(PathOf("missing"));
  EXPECT_TRUE(absl::IsNotFound(Authenticator::Open(config_, clock).status()));
  config_.clear_revoked_file();
  EXPECT_TRUE(Authenticator::Open(config_, clock).ok());
  *config_.add_holders() = config_.holders(0);
  EXPECT_THAT(Authenticator::Open(config_, clock).status().ToString(),
              HasSubstr("stands twice"));
  config_.clear_holders();
  config_.add_holders()->set_name("idle");
  EXPECT_FALSE(Authenticator::Open(config_, clock).ok());
  // A service is nothing else, and nobody else has its name.
  config_.mutable_holders(0)->add_roles(v1::ROLE_SERVICE);
  EXPECT_TRUE(Authenticator::Open(config_, clock).ok());
  config_.mutable_holders(0)->add_roles(v1::ROLE_OPERATOR);
  EXPECT_FALSE(Authenticator::Open(config_, clock).ok());
  config_.mutable_holders(0)->clear_roles();
  config_.mutable_holders(0)->add_roles(v1::ROLE_AUDITOR);
  config_.mutable_holders(0)->set_name("ingestion");
  EXPECT_FALSE(Authenticator::Open(config_, clock).ok());
}

}  // namespace
}  // namespace yuheng::access
