#include "services/ingestion/store/submission_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ingestion/store/group_commit.h"
#include "services/rpc/reason.h"
#include "storage/testing/memory_store.h"
#include "storage/testing/simulated_store.h"

namespace yuheng::ingestion {
namespace {

storage::SubmissionRecord Record(const std::string& id, int64_t time_unix_us,
                                 State state = State::kReceived) {
  storage::SubmissionRecord record;
  record.id = id;
  record.request_id = "request-" + id;
  record.fiscal_year = 2023;
  record.stage = 4;
  record.version = 1;
  record.state = static_cast<int>(state);
  record.receive_time_unix_us = time_unix_us;
  return record;
}

std::vector<std::string> IdsOf(const std::vector<SubmissionEntry>& entries) {
  std::vector<std::string> ids;
  for (const SubmissionEntry& entry : entries) ids.push_back(entry.id);
  return ids;
}

class SubmissionStoreTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }
  void Open() { store_ = *SubmissionStore::Open(&engine_); }
  void Put(const std::string& department, storage::SubmissionRecord record) {
    SubmissionChange change;
    change.records.push_back(std::move(record));
    ASSERT_TRUE(store_->Commit(department, change).ok());
  }

  storage::MemoryStore engine_;
  std::unique_ptr<SubmissionStore> store_;
};

TEST_F(SubmissionStoreTest, List_AfterRestart_NewestFirstInPages) {
  for (int i = 0; i < 5; ++i) {
    Put(i % 2 == 0 ? "206" : "205", Record(absl::StrCat("s-", i), 100 + i));
  }
  Put("206", Record("s-2", 102, State::kReturned));
  Open();
  const SubmissionIndex& index = store_->index();
  const auto first = index.List({}, {}, 2);
  EXPECT_THAT(IdsOf(first), ::testing::ElementsAre("s-4", "s-3"));
  EXPECT_THAT(IdsOf(index.List({},
                               ListPosition{first[1].receive_time_unix_us,
                                            first[1].department, first[1].id},
                               10)),
              ::testing::ElementsAre("s-2", "s-1", "s-0"));
  EXPECT_THAT(IdsOf(index.List({.department = "205"}, {}, 10)),
              ::testing::ElementsAre("s-3", "s-1"));
  EXPECT_THAT(IdsOf(index.List({.department = "206", .state = State::kReturned},
                               {}, 10)),
              ::testing::ElementsAre("s-2"));
  EXPECT_TRUE(index.List({.department = "999"}, {}, 10).empty());
  EXPECT_EQ(index.CountByState().at(State::kReceived), 4);
  EXPECT_EQ(index.OpenCount(), 4);
  EXPECT_EQ(index.NewestOf("206", 2023, 4).of_department->id, "s-4");
  EXPECT_FALSE(index.NewestOf("206", 2024, 4).of_department);
}

TEST_F(SubmissionStoreTest, ReadDocument_LargerThanAChunk_IsWhole) {
  std::string bytes(2'500'000, 'x');
  bytes[1'200'000] = 'y';
  storage::SubmissionRecord record = Record("s-1", 1);
  record.size_bytes = bytes.size();
  record.document_sha256 = storage::Sha256(bytes);
  SubmissionChange change;
  change.records.push_back(record);
  change.document = &bytes;
  ASSERT_TRUE(store_->Commit("206", change).ok());
  EXPECT_EQ(*store_->ReadDocument("206", record), bytes);
  record.document_sha256[0] ^= 1;
  EXPECT_EQ(rpc::ReasonOf(store_->ReadDocument("206", record).status()),
            rpc::Reason::kStorageFailed);
}

TEST_F(SubmissionStoreTest, ReadDocument_OfOneThatWent_IsNoDamage) {
  const std::string bytes = "what was sent";
  SubmissionChange change;
  change.records.push_back(Record("s-1", 100, State::kChecked));
  storage::SubmissionRecord& record = change.records[0];
  record.test = true;
  record.size_bytes = bytes.size();
  record.document_sha256 = storage::Sha256(bytes);
  change.document = &bytes;
  ASSERT_TRUE(store_->Commit("206", change).ok());
  EXPECT_EQ(store_->ReadDocument("206", record).value(), bytes);
  SubmissionChange removal;
  removal.records.push_back(Record("s-2", 101));
  removal.removed.push_back(record);
  ASSERT_TRUE(store_->Commit("206", removal).ok());
  // By whoever had its record before.
  EXPECT_EQ(rpc::ReasonOf(store_->ReadDocument("206", record).status()),
            rpc::Reason::kNotFound);
}

TEST_F(SubmissionStoreTest, ReadDocument_OtherBytes_AreDamage) {
  const std::string bytes = "what was sent";
  SubmissionChange change;
  change.records.push_back(Record("s-1", 100));
  change.document = &bytes;
  ASSERT_TRUE(store_->Commit("206", change).ok());
  EXPECT_EQ(
      rpc::ReasonOf(store_->ReadDocument("206", change.records[0]).status()),
      rpc::Reason::kStorageFailed);
}

