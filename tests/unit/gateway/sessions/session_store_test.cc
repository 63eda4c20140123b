#include "services/gateway/sessions/session_store.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace yuheng::gateway {
namespace {

class SessionStoreTest : public ::testing::Test {
 protected:
  Session Of(const std::string& subject) const {
    Session session;
    session.identity.subject = subject;
    session.token = absl::StrCat("token of ", subject);
    session.expires = now_ + absl::Hours(8);
    return session;
  }

  absl::Time now_ = absl::FromUnixSeconds(1'000'000);
  int count_ = 0;
  SessionStore store_{absl::Minutes(30),
                      {.now = [this] { return now_; },
                       .random =
                           [this] {
                             std::string bytes(kSessionIdBytes, '\0');
                             bytes.replace(0, 6, absl::StrCat(++count_));
                             bytes.resize(kSessionIdBytes, 'x');
                             return bytes;
                           }}};
};

TEST_F(SessionStoreTest, Id_FindsItsSessionUntilItIsRemoved) {
  const std::string id = store_.Add(Of("wang"));
  EXPECT_EQ(id.size(), 43u);
  ASSERT_NE(store_.Find(id), nullptr);
  EXPECT_EQ(store_.Find(id)->token, "token of wang");
  EXPECT_EQ(store_.Find(""), nullptr);
  EXPECT_EQ(store_.Find(absl::StrCat(id, "x")), nullptr);
  store_.Remove(id);
  EXPECT_EQ(store_.Find(id), nullptr);
  EXPECT_EQ(store_.size(), 0u);
}

TEST_F(SessionStoreTest, SignIn_AlwaysGivesANewId) {
  std::set<std::string> ids;
  for (int i = 0; i < 5; ++i) ids.insert(store_.Add(Of("wang")));
  EXPECT_EQ(ids.size(), 5u);
}

TEST_F(SessionStoreTest, UnusedSession_Ends) {
  const std::string id = store_.Add(Of("wang"));
  for (int i = 0; i < 5; ++i) {
    now_ += absl::Minutes(29);
    EXPECT_NE(store_.Find(id), nullptr);
  }
  now_ += absl::Minutes(30);
  EXPECT_EQ(store_.Find(id), nullptr);
  EXPECT_EQ(store_.size(), 0u);
}

TEST_F(SessionStoreTest, LookingWhetherItIsThere_IsNoUse) {
  const std::string id = store_.Add(Of("wang"));
  now_ += absl::Minutes(29);
  EXPECT_TRUE(store_.Has(id));
  now_ += absl::Minutes(1);
  EXPECT_FALSE(store_.Has(id));
  EXPECT_EQ(store_.Find(id), nullptr);
  const std::string removed = store_.Add(Of("wang"));
  store_.Remove(removed);
  EXPECT_FALSE(store_.Has(removed));
  EXPECT_FALSE(store_.Has(""));
}

TEST_F(SessionStoreTest, UsedSession_EndsWithItsToken) {
  const std::string id = store_.Add(Of("wang"));
  for (int i = 0; i < 8 * 4 - 1; ++i) {
    now_ += absl::Minutes(15);
    EXPECT_NE(store_.Find(id), nullptr);
  }
  now_ += absl::Minutes(15);
  EXPECT_EQ(store_.Find(id), nullptr);
}

TEST_F(SessionStoreTest, OneSubject_HasSoManyAndNoMore) {
  const std::string other = store_.Add(Of("li"));
  std::vector<std::string> ids;
  for (size_t i = 0; i < kSessionsPerSubjectMax; ++i) {
    ids.push_back(store_.Add(Of("wang")));
  }
  // Used, so it is not the one that goes.
  EXPECT_NE(store_.Find(ids[0]), nullptr);
  store_.Add(Of("wang"));
  EXPECT_NE(store_.Find(ids[0]), nullptr);
  EXPECT_EQ(store_.Find(ids[1]), nullptr);
  EXPECT_NE(store_.Find(other), nullptr);
  EXPECT_EQ(store_.size(), kSessionsPerSubjectMax + 1);
}

TEST_F(SessionStoreTest, All_HaveALimit) {
  const std::string first = store_.Add(Of("first"));
  for (size_t i = 0; i < kSessionsMax; ++i) store_.Add(Of(absl::StrCat(i)));
  EXPECT_EQ(store_.size(), kSessionsMax);
  EXPECT_EQ(store_.Find(first), nullptr);
}

}  // namespace
}  // namespace yuheng::gateway
