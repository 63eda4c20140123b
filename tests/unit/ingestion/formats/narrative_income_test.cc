// Sections 一 to 四: overview, income, expenditure, fiscal appropriations.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/ingestion/formats/claims_of.h"

namespace yuheng::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(NarrativeOverview, ListsOfIncomeAndClasses_GiveKeysAndCodes) {
  EXPECT_THAT(
      NarrativeClaims(
          "一、关于某局2023年收支预算情况的总体说明\n"
          "按照全口径预算的原则，某局2023年收入和支出均纳入预算管理。"
          "收支总预算１，２３４.５万元。\n"
          "收入预算包括：一般公共预算拨款收入1,000万元、上级一般公共预算安排的"
          "转移支付资金100万元、财政专户管理资金34.5万元、"
          "非财政拨款结转结余100 万元。\n"
          "支出预算包括：科学技术支出1200万元、社会保障和就业支出34.5万元。\n"),
      ElementsAre("N1:total:amount=1234.5", "N1:gen:amount=1000",
                  "N1:gen_up:amount=100", "N1:special:amount=34.5",
                  "N1:carry_nonfiscal:amount=100", "N1:206:amount=1200",
                  "N1:208:amount=34.5"));
}

TEST(NarrativeOverview, IncomeTotalBesideExpenditureTotal_AreBothKept) {
  EXPECT_THAT(NarrativeClaims("一、关于某局2023年收支总体情况说明\n"
                              "收入总预算30万元，支出总预算300000元。\n"),
              ElementsAre("N1:total:amount=30", "N1:total:amount=30"));
}

TEST(NarrativeIncome, SourceWithChange_GivesAmountShareDeltaGrowthReason) {
  EXPECT_THAT(
      NarrativeClaims("二、关于某局2023年收入预算情况说明\n"
                      "某局收入预算200万元，其中：\n"
                      "单位资金40万元，占 20%；比上年减少10万元，下降20 ％，"
                      "主要原因：一是事业收入减少5万元；二是其他减少。\n"),
      ElementsAre("N2:total:amount=200", "N2:unit:amount=40",
                  "N2:unit:share=20", "N2:unit:delta=-10", "N2:unit:growth=-20",
                  "N2:unit:reason~一是事业收入减少5万元；二是其他减少"));
}

TEST(NarrativeIncome, NotAppropriated_IsNilForEachLabel) {
  EXPECT_THAT(
      NarrativeClaims("二、关于某局2023年收入预算情况说明\n"
                      "上级一般公共预算安排的转移支付资金未安排。\n"
                      "政府性基金预算、国有资本经营预算均未安排。\n"
                      "没有财政专户（教育收费）资金。\n"),
      ElementsAre("N2:gen_up:none~上级一般公共预算安排的转移支付资金未安排",
                  "N2:fund:none~政府性基金预算、国有资本经营预算均未安排",
                  "N2:soe:none~政府性基金预算、国有资本经营预算均未安排",
                  "N2:special:none~没有财政专户（教育收费）资金"));
}

TEST(NarrativeIncome, AmountOfLastYear_IsNoClaim) {
  EXPECT_THAT(
      NarrativeClaims("二、关于某局2023年收入预算情况说明\n"
                      "一般公共预算483.53万元，占100%，比2022年预算399.93万元"
                      "增加83.6万元，增长20.9%。\n"),
      ElementsAre("N2:gen:amount=483.53", "N2:gen:share=100",
                  "N2:gen:delta=83.6", "N2:gen:growth=20.9"));
}

TEST(NarrativeIncome, UnknownLabel_LeavesNeighboursAlone) {
  EXPECT_THAT(NarrativeClaims("二、关于某局2023年收入预算情况说明\n"
                              "一般公共预算50万元，占50%。\n"
                              "援建资金50万元，占50%，比上年增加50万元。\n"),
              ElementsAre("N2:gen:amount=50", "N2:gen:share=50"));
}

TEST(NarrativeIncome, ShareWithoutSign_IsRead) {
  EXPECT_THAT(NarrativeClaims("二、关于某局2023年收入预算情况说明\n"
                              "单位资金30万元，占76.23，较上年持平。\n"),
              ElementsAre("N2:unit:amount=30", "N2:unit:share=76.23",
                          "N2:unit:delta=0"));
}

TEST(NarrativeExpenditure, ReasonWithAmounts_TakesNoneOfThem) {
  EXPECT_THAT(
      NarrativeClaims(
          "三、关于某单位2023年支出预算情况说明\n"
          "某单位2023年支出预算300万元，其中：基本支出100万元，占33.33%，"
          "比上年增加0万元，增长0%，主要原因是与上年一致，项目支出200万元，"
          "占66.67%，比上年预算增加200万元，增长100%，主要原因是本年将单位资金"
          "200万元纳入预算。\n"),
      ElementsAre("N3:total:amount=300", "N3:basic:amount=100",
                  "N3:basic:share=33.33", "N3:basic:delta=0",
                  "N3:basic:growth=0", "N3:basic:reason~与上年一致",
                  "N3:project:amount=200", "N3:project:share=66.67",
                  "N3:project:delta=200", "N3:project:growth=100",
                  "N3:project:reason~本年将单位资金200万元纳入预算"));
}

