#include "services/validation/evaluation/reporter.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace yuheng::validation {
namespace {

Finding Sample() {
  Finding finding;
  finding.severity = Severity::kError;
  finding.status = FindingStatus::kInconsistent;
  finding.places = {{"T6:303:total", {812, ""}}, {"T6:30301:total", {815, ""}}};
  finding.expected_micro = 19'460'000;
  finding.actual_micro = 19'430'000;
  finding.difference_micro = -30'000;
  finding.message = {"甲", "a"};
  return finding;
}

// What is handed on of `finding` under `rule`.
Finding Reported(Finding finding, const RuleHead& rule = {.id = "A6-02"}) {
  std::vector<Finding> reported;
  const std::function<bool(Finding)> sink = [&](Finding each) {
    reported.push_back(std::move(each));
    return true;
  };
  Reporter reporter(sink);
  reporter.StartRule(rule);
  reporter.Report(std::move(finding));
  reporter.EndRule();
  EXPECT_EQ(reported.size(), 1u);
  return reported.front();
}

TEST(Reporter, Id_IsNotOfLinesOrderSeverityOrTranslation) {
  const std::string id = Reported(Sample()).id;
  // Stored explanations are bound to it: it never changes.
  EXPECT_EQ(id, "0907287b35ad58f8");
  Finding finding = Sample();
  finding.places[0].location = {9, "表6!D7"};
  std::swap(finding.places[0], finding.places[1]);
  finding.severity = Severity::kWarning;
  finding.status = FindingStatus::kInfo;
  finding.message.en = "b";
  EXPECT_EQ(Reported(finding).id, id);
}

TEST(Reporter, Id_WithoutFigures_IsOfWords) {
  Finding finding = Sample();
  const std::string figures = Reported(finding).id;
  finding.message.zh = "乙";
  EXPECT_EQ(Reported(finding).id, figures);
  finding.actual_micro.reset();
  const std::string words = Reported(finding).id;
  finding.message.en = "c";
  EXPECT_EQ(Reported(finding).id, words);
  finding.message.zh = "丙";
  EXPECT_NE(Reported(finding).id, words);
}

TEST(Reporter, Id_IsOfRulePlacesAndFigures) {
  std::set<std::string> ids = {Reported(Sample()).id};
  EXPECT_TRUE(ids.insert(Reported(Sample(), {.id = "A6-01"}).id).second);
  Finding finding = Sample();
  finding.places.pop_back();
  EXPECT_TRUE(ids.insert(Reported(finding).id).second);
  finding = Sample();
  finding.places[1].address = "T6:30302:total";
  EXPECT_TRUE(ids.insert(Reported(finding).id).second);
  for (std::optional<int64_t> Finding::*figure :
       {&Finding::expected_micro, &Finding::actual_micro,
        &Finding::difference_micro}) {
    finding = Sample();
    *(finding.*figure) += 1;
    EXPECT_TRUE(ids.insert(Reported(finding).id).second);
    (finding.*figure).reset();
    EXPECT_TRUE(ids.insert(Reported(finding).id).second);
    finding.*figure = 0;
    EXPECT_TRUE(ids.insert(Reported(finding).id).second);
  }
  // The end of one address can't be taken for the beginning of the next.
  finding = Sample();
  finding.places = {{"T6:303:total;12:T6", {}}};
  EXPECT_TRUE(ids.insert(Reported(finding).id).second);
}

TEST(Reporter, Id_IsTheSameUnderAnotherPolicy) {
  Finding finding = Sample();
  finding.status = FindingStatus::kRounding;
  finding.severity = Severity::kNote;
  const Finding loose = Reported(finding);
  const Finding exact = Reported(finding, {.id = "A6-02",
                                           .severity = Severity::kWarning,
                                           .discipline = Discipline::kExact});
  EXPECT_EQ(exact.severity, Severity::kWarning);
  EXPECT_NE(exact.message, loose.message);
  EXPECT_EQ(exact.id, loose.id);
}

TEST(Reporter, Id_IsOfAllWordsAndPlaces_ThoughOnlySomeAreHandedOn) {
  Finding finding = Sample();
  finding.actual_micro.reset();
  finding.message.zh = std::string(kFindingMessageBytesMax + 1, 'a');
  finding.places.resize(kPlacesPerFindingMax + 1, {"T1", {}});
  const Finding first = Reported(finding);
  finding.message.zh.back() = 'b';
  const Finding words = Reported(finding);
  EXPECT_EQ(words.message, first.message);
  EXPECT_NE(words.id, first.id);
  finding.message.zh.back() = 'a';
  finding.places.back().address = "T2";
  const Finding places = Reported(finding);
  EXPECT_EQ(places.places, first.places);
  EXPECT_NE(places.id, first.id);
}

TEST(Reporter, NoPlace_IsTheWholeDocument) {
  Finding finding = Sample();
  finding.places.clear();
  const Finding reported = Reported(finding);
  ASSERT_EQ(reported.places.size(), 1u);
  EXPECT_EQ(reported.places[0].address, "doc");
  finding.places = {{"doc", {}}};
  EXPECT_EQ(Reported(finding).id, reported.id);
}

TEST(Reporter, WhatIsLeftOut_IsOneFindingWithAnId) {
  std::vector<Finding> reported;
  const std::function<bool(Finding)> sink = [&](Finding finding) {
    reported.push_back(std::move(finding));
    return true;
  };
  Reporter reporter(sink);
  const RuleHead rule{.id = "A6-02"};
  reporter.StartRule(rule);
  for (size_t i = 0; i < kFindingsPerRuleMax + 2; ++i) {
    reporter.Note({}, {"甲", "a"});
  }
  reporter.EndRule();
  ASSERT_EQ(reported.size(), kFindingsPerRuleMax + 1);
  EXPECT_EQ(reported.back().rule, "A6-02");
  EXPECT_EQ(reported.back().id.size(), 16u);
  EXPECT_NE(reported.back().id, reported.front().id);
}

}  // namespace
}  // namespace yuheng::validation
