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

}  // namespace
}  // namespace yuheng::ingestion
