// Verification, online and of a folder: what it proves, and that every change a
// writer could make by hand is named with its place.

#include "services/aggregation/ledger/verify.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/aggregation/posting/account.h"
#include "storage/format/ledger_keys.h"
#include "storage/testing/memory_store.h"
#include "tests/unit/aggregation/sample.h"

namespace yuheng::aggregation {
namespace {

using testing::Desk;
using testing::kApproved;
using testing::kYear;
using testing::OpenDesk;
using testing::Overwrite;
using testing::PostSome;
using testing::Reversal;
using testing::Simple;

class VerifyTest : public ::testing::Test {
 protected:
  VerifyTest() {
    auto desk = OpenDesk(&store_);
    EXPECT_TRUE(desk.ok());
    desk_ = *std::move(desk);
  }

  // As a running service verifies.
  Verification Online(const std::string& department = "") {
    return Run({.store = &store_,
                .form = &budget::StandardForm(),
                .feed = desk_.feed.get(),
                .department = department});
  }
  // As a folder is verified.
  Verification Offline() {
    return Run({.store = &store_, .form = &budget::StandardForm()});
  }
  static Verification Run(const VerifyInput& input) {
    auto result = VerifyLedgers(input);
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *std::move(result) : Verification{};
  }

  // Three entries of 104: posted, amended, reversed; one of 105.
  void PostLedgers() {
    ASSERT_TRUE(desk_.Post(Simple("104", "request-1", 500)).ok());
    ASSERT_TRUE(desk_.Post(Simple("104", "request-2", 700)).ok());
    ASSERT_TRUE(desk_.Post(Simple("105", "request-3", 900)).ok());
    ASSERT_TRUE(desk_.Post(Reversal("104", "request-4")).ok());
  }

  // Changes one stored record by its codec.
  void ChangeEntry(uint64_t seq,
                   const std::function<void(storage::EntryRecord*)>& change) {
    const std::string key = storage::EntryKey(seq);
    auto record = storage::DecodeEntry(**store_.Get("104", key));
    ASSERT_TRUE(record.ok());
    change(&*record);
    Overwrite(&store_, "104", key, *storage::EncodeEntry(*record));
  }
  void ChangeContribution(
      const std::function<void(storage::ContributionRecord*)>& change) {
    const std::string key = storage::ContributionKey(kYear, kApproved, "");
    auto record = storage::DecodeContribution(**store_.Get("104", key));
    ASSERT_TRUE(record.ok());
    change(&*record);
    Overwrite(&store_, "104", key, *storage::EncodeContribution(*record));
  }
  void ChangeOutcome(
      const std::string& id,
      const std::function<void(storage::OutcomeRecord*)>& change) {
    const std::string key = storage::OutcomeKey(id);
    auto record = storage::DecodeOutcome(**store_.Get("104", key));
    ASSERT_TRUE(record.ok());
    change(&*record);
    Overwrite(&store_, "104", key, *storage::EncodeOutcome(*record));
  }

  // Exactly one mismatch, the same online and offline.
  void ExpectOne(uint64_t seq, const std::string& field,
                 const std::string& expected, const std::string& found) {
    const Mismatch one{"104", seq, field, expected, found};
    const Verification offline = Offline();
    ASSERT_FALSE(offline.mismatches.empty());
    EXPECT_EQ(offline.mismatches.size(), 1u) << offline.mismatches[1].field;
    EXPECT_EQ(offline.mismatches[0], one) << TextOf(offline.mismatches[0]).en;
    const Verification online = Online();
    ASSERT_FALSE(online.mismatches.empty());
    EXPECT_EQ(online.mismatches[0], one) << TextOf(online.mismatches[0]).en;
  }

