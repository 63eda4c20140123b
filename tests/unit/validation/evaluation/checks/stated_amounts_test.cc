// Amounts that sentences and reasons state besides those of the form.
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/checks/claim_text.h"
#include "tests/unit/validation/evaluation/checks/rule_findings.h"

namespace yuheng::validation {
namespace {

TEST(ReasonLevels, WhatAReasonSaysWasBudgeted_IsTheAmount) {
  const auto levels = [](const std::string& amount, const std::string& words) {
    return Text()
        .Say("N10:abroad:amount", amount)
        .Say("N10:abroad:reason", words)
        .Findings("N-42");
  };
  const std::string wrong = "N10:abroad:reason";
  EXPECT_EQ(levels("0", "2023年因公出国（境）费安排5万元，与上年一致"), wrong);
  EXPECT_EQ(levels("0", "2023 年度安排预算 5 万元"), wrong);
  EXPECT_EQ(levels("0", "本年安排50000元"), wrong);
  EXPECT_EQ(levels("5", "我单位人员减少；本年未安排因公出国（境）费用"), wrong);
  EXPECT_EQ(levels("5", "未安排"), wrong);
  EXPECT_EQ(levels("5", "2023年因公出国（境）费安排5万元，与上年一致"), "");
  EXPECT_EQ(levels("0", "2023年未安排因公出国（境）费，与上年一致"), "");
  // Others' amounts, last year's, parts.
  EXPECT_EQ(levels("5", "2022年安排8万元，本年减少"), "");
  EXPECT_EQ(levels("5", "上年未安排，本年新增"), "");
  EXPECT_EQ(levels("5", "其中安排培训3万元"), "");
  EXPECT_EQ(levels("5", "2023年安排公务接待费3万元"), "");
  EXPECT_EQ(levels("5", "未安排新增项目"), "");
  // One project among others.
  EXPECT_EQ(levels("5", "上年安排的机房改造项目，本年未安排"), "");
  EXPECT_EQ(levels("5", "新增物业费，安排5.94万元"), "");
  EXPECT_EQ(levels("5", "主要原因是新增设备购置项目，本年安排30万元"), "");
}

TEST(EconomicItems, AreThoseOfTableSix) {
  const auto office = [](const std::string& amount,
                         const std::string& operating) {
    Text text;
    text.builder().Set("T6:ALL:public", "40.78").Set("T6:30201:total", "7.31");
    text.Say("N6:30201:amount", amount);
    text.Say("N11a:operating:amount", operating);
    text.Say("N11a:30201:amount", amount);
    return absl::StrCat(text.Findings("N-16"), "/", text.Findings("N-25"));
  };
  EXPECT_EQ(office("7.31", "40.78"), "/");
  EXPECT_EQ(office("3.71", "40.78"), "N6:30201:amount/N11a:30201:amount");
  // Of a part of table 6.
  EXPECT_EQ(office("3.71", "30"), "N6:30201:amount/N11a:operating:amount");
}

// Section 三 says 60 and a change of 0, and the sentence.
std::string Bases(const std::string& sentence) {
  Text text;
  text.Write("N3", sentence);
  text.Say("N3:project:amount", "60").Say("N3:project:delta", "-20");
  text.Say("N3:basic:amount", "100").Say("N3:basic:delta", "10");
  for (budget::Claim& claim : text.builder().document().claims) {
    claim.line = text.builder().document().sentences.back().line;
  }
  return text.Findings("Y-18");
}

TEST(StatedBases, LastYearsAmountAndTheChange_MakeThisYears) {
  EXPECT_EQ(Bases("项目支出60万元，比上年预算90万元减少20万元。"),
            "N3:project:delta");
  EXPECT_EQ(Bases("项目支出60万元，较2022年预算数为90万元，减少20万元。"),
            "N3:project:delta");
  EXPECT_EQ(Bases("基本支出100万元，比上年年初预算900000元增加100000元。"), "");
  EXPECT_EQ(Bases("项目支出60万元，比上年预算80万元减少20万元。"), "");
  EXPECT_EQ(Bases("项目支出60万元，主要原因是设备比上年预算90万元减少20万元。"),
            "");
  EXPECT_EQ(Bases("项目支出60万元，比2019年90万元减少20万元。"), "");
}

TEST(StatedBases, InBracketsAndInClausesOfTheirOwn_AreLookedAt) {
  const std::string wrong = "N3:project:delta";
  EXPECT_EQ(Bases("项目支出60万元，比上年预算（80万元）减少20万元。"), "");
  EXPECT_EQ(Bases("项目支出60万元，比上年预算（90万元）减少20万元。"), wrong);
  EXPECT_EQ(Bases("项目支出60万元，上年80万元，比上年减少20万元。"), "");
  EXPECT_EQ(Bases("项目支出60万元，上年90万元，比上年减少20万元。"), wrong);
  EXPECT_EQ(Bases("项目支出60万元，2022年预算数80万元，同比减少20万元。"), "");
  EXPECT_EQ(Bases("项目支出60万元，2022年预算数90万元，同比减少20万元。"),
            wrong);
  // Another change stands between them.
  EXPECT_EQ(Bases("项目支出60万元，上年90万元，比上年培训减少20万元。"), "");
}

TEST(StatedBases, WithoutAChange_AreThisYearsAmount) {
  const auto unchanged = [](const std::string& words) {
    Text text;
    text.Write("N5c", words);
    text.Say("N5c:2060102:amount", "10").Say("N5c:2060102:delta", "0");
    for (budget::Claim& claim : text.builder().document().claims) {
      claim.line = text.builder().document().sentences.back().line;
    }
    return text.Findings("Y-18");
  };
  EXPECT_EQ(unchanged("预算数10万元，与上年10万元持平。"), "");
  EXPECT_EQ(unchanged("预算数10万元，与上年40万元持平。"), "N5c:2060102:delta");
  EXPECT_EQ(unchanged("预算数10万元，2022年预算数12万元，同比无变化。"),
            "N5c:2060102:delta");
  EXPECT_EQ(unchanged("预算数10万元，上年12万元，其中培训与上年持平。"), "");
}

TEST(StatedBases, AsExactAsTheyArePrinted) {
  const auto rounded = [](const char* base) {
    Text text;
    text.Write("N3", absl::StrCat("基本支出483.53万元，比上年预算", base,
                                  "增加83.6万元。"));
    text.Say("N3:basic:amount", "483.53").Say("N3:basic:delta", "83.6");
    for (budget::Claim& claim : text.builder().document().claims) {
      claim.line = text.builder().document().sentences.back().line;
    }
    return text.Findings("Y-18");
  };
  EXPECT_EQ(rounded("399.93万元"), "");
  EXPECT_EQ(rounded("400万元"), "");
  EXPECT_EQ(rounded("0.04亿元"), "");
  EXPECT_EQ(rounded("399.5万元"), "N3:basic:delta");
  EXPECT_EQ(rounded("401万元"), "N3:basic:delta");
}

// A second, where every pair looks back at all others, is minutes.
TEST(StatedBases, SentenceOfPairs_IsLookedThroughOnce) {
  std::string sentence;
  for (int i = 0; i < 20'000; ++i) sentence += "比上年1万元增加1万元";
  EXPECT_EQ(Bases(sentence), "");
}

// An account whose name is no account's stands for the one that is not stated.
TEST(StatedAmounts, MissingAccount_IsLookedForUnderTheUnknownName) {
  const auto lines = [](const std::vector<std::string>& unknown) {
    Text text;
    text.Say("N5c:2050202:amount", "1");
    for (const std::string& name : unknown) {
      text.Say("N5c:" + name + ":amount", "1");
    }
    std::set<int> lines;
    for (const Finding& finding : FindingsOf("N-15", text.builder().Build())) {
      for (const Place& place : finding.places) {
        if (absl::StartsWith(place.address, "N5c:") &&
            place.address != "N5c:2050202:amount") {
          lines.insert(place.location.line);
        }
      }
    }
    return lines;
  };
  // Text's lines begin at 101.
  EXPECT_EQ(lines({"教育支出(类)普通教育(款)某教育(项)"}),
            std::set<int>({102}));
  const std::set<int> heading = lines({});
  EXPECT_FALSE(heading.contains(102));
  EXPECT_EQ(lines({"教育支出(类)甲(款)甲(项)", "教育支出(类)乙(款)乙(项)"}),
            heading);
}

}  // namespace
}  // namespace yuheng::validation
