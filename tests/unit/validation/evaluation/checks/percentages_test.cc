// Shares and growths beside amounts that were rounded themselves.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/checks/claim_text.h"

namespace yuheng::validation {
namespace {

// Section 2 with three sources: their amounts and shares, and the total.
Text Sources(const std::string& total,
             const std::vector<std::pair<std::string, std::string>>& lines) {
  constexpr const char* kSubjects[] = {"gen", "fund", "soe"};
  Text text;
  text.Say("N2:total:amount", total);
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string subject = absl::StrCat("N2:", kSubjects[i]);
    text.Say(absl::StrCat(subject, ":amount"), lines[i].first);
    text.Say(absl::StrCat(subject, ":share"), lines[i].second);
  }
  return text;
}

TEST(Percentages, Shares_AddUpToWhatTheRoundedAmountsAddUpTo) {
  // The amounts add up to 55.25.
  EXPECT_EQ(Sources("55.24",
                    {{"7.57", "13.70"}, {"44.72", "80.96"}, {"2.96", "5.36"}})
                .Findings("Y-02"),
            "N2:gen:share?");
  EXPECT_EQ(Sources("55.25",
                    {{"7.57", "13.70"}, {"44.72", "80.96"}, {"2.96", "5.36"}})
                .Findings("Y-02"),
            "N2:gen:share");
  EXPECT_EQ(Sources("55.24",
                    {{"7.57", "13.70"}, {"44.72", "80.69"}, {"2.96", "5.36"}})
                .Findings("Y-02"),
            "N2:gen:share");
}

// Amounts that do not add up excuse no shares.
TEST(Percentages, Shares_OfAmountsThatAreWrong_StillAddUpTo100) {
  EXPECT_EQ(Sources("55.24",
                    {{"7.57", "13.70"}, {"44.72", "80.96"}, {"9.26", "16.76"}})
                .Findings("Y-02"),
            "N2:gen:share");
}

std::string Growth(const std::string& change, const std::string& amount,
                   const std::string& printed) {
  return Text()
      .Say("N2:gen:amount", amount)
      .Say("N2:gen:delta", change)
      .Say("N2:gen:growth", printed)
      .Findings("Y-03");
}

TEST(Percentages, Growth_OfOneDecimal_MeetsWhatTheAmountsAllow) {
  // 3.18 / 50.88 is 6.25 %, and 3.18 / 50.89 less than that.
  EXPECT_EQ(Growth("3.18", "54.07", "6.25"), "");
  EXPECT_EQ(Growth("3.18", "54.07", "6.3"), "N2:gen:growth?");
  EXPECT_EQ(Growth("3.18", "54.08", "6.3"), "N2:gen:growth?");
  EXPECT_EQ(Growth("3.18", "54.08", "6"), "N2:gen:growth?");
  EXPECT_EQ(Growth("3.18", "54.08", "6.4"), "N2:gen:growth");
  EXPECT_EQ(Growth("3.18", "54.08", "7"), "N2:gen:growth");
  EXPECT_EQ(Growth("3.18", "54.08", "6.31"), "N2:gen:growth");
}

// As many decimals as are printed, zeros too.
TEST(Percentages, PrintedZeros_AreNoLackOfDecimals) {
  // 3.18 / 91.12 is 3.4899 %.
  EXPECT_EQ(Growth("3.18", "94.3", "3"), "N2:gen:growth?");
  EXPECT_EQ(Growth("3.18", "94.3", "3.0"), "N2:gen:growth");
  EXPECT_EQ(Growth("3.18", "94.3", "3.00"), "N2:gen:growth");
  EXPECT_EQ(Growth("3.18", "94.3", "3.5"), "N2:gen:growth?");
}

TEST(Percentages, Shares_WithoutDecimals_AddUpWithinThem) {
  const auto shares = [](const std::string& first) {
    return Sources("713.33",
                   {{"483.53", first}, {"49.8", "6.98"}, {"180", "25.23"}})
        .Findings("Y-02");
  };
  EXPECT_EQ(shares("67.78"), "N2:gen:share?");
  EXPECT_EQ(shares("67.8"), "N2:gen:share?");
  EXPECT_EQ(shares("68"), "N2:gen:share?");
  EXPECT_EQ(shares("68.00"), "N2:gen:share");
  EXPECT_EQ(shares("70"), "N2:gen:share");
}

TEST(Percentages, MoreDecimals_AreNoError) {
  // 3.18 / 50.89 is 6.2488 %.
  EXPECT_EQ(Growth("3.18", "54.07", "6.249"), "");
  EXPECT_EQ(Growth("3.18", "54.07", "6.2488"), "");
  EXPECT_EQ(Growth("3.18", "54.07", "6.2489"), "N2:gen:growth?");
  EXPECT_EQ(Growth("3.18", "54.07", "6.549"), "N2:gen:growth");
}

// Amounts that are exact do not make percentages exact.
TEST(Percentages, ExactDiscipline_IsOfAmounts) {
  const EmbeddedFile exact{
      "exact.textproto",
      "overrides { rule: '*' discipline: DISCIPLINE_EXACT }"};
  const auto validator = Validator::Create(
      budget::StandardForm(), BuiltInRuleFiles(), absl::MakeSpan(&exact, 1));
  ASSERT_TRUE(validator.ok()) << validator.status();
  const auto severity = [&](Text text, const std::string& rule) {
    std::string found;
    (*validator)->Check(text.builder().Build(), [&](const Finding& finding) {
      if (finding.rule == rule &&
          finding.status != FindingStatus::kInsufficient) {
        absl::StrAppend(&found,
                        finding.severity == Severity::kNote ? "note" : "error");
      }
      return true;
    });
    return found;
  };
  // Thirds.
  const auto thirds = [](const std::string& last) {
    return Sources("30", {{"10", "33.33"}, {"10", "33.33"}, {"10", last}});
  };
  EXPECT_EQ(severity(thirds("33.33"), "Y-02"), "note");
  EXPECT_EQ(severity(thirds("33.33"), "Y-01"), "");
  EXPECT_EQ(severity(thirds("33.3"), "Y-01"), "note");
  // 33.34 is within what the rounding of amounts would allow.
  EXPECT_EQ(severity(thirds("33.34"), "Y-01"), "error");
}

}  // namespace
}  // namespace yuheng::validation
