#include "services/validation/overlay.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/validation/validator.h"
#include "tests/support/document_builder.h"

namespace yuheng::validation {
namespace {

using testing::DocumentBuilder;

constexpr char kRules[] =
    "rules { id: 'A-1' severity: SEVERITY_ERROR title { zh: 'a' en: 'b' }"
    " formula: 'T6:ALL.total = T6:ALL.personnel + T6:ALL.public' }"
    "rules { id: 'A-2' severity: SEVERITY_ERROR title { zh: 'a' en: 'b' }"
    " formula: 'T1:in:ALL = T1:ex:ALL' }";

absl::StatusOr<std::unique_ptr<Validator>> Create(const std::string& overlay) {
  const EmbeddedFile rules{"rules.textproto", kRules};
  const EmbeddedFile file{"overlay.textproto", overlay};
  return Validator::Create(budget::StandardForm(), absl::MakeSpan(&rules, 1),
                           absl::MakeSpan(&file, 1));
}

std::string OverlayErrorOf(const std::string& overlay) {
  return std::string(Create(overlay).status().message());
}

struct Outcome {
  std::vector<Finding> findings;
  VerdictSummary summary;
};

Outcome Check(const std::string& overlay, const budget::Document& document) {
  Outcome outcome;
  const auto validator = Create(overlay);
  EXPECT_TRUE(validator.ok()) << validator.status();
  if (!validator.ok()) return outcome;
  outcome.summary = (*validator)->Check(document, [&](Finding finding) {
    outcome.findings.push_back(std::move(finding));
    return true;
  });
  return outcome;
}

// A-1 is off by one last place, which rounding explains; A-2 is wrong.
budget::Document Wrong() {
  DocumentBuilder builder;
  builder.Set("T6:ALL:total", "150.01").Set("T1:ex:ALL", "1");
  return builder.Build();
}

TEST(Overlay, Errors_NameFileAndPlace) {
  EXPECT_EQ(OverlayErrorOf("overrides { rule: 'A-1' off: true }\n"
                           "  overrides { rule: 'A-9' off: true }"),
            "overlay.textproto:2:3: the catalogue has no rule A-9");
  EXPECT_EQ(OverlayErrorOf("overrides { off: true }"),
            "overlay.textproto:1:1: expected a rule");
  EXPECT_EQ(OverlayErrorOf("overrides { rule: 'A-1' }"),
            "overlay.textproto:1:1: expected off, or a severity and/or a "
            "discipline");
  EXPECT_EQ(OverlayErrorOf("overrides { rule: 'A-1' off: true severity: "
                           "SEVERITY_NOTE }"),
            "overlay.textproto:1:1: expected off, or a severity and/or a "
            "discipline");
  EXPECT_EQ(OverlayErrorOf("overrides { rule: '*' off: true }"),
            "overlay.textproto:1:1: for every rule only the discipline can be "
            "changed");
  EXPECT_EQ(OverlayErrorOf("overrides { rule: 'A-1' off: true first_year: 2024 "
                           "last_year: 2023 }"),
            "overlay.textproto:1:1: expected first_year <= last_year");
  EXPECT_TRUE(
      absl::StartsWith(OverlayErrorOf("overrides { rule: 'A-1' of: true }"),
                       "overlay.textproto:1:"));
}

TEST(Overlay, TwoChangesOfOneYear_AreRefused) {
  const std::string until =
      "overrides { rule: 'A-1' off: true last_year: 2023 }";
  EXPECT_EQ(OverlayErrorOf(until +
                           "\noverrides { rule: 'A-1' severity: SEVERITY_NOTE "
                           "first_year: 2023 }"),
            "overlay.textproto:2:1: rule A-1 is changed twice for the same "
            "year");
  EXPECT_EQ(
      OverlayErrorOf(until + "overrides { rule: 'A-1' severity: SEVERITY_NOTE "
                             "first_year: 2024 }"),
      "");
}

TEST(Overlay, MoreChangesThanTheLimit_AreRefused) {
  std::string overlay;
  for (size_t i = 0; i <= kOverridesMax; ++i) {
    absl::StrAppend(&overlay,
                    "overrides { rule: 'A-1' off: true first_year: ", 3000 + i,
                    " last_year: ", 3000 + i, " }");
  }
  EXPECT_TRUE(
      absl::EndsWith(OverlayErrorOf(overlay), "more than 1000 overrides"));
}

TEST(Overlay, WithoutOne_AVerdictSaysSo) {
  const EmbeddedFile rules{"rules.textproto", kRules};
  const auto validator =
      Validator::Create(budget::StandardForm(), absl::MakeSpan(&rules, 1));
  const VerdictSummary summary =
      (*validator)->Check(Wrong(), [](Finding) { return true; });
  EXPECT_EQ(summary.overlay_sha256, "");
  EXPECT_EQ(summary.overlay_change_count, 0);
}

TEST(Overlay, RuleOff_IsNotEvaluatedAndShows) {
  const Outcome outcome =
      Check("overrides { rule: 'A-2' off: true first_year: 2023 }", Wrong());
  ASSERT_EQ(outcome.findings.size(), 1u);
  EXPECT_EQ(outcome.findings[0].rule, "A-1");
  EXPECT_EQ(outcome.summary.rule_count, 1);
  EXPECT_EQ(outcome.summary.overlay_sha256.size(), 64u);
  EXPECT_EQ(outcome.summary.rules_off, std::vector<std::string>{"A-2"});
  EXPECT_EQ(outcome.summary.overlay_change_count, 1);
}

TEST(Overlay, ChangeOfAnotherYear_DoesNotCount) {
  budget::Document document = Wrong();
  const std::string overlay =
      "overrides { rule: 'A-2' off: true first_year: 2024 last_year: 2025 }";
  EXPECT_EQ(Check(overlay, document).findings.size(), 2u);
  EXPECT_TRUE(Check(overlay, document).summary.rules_off.empty());
  EXPECT_EQ(Check(overlay, document).summary.overlay_sha256.size(), 64u);
  document.fiscal_year = 2025;
  EXPECT_EQ(Check(overlay, document).findings.size(), 1u);
  document.fiscal_year = 0;  // Not known: nothing is switched off.
  EXPECT_EQ(Check(overlay, document).findings.size(), 2u);
}

TEST(Overlay, Severity_IsTheOneInForce) {
  const Outcome outcome =
      Check("overrides { rule: 'A-2' severity: SEVERITY_WARNING }", Wrong());
  ASSERT_EQ(outcome.findings.size(), 2u);
  EXPECT_EQ(outcome.findings[1].severity, Severity::kWarning);
  EXPECT_EQ(outcome.summary.verdict, Verdict::kWarnings);
  EXPECT_EQ(outcome.summary.rules_changed,
            (std::vector<RuleChange>{{"A-2", Severity::kWarning, {}}}));
}

TEST(Overlay, ExactDiscipline_DoesNotAcceptRounding) {
  const Outcome intervals = Check("", Wrong());
  ASSERT_EQ(intervals.findings.size(), 2u);
  EXPECT_EQ(intervals.findings[0].status, FindingStatus::kRounding);
  const Outcome exact =
      Check("overrides { rule: '*' discipline: DISCIPLINE_EXACT }", Wrong());
  ASSERT_EQ(exact.findings.size(), 2u);
  EXPECT_EQ(exact.findings[0].status, FindingStatus::kInconsistent);
  EXPECT_EQ(exact.findings[0].severity, Severity::kError);
  EXPECT_FALSE(
      absl::StrContains(exact.findings[0].message.en, "must not exceed"));
  EXPECT_TRUE(absl::StrContains(exact.findings[0].message.en, "exactly"));
  EXPECT_EQ(exact.summary.rules_changed,
            (std::vector<RuleChange>{{"*", {}, Discipline::kExact}}));
}

// One last place apart is a failure of its own class otherwise.
TEST(Overlay, ExactDiscipline_TakesBoundaryForInconsistent) {
  DocumentBuilder builder;
  builder.Set("T1:ex:ALL", "282.01");
  EXPECT_EQ(Check("", builder.Build()).findings[0].status,
            FindingStatus::kBoundary);
  EXPECT_EQ(Check("overrides { rule: 'A-2' discipline: DISCIPLINE_EXACT }",
                  builder.Build())
                .findings[0]
                .status,
            FindingStatus::kInconsistent);
}

TEST(Overlay, ARulesOwnDiscipline_GoesBeforeThatOfEveryRule) {
  const Outcome outcome = Check(
      "overrides { rule: '*' discipline: DISCIPLINE_EXACT }"
      "overrides { rule: 'A-1' discipline: DISCIPLINE_INTERVALS }",
      Wrong());
  EXPECT_EQ(outcome.findings[0].status, FindingStatus::kRounding);
}

TEST(Overlay, Sha256_IsTheFiles) {
  // printf '' | sha256sum
  EXPECT_EQ(Check("", Wrong()).summary.overlay_sha256,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace yuheng::validation
