// Which totals an elimination takes something out of, and which it does not.

#include "services/aggregation/totals/eliminations.h"

#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregation/totals/totals.h"
#include "tests/unit/aggregation/sample.h"

namespace yuheng::aggregation {
namespace {

using ::testing::ElementsAre;
using testing::Elimination;
using testing::EliminationReversal;
using testing::Group;
using ::testing::IsEmpty;
using testing::kPeriod;
using testing::kPrefecture;
using testing::Line;
using testing::Own;

Scope OfDepartment(const std::string& name) { return {kPeriod, name, ""}; }

class EliminationTotalsTest : public ::testing::Test {
 protected:
  // The revision it made.
  uint64_t Apply(const Posting& posting) {
    const auto applied = totals_.Apply(
        posting.department,
        maker_.Next(posting.elimination ? posting : testing::Normal(posting),
                    ++revision_));
    EXPECT_TRUE(applied.ok()) << applied.status();
    return revision_;
  }
  // What is derived and eliminated at an address.
  std::pair<int64_t, int64_t> At(const Scope& scope,
                                 const std::string& address) {
    for (const TotalValue& total : totals_.Read(scope)) {
      if (testing::AddressText(total) == address) {
        return {total.derived_fen, total.eliminated_fen};
      }
    }
    return {0, 0};
  }
  std::pair<int64_t, int64_t> Income(const Scope& scope) {
    return At(scope, "T1:in:ALL");
  }