TEST(NarrativeExpenditure, SentenceOverTwoLines_IsOneSentence) {
  EXPECT_THAT(NarrativeClaims("三、关于某局2023年支出预算情况说明\n"
                              "基本支出4\n33.53万元，占60.78%，比上年增\n"
                              "加93.6万元，增长27.54%。\n"
                              "项目支出1万元。\n"),
              ElementsAre("N3:basic:amount=433.53", "N3:basic:share=60.78",
                          "N3:basic:delta=93.6", "N3:basic:growth=27.54",
                          "N3:project:amount=1"));
}

TEST(NarrativeFiscal, SeveralBudgets_BindClassesToTheirs) {
  EXPECT_THAT(
      NarrativeClaims(
          "四、关于某局2023年财政拨款收支预算情况的总体说明\n"
          "2023年财政拨款收支总预算700万元。\n"
          "收入预算包括：一般公共预算拨款400万元、政府性基金预算拨款200万元、"
          "国有资本经营预算拨款100万元。\n"
          "一般公共预算支出包括：科学技术支出400万元，主要用于办公费、劳务费。"
          "\n"
          "政府性基金预算支出包括：城乡社区支出200万元，主要用于道路。\n"
          "国有资本经营预算支出包括：国有资本经营预算支出100万元。\n"),
      ElementsAre("N4:total:amount=700", "N4:gen:amount=400",
                  "N4:fund:amount=200", "N4:soe:amount=100",
                  "N4:gen/206:amount=400", "N4:gen/206:words~办公费、劳务费",
                  "N4:fund/212:amount=200", "N4:fund/212:words~道路",
                  "N4:soe/223:amount=100"));
}

TEST(NarrativeFiscal, OnlyGeneralBudget_IsSaidInWords) {
  EXPECT_THAT(
      NarrativeClaims(
          "四、关于某局2023年财政拨款收支预算情况的总体说明\n"
          "收入全部为一般公共预算拨款，无政府性基金预算拨款和国有资本"
          "经营预算。\n"),
      ElementsAre("N4:all_gen:words~收入全部为一般公共预算拨款，无政府性基金"
                  "预算拨款和国有资本经营预算",
                  "N4:fund:none~无政府性基金预算拨款",
                  "N4:soe:none~无政府性基金预算拨款和国有资本经营预算"));
}

TEST(NarrativeFiscal, BudgetsBesideTheGeneralOne_AreSaidInWords) {
  EXPECT_THAT(NarrativeClaims(
                  "四、关于某局2023年财政拨款收支预算情况的总体说明\n"
                  "收入全部为一般公共预算拨款和政府性基金预算拨款，无国有资本"
                  "经营预算。\n"),
              ElementsAre("N4:all_fund:words~收入全部为一般公共预算拨款和政府性"
                          "基金预算拨款，无国有资本经营预算",
                          "N4:soe:none~无国有资本经营预算"));
}

TEST(NarrativeFiscal, AnotherBudgetAlone_IsSaidInWords) {
  EXPECT_THAT(
      NarrativeClaims("四、关于某局2023年财政拨款收支预算情况的总体说明\n"
                      "收入全部为政府性基金预算拨款。\n"),
      ElementsAre("N4:all_fund:words~收入全部为政府性基金预算拨款"));
}

TEST(NarrativeIncome, TwoLabelsWithRespectively_ShareTheAmountsInOrder) {
  EXPECT_THAT(
      NarrativeClaims(
          "二、关于某局2023年收入预算情况说明\n"
          "财政拨款结转和非财政拨款结转结余分别为19.8万元和180万元。\n"),
      ElementsAre("N2:carry_fiscal:amount=19.8",
                  "N2:carry_nonfiscal:amount=180"));
}

TEST(NarrativeSections, TableOfContents_IsNoSection) {
  budget::Document document = DocumentWithTables();
  EXPECT_THAT(
      NarrativeClaims("目录\n第三部分 2023年部门预算情况说明\n"
                      "二、关于某局2023年收入预算情况说明\n"
                      "三、关于某局2023年支出预算情况说明\n"
                      "第四部分 名词解释\n"
                      "第三部分 2023年部门预算情况说明\n"
                      "三、关于某局2023年支出预算情况说明\n"
                      "基本支出5万元。\n"
                      "第四部分 名词解释\n基本支出：包括人员经费8万元。\n",
                      document),
      ElementsAre("N3:basic:amount=5"));
}

TEST(NarrativeSections, AnyBytes_DoNotEndTheProgram) {
  std::string bytes = "二、关于某局2023年收入预算情况说明\n";
  for (int i = 0; i < 2000; ++i) {
    bytes += static_cast<char>(i * 131 % 256);
    if (i % 7 == 0) bytes += "(类)(项)增加-99999999999999999999万元,";
    if (i % 11 == 0) bytes += "五、一般公共预算情况\n";
  }
  NarrativeClaims(bytes);
  EXPECT_THAT(NarrativeClaims(""), IsEmpty());
}

}  // namespace
}  // namespace yuheng::ingestion
