// What is not said, and what is said twice.
#include <string>

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
  text.Write("N10", "2023年“三公”经费数为4.78万元。");
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
  EXPECT_EQ(text.Findings("S-17"), "N6");
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

TEST(LeftOut, MeasureThatOneSubjectLacks_IsANote) {
  Text text;
  text.Say("N2:gen:amount", "10").Say("N2:gen:share", "50");
  text.Say("N2:gen:delta", "1").Say("N2:unit:amount", "10");
  EXPECT_EQ(text.Findings("S-17"), "N2:unit:amount? N2:unit:amount?");
  text.Say("N2:unit:share", "50").Say("N2:unit:delta", "0");
  EXPECT_EQ(text.Findings("S-17"), "");
  // A form without shares and changes.
  Text other;
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
