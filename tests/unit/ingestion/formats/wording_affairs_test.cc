// Sections 十 and 十一(一) to (三) in other bureaus' words.

#include "gtest/gtest.h"
#include "tests/unit/ingestion/formats/wording_cases.h"

namespace yuheng::ingestion {
namespace {

TEST(Wording, Hospitality) {
  CheckWording(R"(
=== N10 another order, other names
某局2023年“三公”经费财政拨款预算数为12万元，其中：公务接待费2万元，公务用车运行维护费4万元，公务用车购置费6万元，因公出国（境）费用0万元。
---
N10:total:amount=12
N10:reception:amount=2
N10:car_run:amount=4
N10:car_buy:amount=6
N10:abroad:amount=0
=== N10 car in one sum with two parts
2023年“三公”经费预算12万元，比上年减少1万元，下降7.69%。其中：因公出国（境）经费0万元；公务用车购置及运行维护费10万元，其中：公务用车购置费6万元，公务用车运行维护费4万元；公务接待费2万元。
---
N10:total:amount=12
N10:total:delta=-1
N10:total:growth=-7.69
N10:abroad:amount=0
N10:car:amount=10
N10:car_buy:amount=6
N10:car_run:amount=4
N10:reception:amount=2
=== N10 nothing of two items at once
三公经费预算2万元，其中因公出国（境）费、公务用车购置费均为0万元，公务接待费2万元，公务用车运行费0万元。
---
N10:total:amount=2
N10:abroad:amount=0
N10:car_buy:amount=0
N10:reception:amount=2
N10:car_run:amount=0
=== N10 not budgeted
2023年“三公”经费2万元，其中：因公出国（境）费未安排，公务用车购置费、公务用车运行费未安排，公务接待费2万元，与上年持平。
---
N10:total:amount=2
N10:abroad:none
N10:car_buy:none
N10:car_run:none
N10:reception:amount=2
N10:reception:delta=0
=== N10 items one a line with change and reason
2023年财政拨款“三公”经费预算数4.78万元，比上年预算减少0.5万元，下降9.47%。具体情况如下：
1.因公出国（境）费用：2023年预算0万元，与上年一致，主要原因是未安排出国（境）任务。
2.公务用车购置及运行维护费：2023年预算4.3万元，较上年减少0.5万元，降低10.42%，主要原因是压减。其中：公务用车购置费0万元，较上年无变化；公务用车运行维护费4.3万元，较上年减少0.5万元，降低10.42%。
3.公务接待费：2023年预算0.48万元，与上年相同，主要原因是厉行节约。
---
N10:total:amount=4.78
N10:total:delta=-0.5
N10:total:growth=-9.47
N10:abroad:amount=0
N10:abroad:delta=0
N10:car:amount=4.3
N10:car:delta=-0.5
N10:car:growth=-10.42
N10:car_buy:amount=0
N10:car_buy:delta=0
N10:car_run:amount=4.3
N10:car_run:delta=-0.5
N10:car_run:growth=-10.42
N10:reception:amount=0.48
N10:reception:delta=0
=== N10 元, blanks inside names
2023年“三公” 经费 47,800 元，其中：因公出国 （境） 费 0 元，公务用车购置费 0 元，公务用车运行费 43,000 元，公务接待费 4,800 元。
---
N10:total:amount=4.78
N10:abroad:amount=0
N10:car_buy:amount=0
N10:car_run:amount=4.3
N10:reception:amount=0.48
=== N10 增加 in front of a list of items
2023年“三公”经费比上年预算减少0.7万元，下降12.77%，其中：因公出国（境）费减少0万元，下降0%；公务用车购置费减少0万元，下降0%；公务用车运行费减少0.5万元，下降10.42%，主要原因是压减；公务接待费减少0.2万元，下降29.41%。
---
N10:total:delta=-0.7
N10:total:growth=-12.77
N10:abroad:delta=0
N10:abroad:growth=0
N10:car_buy:delta=0
N10:car_buy:growth=0
N10:car_run:delta=-0.5
N10:car_run:growth=-10.42
N10:reception:delta=-0.2
N10:reception:growth=-29.41
=== N10 straight and corner quotation marks, budget in brackets
2023年一般公共预算"三公"经费4.78万元，其中：因公出国（境）费0万元（上年0万元），公务接待费0.48万元（上年0.5万元，减少0.02万元，下降4%）。
---
N10:total:amount=4.78
N10:abroad:amount=0
N10:reception:amount=0.48
N10:reception:delta=-0.02
N10:reception:growth=-4
=== N10 last year beside this year
2023年“三公”经费预算4.78万元，2022年“三公”经费预算5.28万元，减少0.5万元，下降9.47%。公务接待费2022年0.5万元，2023年0.48万元，减少0.02万元，下降4%。
---
N10:total:amount=4.78
N10:total:delta=-0.5
N10:total:growth=-9.47
N10:reception:amount=0.48
N10:reception:delta=-0.02
N10:reception:growth=-4
=== N10 lines of a PDF
2023年财政拨款“三公”经费数为4.7
8万元，其中：因公出国（境）费0万元，公务用车购
置费0万元，公务用车运行费4.3万元，公务接
待费0.48万元。
---
N10:total:amount=4.78
N10:abroad:amount=0
N10:car_buy:amount=0
N10:car_run:amount=4.3
N10:reception:amount=0.48
=== N10 numbers of cars and guests are no amounts
公务用车购置费18万元，拟购置公务用车1辆；公务用车运行维护费4.3万元，公务用车保有量2辆；公务接待费0.48万元，预计接待10批次、60人次。
---
N10:car_buy:amount=18
N10:car_run:amount=4.3
N10:reception:amount=0.48
)");
}

TEST(Wording, Operating) {
  CheckWording(R"(
=== N11a 多出 and 涨
机关运行经费40.78万元，比上年多出5.94万元，涨17.05%，主要原因是扩大业务范围。
---
N11a:operating:amount=40.78
N11a:operating:delta=5.94
N11a:operating:growth=17.05
=== N11a 节省 and 回落, and 节约 that is no change
按照厉行节约的要求，机关运行经费40.78万元，比上年节省5.94万元，回落12.71%。
---
N11a:operating:amount=40.78
N11a:operating:delta=-5.94
N11a:operating:growth=-12.71
=== N11a accounts with their amounts before a change
机关运行经费40.78万元，其中：办公费7.31万元、差旅费4.5万元、其他28.97万元。比2022年度增加5.94万元，增长17.05%，原因是差旅费1万元本年列入。
---
N11a:operating:amount=40.78
N11a:operating:delta=5.94
N11a:operating:growth=17.05
N11a:30201:amount=7.31
N11a:30211:amount=4.5
=== N11a accounts of parts, of two together and of last year
机关运行经费40.78万元，其中：局机关办公费7.31万元；办公费、差旅费4.5万元；上年印刷费3万元。
---
N11a:operating:amount=40.78
=== N11a year and department in front
2023年，某局本级及下属1家参公单位的机关运行经费财政拨款预算40.78万元，比上年预算减少5.94万元，下降12.71%。主要原因是压减公用经费。
---
N11a:operating:amount=40.78
N11a:operating:delta=-5.94
N11a:operating:growth=-12.71
=== N11a 安排, 较上年, growth first
某局2023年安排机关运行经费40.78万元，较上年增长17.05%，增加5.94万元，主要原因是人员增加。
---
N11a:operating:amount=40.78
N11a:operating:growth=17.05
N11a:operating:delta=5.94
=== N11a unchanged
2023年机关运行经费预算为40.78万元，与上年预算持平。
---
N11a:operating:amount=40.78
N11a:operating:delta=0
=== N11a 元 and a heading in the same line
机关运行经费407,800元，比2022年预算增加59,400元，增长17.05％。
---
N11a:operating:amount=40.78
N11a:operating:delta=5.94
N11a:operating:growth=17.05
=== N11a a public institution has none
本单位为事业单位，无机关运行经费。
---
N11a:operating:none
=== N11a a public institution's 单位运行经费
2023年，某单位运行经费财政拨款预算40.78万元，比上年预算增加0万元，增长0%。
---
N11a:operating:amount=40.78
N11a:operating:delta=0
N11a:operating:growth=0
=== raw the heading and its text in one line
十一、其他重要事项的情况说明
（一）机关运行经费。2023年机关运行经费40.78万元，比上年增加5.94万元，增长17.05%。
（二）政府采购情况。2023年政府采购预算66万元，其中：货物预算28万元、工程预算0万元、服务预算38万元。
---
N11a:operating:amount=40.78
N11a:operating:delta=5.94
N11a:operating:growth=17.05
N11b:total:amount=66
N11b:goods:amount=28
N11b:works:amount=0
N11b:services:amount=38
=== raw headings with arabic numbers
十一、其他重要事项的情况说明
1.机关运行经费情况
2023年机关运行经费40.78万元，比上年增加5.94万元，增长17.05%。
2.政府采购情况
2023年政府采购预算66万元。
3.国有资产占用使用情况
1.房屋25平方米，价值0.25万元。
4.预算绩效情况
财政拨款项目3个，涉及预算金额75万元。
---
N11a:operating:amount=40.78
N11a:operating:delta=5.94
N11a:operating:growth=17.05
N11b:total:amount=66
N11c:house:area=25
N11c:house:amount=0.25
N11d:fiscal:count=3
N11d:fiscal:amount=75
)");
}

TEST(Wording, Procurement) {
  CheckWording(R"(
=== N11b 采购 in every name
2023年某局政府采购预算总额66.43万元，其中：政府采购货物预算28.34万元、政府采购工程预算0万元、政府采购服务预算38.09万元。
---
N11b:total:amount=66.43
N11b:goods:amount=28.34
N11b:works:amount=0
N11b:services:amount=38.09
=== N11b short names, another order
政府采购预算66.43万元，其中：服务类38.09万元，货物类28.34万元，工程类0万元。
---
N11b:total:amount=66.43
N11b:services:amount=38.09
N11b:goods:amount=28.34
N11b:works:amount=0
=== N11b 货物采购预算, with change and share
2023年政府采购预算66.43万元，比上年增加6.43万元，增长10.72%。其中：货物采购预算28.34万元，占42.66%；工程采购预算0万元，占0%；服务采购预算38.09万元，占57.34%。
---
N11b:total:amount=66.43
N11b:total:delta=6.43
N11b:total:growth=10.72
N11b:goods:amount=28.34
N11b:goods:share=42.66
N11b:works:amount=0
N11b:works:share=0
N11b:services:amount=38.09
N11b:services:share=57.34
=== N11b reserved for small firms, in other words
2023年度，面向中小企业预留采购份额66.43万元，其中面向小微企业预留60万元，预留比例90.32%。
---
N11b:sme:amount=66.43
N11b:micro:amount=60
=== N11b 专门面向
本单位专门面向中小企业采购预算金额66.43万元；其中：专门面向小型、微型企业采购预算金额60万元。
---
N11b:sme:amount=66.43
N11b:micro:amount=60
=== N11b 其中 right in front of small firms
面向中小企业预留采购份额66.43万元，其中小微企业60万元。
---
N11b:sme:amount=66.43
N11b:micro:amount=60
=== N11b nothing
2023年，某局政府采购预算0万元，其中：政府采购货物预算0万元，政府采购工程预算0万元，政府采购服务预算0万元。本单位未面向中小企业预留政府采购项目。
---
N11b:total:amount=0
N11b:goods:amount=0
N11b:works:amount=0
N11b:services:amount=0
N11b:sme:none
=== N11b 元, lists by line
2023年政府采购预算664,300元，其中：
1.货物283,400元；
2.工程0元；
3.服务380,900元。
---
N11b:total:amount=66.43
N11b:goods:amount=28.34
N11b:works:amount=0
N11b:services:amount=38.09
=== N11b 未安排
2023年某局未安排政府采购预算。
---
N11b:total:none
=== N11b lines of a PDF
2023年，某局政府采购预算66.43万元，其中：政府采购货物预
算28.34万元，政府采购工程预算0万元，政府采购服务预算3
8.09万元。
---
N11b:total:amount=66.43
N11b:goods:amount=28.34
N11b:works:amount=0
N11b:services:amount=38.09
)");
}

TEST(Wording, Assets) {
  CheckWording(R"(
=== N11c all kinds of vehicles
截至2022年12月31日，某局占用使用国有资产总体情况为：
1.房屋1,250.5平方米，价值1,205.25万元。
2.车辆9辆，价值146.63万元；其中：主要领导干部用车0辆，价值0万元；机要通信用车1辆，价值18万元；应急保障用车2辆，价值36万元；执法执勤用车3辆，价值54万元；特种专业技术用车1辆，价值20万元；离退休干部用车1辆，价值8.63万元；其他用车1辆，价值10万元。
3.办公家具价值15.31万元。
4.其他资产价值144.38万元。
---
N11c:house:area=1250.5
N11c:house:amount=1205.25
N11c:cars:count=9
N11c:cars:amount=146.63
N11c:cars_leader:count=0
N11c:cars_leader:amount=0
N11c:cars_confidential:count=1
N11c:cars_confidential:amount=18
N11c:cars_emergency:count=2
N11c:cars_emergency:amount=36
N11c:cars_law:count=3
N11c:cars_law:amount=54
N11c:cars_special:count=1
N11c:cars_special:amount=20
N11c:cars_retired:count=1
N11c:cars_retired:amount=8.63
N11c:cars_other:count=1
N11c:cars_other:amount=10
N11c:furniture:amount=15.31
N11c:other:amount=144.38
=== N11c only numbers, other verbs
截至2022年底，某局共有车辆3辆，其中：一般公务用车2辆、特种专业技术用车1辆、其他用车0辆；单位价值50万元（含）以上的通用设备1台（套），单位价值100万元（含）以上的专用设备0台（套）。
---
N11c:cars:count=3
N11c:cars_general:count=2
N11c:cars_special:count=1
N11c:cars_other:count=0
N11c:equipment_50:count=1
N11c:equipment_100:count=0
=== N11c values in front, 元
房屋价值2,500元，面积25平方米。车辆价值466,300元，共2辆，其中一般公务用车价值466,300元，共2辆。办公家具153,100元。其他资产1,443,800元。
---
N11c:house:amount=0.25
N11c:house:area=25
N11c:cars:amount=46.63
N11c:cars:count=2
N11c:cars_general:amount=46.63
N11c:cars_general:count=2
N11c:furniture:amount=15.31
N11c:other:amount=144.38
=== N11c brackets, ㎡, total in front
截至2022年底，资产总额206.57万元，其中：房屋建筑物25㎡（价值0.25万元）、车辆2辆（价值46.63万元）、办公家具（价值15.31万元）、其他固定资产（价值144.38万元）。
---
N11c:total:amount=206.57
N11c:house:area=25
N11c:house:amount=0.25
N11c:cars:count=2
N11c:cars:amount=46.63
N11c:furniture:amount=15.31
N11c:other:amount=144.38
=== N11c planned purchases
2023年某局预算安排购置车辆经费36万元，购置车辆2辆；安排购置50万元以上大型设备1台（套），单位价值100万元以上大型设备0台（套）。
---
N11c:buy_car:amount=36
N11c:buy_car:count=2
N11c:buy_equipment_50:count=1
N11c:buy_equipment_100:count=0
=== N11c no purchases
1.房屋0平方米，价值0万元。2.车辆0辆，价值0万元。
单位价值50万元以上通用设备0台（套），100万元以上专用设备0台（套）。
2023年未安排购置车辆，未安排购置单位价值50万元以上大型设备。
---
N11c:house:area=0
N11c:house:amount=0
N11c:cars:count=0
N11c:cars:amount=0
N11c:equipment_50:count=0
N11c:equipment_100:count=0
N11c:buy_car:none
N11c:buy_equipment_50:none
=== N11c equipment with values
单价50万元（含）以上的通用设备2台（套），价值130万元；单价100万元（含）以上的专用设备1台（套），价值120万元。
---
N11c:equipment_50:count=2
N11c:equipment_50:amount=130
N11c:equipment_100:count=1
N11c:equipment_100:amount=120
=== N11c one item a line, numbers on lines of a PDF
1.房屋25平方
米，价值0.
25万元。
2.车辆2辆，价
值46.63万元；其中：一般公务
用车2辆，价值46.63万元。
---
N11c:house:area=25
N11c:house:amount=0.25
N11c:cars:count=2
N11c:cars:amount=46.63
N11c:cars_general:count=2
N11c:cars_general:amount=46.63
=== N11c Chinese numerals for numbers
占用房屋25平方米，车辆两辆，其中一般公务用车两辆。
---
N11c:house:area=25
N11c:cars:count=2
N11c:cars_general:count=2
)");
}

}  // namespace
}  // namespace yuheng::ingestion
