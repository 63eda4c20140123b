#include "services/validation/finding_codec.h"

#include <string>

#include "gtest/gtest.h"
#include "yuheng/validation/v1/finding.pb.h"
#include "yuheng/validation/v1/rule.pb.h"

namespace yuheng::validation {
namespace {

TEST(FindingCodec, Finding_SurvivesTheRoundTrip) {
  Finding finding;
  finding.rule = "A6-02";
  finding.severity = Severity::kError;
  finding.status = FindingStatus::kBoundary;
  finding.places = {{"T6:303:total", {812, ""}},
                    {"T6:30301:total", {0, "表6!D7"}}};
  finding.expected_micro = 0;
  finding.actual_micro = -5;
  finding.message = {"甲", "a"};
  finding.id = "0907287b35ad58f8";
  v1::Finding message;
  FindingToProto(finding, &message);
  const Finding back = FindingFromProto(message);
  EXPECT_EQ(back.rule, finding.rule);
  EXPECT_EQ(back.severity, finding.severity);
  EXPECT_EQ(back.status, finding.status);
  EXPECT_EQ(back.places, finding.places);
  EXPECT_EQ(back.expected_micro, finding.expected_micro);
  EXPECT_EQ(back.actual_micro, finding.actual_micro);
  EXPECT_FALSE(back.difference_micro.has_value());
  EXPECT_EQ(back.message, finding.message);
  EXPECT_EQ(back.id, finding.id);
}

TEST(FindingCodec, Summary_SurvivesTheRoundTrip) {
  VerdictSummary summary{Verdict::kWarnings, 0,        2, 3, "abc", 85,
                         "overlay",          "charts", {}};
  summary.groups.push_back({.findings = {1, 4},
                            .cause = {"因", "cause"},
                            .culprit = Place{"N2:unit:delta", {1741, ""}},
                            .printed_micro = 29'440'000,
                            .suggested_micro = 210'000'000,
                            .reason = {"由", "reason"}});
  summary.groups.push_back({.findings = {0}, .cause = {"甲", "a"}});
  v1::VerdictSummary message;
  VerdictSummaryToProto(summary, &message);
  const VerdictSummary back = VerdictSummaryFromProto(message);
  EXPECT_EQ(back.verdict, summary.verdict);
  EXPECT_EQ(back.warning_count, 2);
  EXPECT_EQ(back.note_count, 3);
  EXPECT_EQ(back.catalogue_sha256, "abc");
  EXPECT_EQ(back.rule_count, 85);
  EXPECT_EQ(back.overlay_sha256, "overlay");
  EXPECT_EQ(back.charts_sha256, "charts");
  ASSERT_EQ(back.groups.size(), 2u);
  EXPECT_EQ(back.groups[0].findings, (std::vector<int>{1, 4}));
  EXPECT_EQ(back.groups[0].cause, summary.groups[0].cause);
  EXPECT_EQ(back.groups[0].culprit, summary.groups[0].culprit);
  EXPECT_EQ(back.groups[0].printed_micro, 29'440'000);
  EXPECT_EQ(back.groups[0].suggested_micro, 210'000'000);
  EXPECT_EQ(back.groups[0].reason, summary.groups[0].reason);
  EXPECT_EQ(back.groups[1].findings, (std::vector<int>{0}));
  EXPECT_FALSE(back.groups[1].culprit.has_value());
  EXPECT_FALSE(back.groups[1].printed_micro.has_value());
  EXPECT_FALSE(back.groups[1].suggested_micro.has_value());
}

TEST(FindingCodec, WhatAnOverlayChanged_SurvivesTheRoundTrip) {
  VerdictSummary summary;
  summary.overlay_sha256 = "beef";
  summary.rules_off = {"A6-02", "N-08"};
  summary.rules_changed = {{"A6-01", Severity::kNote, {}},
                           {"*", {}, Discipline::kExact}};
  summary.overlay_change_count = 4;
  summary.references_sha256 = "cafe";
  v1::VerdictSummary message;
  VerdictSummaryToProto(summary, &message);
  const VerdictSummary back = VerdictSummaryFromProto(message);
  EXPECT_EQ(back.overlay_sha256, "beef");
  EXPECT_EQ(back.rules_off, summary.rules_off);
  EXPECT_EQ(back.rules_changed, summary.rules_changed);
  EXPECT_EQ(back.overlay_change_count, 4);
  EXPECT_EQ(back.references_sha256, "cafe");
}

TEST(FindingCodec, UnknownVerdict_IsNotTakenForClean) {
  v1::VerdictSummary message;
  message.set_verdict(static_cast<v1::Verdict>(77));
  EXPECT_EQ(VerdictSummaryFromProto(message).verdict, Verdict::kErrors);
}

TEST(FindingCodec, Rule_HasItsFormulaOrItsCheck) {
  v1::Rule message;
  RuleToProto({.id = "A", .formula = "1 = 1"}, &message);
  EXPECT_EQ(message.formula(), "1 = 1");
  RuleToProto({.id = "B", .check = "parts"}, &message);
  EXPECT_EQ(message.decision_case(), v1::Rule::kCheck);
}

}  // namespace
}  // namespace yuheng::validation
