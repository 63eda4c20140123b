// Streams: ordered, no gap, no duplicate, resumable, bounded, honest.

#include "services/aggregation/feed/totals_feed.h"

#include <atomic>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"
#include "tests/unit/aggregation/feed/stream_reader.h"
#include "tests/unit/aggregation/sample.h"

namespace yuheng::aggregation {
namespace {

using testing::Figures;
using testing::FiguresOf;
using testing::kPeriod;
using testing::kPrefecture;
using testing::Normal;
using testing::Reader;

class TotalsFeedTest : public ::testing::Test {
 protected:
  void Make(TotalsFeedOptions options = {}) {
    feed_ = std::make_unique<TotalsFeed>(budget::StandardForm(), options);
    ASSERT_TRUE(feed_->FinishRecovery().ok());
  }
  void Post(absl::string_view department, int64_t fen) {
    Apply(testing::Simple(department, "request-1", fen));
  }
  void Apply(const Posting& posting) {
    ASSERT_TRUE(feed_
                    ->Apply(posting.department,
                            maker_.Next(Normal(posting), ++revision_))
                    .ok());
  }
  std::shared_ptr<Watcher> Watch(
      const Scope& scope, uint64_t resume = 0,
      std::function<void()> on_ready = [] {}) {
    auto watcher = feed_->Watch(scope, {}, resume, std::move(on_ready));
    EXPECT_TRUE(watcher.ok()) << watcher.status();
    return *watcher;
  }
  Figures Now(const Scope& scope = kPrefecture) {
    return FiguresOf(
        feed_->Read(scope, {}, TotalsFeed::WithPositions::kNo).totals);
  }

