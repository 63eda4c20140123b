// Totals of groups of departments: always the sum over their departments.

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregation/totals/totals.h"
#include "tests/unit/aggregation/sample.h"

namespace yuheng::aggregation {
namespace {

using ::testing::ElementsAre;
using testing::Figures;
using testing::FiguresOf;
using testing::Group;
using testing::kPeriod;
using testing::Normal;
using testing::Simple;

// Who is in which group of testing::GroupedDepartments.
const std::map<std::string, std::vector<std::string>> kMembers = {
    {"a", {"d0", "d1", "d2"}},
    {"a/x", {"d0", "d1"}},
    {"a/y", {"d0"}},
    {"b", {"d2", "d3"}},
    {"c", {"d9"}}};

// What departments' own totals add up to.
Figures SumOf(const Totals& totals, const std::vector<std::string>& names) {
  std::map<std::string, std::pair<int64_t, std::optional<int64_t>>> sums;
  for (const std::string& name : names) {
    for (const TotalValue& total : totals.Read({kPeriod, name, ""})) {
      auto& [derived, printed] = sums[testing::AddressText(total)];
      derived += total.derived_fen;
      if (total.printed_fen) printed = printed.value_or(0) + *total.printed_fen;
    }
  }
  Figures figures;
  for (const auto& [address, sum] : sums) {
    if (sum.first == 0 && !sum.second.has_value()) continue;
    figures[address] =
        absl::StrCat(sum.first, "/",
                     sum.second.has_value() ? absl::StrCat(*sum.second) : "-");
  }
  return figures;
}

class GroupsTest : public ::testing::Test {
 protected:
  void Apply(const Posting& posting) {
    const auto applied = totals_.Apply(
        posting.department, maker_.Next(Normal(posting), ++revision_));
    ASSERT_TRUE(applied.ok()) << applied.status();
  }
  // "-" when there is nothing.
  std::string IncomeOf(const Scope& scope) const {
    const Figures figures = FiguresOf(totals_.Read(scope));
    const auto found = figures.find("T1:in:ALL");
    return found == figures.end() ? "-" : found->second;
  }

