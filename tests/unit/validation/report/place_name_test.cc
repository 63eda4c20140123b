#include "services/validation/report/place_name.h"

#include "gtest/gtest.h"
#include "tests/unit/validation/report/report_sample.h"

namespace yuheng::validation {
namespace {

std::string NameOf(const char* address) {
  const budget::Document document = SampleDocument();
  return PlaceName(budget::StandardForm(), &document, address).zh;
}

TEST(PlaceName, CellsGoByTheirPrintedRowsAndColumns) {
  EXPECT_EQ(NameOf("T6:303:total"), "表6 303 对个人和家庭的补助 合计");
  EXPECT_EQ(NameOf("T6:ALL:public"), "表6 合计行 公用经费");
  EXPECT_EQ(NameOf("T1:in:unit"), "表1 收入 5.单位资金");
  EXPECT_EQ(NameOf("T4:ex:206:gen"), "表4 支出 206 科学技术支出 一般公共预算");
  EXPECT_EQ(NameOf("T7:2060102|引智:经费:e302"),
            "表7 2060102 引智:经费 商品和服务支出");
  EXPECT_EQ(NameOf("T10:car_run:total"), "表10 公务用车运行费 合计");
  EXPECT_EQ(NameOf("T8"), "表8 政府性基金预算支出情况表");
  EXPECT_EQ(NameOf("T8:none"), "表8 空表说明");
  EXPECT_EQ(NameOf("T6:303"), "表6 303 对个人和家庭的补助");
}

TEST(PlaceName, ClaimsGoBySectionSubjectAndMeasure) {
  EXPECT_EQ(NameOf("N2:unit:share"), "说明二（收入） 单位资金 占比");
  EXPECT_EQ(NameOf("N5c:2060101:growth"),
            "说明五（三）具体使用 2060101 增减率");
  EXPECT_EQ(NameOf("N7:引智工作经费/e302:amount"),
            "说明七（项目支出） 引智工作经费 · 商品和服务支出 金额");
  EXPECT_EQ(NameOf("N10:car_run:delta"),
            "说明十（“三公”经费） 公务用车运行费 比上年增减额");
  EXPECT_EQ(NameOf("N11c:cars_law:count"),
            "说明十一（三）国有资产 执法执勤用车 数量");
  EXPECT_EQ(NameOf("G:staff:posts"), "机构和人员 编制数");
  EXPECT_EQ(NameOf("G:staff/in_post:delta"), "机构和人员 在职 比上年增减额");
  EXPECT_EQ(NameOf("N8"), "说明八（政府性基金）");
  EXPECT_EQ(NameOf("N8:fund:none"), "说明八（政府性基金） 基金预算拨款 未安排");
  EXPECT_EQ(NameOf("N9:soe:none"),
            "说明九（国有资本经营） 国有资本经营预算拨款 未安排");
}

TEST(PlaceName, SheetsGoByTheirProject) {
  EXPECT_EQ(NameOf("P1:total"), "绩效目标表1“引智工作经费” 预算总额");
  EXPECT_EQ(NameOf("P1:ind1:target"),
            "绩效目标表1“引智工作经费” 指标“培训人数” 指标值");
  EXPECT_EQ(NameOf("P9:ind4:weight"), "绩效目标表9“” 指标“4” 分值权重");
}

TEST(PlaceName, WhateverElse_IsItsOwnName) {
  EXPECT_EQ(NameOf("doc"), "整个文本");
  EXPECT_EQ(NameOf(""), "整个文本");
  EXPECT_EQ(NameOf("X:y"), "X:y");
  EXPECT_EQ(NameOf("T99:a"), "T99:a");
  EXPECT_EQ(NameOf("N2:something_new:odd"), "说明二（收入） something_new:odd");
}

TEST(PlaceName, WithoutADocument_TheFormNamesWhatItCan) {
  EXPECT_EQ(PlaceName(budget::StandardForm(), nullptr, "T6:303:total").zh,
            "表6 303 合计");
  EXPECT_EQ(PlaceName(budget::StandardForm(), nullptr, "P1:goal").en,
            "performance sheet 1 \"\", goal");
}

}  // namespace
}  // namespace yuheng::validation
