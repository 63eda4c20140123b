// Totals against sums made independently, in the most simple way.

#include "services/aggregation/totals/totals.h"

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregation/posting/account.h"
#include "services/budget/rollup.h"
#include "tests/unit/aggregation/sample.h"

namespace yuheng::aggregation {
namespace {

using testing::Figures;
using testing::FiguresOf;
using testing::kPeriod;
using testing::Normal;
using testing::Random;

const budget::Form& form() { return budget::StandardForm(); }

// What the contents in force add up to, from their lines alone.
Figures NaiveSum(const std::vector<Posting>& contents) {
  std::map<std::string, int64_t> derived;
  std::map<std::string, int64_t> printed;
  for (const Posting& posting : contents) {
    for (const auto& line : posting.leaves) {
      const auto address = AddressOf(line.account);
      for (const auto& above : budget::RollUpOf(form(), address)) {
        derived[budget::FormatAddress(above)] += line.amount_fen;
      }
      printed[budget::FormatAddress(address)] += line.amount_fen;
    }
    for (const auto& line : posting.printed) {
      printed[budget::FormatAddress(AddressOf(line.account))] +=
          line.amount_fen;
    }
  }
  Figures figures;
  for (const auto& [address, fen] : derived) {
    figures[address] = absl::StrCat(fen, "/-");
  }
  for (const auto& [address, fen] : printed) {
    figures[address] = absl::StrCat(derived[address], "/", fen);
  }
  return figures;
}

TEST(Totals, RandomAmendmentsAndReversals_EqualNaiveSums) {
  std::mt19937_64 random(20230101);
  Totals totals(form());
  testing::EntryMaker maker;
  std::map<std::string, Posting> in_force;
  for (uint64_t revision = 1; revision <= 200; ++revision) {
    const std::string name = absl::StrCat("d", random() % 8);
    const std::string id = absl::StrCat("request-", revision);
    Posting posting = random() % 5 == 0 && in_force.contains(name)
                          ? testing::Reversal(name, id)
                          : Random(random, name, id);
    posting = Normal(posting);
    const auto entry = maker.Next(posting, revision);
    ASSERT_TRUE(totals.Apply(name, entry).ok());
    // Twice is as once.
    const auto again = totals.Apply(name, entry);
    ASSERT_TRUE(again.ok());
    EXPECT_FALSE(again->has_value());
    in_force.erase(name);
    if (!posting.reverse) in_force[name] = posting;
  }
  std::vector<Posting> all;
  for (const auto& [name, posting] : in_force) {
    all.push_back(posting);
    EXPECT_EQ(FiguresOf(totals.Read({kPeriod, name, ""})), NaiveSum({posting}));
  }
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(FiguresOf(totals.Read({kPeriod, "", ""})), NaiveSum(all));
  EXPECT_EQ(totals.revision(), 200u);
}

TEST(Totals, DepartmentsInAnyOrder_GiveTheSame) {
  std::mt19937_64 random(7);
  testing::EntryMaker maker;
  std::vector<std::pair<std::string, storage::EntryRecord>> entries;
  for (uint64_t revision = 1; revision <= 30; ++revision) {
    const std::string name = absl::StrCat("d", revision % 3);
    entries.emplace_back(
        name, maker.Next(Normal(Random(random, name,
                                       absl::StrCat("request-", revision))),
                         revision));
  }
  Totals by_revision(form());
  for (const auto& [name, entry] : entries) {
    ASSERT_TRUE(by_revision.Apply(name, entry).ok());
  }
  Totals by_department(form());
  for (const char* wanted : {"d2", "d0", "d1"}) {
    for (const auto& [name, entry] : entries) {
      if (name != wanted) continue;
      ASSERT_TRUE(by_department.Apply(name, entry).ok());
    }
  }
  EXPECT_EQ(FiguresOf(by_revision.Read({kPeriod, "", ""})),
            FiguresOf(by_department.Read({kPeriod, "", ""})));
  EXPECT_EQ(by_revision.Positions({}), by_department.Positions({}));
}

TEST(Totals, EntryMissing_IsAnErrorAndChangesNothing) {
  Totals totals(form());
  testing::EntryMaker maker;
  maker.Next(Normal(testing::Simple("104", "request-1", 1)), 1);
  const auto second =
      maker.Next(Normal(testing::Simple("104", "request-2", 2)), 2);
  EXPECT_TRUE(absl::IsDataLoss(totals.Apply("104", second).status()));
  EXPECT_TRUE(totals.Read({kPeriod, "", ""}).empty());
  EXPECT_EQ(totals.revision(), 0u);
}

TEST(Totals, Units_AddUpToTheirDepartment) {
  Totals totals(form());
  testing::EntryMaker maker;
  Posting a = testing::Simple("104", "request-1", 100);
  a.unit = "104001";
  Posting b = testing::Simple("104", "request-2", 23);
  b.unit = "104002";
  ASSERT_TRUE(totals.Apply("104", maker.Next(Normal(a), 1)).ok());
  ASSERT_TRUE(totals.Apply("104", maker.Next(Normal(b), 2)).ok());
  EXPECT_EQ(FiguresOf(totals.Read({kPeriod, "104", ""})).at("T3:206:total"),
            "123/-");
  EXPECT_EQ(
      FiguresOf(totals.Read({kPeriod, "104", "104002"})).at("T3:ALL:basic"),
      "23/-");
  EXPECT_EQ(FiguresOf(totals.Read({kPeriod, "", ""})).at("T1:in:ALL"),
            "123/123");
}

TEST(Totals, OtherStage_IsNotMixedIn) {
  Totals totals(form());
  testing::EntryMaker maker;
  ASSERT_TRUE(
      totals
          .Apply(
              "104",
              maker.Next(Normal(testing::Simple("104", "request-1", 100)), 1))
          .ok());
  EXPECT_TRUE(totals.Read({{testing::kYear, 3}, "", ""}).empty());
}

TEST(Totals, Read_IsInPrintOrderAndOnlyTheTablesAsked) {
  std::mt19937_64 random(11);
  Totals totals(form());
  testing::EntryMaker maker;
  for (uint64_t revision = 1; revision <= 5; ++revision) {
    const std::string name = absl::StrCat("d", revision);
    ASSERT_TRUE(
        totals
            .Apply(name, maker.Next(Normal(Random(random, name, "request-1")),
                                    revision))
            .ok());
  }
  for (const char* department : {"", "d3"}) {
    const auto values = totals.Read({kPeriod, department, ""});
    ASSERT_GT(values.size(), 20u);
    for (size_t i = 1; i < values.size(); ++i) {
      EXPECT_TRUE(budget::PrintedBefore(form(),
                                        AddressOf(values[i - 1].account->key),
                                        AddressOf(values[i].account->key)))
          << testing::AddressText(values[i]);
    }
    TableSet t7;
    t7.set(7);
    for (const auto& value : totals.Read({kPeriod, department, ""}, t7)) {
      EXPECT_EQ(value.account->key.table, 7);
    }
  }
}

// Every total is the sum of its shares, and every share of its leaves.
TEST(Totals, SharesOf_AddUpToEveryTotal) {
  std::mt19937_64 random(31);
  Totals totals(form());
  testing::EntryMaker maker;
  for (uint64_t revision = 1; revision <= 40; ++revision) {
    const std::string name = absl::StrCat("d", random() % 9);
    Posting posting = Random(random, name, absl::StrCat("request-", revision));
    if (name == "d0") posting.unit = absl::StrCat("u", random() % 3);
    ASSERT_TRUE(totals.Apply(name, maker.Next(Normal(posting), revision)).ok());
  }
  for (const char* department : {"", "d0", "d3"}) {
    const Scope scope{kPeriod, department, ""};
    for (const TotalValue& total : totals.Read(scope)) {
      Cell sum;
      std::optional<SharePlace> from(std::in_place);
      while (from) {
        const auto reading =
            totals.SharesOf(scope, total.account->key, *from, 4);
        EXPECT_LE(reading.shares.size(), 4u);
        ASSERT_TRUE(reading.total.has_value());
        EXPECT_EQ(testing::FigureOf(*reading.total), testing::FigureOf(total));
        for (const Share& share : reading.shares) {
          sum.derived_fen += share.cell.derived_fen;
          sum.printed_fen += share.cell.printed_fen;
          sum.printed_count += share.cell.printed_count;
          int64_t leaves = 0;
          for (const auto& [account, fen] : share.leaves) leaves += fen;
          EXPECT_EQ(leaves, *department ? share.cell.derived_fen : 0);
        }
        from = reading.next;
      }
      EXPECT_EQ(testing::FigureOf(ValueOf(*total.account, sum)),
                testing::FigureOf(total))
          << testing::AddressText(total);
    }
  }
}

TEST(Totals, RoundingAccount_StandsBesideTheTotals) {
  Totals totals(form());
  testing::EntryMaker maker;
  Posting p = testing::Simple("104", "request-1", 100);
  p.leaves[0].amount_fen = 98;
  p.precision_fen = 10;
  ASSERT_TRUE(totals.Apply("104", maker.Next(Normal(p), 1)).ok());
  const Figures figures = FiguresOf(totals.Read({kPeriod, "", ""}));
  EXPECT_EQ(figures.at("T1:ex:ROUNDING"), "-2/-");
  EXPECT_EQ(figures.at("T1:ex:ALL"), "100/100");
}

}  // namespace
}  // namespace yuheng::aggregation
