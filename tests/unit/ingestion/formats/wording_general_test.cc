// Sections 四 to 六 in other bureaus' words.

#include "gtest/gtest.h"
#include "tests/unit/ingestion/formats/wording_cases.h"

namespace yuheng::ingestion {
namespace {

TEST(Wording, Fiscal) {
  CheckWording(R"(
=== N4 a total of income and one of expenditure, and parts of it
2023年财政拨款收入预算483.53万元，支出预算483.53万元。其中：基本支出423.53万元，项目支出60万元。
---
N4:total:amount=483.53
N4:total:amount=483.53
=== N4 totals of income and expenditure, classes of the only budget
2023年财政拨款收入预算483.53万元，财政拨款支出预算483.53万元。
收入包括：一般公共预算财政拨款483.53万元。支出包括：科学技术支出400万元、社会保障和就业支出83.53万元。
---
N4:total:amount=483.53
N4:total:amount=483.53
N4:gen:amount=483.53
N4:gen/206:amount=400
N4:gen/208:amount=83.53
=== N4 classes of several budgets together
2023年财政拨款收支总预算500万元。收入包括：一般公共预算拨款480万元、政府性基金预算拨款20万元。支出包括：科学技术支出400万元、城乡社区支出100万元。
---
N4:total:amount=500
N4:gen:amount=480
N4:fund:amount=20
N4:total/206:amount=400
N4:total/212:amount=100
=== N4 each budget's expenditure in its own sentence
2023年财政拨款收支总预算500万元。
收入预算包括：一般公共预算拨款480万元，政府性基金预算拨款20万元，国有资本经营预算拨款0万元。
一般公共预算支出包括：科学技术支出400万元，主要用于基本工资、办公费；社会保障和就业支出80万元，主要用于养老保险缴费。
政府性基金预算支出包括：城乡社区支出20万元，主要用于城市建设。
---
N4:total:amount=500
N4:gen:amount=480
N4:fund:amount=20
N4:soe:amount=0
N4:gen/206:amount=400
N4:gen/206:words~基本工资、办公费
N4:gen/208:amount=80
N4:fund/212:amount=20
=== N4 expenditure of a budget with its own amount
财政拨款收支总预算500万元。收入全部为一般公共预算拨款。一般公共预算财政拨款支出500万元，其中：1.科学技术支出400万元；2.社会保障和就业支出100万元。
---
N4:total:amount=500
N4:gen/ALL:amount=500
N4:gen/206:amount=400
N4:gen/208:amount=100
=== N4 other words for the total, 元
2023年度财政拨款收支预算总额为5,000,000元，其中：一般公共预算财政拨款收入4,800,000元，政府性基金预算财政拨款收入200,000元，无国有资本经营预算拨款。
---
N4:total:amount=500
N4:gen:amount=480
N4:fund:amount=20
N4:soe:none
=== N4 nothing of the other budgets
2023年财政拨款收支总预算483.53万元。收入预算包括：一般公共预算拨款483.53万元；政府性基金预算拨款未安排；国有资本经营预算未安排。支出预算包括：206科学技术支出（类）483.53万元。
---
N4:total:amount=483.53
N4:gen:amount=483.53
N4:fund:none
N4:soe:none
N4:gen/206:amount=483.53
=== N4 (类) and lines of a PDF
2023年财政拨款收支总预算48
3.53万元。
收入预算包括：一般公共
预算拨款483.53万元。
一般公共预算支出包括：科学技
术支出（类）483.
53万元，主要用于基本工资、津贴
补贴。
---
N4:total:amount=483.53
N4:gen:amount=483.53
N4:gen/206:amount=483.53
)");
}

TEST(Wording, Appropriation) {
  CheckWording(R"(
=== N5a total with a change of its own
某局2023年一般公共预算当年拨款483.53万元，比上年预算增加83.6万元，增长20.9%，主要原因是增资。其中：基本支出423.53万元，比上年增加83.6万元，增长24.59%；项目支出60万元，与上年持平。
---
N5a:total:amount=483.53
N5a:total:delta=83.6
N5a:total:growth=20.9
N5a:basic:amount=423.53
N5a:basic:delta=83.6
N5a:basic:growth=24.59
N5a:project:amount=60
N5a:project:delta=0
=== N5a 较, 减少 and shares
2023年一般公共预算财政拨款支出合计483.53万元。其中基本支出423.53万元，占87.59%，较2022年预算减少10万元，减少2.31%；项目支出60万元，占12.41%，较2022年预算增加20万元，增长50%。
---
N5a:total:amount=483.53
N5a:basic:amount=423.53
N5a:basic:share=87.59
N5a:basic:delta=-10
N5a:basic:growth=-2.31
N5a:project:amount=60
N5a:project:share=12.41
N5a:project:delta=20
N5a:project:growth=50
=== N5a growth first
一般公共预算拨款合计483.53万元，其中：基本支出423.53万元，比上年预算增长24.59%，增加83.6万元。主要原因是：人员增加2人；增资。项目支出60万元，比上年预算下降25%，减少20万元。主要原因是压减项目。
---
N5a:total:amount=483.53
N5a:basic:amount=423.53
N5a:basic:growth=24.59
N5a:basic:delta=83.6
N5a:project:amount=60
N5a:project:growth=-25
N5a:project:delta=-20
=== N5a lines of their own
2023年一般公共预算当年财政拨款483.53万元，其中：
1.基本支出423.53万元。
比上年预算增加83.6万元，增长24.59%。
主要原因是增资。
2.项目支出60万元。
比上年预算增加0万元，增长0%。
---
N5a:total:amount=483.53
N5a:basic:amount=423.53
N5a:basic:delta=83.6
N5a:basic:growth=24.59
N5a:project:amount=60
N5a:project:delta=0
N5a:project:growth=0
=== N5a names with the budget in front
2023年一般公共预算拨款4,835,300元。一般公共预算拨款基本支出4,235,300元，一般公共预算拨款项目支出600,000元。
---
N5a:total:amount=483.53
N5a:basic:amount=423.53
N5a:project:amount=60
=== N5a both changes in one clause
一般公共预算拨款合计483.53万元，其中：基本支出423.53万元、项目支出60万元，分别比上年增加83.6万元、10万元，分别增长24.59%、20%。
---
N5a:total:amount=483.53
N5a:basic:amount=423.53
N5a:project:amount=60
N5a:basic:delta=83.6
N5a:project:delta=10
N5a:basic:growth=24.59
N5a:project:growth=20
=== N5a last year's amounts first
2022年一般公共预算拨款400万元，2023年一般公共预算拨款483.53万元，比上年增加83.53万元，增长20.88%。其中：基本支出上年340万元，本年423.53万元，增加83.53万元，增长24.57%。
---
N5a:total:amount=483.53
N5a:total:delta=83.53
N5a:total:growth=20.88
N5a:basic:amount=423.53
N5a:basic:delta=83.53
N5a:basic:growth=24.57
=== N5b shares before amounts, other brackets
1.科学技术支出(类)占82.73%，400万元；
2.社会保障和就业支出【类】83.53万元，占17.27%。
---
N5b:206:share=82.73
N5b:206:amount=400
N5b:208:amount=83.53
N5b:208:share=17.27
=== N5b no (类), codes in front, one sentence
206科学技术支出400万元，占82.73%；208社会保障和就业支出83.53万元，占17.27%；201一般公共服务支出0万元，占0%。
---
N5b:206:amount=400
N5b:206:share=82.73
N5b:208:amount=83.53
N5b:208:share=17.27
N5b:201:amount=0
N5b:201:share=0
=== N5b codes behind the names
科学技术支出（206）400万元，占82.73%；社会保障和就业支出（类）（208）83.53万元，占17.27%。
---
N5b:206:amount=400
N5b:206:share=82.73
N5b:208:amount=83.53
N5b:208:share=17.27
=== N5b 占比, a name without 支出, no sign
科学技术（类）支出400万元，占比82.73%。社会保障和就业（类）支出83.53万元，占一般公共预算当年拨款的17.27。
---
N5b:206:amount=400
N5b:206:share=82.73
N5b:208:amount=83.53
N5b:208:share=17.27
=== N5b a class the tables do not have
1.科学技术支出（类）400万元，占82.73%。2.教育支出（类）83.53万元，占17.27%。
---
N5b:206:amount=400
N5b:206:share=82.73
N5b:205:amount=83.53
N5b:205:share=17.27
=== N5b a total in front
2023年一般公共预算当年拨款483.53万元，主要用于以下方面：科学技术支出（类）400万元，占82.73%；社会保障和就业支出（类）83.53万元，占17.27%。
---
N5b:206:amount=400
N5b:206:share=82.73
N5b:208:amount=83.53
N5b:208:share=17.27
)");
}

TEST(Wording, Uses) {
  CheckWording(R"(
=== N5b basic and project expenditure of a class, and its groups
科学技术支出（类）483.53万元，占100%。其中：基本支出423.53万元，项目支出60万元。
科学技术管理事务（款）433.53万元，科技条件与服务（款）50万元。
---
N5b:206:amount=483.53
N5b:206:share=100
N5b:basic:amount=423.53
N5b:project:amount=60
N5b:20601:amount=433.53
N5b:20605:amount=50
=== N5c an amount of last year before 一致
1.科学技术支出（类）科学技术管理事务（款）一般行政管理事务（项）2023年预算数为10万元，与上年预算10万元一致。
---
N5c:2060102:amount=10
N5c:2060102:delta=0
=== N5c a change behind uses
1.科学技术支出（类）科学技术管理事务（款）行政运行（项）2023年预算数为423.53万元，主要用于机关运转，比上年预算增加83.6万元，增长24.59%，主要原因是人员增加。
2.科学技术支出（类）科学技术管理事务（款）一般行政管理事务（项）2023年预算数为10万元，主要用于：引智工作。较上年减少2万元，下降16.67%。
---
N5c:2060101:amount=423.53
N5c:2060101:delta=83.6
N5c:2060101:growth=24.59
N5c:2060101:reason~人员增加
N5c:2060102:amount=10
N5c:2060102:delta=-2
N5c:2060102:growth=-16.67
=== N5c a change behind a list of amounts, and one behind a single amount
1.科学技术支出（类）科学技术管理事务（款）行政运行（项）2023年预算数为423.53万元，主要用于工资福利支出382.76万元、商品和服务支出40.77万元，比2022年预算数增加83.6万元，增长24.59%。
2.科学技术支出（类）科学技术管理事务（款）一般行政管理事务（项）2023年预算数为10万元，主要用于培训3万元，比上年增加1万元。
---
N5c:2060101:amount=423.53
N5c:2060101:delta=83.6
N5c:2060101:growth=24.59
N5c:2060102:amount=10
=== N5c one item by code and name, another by its path
1.2060101行政运行50万元，比上年增加5万元，增长11.11%。
2.科学技术支出（类）科技条件与服务（款）其他科技条件与服务支出（项）：2023年预算数为10万元。
---
N5c:2060101:amount=50
N5c:2060101:delta=5
N5c:2060101:growth=11.11
N5c:2060599:amount=10
=== N5c synonyms
1.科学技术支出（类）科学技术管理事务（款）行政运行（项）2023年预算数423.53万元，较上年预算数增加83.6万元，增幅24.59%。主要原因是增资。
2.科学技术支出（类）科技条件与服务（款）其他科技条件与服务支出（项）：2023年预算数为50万元，与上年预算数持平。
---
N5c:2060101:amount=423.53
N5c:2060101:delta=83.6
N5c:2060101:growth=24.59
N5c:2060599:amount=50
N5c:2060599:delta=0
=== N5c marks between the names
1.科学技术支出（类）-科学技术管理事务（款）-行政运行（项）：2023年预算数为423.53万元，比上年减少10万元，下降2.31%。
2.科学技术支出（类）/科技条件与服务（款）/其他科技条件与服务支出（项）：50万元。
---
N5c:2060101:amount=423.53
N5c:2060101:delta=-10
N5c:2060101:growth=-2.31
N5c:2060599:amount=50
=== N5c codes in front of every name
1.206科学技术支出（类）01科学技术管理事务（款）01行政运行（项）：2023年预算数为423.53万元，比上年预算增加0万元，增长0%。
2.科学技术支出（类）20605科技条件与服务（款）2060599其他科技条件与服务支出（项）：2023年预算数为50万元。
---
N5c:2060101:amount=423.53
N5c:2060101:delta=0
N5c:2060101:growth=0
N5c:2060599:amount=50
=== N5c codes behind
科学技术支出（类）科学技术管理事务（款）行政运行（项）（2060101）423.53万元，比上年增长24.59%，增加83.6万元；科学技术支出（206类）科技条件与服务（05款）其他科技条件与服务支出（99项）50万元。
---
N5c:2060101:amount=423.53
N5c:2060101:growth=24.59
N5c:2060101:delta=83.6
N5c:2060599:amount=50
=== N5c codes alone with names
1.2060101行政运行：2023年预算数为423.53万元，比上年预算增加83.6万元，增长24.59%。
2.2060102一般行政管理事务：2023年预算数为10万元，比上年预算增加0万元，增长0%。
---
N5c:2060101:amount=423.53
N5c:2060101:delta=83.6
N5c:2060101:growth=24.59
N5c:2060102:amount=10
N5c:2060102:delta=0
N5c:2060102:growth=0
=== N5c codes in brackets for marks, beside a path
1.科学技术支出（206）科学技术管理事务（01）行政运行（01）：2023年预算数为423.53万元，与上年持平。
2.一般行政管理事务（2060102）：2023年预算数为10万元。
3.科学技术支出（类）科技条件与服务（款）其他科技条件与服务支出（项）50万元。
---
N5c:2060101:amount=423.53
N5c:2060101:delta=0
N5c:2060102:amount=10
N5c:2060599:amount=50
=== N5c no brackets at all
1.科学技术支出科学技术管理事务行政运行：2023年预算数为423.53万元，比上年预算增加83.6万元，增长24.59%。
2.科学技术支出—科技条件与服务—其他科技条件与服务支出2023年预算数为50万元，比上年预算减少5万元，下降9.09%。
---
N5c:2060101:amount=423.53
N5c:2060101:delta=83.6
N5c:2060101:growth=24.59
N5c:2060599:amount=50
N5c:2060599:delta=-5
N5c:2060599:growth=-9.09
=== N5c other brackets
1.科学技术支出[类]科学技术管理事务[款]行政运行[项]：2023年预算数为423.53万元，比上年预算增加83.6万元，增长24.59%。
2.科学技术支出“类”科学技术管理事务“款”一般行政管理事务“项”：2023年预算数为10万元。
3.科学技术支出科技条件与服务其他科技条件与服务支出50万元。
---
N5c:2060101:amount=423.53
N5c:2060101:delta=83.6
N5c:2060101:growth=24.59
N5c:2060102:amount=10
N5c:2060599:amount=50
=== N5c lines of a PDF
1.科学技术支出（类）科学技术管
理事务（款）行政运行（项）：2023年预算数为42
3.53万元，比上年预算增
加83.6万元，增长24.
59%，主要原因是增资。
2.科学技术支出（类）科技条件与服务（款）其他科技条件与服务支
出（项）：2023年预算数为50万元，比上年预算增加0万元，增长0 %。
---
N5c:2060101:amount=423.53
N5c:2060101:delta=83.6
N5c:2060101:growth=24.59
N5c:2060599:amount=50
N5c:2060599:delta=0
N5c:2060599:growth=0
=== N5c class and 款 have statements of their own
科学技术支出（类）483.53万元，其中：科学技术管理事务（款）433.53万元，行政运行（项）423.53万元，一般行政管理事务（项）10万元。
---
N5c:206:amount=483.53
N5c:20601:amount=433.53
N5c:2060101:amount=423.53
N5c:2060102:amount=10
=== N5c an account nobody knows keeps its printed name
1.科学技术支出（类）魔法研究（款）咒语推广（项）：2023年预算数为5万元，比上年增加5万元，增长100%。
---
N5c:科学技术支出(类)魔法研究(款)咒语推广(项):amount=5
N5c:科学技术支出(类)魔法研究(款)咒语推广(项):delta=5
N5c:科学技术支出(类)魔法研究(款)咒语推广(项):growth=100
=== N5c the same item name under two classes
1.一般公共服务支出（类）财政事务（款）行政运行（项）：2023年预算数为12万元。
2.科学技术支出（类）科学技术管理事务（款）行政运行（项）：2023年预算数为423.53万元。
---
N5c:2010601:amount=12
N5c:2060101:amount=423.53
=== N5c prior amounts stand in brackets
1.科学技术支出（类）科学技术管理事务（款）行政运行（项）：2023年预算数为423.53万元（上年预算数339.93万元），比上年预算增加83.6万元，增长24.59%。
---
N5c:2060101:amount=423.53
N5c:2060101:delta=83.6
N5c:2060101:growth=24.59
)");
}

TEST(Wording, Basic) {
  CheckWording(R"(
=== N6 accounts with their amounts, and one that is listed twice
人员经费382.76万元，主要包括：工资福利支出363.33万元、对个人和家庭的补助19.43万元。
公用经费40.78万元，包括：办公费7.31万元、差旅费4.5万元。局机关包括：印刷费3万元；中心包括：印刷费2万元。
---
N6:personnel:amount=382.76
N6:301:amount=363.33
N6:303:amount=19.43
N6:public:amount=40.78
N6:30201:amount=7.31
N6:30211:amount=4.5
=== N6 a change behind a list
公用经费40.78万元，主要包括：办公费、印刷费，比上年增加5.94万元，增长17.05%，主要原因是人员增加。
---
N6:public:amount=40.78
N6:public:words~办公费、印刷费
N6:public:delta=5.94
N6:public:growth=17.05
N6:public:reason~人员增加
=== N6 sub-items in brackets and numbers
2023年一般公共预算基本支出423.53万元，其中：
（一）人员经费382.76万元，占90.37%，主要包括：基本工资、津贴补贴。
（二）公用经费40.77万元，占9.63%，主要包括：办公费、印刷费。
---
N6:total:amount=423.53
N6:personnel:amount=382.76
N6:personnel:share=90.37
N6:personnel:words~基本工资、津贴补贴
N6:public:amount=40.77
N6:public:share=9.63
N6:public:words~办公费、印刷费
=== N6 人员支出, 日常公用支出
某局2023年一般公共预算财政拨款基本支出423.53万元。其中：人员支出382.76万元，包括基本工资、津贴补贴；日常公用支出40.77万元，包括办公费、印刷费。
---
N6:total:amount=423.53
N6:personnel:amount=382.76
N6:personnel:words~基本工资、津贴补贴
N6:public:amount=40.77
N6:public:words~办公费、印刷费
=== N6 元 and 用于
一般公共预算基本支出4,235,300.00元，其中人员经费3,827,600.00元，主要用于基本工资、奖金；公用经费407,700.00元，主要用于办公费、差旅费。
---
N6:total:amount=423.53
N6:personnel:amount=382.76
N6:personnel:words~基本工资、奖金
N6:public:amount=40.77
N6:public:words~办公费、差旅费
=== N6 a purpose and a list behind it
基本支出423.53万元，其中：人员经费382.76万元，用于保障人员待遇，包括基本工资、奖金；公用经费40.77万元，主要有：办公费、差旅费。
---
N6:total:amount=423.53
N6:personnel:amount=382.76
N6:personnel:words~基本工资、奖金
N6:public:amount=40.77
N6:public:words~办公费、差旅费
=== N6 amounts of every item in the lists
基本支出423.53万元，其中：人员经费382.76万元，主要包括：基本工资105.16万元、津贴补贴78.63万元；公用经费40.77万元，主要包括：办公费7.31万元、印刷费0.3万元。
---
N6:total:amount=423.53
N6:personnel:amount=382.76
N6:public:amount=40.77
N6:30201:amount=7.31
N6:30202:amount=0.3
=== N6 classes of personnel expenditure in between
基本支出423.53万元，其中：人员经费382.76万元，其中：工资福利支出363.33万元，对个人和家庭的补助19.43万元。公用经费40.77万元，其中：商品和服务支出40.77万元。
---
N6:total:amount=423.53
N6:personnel:amount=382.76
N6:public:amount=40.77
N6:301:amount=363.33
N6:303:amount=19.43
N6:302:amount=40.77
=== N5a reasons in lines of their own
某局2023年一般公共预算拨款合计483.53万元，其中：基本支出423.53万元，比上年预算增加83.6万元，增长24.59%。
主要是人员增加。
项目支出60万元，比上年预算减少5万元，下降7.69%。
由于任务减少。
---
N5a:total:amount=483.53
N5a:basic:amount=423.53
N5a:basic:delta=83.6
N5a:basic:growth=24.59
N5a:basic:reason~人员增加
N5a:project:amount=60
N5a:project:delta=-5
N5a:project:growth=-7.69
N5a:project:reason~任务减少
=== N6 changes of the total
2023年一般公共预算基本支出423.53万元，比上年增加83.6万元，增长24.59%。其中：人员经费382.76万元，较上年增加80万元，增长26.42%；公用经费40.77万元，较上年增加3.6万元，增长9.69%。
---
N6:total:amount=423.53
N6:total:delta=83.6
N6:total:growth=24.59
N6:personnel:amount=382.76
N6:personnel:delta=80
N6:personnel:growth=26.42
N6:public:amount=40.77
N6:public:delta=3.6
N6:public:growth=9.69
=== N6 lines of a PDF
某局2023年一般公共预算基本支出423.53万元， 其
中：
人员经费382.
76万元，主要包括：基本工资、津贴补贴、
奖金。
公用经费40.77万元，主要包括：办公费。
---
N6:total:amount=423.53
N6:personnel:amount=382.76
N6:personnel:words~基本工资、津贴补贴、奖金
N6:public:amount=40.77
)");
}

}  // namespace
}  // namespace yuheng::ingestion