  Totals totals_{budget::StandardForm(), &testing::GroupedDepartments()};
  testing::EntryMaker maker_;
  uint64_t revision_ = 0;
};

using Pair = std::pair<int64_t, int64_t>;

TEST_F(EliminationTotalsTest, CountsWhereBothPartiesAre_AndNowhereElse) {
  Apply(Own({"d0", ""}, "request-1", "unit_biz", 1000));
  Apply(Own({"d1", ""}, "request-2", "unit_upsub", 400));
  Apply(Own({"d2", ""}, "request-3", "unit_biz", 50));
  Apply(Elimination({"d0", ""}, {"d1", ""}, "request-4", 300));
  EXPECT_EQ(Income(kPrefecture), Pair(1450, 300));
  EXPECT_EQ(Income(Group("a")), Pair(1450, 300));
  EXPECT_EQ(Income(Group("a/x")), Pair(1400, 300));
  // Only one of them.
  EXPECT_EQ(Income(Group("a/y")), Pair(1000, 0));
  EXPECT_EQ(Income(OfDepartment("d0")), Pair(1000, 0));
  EXPECT_EQ(Income(OfDepartment("d1")), Pair(400, 0));
  // None.
  EXPECT_EQ(Income(Group("b")), Pair(50, 0));
  // Another year, another stage.
  EXPECT_EQ(Income({{2024, 4}, "", ""}), Pair(0, 0));
  EXPECT_EQ(Income({{2023, 5}, "", ""}), Pair(0, 0));
}

TEST_F(EliminationTotalsTest, ReachesEveryCellAboveItsLeaves_AndNoOther) {
  Apply(Own({"d0", ""}, "request-1", "unit_biz", 1000));
  Apply(Own({"d1", ""}, "request-2", "unit_upsub", 300));
  Apply(Elimination({"d0", ""}, {"d1", ""}, "request-3", 300));
  std::vector<std::string> eliminated;
  for (const TotalValue& total : totals_.Read(kPrefecture)) {
    if (total.eliminated_fen == 0) continue;
    EXPECT_EQ(total.eliminated_fen, 300);
    eliminated.push_back(testing::AddressText(total));
  }
  EXPECT_THAT(
      eliminated,
      ElementsAre("T1:in:cur", "T1:in:unit", "T1:in:unit_upsub", "T1:in:ALL",
                  "T1:ex:206", "T1:ex:ALL", "T2:206:total", "T2:206:unit",
                  "T2:20601:total", "T2:20601:unit", "T2:2060101:total",
                  "T2:2060101:unit", "T2:ALL:total", "T2:ALL:unit",
                  "T3:206:total", "T3:206:project", "T3:20601:total",
                  "T3:20601:project", "T3:2060101:total", "T3:2060101:project",
                  "T3:ALL:total", "T3:ALL:project"));
}

TEST_F(EliminationTotalsTest, BetweenUnits_CountsInTheirDepartment) {
  Apply(Own({"d2", "u1"}, "request-1", "unit_biz", 1000));
  Apply(Own({"d2", "u2"}, "request-2", "unit_upsub", 400));
  Apply(Elimination({"d2", "u1"}, {"d2", "u2"}, "request-3", 400));
  EXPECT_EQ(Income(OfDepartment("d2")), Pair(1400, 400));
  EXPECT_EQ(Income({kPeriod, "d2", "u1"}), Pair(1000, 0));
  EXPECT_EQ(Income({kPeriod, "d2", "u2"}), Pair(400, 0));
  EXPECT_EQ(Income(Group("a")), Pair(1400, 400));
  EXPECT_EQ(Income(Group("b")), Pair(1400, 400));
  EXPECT_EQ(Income(kPrefecture), Pair(1400, 400));
}

TEST_F(EliminationTotalsTest, Reversed_NothingIsLeft) {
  Apply(Own({"d0", ""}, "request-1", "unit_biz", 1000));
  Apply(Elimination({"d0", ""}, {"d1", ""}, "request-2", 300));
  EXPECT_EQ(Income(kPrefecture), Pair(1000, 300));
  Apply(EliminationReversal("d1", "request-3", 1));
  EXPECT_EQ(Income(kPrefecture), Pair(1000, 0));
  EXPECT_EQ(At(kPrefecture, "T1:in:unit_upsub"), Pair(0, 0));
  EXPECT_THAT(totals_.ReadEliminations(kPrefecture, {}, 10).eliminations,
              IsEmpty());
}

TEST_F(EliminationTotalsTest, EntryThatCanNotFollow_ChangesNothing) {
  auto entry = maker_.Next(
      Elimination({"d0", ""}, {"d1", ""}, "request-1", 300), ++revision_);
  entry.leaves[0].amount_fen = 200;
  EXPECT_TRUE(absl::IsDataLoss(totals_.Apply("d1", entry).status()));
  EXPECT_EQ(totals_.revision(), 0u);
  EXPECT_TRUE(totals_.Read(kPrefecture).empty());
  entry.leaves[0].amount_fen = 300;
  EXPECT_TRUE(totals_.Apply("d1", entry).ok());
  // The same again changes nothing either.
  EXPECT_EQ(totals_.Apply("d1", entry).value(), std::nullopt);
  EXPECT_EQ(Income(kPrefecture), Pair(0, 300));
}

TEST_F(EliminationTotalsTest, Shares_NameTheEliminationItsPayeeAndItsEntry) {
  Apply(Own({"d0", ""}, "request-1", "unit_biz", 1000));
  Apply(Own({"d1", ""}, "request-2", "unit_upsub", 400));
  Apply(Elimination({"d0", ""}, {"d1", ""}, "request-3", 300));
  const auto account = Line("T3:206:total", 0).account;
  const auto shares = totals_.SharesOf(kPrefecture, account, {}, 10).shares;
  ASSERT_EQ(shares.size(), 3u);
  int64_t derived = 0;
  int64_t eliminated = 0;
  for (const Share& share : shares) {
    derived += share.cell.derived_fen;
    eliminated += share.cell.eliminated_fen;
  }
  EXPECT_EQ(Pair(derived, eliminated), At(kPrefecture, "T3:206:total"));
  EXPECT_EQ(shares[2].department, "d1");
  EXPECT_EQ(shares[2].seq, 2u);
  EXPECT_EQ(shares[2].cell.eliminated_fen, 300);
  // Of a department alone there is nothing to take out.
  EXPECT_EQ(totals_.SharesOf(OfDepartment("d1"), account, {}, 10).shares.size(),
            1u);
}

TEST_F(EliminationTotalsTest, Shares_ComeOnceEach_WhateverThePage) {
  Apply(Own({"d0", ""}, "request-1", "unit_biz", 1000));
  for (const char* unit : {"u1", "u2", "u3"}) {
    Apply(Own({"d1", unit}, "request-2", "unit_upsub", 400));
  }
  for (int i = 0; i < 3; ++i) {
    // Of a department that reports as a whole, and of one by its units.
    Apply(Elimination({"d0", "u1"}, {"d0", "u2"}, absl::StrCat("d0-trans-", i),
                      100));
    Apply(Elimination({"d1", "u1"}, {"d1", "u2"}, absl::StrCat("d1-trans-", i),
                      100));
  }
  const auto account = Line("T3:206:total", 0).account;
  const auto list = [&](const Scope& scope, size_t size) {
    std::vector<std::string> found;
    std::optional<SharePlace> from(std::in_place);
    for (int page = 0; from && page < 20; ++page) {
      const auto reading = totals_.SharesOf(scope, account, *from, size);
      EXPECT_LE(reading.shares.size(), size);
      for (const Share& share : reading.shares) {
        found.push_back(
            absl::StrCat(share.department, "/", share.unit, "/", share.seq));
      }
      from = reading.next;
    }
    EXPECT_FALSE(from.has_value()) << "pages without an end";
    return found;
  };
  for (const size_t size : {1, 2, 3, 100}) {
    EXPECT_THAT(list(OfDepartment("d0"), size),
                ElementsAre("d0//1", "d0/u2/2", "d0/u2/3", "d0/u2/4"));
    EXPECT_THAT(list(OfDepartment("d1"), size),
                ElementsAre("d1/u1/1", "d1/u2/2", "d1/u3/3", "d1/u2/4",
                            "d1/u2/5", "d1/u2/6"));
    EXPECT_THAT(list({kPeriod, "d1", "u2"}, size), ElementsAre("d1/u2/2"));
    EXPECT_THAT(
        list(Group("a/x"), size),
        ElementsAre("d0//1", "d0/u2/2", "d0/u2/3", "d0/u2/4", "d1/u1/1",
                    "d1/u2/2", "d1/u3/3", "d1/u2/4", "d1/u2/5", "d1/u2/6"));
  }
}

TEST_F(EliminationTotalsTest, Gaps_OfPayeeAndPayer_AreToldAndNotPlugged) {
  Apply(Own({"d0", ""}, "request-1", "unit_biz", 500));
  Apply(Own({"d1", ""}, "request-2", "unit_upsub", 400));
  Apply(Elimination({"d0", ""}, {"d1", ""}, "request-3", 300));
  EXPECT_THAT(totals_.ReadEliminations(kPrefecture, {}, 10).gaps, IsEmpty());
  Apply(Elimination({"d0", ""}, {"d1", ""}, "request-4", 150));
  Apply(Elimination({"d0", ""}, {"d3", ""}, "request-5", 100));
  const EliminationGap payer_money{
      {"d0", ""}, Line("T2:2060101:unit", 0).account, 550, 500};
  const EliminationGap payer_kind{
      {"d0", ""}, Line("T3:2060101:project", 0).account, 550, 500};
  const EliminationGap payee{
      {"d1", ""}, Line("T1:in:unit_upsub", 0).account, 450, 400};
  const EliminationGap not_posted{
      {"d3", ""}, Line("T1:in:unit_upsub", 0).account, 100, 0};
  EXPECT_THAT(totals_.ReadEliminations(kPrefecture, {}, 10).gaps,
              ElementsAre(payer_money, payer_kind, payee, not_posted));
  // A party's transfers count wherever the other side is.
  EXPECT_THAT(totals_.ReadEliminations(Group("a/y"), {}, 10).gaps,
              ElementsAre(payer_money, payer_kind));
  EXPECT_THAT(totals_.ReadEliminations(OfDepartment("d1"), {}, 10).gaps,
              ElementsAre(payee));
  EXPECT_THAT(totals_.ReadEliminations(Group("c"), {}, 10).gaps, IsEmpty());
  // What is held is not changed.
  EXPECT_EQ(At(kPrefecture, "T1:in:unit_upsub"), Pair(400, 550));
  // An amended document closes one.
  Apply(Own({"d0", ""}, "request-6", "unit_biz", 550));
  EXPECT_THAT(totals_.ReadEliminations(kPrefecture, {}, 10).gaps,
              ElementsAre(payee, not_posted));
}

// What the payer spends is there by kind, but not of its own money.
TEST_F(EliminationTotalsTest, Gaps_OfOwnMoney_AreTold) {
  Posting fiscal = testing::Simple("d0", "request-1", 500);
  fiscal.leaves = {Line("T1:in:gen_own", 500), Line("T1:ex:206", 500),
                   Line("T2:2060101:gen", 500),
                   Line("T3:2060101:project", 500)};
  fiscal.printed.clear();
  Apply(fiscal);
  Apply(Own({"d1", ""}, "request-2", "unit_upsub", 400));
  Apply(Elimination({"d0", ""}, {"d1", ""}, "request-3", 300));
  EXPECT_THAT(totals_.ReadEliminations(kPrefecture, {}, 10).gaps,
              ElementsAre(EliminationGap{
                  {"d0", ""}, Line("T2:2060101:unit", 0).account, 300, 0}));
}

TEST_F(EliminationTotalsTest, Gaps_OfADepartment_CountItsUnitsDeclarations) {
  Apply(Own({"d0", ""}, "request-1", "unit_biz", 1000));
  Apply(Own({"d1", "u1"}, "request-2", "unit_upsub", 10));
  Apply(Elimination({"d0", ""}, {"d1", "u1"}, "request-3", 10));
  EXPECT_THAT(totals_.ReadEliminations(kPrefecture, {}, 10).gaps, IsEmpty());
  Apply(Elimination({"d0", ""}, {"d1", ""}, "request-4", 10));
  const EliminationGap whole{
      {"d1", ""}, Line("T1:in:unit_upsub", 0).account, 20, 10};
  EXPECT_THAT(totals_.ReadEliminations(kPrefecture, {}, 10).gaps,
              ElementsAre(whole));
  EXPECT_THAT(totals_.ReadEliminations({kPeriod, "d1", "u1"}, {}, 10).gaps,
              IsEmpty());
}

TEST_F(EliminationTotalsTest, List_PagesThoseWithAPartyInScope) {
  Apply(Elimination({"d0", ""}, {"d1", ""}, "request-1", 1));
  Apply(Elimination({"d0", ""}, {"d1", ""}, "request-2", 2));
  Apply(Elimination({"d4", ""}, {"d3", ""}, "request-3", 3));
  Apply(Elimination({"d1", ""}, {"d4", ""}, "request-4", 4));
  const auto list = [&](const Scope& scope) {
    std::vector<std::string> found;
    EliminationPlace from;
    for (;;) {
      const auto page = totals_.ReadEliminations(scope, from, 1);
      EXPECT_LE(page.eliminations.size(), 1u);
      for (const auto& e : page.eliminations) {
        found.push_back(absl::StrCat(e.department, "/", e.entry.seq,
                                     e.both ? " both" : ""));
      }
      if (!page.next) return found;
      from = *page.next;
    }
  };
  EXPECT_THAT(list(kPrefecture),
              ElementsAre("d1/1 both", "d1/2 both", "d3/1 both", "d4/1 both"));
  EXPECT_THAT(list(Group("a/x")),
              ElementsAre("d1/1 both", "d1/2 both", "d4/1"));
  EXPECT_THAT(list(OfDepartment("d4")), ElementsAre("d3/1", "d4/1"));
  EXPECT_THAT(list({{2024, 4}, "", ""}), IsEmpty());
}

// Against a plain list of what is in force: every scope, always.
TEST_F(EliminationTotalsTest, RandomTransfers_EqualTheListInEveryScope) {
  std::mt19937_64 random(20230406);
  struct InForce {
    Party payer;
    Party payee;
    uint64_t seq;
    int64_t fen;
  };
  std::vector<InForce> in_force;
  std::map<std::string, uint64_t> seqs;
  const std::map<std::string, std::vector<std::string>> members = {
      {"a", {"d0", "d1", "d2"}},
      {"a/x", {"d0", "d1"}},
      {"a/y", {"d0"}},
      {"b", {"d2", "d3"}},
      {"c", {"d9"}}};
  const auto party = [&] {
    return Party{absl::StrCat("d", random() % 5),
                 absl::StrCat("u", random() % 3)};
  };
  for (int i = 0; i < 300; ++i) {
    const std::string id = absl::StrCat("request-", i);
    if (random() % 3 == 0 && !in_force.empty()) {
      const size_t at = random() % in_force.size();
      Apply(EliminationReversal(in_force[at].payee.department, id,
                                in_force[at].seq));
      ++seqs[in_force[at].payee.department];
      in_force.erase(in_force.begin() + static_cast<long>(at));
    } else {
      const Party payer = party();
      const Party payee = party();
      if (payer == payee) continue;
      const int64_t fen = 1 + static_cast<int64_t>(random() % 1'000'000);
      Apply(Elimination(payer, payee, id, fen));
      in_force.push_back({payer, payee, ++seqs[payee.department], fen});
    }
    const auto sum = [&](auto holds) {
      int64_t fen = 0;
      for (const InForce& e : in_force) {
        if (holds(e.payer) && holds(e.payee)) fen += e.fen;
      }
      return Pair(0, fen);
    };
    ASSERT_EQ(Income(kPrefecture), sum([](const Party&) { return true; })) << i;
    for (const auto& [group, names] : members) {
      ASSERT_EQ(Income(Group(group)), sum([&, n = names](const Party& p) {
                  return absl::c_linear_search(n, p.department);
                }))
          << i << " " << group;
    }
    for (const char* name : {"d0", "d1", "d2", "d3", "d4"}) {
      ASSERT_EQ(Income(OfDepartment(name)),
                sum([&](const Party& p) { return p.department == name; }))
          << i << " " << name;
      ASSERT_EQ(Income({kPeriod, name, "u0"}), Pair(0, 0));
    }
  }
}

// Against what is in force and posted, looked through as a whole.
class RandomDeclarations {
 public:
  explicit RandomDeclarations(uint64_t seed) : random_(seed) {}

