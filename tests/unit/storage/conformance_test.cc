// What every engine must do: one suite, run against each.

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/store.h"
#include "storage/testing/memory_store.h"
#include "storage/testing/simulated_store.h"
#include "tests/unit/storage/support/temp_dir.h"

namespace yuheng::storage {
namespace {

struct Engine {
  std::string name;
  std::function<std::unique_ptr<Store>(const std::string& dir)> open;
};

std::unique_ptr<Store> OpenRocksdb(const std::string& dir) {
  auto store = OpenRocksdbStore({.dir = dir + "/data"});
  EXPECT_TRUE(store.ok()) << store.status();
  return store.ok() ? *std::move(store) : nullptr;
}

std::unique_ptr<Store> OpenMemory(const std::string&) {
  return std::make_unique<MemoryStore>();
}

// The disk stays while the handles come and go.
std::function<std::unique_ptr<Store>(const std::string&)> OpenSimulated() {
  auto disks = std::make_shared<std::map<std::string, SimulatedDisk>>();
  return [disks](const std::string& dir) -> std::unique_ptr<Store> {
    auto store = SimulatedStore::Open(&(*disks)[dir]);
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  };
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

class ConformanceTest : public testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    store_ = GetParam().open(dir_.path());
    ASSERT_NE(store_, nullptr);
  }

  CommitResult CommitOne(Commit commit) {
    const std::vector<CommitResult> results = store_->CommitAll({&commit, 1});
    EXPECT_EQ(results.size(), 1u);
    return results.at(0);
  }

  // Puts one value at the partition's present head.
  void Put(const std::string& partition, const std::string& key,
           const std::string& value) {
    const absl::StatusOr<Head> head = store_->GetHead(partition);
    ASSERT_TRUE(head.ok()) << head.status();
    const CommitResult result =
        CommitOne({partition, head->seq, {{key, value}}});
    ASSERT_EQ(result.outcome, CommitOutcome::kCommitted) << result.detail;
  }

  std::optional<std::string> Get(const std::string& partition,
                                 const std::string& key) {
    const auto value = store_->Get(partition, key);
    EXPECT_TRUE(value.ok()) << value.status();
    return value.ok() ? *value : std::nullopt;
  }

  Pairs Scan(const std::string& partition, const std::string& from,
             const std::string& to) {
    Pairs found;
    EXPECT_TRUE(store_
                    ->Scan(partition, from, to,
                           [&](absl::string_view key, absl::string_view value) {
                             found.emplace_back(key, value);
                             return true;
                           })
                    .ok());
    return found;
  }

  std::vector<std::string> Partitions() {
    std::vector<std::string> ids;
    EXPECT_TRUE(store_
                    ->ListPartitions([&](absl::string_view id) {
                      ids.emplace_back(id);
                      return true;
                    })
                    .ok());
    return ids;
  }

  uint64_t Seq(const std::string& partition) {
    const absl::StatusOr<Head> head = store_->GetHead(partition);
    EXPECT_TRUE(head.ok()) << head.status();
    return head.ok() ? head->seq : UINT64_MAX;
  }

