// Two handles of one RocksDB folder, as where a file system's locks don't work:
// the one that was opened last has it, and the other can neither lose nor write
// anything.

#include "storage/rocksdb/writer_epoch.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/rocksdb/engine.h"
#include "tests/unit/storage/support/temp_dir.h"

namespace yuheng::storage {
namespace {

// A log whose next append may be held up, once.
class HeldUpLog : public rocksdb::WritableFileWrapper {
 public:
  HeldUpLog(std::unique_ptr<rocksdb::WritableFile> log,
            std::function<void()>* before_append)
      : WritableFileWrapper(log.get()),
        log_(std::move(log)),
        before_append_(*before_append) {}

  rocksdb::Status Append(const rocksdb::Slice& data) override {
    if (before_append_) std::exchange(before_append_, nullptr)();
    return WritableFileWrapper::Append(data);
  }
  rocksdb::Status Append(
      const rocksdb::Slice& data,
      const rocksdb::DataVerificationInfo& verification) override {
    if (before_append_) std::exchange(before_append_, nullptr)();
    return WritableFileWrapper::Append(data, verification);
  }

 private:
  const std::unique_ptr<rocksdb::WritableFile> log_;
  std::function<void()>& before_append_;
};

// Locks that hold nobody off.
class LocklessEnv : public rocksdb::EnvWrapper {
 public:
  LocklessEnv() : EnvWrapper(rocksdb::Env::Default()) {}

  std::function<void()> before_log_append;
  bool epoch_reads_fail = false;

  rocksdb::Status NewWritableFile(const std::string& name,
                                  std::unique_ptr<rocksdb::WritableFile>* file,
                                  const rocksdb::EnvOptions& options) override {
    const rocksdb::Status opened =
        EnvWrapper::NewWritableFile(name, file, options);
    if (opened.ok() && absl::EndsWith(name, ".log")) {
      *file = std::make_unique<HeldUpLog>(std::move(*file), &before_log_append);
    }
    return opened;
  }
  rocksdb::Status NewSequentialFile(
      const std::string& name, std::unique_ptr<rocksdb::SequentialFile>* file,
      const rocksdb::EnvOptions& options) override {
    if (epoch_reads_fail && absl::EndsWith(name, kEpochFile)) {
      return rocksdb::Status::IOError("too many open files");
    }
    return EnvWrapper::NewSequentialFile(name, file, options);
  }
  rocksdb::Status LockFile(const std::string&,
                           rocksdb::FileLock** lock) override {
    *lock = new rocksdb::FileLock();
    return rocksdb::Status::OK();
  }
  rocksdb::Status UnlockFile(rocksdb::FileLock* lock) override {
    delete lock;
    return rocksdb::Status::OK();
  }
};

class WriterEpochTest : public testing::Test {
 protected:
  std::unique_ptr<RocksdbEngine> Open() {
    auto store = RocksdbEngine::Open({.dir = Dir()}, &env_);
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }
  std::string Dir() const { return dir_.path() + "/data"; }

  // The number and the id.
  std::pair<uint64_t, std::string> EpochIn(const std::string& dir) const {
    std::ifstream file(dir + "/" + kEpochFile);
    std::pair<uint64_t, std::string> epoch;
    file >> epoch.first >> epoch.second;
    return epoch;
  }

  static CommitResult Put(Store& store, uint64_t expected_seq,
                          const std::string& partition = "104") {
    const Commit commit{
        partition, expected_seq, {{absl::StrCat("k", expected_seq), "v"}}};
    return store.CommitAll({&commit, 1}).at(0);
  }

