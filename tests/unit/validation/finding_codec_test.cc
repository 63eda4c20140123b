#include "services/validation/finding_codec.h"

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
}

TEST(FindingCodec, Summary_SurvivesTheRoundTrip) {
  const VerdictSummary summary{Verdict::kWarnings, 0, 2, 3, "abc", 85};
  v1::VerdictSummary message;
  VerdictSummaryToProto(summary, &message);
  const VerdictSummary back = VerdictSummaryFromProto(message);
  EXPECT_EQ(back.verdict, summary.verdict);
  EXPECT_EQ(back.warning_count, 2);
  EXPECT_EQ(back.note_count, 3);
  EXPECT_EQ(back.catalogue_sha256, "abc");
  EXPECT_EQ(back.rule_count, 85);
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
