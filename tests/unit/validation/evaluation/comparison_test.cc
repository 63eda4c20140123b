// What `=` and `<=` mean, end to end: documents with one table changed, and the
// finding word by word.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/budget/decimal.h"
#include "services/validation/validator.h"
#include "tests/support/document_builder.h"

namespace yuheng::validation {
namespace {

using testing::DocumentBuilder;

std::vector<Finding> Evaluate(const std::string& formula,
                              const DocumentBuilder& builder) {
  const std::string rules =
      "rules { id: \"X-01\" severity: SEVERITY_ERROR title { zh: \"题\" en: "
      "\"title\" } formula: '" +
      formula + "' }";
  const EmbeddedFile file{"x.textproto", rules};
  const auto validator =
      Validator::Create(budget::StandardForm(), absl::MakeSpan(&file, 1));
  EXPECT_TRUE(validator.ok()) << validator.status();
  std::vector<Finding> findings;
  (*validator)->Check(builder.Build(), [&](Finding finding) {
    findings.push_back(std::move(finding));
    return true;
  });
  return findings;
}

constexpr char kSum[] =
    "for p in T6[class]: for c in columns(T6): "
    "T6[p].c = sum(T6[children of p].c)";

TEST(Comparison, SumFinding_WritesTheSumOut) {
  DocumentBuilder builder;
  builder.Set("T6:301:total", "109.97").Set("T6:30101:total", "80.01");
  const auto findings = Evaluate(kSum, builder);
  ASSERT_EQ(findings.size(), 1u);
  const Finding& finding = findings[0];
  EXPECT_EQ(finding.message.zh,
            "表6 301 工资福利支出 合计：80.01 + 30 = 110.01，表中为 109.97，差 "
            "-0.04");
  EXPECT_EQ(
      finding.message.en,
      "Table 6, 301 Wages and welfare, Total: 80.01 + 30 = 110.01, printed "
      "109.97, difference -0.04");
  EXPECT_EQ(finding.status, FindingStatus::kInconsistent);
  EXPECT_EQ(finding.severity, Severity::kError);
  EXPECT_EQ(finding.expected_micro, 110'010'000);
  EXPECT_EQ(finding.actual_micro, 109'970'000);
  EXPECT_EQ(finding.difference_micro, -40'000);
  ASSERT_EQ(finding.places.size(), 3u);
  EXPECT_EQ(finding.places[0].address, "T6:301:total");
  EXPECT_EQ(finding.places[1].address, "T6:30101:total");
  EXPECT_GT(finding.places[0].location.line, 0);
}

// Of section 六: 178.53 and the parts given.
std::vector<Finding> EvaluateText(const std::string& formula,
                                  const std::string& personnel,
                                  const std::string& public_cost) {
  DocumentBuilder builder;
  const auto say = [&](const char* address, const std::string& printed) {
    budget::Claim claim;
    claim.address = address;
    claim.printed = printed;
    claim.value_micro = budget::ParseDecimal(printed)->micro;
    claim.precision_micro = 10'000;
    claim.line = 100;
    builder.document().claims.push_back(claim);
  };
  say("N6:total:amount", "178.53");
  say("N6:personnel:amount", personnel);
  say("N6:public:amount", public_cost);
  say("N7:天文项目:amount", "10");
  return Evaluate(formula, builder);
}

TEST(Comparison, SumOfTheText_IsSaidOfTheText) {
  constexpr char kParts[] =
      "N6:total.amount = N6:personnel.amount + N6:public.amount";
  const auto wrong = EvaluateText(kParts, "100", "78");
  ASSERT_EQ(wrong.size(), 1u);
  EXPECT_EQ(wrong[0].message.zh,
            "说明六（基本支出） 合计 金额：人员经费 100 + 公用经费 78 = 178，文"
            "中为 178.53，差 0.53");
  const auto rounding = EvaluateText(kParts, "100", "78.54");
  ASSERT_EQ(rounding.size(), 1u);
  EXPECT_EQ(rounding[0].message.zh,
            "说明六（基本支出） 合计 金额：人员经费 100 + 公用经费 78.54 = "
            "178.54，文中为 178.53，差 -0.01，四舍五入可以解释");
  EXPECT_NE(rounding[0].message.en.find("the text has 178.53"),
            std::string::npos);
}

TEST(Comparison, FigureOfAnotherPlaceThatIsBlank_IsNoPart) {
  const auto findings = EvaluateText(
      "for p in N7[name]: sum(N7[named p].amount) = sum(T7[named p].total)",
      "100", "78");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].message.zh,
            "说明七（项目支出） 天文项目 金额 为 10，表7 天文项目 项目支出合计 "
            "为 0，差 10");
}

TEST(Comparison, FigureBesideACount_NeedsNoSum) {
  DocumentBuilder builder;
  builder.AddClaim("N11d:total:count", "7");
  const auto findings = Evaluate(
      "if said N11d:total.count: N11d:total.count = count(P[all].total)",
      builder);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].message.zh,
            "说明十一（四）（预算绩效） 合计 数量 为 7，应为 6（题），差 1");
}