TEST_F(SubmissionStoreTest, Commit_AnotherWriterInBetween_FailsThenGoesOn) {
  Put("206", Record("s-1", 1));
  engine_.FailNextCommit(storage::CommitFault::kConflict);
  SubmissionChange change;
  change.records.push_back(Record("s-2", 2));
  EXPECT_EQ(rpc::ReasonOf(store_->Commit("206", change)),
            rpc::Reason::kStorageFailed);
  EXPECT_EQ(store_->index().List({}, {}, 10).size(), 1u);
  ASSERT_TRUE(store_->Commit("206", change).ok());
  EXPECT_EQ(store_->index().List({}, {}, 10).size(), 2u);
}

TEST_F(SubmissionStoreTest, Commit_UnknownButApplied_ShowsInTheIndex) {
  engine_.FailNextCommit(storage::CommitFault::kUnknownApplied);
  SubmissionChange change;
  change.records.push_back(Record("s-1", 1));
  EXPECT_FALSE(store_->Commit("206", change).ok());
  EXPECT_EQ(store_->index().List({}, {}, 10).size(), 1u);
}

TEST_F(SubmissionStoreTest, Commit_Unknown_IsTold_AConflictIsNot) {
  int told = 0;
  auto store =
      SubmissionStore::Open(&engine_, [&told](const absl::Status& failure) {
        EXPECT_EQ(rpc::ReasonOf(failure), rpc::Reason::kStorageFailed);
        ++told;
      });
  ASSERT_TRUE(store.ok());
  SubmissionChange change;
  change.records.push_back(Record("s-1", 1));
  engine_.FailNextCommit(storage::CommitFault::kConflict);
  EXPECT_FALSE((*store)->Commit("206", change).ok());
  EXPECT_EQ(told, 0);
  engine_.FailNextCommit(storage::CommitFault::kUnknownNotApplied);
  EXPECT_FALSE((*store)->Commit("206", change).ok());
  EXPECT_EQ(told, 1);
}

TEST_F(SubmissionStoreTest, Commit_AnotherProcessHasTheStore_IsToldAsAborted) {
  storage::SimulatedDisk disk;
  auto engine = *storage::SimulatedStore::Open(&disk);
  absl::Status told;
  auto store = SubmissionStore::Open(
      engine.get(), [&told](const absl::Status& failure) { told = failure; });
  ASSERT_TRUE(store.ok());
  SubmissionChange change;
  change.records.push_back(Record("s-1", 1));
  ASSERT_TRUE((*store)->Commit("206", change).ok());

  auto newer_engine = *storage::SimulatedStore::Open(&disk);
  const auto newer = SubmissionStore::Open(newer_engine.get());
  change.records[0] = Record("s-2", 2);
  EXPECT_FALSE((*store)->Commit("206", change).ok());
  EXPECT_TRUE(absl::IsAborted(told)) << told;
  EXPECT_THAT(told.message(), ::testing::HasSubstr("epoch 2"));
  EXPECT_THAT(IdsOf((*newer)->index().List({}, {}, 10)),
              ::testing::ElementsAre("s-1"));
  EXPECT_TRUE((*newer)->Commit("206", change).ok());
}

TEST_F(SubmissionStoreTest, Open_DamagedRecord_IsRefused) {
  ASSERT_EQ(engine_
                .CommitAll({{.partition = "206",
                             .expected_seq = 0,
                             .writes = {{"ss-1", "damaged"}}}})
                .at(0)
                .outcome,
            storage::CommitOutcome::kCommitted);
  EXPECT_EQ(rpc::ReasonOf(SubmissionStore::Open(&engine_).status()),
            rpc::Reason::kStorageFailed);
}

TEST(GroupCommitTest, Commit_WhileAWriteIsUnderWay_SharesTheNextOne) {
  constexpr size_t kCount = 8;
  storage::MemoryStore engine;
  GroupCommit group(&engine);
  std::atomic<bool> held{false};
  engine.OnCommit([&](absl::Span<const storage::Commit>) {
    if (held.exchange(true)) return;
    while (group.waiting() < kCount) std::this_thread::yield();
  });
  std::vector<std::thread> threads;
  for (size_t i = 0; i < kCount; ++i) {
    threads.emplace_back([&, i] {
      const storage::CommitResult result =
          group.Commit({.partition = absl::StrCat("department-", i),
                        .expected_seq = i == 3 ? 7u : 0u,
                        .writes = {{"key", "value"}}});
      EXPECT_EQ(result.outcome, i == 3 ? storage::CommitOutcome::kConflict
                                       : storage::CommitOutcome::kCommitted);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(engine.commit_count(), 2);
  EXPECT_EQ(group.waiting(), 0u);
}

}  // namespace
}  // namespace yuheng::ingestion
