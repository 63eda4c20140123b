// Backups of a store that is being written: what they hold, and that no damage
// of theirs is ever restored.

#include "storage/backup.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/testing/memory_store.h"
#include "tests/unit/storage/support/temp_dir.h"

namespace yuheng::storage {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> FilesOf(const std::string& dir) {
  std::map<std::string, std::string> files;
  for (const auto& file : fs::directory_iterator(dir)) {
    std::ifstream in(file.path(), std::ios::binary);
    files[file.path().filename().string()] =
        std::string(std::istreambuf_iterator<char>(in), {});
  }
  return files;
}

class BackupTest : public testing::Test {
 protected:
  std::string Path(const std::string& name) const {
    return absl::StrCat(dir_.path(), "/", name);
  }
  std::unique_ptr<Store> Open(
      const std::string& name,
      RocksdbAccess access = RocksdbAccess::kReadWrite) {
    auto store = OpenRocksdbStore({.dir = Path(name), .access = access});
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }
  // Two keys and the count, always equal, as one commit.
  static bool Put(Store* store, uint64_t count) {
    const std::string value = absl::StrCat(count);
    const Commit commit{
        "104", count - 1, {{"a", value}, {absl::StrCat("k", count), value}}};
    return store->CommitAll({&commit, 1})[0].outcome ==
           CommitOutcome::kCommitted;
  }
  // The count of a store that is one consistent state; 0 when it is none.
  static uint64_t CountOf(const Store& store) {
    const auto head = store.GetHead("104");
    const auto a = store.Get("104", "a");
    if (!head.ok() || !a.ok() || head->seq == 0) return 0;
    if (**a != absl::StrCat(head->seq)) return 0;
    uint64_t keys = 0;
    const absl::Status scanned =
        store.Scan("104", "k", "l", [&](absl::string_view, absl::string_view) {
          ++keys;
          return true;
        });
    return scanned.ok() && keys == head->seq ? keys : 0;
  }

  absl::Status RestoreTo(const std::string& target) const {
    return RestoreBackups({{Path("backup"), Path(target)}});
  }

  TempDir dir_;
};

TEST_F(BackupTest, Backup_RestoresToTheSameState) {
  auto store = Open("data");
  for (uint64_t i = 1; i <= 50; ++i) ASSERT_TRUE(Put(store.get(), i));
  const auto size = CreateBackup(*store, Path("backups/one/aggregation"));
  ASSERT_TRUE(size.ok()) << size.status();
  EXPECT_GT(size->file_count, 2);
  // It can be read as it lies there, and that changes nothing in it.
  const auto before = FilesOf(Path("backups/one/aggregation"));
  EXPECT_EQ(CountOf(*Open("backups/one/aggregation", RocksdbAccess::kReadOnly)),
            50u);
  EXPECT_EQ(FilesOf(Path("backups/one/aggregation")), before);
  const auto checked = CheckBackup(Path("backups/one/aggregation"));
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->size_bytes, size->size_bytes);

  ASSERT_TRUE(
      RestoreBackups({{Path("backups/one/aggregation"), Path("new")}}).ok());
  auto restored = Open("new");
  EXPECT_EQ(CountOf(*restored), 50u);
  EXPECT_TRUE(Put(restored.get(), 51));
  EXPECT_TRUE(Put(store.get(), 51));  // The source goes on by itself.
}

TEST_F(BackupTest, BackupsUnderLoad_HoldAllThatWasAcknowledgedBefore) {
  auto store = Open("data");
  std::atomic<uint64_t> acknowledged = 0;
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (uint64_t i = 1; !stop; ++i) {
      if (!Put(store.get(), i)) break;
      acknowledged = i;
    }
  });
  while (acknowledged < 10) std::this_thread::yield();
  for (int round = 0; round < 5; ++round) {
    const uint64_t before = acknowledged;
    const std::string name = absl::StrCat("backup", round);
    const auto size = CreateBackup(*store, Path(name));
    ASSERT_TRUE(size.ok()) << size.status();
    const uint64_t after = acknowledged;
    const uint64_t count = CountOf(*Open(name, RocksdbAccess::kReadOnly));
    EXPECT_GE(count, before);
    EXPECT_LE(count, after + 1);
  }
  stop = true;
  writer.join();
  EXPECT_EQ(CountOf(*store), acknowledged);
}

TEST_F(BackupTest, AnyByteOfAnyFileChanged_IsNamedAndNothingIsRestored) {
  auto store = Open("data");
  for (uint64_t i = 1; i <= 5; ++i) ASSERT_TRUE(Put(store.get(), i));
  ASSERT_TRUE(CreateBackup(*store, Path("backup")).ok());
  for (const auto& [name, content] : FilesOf(Path("backup"))) {
    for (const size_t at :
         {size_t{0}, content.size() / 2, content.size() - 1}) {
      if (content.empty()) continue;
      const std::string path = absl::StrCat(Path("backup"), "/", name);
      std::string changed = content;
      changed[at] = static_cast<char>(changed[at] ^ 0x10);
      std::ofstream(path, std::ios::binary) << changed;
      for (const absl::Status& status :
           {CheckBackup(Path("backup")).status(), RestoreTo("new")}) {
        EXPECT_TRUE(absl::IsDataLoss(status)) << name << " " << at << status;
        EXPECT_TRUE(absl::StrContains(status.message(), "backup/"));
      }
      EXPECT_FALSE(fs::exists(Path("new")));
      EXPECT_FALSE(fs::exists(Path("new.partial")));
      std::ofstream(path, std::ios::binary) << content;
    }
  }
  EXPECT_TRUE(CheckBackup(Path("backup")).ok());
}