  TempDir dir_;
  LocklessEnv env_;
};

TEST_F(WriterEpochTest, Open_Again_TakesTheNextEpoch) {
  std::set<std::string> ids;
  for (const uint64_t epoch : {1, 2, 3}) {
    ASSERT_NE(Open(), nullptr);
    EXPECT_EQ(EpochIn(Dir()).first, epoch);
    EXPECT_TRUE(ids.insert(EpochIn(Dir()).second).second);
  }
}

TEST_F(WriterEpochTest, Open_FolderFromBeforeEpochs_IsAtOne) {
  ASSERT_EQ(Put(*Open(), 0).outcome, CommitOutcome::kCommitted);
  std::filesystem::remove(Dir() + "/" + kEpochFile);
  const auto store = Open();
  EXPECT_EQ(EpochIn(Dir()).first, 1u);
  EXPECT_EQ(store->GetHead("104")->seq, 1u);
  EXPECT_EQ(Put(*store, 1).outcome, CommitOutcome::kCommitted);
}

TEST_F(WriterEpochTest, Open_EpochThatIsNoNumber_IsDamage) {
  ASSERT_NE(Open(), nullptr);
  std::ofstream(Dir() + "/" + kEpochFile) << "many\n";
  const auto store = RocksdbEngine::Open({.dir = Dir()}, &env_);
  EXPECT_TRUE(absl::IsDataLoss(store.status())) << store.status();
}

TEST_F(WriterEpochTest, Open_FolderThatIsLocked_LeavesItsEpoch) {
  rocksdb::Env* const locking = rocksdb::Env::Default();
  const auto first = RocksdbEngine::Open({.dir = Dir()}, locking);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_FALSE(RocksdbEngine::Open({.dir = Dir()}, locking).ok());
  EXPECT_EQ(EpochIn(Dir()).first, 1u);
  EXPECT_EQ(Put(**first, 0).outcome, CommitOutcome::kCommitted);
}

TEST_F(WriterEpochTest, Commit_AfterAnotherHandleOpened_IsFencedAndNotSeen) {
  const auto older = Open();
  ASSERT_EQ(Put(*older, 0).outcome, CommitOutcome::kCommitted);
  const auto newer = Open();
  const CommitResult late = Put(*older, 1);
  EXPECT_EQ(late.outcome, CommitOutcome::kFenced);
  EXPECT_TRUE(absl::StrContains(late.detail, "epoch 1 of")) << late.detail;
  EXPECT_TRUE(absl::StrContains(late.detail, "epoch 2;")) << late.detail;
  // In partitions that are not there yet, and for ever.
  EXPECT_EQ(Put(*older, 0, "105").outcome, CommitOutcome::kFenced);
  EXPECT_TRUE(absl::IsUnavailable(older->GetHead("104").status()));

  EXPECT_EQ(newer->GetHead("104")->seq, 1u);
  EXPECT_EQ(newer->GetHead("105")->seq, 0u);
  EXPECT_EQ(Put(*newer, 1).outcome, CommitOutcome::kCommitted);
  EXPECT_EQ(newer->GetHead("104")->epoch, 2u);
}

TEST_F(WriterEpochTest, CheckEpoch_AfterAnotherHandleOpened_IsAborted) {
  const auto older = Open();
  EXPECT_TRUE(older->CheckEpoch().ok());
  const auto newer = Open();
  EXPECT_TRUE(absl::IsAborted(older->CheckEpoch()));
  EXPECT_TRUE(newer->CheckEpoch().ok());
  EXPECT_EQ(Put(*older, 0).outcome, CommitOutcome::kFenced);
}

TEST_F(WriterEpochTest, Commit_EpochCantBeReadBefore_IsRefusedOnly) {
  const auto store = Open();
  env_.epoch_reads_fail = true;
  EXPECT_TRUE(absl::IsUnavailable(store->CheckEpoch()));
  EXPECT_EQ(Put(*store, 0).outcome, CommitOutcome::kRefused);
  env_.epoch_reads_fail = false;
  EXPECT_EQ(store->GetHead("104")->seq, 0u);
  EXPECT_EQ(Put(*store, 0).outcome, CommitOutcome::kCommitted);
}

TEST_F(WriterEpochTest, Commit_EpochCantBeReadAfter_IsUnknownForEver) {
  const auto store = Open();
  env_.before_log_append = [this] { env_.epoch_reads_fail = true; };
  EXPECT_EQ(Put(*store, 0).outcome, CommitOutcome::kUnknown);
  env_.epoch_reads_fail = false;
  EXPECT_TRUE(absl::IsUnavailable(store->GetHead("104").status()));
  EXPECT_EQ(Put(*store, 0).outcome, CommitOutcome::kRefused);
}

TEST_F(WriterEpochTest, Commit_FolderReplacedByOneWithoutEpoch_IsFenced) {
  const auto store = Open();
  std::filesystem::remove(Dir() + "/" + kEpochFile);
  EXPECT_EQ(Put(*store, 0).outcome, CommitOutcome::kFenced);
}

// A copy of before is put in its place and opened: the number is the same.
TEST_F(WriterEpochTest, Commit_FolderReplacedByOneAtTheSameEpoch_IsFenced) {
  ASSERT_NE(Open(), nullptr);
  const std::string copy = dir_.path() + "/copy";
  ASSERT_TRUE(Open()->CopyTo(copy, nullptr).ok());
  const auto store = Open();
  ASSERT_EQ(Put(*store, 0).outcome, CommitOutcome::kCommitted);
  std::filesystem::rename(Dir(), dir_.path() + "/replaced");
  std::filesystem::rename(copy, Dir());
  LocklessEnv env_of_newer;
  const auto newer = RocksdbEngine::Open({.dir = Dir()}, &env_of_newer);
  ASSERT_TRUE(newer.ok()) << newer.status();
  EXPECT_EQ(EpochIn(Dir()).first, EpochIn(dir_.path() + "/replaced").first);
  EXPECT_EQ(Put(*store, 1).outcome, CommitOutcome::kFenced);
  EXPECT_EQ(Put(**newer, 0).outcome, CommitOutcome::kCommitted);
}

TEST_F(WriterEpochTest, CopyTo_GoesOnFromTheEpochOfItsSource) {
  ASSERT_NE(Open(), nullptr);
  ASSERT_TRUE(Open()->CopyTo(dir_.path() + "/copy", nullptr).ok());
  ASSERT_TRUE(RocksdbEngine::Open({.dir = dir_.path() + "/copy"}, &env_).ok());
  EXPECT_EQ(EpochIn(dir_.path() + "/copy").first, 3u);
}

// The next handle recovers while the older one is in the middle of a write.
TEST_F(WriterEpochTest, Commit_AnotherHandleOpensMeanwhile_IsNotAcknowledged) {
  const auto older = Open();
  ASSERT_EQ(Put(*older, 0).outcome, CommitOutcome::kCommitted);
  LocklessEnv env_of_newer;
  std::unique_ptr<RocksdbEngine> newer;
  env_.before_log_append = [&] {
    newer = *RocksdbEngine::Open({.dir = Dir()}, &env_of_newer);
  };
  EXPECT_EQ(Put(*older, 1).outcome, CommitOutcome::kFenced);
  EXPECT_EQ(newer->GetHead("104")->seq, 1u);
  EXPECT_EQ(Put(*newer, 1).outcome, CommitOutcome::kCommitted);
}

}  // namespace
}  // namespace yuheng::storage
