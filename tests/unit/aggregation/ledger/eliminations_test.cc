// Eliminations through the ledger: once, in order, after crashes, and proven.

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/aggregation/ledger/commit_loop.h"
#include "services/aggregation/ledger/past_totals.h"
#include "services/aggregation/ledger/verify.h"
#include "services/rpc/reason.h"
#include "storage/format/ledger_keys.h"
#include "storage/testing/memory_store.h"
#include "tests/unit/aggregation/feed/stream_reader.h"
#include "tests/unit/aggregation/sample.h"

namespace yuheng::aggregation {
namespace {

using rpc::Reason;
using testing::Desk;
using testing::Elimination;
using testing::EliminationReversal;
using testing::Figures;
using testing::FiguresOf;
using testing::kPeriod;
using testing::kPrefecture;
using testing::OpenDesk;
using testing::Overwrite;
using testing::Own;

const Party kPayer{"d0", ""};
const Party kPayee{"d1", ""};

class EliminationLedgerTest : public ::testing::Test {
 protected:
  EliminationLedgerTest() { Open(); }
  // As a start does.
  void Open() {
    desk_ = {};
    auto desk =
        OpenDesk(&store_, {.departments = &testing::GroupedDepartments()});
    ASSERT_TRUE(desk.ok()) << desk.status();
    desk_ = *std::move(desk);
  }
  // Revisions 1 and 2: d0 has 1000 of its own, d1 400 from above.
  void PostBoth() {
    ASSERT_TRUE(desk_.Post(Own(kPayer, "request-1", "unit_biz", 1000)).ok());
    ASSERT_TRUE(desk_.Post(Own(kPayee, "request-2", "unit_upsub", 400)).ok());
  }
  uint64_t SeqOf(const absl::StatusOr<Applied>& applied) {
    EXPECT_TRUE(applied.ok()) << applied.status();
    return applied.ok() ? applied->seq : 0;
  }
  Reason ReasonOf(const absl::StatusOr<Applied>& applied) {
    EXPECT_FALSE(applied.ok());
    return rpc::ReasonOf(applied.status()).value_or(Reason::kNotFound);
  }
  std::string Income(const Scope& scope = kPrefecture) {
    return desk_.Totals(scope)["T1:in:ALL"];
  }
  Verification Verify(const TotalsFeed* feed) {
    auto result = VerifyLedgers(
        {.store = &store_, .form = &budget::StandardForm(), .feed = feed});
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *std::move(result) : Verification{};
  }
  void ExpectSound() {
    for (const TotalsFeed* feed :
         {static_cast<const TotalsFeed*>(nullptr),
          static_cast<const TotalsFeed*>(desk_.feed.get())}) {
      for (const Mismatch& mismatch : Verify(feed).mismatches) {
        ADD_FAILURE() << TextOf(mismatch).en;
      }
    }
  }
  // Changes an entry of d1 as a forger would.
  void ChangeEntry(uint64_t seq,
                   const std::function<void(storage::EntryRecord*)>& change) {
    const std::string key = storage::EntryKey(seq);
    auto record = storage::DecodeEntry(**store_.Get("d1", key));
    ASSERT_TRUE(record.ok());
    change(&*record);
    Overwrite(&store_, "d1", key, *storage::EncodeEntry(*record));
  }

