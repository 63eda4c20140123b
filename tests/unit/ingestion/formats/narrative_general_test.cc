// Sections 五 to 九: the general public budget, projects, funds.

#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/ingestion/formats/claims_of.h"

namespace yuheng::ingestion {
namespace {

using ::testing::ElementsAre;

TEST(NarrativeAppropriation, ScaleStructureUses_BecomeTheirSubsections) {
  EXPECT_THAT(
      NarrativeClaims(
          "五、关于某局2023年一般公共预算当年拨款情况说明\n"
          "（一）一般公共预算当年拨款规模变化情况\n"
          "某局2023年一般公共预算拨款合计60万元，其中：基本支出50万元，较上年"
          "减少5万元，下降9.09%。主要原因是：人员减少。项目支出10万元，与上年"
          "持平。\n"
          "（二）一般公共预算当年拨款结构情况\n"
          "1.科学技术支出（类）60万元，占100％。\n"
          "（三）一般公共预算当年拨款具体使用情况\n"
          "1.科学技术支出(类)科学技术管理事务(款)行政运行(项)：2023年预算数为"
          "50万元，比上年执行数减少5万元，下降9.09%，主要原因是：人员减少。\n"
          "2.科学技术（类）科技条件与服务（款）其他科技条件与服务支出（项）:"
          "2023年预算数10万元，比上年增加0万元，增长0%。\n"
          "3.科学技术支出（类）海洋（款）潜水（项）：2023年预算数为1万元。\n"),
      ElementsAre("N5a:total:amount=60", "N5a:basic:amount=50",
                  "N5a:basic:delta=-5", "N5a:basic:growth=-9.09",
                  "N5a:basic:reason~人员减少", "N5a:project:amount=10",
                  "N5a:project:delta=0", "N5b:206:amount=60",
                  "N5b:206:share=100", "N5c:2060101:amount=50",
                  "N5c:2060101:delta_other_base=-5",
                  "N5c:2060101:growth_other_base=-9.09",
                  "N5c:2060101:reason~人员减少", "N5c:2060599:amount=10",
                  "N5c:2060599:delta=0", "N5c:2060599:growth=0",
                  "N5c:科学技术支出(类)海洋(款)潜水(项):amount=1"));
}

TEST(NarrativeAppropriation, WithoutSubheadings_MarksTellTheParts) {
  EXPECT_THAT(NarrativeClaims(
                  "五、关于某局2023年一般公共预算当年拨款情况说明\n"
                  "某局2023年一般公共预算拨款60万元，其中：基本支出60万元。\n"
                  "1.科学技术支出（类）60万元，占100%。\n"
                  "2.科学技术支出（类）科学技术管理事务（款）行政运行（项）："
                  "2023年预算数为60万元。\n"),
              ElementsAre("N5a:total:amount=60", "N5a:basic:amount=60",
                          "N5b:206:amount=60", "N5b:206:share=100",
                          "N5c:2060101:amount=60"));
}

TEST(NarrativeAppropriation, ItemWithoutMarks_IsFoundByItsName) {
  EXPECT_THAT(NarrativeClaims("五、关于某局2023年一般公共预算当年拨款情况说明\n"
                              "（三）一般公共预算当年拨款具体使用情况\n"
                              "1.一般行政管理事务：2023年预算数为10万元。\n"),
              ElementsAre("N5c:2060102:amount=10"));
}

TEST(NarrativeBasic, PersonnelAndPublic_HaveTheirLists) {
  EXPECT_THAT(
      NarrativeClaims("六、关于某局2023年一般公共预算基本支出情况说明\n"
                      "某局2023年一般公共预算基本支出30万元， 其中：\n"
                      "人员经费20万元，包括：基本工资、津贴补贴；日常公用经费"
                      "10万元，主要包括办公费、维修（护）费。\n"),
      ElementsAre("N6:total:amount=30", "N6:personnel:amount=20",
                  "N6:personnel:words~基本工资、津贴补贴",
                  "N6:public:amount=10",
                  "N6:public:words~办公费、维修（护）费"));
}

TEST(NarrativeProjects, Fields_AreReadPerProject) {
  EXPECT_THAT(
      NarrativeClaims(
          "七、关于某局2023年一般公共预算项目支出情况说明\n"
          "（一）项目名称：引智工作 经费\n"
          "设立的政策依据：会议纪要〔2021〕69号，每年10万元。\n"
          "预算安排规模：100000元\n"
          "项目承担单位：某中心\n"
          "资金分配情况：商品和服务支出5.5万元。主要用于差旅2万元。资本性支出"
          "4.5万元，主要用于购置设备。\n"
          "资金执行时间：2023年1月1日-2023年12月31日\n"
          "（二）项目名称：2022年科技特派员经费。预算规模（万元）：15\n"),
      ElementsAre("N7:引智工作经费:policy~会议纪要〔2021〕69号，每年10万元",
                  "N7:引智工作经费/annual:amount=10",
                  "N7:引智工作经费:amount=10", "N7:引智工作经费:unit~某中心",
                  "N7:引智工作经费/e302:amount=5.5",
                  "N7:引智工作经费/e310:amount=4.5",
                  "N7:引智工作经费:period~2023年1月1日-2023年12月31日",
                  "N7:2022年科技特派员经费:amount=15"));
}

TEST(NarrativeAppropriation, CodeMistakenInAnotherTable_LeavesThePathToTable5) {
  budget::Document document = DocumentWithTables();
  budget::Table mistaken = *document.FindTable(budget::TableKind::kT5);
  mistaken.kind = budget::TableKind::kT2;
  for (budget::Row& row : mistaken.rows) {
    if (row.code == "2060101") row.code = "2060193";
  }
  document.tables.push_back(std::move(mistaken));
  EXPECT_THAT(
      NarrativeClaims("五、关于某局2023年一般公共预算当年拨款情况说明\n"
                      "（三）一般公共预算当年拨款具体使用情况\n"
                      "1.科学技术支出（类）科学技术管理事务（款）行政运行（项）"
                      "：2023年预算数为50万元。\n",
                      document),
      ElementsAre("N5c:2060101:amount=50"));
}

TEST(NarrativeProjects, NoProject_IsNil) {
  EXPECT_THAT(
      NarrativeClaims("七、关于某局2023年一般公共预算项目支出情况说明\n"
                      "某局2023年没有一般公共预算安排的项目支出。\n"),
      ElementsAre("N7:none~某局2023年没有一般公共预算安排的项目支出。"));
}

TEST(NarrativeFunds, AmountsByItem_OrNil) {
  EXPECT_THAT(
      NarrativeClaims(
          "八、关于某局2023年政府性基金预算拨款情况说明\n"
          "某局2023年政府性基金预算支出300万元，其中：基本支出0万元，项目支出"
          "300万元。\n"
          "城乡社区支出（类）国有土地使用权出让收入安排的支出（款）城市建设支出"
          "（项）：2023年预算数为300万元。\n"
          "九、关于某局2023年国有资本经营预算拨款情况说明\n"
          "某局2023年未使用国有资本经营预算拨款安排支出，该表为空表。\n"),
      ElementsAre("N8:total:amount=300", "N8:basic:amount=0",
                  "N8:project:amount=300", "N8:2120803:amount=300",
                  "N9:soe:none~某局2023年未使用国有资本经营预算拨款安排支出，"
                  "该表为空表。"));
}

}  // namespace
}  // namespace yuheng::ingestion
