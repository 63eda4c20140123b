// The RocksDB engine on a failing disk: it refuses clearly, keeps what it
// acknowledged, and never goes on after a failed write or fsync.

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/rocksdb/engine.h"
#include "tests/unit/storage/rocksdb/fault_disk.h"
#include "tests/unit/storage/support/temp_dir.h"

namespace yuheng::storage {
namespace {

class EngineFaultsTest : public testing::Test {
 protected:
  EngineFaultsTest()
      : disk_(std::make_shared<FaultDisk>()),
        env_(rocksdb::NewCompositeEnv(disk_)) {}

  absl::StatusOr<std::unique_ptr<RocksdbEngine>> Open(
      RocksdbOptions options = {}) {
    options.dir = dir_.path() + "/data";
    return RocksdbEngine::Open(options, env_.get());
  }

  // Writes the number seq + 1 as the partition's next commit.
  static CommitResult Put(Store& store, uint64_t seq,
                          const std::string& partition = "104",
                          size_t filler_bytes = 0) {
    const Commit commit{
        partition,
        seq,
        {{absl::StrCat("k", seq + 1), absl::StrCat(seq + 1)},
         {"newest", absl::StrCat(seq + 1)},
         {absl::StrCat("f", seq + 1), std::string(filler_bytes, 'f')}}};
    return store.CommitAll({&commit, 1}).at(0);
  }

  // The seq of a partition that holds exactly its commits.
  static uint64_t SeqOf(const Store& store,
                        const std::string& partition = "104") {
    const auto head = store.GetHead(partition);
    EXPECT_TRUE(head.ok()) << head.status();
    if (!head.ok() || head->seq == 0) return 0;
    EXPECT_EQ(**store.Get(partition, "newest"), absl::StrCat(head->seq));
    uint64_t keys = 0;
    EXPECT_TRUE(store
                    .Scan(partition, "k", "l",
                          [&](absl::string_view, absl::string_view) {
                            ++keys;
                            return true;
                          })
                    .ok());
    EXPECT_EQ(keys, head->seq);
    return head->seq;
  }

  // Nothing is taken any more, and it says why and what to do.
  static void ExpectClosed(Store& store, uint64_t seq) {
    const CommitResult after = Put(store, seq);
    EXPECT_EQ(after.outcome, CommitOutcome::kRefused);
    EXPECT_TRUE(absl::StrContains(after.detail, "opened again"))
        << after.detail;
    EXPECT_TRUE(absl::IsUnavailable(store.GetHead("104").status()));
    EXPECT_TRUE(absl::IsUnavailable(store.CopyTo("/nowhere", nullptr)));
  }

