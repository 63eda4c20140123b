#include "storage/testing/memory_store.h"

#include <gtest/gtest.h>

namespace yuheng::storage {
namespace {

CommitOutcome CommitOne(MemoryStore& store, uint64_t expected_seq) {
  const Commit commit{"104", expected_seq, {{"k", "v"}}};
  return store.CommitAll({&commit, 1}).at(0).outcome;
}

TEST(MemoryStoreTest, FailNextCommit_UnknownApplied_IsVisible) {
  MemoryStore store;
  store.FailNextCommit(CommitFault::kUnknownApplied);
  EXPECT_EQ(CommitOne(store, 0), CommitOutcome::kUnknown);
  EXPECT_EQ(store.GetHead("104")->seq, 1u);
  EXPECT_EQ(*store.Get("104", "k"), "v");
}

TEST(MemoryStoreTest, FailNextCommit_OtherFaults_WriteNothingOnce) {
  const std::pair<CommitFault, CommitOutcome> cases[] = {
      {CommitFault::kUnknownNotApplied, CommitOutcome::kUnknown},
      {CommitFault::kRefused, CommitOutcome::kRefused},
      {CommitFault::kConflict, CommitOutcome::kConflict}};
  for (const auto& [fault, outcome] : cases) {
    MemoryStore store;
    store.FailNextCommit(fault);
    EXPECT_EQ(CommitOne(store, 0), outcome);
    EXPECT_EQ(store.GetHead("104")->seq, 0u);
    EXPECT_EQ(CommitOne(store, 0), CommitOutcome::kCommitted);
  }
}

TEST(MemoryStoreTest, FailNextCommit_ElementInConflict_KeepsItsVerdict) {
  MemoryStore store;
  store.FailNextCommit(CommitFault::kUnknownApplied);
  EXPECT_EQ(CommitOne(store, 5), CommitOutcome::kConflict);
}

TEST(MemoryStoreTest, Break_UntilReopen_TakesNoWrites) {
  MemoryStore store;
  store.Break();
  EXPECT_EQ(CommitOne(store, 0), CommitOutcome::kRefused);
  EXPECT_TRUE(absl::IsUnavailable(store.GetHead("104").status()));
  store.Reopen();
  EXPECT_EQ(CommitOne(store, 0), CommitOutcome::kCommitted);
}

TEST(MemoryStoreTest, FailReads_GivenStatus_IsReturned) {
  MemoryStore store;
  store.FailReads(absl::DataLossError("damaged"));
  EXPECT_TRUE(absl::IsDataLoss(store.Get("104", "k").status()));
  store.FailReads(absl::OkStatus());
  EXPECT_TRUE(store.Get("104", "k").ok());
}

TEST(MemoryStoreTest, OnCommit_EveryBatch_IsSeenAndCounted) {
  MemoryStore store;
  size_t seen = 0;
  store.OnCommit(
      [&seen](absl::Span<const Commit> commits) { seen += commits.size(); });
  CommitOne(store, 0);
  CommitOne(store, 1);
  EXPECT_EQ(seen, 2u);
  EXPECT_EQ(store.commit_count(), 2);
}

}  // namespace
}  // namespace yuheng::storage