  // The next thing that happens.
  Posting Next() {
    const std::string id = absl::StrCat("request-", ++requests_);
    if (random_() % 4 == 0) {
      const Party party = AnyParty();
      const auto fen = static_cast<int64_t>(1 + random_() % 3000);
      held_fen_[party] = fen;
      ++seqs_[party.department];
      return Own(party, id, "unit_upsub", fen);
    }
    if (random_() % 3 == 0 && !in_force_.empty()) {
      const size_t at = random_() % in_force_.size();
      const InForce reversed = in_force_[at];
      in_force_.erase(in_force_.begin() + static_cast<long>(at));
      ++seqs_[reversed.payee.department];
      return EliminationReversal(reversed.payee.department, id, reversed.seq);
    }
    Party payer = AnyParty();
    Party payee = AnyParty();
    while (payer.department == payee.department &&
           (payer.unit.empty() || payee.unit.empty() || payer == payee)) {
      payee = AnyParty();
      payer = AnyParty();
    }
    const auto fen = static_cast<int64_t>(1 + random_() % 1000);
    in_force_.push_back({payer, payee, ++seqs_[payee.department], fen});
    return Elimination(payer, payee, id, fen);
  }

  // "d1/2 both" of those with a party there.
  template <typename Holds>
  std::vector<std::string> ListOf(const Holds& holds) const {
    std::map<EliminationPlace, std::string> found;
    for (const InForce& e : in_force_) {
      if (!holds(e.payer) && !holds(e.payee)) continue;
      found[{e.payee.department, e.seq}] =
          absl::StrCat(e.payee.department, "/", e.seq,
                       holds(e.payer) && holds(e.payee) ? " both" : "");
    }
    std::vector<std::string> list;
    for (const auto& [place, text] : found) list.push_back(text);
    return list;
  }