  storage::MemoryStore store_;
  Desk desk_;
};

void SetAmount(storage::EntryRecord* entry, int64_t fen) {
  for (auto& line : entry->leaves) line.amount_fen = fen;
}

TEST_F(EliminationLedgerTest, SameIdAgain_IsOnce_AndOtherContentIsRefused) {
  PostBoth();
  const Posting posting = Elimination(kPayer, kPayee, "transfer-1", 300);
  const auto first = desk_.Post(posting);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_FALSE(first->replayed);
  const auto again = desk_.Post(posting);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->seq, first->seq);
  EXPECT_EQ(Income(), "1400/--300");
  EXPECT_EQ(
      ReasonOf(desk_.Post(Elimination(kPayer, kPayee, "transfer-1", 301))),
      Reason::kRequestIdReused);
  Posting other = posting;
  other.elimination->reason = "6号文";
  EXPECT_EQ(ReasonOf(desk_.Post(other)), Reason::kRequestIdReused);
  // Nor is an id of a posting one for an elimination, or the other way.
  EXPECT_EQ(ReasonOf(desk_.Post(Elimination(kPayer, kPayee, "request-2", 300))),
            Reason::kRequestIdReused);
  EXPECT_EQ(ReasonOf(desk_.Post(Own(kPayee, "transfer-1", "unit_upsub", 400))),
            Reason::kRequestIdReused);
  EXPECT_EQ(Income(), "1400/--300");
  EXPECT_EQ(desk_.feed->revision(), 3u);
  ExpectSound();
}

TEST_F(EliminationLedgerTest, FencedId_IsNeverApplied) {
  ASSERT_TRUE(desk_.Outcome("d1", "transfer-1").ok());
  EXPECT_EQ(
      ReasonOf(desk_.Post(Elimination(kPayer, kPayee, "transfer-1", 300))),
      Reason::kOutcomeFenced);
  EXPECT_EQ(desk_.feed->revision(), 0u);
}

TEST_F(EliminationLedgerTest, Reversal_IsOnce_AndOfAnEliminationOnly) {
  PostBoth();
  const uint64_t seq =
      SeqOf(desk_.Post(Elimination(kPayer, kPayee, "transfer-1", 300)));
  ASSERT_EQ(seq, 2u);
  // Seq 1 is a posting, 3 not there yet.
  for (const uint64_t wrong : {1, 3}) {
    EXPECT_EQ(ReasonOf(desk_.Post(EliminationReversal(
                  "d1", absl::StrCat("wrong-", 10 + wrong), wrong))),
              Reason::kNothingToReverse);
  }
  EXPECT_EQ(SeqOf(desk_.Post(EliminationReversal("d1", "reverse-1", seq))), 3u);
  EXPECT_EQ(Income(), "1400/-");
  EXPECT_TRUE(
      desk_.Post(EliminationReversal("d1", "reverse-1", seq))->replayed);
  EXPECT_EQ(ReasonOf(desk_.Post(EliminationReversal("d1", "reverse-2", seq))),
            Reason::kNothingToReverse);
  // Nor is the reversal one that could be reversed; and what was refused stays
  // refused, though an elimination is seq 4 now.
  EXPECT_EQ(ReasonOf(desk_.Post(EliminationReversal("d1", "reverse-3", 3))),
            Reason::kNothingToReverse);
  EXPECT_EQ(ReasonOf(desk_.Post(EliminationReversal("d1", "reverse-4", 4))),
            Reason::kNothingToReverse);
  EXPECT_EQ(SeqOf(desk_.Post(Elimination(kPayer, kPayee, "transfer-2", 5))),
            4u);
  EXPECT_EQ(ReasonOf(desk_.Post(EliminationReversal("d1", "reverse-4", 4))),
            Reason::kNothingToReverse);
  EXPECT_EQ(Income(), "1400/--5");
  ExpectSound();
}

TEST_F(EliminationLedgerTest, InOneBatch_EachSeesTheOnesBefore) {
  std::vector<absl::StatusOr<Applied>> answers;
  std::vector<Command> commands;
  const auto add = [&](Posting posting) {
    commands.push_back(testing::CommandOf(
        std::move(posting),
        [&](absl::StatusOr<Applied> a) { answers.push_back(std::move(a)); }));
  };
  add(Own(kPayer, "request-1", "unit_biz", 1000));
  add(Elimination(kPayer, kPayee, "transfer-1", 300));
  add(Own(kPayee, "request-2", "unit_upsub", 400));
  add(EliminationReversal("d1", "reverse-1", 1));
  add(EliminationReversal("d1", "reverse-2", 1));
  add(Elimination(kPayer, kPayee, "transfer-2", 200));
  desk_.shard->Process(std::move(commands));
  ASSERT_EQ(answers.size(), 6u);
  EXPECT_EQ(SeqOf(answers[3]), 3u);
  EXPECT_EQ(ReasonOf(answers[4]), Reason::kNothingToReverse);
  EXPECT_EQ(SeqOf(answers[5]), 4u);
  EXPECT_EQ(Income(), "1400/--200");
  ExpectSound();
}

// A posting of a slot is amended and reversed as if there were no elimination.
TEST_F(EliminationLedgerTest, Postings_DoNotMindEliminations) {
  PostBoth();
  ASSERT_TRUE(desk_.Post(Elimination(kPayer, kPayee, "transfer-1", 300)).ok());
  ASSERT_TRUE(desk_.Post(Own(kPayee, "request-3", "unit_upsub", 350)).ok());
  EXPECT_EQ(Income(), "1350/--300");
  ASSERT_TRUE(desk_.Post(testing::Reversal("d1", "request-4")).ok());
  // What is declared stays until it is reversed; the gap is told.
  EXPECT_EQ(Income(), "1000/--300");
  const auto reading = desk_.feed->ReadEliminations(kPrefecture, {}, 10);
  ASSERT_EQ(reading.gaps.size(), 1u);
  EXPECT_EQ(reading.gaps[0].held_fen, 0);
  ExpectSound();
}

TEST_F(EliminationLedgerTest, Restart_FindsTheSame_AndGoesOn) {
  PostBoth();
  SeqOf(desk_.Post(Elimination(kPayer, kPayee, "transfer-1", 300)));
  SeqOf(desk_.Post(Elimination(kPayer, {"d1", "u1"}, "transfer-2", 20)));
  SeqOf(desk_.Post(EliminationReversal("d1", "reverse-1", 2)));
  const Figures before = desk_.Totals();
  Open();
  EXPECT_EQ(desk_.Totals(), before);
  EXPECT_EQ(Income(), "1400/--20");
  ExpectSound();
  EXPECT_EQ(ReasonOf(desk_.Post(EliminationReversal("d1", "reverse-2", 2))),
            Reason::kNothingToReverse);
  EXPECT_EQ(SeqOf(desk_.Post(EliminationReversal("d1", "reverse-3", 3))), 5u);
  EXPECT_EQ(Income(), "1400/-");
  ExpectSound();
}

TEST_F(EliminationLedgerTest, Crash_AskedAgainWithTheId_ItIsThereOnce) {
  PostBoth();
  uint64_t seq = 1;
  for (const auto fault : {storage::CommitFault::kUnknownNotApplied,
                           storage::CommitFault::kUnknownApplied}) {
    const std::string declare = absl::StrCat("transfer-", seq);
    const std::string reverse = absl::StrCat("reverse-", seq);
    for (const Posting& one : {Elimination(kPayer, kPayee, declare, 300),
                               EliminationReversal("d1", reverse, seq + 1)}) {
      store_.FailNextCommit(fault);
      EXPECT_EQ(ReasonOf(desk_.Post(one)), Reason::kUnavailablePeer);
      store_.Reopen();
      Open();
      const auto again = desk_.Post(one);
      EXPECT_EQ(SeqOf(again), ++seq);
      EXPECT_EQ(again->replayed,
                fault == storage::CommitFault::kUnknownApplied);
      EXPECT_EQ(Income(), one.reverse ? "1400/-" : "1400/--300");
      ExpectSound();
    }
  }
}

TEST_F(EliminationLedgerTest, AmountsTooLargeTogether_AreRefused) {
  constexpr int64_t kMost = 1'000'000'000'000'000;
  int applied = 0;
  absl::StatusOr<Applied> answer = Applied{};
  for (int i = 0; i < 1000; ++i) {
    answer = desk_.Post(
        Elimination(kPayer, kPayee, absl::StrCat("transfer-", i), kMost));
    if (!answer.ok()) break;
    ++applied;
  }
  EXPECT_EQ(ReasonOf(answer), Reason::kFieldInvalid);
  EXPECT_GT(applied, 500);
  EXPECT_EQ(Income(), absl::StrCat("0/--", applied * kMost));
  // Another year has room, and so has this one after a reversal or a restart
  // with one.
  Posting other = Elimination(kPayer, kPayee, "other-year", kMost);
  other.fiscal_year = 2024;
  EXPECT_TRUE(desk_.Post(other).ok());
  Open();
  EXPECT_EQ(
      ReasonOf(desk_.Post(Elimination(kPayer, kPayee, "transfer-b", kMost))),
      Reason::kFieldInvalid);
  ASSERT_TRUE(desk_.Post(EliminationReversal("d1", "reverse-1", 1)).ok());
  EXPECT_TRUE(
      desk_.Post(Elimination(kPayer, kPayee, "transfer-c", kMost)).ok());
  ExpectSound();
}

TEST_F(EliminationLedgerTest, PastRevisions_AreWhatTheyWere) {
  PostBoth();
  SeqOf(desk_.Post(Elimination(kPayer, kPayee, "transfer-1", 300)));
  SeqOf(desk_.Post(EliminationReversal("d1", "reverse-1", 2)));
  const auto income_at = [&](const Scope& scope, uint64_t revision) {
    const auto totals =
        TotalsAt(store_, budget::StandardForm(), &testing::GroupedDepartments(),
                 scope, revision);
    EXPECT_TRUE(totals.ok()) << totals.status();
    return FiguresOf((*totals)->Read(scope))["T1:in:ALL"];
  };
  for (const Scope& scope : {kPrefecture, Scope{kPeriod, "", "", "a/x"}}) {
    EXPECT_EQ(income_at(scope, 2), "1400/-");
    EXPECT_EQ(income_at(scope, 3), "1400/--300");
    EXPECT_EQ(income_at(scope, 4), "1400/-");
  }
  EXPECT_EQ(income_at({kPeriod, "", "", "a/y"}, 3), "1000/-");
  EXPECT_EQ(income_at({kPeriod, "d1", ""}, 3), "400/-");
}

// The list decides who is in a group, for eliminations as for postings.
TEST_F(EliminationLedgerTest, RegroupedAtStart_GroupsEliminateByTheNewList) {
  PostBoth();
  SeqOf(desk_.Post(Elimination(kPayer, kPayee, "transfer-1", 300)));
  EXPECT_EQ(Income({kPeriod, "", "", "a/x"}), "1400/--300");
  const auto regrouped = budget::DepartmentList::Parse(
      "code,name,aliases,kind,units,groups\nd0,零,,,,b\nd1,一,,,,a/x\n");
  ASSERT_TRUE(regrouped.ok());
  for (const bool listed : {true, false}) {
    auto desk =
        OpenDesk(&store_, {.departments = listed ? &*regrouped : nullptr});
    ASSERT_TRUE(desk.ok()) << desk.status();
    EXPECT_EQ(desk->Totals()["T1:in:ALL"], "1400/--300");
    const Figures group = desk->Totals({kPeriod, "", "", "a/x"});
    EXPECT_EQ(group.contains("T1:in:ALL") ? group.at("T1:in:ALL") : "",
              listed ? "400/-" : "");
    for (const auto& m : Verify(desk->feed.get()).mismatches) {
      ADD_FAILURE() << TextOf(m).en;
    }
  }
}

TEST_F(EliminationLedgerTest, Watchers_HearItAtItsRevision_WhereItCounts) {
  PostBoth();
  const auto watch = [&](const Scope& scope, uint64_t resume) {
    auto watcher = desk_.feed->Watch(scope, {}, resume, [] {});
    EXPECT_TRUE(watcher.ok()) << watcher.status();
    return *std::move(watcher);
  };
  testing::Reader all(watch(kPrefecture, 0));
  testing::Reader group(watch({kPeriod, "", "", "a/x"}, 0));
  testing::Reader payer_only(watch({kPeriod, "", "", "a/y"}, 0));
  testing::Reader payee(watch({kPeriod, "d1", ""}, 0));
  for (auto* reader : {&all, &group, &payer_only, &payee}) reader->Drain();
  SeqOf(desk_.Post(Elimination(kPayer, kPayee, "transfer-1", 300)));
  for (auto* reader : {&all, &group, &payer_only, &payee}) reader->Drain();
  for (auto* reader : {&all, &group}) {
    EXPECT_EQ(reader->deltas(), 1);
    EXPECT_EQ(reader->revision(), 3u);
    EXPECT_EQ(reader->state().at("T1:in:ALL"), "1400/--300");
  }
  EXPECT_EQ(all.state(), desk_.Totals());
  EXPECT_EQ(payer_only.deltas(), 0);
  EXPECT_EQ(payee.deltas(), 0);
  SeqOf(desk_.Post(EliminationReversal("d1", "reverse-1", 2)));
  all.Drain();
  EXPECT_EQ(all.state(), desk_.Totals());
  EXPECT_EQ(all.state().at("T1:in:ALL"), "1400/-");
  // Who resumes hears both, each as it was.
  auto resumed = watch(kPrefecture, 2);
  for (const char* income : {"1400/--300", "1400/-"}) {
    const auto event = resumed->Next();
    ASSERT_TRUE(event.has_value());
    EXPECT_EQ(
        FiguresOf(std::get<DeltaEvent>(*event).delta->totals).at("T1:in:ALL"),
        income);
  }
}

TEST_F(EliminationLedgerTest, ConcurrentWithPostings_TotalsStayTheSum) {
  auto feed =
      std::make_unique<TotalsFeed>(budget::StandardForm(), TotalsFeedOptions{});
  auto shard = std::make_unique<Shard>(
      Shard::Options{.store = &store_, .feed = feed.get(), .now = absl::Now},
      ShardState{});
  std::atomic<int> failed = 0;
  {
    CommitLoop loop(std::move(shard), {});
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&loop, &failed, t] {
        const Party own{absl::StrCat("d", t), ""};
        const Party next{absl::StrCat("d", (t + 1) % 4), ""};
        for (int i = 0; i < 50; ++i) {
          const std::string id = absl::StrCat("request-", t, "-", i);
          loop.Submit(testing::CommandOf(
              i % 2 == 0 ? Own(own, id, "unit_upsub", 1000 + i)
                         : Elimination(own, next, id, 1),
              [&failed](absl::StatusOr<Applied> a) { failed += !a.ok(); }));
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    loop.Stop();
  }
  EXPECT_EQ(failed, 0);
  const auto totals = FiguresOf(
      feed->Read(kPrefecture, {}, TotalsFeed::WithPositions::kNo).totals);
  EXPECT_EQ(totals.at("T1:in:ALL"), "4192/--100");
  for (const TotalsFeed* served :
       {static_cast<const TotalsFeed*>(nullptr),
        static_cast<const TotalsFeed*>(feed.get())}) {
    const Verification proven = Verify(served);
    EXPECT_EQ(proven.entry_count, 200);
    for (const Mismatch& m : proven.mismatches) ADD_FAILURE() << TextOf(m).en;
  }
}

TEST_F(EliminationLedgerTest, Verify_ChangedByHand_NamesTheEntry) {
  PostBoth();
  SeqOf(desk_.Post(Elimination(kPayer, kPayee, "transfer-1", 300)));
  SeqOf(desk_.Post(Elimination(kPayer, kPayee, "transfer-2", 20)));
  ExpectSound();
  // The amount, who paid, why: the entry behind it no longer follows.
  const std::vector<std::function<void(storage::EntryRecord*)>> changes = {
      [](auto* e) { SetAmount(e, 200); },
      [](auto* e) { e->elimination->payer_department = "d2"; },
      [](auto* e) { e->elimination->reason = "口头"; }};
  const std::string sound = **store_.Get("d1", storage::EntryKey(2));
  for (const auto& change : changes) {
    ChangeEntry(2, change);
    for (const TotalsFeed* feed :
         {static_cast<const TotalsFeed*>(nullptr),
          static_cast<const TotalsFeed*>(desk_.feed.get())}) {
      const auto mismatches = Verify(feed).mismatches;
      ASSERT_FALSE(mismatches.empty());
      EXPECT_EQ(mismatches[0].department, "d1");
      EXPECT_EQ(mismatches[0].seq, 3u);
      EXPECT_EQ(mismatches[0].field, "previous_hash");
    }
    const auto started = OpenDesk(&store_);
    EXPECT_EQ(rpc::ReasonOf(started.status()), Reason::kLedgerDamaged);
    Overwrite(&store_, "d1", storage::EntryKey(2), sound);
  }
  ExpectSound();
  // Lines that are no transfer's.
  ChangeEntry(3, [](auto* e) { e->leaves.pop_back(); });
  const auto mismatches = Verify(nullptr).mismatches;
  ASSERT_FALSE(mismatches.empty());
  EXPECT_EQ(mismatches[0].seq, 3u);
  EXPECT_EQ(mismatches[0].field, "elimination");
}

// A forger who makes the chain right again is found by what is served.
TEST_F(EliminationLedgerTest, Verify_ForgedChain_DiffersFromWhatIsServed) {
  PostBoth();
  SeqOf(desk_.Post(Elimination(kPayer, kPayee, "transfer-1", 300)));
  ChangeEntry(2, [](auto* e) { SetAmount(e, 200); });
  const std::string forged = **store_.Get("d1", storage::EntryKey(2));
  Overwrite(&store_, "d1", std::string(storage::kLedgerHeadKey),
            storage::EncodeLedgerHead({2, 3, storage::EntryHash(forged)}));
  const auto mismatches = Verify(desk_.feed.get()).mismatches;
  ASSERT_GE(mismatches.size(), 2u);
  EXPECT_EQ(mismatches[0].department, "d1");
  EXPECT_EQ(mismatches[0].seq, 2u);
  EXPECT_EQ(mismatches[0].field, "served.elimination[2]");
  bool total_found = false;
  for (const Mismatch& m : mismatches) {
    total_found |= m.field == "served.total[2023/4][T1:in:ALL]" &&
                   m.expected == "0.0014 - 0.0002" &&
                   m.found == "0.0014 - 0.0003";
  }
  EXPECT_TRUE(total_found);
}

TEST_F(EliminationLedgerTest, Full_IsRefusedUntilOneIsReversed) {
  for (size_t i = 0; i < kEliminationsMax; ++i) {
    const Party payee{absl::StrCat("p", i / kEliminationsOfLedgerMax), ""};
    ASSERT_TRUE(
        desk_.Post(Elimination(kPayer, payee, absl::StrCat("request-", i), 1))
            .ok())
        << i;
  }
  const Posting one_more = Elimination(kPayer, kPayee, "one-more-1", 1);
  EXPECT_EQ(ReasonOf(desk_.Post(one_more)), Reason::kEliminationsTooMany);
  Open();
  EXPECT_EQ(ReasonOf(desk_.Post(one_more)), Reason::kEliminationsTooMany);
  ASSERT_TRUE(desk_.Post(EliminationReversal("p0", "reverse-1", 1)).ok());
  EXPECT_TRUE(desk_.Post(one_more).ok());
  EXPECT_EQ(ReasonOf(desk_.Post(Elimination(kPayer, kPayee, "one-more-2", 1))),
            Reason::kEliminationsTooMany);
}

}  // namespace
}  // namespace yuheng::aggregation