  TempDir dir_;
  const std::shared_ptr<FaultDisk> disk_;
  const std::unique_ptr<rocksdb::Env> env_;
};

TEST_F(EngineFaultsTest, SyncFails_IsUnknownAndNoMoreWritesAreTaken) {
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  ASSERT_EQ(Put(**store, 0).outcome, CommitOutcome::kCommitted);

  disk_->Set(Fault::kSyncFails);
  const Commit commits[] = {{"104", 1, {{"k2", "2"}, {"newest", "2"}}},
                            {"105", 9, {{"k", "2"}}}};
  const std::vector<CommitResult> results = (*store)->CommitAll(commits);
  EXPECT_EQ(results[0].outcome, CommitOutcome::kUnknown);
  EXPECT_TRUE(absl::StrContains(results[0].detail, "Input/output error"));
  EXPECT_EQ(results[1].outcome, CommitOutcome::kConflict);

  // The disk says it is well again; the handle must not believe it.
  disk_->Set(Fault::kNone);
  ExpectClosed(**store, 1);

  // A new handle knows: all of the open commit or nothing of it.
  store->reset();
  const auto again = Open();
  ASSERT_TRUE(again.ok()) << again.status();
  const uint64_t seq = SeqOf(**again);
  EXPECT_TRUE(seq == 1 || seq == 2) << seq;
  EXPECT_EQ(Put(**again, seq).outcome, CommitOutcome::kCommitted);
}

TEST_F(EngineFaultsTest, SyncFailsAndThePagesAreGone_KeepsWhatWasAcknowledged) {
  auto store = Open();
  ASSERT_TRUE(store.ok());
  for (uint64_t seq = 0; seq < 5; ++seq) {
    ASSERT_EQ(Put(**store, seq).outcome, CommitOutcome::kCommitted);
  }
  disk_->Set(Fault::kSyncFails);
  ASSERT_EQ(Put(**store, 5).outcome, CommitOutcome::kUnknown);
  store->reset();
  // The kernel drops what it could not write, and later syncs succeed.
  disk_->Set(Fault::kNone);
  disk_->LoseUnsynced();
  const auto again = Open();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(SeqOf(**again), 5u);
}

TEST_F(EngineFaultsTest, DiskFullOrReadOnly_RefusesReadsOnAndKeepsAll) {
  for (const auto& [fault, words] :
       {std::pair(Fault::kFull, "No space"),
        std::pair(Fault::kReadOnly, "Read-only file system")}) {
    auto opened = Open();
    ASSERT_TRUE(opened.ok()) << opened.status();
    auto store = std::move(opened).value();
    const uint64_t seq = SeqOf(*store);
    ASSERT_EQ(Put(*store, seq).outcome, CommitOutcome::kCommitted);
    disk_->Set(fault);
    const CommitResult result = Put(*store, seq + 1);
    EXPECT_EQ(result.outcome, CommitOutcome::kUnknown);
    EXPECT_TRUE(absl::StrContains(result.detail, words)) << result.detail;
    // What is there can be read.
    EXPECT_EQ(**store->Get("104", absl::StrCat("k", seq + 1)),
              absl::StrCat(seq + 1));
    disk_->Set(Fault::kNone);
    ExpectClosed(*store, seq + 1);
    store.reset();
    const auto again = Open();
    ASSERT_TRUE(again.ok()) << again.status();
    const uint64_t recovered = SeqOf(**again);
    EXPECT_TRUE(recovered == seq + 1 || recovered == seq + 2) << recovered;
    EXPECT_EQ(Put(**again, recovered).outcome, CommitOutcome::kCommitted);
  }
}

TEST_F(EngineFaultsTest, OpenOnAFullOrReadOnlyDisk_IsRefusedAndChangesNothing) {
  {
    const auto store = Open();
    ASSERT_TRUE(store.ok());
    ASSERT_EQ(Put(**store, 0).outcome, CommitOutcome::kCommitted);
  }
  disk_->Set(Fault::kReadOnly);
  const auto read_only = Open();
  ASSERT_FALSE(read_only.ok());
  EXPECT_TRUE(absl::StrContains(read_only.status().message(), "Read-only"))
      << read_only.status();
  disk_->Set(Fault::kFull);
  const auto full = Open();
  ASSERT_FALSE(full.ok());
  EXPECT_TRUE(absl::IsResourceExhausted(full.status())) << full.status();
  // Reading needs no space.
  const auto reader = Open({.access = RocksdbAccess::kReadOnly});
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(SeqOf(**reader), 1u);
  disk_->Set(Fault::kNone);
  const auto again = Open();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(SeqOf(**again), 1u);
}

// Table files and manifests are written in the background; a commit that was
// acknowledged before is in the log still.
TEST_F(EngineFaultsTest, BackgroundWriteFails_StopsAndKeepsAll) {
  for (const Fault fault : {Fault::kSyncFails, Fault::kFull}) {
    disk_->only = [](const std::string& name) {
      return absl::EndsWith(name, ".sst") ||
             absl::StrContains(name, "MANIFEST");
    };
    auto opened = Open({.memtable_bytes_max = size_t{64} << 10});
    ASSERT_TRUE(opened.ok()) << opened.status();
    auto store = std::move(opened).value();
    uint64_t acknowledged = SeqOf(*store);
    disk_->Set(fault);
    bool stopped = false;
    for (int i = 0; i < 2000 && !stopped; ++i) {
      const CommitResult result = Put(*store, acknowledged, "104", 4096);
      stopped = result.outcome != CommitOutcome::kCommitted;
      if (!stopped) ++acknowledged;
    }
    EXPECT_TRUE(stopped);
    EXPECT_GT(disk_->hits(), 0);
    disk_->Set(Fault::kNone);
    EXPECT_EQ(Put(*store, acknowledged).outcome, CommitOutcome::kRefused);
    store.reset();
    disk_->LoseUnsynced();
    const auto again = Open();
    ASSERT_TRUE(again.ok()) << again.status();
    const uint64_t seq = SeqOf(**again);
    EXPECT_GE(seq, acknowledged);
    EXPECT_LE(seq, acknowledged + 1);
    EXPECT_TRUE((*again)->CheckFiles().ok());
  }
}

TEST_F(EngineFaultsTest, CopyToAFullDisk_FailsAndTheStoreGoesOn) {
  disk_->only = [](const std::string& name) {
    return absl::StrContains(name, "/copy/");
  };
  const auto store = Open();
  ASSERT_TRUE(store.ok());
  ASSERT_EQ(Put(**store, 0).outcome, CommitOutcome::kCommitted);
  disk_->Set(Fault::kFull);
  EXPECT_TRUE(absl::IsResourceExhausted(
      (*store)->CopyTo(dir_.path() + "/copy", nullptr)));
  EXPECT_EQ(Put(**store, 1).outcome, CommitOutcome::kCommitted);
  EXPECT_EQ(SeqOf(**store), 2u);
}

// Random faults at random moments, then a power cut: what was acknowledged is
// there, what was not is there whole or not at all.
class EngineFaultRounds : public EngineFaultsTest,
                          public testing::WithParamInterface<int> {};

TEST_P(EngineFaultRounds, AcknowledgedIsKept_NothingIsHalf) {
  std::mt19937_64 random(static_cast<uint64_t>(GetParam()));
  const std::string partitions[] = {"104", "105", "106"};
  std::map<std::string, uint64_t> acknowledged;
  for (int life = 0; life < 4; ++life) {
    auto opened = Open({.memtable_bytes_max = size_t{128} << 10});
    ASSERT_TRUE(opened.ok()) << opened.status();
    auto store = std::move(opened).value();
    std::map<std::string, uint64_t> open;  // kUnknown ones.
    for (const std::string& partition : partitions) {
      acknowledged[partition] = SeqOf(*store, partition);
    }
    const uint64_t fault_at = random() % 60;
    bool closed = false;
    for (uint64_t i = 0; i < 60; ++i) {
      if (i == fault_at) {
        disk_->Set(std::vector<Fault>{Fault::kSyncFails, Fault::kFull,
                                      Fault::kReadOnly}[random() % 3]);
      }
      const std::string& partition = partitions[random() % 3];
      const CommitResult result =
          Put(*store, acknowledged[partition], partition, random() % 8192);
      if (closed) {
        EXPECT_EQ(result.outcome, CommitOutcome::kRefused);
      } else if (result.outcome == CommitOutcome::kCommitted) {
        ++acknowledged[partition];
      } else {
        EXPECT_EQ(result.outcome, CommitOutcome::kUnknown);
        ++open[partition];
        closed = true;
        disk_->Set(Fault::kNone);  // It seems well again.
      }
    }
    store.reset();
    disk_->Set(Fault::kNone);
    if (random() % 2 == 0) disk_->LoseUnsynced();
    const auto again = Open();
    ASSERT_TRUE(again.ok()) << again.status();
    for (const std::string& partition : partitions) {
      const uint64_t seq = SeqOf(**again, partition);
      EXPECT_GE(seq, acknowledged[partition]);
      EXPECT_LE(seq, acknowledged[partition] + open[partition]);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, EngineFaultRounds, testing::Range(1, 9));

}  // namespace
}  // namespace yuheng::storage