  template <typename Holds>
  std::vector<EliminationGap> GapsOf(const Holds& holds) const {
    std::map<std::pair<Party, storage::AccountKey>, int64_t> declared_fen;
    for (const InForce& e : in_force_) {
      if (holds(e.payee)) {
        declared_fen[{e.payee, Line("T1:in:unit_upsub", 0).account}] += e.fen;
      }
      if (!holds(e.payer)) continue;
      for (const char* address : {"T2:2060101:unit", "T3:2060101:project"}) {
        declared_fen[{e.payer, Line(address, 0).account}] += e.fen;
      }
    }
    std::vector<EliminationGap> gaps;
    for (const auto& [place, own_fen] : declared_fen) {
      const auto& [party, account] = place;
      EliminationGap gap{party, account, own_fen, 0};
      const auto within = [&p = party](const Party& other) {
        return other == p ||
               (p.unit.empty() && other.department == p.department);
      };
      for (const auto& [other, fen] : declared_fen) {
        if (other.first != party && within(other.first) &&
            other.second == account) {
          gap.declared_fen += fen;
        }
      }
      for (const auto& [other, fen] : held_fen_) {
        if (within(other)) gap.held_fen += fen;
      }
      if (gap.held_fen < gap.declared_fen) gaps.push_back(gap);
    }
    return gaps;
  }

