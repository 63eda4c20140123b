// Of which year the sentences speak.
#include <string>

#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/checks/claim_text.h"

namespace yuheng::validation {
namespace {

// The builder's document is 云上州教育局's of 2023.
std::string Sentence(const std::string& section, const std::string& sentence) {
  return Text().Write(section, sentence).Findings("S-05");
}

TEST(FiscalYear, YearOfAnotherBudget_IsFoundWhereThisBudgetIsStated) {
  EXPECT_EQ(Sentence("N1",
                     "云上州教育局实行全口径预算，2022年的各项收入和支出都列入"
                     "单位预算。"),
            "N1");
  EXPECT_EQ(Sentence("N1",
                     "按照综合预算的原则，2024 年所有收入和支出均纳入部门预算"
                     "管理。"),
            "N1");
  EXPECT_EQ(Sentence("N10",
                     "2022年财政拨款“三公”经费比上年预算增加0万元，其中：公务接"
                     "待费增加0万元，主要原因是2023年公务接待费与上年一致。"),
            "N10");
  EXPECT_EQ(Sentence("N10",
                     "因公出国（境）费增加0万元，增长0%，主要原因是2022年因公出"
                     "国（境）费安排0万元，与上年一致。"),
            "N10");
  EXPECT_EQ(Sentence("N3", "云上州教育局2022年支出预算282万元。"), "N3");
  EXPECT_EQ(Sentence("N11b", "2022年，云上州教育局政府采购预算10万元。"),
            "N11b");
  EXPECT_EQ(Sentence("N5c",
                     "1.教育支出（类）教育管理事务（款）行政运行（项）："
                     "2022年预算数为10万元，与上年一致。"),
            "N5c");
}

TEST(FiscalYear, MistypedYear_IsFoundWhereverItStands) {
  EXPECT_EQ(Sentence("N1",
                     "云上州教育局实行全口径预算，2203年的各项收入和支出都列入"
                     "单位预算。"),
            "N1");
  EXPECT_EQ(Sentence("N3", "主要原因是3202年教师增加。"), "N3");
  EXPECT_EQ(Sentence("N3", "购置设备12023年和20000年各一。"), "");
  EXPECT_EQ(Sentence("N3", "主要原因是1998年建成的校舍维修。"), "");
}

TEST(FiscalYear, SecondSentenceOfALine_IsLookedAtWhereItCompares) {
  Text text;
  text.Write("N10", "2023年“三公”经费4万元。");
  text.Write("N10", "我局2022年“三公”经费预算比上年减少1万元。");
  for (auto& sentence : text.builder().document().sentences) {
    sentence.line = 120;
  }
  EXPECT_EQ(text.Findings("S-05"), "N10");
}

TEST(FiscalYear, BaseOfAnotherYear_IsFound) {
  EXPECT_EQ(Sentence("N3", "基本支出100万元，比2021年预算增加10万元。"), "N3");
  EXPECT_EQ(Sentence("N3", "基本支出100万元，与2023年持平。"), "N3");
  EXPECT_EQ(Sentence("N3", "基本支出100万元，比2022年预算增加10万元。"), "");
  EXPECT_EQ(Sentence("N3", "主要原因是业务量比2019年增加一倍。"), "");
}

TEST(FiscalYear, FurtherBase_IsNoWrongOne) {
  EXPECT_EQ(
      Sentence("N10", "“三公”经费比2019年减少2万元，比上年预算增加0万元。"),
      "");
  EXPECT_EQ(
      Sentence("N10",
               "“三公”经费比2022年增加1万元，增长2%，比2019年减少2万元。"),
      "");
  EXPECT_EQ(Sentence("N3", "支出预算较2021年增长30%。"), "");
  EXPECT_EQ(Sentence("N3",
                     "基本支出比2021年预算增加10万元；项目支出比上年预算增加20"
                     "万元。"),
            "N3");
}

TEST(FiscalYear, AmountOfAnEarlierYear_IsHistoryWhereTheTablesHaveAnother) {
  // 178 is printed in the builder's tables.
  EXPECT_EQ(Sentence("N4", "2022年一般公共预算拨款399.93万元。"), "");
  EXPECT_EQ(Sentence("N4", "2022年一般公共预算拨款178万元。"), "N4");
  EXPECT_EQ(Sentence("N4", "2022年一般公共预算拨款0万元。"), "N4");
  EXPECT_EQ(Sentence("N11b", "2022年政府采购预算399.93万元。"), "N11b");
}

TEST(FiscalYear, HistoryHasYearsOfItsOwn) {
  for (const char* sentence :
       {"截至2022年底，云上州教育局占用使用国有资产总体情况为：",
        "2022年决算数为10万元。", "2022年结转资金10万元纳入2023年预算。",
        "主要原因是2022年追加安排会议费10万元，2023年不再安排。",
        "主要原因是：2022年安排的培训项目已完成，比上年减少10万元。",
        "2022年预算100万元，2023年预算120万元。",
        "按照2021年印发的预算管理办法编制。",
        "2022年，我局对10个项目开展了预算绩效评价。",
        "项目支出60万元，主要用于2022年科技特派员工作经费。",
        "2022年采购的设备继续使用，费用不变。",
        "2022年政府采购预算50万元已全部支付。",
        "2022年，自治区安排专项经费10万元。", "2024年预算编制将进一步压减。"}) {
    EXPECT_EQ(Sentence("N3", sentence), "") << sentence;
  }
  EXPECT_EQ(Sentence("N7", "2022年预算比上年增加10万元。"), "");
}

// Texts without end are looked through once.
TEST(FiscalYear, LongSentences_AreNoStatements) {
  std::string years;
  for (int i = 0; i < 50'000; ++i) years += "2022年";
  EXPECT_EQ(Sentence("N3", years + "。"), "");
  std::string clauses;
  for (int i = 0; i < 200'000; ++i) clauses += "甲,";
  EXPECT_EQ(Sentence("N3", clauses + "乙。"), "");
}

}  // namespace
}  // namespace yuheng::validation