  storage::MemoryStore store_;
  Desk desk_;
};

TEST_F(VerifyTest, SoundLedgers_HaveNoMismatch) {
  PostSome(&desk_);
  ASSERT_TRUE(desk_.Outcome("d1", "request-never").ok());
  for (const Verification& all : {Online(), Offline()}) {
    EXPECT_TRUE(all.mismatches.empty()) << TextOf(all.mismatches[0]).en;
    EXPECT_EQ(all.ledger_count, 4);
    EXPECT_EQ(all.entry_count, 30);
    EXPECT_EQ(all.revision, 30u);
  }
  const Verification one = Online("d1");
  EXPECT_TRUE(one.mismatches.empty());
  EXPECT_EQ(one.ledger_count, 1);
}

TEST_F(VerifyTest, SoundLedgers_GiveTheSumsOfEveryPeriod) {
  PostLedgers();
  const Verification all = Offline();
  ASSERT_EQ(all.sums.size(), 1u);
  EXPECT_TRUE(all.sums[0].period == testing::kPeriod);
  EXPECT_EQ(all.sums[0].income_fen, 900);
  EXPECT_EQ(all.sums[0].expenditure_fen, 900);
}

TEST_F(VerifyTest, ReversedAndPostedAgain_HasNoMismatch) {
  PostLedgers();
  ASSERT_TRUE(desk_.Post(Simple("104", "request-5", 800)).ok());
  ASSERT_TRUE(desk_.Post(Simple("104", "request-6", 800)).ok());  // No change.
  EXPECT_TRUE(Offline().mismatches.empty());
}

TEST_F(VerifyTest, Progress_CountsAllEntries) {
  PostSome(&desk_);
  std::vector<int64_t> seen;
  Run({.store = &store_,
       .form = &budget::StandardForm(),
       .on_progress = [&](int64_t count) { seen.push_back(count); }});
  ASSERT_EQ(seen.size(), 4u);
  EXPECT_EQ(seen.back(), 30);
}

TEST_F(VerifyTest, EntryChanged_NamesTheLinkThatBreaks) {
  PostLedgers();
  const auto sound =
      storage::EntryHash(**store_.Get("104", storage::EntryKey(1)));
  ChangeEntry(1, [](auto* entry) { entry->submission += "x"; });
  const auto changed =
      storage::EntryHash(**store_.Get("104", storage::EntryKey(1)));
  ExpectOne(2, "previous_hash", storage::ToHex(changed), storage::ToHex(sound));
}

TEST_F(VerifyTest, LastEntryChanged_IsFoundByTheHead) {
  PostLedgers();
  const auto sound =
      storage::EntryHash(**store_.Get("104", storage::EntryKey(3)));
  ChangeEntry(3, [](auto* entry) { entry->commit_time_unix_us += 1; });
  const auto changed =
      storage::EntryHash(**store_.Get("104", storage::EntryKey(3)));
  ExpectOne(3, "head.hash", storage::ToHex(changed), storage::ToHex(sound));
}

TEST_F(VerifyTest, EntryGone_NamesTheGap) {
  PostLedgers();
  Overwrite(&store_, "104", storage::EntryKey(2), std::nullopt);
  ExpectOne(2, "key", "2", "3");
}

TEST_F(VerifyTest, LastEntryGone_IsFoundByTheHead) {
  PostLedgers();
  Overwrite(&store_, "104", storage::EntryKey(3), std::nullopt);
  ExpectOne(2, "head.seq", "2", "3");
}

TEST_F(VerifyTest, HeadGone_IsNamed) {
  PostLedgers();
  Overwrite(&store_, "104", std::string(storage::kLedgerHeadKey), std::nullopt);
  ExpectOne(3, "head.seq", "3", "-");
}

TEST_F(VerifyTest, EntryUnbalanced_IsNamedWithTheAmount) {
  PostLedgers();
  ChangeEntry(1, [](auto* entry) {
    for (storage::AmountLine& line : entry->leaves) {
      if (line == testing::Line("T1:in:gen_own", 500)) {
        line.amount_fen += 2'000'000;
      }
    }
  });
  ExpectOne(1, "balance", "0", "2");
}

TEST_F(VerifyTest, EntryOfNoKnownLayout_IsNamed) {
  PostLedgers();
  Overwrite(&store_, "104", storage::EntryKey(2), "garbage");
  const Verification found = Offline();
  ASSERT_EQ(found.mismatches.size(), 1u);
  EXPECT_EQ(found.mismatches[0].seq, 2u);
  EXPECT_EQ(found.mismatches[0].field, "record");
}

TEST_F(VerifyTest, ContributionChanged_NamesTheFirstAmount) {
  ASSERT_TRUE(desk_.Post(Simple("104", "request-1", 500'000'000)).ok());
  ChangeContribution([](auto* c) { c->leaves[0].amount_fen += 10'000; });
  const auto address = budget::FormatAddress(AddressOf(
      testing::Normal(Simple("104", "request-1", 5)).leaves[0].account));
  ExpectOne(1, "contribution[2023/4].leaves[" + address + "]", "500", "500.01");
}

TEST_F(VerifyTest, ContributionWithLineMoreOrLess_NamesIt) {
  ASSERT_TRUE(desk_.Post(Simple("104", "request-1", 1'000'000)).ok());
  ChangeContribution([](auto* c) {
    c->printed.push_back(testing::Line("T3:206:total", 7'000'000));
  });
  ExpectOne(1, "contribution[2023/4].printed[T3:206:total]", "-", "7");
}

TEST_F(VerifyTest, ContributionOfOlderSeq_IsNamed) {
  PostLedgers();
  ChangeContribution([](auto* c) { c->seq = 2; });
  ExpectOne(3, "contribution[2023/4].seq", "3", "2");
}

TEST_F(VerifyTest, ContributionOfOtherSubmission_IsNamed) {
  ASSERT_TRUE(desk_.Post(Simple("104", "request-1", 5)).ok());
  ChangeContribution([](auto* c) { c->submission = "another"; });
  ExpectOne(1, "contribution[2023/4].submission",
            "prefectures/652300/departments/104/submissions/s-1", "another");
}

TEST_F(VerifyTest, ContributionGone_IsNamed) {
  PostLedgers();
  Overwrite(&store_, "104", storage::ContributionKey(kYear, kApproved, ""),
            std::nullopt);
  ExpectOne(3, "contribution[2023/4]", "3", "-");
}

TEST_F(VerifyTest, ContributionFromNowhere_IsNamed) {
  PostLedgers();
  storage::ContributionRecord record;
  record.seq = 2;
  record.fiscal_year = 2024;
  record.stage = kApproved;
  record.unit = "104001";
  Overwrite(&store_, "104", storage::ContributionKey(2024, kApproved, "104001"),
            *storage::EncodeContribution(record));
  ExpectOne(2, "contribution[2024/4/104001]", "-", "2");
}

TEST_F(VerifyTest, OutcomeGone_NamesTheEntry) {
  PostLedgers();
  Overwrite(&store_, "104", storage::OutcomeKey("request-2"), std::nullopt);
  ExpectOne(2, "outcome[request-2].seq", "2", "-");
}

TEST_F(VerifyTest, OutcomeOfAnEntryThatIsNotThere_IsNamed) {
  PostLedgers();
  storage::OutcomeRecord outcome;
  outcome.seq = 9;
  outcome.revision = 9;
  Overwrite(&store_, "104", storage::OutcomeKey("request-x"),
            *storage::EncodeOutcome(outcome));
  ExpectOne(9, "outcome[request-x].seq", "<= 3", "9");
}

TEST_F(VerifyTest, SecondOutcomeOfAnEntry_IsNamed) {
  PostLedgers();
  storage::OutcomeRecord outcome;
  outcome.seq = 2;
  outcome.revision = 2;
  Overwrite(&store_, "104", storage::OutcomeKey("request-x"),
            *storage::EncodeOutcome(outcome));
  ExpectOne(2, "outcome[request-x]", "request-2", "request-x");
}

TEST_F(VerifyTest, OutcomeOfOtherRevision_IsNamed) {
  PostLedgers();
  ChangeOutcome("request-2", [](auto* outcome) { outcome->revision = 7; });
  const Verification found = Offline();
  // The entry has no outcome that fits, either.
  ASSERT_EQ(found.mismatches.size(), 2u);
  EXPECT_EQ(found.mismatches[0],
            (Mismatch{"104", 2, "outcome[request-2].revision", "2", "7"}));
}

TEST_F(VerifyTest, OutcomeDeclaredNeverApplied_NamesTheEntry) {
  PostLedgers();
  ChangeOutcome("request-4", [](auto* outcome) {
    outcome->outcome = storage::PostingOutcome::kNeverApplied;
  });
  ExpectOne(3, "outcome[request-4].seq", "3", "-");
}

TEST_F(VerifyTest, UnknownKey_IsNamed) {
  PostLedgers();
  Overwrite(&store_, "104", "z", "?");
  ExpectOne(0, "key", "-", "z");
}

TEST_F(VerifyTest, TotalsThatAreNotTheEntries_AreNamed) {
  ASSERT_TRUE(desk_.Post(Simple("104", "request-1", 5'000'000)).ok());
  storage::MemoryStore other_store;
  auto other = OpenDesk(&other_store);
  ASSERT_TRUE(other->Post(Simple("104", "request-1", 6'000'000)).ok());
  const Verification found = Run({.store = &store_,
                                  .form = &budget::StandardForm(),
                                  .feed = other->feed.get()});
  ASSERT_GT(found.mismatches.size(), 1u);
  EXPECT_EQ(found.mismatches[0].expected, "5");
  EXPECT_EQ(found.mismatches[0].found, "6");
  EXPECT_TRUE(found.mismatches[0].field.starts_with("served.contribution["));
  EXPECT_TRUE(found.mismatches.back().field.starts_with("served.total["));
}

TEST_F(VerifyTest, GroupsTotals_AreProvenToo) {
  const TotalsFeedOptions options{.departments =
                                      &testing::GroupedDepartments()};
  desk_ = *OpenDesk(&store_, options);
  PostSome(&desk_);
  const Verification sound = Online();
  EXPECT_TRUE(sound.mismatches.empty()) << TextOf(sound.mismatches[0]).en;
  EXPECT_EQ(sound.sums.size(), 1u);

  // The same sum over all, but of departments in other groups.
  storage::MemoryStore here;
  storage::MemoryStore there;
  auto desk = OpenDesk(&here, options);
  auto other = OpenDesk(&there, options);
  ASSERT_TRUE(desk->Post(Simple("d0", "request-1", 5'000'000)).ok());
  ASSERT_TRUE(other->Post(Simple("d3", "request-1", 5'000'000)).ok());
  const Verification found = Run({.store = &here,
                                  .form = &budget::StandardForm(),
                                  .feed = other->feed.get()});
  std::set<std::string> fields;
  for (const Mismatch& m : found.mismatches) fields.insert(m.field);
  EXPECT_TRUE(fields.contains("served.total[2023/4][a/x][T1:in:ALL]"));
  EXPECT_TRUE(fields.contains("served.total[2023/4][b][T1:in:ALL]"));
  EXPECT_FALSE(fields.contains("served.total[2023/4][T1:in:ALL]"));
}

TEST_F(VerifyTest, PeriodThatIsNotServed_IsNamed) {
  PostLedgers();
  storage::MemoryStore empty;
  auto other = OpenDesk(&empty);
  // At the same revision, but of another year.
  for (int i = 0; i < 4; ++i) {
    auto posting = Simple("104", "request-1" + std::to_string(i), i);
    posting.fiscal_year = 2024;
    ASSERT_TRUE(other->Post(posting).ok());
  }
  const Verification found = Run({.store = &store_,
                                  .form = &budget::StandardForm(),
                                  .feed = other->feed.get()});
  bool named = false;
  for (const Mismatch& m : found.mismatches) {
    named = named || m.field == "served.total[2023/4][T1:in:ALL]";
  }
  EXPECT_TRUE(named);
}

TEST_F(VerifyTest, RevisionTwice_IsNamedInTheSecondLedger) {
  PostLedgers();
  storage::MemoryStore other_store;
  auto other = OpenDesk(&other_store);
  ASSERT_TRUE(other->Post(Simple("106", "request-9", 1)).ok());
  // 106's entry has revision 1, which is also 104's first.
  ASSERT_TRUE(other_store
                  .Scan("106", "", "",
                        [&](absl::string_view key, absl::string_view value) {
                          Overwrite(&store_, "106", std::string(key),
                                    std::string(value));
                          return true;
                        })
                  .ok());
  const Verification found = Offline();
  ASSERT_EQ(found.mismatches.size(), 1u);
  EXPECT_EQ(found.mismatches[0], (Mismatch{"106", 1, "revision", "!= 1", "1"}));
}

TEST_F(VerifyTest, ManyMismatches_StopAtTheLimit) {
  for (int i = 0; i < 130; ++i) {
    const std::string name = "d" + std::to_string(i);
    ASSERT_TRUE(desk_.Post(Simple(name, "request-1", 5)).ok());
    Overwrite(&store_, name, "z", "?");
  }
  EXPECT_EQ(Offline().mismatches.size(), kMismatchesMax);
}

// Each ledger holds by itself, so only the limit says that some were not read.
TEST_F(VerifyTest, ManyMismatches_NothingIsSaidOfTotalsOfUnreadLedgers) {
  audit::Checkpoint checkpoint;
  for (int i = 100; i < 230; ++i) {
    const std::string name = "d" + std::to_string(i);
    ASSERT_TRUE(desk_.Post(Simple(name, "request-1", 5)).ok());
    checkpoint.heads.push_back({name, 1, {}});
  }
  const Verification found = Run({.store = &store_,
                                  .form = &budget::StandardForm(),
                                  .checkpoint = &checkpoint});
  EXPECT_EQ(found.mismatches.size(), kMismatchesMax);
  EXPECT_LT(found.ledger_count, 130);
  EXPECT_TRUE(found.sums.empty());
}

TEST_F(VerifyTest, NobodyWaits_EndsAtTheNextEntry) {
  PostLedgers();
  int asked = 0;
  const auto result = VerifyLedgers({.store = &store_,
                                     .form = &budget::StandardForm(),
                                     .cancelled = [&] { return ++asked > 1; }});
  EXPECT_TRUE(absl::IsCancelled(result.status())) << result.status();
  EXPECT_LE(asked, 3);
}

}  // namespace
}  // namespace yuheng::aggregation