 private:
  struct InForce {
    Party payer;
    Party payee;
    uint64_t seq;
    int64_t fen;
  };

  Party AnyParty() {
    const char* const units[] = {"", "u0", "u1"};
    return {absl::StrCat("d", random_() % 5), units[random_() % 3]};
  }

  std::mt19937_64 random_;
  int requests_ = 0;
  std::vector<InForce> in_force_;
  std::map<Party, int64_t> held_fen_;
  std::map<std::string, uint64_t> seqs_;
};

TEST_F(EliminationTotalsTest, RandomDeclarations_ListsAndGapsAreOfEveryScope) {
  RandomDeclarations declarations(20231129);
  std::map<std::string, std::vector<std::string>> members = {
      {"a/x", {"d0", "d1"}}, {"b", {"d2", "d3"}}, {"c", {"d9"}}};
  size_t gaps = 0;
  for (int i = 0; i < 300; ++i) {
    Apply(declarations.Next());
    const auto expect = [&](const Scope& scope, const auto& holds) {
      std::vector<std::string> found;
      for (std::optional<EliminationPlace> next(std::in_place); next;) {
        const auto page = totals_.ReadEliminations(
            scope, *next, 1 + static_cast<size_t>(i % 7));
        for (const auto& e : page.eliminations) {
          found.push_back(absl::StrCat(e.department, "/", e.entry.seq,
                                       e.both ? " both" : ""));
        }
        ASSERT_EQ(page.gaps, declarations.GapsOf(holds)) << i;
        gaps += page.gaps.size();
        next = page.next;
      }
      ASSERT_EQ(found, declarations.ListOf(holds)) << i;
    };
    expect(kPrefecture, [](const Party&) { return true; });
    for (const auto& [group, names] : members) {
      expect(Group(group), [&n = names](const Party& p) {
        return absl::c_linear_search(n, p.department);
      });
    }
    for (const char* name : {"d0", "d3"}) {
      expect(OfDepartment(name),
             [&](const Party& p) { return p.department == name; });
      expect({kPeriod, name, "u1"}, [&](const Party& p) {
        return p == Party{name, "u1"};
      });
    }
    expect({{2024, 4}, "", ""}, [](const Party&) { return false; });
  }
  EXPECT_GT(gaps, 0u);
}

}  // namespace
}  // namespace yuheng::aggregation
