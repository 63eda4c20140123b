#include "services/validation/report/digest.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/validation/report/marks.h"
#include "services/validation/report/report_plan.h"
#include "tests/unit/validation/report/report_sample.h"

namespace yuheng::validation {
namespace {

using ::testing::ElementsAre;

std::vector<Finding> Findings(const std::vector<Severity>& severities) {
  std::vector<Finding> findings;
  for (const Severity severity : severities) {
    findings.push_back(SampleFinding("A1-01", severity, {{"doc", {}}}, "x"));
  }
  return findings;
}

FindingGroup Group(std::vector<int> findings) {
  FindingGroup group;
  group.findings = std::move(findings);
  return group;
}

TEST(DigestOf, WithoutGroups_ErrorsStandFirstAndEachAlone) {
  const auto findings = Findings({Severity::kNote, Severity::kError,
                                  Severity::kWarning, Severity::kError});
  const auto digest = DigestOf(findings, {});
  ASSERT_EQ(digest.size(), 4u);
  EXPECT_THAT(digest[0].findings, ElementsAre(1));
  EXPECT_THAT(digest[1].findings, ElementsAre(3));
  EXPECT_THAT(digest[2].findings, ElementsAre(2));
  EXPECT_THAT(digest[3].findings, ElementsAre(0));
  EXPECT_EQ(digest[0].diagnosis, nullptr);
  EXPECT_EQ(CountToFix(digest), 3);
}

TEST(DigestOf, GroupOfMoreErrorsStandsFirst) {
  const auto findings =
      Findings({Severity::kError, Severity::kNote, Severity::kError,
                Severity::kWarning, Severity::kError});
  const std::vector<FindingGroup> groups = {Group({1, 2, 4, 3})};
  const auto digest = DigestOf(findings, groups);
  ASSERT_EQ(digest.size(), 2u);
  EXPECT_THAT(digest[0].findings, ElementsAre(2, 4, 3, 1));
  EXPECT_EQ(digest[0].severity, Severity::kError);
  EXPECT_EQ(digest[0].diagnosis, &groups[0]);
  EXPECT_THAT(digest[1].findings, ElementsAre(0));
}

TEST(NeedsHeadline, OnlyWhereItSaysMoreThanTheOnlyFinding) {
  const auto findings = Findings({Severity::kError, Severity::kError});
  std::vector<FindingGroup> groups = {Group({0})};
  const auto needs = [&] {
    return NeedsHeadline(findings, DigestOf(findings, groups)[0]);
  };
  EXPECT_FALSE(needs());
  groups[0].cause = findings[0].message;
  EXPECT_FALSE(needs());
  groups[0].cause = {"因", "cause"};
  EXPECT_TRUE(needs());
  groups = {Group({0, 1})};
  EXPECT_TRUE(needs());
}

TEST(DigestOf, WrongIndexes_LoseAndRepeatNothing) {
  const auto findings = Findings({Severity::kError, Severity::kError});
  const std::vector<FindingGroup> groups = {Group({0, 7, -1}), Group({0}),
                                            Group({})};
  const auto digest = DigestOf(findings, groups);
  ASSERT_EQ(digest.size(), 2u);
  EXPECT_THAT(digest[0].findings, ElementsAre(0));
  EXPECT_THAT(digest[1].findings, ElementsAre(1));
}

TEST(Marks, CulpritOfAGroupIsPrimaryAndItsPlacesTakePart) {
  ReportSample sample = ReportSample::Usual();
  FindingGroup group = Group({1});
  group.culprit = Place{"T6:30301:total", {110, ""}};
  sample.summary.groups.push_back(group);
  const CheckedDocument checked = sample.checked();
  const ReportPlan plan(checked);
  const Mark* culprit = FindMark(plan.marks, {SpotKind::kCell, 0, 1, 0});
  ASSERT_NE(culprit, nullptr);
  EXPECT_TRUE(culprit->primary);
  EXPECT_EQ(culprit->severity, Severity::kError);
  const Mark* total = FindMark(plan.marks, {SpotKind::kCell, 0, 0, 0});
  ASSERT_NE(total, nullptr);
  EXPECT_FALSE(total->primary);
}

TEST(PlaceIndex, SameAddressTwice_IsToldByItsLine) {
  ReportSample sample;
  budget::Row again = sample.document.tables[0].rows[0];
  again.line = 150;
  for (budget::Cell& cell : again.cells) cell.location.line += 50;
  sample.document.tables[0].rows.push_back(again);
  const PlaceIndex index(budget::StandardForm(), sample.document);
  const auto at = [&](const char* address, int line) {
    return index.Find({address, {line, ""}});
  };
  EXPECT_EQ(at("T6:303:total", 100), (Spot{SpotKind::kCell, 0, 0, 0}));
  EXPECT_EQ(at("T6:303:total", 150), (Spot{SpotKind::kCell, 0, 3, 0}));
  EXPECT_EQ(at("T6:303:total", 9), (Spot{SpotKind::kCell, 0, 0, 0}));
}

TEST(PlaceIndex, WhatIsNotThere_LeadsToWhatItWouldStandIn) {
  const ReportSample sample;
  const PlaceIndex index(budget::StandardForm(), sample.document);
  const auto at = [&](const char* address) {
    return index.Find({address, {}});
  };
  EXPECT_EQ(at("T6:30999:total"), (Spot{SpotKind::kTable, 0}));
  EXPECT_EQ(at("N2:fund:amount"), (Spot{SpotKind::kSection, 0}));
  EXPECT_EQ(at("P1:ind9:target"), (Spot{SpotKind::kSheet, 0}));
  EXPECT_EQ(at("T3:ALL:total"), std::nullopt);
  EXPECT_EQ(at("doc"), std::nullopt);
  EXPECT_EQ(at(""), std::nullopt);
}

}  // namespace
}  // namespace yuheng::validation
