#include "services/ingestion/lifecycle/ceiling_comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/budget/decimal.h"
#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kDraft = 3;
// The last place that documents print, 0.01 万元.
constexpr int64_t kPlaceFen = 10'000;

// What the last field of the fake bytes says is the 一般公共预算 of table 1;
// "-": there is no such line.
absl::StatusOr<budget::Document> ReadWithTable(const ReadingRequest& request) {
  absl::StatusOr<budget::Document> document = ReadFake(request);
  if (!document.ok()) return document;
  const std::vector<std::string> parts = absl::StrSplit(request.bytes, '|');
  budget::Table& table = document->tables.emplace_back();
  table.kind = budget::TableKind::kT1;
  table.unit_fen = budget::kFenPerWanYuan;
  table.precision_fen = kPlaceFen;
  int64_t fen = 0;
  if (!absl::SimpleAtoi(parts[4], &fen)) return document;
  budget::Row& row = table.rows.emplace_back();
  row.side = budget::Side::kIncome;
  row.code = "gen";
  row.cells.push_back({.state = budget::CellState::kStated, .amount_fen = fen});
  return document;
}

class CeilingComparisonTest : public ::testing::Test {
 protected:
  CeilingComparisonTest() {
    desk_.auto_accept = false;
    desk_.Restart();
    desk_.parts.reader = ReadWithTable;
  }

  // A draft; of a department of two units, or of one of them.
  std::string Send(const std::string& gen, const std::string& unit = "",
                   int errors = 0) {
    UploadHeader header =
        FakeDesk::Header(absl::StrCat("request-", ++requests_));
    header.department = "205";
    header.unit = unit;
    header.stage = kDraft;
    const auto reception =
        desk_.Receive(header, FakeBytes("昌吉州教育局", 2023, errors, gen));
    EXPECT_TRUE(reception.ok()) << reception.status();
    EXPECT_TRUE(desk_.Advance("205").ok());
    return reception->record.id;
  }
  CeilingComparison Compare(int64_t gen_fen, const std::string& unit = "") {
    const auto comparison = CompareCeiling(
        desk_.parts,
        {.department = "205",
         .unit = unit,
         .fiscal_year = 2023,
         .figures = {{"gen", budget::ExpenditureKind::kAll, gen_fen}}},
        CallerTurn("wang", "205"));
    EXPECT_TRUE(comparison.ok()) << comparison.status();
    EXPECT_EQ(comparison->figures.size(), 1u);
    return *comparison;
  }
  CeilingVerdict VerdictOf(int64_t gen_fen, const std::string& unit = "") {
    return Compare(gen_fen, unit).figures[0].verdict;
  }

  FakeDesk desk_;
  int requests_ = 0;
};

TEST_F(CeilingComparisonTest, NoDraft_IsSaid) {
  const CeilingComparison comparison = Compare(100);
  EXPECT_EQ(comparison.figures[0].verdict, CeilingVerdict::kNoDraft);
  EXPECT_EQ(comparison.figures[0].stated_fen, absl::nullopt);
  EXPECT_THAT(comparison.submission_ids, IsEmpty());
  EXPECT_FALSE(comparison.by_units);
  EXPECT_THAT(comparison.units_missing, IsEmpty());
}

TEST_F(CeilingComparisonTest, OfTheDepartmentAsAWhole_TheNewestLiveOneCounts) {
  const std::string draft = Send("1000000");
  Send("9000000", "", /*errors=*/1);  // Returned.
  const CeilingComparison comparison = Compare(1'000'000);
  EXPECT_EQ(comparison.figures[0].stated_fen, 1'000'000);
  EXPECT_EQ(comparison.figures[0].verdict, CeilingVerdict::kWithin);
  EXPECT_THAT(comparison.submission_ids, ElementsAre(draft));
  EXPECT_FALSE(comparison.by_units);
  EXPECT_EQ(VerdictOf(900'000), CeilingVerdict::kBeyond);
  // As K-01: what is printed stands for half its last place less.
  EXPECT_EQ(VerdictOf(1'000'000 - kPlaceFen / 2), CeilingVerdict::kWithin);
  EXPECT_EQ(VerdictOf(1'000'000 - kPlaceFen / 2 - 1), CeilingVerdict::kBeyond);
}

TEST_F(CeilingComparisonTest, OfItsUnits_TheirSumCounts) {
  const std::string office = Send("400000", "205001");
  EXPECT_EQ(VerdictOf(1'000'000), CeilingVerdict::kIncomplete);
  EXPECT_EQ(VerdictOf(300'000), CeilingVerdict::kBeyond);
  EXPECT_THAT(Compare(1'000'000).units_missing, ElementsAre("一中"));
  const std::string school = Send("600000", "205002");
  const CeilingComparison comparison = Compare(1'000'000);
  EXPECT_TRUE(comparison.by_units);
  EXPECT_THAT(comparison.submission_ids, ElementsAre(office, school));
  EXPECT_THAT(comparison.units_missing, IsEmpty());
  EXPECT_EQ(comparison.figures[0].stated_fen, 1'000'000);
  EXPECT_EQ(comparison.figures[0].verdict, CeilingVerdict::kWithin);
  // Two printed figures, half a place each.
  EXPECT_EQ(VerdictOf(1'000'000 - kPlaceFen), CeilingVerdict::kWithin);
  EXPECT_EQ(VerdictOf(1'000'000 - kPlaceFen - 1), CeilingVerdict::kBeyond);
  // A unit's own ceiling is compared with its own draft.
  EXPECT_THAT(Compare(1'000'000, "205002").submission_ids, ElementsAre(school));
  EXPECT_EQ(VerdictOf(600'000, "205002"), CeilingVerdict::kWithin);
  EXPECT_EQ(VerdictOf(500'000, "205002"), CeilingVerdict::kBeyond);
  // Where there is one of the department, it counts.
  const std::string whole = Send("700000");
  EXPECT_THAT(Compare(1'000'000).submission_ids, ElementsAre(whole));
}

TEST_F(CeilingComparisonTest, DraftThatDoesNotStateIt_IsIncomplete) {
  Send("400000", "205001");
  Send("-", "205002");
  const CeilingComparison comparison = Compare(1'000'000);
  EXPECT_EQ(comparison.figures[0].stated_fen, 400'000);
  EXPECT_EQ(comparison.figures[0].verdict, CeilingVerdict::kIncomplete);
  EXPECT_THAT(comparison.units_missing, IsEmpty());
}

TEST_F(CeilingComparisonTest, DraftsThatCanNotBeReadNow_AreTriedAgain) {
  Send("400000");
  desk_.parts.reader = [](const ReadingRequest&) {
    return absl::StatusOr<budget::Document>(
        rpc::MakeError(rpc::Reason::kQueueFull));
  };
  const auto comparison = CompareCeiling(
      desk_.parts, {.department = "205", .unit = "", .fiscal_year = 2023},
      CallerTurn("wang", "205"));
  EXPECT_EQ(rpc::ReasonOf(comparison.status()), rpc::Reason::kQueueFull);
}

}  // namespace
}  // namespace yuheng::ingestion