TEST_F(BackupTest, FileMissingCutOffOrAdded_IsNamed) {
  auto store = Open("data");
  ASSERT_TRUE(Put(store.get(), 1));
  ASSERT_TRUE(CreateBackup(*store, Path("backup")).ok());
  const std::string current = Path("backup") + "/CURRENT";
  fs::rename(current, Path("kept"));
  EXPECT_TRUE(absl::StrContains(CheckBackup(Path("backup")).status().message(),
                                "CURRENT is missing"));
  fs::rename(Path("kept"), current);
  std::ofstream(Path("backup") + "/000099.sst") << "x";
  EXPECT_TRUE(absl::StrContains(CheckBackup(Path("backup")).status().message(),
                                "000099.sst is not in"));
  fs::remove(Path("backup") + "/000099.sst");
  fs::resize_file(current, 3);
  EXPECT_TRUE(absl::IsDataLoss(CheckBackup(Path("backup")).status()));
}

TEST_F(BackupTest, ListThatLeadsOutOfTheFolder_IsRefused) {
  auto store = Open("data");
  ASSERT_TRUE(Put(store.get(), 1));
  ASSERT_TRUE(CreateBackup(*store, Path("backup")).ok());
  const std::string list = Path("backup") + "/backup.txt";
  std::stringstream text;
  text << std::ifstream(list).rdbuf();
  const std::string first = text.str().substr(0, text.str().find('\n'));
  // In its place of the order, with a hash and size that are right.
  fs::copy_file(
      Path("backup") + first.substr(first.rfind(' ')).replace(0, 1, "/"),
      Path("outside"));
  std::ofstream(list) << first.substr(0, first.rfind(' ')) << " ../outside\n"
                      << text.str();
  EXPECT_TRUE(absl::IsDataLoss(CheckBackup(Path("backup")).status()));
  EXPECT_TRUE(absl::IsDataLoss(RestoreTo("new")));
  EXPECT_FALSE(fs::exists(Path("new")));
}

TEST_F(BackupTest, NameThatIsTaken_IsRefusedAndStays) {
  auto store = Open("data");
  ASSERT_TRUE(Put(store.get(), 1));
  ASSERT_TRUE(CreateBackup(*store, Path("backup")).ok());
  const auto before = FilesOf(Path("backup"));
  EXPECT_TRUE(
      absl::IsAlreadyExists(CreateBackup(*store, Path("backup")).status()));
  EXPECT_EQ(FilesOf(Path("backup")), before);
}

TEST_F(BackupTest, Restore_OverDataIsRefusedIntoAnEmptyFolderDone) {
  auto store = Open("data");
  ASSERT_TRUE(Put(store.get(), 1));
  ASSERT_TRUE(CreateBackup(*store, Path("backup")).ok());
  EXPECT_TRUE(absl::IsAlreadyExists(RestoreTo("data")));
  EXPECT_EQ(CountOf(*store), 1u);
  fs::create_directory(Path("empty"));
  EXPECT_TRUE(RestoreTo("empty").ok());
  EXPECT_EQ(CountOf(*Open("empty")), 1u);
}

TEST_F(BackupTest, NamesThatEndInASlash_AreTheFoldersNames) {
  auto store = Open("data");
  ASSERT_TRUE(Put(store.get(), 1));
  ASSERT_TRUE(CreateBackup(*store, Path("backup/")).ok());
  EXPECT_TRUE(CheckBackup(Path("backup")).ok());
  fs::create_directory(Path("new"));
  EXPECT_TRUE(RestoreTo("new/").ok());
  EXPECT_EQ(CountOf(*Open("new")), 1u);
}

TEST_F(BackupTest, Restore_ToAMountPointIsRefusedBeforeAnythingIsCopied) {
  auto store = Open("data");
  ASSERT_TRUE(Put(store.get(), 1));
  ASSERT_TRUE(CreateBackup(*store, Path("backup")).ok());
  const absl::Status status = RestoreBackups({{Path("backup"), "/proc/"}});
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
}

TEST_F(BackupTest, Backup_NobodyWaitsFor_IsCancelledAndLeavesNothing) {
  auto store = Open("data");
  ASSERT_TRUE(Put(store.get(), 1));
  // While the files are copied, while they are hashed, and not at all.
  int after = 0;
  for (;; ++after) {
    int asked = 0;
    const auto size =
        CreateBackup(*store, Path("backup"), [&] { return asked++ == after; });
    if (size.ok()) break;
    EXPECT_TRUE(absl::IsCancelled(size.status())) << size.status();
    EXPECT_FALSE(fs::exists(Path("backup")));
    EXPECT_FALSE(fs::exists(Path("backup.partial")));
  }
  EXPECT_GE(after, 4);
  EXPECT_TRUE(CheckBackup(Path("backup")).ok());
}

