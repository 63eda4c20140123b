// Parts of uploads: durable, bounded, and their sender's alone.
#include "services/ingestion/upload/kept_uploads.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/rpc/reason.h"
#include "tests/support/temp_dir.h"

namespace yuheng::ingestion {
namespace {

using rpc::Reason;

UploadKey Key(const std::string& id, const std::string& identity = "clerk-a") {
  return {identity, "prefectures/652300/departments/104", id};
}

AnnouncedWhole WholeOf(absl::string_view bytes) {
  return {storage::Sha256(bytes), static_cast<int64_t>(bytes.size())};
}

class KeptUploadsTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }

  void Open() {
    kept_.reset();
    auto opened = KeptUploads::Open(
        Dir(), [this] { return now_unix_seconds_; }, limits_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    kept_ = *std::move(opened);
  }
  std::string Dir() const { return directory_.path() + "/data.uploads"; }

  std::unique_ptr<KeptUploads::Lease> Begin(const UploadKey& key,
                                            absl::string_view whole,
                                            int64_t offset = 0) {
    auto lease = kept_->Begin(key, WholeOf(whole), offset);
    EXPECT_TRUE(lease.ok()) << lease.status();
    return lease.ok() ? *std::move(lease) : nullptr;
  }
  // Keeps the first bytes of an upload that nobody sends any more.
  absl::Status Leave(const UploadKey& key, absl::string_view whole,
                     size_t size) {
    return Begin(key, whole)->Append(0, whole.substr(0, size));
  }
  int64_t There(const UploadKey& key, absl::string_view whole) {
    return kept_->DurableSizeBytes(key, WholeOf(whole)).value_or(-1);
  }

  const testing::TempDir directory_;
  KeptUploadLimits limits_;
  int64_t now_unix_seconds_ = absl::ToUnixSeconds(absl::Now());
  std::unique_ptr<KeptUploads> kept_;
};

TEST_F(KeptUploadsTest, Parts_AreThereAfterARestart_AndGoOn) {
  {
    const auto lease = Begin(Key("request-1"), "0123456789");
    ASSERT_TRUE(lease->Append(0, "0123").ok());
    ASSERT_TRUE(lease->Append(4, "45").ok());
  }
  EXPECT_EQ(There(Key("request-1"), "0123456789"), 6);
  Open();
  EXPECT_EQ(There(Key("request-1"), "0123456789"), 6);
  const auto lease = Begin(Key("request-1"), "0123456789", 5);
  EXPECT_EQ(lease->Read(5).value(), "01234");
  ASSERT_TRUE(lease->Append(5, "56789").ok());
  EXPECT_EQ(lease->Read(10).value(), "0123456789");
  lease->Remove();
  EXPECT_EQ(There(Key("request-1"), "0123456789"), 0);
  EXPECT_TRUE(std::filesystem::is_empty(Dir()));
}

TEST_F(KeptUploadsTest, OtherContent_IsRefused) {
  ASSERT_TRUE(Leave(Key("request-1"), "0123456789", 4).ok());
  for (const char* other : {"0123456780", "012345678", "01234567890"}) {
    EXPECT_EQ(rpc::ReasonOf(
                  kept_->Begin(Key("request-1"), WholeOf(other), 4).status()),
              Reason::kRequestIdReused);
    EXPECT_EQ(
        rpc::ReasonOf(
            kept_->DurableSizeBytes(Key("request-1"), WholeOf(other)).status()),
        Reason::kRequestIdReused);
  }
}

// Neither a colleague nor another department's clerk sees that it is there.
TEST_F(KeptUploadsTest, Others_GetNothingOfIt) {
  const std::string whole = "0123456789";
  ASSERT_TRUE(Leave(Key("request-1"), whole, 4).ok());
  UploadKey other_department = Key("request-1");
  other_department.parent = "prefectures/652300/departments/105";
  for (const UploadKey& other :
       {Key("request-1", "clerk-b"), Key("request-1", ""), Key("request-2"),
        other_department}) {
    EXPECT_EQ(There(other, whole), 0);
    EXPECT_EQ(There(other, "something else"), 0);
    const auto refused = kept_->Begin(other, WholeOf(whole), 1);
    EXPECT_EQ(rpc::ReasonOf(refused.status()), Reason::kUploadOffset);
    EXPECT_EQ(
        rpc::DetailsOf(refused.status()).metadata.at("durable_size_bytes"),
        "0");
  }
}

TEST_F(KeptUploadsTest, Gaps_AreRefused) {
  const std::string whole = "0123456789";
  ASSERT_TRUE(Leave(Key("request-1"), whole, 4).ok());
  const auto refused = kept_->Begin(Key("request-1"), WholeOf(whole), 5);
  EXPECT_EQ(rpc::ReasonOf(refused.status()), Reason::kUploadOffset);
  EXPECT_EQ(rpc::DetailsOf(refused.status()).metadata.at("durable_size_bytes"),
            "4");
  const auto lease = Begin(Key("request-1"), whole, 4);
  EXPECT_FALSE(lease->Append(6, "67").ok());
  EXPECT_FALSE(lease->Append(4, "4567890").ok());  // More than announced.
  EXPECT_FALSE(lease->Read(5).ok());
}

// A line that hangs may be thought alive by the server alone.
TEST_F(KeptUploadsTest, TheNewestCall_TakesTheRight) {
  const std::string whole = "0123456789";
  const auto first = Begin(Key("request-1"), whole);
  ASSERT_TRUE(first->Append(0, "01").ok());
  const auto second = Begin(Key("request-1"), whole, 2);
  EXPECT_TRUE(absl::IsAborted(first->Append(2, "23")));
  first->Remove();
  EXPECT_EQ(There(Key("request-1"), whole), 2);
  EXPECT_TRUE(second->Append(2, "23").ok());
}

TEST_F(KeptUploadsTest, TooOld_IsRemoved_WhenAPartComesAndAtStart) {
  const std::string whole = "0123456789";
  ASSERT_TRUE(Leave(Key("request-1"), whole, 4).ok());
  auto held = Begin(Key("request-2"), whole);
  ASSERT_TRUE(held->Append(0, "0").ok());
  now_unix_seconds_ += limits_.age_seconds_max;
  ASSERT_TRUE(held->Append(1, "1").ok());
  EXPECT_EQ(There(Key("request-1"), whole), 4);
  now_unix_seconds_ += 1 + limits_.age_seconds_max;
  // What is being sent is not old.
  ASSERT_TRUE(held->Append(2, "2").ok());
  EXPECT_EQ(There(Key("request-1"), whole), 0);
  EXPECT_EQ(There(Key("request-2"), whole), 3);
  held.reset();
  Open();
  EXPECT_EQ(kept_->count(), 0);
  EXPECT_TRUE(std::filesystem::is_empty(Dir()));
}

TEST_F(KeptUploadsTest, OfOneIdentity_SoManyAreKept) {
  const std::string whole = "0123456789";
  limits_.identity_count_max = 2;
  Open();
  for (int i = 0; i < 4; ++i) {
    ++now_unix_seconds_;
    ASSERT_TRUE(Leave(Key(absl::StrCat("request-", i)), whole, 4).ok());
  }
  // The oldest went.
  EXPECT_EQ(kept_->count(), 2);
  EXPECT_EQ(There(Key("request-1"), whole), 0);
  EXPECT_EQ(There(Key("request-2"), whole), 4);
  // Those that are being sent don't.
  const auto first = Begin(Key("request-2"), whole, 4);
  const auto second = Begin(Key("request-3"), whole, 4);
  EXPECT_TRUE(absl::IsResourceExhausted(Leave(Key("request-4"), whole, 4)));
  EXPECT_TRUE(first->Append(4, "4").ok());
  // Others have their own.
  EXPECT_TRUE(Leave(Key("request-4", "clerk-b"), whole, 4).ok());
}

TEST_F(KeptUploadsTest, Bytes_AreBounded) {
  const std::string whole(100, 'x');
  limits_.identity_bytes_max = 150;
  limits_.bytes_max = 180;
  Open();
  const auto lease = Begin(Key("request-1"), whole);
  ASSERT_TRUE(lease->Append(0, whole).ok());
  EXPECT_TRUE(absl::IsResourceExhausted(Leave(Key("request-2"), whole, 51)));
  EXPECT_TRUE(Leave(Key("request-2"), whole, 50).ok());
  // Nothing of somebody else's goes.
  EXPECT_TRUE(
      absl::IsResourceExhausted(Leave(Key("request-3", "clerk-b"), whole, 31)));
  EXPECT_TRUE(Leave(Key("request-3", "clerk-b"), whole, 30).ok());
  EXPECT_EQ(kept_->count(), 3);
}

TEST_F(KeptUploadsTest, All_SoManyAreKept) {
  limits_.count_max = 1;
  Open();
  ASSERT_TRUE(Leave(Key("request-1"), "0123", 4).ok());
  EXPECT_TRUE(
      absl::IsResourceExhausted(Leave(Key("request-1", "clerk-b"), "0123", 4)));
  EXPECT_TRUE(Leave(Key("request-2"), "0123", 4).ok());
}

TEST_F(KeptUploadsTest, DamagedFiles_AreRemovedAtStart_AndNoOthers) {
  ASSERT_TRUE(Leave(Key("request-1"), "0123456789", 4).ok());
  std::filesystem::path sound;
  for (const auto& entry : std::filesystem::directory_iterator(Dir())) {
    sound = entry.path();
  }
  const auto write = [&](const std::string& name, const std::string& bytes) {
    std::ofstream(Dir() + "/" + name, std::ios::binary) << bytes;
  };
  write(std::string(64, 'a'), "");
  write(std::string(64, 'b'), std::string(200, 'x'));
  write("README", "not ours");
  // Longer than the whole can be.
  std::filesystem::copy_file(sound, Dir() + "/" + std::string(64, 'c'));
  std::ofstream(Dir() + "/" + std::string(64, 'c'),
                std::ios::binary | std::ios::app)
      << "45678901";
  Open();
  EXPECT_EQ(kept_->count(), 1);
  EXPECT_EQ(There(Key("request-1"), "0123456789"), 4);
  EXPECT_TRUE(std::filesystem::exists(Dir() + "/README"));
  EXPECT_FALSE(std::filesystem::exists(Dir() + "/" + std::string(64, 'c')));
}

}  // namespace
}  // namespace yuheng::ingestion
