#include "services/ingestion/lifecycle/examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {
namespace {

using ::testing::ElementsAre;

constexpr int kMax = static_cast<int>(kFindingsKeptMax);

validation::v1::FindingGroup GroupOf(std::initializer_list<int> findings) {
  validation::v1::FindingGroup group;
  for (const int finding : findings) group.add_findings(finding);
  return group;
}

TEST(ExaminationTest, KeptGroups_NameOnlyFindingsThatAreKept) {
  validation::v1::VerdictSummary verdict;
  *verdict.add_groups() = GroupOf({0, kMax - 1});
  *verdict.add_groups() = GroupOf({5, kMax, kMax + 7});
  *verdict.add_groups() = GroupOf({kMax});
  const auto kept = KeptGroups(verdict, kFindingsKeptMax);
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_THAT(kept[0].findings(), ElementsAre(0, kMax - 1));
  EXPECT_THAT(kept[1].findings(), ElementsAre(5));
}

TEST(ExaminationTest, MoreFindingsThanAreKept_TheStoredGroupsNameStoredOnes) {
  FakeDesk desk;
  desk.checker.planted.assign(kFindingsKeptMax,
                              Planted("A6-02", validation::v1::SEVERITY_ERROR));
  desk.checker.groups = {GroupOf({1, kMax}), GroupOf({kMax})};
  const auto reception = desk.Receive("request-1", FakeBytes(kScience, 2023));
  ASSERT_TRUE(reception.ok()) << reception.status();
  ASSERT_TRUE(desk.Advance().ok());
  const auto findings = desk.store->ReadFindings("206", reception->record.id);
  ASSERT_TRUE(findings.ok()) << findings.status();
  EXPECT_EQ(findings->findings.size(), kFindingsKeptMax);
  EXPECT_EQ(findings->groups.size(), 1u);
}

TEST(ExaminationTest, LargeFindings_AreKeptAsFarAsOneResponseHoldsThem) {
  FakeDesk desk;
  validation::v1::Finding large =
      Planted("A6-02", validation::v1::SEVERITY_ERROR);
  large.mutable_message()->set_zh(std::string(20'000, 'x'));
  desk.checker.planted.assign(1000, large);
  const auto reception = desk.Receive("request-1", FakeBytes(kScience, 2023));
  ASSERT_TRUE(reception.ok()) << reception.status();
  ASSERT_TRUE(desk.Advance().ok());
  const auto findings = desk.store->ReadFindings("206", reception->record.id);
  ASSERT_TRUE(findings.ok()) << findings.status();
  EXPECT_GT(findings->findings.size(), 500u);
  EXPECT_LT(findings->findings.size(), 700u);
}

// Documents that are read in time, or not.
class SlowReadingTest : public ::testing::Test {
 protected:
  SlowReadingTest() {
    desk_.parts.reader =
        [this](
            const ReadingRequest& request) -> absl::StatusOr<budget::Document> {
      ++readings_;
      if (slow_) return rpc::MakeError(rpc::Reason::kDocumentTooSlow);
      return ReadFake(request);
    };
  }

  std::string Receive(const std::string& request_id, int year = 2023) {
    slow_ = false;
    const auto reception = desk_.Receive(request_id, FakeBytes(kScience, year));
    EXPECT_TRUE(reception.ok()) << reception.status();
    slow_ = true;
    readings_ = 0;
    return reception.ok() ? reception->record.id : "";
  }

  FakeDesk desk_;
  bool slow_ = false;
  int readings_ = 0;
};

TEST_F(SlowReadingTest, ThreeInARow_AreTheEndOfIt) {
  const std::string id = Receive("request-1");
  for (int i = 1; i < kSlowReadsMax; ++i) {
    EXPECT_FALSE(desk_.Advance().ok());
    EXPECT_EQ(desk_.StateOfId(id), State::kReceived);
  }
  EXPECT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kUnreadable);
  EXPECT_THAT(desk_.Get(id).history.back().reason_en,
              ::testing::HasSubstr("3 times in a row"));
  EXPECT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(readings_, kSlowReadsMax);
}

TEST_F(SlowReadingTest, FewerAreTheMachines) {
  const std::string id = Receive("request-1");
  for (int i = 1; i < kSlowReadsMax; ++i) EXPECT_FALSE(desk_.Advance().ok());
  slow_ = false;
  EXPECT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
}

TEST_F(SlowReadingTest, OfWhatItIsComparedWith_ItIsCheckedWithout) {
  Receive("request-1", 2022);
  slow_ = false;
  ASSERT_TRUE(desk_.Advance().ok());
  const std::string id = Receive("request-2");
  const budget::Document document =
      ReadFake({.bytes = FakeBytes(kScience, 2023), .size_bytes_max = 1000})
          .value();
  const auto examine = [&] {
    return desk_.examiner->Examine("206", id, &document);
  };
  for (int i = 1; i < kSlowReadsMax; ++i) EXPECT_FALSE(examine().ok());
  EXPECT_TRUE(examine().ok());
  EXPECT_NE(desk_.StateOfId(id), State::kUnreadable);
  EXPECT_EQ(desk_.checker.LastReferences(), "");
}

}  // namespace
}  // namespace yuheng::ingestion