  TempDir dir_;
  std::unique_ptr<Store> store_;
};

// What engines that keep data on a device must do besides.
class DurableConformanceTest : public ConformanceTest {};

TEST_P(ConformanceTest, Empty_NothingWritten_HasNoHeadsKeysOrPartitions) {
  const absl::StatusOr<Head> head = store_->GetHead("104");
  ASSERT_TRUE(head.ok());
  EXPECT_EQ(head->seq, 0u);
  EXPECT_EQ(head->epoch, 0u);
  EXPECT_EQ(Get("104", "k"), std::nullopt);
  EXPECT_TRUE(Scan("104", "", "").empty());
  EXPECT_TRUE(Partitions().empty());
  EXPECT_TRUE(store_->CommitAll({}).empty());
}

TEST_P(ConformanceTest, Commit_AtExpectedSeq_IsVisibleAndMovesTheHead) {
  const CommitResult result = CommitOne({"104", 0, {{"a", "1"}, {"b", ""}}});
  EXPECT_EQ(result.outcome, CommitOutcome::kCommitted);
  EXPECT_EQ(result.detail, "");
  EXPECT_EQ(Seq("104"), 1u);
  EXPECT_EQ(Get("104", "a"), "1");
  EXPECT_EQ(Get("104", "b"), "");
}

TEST_P(ConformanceTest, Commit_WithoutWrites_StillMovesTheHead) {
  EXPECT_EQ(CommitOne({"104", 0, {}}).outcome, CommitOutcome::kCommitted);
  EXPECT_EQ(Seq("104"), 1u);
  EXPECT_EQ(Partitions(), std::vector<std::string>{"104"});
}

TEST_P(ConformanceTest, Commit_AtAnotherSeq_IsConflictAndWritesNothing) {
  Put("104", "a", "1");
  for (const uint64_t seq : {0, 2}) {
    const CommitResult result = CommitOne({"104", seq, {{"a", "2"}}});
    EXPECT_EQ(result.outcome, CommitOutcome::kConflict);
    EXPECT_NE(result.detail, "");
  }
  EXPECT_EQ(Get("104", "a"), "1");
  EXPECT_EQ(Seq("104"), 1u);
}

TEST_P(ConformanceTest, Commit_Delete_RemovesTheKey) {
  Put("104", "a", "1");
  EXPECT_EQ(CommitOne({"104", 1, {{"a", std::nullopt}}}).outcome,
            CommitOutcome::kCommitted);
  EXPECT_EQ(Get("104", "a"), std::nullopt);
  EXPECT_TRUE(Scan("104", "", "").empty());
}

TEST_P(ConformanceTest, Commit_SameKeyTwice_KeepsTheLast) {
  CommitOne({"104", 0, {{"a", "1"}, {"a", std::nullopt}, {"a", "3"}}});
  EXPECT_EQ(Get("104", "a"), "3");
}

TEST_P(ConformanceTest, CommitAll_SeveralOfOnePartition_ApplyInOrder) {
  const std::vector<Commit> commits = {{"104", 0, {{"a", "1"}}},
                                       {"105", 0, {{"a", "x"}}},
                                       {"104", 1, {{"a", "2"}}},
                                       {"104", 1, {{"a", "3"}}},
                                       {"104", 2, {{"b", "4"}}}};
  const std::vector<CommitResult> results = store_->CommitAll(commits);
  ASSERT_EQ(results.size(), 5u);
  EXPECT_EQ(results[0].outcome, CommitOutcome::kCommitted);
  EXPECT_EQ(results[1].outcome, CommitOutcome::kCommitted);
  EXPECT_EQ(results[2].outcome, CommitOutcome::kCommitted);
  EXPECT_EQ(results[3].outcome, CommitOutcome::kConflict);
  EXPECT_EQ(results[4].outcome, CommitOutcome::kCommitted);
  EXPECT_EQ(Get("104", "a"), "2");
  EXPECT_EQ(Get("104", "b"), "4");
  EXPECT_EQ(Seq("104"), 3u);
  EXPECT_EQ(Seq("105"), 1u);
}

TEST_P(ConformanceTest, CommitAll_RefusedInTheMiddle_LeavesTheOthers) {
  const std::vector<Commit> commits = {
      {"104", 0, {{"a", "1"}}},
      {"104", 1, {{"", "empty key"}}},
      {"104", 1, {{"b", "2"}}},
  };
  const std::vector<CommitResult> results = store_->CommitAll(commits);
  EXPECT_EQ(results[0].outcome, CommitOutcome::kCommitted);
  EXPECT_EQ(results[1].outcome, CommitOutcome::kRefused);
  EXPECT_EQ(results[2].outcome, CommitOutcome::kCommitted);
  EXPECT_EQ(Seq("104"), 2u);
}

TEST_P(ConformanceTest, Limits_AtTheLimit_AreCommitted) {
  Commit commit{std::string(kPartitionIdBytesMax, 'p'), 0, {}};
  commit.writes.push_back(
      {std::string(kKeyBytesMax, 'k'), std::string(kValueBytesMax, 'v')});
  for (size_t i = 1; i < kWritesPerCommitMax; ++i) {
    commit.writes.push_back({absl::StrCat("a", i), "v"});
  }
  EXPECT_EQ(CommitOne(commit).outcome, CommitOutcome::kCommitted);
  const auto value = Get(commit.partition, std::string(kKeyBytesMax, 'k'));
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(value->size(), kValueBytesMax);
}

TEST_P(ConformanceTest, Limits_OneBeyond_AreRefusedAndWriteNothing) {
  const std::string long_id(kPartitionIdBytesMax + 1, 'p');
  std::vector<Commit> commits = {
      {long_id, 0, {}},
      {"", 0, {}},
      {"104", 0, {{std::string(kKeyBytesMax + 1, 'k'), "v"}}},
      {"104", 0, {{"k", std::string(kValueBytesMax + 1, 'v')}}},
      {"104", 0, std::vector<Write>(kWritesPerCommitMax + 1, {"k", "v"})}};
  for (const CommitResult& result : store_->CommitAll(commits)) {
    EXPECT_EQ(result.outcome, CommitOutcome::kRefused);
    EXPECT_NE(result.detail, "");
  }
  EXPECT_TRUE(Partitions().empty());
  EXPECT_TRUE(absl::IsInvalidArgument(store_->GetHead(long_id).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(store_->Get("", "k").status()));
}

TEST_P(ConformanceTest, Limits_BatchBytes_RefuseWhatDoesNotFit) {
  std::vector<Commit> commits;
  for (size_t i = 0; i <= kBatchBytesMax / kValueBytesMax; ++i) {
    commits.push_back({absl::StrCat("p", i),
                       0,
                       {{"k", std::string(kValueBytesMax - 1, 'v')}}});
  }
  const std::vector<CommitResult> results = store_->CommitAll(commits);
  EXPECT_EQ(results.front().outcome, CommitOutcome::kCommitted);
  EXPECT_EQ(results.back().outcome, CommitOutcome::kRefused);
  EXPECT_EQ(Seq(commits.back().partition), 0u);
}

TEST_P(ConformanceTest, CommitAll_BigBatch_CommitsUpToTheLimit) {
  std::vector<Commit> commits;
  for (size_t i = 0; i <= kCommitsPerBatchMax; ++i) {
    commits.push_back({absl::StrCat("p", i % 100),
                       i / 100,
                       {{absl::StrCat("k", i), absl::StrCat("v", i)}}});
  }
  const std::vector<CommitResult> results = store_->CommitAll(commits);
  ASSERT_EQ(results.size(), kCommitsPerBatchMax + 1);
  for (size_t i = 0; i < kCommitsPerBatchMax; ++i) {
    ASSERT_EQ(results[i].outcome, CommitOutcome::kCommitted) << i;
    ASSERT_EQ(Get(commits[i].partition, absl::StrCat("k", i)),
              absl::StrCat("v", i));
  }
  EXPECT_EQ(results.back().outcome, CommitOutcome::kRefused);
  EXPECT_EQ(Partitions().size(), 100u);
}

TEST_P(ConformanceTest, Scan_Range_IsInByteOrderAndHalfOpen) {
  CommitOne({"104",
             0,
             {{"b", "2"},
              {"a", "1"},
              {"\xff", "6"},
              {"c", "4"},
              {"bb", "3"},
              {std::string("c\0", 2), "5"}}});
  EXPECT_EQ(Scan("104", "", ""), (Pairs{{"a", "1"},
                                        {"b", "2"},
                                        {"bb", "3"},
                                        {"c", "4"},
                                        {std::string("c\0", 2), "5"},
                                        {"\xff", "6"}}));
  EXPECT_EQ(Scan("104", "b", "c"), (Pairs{{"b", "2"}, {"bb", "3"}}));
  EXPECT_EQ(Scan("104", "cc", ""), (Pairs{{"\xff", "6"}}));
  EXPECT_TRUE(Scan("104", "b", "b").empty());
  EXPECT_TRUE(Scan("104", "c", "a").empty());
}

TEST_P(ConformanceTest, Scan_VisitorSaysStop_Ends) {
  CommitOne({"104", 0, {{"a", "1"}, {"b", "2"}}});
  int visits = 0;
  EXPECT_TRUE(store_
                  ->Scan("104", "", "",
                         [&](absl::string_view, absl::string_view) {
                           ++visits;
                           return false;
                         })
                  .ok());
  EXPECT_EQ(visits, 1);
}

TEST_P(ConformanceTest, Scan_CommitWhileVisiting_SeesTheStateOfItsStart) {
  CommitOne({"104", 0, {{"a", "1"}, {"b", "2"}}});
  Pairs found;
  EXPECT_TRUE(store_
                  ->Scan("104", "", "",
                         [&](absl::string_view key, absl::string_view value) {
                           if (found.empty()) {
                             CommitOne({"104", 1, {{"b", "9"}, {"c", "9"}}});
                           }
                           found.emplace_back(key, value);
                           return true;
                         })
                  .ok());
  EXPECT_EQ(found, (Pairs{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(Get("104", "b"), "9");
}

TEST_P(ConformanceTest, Partitions_IdsThatBeginAlike_AreApart) {
  for (const std::string id : {"1", "10", "100", "2", "\xff", "\xff\xff"}) {
    Put(id, "k", id);
    Put(id, "0", id);
  }
  for (const std::string id : {"1", "10", "100", "2", "\xff", "\xff\xff"}) {
    EXPECT_EQ(Scan(id, "", ""), (Pairs{{"0", id}, {"k", id}}));
  }
  EXPECT_TRUE(Scan("1000", "", "").empty());
  EXPECT_EQ(Get("1", "0k"), std::nullopt);
}

TEST_P(ConformanceTest, ListPartitions_AnyIds_AreInByteOrder) {
  for (const std::string id : {"2", "10", "1", "100", "\xff"}) {
    Put(id, "k", "v");
  }
  EXPECT_EQ(Partitions(),
            (std::vector<std::string>{"1", "10", "100", "2", "\xff"}));
}

TEST_P(DurableConformanceTest, Reopen_EverythingAcknowledged_IsThere) {
  Put("104", "a", "1");
  Put("104", "b", "2");
  CommitOne({"104", 2, {{"a", std::nullopt}}});
  const uint64_t epoch = store_->GetHead("104")->epoch;
  store_.reset();
  store_ = GetParam().open(dir_.path());
  ASSERT_NE(store_, nullptr);
  EXPECT_EQ(Scan("104", "", ""), (Pairs{{"b", "2"}}));
  EXPECT_EQ(Seq("104"), 3u);
  EXPECT_EQ(CommitOne({"104", 2, {}}).outcome, CommitOutcome::kConflict);
  EXPECT_EQ(CommitOne({"104", 3, {{"c", "3"}}}).outcome,
            CommitOutcome::kCommitted);
  EXPECT_EQ(store_->GetHead("104")->epoch, epoch + 1);
}

std::string EngineName(const testing::TestParamInfo<Engine>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Engines, ConformanceTest,
                         testing::Values(Engine{"Rocksdb", OpenRocksdb},
                                         Engine{"Memory", OpenMemory},
                                         Engine{"Simulated", OpenSimulated()}),
                         EngineName);

INSTANTIATE_TEST_SUITE_P(Engines, DurableConformanceTest,
                         testing::Values(Engine{"Rocksdb", OpenRocksdb},
                                         Engine{"Simulated", OpenSimulated()}),
                         EngineName);

}  // namespace
}  // namespace yuheng::storage
