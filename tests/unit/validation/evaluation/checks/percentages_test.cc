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

// An amount, its share and the amounts the share may be of.
std::string ShareOf(const std::string& subject, const std::string& amount,
                    const std::string& share, const std::string& whole,
                    const std::string& of) {
  return Text()
      .Say(subject + ":amount", amount)
      .Say(subject + ":share", share)
      .Say(whole + ":amount", of)
      .Findings("Y-01");
}

TEST(Percentages, Shares_OfOtherSections_AreOfTheirTotals) {
  EXPECT_EQ(ShareOf("N1:gen", "483.53", "67.78", "N1:total", "713.33"), "");
  EXPECT_EQ(ShareOf("N1:gen", "483.53", "76.78", "N1:total", "713.33"),
            "N1:gen:share");
  EXPECT_EQ(ShareOf("N1:206", "50", "400", "N1:total", "200"), "N1:206:share");
  EXPECT_EQ(ShareOf("N6:public", "40.78", "9.63", "N6:total", "423.53"), "");
  EXPECT_EQ(ShareOf("N6:public", "40.78", "9.36", "N6:total", "423.53"),
            "N6:public:share");
  EXPECT_EQ(ShareOf("N10:car_run", "4.3", "89.96", "N10:total", "4.78"), "");
  EXPECT_EQ(ShareOf("N10:car_run", "4.3", "98.96", "N10:total", "4.78"),
            "N10:car_run:share");
  EXPECT_EQ(ShareOf("N11b:goods", "28.34", "42.66", "N11b:total", "66.43"), "");
  EXPECT_EQ(ShareOf("N11b:goods", "28.34", "24.66", "N11b:total", "66.43"),
            "N11b:goods:share");
  // The whole is not known.
  EXPECT_EQ(ShareOf("N11a:operating", "40.78", "5.72", "N3:total", "713.33"),
            "");
  EXPECT_EQ(ShareOf("N11a:operating", "40.78", "572", "N3:total", "713.33"),
            "N11a:operating:share");
}

// The change of a total, its rate and what its parts changed by.
std::string TotalOf(const std::string& change, const std::string& growth,
                    const std::string& rule) {
  return Text()
      .Say("N5a:total:amount", "483.53")
      .Say("N5a:total:delta", change)
      .Say("N5a:total:growth", growth)
      .Say("N5a:basic:amount", "423.53")
      .Say("N5a:basic:delta", "83.6")
      .Say("N5a:project:amount", "60")
      .Say("N5a:project:delta", "0")
      .Findings(rule);
}

TEST(Percentages, TotalsGrow_AsTheirPartsDo) {
  EXPECT_EQ(TotalOf("83.6", "20.9", "Y-03"), "");
  EXPECT_EQ(TotalOf("83.6", "20.9", "Y-19"), "");
  EXPECT_EQ(TotalOf("83.6", "29", "Y-03"), "N5a:total:growth");
  EXPECT_EQ(TotalOf("83.6", "-20.9", "Y-05"), "N5a:total:growth");
  EXPECT_EQ(TotalOf("-38.6", "-7.39", "Y-03"), "");
  EXPECT_EQ(TotalOf("-38.6", "-7.39", "Y-19"), "N5a:total:delta");
}

// Sections 一 and 三 say what 收支 changed by.
TEST(Percentages, TotalsOfSections_ChangeAlike) {
  const auto changes = [](const std::string& first, const std::string& third) {
    return Text()
        .Say("N1:total:delta", first)
        .Say("N3:total:delta", third)
        .Findings("Y-19");
  };
  EXPECT_EQ(changes("313.4", "313.4"), "");
  EXPECT_EQ(changes("313.4", "331.4"), "N1:total:delta");
}

TEST(Percentages, AppropriationOfTwoSections_HadOneAmountLastYear) {
  const auto changes = [](const std::string& income,
                          const std::string& appropriation) {
    return Text()
        .Say("N2:gen:amount", "483.53")
        .Say("N2:gen:delta", income)
        .Say("N5a:total:amount", "483.53")
        .Say("N5a:total:delta", appropriation)
        .Findings("Y-07");
  };
  EXPECT_EQ(changes("83.6", "83.6"), "");
  EXPECT_EQ(changes("83.6", "38.6"), "N2:gen:amount");
}

}  // namespace
}  // namespace yuheng::validation
