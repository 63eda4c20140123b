// Restart, past revisions and damage.

#include "services/aggregation/ledger/recovery.h"

#include <unistd.h>

#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/aggregation/ledger/past_totals.h"
#include "services/rpc/reason.h"
#include "storage/format/ledger_keys.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/testing/memory_store.h"
#include "tests/unit/aggregation/sample.h"

namespace yuheng::aggregation {
namespace {

using testing::Desk;
using testing::Figures;
using testing::FiguresOf;
using testing::kPeriod;
using testing::OpenDesk;
using testing::Overwrite;
using testing::PostSome;
using testing::Simple;

TEST(Recovery, RestartOnRocksdb_FindsTheSameTotalsAndGoesOn) {
  const std::filesystem::path dir =
      std::filesystem::path(::testing::TempDir()) /
      absl::StrCat("recovery-", getpid());
  std::filesystem::remove_all(dir);
  std::vector<Figures> states;
  {
    auto store = storage::OpenRocksdbStore({.dir = dir.string()});
    ASSERT_TRUE(store.ok()) << store.status();
    auto desk = OpenDesk(store->get());
    ASSERT_TRUE(desk.ok());
    states = PostSome(&*desk);
  }
  auto store = storage::OpenRocksdbStore({.dir = dir.string()});
  ASSERT_TRUE(store.ok()) << store.status();
  auto desk = OpenDesk(store->get());
  ASSERT_TRUE(desk.ok()) << desk.status();
  EXPECT_EQ(desk->Totals(), states.back());
  EXPECT_EQ(desk->feed->revision(), 30u);
  // A watcher goes on across the restart.
  auto watcher = desk->feed->Watch({kPeriod, "", ""}, {}, 25, [] {});
  ASSERT_TRUE(watcher.ok());
  for (uint64_t revision = 26; revision <= 30; ++revision) {
    const auto event = (*watcher)->Next();
    ASSERT_TRUE(event.has_value());
    EXPECT_EQ(std::get<DeltaEvent>(*event).delta->revision, revision);
  }
  const auto next = desk->Post(Simple("d1", "request-next", 5));
  ASSERT_TRUE(next.ok());
  EXPECT_EQ(next->revision, 31u);
  desk = absl::CancelledError();
  store->reset();
  std::filesystem::remove_all(dir);
}

// The first of several damaged ledgers is named, whoever comes to one first.
TEST(Recovery, ByThreads_FindsTheSame) {
  storage::MemoryStore store;
  auto desk = OpenDesk(&store);
  for (int i = 0; i < 600; ++i) {
    ASSERT_TRUE(desk->Post(Simple(absl::StrCat("d", 100 + i % 40),
                                  absl::StrCat("request-", i), 5 + i))
                    .ok());
  }
  for (int i = 0; i < 300; ++i) {  // One ledger longer than a batch.
    ASSERT_TRUE(
        desk->Post(Simple("d120", absl::StrCat("request-more-", i), 5 + i))
            .ok());
  }
  const Figures totals = desk->Totals();
  TotalsFeed feed(budget::StandardForm(), {});
  const auto state = Recover(store, &feed, 4);
  ASSERT_TRUE(state.ok()) << state.status();
  EXPECT_EQ(state->revision, 900u);
  EXPECT_EQ(state->departments.size(), 40u);
  EXPECT_EQ(state->departments.at("d120").head.seq, 315u);
  EXPECT_EQ(
      FiguresOf(feed.Read({kPeriod, "", ""}, {}, TotalsFeed::WithPositions::kNo)
                    .totals),
      totals);

  for (const char* name : {"d111", "d117", "d123"}) {
    auto entry = storage::DecodeEntry(**store.Get(name, storage::EntryKey(2)));
    entry->submission += "x";
    Overwrite(&store, name, storage::EntryKey(2),
              *storage::EncodeEntry(*entry));
  }
  for (int i = 0; i < 20; ++i) {
    TotalsFeed fresh(budget::StandardForm(), {});
    const auto damaged = Recover(store, &fresh, 4).status();
    EXPECT_EQ(rpc::ReasonOf(damaged), rpc::Reason::kLedgerDamaged);
    EXPECT_EQ(rpc::DetailsOf(damaged).metadata.at("department"), "d111");
  }
}

TEST(Recovery, RingSmallerThanTheLedgers_KeepsTheNewest) {
  storage::MemoryStore store;
  auto desk = OpenDesk(&store);
  PostSome(&*desk);
  desk = OpenDesk(&store, {.revisions_max = 4});
  ASSERT_TRUE(desk.ok());
  auto kept = desk->feed->Watch({kPeriod, "", ""}, {}, 26, [] {});
  EXPECT_TRUE(std::holds_alternative<DeltaEvent>(*(*kept)->Next()));
  auto gone = desk->feed->Watch({kPeriod, "", ""}, {}, 25, [] {});
  EXPECT_TRUE(std::holds_alternative<CompactedEvent>(*(*gone)->Next()));
}

TEST(PastTotals, EveryRevision_IsAsItWas) {
  storage::MemoryStore store;
  auto desk = OpenDesk(&store);
  const auto states = PostSome(&*desk);
  const Scope scope{kPeriod, "", ""};
  for (uint64_t revision = 0; revision <= 30; ++revision) {
    const auto totals =
        TotalsAt(store, budget::StandardForm(), nullptr, scope, revision);
    ASSERT_TRUE(totals.ok()) << totals.status();
    EXPECT_EQ(FiguresOf((*totals)->Read(scope)), states[revision]);
  }
}

TEST(PastTotals, OfAGroup_AreAsTheyWereWithTheGroupAsItIs) {
  storage::MemoryStore store;
  const auto* departments = &testing::GroupedDepartments();
  auto desk = OpenDesk(&store, {.departments = departments});
  const Scope scope{kPeriod, "", "", "b"};
  std::mt19937_64 random(12);
  std::vector<Figures> states = {{}};
  for (int i = 1; i <= 20; ++i) {
    const std::string name = absl::StrCat("d", random() % 5);
    ASSERT_TRUE(
        desk->Post(testing::Random(random, name, absl::StrCat("request-", i)))
            .ok());
    states.push_back(desk->Totals(scope));
  }
  // As after a restart.
  desk = OpenDesk(&store, {.departments = departments});
  EXPECT_EQ(desk->Totals(scope), states.back());
  for (uint64_t revision = 0; revision <= 20; ++revision) {
    const auto totals =
        TotalsAt(store, budget::StandardForm(), departments, scope, revision);
    ASSERT_TRUE(totals.ok()) << totals.status();
    EXPECT_EQ(FiguresOf((*totals)->Read(scope)), states[revision]);
  }
  const Scope none{kPeriod, "", "", "c"};
  const auto totals =
      TotalsAt(store, budget::StandardForm(), departments, none, 20);
  ASSERT_TRUE(totals.ok()) << totals.status();
  EXPECT_TRUE((*totals)->Read(none).empty());
}

TEST(Recovery, ChangedEntry_StopsTheStartAndNamesItsPlace) {
  storage::MemoryStore store;
  auto desk = OpenDesk(&store);
  ASSERT_TRUE(desk->Post(Simple("104", "request-1", 5)).ok());
  ASSERT_TRUE(desk->Post(Simple("104", "request-2", 6)).ok());
  ASSERT_TRUE(desk->Post(Simple("104", "request-3", 7)).ok());
  auto entry = storage::DecodeEntry(**store.Get("104", storage::EntryKey(2)));
  ASSERT_TRUE(entry.ok());
  entry->submission += "x";
  Overwrite(&store, "104", storage::EntryKey(2), *storage::EncodeEntry(*entry));
  const auto damaged = OpenDesk(&store).status();
  EXPECT_EQ(rpc::ReasonOf(damaged), rpc::Reason::kLedgerDamaged);
  const auto details = rpc::DetailsOf(damaged);
  EXPECT_EQ(details.metadata.at("department"), "104");
  EXPECT_EQ(details.metadata.at("seq"), "3");  // Its link is what breaks.
}

TEST(Recovery, LastEntryChanged_IsFoundByTheHead) {
  storage::MemoryStore store;
  auto desk = OpenDesk(&store);
  ASSERT_TRUE(desk->Post(Simple("104", "request-1", 5)).ok());
  auto entry = storage::DecodeEntry(**store.Get("104", storage::EntryKey(1)));
  entry->submission += "x";
  Overwrite(&store, "104", storage::EntryKey(1), *storage::EncodeEntry(*entry));
  EXPECT_EQ(rpc::ReasonOf(OpenDesk(&store).status()),
            rpc::Reason::kLedgerDamaged);
}

}  // namespace
}  // namespace yuheng::aggregation
