// What is not said, and what is said twice.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/checks/claim_text.h"

namespace yuheng::validation {
namespace {

void Head(Text& text, const std::string& key) {
  text.builder().document().headings.push_back({key, key, 90});
}

TEST(LeftOut, ChangeOfHospitality_HasToBeTold) {
  Text text;
  text.Say("N10:total:amount", "4.78");
  text.Write("N10", "2023年“三公”经费数为4.78万元，都是公务接待费。");
  EXPECT_EQ(text.Findings("S-17"), "N10");
  text.Write("N10", "各项安排与上年持平。");
  EXPECT_EQ(text.Findings("S-17"), "");
  Text nothing;
  nothing.Say("N10:total:amount", "0");
  nothing.Write("N10", "2023年没有安排“三公”经费。");
  EXPECT_EQ(nothing.Findings("S-17"), "");
}

// The builder's table 6 has 150 in all, of it 120 personnel.
TEST(LeftOut, TotalOfASection_HasToBeStated) {
  const auto said = [](const std::string& sentence) {
    Text text;
    text.Say("N6:personnel:amount", "120").Say("N6:public:amount", "30");
    text.Write("N6", sentence);
    return text.Findings("S-17");
  };
  EXPECT_EQ(said("人员经费120万元；公用经费30万元。"), "N6");
  // In words that are not understood.
  EXPECT_EQ(said("基本支出这一块共计150万元。"), "");
  Text text;
  text.Say("N6:total:amount", "150").Say("N6:public:amount", "30");
  text.Write("N6", "基本支出150万元，公用经费30万元。");
  EXPECT_EQ(text.Findings("S-17"), "N6?");
}

// The builder's table 1 has 282 in all.
TEST(LeftOut, AmountOfOneItem_IsNotTheTotalOfSection1) {
  const auto said = [](const std::string& sentence) {
    Text text;
    text.Say("N1:205:amount", "282");
    text.Write("N1", "收入包括：一般公共预算。").Write("N1", sentence);
    return text.Findings("S-17");
  };
  EXPECT_EQ(said("支出包括：教育支出282万元。"), "N1");
  EXPECT_EQ(said("收支总预算282万元，全是教育支出282万元。"), "");
  EXPECT_EQ(said("全年282万元，用于教育支出282万元。"), "");
}

TEST(LeftOut, TotalsOfIncomeAndExpenditure_HaveToBeStated) {
  Text text;
  text.Say("N3:basic:amount", "180").Write("N3", "基本支出180万元。");
  EXPECT_EQ(text.Findings("S-17"), "N3?");
  text.Write("N3", "支出这一块一共282万元。");
  EXPECT_EQ(text.Findings("S-17"), "");
}

TEST(LeftOut, VehiclesHaveToBeTold) {
  Text text;
  text.Say("N11c:furniture:amount", "15").Write("N11c", "办公家具价值15万元。");
  EXPECT_EQ(text.Findings("S-17"), "N11c");
  text.Write("N11c", "本单位没有公务用车。");
  EXPECT_EQ(text.Findings("S-17"), "");
}

TEST(LeftOut, SheetsNeedTheSentenceOnPerformance) {
  Text text;
  Head(text, "N11d");
  text.builder().document().sheets.push_back({.project = "教师培训"});
  EXPECT_EQ(text.Findings("S-17"), "N11d");
  text.Write("N11d", "实行绩效目标管理的项目1个。");
  EXPECT_EQ(text.Findings("S-17"), "");
}

TEST(LeftOut, OperatingCostWithoutChange_IsANote) {
  Text text;
  text.Say("N11a:operating:amount", "40");
  text.Write("N11a", "机关运行经费40万元。");
  EXPECT_EQ(text.Findings("S-17"), "N11a?");
}

TEST(LeftOut, ProjectWithoutWhatTheOthersSay_IsAWarning) {
  Text text;
  text.Write("N7", "（一）项目名称：甲项目")
      .Write("N7", "设立的政策依据：文件");
  text.Write("N7", "资金分配情况：商品和服务支出10万元。");
  text.Write("N7", "（二）项目名称：乙项目");
  text.Write("N7", "资金分配情况：商品和服务支出20万元。");
  EXPECT_EQ(text.Findings("S-17"), "N7");
  Text none;
  none.Write("N7", "（一）项目名称：甲项目");
  EXPECT_EQ(none.Findings("S-17"), "N7? N7?");
}

TEST(LeftOut, ProjectTellsScaleUnitAndPeriodAsTheOthersDo) {
  const auto second = [](const std::string& rest) {
    Text text;
    for (const char* sentence :
         {"（一）项目名称：甲项目", "设立的政策依据：文件。",
          "预算安排规模：10万元", "项目承担单位：办公室",
          "资金分配情况：商品和服务支出10万元。", "资金执行时间：全年"}) {
      text.Write("N7", sentence);
    }
    text.Write("N7", "（二）项目名称：乙项目");
    text.Write("N7", "立项依据：文件，由财政预算安排。");
    text.Write("N7", "资金用途：商品和服务支出20万元。" + rest);
    return text.Findings("S-17");
  };
  EXPECT_EQ(second("安排规模20万元，由办公室负责，实施期限一年。"), "");
  EXPECT_EQ(second("由办公室负责，实施期限一年。"), "N7");
  EXPECT_EQ(second("安排规模20万元，实施期限一年。"), "N7");
  EXPECT_EQ(second("安排规模20万元，由办公室负责。"), "N7");
}

TEST(LeftOut, PolicyIsTold_NotAnyWordOfGrounds) {
  const auto second = [](const std::string& sentence) {
    Text text;
    text.Write("N7", "（一）项目名称：甲项目").Write("N7", "立项依据：文件。");
    text.Write("N7", "资金分配情况：商品和服务支出10万元。");
    text.Write("N7", "（二）项目名称：乙项目").Write("N7", sentence);
    text.Write("N7", "资金分配情况：商品和服务支出20万元。");
    return text.Findings("S-17");
  };
  EXPECT_EQ(second("项目测算有充分依据。"), "N7");
  EXPECT_EQ(second("依据州政府会议纪要设立。"), "");
  EXPECT_EQ(second("根据州政府会议纪要设立。"), "");
  EXPECT_EQ(second("文件依据：州政府会议纪要。"), "");
}

TEST(LeftOut, LabelWithNothingBehindIt_IsTold) {
  Text text;
  text.Write("N7", "（一）项目名称：甲项目").Write("N7", "政策依据：");
  text.Write("N7", "资金分配情况：");
  text.Write("N7", "商品和服务支出10万元。");
  EXPECT_EQ(text.Findings("S-17"), "N7");
}

// Sections that state a total list what it is made of, in whatever words.
TEST(LeftOut, WhatATotalIsMadeOf_IsListed) {
  const auto said = [](const std::string& section, const std::string& words) {
    Text text;
    text.Say(section + ":total:amount", "300");
    text.Write(section, words);
    if (section == "N10") text.Write("N10", "与上年持平。");
    return text.Findings("S-17");
  };
  EXPECT_EQ(said("N1", "收支总预算300万元。支出包括：教育支出。"), "N1?");
  EXPECT_EQ(said("N1", "收支总预算300万元。收入包括：事业收入。"), "N1?");
  EXPECT_EQ(said("N1", "收入均为财政补助，全部用于教育。"), "");
  EXPECT_EQ(said("N1", "收入均为财政补助，全部是项目支出。"), "");
  EXPECT_EQ(said("N2", "收入预算300万元。"), "N2?");
  EXPECT_EQ(said("N2", "收入预算300万元，都是自有资金。"), "");
  EXPECT_EQ(said("N3", "支出预算300万元。"), "N3?");
  EXPECT_EQ(said("N3", "支出预算300万元，全为人员支出。"), "");
  EXPECT_EQ(said("N5a", "拨款合计300万元。"), "N5a?");
  EXPECT_EQ(said("N5a", "拨款合计300万元，其中项目支出为主。"), "");
  EXPECT_EQ(said("N10", "“三公”经费300万元。"), "N10?");
  EXPECT_EQ(said("N10", "“三公”经费300万元，都用于公务接待。"), "");
  EXPECT_EQ(said("N11b", "政府采购预算300万元。"), "N11b? N11b?");
  EXPECT_EQ(said("N11b", "政府采购预算300万元，全为货物。"), "N11b?");
  EXPECT_EQ(said("N11b", "采购货物300万元，全部授予小微企业。"), "");
}

TEST(LeftOut, ClassesAndBudgetsOfFiscalMoney_AreListed) {
  const auto said = [](const std::string& words) {
    Text text;
    text.Say("N4:total:amount", "300").Write("N4", "收支总预算300万元。");
    return text.Write("N4", words).Findings("S-17");
  };
  EXPECT_EQ(said("收入包括：一般公共预算拨款300万元。"), "N4?");
  EXPECT_EQ(said("一般公共预算支出包括：教育支出300万元。"), "N4?");
  EXPECT_EQ(said("全部是一般公共预算拨款，用于教育支出。"), "N4?");
  EXPECT_EQ(said("收入全部是一般公共预算拨款，用于教育支出。"), "");
}

TEST(LeftOut, ProcurementTellsMoreThanWhatIsReserved) {
  Text text;
  text.Say("N11b:sme:amount", "66").Write("N11b", "面向中小企业预留66万元。");
  EXPECT_EQ(text.Findings("S-17"), "N11b?");
  text.Say("N11b:goods:amount", "66").Write("N11b", "货物66万元。");
  EXPECT_EQ(text.Findings("S-17"), "");
  // Nobody reserved anything before 2022.
  Text early;
  early.builder().document().fiscal_year = 2021;
  early.Say("N11b:total:amount", "66").Write("N11b", "采购货物66万元。");
  EXPECT_EQ(early.Findings("S-17"), "");
}

TEST(LeftOut, AssetsOfTheForm_AreAllListed) {
  const auto left = [](size_t without) {
    const std::vector<std::string> sentences = {
        "1.办公用房25平方米。",       "2.共有车辆2辆。",
        "3.家具用具15万元。",         "4.其他固定资产144万元。",
        "没有单价50万元以上的设备。", "2023年拟购车辆0辆。"};
    Text text;
    text.Say("N11c:furniture:amount", "15");
    for (size_t i = 0; i < sentences.size(); ++i) {
      if (i != without) text.Write("N11c", sentences[i]);
    }
    return text.Findings("S-17");
  };
  for (size_t i = 0; i < 6; ++i)
    EXPECT_EQ(left(i), i == 1 ? "N11c" : "N11c?") << i;
  EXPECT_EQ(left(6), "");
  // Who tells of vehicles alone has another form.
  Text other;
  other.Say("N11c:cars:count", "2").Write("N11c", "共有车辆2辆。");
  EXPECT_EQ(other.Findings("S-17"), "");
}

TEST(LeftOut, FirstAndLastPart_SayWhatTheyAreFor) {
  const auto said = [](const std::string& duties, const std::string& profile,
                       const std::string& terms) {
    Text text;
    text.builder().document().sentences.clear();
    text.builder().document().headings = {{"part1", "第一部分 某局概况", 1},
                                          {"profile", "二、机构设置", 5},
                                          {"part3", "第三部分 名词解释", 9}};
    text.Write("part1", duties).Write("profile", profile);
    return text.Write("part3", terms).Findings("S-17");
  };
  EXPECT_EQ(said("负责教育。", "内设3个股室，在职5人。", "经费：钱。"), "");
  EXPECT_EQ(said("某局在天衡。", "内设3个股室，在职5人。", "经费：钱。"),
            "doc?");
  EXPECT_EQ(said("某局在天衡。", "主要职责是教育，内设3个股室，在职5人。",
                 "经费：钱。"),
            "");
  EXPECT_EQ(said("负责教育。", "在职5人。", "经费：钱。"), "doc?");
  EXPECT_EQ(said("负责教育。", "内设3个股室。", "经费：钱。"), "doc?");
  EXPECT_EQ(said("负责教育。", "内设3个股室，在职5人。", "某局"), "doc?");
}

TEST(LeftOut, MeasureThatOneSubjectLacks_IsANote) {
  const auto section = [] {
    Text text;
    text.Say("N2:total:amount", "282").Write("N2", "一般公共预算和单位资金。");
    return text;
  };
  Text text = section();
  text.Say("N2:gen:amount", "10").Say("N2:gen:share", "50");
  text.Say("N2:gen:delta", "1").Say("N2:unit:amount", "10");
  EXPECT_EQ(text.Findings("S-17"), "N2:unit:amount? N2:unit:amount?");
  text.Say("N2:unit:share", "50").Say("N2:unit:delta", "0");
  EXPECT_EQ(text.Findings("S-17"), "");
  // A form without shares and changes.
  Text other = section();
  other.Say("N2:gen:amount", "10").Say("N2:unit:amount", "10");
  EXPECT_EQ(other.Findings("S-17"), "");
}

TEST(RepeatedText, SentenceThatStandsTwiceInASection_IsANote) {
  const std::string sentence =
      "基本支出433.53万元，占60.78%，比上年预算增加93.6万元。";
  EXPECT_EQ(Text().Write("N3", sentence).Write("N3", sentence).Findings("S-18"),
            "N3?");
  EXPECT_EQ(
      Text().Write("N3", sentence).Write("N5a", sentence).Findings("S-18"), "");
  EXPECT_EQ(Text().Write("N7", sentence).Write("N7", sentence).Findings("S-18"),
            "");
  // Each section has its own.
  const std::string other =
      "项目支出60万元，占8.41%，比上年预算增加0万元，没有变化。";
  EXPECT_EQ(Text()
                .Write("N3", other)
                .Write("N5a", sentence)
                .Write("N3", other)
                .Write("N5a", sentence)
                .Findings("S-18"),
            "N3? N5a?");
  EXPECT_EQ(Text()
                .Write("N3", "具体如下：")
                .Write("N3", "具体如下：")
                .Findings("S-18"),
            "");
}

}  // namespace
}  // namespace yuheng::validation
