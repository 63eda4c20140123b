// Sections 七 to 九 in other bureaus' words.

#include "gtest/gtest.h"
#include "tests/unit/ingestion/formats/wording_cases.h"

namespace yuheng::ingestion {
namespace {

TEST(Wording, OtherBudgets) {
  CheckWording(R"(
=== N8 items by path
某局2023年政府性基金预算拨款支出120万元，比上年增加20万元，增长20%，主要原因是项目增加。其中：
1.城乡社区支出（类）国有土地使用权出让收入安排的支出（款）城市建设支出（项）：2023年预算数为120万元，比上年增加20万元，增长20%。
---
N8:total:amount=120
N8:total:delta=20
N8:total:growth=20
N8:2120803:amount=120
N8:2120803:delta=20
N8:2120803:growth=20
=== N8 基本支出 and 项目支出
2023年政府性基金预算财政拨款支出120万元，其中：基本支出0万元，项目支出120万元。
---
N8:total:amount=120
N8:basic:amount=0
N8:project:amount=120
=== N8 items by name
政府性基金预算支出120万元，具体为：城市建设支出120万元，与上年持平。
---
N8:total:amount=120
N8:2120803:amount=120
N8:2120803:delta=0
=== N8 income and expenditure
2023年政府性基金预算拨款收入120万元，政府性基金预算支出120万元，较上年减少30万元，下降20%。
---
N8:total:amount=120
N8:total:amount=120
N8:total:delta=-30
N8:total:growth=-20
=== N8 none in other words
本单位2023年无政府性基金预算安排的支出。
---
N8:fund:none
=== N8 none, with zero amounts
2023年政府性基金预算支出0万元，与上年持平，本单位没有使用政府性基金预算拨款安排的支出。
---
N8:fund:none
=== N9 none in other words
我单位2023年未使用国有资本经营预算拨款安排支出，国有资本经营预算支出情况表为空表。
---
N9:soe:none
=== N9 none, said as zero
2023年国有资本经营预算支出为零。
---
N9:soe:none
=== N9 none, in a few words
国有资本经营预算支出：零。
---
N9:soe:none
=== N9 an amount
2023年国有资本经营预算拨款支出30万元，比上年增加30万元，增长100%，主要原因是新增解决历史遗留问题补助。
---
N9:total:amount=30
N9:total:delta=30
N9:total:growth=100
)");
}

TEST(Wording, Projects) {
  CheckWording(R"(
=== N7 all projects in front, amounts in headings
一般公共预算项目支出60万元，共2个项目，涉及3个单位。
（一）引智工作经费10万元。
预算安排规模：10万元
资金分配情况：商品和服务支出10万元。
---
N7:total:amount=60
N7:total:count=2
N7:引智工作经费:amount=10
N7:引智工作经费:amount=10
N7:引智工作经费/e302:amount=10
=== N7 other projects in front are not all of them
2023年单位资金30万元，上年结转项目19.8万元。
（一）项目名称：引智工作经费
预算安排规模：10万元
---
N7:引智工作经费:amount=10
=== N7 variants of the labels
（一）项目名称：引智工作经费
项目设立依据：会议决定，每年安排10万元。
项目预算规模：10万元
项目实施单位：交流中心
资金使用情况：商品和服务支出8万元，资本性支出2万元。
项目执行期限：2023年1月1日至2023年12月31日
---
N7:引智工作经费/annual:amount=10
N7:引智工作经费:amount=10
N7:引智工作经费:unit~交流中心
N7:引智工作经费/e302:amount=8
N7:引智工作经费/e310:amount=2
N7:引智工作经费:period~2023年1月1日至2023年12月31日
=== N7 numbered fields
项目一
1.项目名称：引智工作经费；
2.设立的政策依据：有关决定；
3.预算安排规模：10万元；
4.项目承担单位：交流中心；
5.资金分配情况：商品和服务支出10万元，主要用于会议费3万元、差旅费7万元；
6.资金执行时间：2023年1月至12月。
---
N7:引智工作经费:amount=10
N7:引智工作经费:unit~交流中心
N7:引智工作经费/e302:amount=10
=== N7 fields in one paragraph
（一）项目名称：引智工作经费。设立的政策依据：有关决定。预算安排规模：100,000元。项目承担单位：交流中心。资金分配情况：302商品和服务支出100,000元。资金执行时间：2023年全年。
---
N7:引智工作经费:amount=10
N7:引智工作经费:unit~交流中心
N7:引智工作经费/e302:amount=10
N7:引智工作经费:period~2023年全年
=== N7 no colons, brackets of another kind
1、项目名称 引智工作经费
2、设立的政策依据 有关决定
3、预算安排规模 10万元
4、项目承担单位 交流中心
5、资金分配情况 商品和服务支出10万元
6、资金执行时间 2023年
---
N7:引智工作经费:amount=10
N7:引智工作经费:unit~交流中心
N7:引智工作经费/e302:amount=10
=== N7 labels in marks of their own
【项目名称】引智工作经费
【政策依据】有关决定
【预算安排规模】10万元
【项目承担单位】交流中心
【资金分配情况】商品和服务支出10万元
【资金执行时间】2023年
---
N7:引智工作经费:amount=10
N7:引智工作经费:unit~交流中心
N7:引智工作经费/e302:amount=10
=== N7 running text about a project of table 7
某局2023年一般公共预算项目支出10万元，其中：引智工作经费10万元，比上年增加2万元，增长25%，主要用于引进国外智力。
---
N7:引智工作经费:amount=10
N7:引智工作经费:delta=2
N7:引智工作经费:growth=25
=== N7 lines of a PDF
（一）项目名称：引智工作经
费
设立的政策依据：自治州会议
决定，每年10
万元。
预算安排规模：10万
元
项目承担单位：交流中心
资金分配情况：商品和服务支
出10万元。
资金执行时间：2023年1月1日-2023年12
月31日
---
N7:引智工作经费/annual:amount=10
N7:引智工作经费:amount=10
N7:引智工作经费:unit~交流中心
N7:引智工作经费/e302:amount=10
N7:引智工作经费:period~2023年1月1日-2023年12月31日
=== N7 two projects, the second has no number
（一）项目名称：引智工作经费
预算安排规模：10万元
项目承担单位：交流中心
项目名称：乙项目
预算安排规模：20万元
项目承担单位：综合科
---
N7:引智工作经费:amount=10
N7:引智工作经费:unit~交流中心
N7:乙项目:amount=20
=== N7 other marks around the name of table 7
（一）项目名称：2023年度“引智工作经费”（延续项目）
预算安排规模：10万元
（二）项目名称：引智经费项目
预算安排规模：20万元
---
N7:引智工作经费:amount=10
N7:引智经费项目:amount=20
=== N7 the name of another year is another name
（一）项目名称：2022年引智工作经费
项目资金：10万元
---
N7:2022年引智工作经费:amount=10
=== N7 a heading for the name, words without a label behind
（一）引智工作经费
自治州会议决定，每年安排。
项目资金：10万元
项目承担单位：交流中心
（二）项目名称：乙项目
预算安排规模：20万元
项目3：引智工作经费项目
预算安排规模：30万元
---
N7:引智工作经费:amount=10
N7:引智工作经费:unit~交流中心
N7:乙项目:amount=20
N7:引智工作经费:amount=30
=== N7 words without a label behind the name
（一）项目名称：引智工作经费
自治州会议决定，每年安排
预算安排规模：10万元
---
N7:引智工作经费:amount=10
=== N7 none
某局2023年没有一般公共预算项目支出，一般公共预算项目支出情况表为空表。
---
N7:none
=== N7 a unit in the label
（一）项目名称：引智工作经费
预算安排规模（万元）：10
资金分配情况：商品和服务支出：10万元
---
N7:引智工作经费:amount=10
N7:引智工作经费/e302:amount=10
)");
}

}  // namespace
}  // namespace yuheng::ingestion