TEST(Comparison, GrowthOverNothing_SaysSo) {
  DocumentBuilder builder;
  builder.AddClaim("N9:total:amount", "0")
      .AddClaim("N9:total:delta", "0")
      .AddClaim("N9:total:growth", "5");
  const auto findings = Evaluate(
      "growth N9:total.growth = N9:total.delta on N9:total.amount", builder);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].message.zh,
            "说明九（国有资本经营） 合计 增减率 为 5%，而上年数为 0 - 0 = "
            "0，应为 0%");
}

TEST(Comparison, SumWithinItsInterval_IsARoundingNote) {
  DocumentBuilder builder;
  builder.Set("T6:301:total", "110.01");
  const auto findings = Evaluate(kSum, builder);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].status, FindingStatus::kRounding);
  EXPECT_EQ(findings[0].severity, Severity::kNote);
}

TEST(Comparison, SumOfOnePart_MustBeEqual) {
  DocumentBuilder builder;
  builder.Set("T6:303:total", "12.01");
  auto findings = Evaluate(kSum, builder);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].status, FindingStatus::kBoundary);
  EXPECT_EQ(findings[0].severity, Severity::kError);
  builder.Set("T6:303:total", "12.02");
  findings = Evaluate(kSum, builder);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].status, FindingStatus::kInconsistent);
}

TEST(Comparison, SumOfNothing_MustBeBlank) {
  DocumentBuilder builder;
  builder.RemoveRow("T6:30302");
  auto findings = Evaluate(kSum, builder);
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].places[0].address, "T6:303:total");
  EXPECT_EQ(findings[0].message.en,
            "Table 6, 303 Transfers to persons and families, Total is 12, but "
            "all its parts are "
            "blank or zero (no rows below)");
  builder.Set("T6:303:total", "0").Set("T6:303:personnel", "");
  EXPECT_TRUE(Evaluate(kSum, builder).empty());
}

TEST(Comparison, TwoPrints_NameBothFigures) {
  DocumentBuilder builder;
  builder.Set("T3:ALL:total", "282.01");
  auto findings = Evaluate("T3:ALL.total = T1:ex:ALL", builder);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].status, FindingStatus::kBoundary);
  EXPECT_EQ(findings[0].message.zh,
            "表3 合计行 合计 为 282.01，表1 支出 支出总计 为 282，差 "
            "0.01，相差末位一个单位");
  EXPECT_EQ(findings[0].places[1].address, "T1:ex:ALL");
  builder.Set("T3:ALL:total", "");
  findings = Evaluate("T3:ALL.total = T1:ex:ALL", builder);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].difference_micro, -282'000'000);
}

TEST(Comparison, TableInYuan_IsComparedAtTheCoarserPrecision) {
  DocumentBuilder builder;
  budget::Table& table = builder.TableOf(3);
  table.unit_fen = budget::kFenPerYuan;
  table.precision_fen = 1;
  budget::Cell& cell = builder.CellAt("T3:ALL:total");
  cell.amount_fen = 282'004'999;
  EXPECT_TRUE(Evaluate("T3:ALL.total = T1:ex:ALL", builder).empty());
  cell.amount_fen = 282'014'999;
  const auto findings = Evaluate("T3:ALL.total = T1:ex:ALL", builder);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].status, FindingStatus::kInconsistent);
  EXPECT_NE(findings[0].message.en.find("2820149.99"), std::string::npos)
      << findings[0].message.en;
}

TEST(Comparison, NamedAddends_AreNamed) {
  DocumentBuilder builder;
  builder.Set("T5:2050202:total", "125");
  const auto findings = Evaluate(
      "for r in T5[all]: T5[r].total = T5[r].basic + T5[r].project", builder);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].message.zh,
            "表5 2050202 小学教育 合计：基本支出 100 + 项目支出 20 = "
            "120，表中为 125，差 5");
}

TEST(Comparison, AtMost_SaysByHowMuch) {
  DocumentBuilder builder;
  EXPECT_TRUE(Evaluate("T10:reception.gen >= T6:30217.total", builder).empty());
  builder.Set("T6:30217:total", "2.5");
  const auto findings =
      Evaluate("T10:reception.gen >= T6:30217.total", builder);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].message.zh,
            "表6 30217 公务接待费 合计 2.5，不应大于 表10 公务接待费 "
            "一般公共预算 2，超出 0.5");
}

TEST(Comparison, DeclaredNil_IsZero) {
  DocumentBuilder builder;
  builder.CellAt("T10:car_buy:gen").state = budget::CellState::kDeclaredNil;
  EXPECT_TRUE(
      Evaluate("T10:car.gen = T10:car_buy.gen + T10:car_run.gen", builder)
          .empty());
}

TEST(Comparison, Alternative_GivesANoteOnlyUnderItsCondition) {
  DocumentBuilder builder;
  builder.Set("T4:in:ALL", "239");
  const std::string formula =
      "T4:in:ALL = T2:ALL.fiscal or T4:in:ALL = T2:ALL.fiscal + "
      "T2:ALL.carry_fiscal";
  auto findings = Evaluate(formula, builder);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].status, FindingStatus::kInfo);
  EXPECT_EQ(findings[0].severity, Severity::kNote);
  findings = Evaluate(formula + " if T2:ALL.carry_fiscal = 0", builder);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].severity, Severity::kError);
}

}  // namespace
}  // namespace yuheng::validation
