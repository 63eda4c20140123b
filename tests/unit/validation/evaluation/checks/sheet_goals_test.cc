#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/checks/rule_findings.h"

namespace yuheng::validation {
namespace {

using testing::DocumentBuilder;
using Indicators = std::vector<std::pair<std::string, std::string>>;

// The first sheet of the right document with this goal and these indicators.
std::vector<Finding> Check(const std::string& goal,
                           const Indicators& indicators) {
  DocumentBuilder builder;
  budget::PerformanceSheet& sheet = builder.SheetAt(0);
  sheet.goal = goal;
  sheet.indicators.clear();
  for (const auto& [name, target] : indicators) {
    sheet.indicators.push_back(
        {.level1 = "产出指标", .name = name, .target = target});
  }
  return FindingsOf("P-10", builder.Build());
}

void ExpectRight(const std::string& goal, const Indicators& indicators) {
  for (const Finding& finding : Check(goal, indicators)) {
    ADD_FAILURE() << goal << ": " << finding.message.zh;
  }
}

void ExpectWrong(const std::string& goal, const Indicators& indicators,
                 const std::string& target_address) {
  const auto findings = Check(goal, indicators);
  ASSERT_EQ(findings.size(), 1u) << goal;
  EXPECT_EQ(findings[0].severity, Severity::kWarning);
  ASSERT_EQ(findings[0].places.size(), 2u);
  EXPECT_EQ(findings[0].places[0].address, "P1:goal");
  EXPECT_EQ(findings[0].places[1].address, target_address);
}

TEST(SheetGoals, OtherNumberOfTheSameThing_IsFound) {
  ExpectWrong("通过线上线下同步方式共举办培训班2期，培训学员600名。",
              {{"举办培训班", ">=2场次"},
               {"线上线下培训人数", ">=500人"},
               {"培训课时", ">=50课时"}},
              "P1:ind2:target");
  ExpectWrong("引进高层次人才30名，培养科技人才500名。",
              {{"培养科技人才数量", "≥500人"}, {"引进高层次人才数", "≥20人"}},
              "P1:ind2:target");
  ExpectWrong("全年编印简报十期。", {{"编印简报期数", ">=12期"}},
              "P1:ind1:target");
  ExpectWrong("组织培训600名农牧民。", {{"培训农牧民人数", "≥500人"}},
              "P1:ind1:target");
  ExpectWrong("受益企业满意度达到98%以上。", {{"受益企业满意度", "≥95%"}},
              "P1:ind1:target");
  ExpectWrong("新建高标准农田2万亩。", {{"新建高标准农田面积", "≥3万亩"}},
              "P1:ind1:target");
}

TEST(SheetGoals, NumberBehindTheNameOfTheTarget_IsItsOwn) {
  ExpectWrong("采用线上线下结合的方式举办培训班3期。",
              {{"举办培训班", ">=2场次"}}, "P1:ind1:target");
  ExpectWrong("组织科普进社区、进校园活动8场次。",
              {{"组织科普活动", ">=6场次"}}, "P1:ind1:target");
  ExpectRight("组织科普进社区、进校园活动6场次。",
              {{"组织科普活动", ">=6场次"}});
  ExpectRight("深入社区开展科普活动，举办讲座3场次。",
              {{"组织科普活动", ">=6场次"}});
  ExpectRight("组织科普活动6场次、讲座3场次。", {{"组织科普活动", ">=6场次"}});
}

TEST(SheetGoals, OneFindingATarget_AtTheNearestNumber) {
  const auto findings =
      Check("开展党建活动10次，志愿活动4次。", {{"党建活动次数", "≥12次"}});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].actual_micro, 10'000'000);
}

TEST(SheetGoals, NumberWithoutWordsOfItsOwn_IsTheSentences) {
  ExpectWrong("预计举办培训3期、180人次。",
              {{"培训期数", "≥3期"}, {"培训人次", "≥150人次"}},
              "P1:ind2:target");
  ExpectRight("预计举办培训3期、150人次。",
              {{"培训期数", "≥3期"}, {"培训人次", "≥150人次"}});
}

TEST(SheetGoals, SameNumber_IsRight) {
  ExpectRight("举办培训班2期，培训学员500名。",
              {{"举办培训班", ">=2场次"}, {"培训人数", ">=500人"}});
  ExpectRight("全年编印简报十二期。", {{"编印简报期数", ">=12期"}});
  ExpectRight("新建高标准农田2万亩。", {{"新建高标准农田面积", "≥20000亩"}});
  ExpectRight("培训干部550人。", {{"培训干部人数", "500-600人"}});
}

TEST(SheetGoals, NumbersThatAddUp_AreRight) {
  ExpectRight("2023年完成两个审计整改的培训班任务。援疆经费保障一个培训班。",
              {{"培训班次（班次）", ">=3场次"}});
  ExpectRight("培训干部300名、学员200名。", {{"培训人数", ">=500人"}});
  ExpectRight("共培训干部群众500人。",
              {{"培训干部人数", "≥200人"}, {"培训群众人数", "≥300人"}});
}

TEST(SheetGoals, PartsAndOtherThings_AreNoFinding) {
  ExpectRight("培训学员600名，其中女学员200名。", {{"培训人数", ">=600人"}});
  ExpectRight("培训学员600名。", {{"培训教师人数", ">=50人"}});
  ExpectRight("带动300户农户增收。", {{"培训人数", ">=500人"}});
  ExpectRight("服务全州7个县市、120万人口。", {{"服务企业数", ">=50家"}});
  ExpectRight("每季度举办培训班1期。", {{"举办培训班", ">=4期"}});
  ExpectRight("培训覆盖率较上年提高5%。", {{"培训覆盖率", ">=90%"}});
  ExpectRight("2022年培训学员600名。", {{"培训人数", ">=500人"}});
  ExpectRight("培训学员600名。", {{"培训人次", ">=900人次"}});
  ExpectRight("增强四个意识，坚定四个自信，做到两个维护。",
              {{"党建活动个数", ">=3个"}});
  ExpectRight("项目总投资500万元，当年投入13万元。", {{"项目成本", "≤13万元"}});
  ExpectRight("培训学员600名。", {});
  ExpectRight("开展党建活动12次，志愿活动4次。", {{"党建活动次数", "≥12次"}});
  ExpectRight("召开会议4次，参会人员200人。",
              {{"召开会议次数", "≥4次"}, {"参会人数", "≥50人/次"}});
  ExpectRight("全州现有企业1200家，计划调查企业300家。",
              {{"调查企业数", "≥300家"}});
  ExpectRight("举办科普活动12场次，其中大型活动2场次，参与人数5000人次。",
              {{"科普活动场次", "≥12场次"}, {"参与人次", "≥5000人次"}});
  ExpectRight("2023年拨付驻村工作队5个，每个工作队2万元，共计10万元。",
              {{"保障驻村工作队数量", "≥5个"}, {"工作队补助", "=2万元/队"}});
  ExpectRight("预计培训3期，每期50人，共150人。",
              {{"培训期数", "≥3期"}, {"培训人数", "≥150人"}});
}

}  // namespace
}  // namespace yuheng::validation