  Totals totals_{budget::StandardForm(), &testing::GroupedDepartments()};
  testing::EntryMaker maker_;
  uint64_t revision_ = 0;
};

TEST_F(GroupsTest, RandomPostings_EqualTheSumOverTheDepartments) {
  std::mt19937_64 random(20230402);
  const char* const names[] = {"d0", "d1", "d2", "d3", "d4", "unlisted"};
  for (int i = 0; i < 150; ++i) {
    const std::string name = names[random() % 6];
    Posting posting =
        testing::Random(random, name, absl::StrCat("request-", i));
    if (name == "d2") posting.unit = absl::StrCat("u", random() % 2);
    // What is not there yet can't be reversed.
    const bool known = !totals_.Read({kPeriod, name, posting.unit}).empty();
    if (known && random() % 5 == 0) {
      const std::string unit = posting.unit;
      posting = testing::Reversal(name, posting.request_id);
      posting.unit = unit;
    }
    Apply(posting);
    for (const auto& [group, members] : kMembers) {
      ASSERT_EQ(FiguresOf(totals_.Read(Group(group))), SumOf(totals_, members))
          << group << " at " << i;
    }
  }
  EXPECT_FALSE(totals_.Read(Group("b")).empty());
}

TEST_F(GroupsTest, AmendedAndReversed_TheAmountsMove) {
  Apply(Simple("d0", "request-1", 100));
  // In two parts of a, and yet once in it.
  for (const char* group : {"a", "a/x", "a/y"}) {
    EXPECT_EQ(IncomeOf(Group(group)), "100/100") << group;
  }
  Apply(Simple("d1", "request-2", 7));
  Apply(Simple("d0", "request-3", 30));
  EXPECT_EQ(IncomeOf(Group("a")), "37/37");
  EXPECT_EQ(IncomeOf(Group("a/x")), "37/37");
  EXPECT_EQ(IncomeOf(Group("a/y")), "30/30");
  Apply(testing::Reversal("d0", "request-4"));
  EXPECT_EQ(IncomeOf(Group("a")), "7/7");
  EXPECT_EQ(IncomeOf(Group("a/y")), "-");
  EXPECT_EQ(IncomeOf(Group("b")), "-");
  EXPECT_EQ(IncomeOf({kPeriod, "", ""}), "7/7");
}

TEST_F(GroupsTest, EntryTwice_CountsOnce) {
  const auto entry = maker_.Next(Normal(Simple("d0", "request-1", 100)), 1);
  ASSERT_TRUE(totals_.Apply("d0", entry).ok());
  ASSERT_TRUE(totals_.Apply("d0", entry).ok());
  EXPECT_EQ(IncomeOf(Group("a")), "100/100");
}

TEST_F(GroupsTest, ForgottenDepartment_StaysInItsGroups) {
  Apply(Simple("d0", "request-1", 100));
  totals_.Forget("d0");
  EXPECT_EQ(IncomeOf(Group("a/y")), "100/100");
}

TEST_F(GroupsTest, OtherPeriodOrUnknownGroup_IsEmpty) {
  Apply(Simple("d0", "request-1", 100));
  EXPECT_TRUE(totals_.Read({{testing::kYear, 3}, "", "", "a"}).empty());
  EXPECT_TRUE(totals_.Read(Group("x")).empty());
  EXPECT_TRUE(totals_.Positions(Group("x")).empty());
}

// The group leaves 64 bits while the prefecture does not.
TEST_F(GroupsTest, Overflow_IsRefusedAndChangesNothing) {
  const auto entry = [&](int64_t fen) {
    storage::EntryRecord record;
    record.seq = 1;
    record.revision = ++revision_;
    record.fiscal_year = kPeriod.fiscal_year;
    record.stage = kPeriod.stage;
    record.leaves = {testing::Line("T3:2060101:basic", fen)};
    return record;
  };
  const int64_t most = std::numeric_limits<int64_t>::max() - 1;
  ASSERT_TRUE(totals_.Apply("d2", entry(most)).ok());
  ASSERT_TRUE(totals_.Apply("d4", entry(-most)).ok());
  const auto refused = totals_.Apply("d3", entry(9));
  EXPECT_TRUE(absl::IsDataLoss(refused.status())) << refused.status();
  const auto at = [&](const Scope& scope) {
    return FiguresOf(totals_.Read(scope))["T3:206:total"];
  };
  EXPECT_EQ(at(Group("b")), absl::StrCat(most, "/-"));
  EXPECT_EQ(at({kPeriod, "", ""}), "");
  EXPECT_EQ(totals_.FindDepartment("d3"), nullptr);
  // Beside that group there is room.
  ASSERT_TRUE(totals_.Apply("d1", entry(1)).ok());
  EXPECT_EQ(at(Group("a")), absl::StrCat(most + 1, "/-"));
  EXPECT_EQ(at({kPeriod, "", ""}), "1/-");
}

TEST_F(GroupsTest, SharesAndPositions_AreTheMembers) {
  for (const char* name : {"d4", "d2", "d1", "d0", "d3"}) {
    Apply(Simple(name, "request-1", 10));
  }
  const auto account = testing::Line("T3:206:total", 0).account;
  std::vector<std::string> departments;
  std::optional<SharePlace> from(std::in_place);
  while (from) {
    const auto reading = totals_.SharesOf(Group("a"), account, *from, 2);
    ASSERT_TRUE(reading.total.has_value());
    EXPECT_EQ(reading.total->derived_fen, 30);
    for (const Share& share : reading.shares) {
      departments.push_back(share.department);
      EXPECT_EQ(share.cell.derived_fen, 10);
      EXPECT_TRUE(share.leaves.empty());
    }
    from = reading.next;
  }
  EXPECT_THAT(departments, ElementsAre("d0", "d1", "d2"));
  EXPECT_THAT(totals_.Positions(Group("b")),
              ElementsAre(Position{"d2", 1}, Position{"d3", 1}));
  EXPECT_TRUE(totals_.Positions(Group("c")).empty());
}

}  // namespace
}  // namespace yuheng::aggregation
