#include "services/validation/evaluation/performance/goal_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/validation/evaluation/code_points.h"

namespace yuheng::validation {
namespace {

// "600名 2期?" with a question mark behind numbers that are not plain.
std::string Listing(const std::string& goal) {
  std::string text;
  for (const Mention& mention : MentionsIn(goal, 2023)) {
    absl::StrAppend(&text, text.empty() ? "" : " ", mention.micro / 1'000'000,
                    ToUtf8(mention.unit), mention.plain ? "" : "?");
  }
  return text;
}

TEST(GoalText, DigitsAndNumerals_AreNumbers) {
  EXPECT_EQ(Listing("共举办培训班2期，培训学员600名。"), "2期 600名");
  EXPECT_EQ(Listing("完成两个培训班任务，保障一个培训班"), "2个 1个");
  EXPECT_EQ(Listing("编印简报十二期、培训二十五人、走访一百零五户"),
            "12期 25人 105户");
  EXPECT_EQ(Listing("服务1.5万人次，受益三万人，植树1,200株"),
            "15000人次 30000人 1200株");
  EXPECT_EQ(Listing("培训６００人"), "600人");
}

TEST(GoalText, WhatOnlyLooksLikeACount_IsNone) {
  EXPECT_EQ(Listing("2023年10月30日前完成，第3次会议，第二批"), "");
  EXPECT_EQ(Listing("一次性补助，三所在建，一户一策，三个月内"), "");
  EXPECT_EQ(Listing("落实“三公”经费、十四五规划，昌州政办发〔2021〕69号"), "");
  EXPECT_EQ(Listing("百名专家、千家企业，进一步，统一"), "");
  EXPECT_EQ(Listing("二〇二三年，一期工程"), "");
}

TEST(GoalText, NumbersOfOtherThings_AreNotPlain) {
  EXPECT_EQ(Listing("培训约600人"), "600人?");
  EXPECT_EQ(Listing("培训600余人"), "600人?");
  EXPECT_EQ(Listing("每月开展活动2次"), "2次?");
  EXPECT_EQ(Listing("其中女学员20名"), "20名?");
  EXPECT_EQ(Listing("2022年培训300人，2023年培训600人"), "300人? 600人");
  EXPECT_EQ(Listing("培训50-60人，走访50户至60户"), "50户? 60户?");
  EXPECT_EQ(Listing("覆盖率提高5%"), "5%?");
  EXPECT_EQ(Listing("覆盖率提高到95%"), "95%");
  EXPECT_EQ(Listing("合格率从85%提升至90%"), "85%? 90%");
}

TEST(GoalText, Surroundings_EndAtTheClause) {
  const auto mentions =
      MentionsIn("面向全州，线上线下举办培训班2期，培训学员600名。完。", 2023);
  ASSERT_EQ(mentions.size(), 2u);
  EXPECT_EQ(ToUtf8(mentions[1].before), "培训学员");
  EXPECT_EQ(ToUtf8(mentions[1].behind), "");
  EXPECT_EQ(ToUtf8(mentions[1].sentence),
            "面向全州,线上线下举办培训班2期,培训学员600名");
}

TEST(GoalText, InvalidBytes_AreHarmless) {
  EXPECT_EQ(Listing("\xff\xfe培训\x80 3人"), "3人");
  EXPECT_EQ(Listing(std::string(10'000, '9') + "人"), "");
}

}  // namespace
}  // namespace yuheng::validation
