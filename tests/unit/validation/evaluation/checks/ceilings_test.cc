// Documents against what finance lets them amount to. The builder's document
// has, in 万元, general 178 (basic 150, of it personnel 122 and public 28;
// project 28), funds 46, state capital 10, special 30, own 10, carried over 8.
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/budget/decimal.h"
#include "services/validation/validator.h"
#include "tests/support/document_builder.h"

namespace yuheng::validation {
namespace {

using budget::CeilingFigure;
using budget::kFenPerWanYuan;
using enum budget::ExpenditureKind;

constexpr int kRequest = 1;
constexpr int kDraft = 3;
constexpr int kApproved = 4;
constexpr int kAdjusted = 5;
constexpr int kFinal = 6;

class CeilingsTest : public ::testing::Test {
 protected:
  // In 万元; a ceiling in 分 is set in ceiling_ itself.
  void Allow(const std::string& source, budget::ExpenditureKind kind,
             int64_t wan) {
    ceiling_.figures.push_back({source, kind, wan * kFenPerWanYuan});
  }
  // Every source just as the document has it.
  void AllowAll() {
    Allow("gen", kAll, 178);
    Allow("fund", kAll, 46);
    Allow("soe", kAll, 10);
    Allow("special", kAll, 30);
    Allow("unit", kAll, 10);
  }
  static const Validator& Catalogue(bool exact) {
    static const EmbeddedFile overlay{
        "exact", "overrides { rule: \"*\" discipline: DISCIPLINE_EXACT }"};
    static const auto* const usual =
        Validator::Create(budget::StandardForm(), BuiltInRuleFiles())
            ->release();
    static const auto* const exactly =
        Validator::Create(budget::StandardForm(), BuiltInRuleFiles(),
                          absl::MakeSpan(&overlay, 1))
            ->release();
    return exact ? *exactly : *usual;
  }
  // The findings about ceilings.
  std::vector<Finding> Check(int stage = kDraft, bool exact = false) {
    References references;
    if (stage != 0) references.ceiling = CeilingReference{stage, ceiling_};
    std::vector<Finding> findings;
    summary_ = Catalogue(exact).Check(
        builder_.Build(), {.references = references}, [&](Finding finding) {
          if (absl::StartsWith(finding.rule, "K-")) {
            findings.push_back(std::move(finding));
          }
          return true;
        });
    return findings;
  }
  static std::string Listing(const std::vector<Finding>& findings) {
    std::string text;
    for (const Finding& finding : findings) {
      absl::StrAppend(&text, finding.rule, " ",
                      static_cast<int>(finding.severity), " ",
                      finding.places[0].address, "\n");
    }
    return text;
  }

