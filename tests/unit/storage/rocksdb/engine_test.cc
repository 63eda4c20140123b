// What is particular to the RocksDB engine: locks, damage, versions, read-only
// handles.

#include "storage/rocksdb/engine.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "storage/rocksdb/engine_keys.h"
#include "storage/rocksdb/engine_settings.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/unit/storage/support/temp_dir.h"

namespace yuheng::storage {
namespace {

class EngineTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Store>> Open(
      RocksdbAccess access = RocksdbAccess::kReadWrite) {
    return OpenRocksdbStore({.dir = Dir(), .access = access});
  }

  std::string Dir() const { return dir_.path() + "/data"; }

  static CommitResult CommitOne(Store& store, uint64_t expected_seq) {
    const Commit commit{"104", expected_seq, {{"k", "v"}}};
    return store.CommitAll({&commit, 1}).at(0);
  }

  TempDir dir_;
};

TEST_F(EngineTest, Open_FolderAlreadyOpen_SaysAnotherProcessHasIt) {
  const auto first = Open();
  ASSERT_TRUE(first.ok()) << first.status();
  const auto second = Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
  EXPECT_TRUE(
      absl::StrContains(second.status().message(), "another process has"))
      << second.status();
}

TEST_F(EngineTest, Open_NewerFormat_IsRefusedWithBothVersions) {
  ASSERT_TRUE(Open().ok());
  {
    std::vector<rocksdb::ColumnFamilyDescriptor> descriptors = {
        {rocksdb::kDefaultColumnFamilyName, {}}, {kHeadsFamily, {}}};
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* raw = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open({}, Dir(), descriptors, &handles, &raw).ok());
    const std::unique_ptr<rocksdb::DB> db(raw);
    ASSERT_TRUE(
        db->Put({}, handles[1], "f", EncodeFormatVersion(kFormatVersion + 1))
            .ok());
    // A family this version does not know must not hide the message.
    rocksdb::ColumnFamilyHandle* extra = nullptr;
    ASSERT_TRUE(db->CreateColumnFamily({}, "extra", &extra).ok());
    handles.push_back(extra);
    for (rocksdb::ColumnFamilyHandle* handle : handles) {
      ASSERT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
    }
  }
  const auto store = Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(store.status())) << store.status();
  EXPECT_TRUE(absl::StrContains(store.status().message(), "format 2"))
      << store.status();
}

TEST_F(EngineTest, Open_DatabaseOfSomethingElse_IsRefused) {
  {
    rocksdb::Options options;
    options.create_if_missing = true;
    rocksdb::DB* raw = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(options, Dir(), &raw).ok());
    const std::unique_ptr<rocksdb::DB> db(raw);
    ASSERT_TRUE(db->Put({}, "key", "value").ok());
  }
  const auto store = Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(store.status())) << store.status();
  EXPECT_TRUE(absl::StrContains(store.status().message(), "not Yuheng's"));
}

TEST_F(EngineTest, OpenReadOnly_BesideAWriter_ReadsAndRefusesWrites) {
  const auto writer = Open();
  ASSERT_TRUE(writer.ok());
  ASSERT_EQ(CommitOne(**writer, 0).outcome, CommitOutcome::kCommitted);
  const auto reader = Open(RocksdbAccess::kReadOnly);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(**(*reader)->Get("104", "k"), "v");
  EXPECT_EQ((*reader)->GetHead("104")->seq, 1u);
  EXPECT_EQ(CommitOne(**reader, 1).outcome, CommitOutcome::kRefused);
  EXPECT_EQ(CommitOne(**writer, 1).outcome, CommitOutcome::kCommitted);
}

TEST_F(EngineTest, OpenReadOnly_NoSuchFolder_FailsAndMakesNone) {
  EXPECT_FALSE(Open(RocksdbAccess::kReadOnly).ok());
  EXPECT_FALSE(std::filesystem::exists(Dir()));
}

TEST_F(EngineTest, Open_LogDamagedInTheMiddle_IsRefusedNotShortened) {
  {
    const auto store = Open();
    ASSERT_TRUE(store.ok());
    for (uint64_t seq = 0; seq < 20; ++seq) {
      ASSERT_EQ(CommitOne(**store, seq).outcome, CommitOutcome::kCommitted);
    }
  }
  int damaged = 0;
  for (const auto& file : std::filesystem::directory_iterator(Dir())) {
    if (file.path().extension() != ".log" || file.file_size() == 0) continue;
    std::fstream log(file.path(),
                     std::ios::in | std::ios::out | std::ios::binary);
    log.seekp(static_cast<std::streamoff>(file.file_size() / 2));
    log.write("\x5a\xa5\x5a\xa5", 4);
    ++damaged;
  }
  ASSERT_EQ(damaged, 1);
  const auto store = Open();
  EXPECT_TRUE(absl::IsDataLoss(store.status())) << store.status();
}

TEST_F(EngineTest, Open_LogCutOffAtItsEnd_KeepsEverythingBefore) {
  {
    const auto store = Open();
    ASSERT_TRUE(store.ok());
    for (uint64_t seq = 0; seq < 20; ++seq) {
      ASSERT_EQ(CommitOne(**store, seq).outcome, CommitOutcome::kCommitted);
    }
  }
  for (const auto& file : std::filesystem::directory_iterator(Dir())) {
    if (file.path().extension() != ".log" || file.file_size() == 0) continue;
    std::filesystem::resize_file(file.path(), file.file_size() - 3);
  }
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->GetHead("104")->seq, 19u);
}

TEST_F(EngineTest, Open_CurrentIsGone_IsRefusedAndNothingIsDeleted) {
  {
    const auto store = Open();
    ASSERT_TRUE(store.ok());
    ASSERT_EQ(CommitOne(**store, 0).outcome, CommitOutcome::kCommitted);
  }
  const std::filesystem::path current =
      std::filesystem::path(Dir()) / "CURRENT";
  const std::filesystem::path kept = std::filesystem::path(Dir()) / "kept";
  std::filesystem::rename(current, kept);
  for (int start = 0; start < 2; ++start) {
    const auto store = Open();
    EXPECT_TRUE(absl::IsDataLoss(store.status())) << store.status();
  }
  std::filesystem::rename(kept, current);
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->GetHead("104")->seq, 1u);
}

TEST_F(EngineTest, Open_PathIsAFile_SaysWhy) {
  std::ofstream(Dir()) << "a file";
  const auto store = Open();
  EXPECT_FALSE(store.ok());
  EXPECT_TRUE(absl::StrContains(store.status().message(), Dir()));
}

}  // namespace
}  // namespace yuheng::storage