// Two stores that belong together, restored at once.
class RestorePairTest : public BackupTest {
 protected:
  RestorePairTest() {
    auto store = Open("data");
    for (const char* name : {"a", "b"}) {
      EXPECT_TRUE(Put(store.get(), ++count_));
      EXPECT_TRUE(
          CreateBackup(*store, absl::StrCat(Path("backup"), "/", name)).ok());
    }
  }
  absl::Status RestorePair() const {
    return RestoreBackups(
        {{Path("backup/a"), Path("new/a")}, {Path("backup/b"), Path("new/b")}});
  }
  absl::Status OpenStatus(const std::string& name) const {
    return OpenRocksdbStore({.dir = Path(name)}).status();
  }
  // As a kill left it: the first `in_place` of both have taken their names, the
  // first `unmarked` are also said to be complete.
  void LeaveAt(int in_place, int unmarked) {
    ASSERT_TRUE(RestorePair().ok());
    int number = 0;
    for (const char* name : {"new/a", "new/b"}) {
      if (number >= unmarked) {
        std::ofstream(Path(name) + "/restore-unfinished");
      }
      if (number >= in_place) fs::rename(Path(name), Path(name) + ".partial");
      ++number;
    }
  }

  uint64_t count_ = 0;
};

TEST_F(RestorePairTest, SecondTargetTaken_NothingIsRestored) {
  fs::create_directories(Path("new/b"));
  std::ofstream(Path("new/b/CURRENT")) << "x";
  EXPECT_TRUE(absl::IsAlreadyExists(RestorePair()));
  EXPECT_FALSE(fs::exists(Path("new/a")));
  EXPECT_FALSE(fs::exists(Path("new/a.partial")));
}

TEST_F(RestorePairTest, SecondBackupDamaged_NothingIsRestored) {
  fs::resize_file(Path("backup/b/CURRENT"), 3);
  EXPECT_TRUE(absl::IsDataLoss(RestorePair()));
  EXPECT_TRUE(fs::is_empty(Path("new")));
}

TEST_F(RestorePairTest, KilledAtAnyPoint_NoStoreOpensUntilAllAreInPlace) {
  for (const auto& [in_place, unmarked] :
       {std::pair(0, 0), std::pair(1, 0), std::pair(2, 0), std::pair(2, 1)}) {
    SCOPED_TRACE(absl::StrCat(in_place, " in place, ", unmarked, " unmarked"));
    LeaveAt(in_place, unmarked);
    EXPECT_EQ(OpenStatus("new/a").ok(), unmarked > 0);
    const absl::Status refused = OpenStatus("new/b");
    EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
    EXPECT_TRUE(
        absl::StrContains(refused.message(), "run yuheng-restore again"));
    const absl::Status again = RestorePair();
    ASSERT_TRUE(again.ok()) << again;
    EXPECT_EQ(CountOf(*Open("new/a")), 1u);
    EXPECT_EQ(CountOf(*Open("new/b")), 2u);
    EXPECT_TRUE(absl::IsAlreadyExists(RestorePair()));
    fs::remove_all(Path("new"));
  }
}

// Both hold their data by then; only the second still has to be told so.
TEST_F(RestorePairTest, KilledBetweenMarks_WhatTheFirstWroteSinceStays) {
  LeaveAt(2, 1);
  ASSERT_TRUE(Put(Open("new/a").get(), 2));
  ASSERT_TRUE(RestorePair().ok());
  EXPECT_EQ(CountOf(*Open("new/a")), 2u);
  EXPECT_EQ(CountOf(*Open("new/b")), 2u);
}

TEST_F(RestorePairTest, KilledAndThenAnotherBackup_IsRefused) {
  LeaveAt(1, 0);
  EXPECT_TRUE(absl::IsAlreadyExists(RestoreBackups(
      {{Path("backup/b"), Path("new/a")}, {Path("backup/a"), Path("new/b")}})));
  EXPECT_TRUE(RestorePair().ok());
}

TEST_F(BackupTest, FolderThatIsNoBackup_IsNotFound) {
  EXPECT_TRUE(absl::IsNotFound(CheckBackup(Path("none")).status()));
  fs::create_directory(Path("other"));
  EXPECT_TRUE(absl::IsNotFound(CheckBackup(Path("other")).status()));
}

TEST_F(BackupTest, EngineThatCanNotBeCopied_SaysSoAndLeavesNothing) {
  const MemoryStore store;
  EXPECT_TRUE(
      absl::IsUnimplemented(CreateBackup(store, Path("backup")).status()));
  EXPECT_FALSE(fs::exists(Path("backup")));
}

}  // namespace
}  // namespace yuheng::storage
