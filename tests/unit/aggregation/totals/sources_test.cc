// How expenditure is paid, as far as the tables tell.

#include "services/aggregation/totals/sources.h"

#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/aggregation/totals/totals.h"
#include "tests/unit/aggregation/sample.h"

namespace yuheng::aggregation {
namespace {

using testing::kPeriod;
using testing::Line;

constexpr int64_t kWan = 1'000'000;

std::vector<FunctionSources> SourcesOf(
    const std::vector<std::vector<storage::AmountLine>>& documents) {
  SourcesSum sum;
  for (const auto& lines : documents) {
    std::vector<SourcesSum::Leaf> leaves;
    for (const auto& line : lines) {
      leaves.emplace_back(&line.account, line.amount_fen);
    }
    sum.Add(leaves);
  }
  return sum.Take();
}

// Function 2060101 of the reference disclosure.
std::vector<storage::AmountLine> Reference() {
  return {Line("T2:2060101:gen", 423'530'000),
          Line("T2:2060101:unit", 30 * kWan),
          Line("T2:2060101:carry_nonfiscal", 100 * kWan),
          Line("T3:2060101:basic", 433'530'000),
          Line("T3:2060101:project", 120 * kWan),
          Line("T5:2060101:basic", 423'530'000)};
}

TEST(SourcesTest, TwoOpenSources_AreBoundedByWhatTheOtherKindCanTake) {
  const auto functions = SourcesOf({Reference()});
  ASSERT_EQ(functions.size(), 1u);
  const FunctionSources expected{
      .code = "2060101",
      .basic_fen = 433'530'000,
      .project_fen = 120 * kWan,
      .basic_open_fen = 10 * kWan,
      .project_open_fen = 120 * kWan,
      .residue_fen = 0,
      .sources = {{"gen", 423'530'000, {423'530'000, 423'530'000}, {0, 0}},
                  {"unit", 30 * kWan, {0, 10 * kWan}, {20 * kWan, 30 * kWan}},
                  {"carry_nonfiscal",
                   100 * kWan,
                   {0, 10 * kWan},
                   {90 * kWan, 100 * kWan}}}};
  EXPECT_EQ(functions[0], expected);
}

TEST(SourcesTest, OneOpenSourceOrOneOpenKind_IsDetermined) {
  const auto one_source =
      SourcesOf({{Line("T2:2060101:unit", 30), Line("T3:2060101:basic", 10),
                  Line("T3:2060101:project", 20)}});
  EXPECT_EQ(one_source[0].sources,
            (std::vector<SourceUse>{{"unit", 30, {10, 10}, {20, 20}}}));
  const auto one_kind =
      SourcesOf({{Line("T2:2060101:unit", 30), Line("T2:2060101:special", 5),
                  Line("T3:2060101:project", 35)}});
  EXPECT_EQ(one_kind[0].sources,
            (std::vector<SourceUse>{{"special", 5, {0, 0}, {5, 5}},
                                    {"unit", 30, {0, 0}, {30, 30}}}));
}

TEST(SourcesTest, TransfersFromAboveAndAllThreeFiscalTables_AreAssigned) {
  const auto functions = SourcesOf(
      {{Line("T2:2060101:gen", 10), Line("T2:2060101:gen_up", 5),
        Line("T2:2060101:fund_up", 7), Line("T2:2060101:soe", 2),
        Line("T3:2060101:basic", 12), Line("T3:2060101:project", 12),
        Line("T5:2060101:basic", 12), Line("T5:2060101:project", 3),
        Line("T8:2060101:project", 7), Line("T9:2060101:project", 2)}});
  EXPECT_EQ(functions[0].basic_open_fen, 0);
  EXPECT_EQ(functions[0].project_open_fen, 0);
  EXPECT_EQ(functions[0].sources,
            (std::vector<SourceUse>{{"gen", 15, {12, 12}, {3, 3}},
                                    {"fund", 7, {0, 0}, {7, 7}},
                                    {"soe", 2, {0, 0}, {2, 2}}}));
}

TEST(SourcesTest, Rounding_IsToldAndNotPlugged) {
  const auto functions = SourcesOf(
      {{Line("T2:2060101:unit", 30), Line("T3:2060101:project", 29)}});
  EXPECT_EQ(functions[0].residue_fen, 1);
  EXPECT_EQ(functions[0].project_open_fen, 29);
}

// Of a rounded document: 42.33 of its own money, 42.32 of it basic.
TEST(SourcesTest, Rounding_WidensTheBounds) {
  const auto functions = SourcesOf(
      {{Line("T2:2100201:unit", 423'300), Line("T3:2100201:basic", 423'200)}});
  EXPECT_EQ(functions[0].sources,
            (std::vector<SourceUse>{
                {"unit", 423'300, {423'200, 423'300}, {0, 100}}}));
}

TEST(SourcesTest, RandomRounding_TruthLiesWithinItsBounds) {
  std::mt19937_64 random(20230423);
  for (int round = 0; round < 5000; ++round) {
    const auto below = [&](uint64_t n) {
      return static_cast<int64_t>(random() % n);
    };
    std::map<std::string, std::pair<int64_t, int64_t>> truth;
    // By kind: what tables 3 and 5 say.
    int64_t uses[2] = {0, 0};
    for (const char* column : {"gen", "special", "unit", "carry_fiscal"}) {
      truth[column] = {below(4), below(4)};
      uses[0] += truth[column].first;
      uses[1] += truth[column].second;
    }
    int64_t assigned[2] = {truth["gen"].first, truth["gen"].second};
    const int64_t kind = below(2);
    uses[kind] += below(5) - 2;
    assigned[kind] += below(3) - 1;
    std::vector<storage::AmountLine> lines = {
        Line("T3:2060101:basic", uses[0]), Line("T3:2060101:project", uses[1]),
        Line("T5:2060101:basic", assigned[0]),
        Line("T5:2060101:project", assigned[1])};
    for (const auto& [column, paid] : truth) {
      lines.push_back(Line("T2:2060101:" + column, paid.first + paid.second));
    }
    const auto functions = SourcesOf({lines});
    for (const SourceUse& use : functions[0].sources) {
      ASSERT_LE(use.basic.least_fen, use.basic.most_fen) << round;
      ASSERT_LE(use.project.least_fen, use.project.most_fen) << round;
      if (use.source == "gen") continue;  // What table 5 prints.
      const auto& [basic, project] = truth.at(use.source);
      ASSERT_LE(use.basic.least_fen, basic) << round;
      ASSERT_GE(use.basic.most_fen, basic) << round;
      ASSERT_LE(use.project.least_fen, project) << round;
      ASSERT_GE(use.project.most_fen, project) << round;
      ASSERT_LE(use.basic.most_fen, use.amount_fen) << round;
      ASSERT_LE(use.project.most_fen, use.amount_fen) << round;
    }
  }
}

TEST(SourcesTest, SumOfDocuments_AddsTheBoundsOfEach) {
  // Alone each is determined; a sum of the figures would not be.
  const auto functions = SourcesOf(
      {{Line("T2:2060101:unit", 30), Line("T3:2060101:basic", 30)},
       {Line("T2:2060101:special", 30), Line("T3:2060101:project", 30)},
       {Line("T2:2060102:unit", 1), Line("T3:2060102:basic", 1)}});
  ASSERT_EQ(functions.size(), 2u);
  EXPECT_EQ(functions[0].sources,
            (std::vector<SourceUse>{{"special", 30, {0, 0}, {30, 30}},
                                    {"unit", 30, {30, 30}, {0, 0}}}));
  EXPECT_EQ(functions[1].code, "2060102");
}

// Whatever the truth is, the bounds hold it.
TEST(SourcesTest, RandomTruths_LieWithinTheirBounds_WhichAreReached) {
  std::mt19937_64 random(20230422);
  const std::vector<std::string> columns = {"gen", "special", "unit",
                                            "carry_fiscal"};
  for (int round = 0; round < 2000; ++round) {
    std::map<std::string, std::pair<int64_t, int64_t>> truth;
    int64_t basic = 0;
    int64_t project = 0;
    for (const std::string& column : columns) {
      auto& [b, p] = truth[column];
      b = static_cast<int64_t>(random() % 4);
      p = static_cast<int64_t>(random() % 4);
      basic += b;
      project += p;
    }
    std::vector<storage::AmountLine> lines = {
        Line("T3:2060101:basic", basic), Line("T3:2060101:project", project),
        Line("T5:2060101:basic", truth["gen"].first),
        Line("T5:2060101:project", truth["gen"].second)};
    for (const auto& [column, paid] : truth) {
      lines.push_back(Line("T2:2060101:" + column, paid.first + paid.second));
    }
    const auto functions = SourcesOf({lines});
    ASSERT_EQ(functions.size(), 1u);
    EXPECT_EQ(functions[0].residue_fen, 0);
    int64_t open_basic = functions[0].basic_open_fen;
    for (const SourceUse& use : functions[0].sources) {
      const auto& [b, p] = truth.at(use.source);
      ASSERT_LE(use.basic.least_fen, b);
      ASSERT_GE(use.basic.most_fen, b);
      ASSERT_LE(use.project.least_fen, p);
      ASSERT_GE(use.project.most_fen, p);
      // Both ends are possible: what one end leaves of the amount is the other
      // kind's other end, and the rest can pay the rest.
      ASSERT_EQ(use.basic.least_fen + use.project.most_fen, use.amount_fen);
      ASSERT_EQ(use.basic.most_fen + use.project.least_fen, use.amount_fen);
      if (use.source == "gen") continue;
      ASSERT_LE(use.basic.most_fen, open_basic);
    }
  }
}

TEST(SourcesTest, Totals_AddTheScopesContributions_AndNameTheirEntries) {
  Totals totals(budget::StandardForm(), &testing::GroupedDepartments());
  testing::EntryMaker maker;
  uint64_t revision = 0;
  for (const Party& party :
       {Party{"d0", ""}, Party{"d1", "u1"}, Party{"d1", "u2"}}) {
    ASSERT_TRUE(totals
                    .Apply(party.department,
                           maker.Next(testing::Normal(testing::Own(
                                          party, "request-1", "unit_biz", 10)),
                                      ++revision))
                    .ok());
  }
  const auto open_of = [&](const Scope& scope) {
    SourcesSum sum;
    totals.AddSources(scope, &sum);
    const auto functions = sum.Take();
    return functions.empty() ? 0 : functions[0].project_open_fen;
  };
  EXPECT_EQ(open_of({kPeriod, "d0", ""}), 10);
  EXPECT_EQ(open_of({kPeriod, "d1", ""}), 20);
  EXPECT_EQ(open_of({kPeriod, "d1", "u2"}), 10);
  EXPECT_EQ(open_of({kPeriod, "d3", ""}), 0);
  EXPECT_EQ(open_of({{2024, 4}, "d1", ""}), 0);
  SourcesSum sum;
  EXPECT_EQ(totals.AddSources({kPeriod, "d1", ""}, &sum),
            (std::vector<Position>{{"d1", 1}, {"d1", 2}}));
}

}  // namespace
}  // namespace yuheng::aggregation
