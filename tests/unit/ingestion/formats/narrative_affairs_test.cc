// Sections 十 and 十一: 三公, operating costs, procurement, assets,
// performance.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/ingestion/formats/claims_of.h"

namespace yuheng::ingestion {
namespace {

using ::testing::ElementsAre;

TEST(NarrativeHospitality, ItemsInOneSentence_KeepTheirFigures) {
  EXPECT_THAT(
      NarrativeClaims(
          "十、关于某局2023年财政拨款“三公”经费预算情况说明\n"
          "某局2023年“三公”经费财政拨款预算数为12万元，其中：因公出国（境）费用"
          "0万元，公务用车购置及运行维护费10万元（其中：公务用车购置费6万元，公"
          "务"
          "用车运行维护费4万元），公务接待费2万元。\n"
          "2023年“三公”经费比上年预算减少1万元，下降7.69%，其中：因公出国（境）"
          "费增加0万元，增长0%"
          "，主要原因是2023年因公出国（境）费安排0万元，与上年"
          "预算一致；公务用车运行维护费减少1万元，下降20%，主要原因是压减；公务"
          "接待费未安排。\n"),
      ElementsAre(
          "N10:total:amount=12", "N10:abroad:amount=0", "N10:car:amount=10",
          "N10:car_buy:amount=6", "N10:car_run:amount=4",
          "N10:reception:amount=2", "N10:total:delta=-1",
          "N10:total:growth=-7.69", "N10:abroad:delta=0", "N10:abroad:growth=0",
          "N10:abroad:reason~2023年因公出国（境）费安排0万元，与上年预算一致",
          "N10:car_run:delta=-1", "N10:car_run:growth=-20",
          "N10:car_run:reason~压减", "N10:reception:none~公务接待费未安排"));
}

TEST(NarrativeHospitality, TemplateRemainders_AreRead) {
  EXPECT_THAT(NarrativeClaims(
                  "十、关于某单位2023年“三公”经费预算情况说明\n"
                  "因公出国（境）费增加（减少）0万元，增长（下降）0%，主要原因"
                  "是未安排；公务接待费增加0.5万元，增长50%。\n"),
              ElementsAre("N10:abroad:delta=0", "N10:abroad:growth=0",
                          "N10:abroad:reason~未安排", "N10:reception:delta=0.5",
                          "N10:reception:growth=50"));
}

TEST(NarrativeHospitality, ZeroInOtherWords_IsRead) {
  EXPECT_THAT(NarrativeClaims(
                  "十、关于某单位2023年“三公”经费预算情况说明\n"
                  "因公出国（境）费无增减变化；公务用车购置费为0，与上年持平；"
                  "公务接待费减少0.02万元，下降4%。\n"),
              ElementsAre("N10:abroad:delta=0", "N10:car_buy:amount=0",
                          "N10:car_buy:delta=0", "N10:reception:delta=-0.02",
                          "N10:reception:growth=-4"));
}

TEST(NarrativeAffairs, OperatingCosts_StandBesideTheirHeading) {
  EXPECT_THAT(
      NarrativeClaims(
          "十一、其他重要事项的情况说明\n"
          "（一）机关运行经费情况。2023年，某局本级及下属2家行政单位的"
          "机关运行经费财政拨款预算40.78万元，比上年预算增加5.94万元，"
          "增长17.05%，主要是人员增加。\n"),
      ElementsAre("N11a:operating:amount=40.78", "N11a:operating:delta=5.94",
                  "N11a:operating:growth=17.05",
                  "N11a:operating:reason~人员增加"));
}

TEST(NarrativeAffairs, Procurement_IsReadByKind) {
  EXPECT_THAT(
      NarrativeClaims("十一、其他重要事项的情况说明\n（二）政府采购情况\n"
                      "2023年，某局政府采购预算66万元，其中：政府采购货物预算28"
                      "万元，政府采购"
                      "工程预算0万元，政府采购服务预算38万元。\n"
                      "2023年度面向中小企业预留政府采购项目预算金额60万元，其中"
                      "：面向小微企业"
                      "预留政府采购项目预算金额50万元。\n"),
      ElementsAre("N11b:total:amount=66", "N11b:goods:amount=28",
                  "N11b:works:amount=0", "N11b:services:amount=38",
                  "N11b:sme:amount=60", "N11b:micro:amount=50"));
}

TEST(NarrativeAffairs, Assets_CountsAndAmountsAndPurchases) {
  EXPECT_THAT(
      NarrativeClaims(
          "十一、其他重要事项的情况说明\n（三）国有资产占用使用情况\n"
          "截至2022年底，某局占用使用国有资产总体情况为：\n"
          "1.房屋1250.5平方米，价值2,500万元；2.车辆 3 辆，价值60万元；其中："
          "一般公务用车2辆，价值40万元；执法执勤用车1辆，价值20万元。\n"
          "3.办公家具价值15万元。4.其他资产价值144.38万元。\n"
          "单位价值50万元（含）以上大型设备1台（套），单位价值100万元以上大型设"
          "备"
          "0台（套）。\n"
          "2023年预算安排购置车辆经费20万元，安排购置50万元以上大型设备2台（套"
          "），"
          "单位价值100万元以上大型设备1台（套）。\n"),
      ElementsAre("N11c:house:area=1250.5", "N11c:house:amount=2500",
                  "N11c:cars:count=3", "N11c:cars:amount=60",
                  "N11c:cars_general:count=2", "N11c:cars_general:amount=40",
                  "N11c:cars_law:count=1", "N11c:cars_law:amount=20",
                  "N11c:furniture:amount=15", "N11c:other:amount=144.38",
                  "N11c:equipment_50:count=1", "N11c:equipment_100:count=0",
                  "N11c:buy_car:amount=20", "N11c:buy_equipment_50:count=2",
                  "N11c:buy_equipment_100:count=1"));
}

TEST(NarrativeAffairs, NoCarToBuy_IsNil) {
  EXPECT_THAT(NarrativeClaims(
                  "十一、其他重要事项的情况说明\n（三）国有资产占用使用情况\n"
                  "2023年某局预算未安排购置车辆经费，安排购置50万元以上大型"
                  "设备0台（套）。\n"),
              ElementsAre("N11c:buy_car:none~未安排购置车辆",
                          "N11c:buy_equipment_50:count=0"));
}

TEST(NarrativeAffairs, ManagedProjects_BySource) {
  EXPECT_THAT(
      NarrativeClaims(
          "十一、其他重要事项的情况说明\n（四）预算绩效情况\n"
          "2023年度实行绩效管理的财政拨款项目3个，涉及预算金额75万元；"
          "非财政拨款项目2个，涉及预算金额210万元。\n"
          "\t项目支出绩效目标表\n\n\t项目总体目标\n\t目标一\n\n"
          "完成财政拨款项目9个。\n"
          "（五）其他需说明的事项\n无。\n"),
      ElementsAre("N11d:fiscal:count=3", "N11d:fiscal:amount=75",
                  "N11d:nonfiscal:count=2", "N11d:nonfiscal:amount=210"));
}

}  // namespace
}  // namespace yuheng::ingestion
