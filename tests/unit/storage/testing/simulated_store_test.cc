#include "storage/testing/simulated_store.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace yuheng::storage {
namespace {

class SimulatedStoreTest : public testing::Test {
 protected:
  SimulatedStoreTest() {
    disk_.SetFaults([this](DiskStep step) {
      if (step == DiskStep::kSync) ++syncs_;
      return step == fault_step_ ? fault_ : DiskFault::kNone;
    });
    Open();
  }

  void Open() {
    auto store = SimulatedStore::Open(&disk_);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }
  void Fail(DiskStep step, DiskFault fault) {
    fault_step_ = step;
    fault_ = fault;
  }
  void Heal() { fault_ = DiskFault::kNone; }

  static Commit Put(uint64_t seq, const std::string& key) {
    return {"104", seq, {{key, "value of " + key}}};
  }
  CommitOutcome CommitOne(const Commit& commit) {
    return store_->CommitAll({&commit, 1})[0].outcome;
  }
  std::string Keys() {
    std::string keys;
    EXPECT_TRUE(store_
                    ->Scan("104", "", "",
                           [&](absl::string_view key, absl::string_view) {
                             absl::StrAppend(&keys, key);
                             return true;
                           })
                    .ok());
    return keys;
  }

  SimulatedDisk disk_;
  DiskStep fault_step_ = DiskStep::kRead;
  DiskFault fault_ = DiskFault::kNone;
  int syncs_ = 0;
  std::unique_ptr<SimulatedStore> store_;
};

TEST_F(SimulatedStoreTest, CommitAll_Batch_IsOneSync) {
  const std::vector<Commit> batch = {Put(0, "a"), Put(1, "b")};
  store_->CommitAll(batch);
  EXPECT_EQ(syncs_, 1);
}

TEST_F(SimulatedStoreTest, LosePower_Synced_StaysAndUnsyncedGoes) {
  EXPECT_EQ(CommitOne(Put(0, "a")), CommitOutcome::kCommitted);
  Fail(DiskStep::kSync, DiskFault::kLie);
  EXPECT_EQ(CommitOne(Put(1, "b")), CommitOutcome::kCommitted);
  EXPECT_EQ(Keys(), "ab");
  disk_.LosePower(0);
  Open();
  EXPECT_EQ(Keys(), "a");
}

TEST_F(SimulatedStoreTest, LosePower_AnyPartOfABatch_KeepsWholeCommits) {
  std::set<std::string> seen;
  for (size_t kept = 0;; ++kept) {
    SimulatedDisk disk;
    disk.SetFaults([](DiskStep step) {
      return step == DiskStep::kSync ? DiskFault::kError : DiskFault::kNone;
    });
    auto store = SimulatedStore::Open(&disk);
    const std::vector<Commit> batch = {Put(0, "a"), Put(1, "b")};
    EXPECT_EQ((*store)->CommitAll(batch)[1].outcome, CommitOutcome::kUnknown);
    const size_t size = disk.size();
    disk.LosePower(kept);
    store = SimulatedStore::Open(&disk);
    ASSERT_TRUE(store.ok()) << kept;
    seen.insert(absl::StrCat((*store)->GetHead("104")->seq,
                             (*store)->Get("104", "a")->has_value(),
                             (*store)->Get("104", "b")->has_value()));
    if (kept == size) break;
  }
  EXPECT_EQ(seen, (std::set<std::string>{"000", "110", "211"}));
}

TEST_F(SimulatedStoreTest, FailedSync_IsUnknownAndTakesNoMoreWrites) {
  Fail(DiskStep::kSync, DiskFault::kError);
  EXPECT_EQ(CommitOne(Put(0, "a")), CommitOutcome::kUnknown);
  Heal();
  EXPECT_EQ(CommitOne(Put(0, "b")), CommitOutcome::kRefused);
  EXPECT_TRUE(absl::IsUnavailable(store_->GetHead("104").status()));
  Open();
  EXPECT_EQ(Keys(), "a");
}

TEST_F(SimulatedStoreTest, FailedSync_LaterSyncs_DontBringItBack) {
  ASSERT_TRUE(disk_.Append("lost").ok());
  Fail(DiskStep::kSync, DiskFault::kError);
  EXPECT_FALSE(disk_.Sync().ok());
  Heal();
  ASSERT_TRUE(disk_.Append("kept").ok());
  ASSERT_TRUE(disk_.Sync().ok());
  disk_.LosePower(0);
  EXPECT_EQ(*disk_.Read(0, 8), absl::string_view("\0\0\0\0kept", 8));
}

TEST_F(SimulatedStoreTest, FailedSync_WhatTheNextOpenReads_StaysThere) {
  Fail(DiskStep::kSync, DiskFault::kError);
  EXPECT_EQ(CommitOne(Put(0, "a")), CommitOutcome::kUnknown);
  Heal();
  Open();
  EXPECT_EQ(CommitOne(Put(1, "b")), CommitOutcome::kCommitted);
  disk_.LosePower(0);
  Open();
  EXPECT_EQ(Keys(), "ab");
}

TEST_F(SimulatedStoreTest, NoSpace_IsRefusedAndLeavesTheStoreAsItWas) {
  Fail(DiskStep::kAppend, DiskFault::kNoSpace);
  EXPECT_EQ(CommitOne(Put(0, "a")), CommitOutcome::kRefused);
  Heal();
  EXPECT_EQ(CommitOne(Put(0, "a")), CommitOutcome::kCommitted);
}

TEST_F(SimulatedStoreTest, TornWrite_IsUnknownAndDroppedByTheNextOpen) {
  EXPECT_EQ(CommitOne(Put(0, "a")), CommitOutcome::kCommitted);
  Fail(DiskStep::kAppend, DiskFault::kTornWrite);
  EXPECT_EQ(CommitOne(Put(1, "b")), CommitOutcome::kUnknown);
  Heal();
  Open();
  EXPECT_EQ(Keys(), "a");
  EXPECT_EQ(CommitOne(Put(1, "c")), CommitOutcome::kCommitted);
}

TEST_F(SimulatedStoreTest, OpenedAgain_TheOlderHandleIsFenced) {
  EXPECT_EQ(CommitOne(Put(0, "a")), CommitOutcome::kCommitted);
  const std::unique_ptr<SimulatedStore> older = std::move(store_);
  Open();
  const Commit late = Put(1, "b");
  EXPECT_TRUE(absl::IsAborted(older->CheckEpoch()));
  EXPECT_EQ(older->CommitAll({&late, 1})[0].outcome, CommitOutcome::kFenced);
  EXPECT_EQ(CommitOne(Put(1, "c")), CommitOutcome::kCommitted);
  Open();
  EXPECT_EQ(Keys(), "ac");
}

TEST_F(SimulatedStoreTest, ReadError_IsSaidAndNothingIsServed) {
  EXPECT_EQ(CommitOne(Put(0, "a")), CommitOutcome::kCommitted);
  Fail(DiskStep::kRead, DiskFault::kError);
  EXPECT_TRUE(absl::IsDataLoss(store_->Get("104", "a").status()));
}

TEST_F(SimulatedStoreTest, FlippedBit_Anywhere_IsFoundByTheNextOpen) {
  EXPECT_EQ(CommitOne(Put(0, "a")), CommitOutcome::kCommitted);
  EXPECT_EQ(CommitOne(Put(1, "b")), CommitOutcome::kCommitted);
  for (size_t offset = 0; offset < disk_.size(); ++offset) {
    const int bit = static_cast<int>(offset % 8);
    disk_.FlipBit(offset, bit);
    EXPECT_TRUE(absl::IsDataLoss(SimulatedStore::Open(&disk_).status()))
        << offset;
    for (const std::string key : {"a", "b"}) {
      const auto value = store_->Get("104", key);
      if (!value.ok()) continue;
      EXPECT_EQ(*value, "value of " + key) << offset;
    }
    disk_.FlipBit(offset, bit);
  }
}

}  // namespace
}  // namespace yuheng::storage
