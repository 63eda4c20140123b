// What the texts say of persons, vehicles and equipment.
#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/checks/claim_text.h"

namespace yuheng::validation {
namespace {

TEST(Vehicles, KindsTheFormDoesNotKnow_AreCountedOrDetails) {
  Text counted;
  counted.Say("N11c:cars:count", "5").Say("N11c:cars_general:count", "2");
  counted.Say("N11c:cars_调查勘测用车:count", "3");
  EXPECT_EQ(counted.Findings("N-29"), "");
  Text details;
  details.Say("N11c:cars:count", "5").Say("N11c:cars_general:count", "2");
  details.Say("N11c:cars_other:count", "3");
  details.Say("N11c:cars_调查勘测用车:count", "3");
  EXPECT_EQ(details.Findings("N-29"), "N11c:cars:count?");
  Text neither;
  neither.Say("N11c:cars:count", "6").Say("N11c:cars_general:count", "2");
  neither.Say("N11c:cars_调查勘测用车:count", "3");
  EXPECT_EQ(neither.Findings("N-29"), "N11c:cars:count");
}

TEST(Equipment, LargerPieces_AreSomeOfAllOfTheirKind) {
  const auto pieces = [](const std::string& stock, const char* sentence) {
    const std::string address = "N11c:" + stock + "equipment_";
    return Text()
        .Say(address + "50:count", "0")
        .Say(address + "100:count", "2")
        .Write("N11c", sentence)
        .Findings("N-31");
  };
  const char* one =
      "单位价值50万元以上大型设备0台（套），单位价值100万元以上大型设备2台。";
  EXPECT_EQ(pieces("", one), "N11c:equipment_100:count");
  EXPECT_EQ(pieces("buy_", one), "N11c:buy_equipment_100:count");
  for (const char* apart :
       {"单价50万元以上通用设备0台（套），单价100万元以上专用设备2台（套）。",
        "单价50万元以上、100万元以下设备0台，100万元以上设备2台。",
        "单价50万元（含）至100万元（不含）设备0台，100万元以上设备2台。"}) {
    EXPECT_EQ(pieces("", apart), "") << apart;
  }
}

TEST(Equipment, WhatIsThereAndWhatIsBought_AreToldApartByThemselves) {
  const auto pieces = [](const std::string& stock) {
    const std::string address = "N11c:" + stock + "equipment_";
    return Text()
        .Say(address + "50:count", "0")
        .Say(address + "100:count", "2")
        .Write("N11c",
               "单价50万元以上通用设备0台，单价100万元以上专用设备2台。")
        .Write("N11c",
               "安排购置50万元以上大型设备0台，100万元以上大型设备2台。")
        .Findings("N-31");
  };
  EXPECT_EQ(pieces(""), "");
  EXPECT_EQ(pieces("buy_"), "N11c:buy_equipment_100:count");
}

TEST(Equipment, Threshold_IsARoundAmount) {
  const auto threshold = [](const char* sentence) {
    return Text().Write("N11c", sentence).Findings("N-31");
  };
  EXPECT_EQ(threshold("单位价值57万元以上大型设备1台（套）。"), "N11c");
  EXPECT_EQ(threshold("安排购置500万元以上大型设备0台。"), "N11c");
  for (const char* right :
       {"单位价值50万元以上通用设备1台，单价100万元（含）以上专用设备0台。",
        "单价 50 万以上、200万元以上大型设备0台。", "房屋价值557万元以上。",
        "设备价值57万元，其中单价50万元以上0台。"}) {
    EXPECT_EQ(threshold(right), "") << right;
  }
}

TEST(Equipment, ValueOfNPieces_IsAtLeastNTimesTheThreshold) {
  const auto value = [](const char* count, const char* amount) {
    return Text()
        .Say("N11c:equipment_50:count", count)
        .Say("N11c:equipment_50:amount", amount)
        .Findings("N-31");
  };
  EXPECT_EQ(value("3", "150"), "");
  EXPECT_EQ(value("3", "149.99"), "N11c:equipment_50:amount");
  EXPECT_EQ(value("0", "0"), "");
  Text larger;
  larger.Say("N11c:equipment_50:count", "2")
      .Say("N11c:equipment_50:amount", "170");
  larger.Say("N11c:equipment_100:count", "1")
      .Say("N11c:equipment_100:amount", "180");
  EXPECT_EQ(larger.Findings("N-31"), "N11c:equipment_100:amount");
}

TEST(Vehicles, RunningCostsAndPurchases_AgreeWithTable10) {
  EXPECT_EQ(Text().Say("N11c:cars:count", "2").Findings("N-30"), "");
  EXPECT_EQ(Text().Say("N11c:cars:count", "0").Findings("N-30"),
            "N11c:cars:count");
  EXPECT_TRUE(Text().Insufficient("N-30"));
  Text buys;
  buys.Say("N11c:cars:count", "2").Say("N11c:buy_car:amount", "18");
  EXPECT_EQ(buys.Findings("N-30"), "N11c:buy_car:amount");
  Text none;
  none.Say("N11c:cars:count", "2").Say("N11c:buy_car:none", "未安排");
  EXPECT_EQ(none.Findings("N-30"), "");
  none.builder().Set("T10:car_buy:total", "18");
  EXPECT_EQ(none.Findings("N-30"), "N11c:buy_car:none");
}

TEST(Vehicles, ValueOfAFleet_IsPossible) {
  const auto value = [](const char* count, const char* amount) {
    return Text()
        .Say("N11c:cars:count", count)
        .Say("N11c:cars:amount", amount)
        .Findings("N-30");
  };
  EXPECT_EQ(value("2", "4663"), "N11c:cars:amount");
  EXPECT_EQ(value("2", "46.63"), "");
  // Fire engines.
  EXPECT_EQ(value("8", "4663"), "");
}

TEST(Posts, ADigitTooMany_IsSeen_VacanciesAreNot) {
  const auto posts = [](const char* count, const char* heads) {
    return Text()
        .Say("G:staff:posts", count)
        .Say("G:staff:in_post", heads)
        .Findings("R-13");
  };
  EXPECT_EQ(posts("91", "88"), "");
  EXPECT_EQ(posts("9132", "88"), "G:staff:posts");
  EXPECT_EQ(posts("300", "88"), "");
  EXPECT_EQ(posts("20", "3"), "");
  EXPECT_EQ(posts("270", "0"), "");
}

TEST(AssetDate, IsTheEndOfLastYearOrTheMonthsOfTheBudget) {
  const auto date = [](const char* sentence) {
    return Text().Write("N11c", sentence).Findings("N-41");
  };
  EXPECT_EQ(date("截至2022年底，云上州教育局占用使用国有资产总体情况为："), "");
  EXPECT_EQ(date("截止到 2022 年12月31日，本单位国有资产总额12万元。"), "");
  EXPECT_EQ(date("截至2022年9月30日，国有资产占用情况如下。"), "");
  EXPECT_EQ(date("截至2023年1月31日，国有资产占用情况如下。"), "");
  EXPECT_EQ(date("截至2021年底，占用使用国有资产总体情况为："), "N11c");
  EXPECT_EQ(date("截至2023年末，占用使用国有资产总体情况为："), "N11c");
  EXPECT_EQ(date("截止2023年12月，占用使用国有资产总体情况为："), "N11c");
  EXPECT_EQ(date("截至2024年1月，占用使用国有资产总体情况为："), "N11c");
  EXPECT_EQ(date("截至2021年底已完成采购。"), "");
  EXPECT_EQ(date("截至2023年初，占用使用国有资产总体情况为："), "");
  EXPECT_EQ(date("截至2023年01月31日，占用使用国有资产总体情况为："), "");
  // The first date is that of the whole.
  EXPECT_EQ(Text()
                .Write("N11c", "截至2022年底，占用使用国有资产12万元。")
                .Write("N11c", "其中截至2020年底已提足折旧的资产2万元。")
                .Findings("N-41"),
            "");
  EXPECT_EQ(Text()
                .Write("N11d", "截至2021年底已形成资产的项目不再安排。")
                .Findings("N-41"),
            "");
}

TEST(CountsOfNames, NumberIsThatOfTheNames) {
  const auto offices = [](const char* count, const char* words) {
    return Text()
        .Say("G:offices:count", count)
        .Say("G:offices:words", words)
        .Findings("N-35");
  };
  EXPECT_EQ(offices("3", "办公室（组织、人事科）、综合科和财务科"), "");
  EXPECT_EQ(offices("2", "办公室、自创区建设与科技合作科"), "");
  EXPECT_EQ(offices("3", "办公室、自创区建设与科技合作科"), "G:offices:count");
  EXPECT_EQ(offices("5", "办公室、综合科等"), "");
  EXPECT_EQ(offices("1", "办公室、综合科"), "G:offices:count");
  EXPECT_EQ(offices("7", "行政科室2个：办公室、人事科；事业单位5个"), "");
}

TEST(CountsOfNames, NumberOfProjects_IsThatOfThoseListed) {
  const auto said = [](const char* sentence) {
    return Text().Write("N5a", sentence).Findings("N-35");
  };
  EXPECT_EQ(said("主要原因是：校舍维修、教师培训三个项目金额不变。"), "N5a");
  EXPECT_EQ(said("校舍维修和教师培训3个项目金额不变。"), "N5a");
  for (const char* right :
       {"校舍维修、教师培训两个项目金额不变。",
        "校舍维修、教师培训等三个项目金额不变。", "校舍维修三个项目金额不变。",
        "新增设备购置、教师培训三个项目。", "共安排三个项目。",
        "校舍维修、教师培训2 个项目金额不变。"}) {
    EXPECT_EQ(said(right), "") << right;
  }
}

TEST(HeadCounts, NoMoreCameThanThereAre) {
  const auto change = [](const char* count, const char* delta) {
    return Text()
        .Say("G:staff:retired_cadre", count)
        .Say("G:staff/retired_cadre:delta", delta)
        .Findings("N-36");
  };
  EXPECT_EQ(change("1", "8"), "G:staff/retired_cadre:delta");
  EXPECT_EQ(change("1", "1"), "");
  EXPECT_EQ(change("1", "-8"), "");
}

TEST(HeadCounts, ReasonsAgreeWithPartOne) {
  const auto reason = [](const char* words) {
    return Text()
        .Say("G:staff/in_post:delta", "2")
        .Say("G:staff/retired:delta", "-1")
        .Say("N3:basic:reason", words)
        .Findings("N-36");
  };
  EXPECT_EQ(reason("在职人员增加2人，退休人员减少1人"), "");
  EXPECT_EQ(reason("增加在职职工2名，培训在职教师500人次"), "");
  EXPECT_EQ(reason("人员增加9人，离退休增加3人"), "");
  EXPECT_EQ(reason("一是在职人员较上年增加3人"), "N3:basic:reason");
  EXPECT_EQ(reason("退休增加1人"), "N3:basic:reason");
}

TEST(HeadCounts, ThoseWhoCameAndLeft_AreNetted) {
  const auto reason = [](const char* words) {
    return Change("N3:basic", "5", words)
        .Say("G:staff/in_post:delta", "2")
        .Findings("N-36");
  };
  EXPECT_EQ(reason("在职人员增加3人、减少1人"), "");
  EXPECT_EQ(reason("增加在职人员5人，减少在职人员3人，净增2人"), "");
  EXPECT_EQ(reason("在职人员增加2人，因在职人员增加2人社保缴费增加"), "");
  EXPECT_EQ(reason("在职人员增加5人，调出2人，退休1人"), "");
  EXPECT_EQ(reason("在职人员增加2人，退休1人"), "");
  EXPECT_EQ(reason("在职人员增加5人，调出2人"), "N3:basic:reason");
  EXPECT_EQ(reason("在职人员增加3人，减少2人"), "N3:basic:reason");
  EXPECT_EQ(reason("在职人员净增加3人"), "N3:basic:reason");
}

TEST(Staff, WholesAreTheSumsOfTheirKinds) {
  const auto kinds = [](const std::string& whole, const std::string& count,
                        const std::string& first, const std::string& other) {
    return Text()
        .Say("G:staff:" + whole, count)
        .Say("G:staff:" + first, "15")
        .Say("G:staff:" + other, "12")
        .Findings("N-33");
  };
  EXPECT_EQ(kinds("posts", "27", "posts_administrative", "posts_institution"),
            "");
  EXPECT_EQ(kinds("posts", "63", "posts_administrative", "posts_institution"),
            "G:staff:posts");
  EXPECT_EQ(
      kinds("in_post", "28", "in_post_administrative", "in_post_institution"),
      "G:staff:in_post");
  EXPECT_EQ(kinds("retired_all", "27", "retired", "retired_cadre"), "");
  EXPECT_EQ(kinds("retired_all", "22", "retired", "retired_cadre"),
            "G:staff:retired_all");
  // Other kinds.
  EXPECT_EQ(kinds("posts", "27", "posts_administrative", "posts_worker"), "");
  EXPECT_EQ(kinds("posts", "30", "posts_administrative", "posts_worker"), "");
}

}  // namespace
}  // namespace yuheng::validation