  std::unique_ptr<TotalsFeed> feed_;
  testing::EntryMaker maker_;
  uint64_t revision_ = 0;
};

TEST_F(TotalsFeedTest, SnapshotThenDeltas_EqualTheTotals) {
  Make();
  Post("101", 5);
  Reader reader(Watch(kPrefecture));
  Post("102", 7);
  reader.Drain();
  EXPECT_EQ(reader.state(), Now());
  Post("101", 9);
  Apply(testing::Reversal("102", "request-9"));
  reader.Drain();
  EXPECT_EQ(reader.state(), Now());
  EXPECT_EQ(reader.deltas(), 3);
  EXPECT_EQ(reader.revision(), 4u);
}

TEST_F(TotalsFeedTest, DepartmentScope_HearsItsOwnOnly) {
  Make();
  const Scope scope{kPeriod, "101", ""};
  Reader reader(Watch(scope));
  Post("101", 5);
  Post("102", 7);
  Post("101", 6);
  reader.Drain();
  EXPECT_EQ(reader.deltas(), 2);
  EXPECT_EQ(reader.state(), Now(scope));
}

TEST_F(TotalsFeedTest, GroupScope_HearsItsDepartmentsOnly) {
  Make({.departments = &testing::GroupedDepartments()});
  const Scope scope{kPeriod, "", "", "a"};
  Post("d0", 3);
  Reader reader(Watch(scope));
  reader.Drain();
  EXPECT_EQ(reader.pieces(), 1);
  std::vector<Figures> states = {{}, reader.state()};
  for (const char* name : {"d1", "d3", "d0", "d4", "unlisted", "d2"}) {
    Post(name, 7 + static_cast<int64_t>(revision_));
    reader.Drain();
    EXPECT_EQ(reader.state(), Now(scope)) << name;
    states.push_back(Now(scope));
  }
  EXPECT_EQ(reader.deltas(), 3);
  EXPECT_EQ(reader.revision(), 7u);
  for (uint64_t from = 1; from <= 7; ++from) {
    Reader resumed(Watch(scope, from), from, states[from]);
    resumed.Drain();
    EXPECT_EQ(resumed.state(), Now(scope)) << from;
    EXPECT_EQ(resumed.deltas(), from < 2 ? 3 : from < 4 ? 2 : from < 7 ? 1 : 0);
  }
}

TEST_F(TotalsFeedTest, SameContentAgain_IsADeltaWithoutTotals) {
  Make();
  Post("101", 5);
  const auto watcher = Watch(kPrefecture);
  watcher->Next();
  Post("101", 5);
  const auto event = watcher->Next();
  ASSERT_TRUE(event.has_value());
  EXPECT_TRUE(std::get<DeltaEvent>(*event).delta->totals.empty());
}

TEST_F(TotalsFeedTest, Resume_GivesEachDeltaOnceWithItsOwnValues) {
  Make();
  std::vector<Figures> states = {{}};
  std::mt19937_64 random(5);
  for (int i = 1; i <= 20; ++i) {
    const std::string name = absl::StrCat("d", random() % 3);
    Apply(testing::Random(random, name, "request-1"));
    states.push_back(Now());
  }
  for (uint64_t from = 1; from <= 20; ++from) {
    Reader reader(Watch(kPrefecture, from), from, states[from]);
    for (uint64_t at = from + 1; at <= 20; ++at) {
      reader.Drain(1);
      EXPECT_EQ(reader.state(), states[at]) << from << " at " << at;
    }
    reader.Drain();
    EXPECT_EQ(reader.revision(), 20u);
    EXPECT_EQ(reader.pieces(), 0);
    EXPECT_EQ(reader.conflated(), 0);
  }
}

TEST_F(TotalsFeedTest, ResumeBehindTheRing_IsCompactedAndASnapshot) {
  Make({.revisions_max = 3});
  for (int i = 1; i <= 6; ++i) Post("101", i);
  Reader kept(Watch(kPrefecture, 3), 3);
  kept.Drain();
  EXPECT_EQ(kept.compacted(), 0);
  EXPECT_EQ(kept.deltas(), 3);
  Reader gone(Watch(kPrefecture, 2));
  gone.Drain();
  EXPECT_EQ(gone.compacted(), 1);
  EXPECT_EQ(gone.state(), Now());
}

TEST_F(TotalsFeedTest, ResumeInTheFuture_IsRefused) {
  Make();
  Post("101", 1);
  EXPECT_EQ(rpc::ReasonOf(feed_->Watch(kPrefecture, {}, 2, [] {}).status()),
            rpc::Reason::kRevisionInFuture);
}

TEST_F(TotalsFeedTest, SlowReader_IsConflatedToTheNewestValues) {
  Make({.watcher_queue_max = 3});
  Post("101", 1);
  Reader slow(Watch(kPrefecture));
  slow.Drain();
  for (int i = 0; i < 10; ++i) Post(absl::StrCat("d", i % 4), 10 + i);
  slow.Drain();
  EXPECT_EQ(slow.conflated(), 1);
  EXPECT_EQ(slow.deltas(), 1);
  EXPECT_EQ(slow.state(), Now());
  EXPECT_EQ(slow.revision(), 11u);
  Post("101", 99);
  slow.Drain();
  EXPECT_EQ(slow.deltas(), 2);
  EXPECT_EQ(slow.conflated(), 1);
  EXPECT_EQ(slow.state(), Now());
}

TEST_F(TotalsFeedTest, SlowReaderWhileTheSnapshotIsSent_EndsWithTheTotals) {
  Make({.watcher_queue_max = 2});
  Post("101", 1);
  Reader slow(Watch(kPrefecture));
  for (int i = 0; i < 5; ++i) Post("102", 10 + i);
  Apply(testing::Reversal("101", "request-9"));
  slow.Drain();
  EXPECT_EQ(slow.conflated(), 1);
  EXPECT_EQ(slow.state(), Now());
}

TEST_F(TotalsFeedTest, ResumeFarBehind_IsConflated) {
  Make({.revisions_max = 100, .watcher_queue_max = 4});
  Post("101", 1);
  const Figures at_1 = Now();
  for (int i = 0; i < 20; ++i) Post(absl::StrCat("d", i % 5), 10 + i);
  Reader reader(Watch(kPrefecture, 1), 1, at_1);
  reader.Drain();
  EXPECT_EQ(reader.conflated(), 1);
  EXPECT_EQ(reader.state(), Now());
}

TEST_F(TotalsFeedTest, Snapshot_ComesInPiecesThatAreOneCut) {
  Make();
  Posting big = testing::Simple("101", "request-1", 1);
  for (int i = 0; i < 1500; ++i) {
    big.leaves.push_back({{7, 0, absl::StrCat("2060101|p", i), "e302"}, 1});
  }
  Apply(big);
  Reader reader(Watch(kPrefecture));
  reader.Drain(1);
  Post("102", 5);
  reader.Drain();
  EXPECT_GE(reader.pieces(), 2);
  EXPECT_EQ(reader.deltas(), 1);
  EXPECT_EQ(reader.state(), Now());
}

TEST_F(TotalsFeedTest, LargeDelta_ComesInPiecesThatAreOneRevision) {
  Make({.watcher_queue_max = 2});
  Post("101", 1);
  Reader reader(Watch(kPrefecture));
  reader.Drain();
  Posting big = testing::Simple("101", "request-2", 1);
  for (int i = 0; i < 1500; ++i) {
    big.leaves.push_back({{7, 0, absl::StrCat("2060101|p", i), "e302"}, 1});
  }
  Apply(big);
  feed_->Tick();
  Post("102", 5);
  reader.Drain(1);
  EXPECT_EQ(reader.progress(), 1u);  // Nothing of revision 2 was sent.
  reader.Drain(1);
  EXPECT_EQ(reader.delta_pieces(), 1);
  EXPECT_EQ(reader.deltas(), 0);
  EXPECT_EQ(reader.revision(), 1u);
  // Conflation behind a delta that is being sent.
  for (int i = 0; i < 4; ++i) Post("103", 7 + i);
  reader.Drain();
  EXPECT_GE(reader.delta_pieces(), 3);
  EXPECT_EQ(reader.deltas(), 2);
  EXPECT_EQ(reader.conflated(), 1);
  EXPECT_EQ(reader.state(), Now());
}

TEST_F(TotalsFeedTest, LaterWatchers_ShareASnapshotAndHearWhatCameAfterIt) {
  Make();
  Post("101", 1);
  const auto first = Watch(kPrefecture);
  Post("102", 5);
  const auto second = Watch(kPrefecture);
  const auto a = std::get<SnapshotEvent>(*first->Next());
  const auto b = std::get<SnapshotEvent>(*second->Next());
  EXPECT_EQ(a.snapshot, b.snapshot);
  const auto delta = std::get<DeltaEvent>(*second->Next());
  EXPECT_EQ(delta.delta->revision, 2u);
  EXPECT_EQ(delta.previous_revision, 1u);
  for (uint64_t i = 0; i <= kSharedSnapshotAgeMax; ++i) Post("103", 7 + i);
  const auto third = Watch(kPrefecture);
  const auto c = std::get<SnapshotEvent>(*third->Next());
  EXPECT_EQ(c.snapshot->revision, revision_);
}

TEST_F(TotalsFeedTest, SharedSnapshotBehindTheRing_IsMadeAgain) {
  Make({.revisions_max = 1});
  Post("101", 1);
  Watch(kPrefecture);
  for (int i = 0; i < 3; ++i) Post("102", 5 + i);
  Reader reader(Watch(kPrefecture));
  reader.Drain();
  EXPECT_EQ(reader.state(), Now());
  EXPECT_EQ(reader.deltas(), 0);
}

TEST_F(TotalsFeedTest, SharedSnapshots_AreOfTheirScopeAndTables) {
  Make();
  Post("101", 1);
  for (int i = 0; i < 40; ++i) {
    const Scope scope{kPeriod, absl::StrCat("d", i), ""};
    Post(scope.department, 100 + i);
    Reader reader(Watch(scope));
    reader.Drain();
    EXPECT_EQ(reader.state(), Now(scope)) << i;
  }
  TableSet one;
  one.set(1);
  const auto watcher = feed_->Watch(kPrefecture, one, 0, [] {});
  Reader whole(Watch(kPrefecture));
  whole.Drain();
  EXPECT_EQ(whole.state(), Now());
  const auto part = std::get<SnapshotEvent>(*(*watcher)->Next());
  for (const auto& total : part.totals) {
    EXPECT_EQ(total.account->key.table, 1);
  }
}

TEST_F(TotalsFeedTest, Progress_NeverRunsAheadOfWhatWaits) {
  Make();
  const auto watcher = Watch(kPrefecture);
  watcher->Next();
  Post("101", 1);
  feed_->Tick();
  auto event = watcher->Next();
  ASSERT_TRUE(std::holds_alternative<ProgressEvent>(*event));
  EXPECT_EQ(std::get<ProgressEvent>(*event).revision, 0u);
  watcher->Next();  // The delta.
  feed_->Tick();
  event = watcher->Next();
  EXPECT_EQ(std::get<ProgressEvent>(*event).revision, 1u);
}

TEST_F(TotalsFeedTest, ReaderSlowerThanTheTicks_StillHearsOfEveryChange) {
  for (const size_t queue_max : {1, 8}) {  // Conflated, and not.
    Make({.watcher_queue_max = queue_max});
    maker_ = {};
    revision_ = 0;
    const auto watcher = Watch(kPrefecture);
    watcher->Next();
    for (int i = 0; i < 4; ++i) Post("101", 1 + i);
    int messages = 0;
    uint64_t revision = 0;
    while (revision < 4 && ++messages <= 8) {
      feed_->Tick();
      const auto event = watcher->Next();
      ASSERT_TRUE(event.has_value());
      if (const auto* delta = std::get_if<DeltaEvent>(&*event)) {
        revision = delta->delta->revision;
      }
    }
    EXPECT_EQ(revision, 4u) << queue_max;
  }
}

TEST_F(TotalsFeedTest, SnapshotStartedAgain_ProgressIsToldBetweenItAndDeltas) {
  Make({.watcher_queue_max = 1});
  const auto watcher = Watch(kPrefecture);
  watcher->Next();
  for (const char* department : {"101", "102", "103", "104"}) {
    Posting big = testing::Simple(department, "request-1", 1);
    for (int i = 0; i < 15'000; ++i) {
      big.leaves.push_back(
          {{7, 0, absl::StrCat("2060101|", department, i), "e302"}, 1});
    }
    Apply(big);
  }
  feed_->Tick();
  EXPECT_TRUE(std::holds_alternative<ProgressEvent>(*watcher->Next()));
  EXPECT_TRUE(std::holds_alternative<CompactedEvent>(*watcher->Next()));
  for (bool last = false; !last;) {
    const auto event = watcher->Next();
    ASSERT_TRUE(std::holds_alternative<SnapshotEvent>(*event));
    last = std::get<SnapshotEvent>(*event).last;
  }
  Post("105", 1);
  feed_->Tick();
  EXPECT_TRUE(std::holds_alternative<ProgressEvent>(*watcher->Next()));
  EXPECT_TRUE(std::holds_alternative<DeltaEvent>(*watcher->Next()));
}

TEST_F(TotalsFeedTest, Progress_TellsRevisionsOutsideTheScope) {
  Make();
  Reader reader(Watch({kPeriod, "101", ""}));
  Post("102", 1);
  feed_->Tick();
  reader.Drain();
  EXPECT_EQ(reader.progress(), 1u);
  EXPECT_EQ(reader.revision(), 0u);
}

TEST_F(TotalsFeedTest, OnReady_IsCalledOnceAfterNothing) {
  Make();
  int calls = 0;
  const auto watcher = Watch(kPrefecture, 0, [&] { ++calls; });
  Post("101", 1);
  EXPECT_EQ(calls, 0);  // Nobody was told that there is nothing.
  while (watcher->Next().has_value()) {
  }
  Post("101", 2);
  Post("101", 3);
  EXPECT_EQ(calls, 1);
}

TEST_F(TotalsFeedTest, Unwatch_EndsTheStreamAndFreesItsPlace) {
  Make({.watchers_max = 1});
  const auto watcher = Watch(kPrefecture);
  EXPECT_EQ(rpc::ReasonOf(feed_->Watch(kPrefecture, {}, 0, [] {}).status()),
            rpc::Reason::kCallsTooMany);
  feed_->Unwatch(watcher);
  EXPECT_EQ(feed_->watcher_count(), 0u);
  Watch(kPrefecture);
}

TEST_F(TotalsFeedTest, ReadersOfAllSpeedsBesideTheWriter_EndWithTheTotals) {
  Make({.watcher_queue_max = 4});
  std::atomic<bool> done{false};
  std::vector<std::unique_ptr<Reader>> readers;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    readers.push_back(std::make_unique<Reader>(Watch(kPrefecture)));
    threads.emplace_back([&done, reader = readers.back().get()] {
      while (!done) reader->Drain(3);
      reader->Drain();
    });
  }
  std::mt19937_64 random(17);
  for (int i = 0; i < 200; ++i) {
    Apply(testing::Random(random, absl::StrCat("d", i % 7), "request-1"));
    if (i % 50 == 0) feed_->Tick();
  }
  done = true;
  for (auto& thread : threads) thread.join();
  for (const auto& reader : readers) {
    EXPECT_EQ(reader->state(), Now());
    EXPECT_EQ(reader->revision(), 200u);
  }
}

TEST_F(TotalsFeedTest, RevisionClaimedTwice_IsDamage) {
  feed_ =
      std::make_unique<TotalsFeed>(budget::StandardForm(), TotalsFeedOptions{});
  for (const char* name : {"101", "102"}) {
    size_t applied = 0;
    ASSERT_TRUE(
        feed_
            ->ApplyRecovered(
                name,
                {maker_.Next(Normal(testing::Simple(name, "request-1", 1)), 1)},
                &applied)
            .ok());
    EXPECT_EQ(applied, 1u);
  }
  EXPECT_TRUE(absl::IsDataLoss(feed_->FinishRecovery()));
}

}  // namespace
}  // namespace yuheng::aggregation