  testing::DocumentBuilder builder_;
  budget::Ceiling ceiling_{"205", "", 2023, {}};
  VerdictSummary summary_;
};

TEST_F(CeilingsTest, WithinAllOfThem_IsNothing) {
  AllowAll();
  Allow("gen", kBasic, 150);
  Allow("gen", kPersonnel, 122);
  Allow("gen", kPublic, 28);
  Allow("gen", kProject, 28);
  Allow("ALL", kAll, 282);
  EXPECT_EQ(Listing(Check()), "");
  EXPECT_EQ(summary_.ceiling_sha256, budget::CeilingSha256(ceiling_));
  EXPECT_EQ(summary_.references_sha256.size(), 64u);
}

TEST_F(CeilingsTest, SourceBeyondIts_IsAnErrorWithTheArithmetic) {
  AllowAll();
  ceiling_.figures[0].amount_fen = 170'123'450;
  const auto findings = Check();
  ASSERT_EQ(Listing(findings), "K-01 3 T1:in:gen\n");
  EXPECT_EQ(findings[0].status, FindingStatus::kInconsistent);
  EXPECT_EQ(findings[0].expected_micro, 170'123'450);
  EXPECT_EQ(findings[0].actual_micro, 178 * kFenPerWanYuan);
  EXPECT_EQ(findings[0].difference_micro, 7'876'550);
  EXPECT_TRUE(absl::StrContains(
      findings[0].message.zh,
      "1.一般公共预算拨款 为 178，控制数为 170.12345，超出 7.87655"))
      << findings[0].message.zh;
  EXPECT_TRUE(absl::StrContains(
      findings[0].message.en,
      "requested 178, the ceiling is 170.12345, over by 7.87655"))
      << findings[0].message.en;
}

TEST_F(CeilingsTest, KindsBeyondTheirs_AreFoundWhereTablesStateThem) {
  AllowAll();
  Allow("ALL", kBasic, 1);
  Allow("gen", kBasic, 149);
  Allow("gen", kPersonnel, 121);
  Allow("gen", kPublic, 27);
  Allow("fund", kProject, 45);
  Allow("soe", kProject, 9);
  EXPECT_EQ(Listing(Check()),
            "K-02 3 T3:ALL:basic\nK-02 3 T5:ALL:basic\n"
            "K-02 3 T6:ALL:personnel\nK-02 3 T6:ALL:public\n"
            "K-02 3 T8:ALL:project\nK-02 3 T9:ALL:project\n");
}

TEST_F(CeilingsTest, HalfAPrintedPlaceBeyond_MayBeRounding) {
  AllowAll();
  // 178 stands for 177.995 to 178.005.
  ceiling_.figures[0].amount_fen = 178 * kFenPerWanYuan - 5'000;
  EXPECT_EQ(Listing(Check()), "");
  ceiling_.figures[0].amount_fen -= 1;
  EXPECT_EQ(Listing(Check()), "K-01 3 T1:in:gen\n");
  ceiling_.figures[0].amount_fen = 178 * kFenPerWanYuan - 1;
  EXPECT_EQ(Listing(Check(kDraft, /*exact=*/true)), "K-01 3 T1:in:gen\n");
}

TEST_F(CeilingsTest, Stages_AreReadAsTheyMean) {
  AllowAll();
  ceiling_.figures[0].amount_fen = 1;
  EXPECT_EQ(Listing(Check(kDraft)), "K-01 3 T1:in:gen\n");
  EXPECT_EQ(Listing(Check(kApproved)), "K-01 2 T1:in:gen\n");
  for (const int stage : {kRequest, kAdjusted, kFinal, 0}) {
    EXPECT_EQ(Listing(Check(stage)), "") << stage;
  }
}

TEST_F(CeilingsTest, NoneSet_IsSaidOnce) {
  const auto findings = Check();
  ASSERT_EQ(Listing(findings), "K-01 1 doc\n");
  EXPECT_EQ(findings[0].status, FindingStatus::kInsufficient);
  EXPECT_EQ(summary_.ceiling_sha256, "");
  EXPECT_EQ(summary_.references_sha256.size(), 64u);
}

TEST_F(CeilingsTest, OneOfAnotherYear_IsNotComparedWith) {
  AllowAll();
  ceiling_.figures[0].amount_fen = 1;
  ceiling_.fiscal_year = 2022;
  const auto findings = Check();
  ASSERT_EQ(Listing(findings), "K-01 1 doc\n");
  EXPECT_TRUE(absl::StrContains(findings[0].message.en, "2022"));
}

TEST_F(CeilingsTest, MoneyWithoutOne_IsAWarning) {
  Allow("gen", kBasic, 150);
  Allow("fund_own", kAll, 40);
  Allow("unit_biz", kAll, 4);
  EXPECT_EQ(Listing(Check()),
            "K-03 2 T5:ALL:project\nK-03 2 T1:in:fund_up\nK-03 2 T1:in:soe\n"
            "K-03 2 T1:in:special\nK-03 2 T1:in:unit_other\n");
  EXPECT_EQ(Listing(Check(kApproved)), Listing(Check(kDraft)));
}

TEST_F(CeilingsTest, PartsOfBasic_StandForIt) {
  AllowAll();
  ceiling_.figures.erase(ceiling_.figures.begin());
  Allow("gen", kPersonnel, 122);
  Allow("gen", kProject, 28);
  EXPECT_EQ(Listing(Check()), "K-03 2 T6:ALL:public\n");
  Allow("gen", kPublic, 28);
  EXPECT_EQ(Listing(Check()), "");
}

TEST_F(CeilingsTest, OneForAllSources_CoversThem) {
  Allow("cur", kAll, 274);
  EXPECT_EQ(Listing(Check()), "");
  ceiling_.figures = {};
  Allow("ALL", kAll, 282);
  EXPECT_EQ(Listing(Check()), "");
  ceiling_.figures = {};
  Allow("ALL", kBasic, 180);
  EXPECT_FALSE(Listing(Check()).empty());
  Allow("ALL", kProject, 102);
  EXPECT_EQ(Listing(Check()), "");
}

TEST_F(CeilingsTest, TableThatIsMissing_IsSaid) {
  AllowAll();
  Allow("fund", kProject, 46);
  builder_.RemoveTable(8);
  const auto findings = Check();
  ASSERT_EQ(Listing(findings), "K-02 1 T8:ALL:project\n");
  EXPECT_EQ(findings[0].status, FindingStatus::kInsufficient);
}

TEST_F(CeilingsTest, TableThatIsSaidToBeEmpty_IsZero) {
  AllowAll();
  Allow("fund", kProject, 0);
  budget::Table& table = builder_.TableOf(8);
  table.rows.clear();
  table.nil_statement = "没有使用政府性基金预算拨款安排的支出，为空表。";
  EXPECT_EQ(Listing(Check()), "");
}

}  // namespace
}  // namespace yuheng::validation
