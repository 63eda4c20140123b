// Figures that a hasty reader gives to the wrong account.

#include "gtest/gtest.h"
#include "tests/unit/ingestion/formats/wording_cases.h"

namespace yuheng::ingestion {
namespace {

TEST(Wording, Traps) {
  CheckWording(R"(
=== N1 details of expenditure and what is left for next year
收入总计713.33万元，其中：本年收入513.53万元，上年结转199.8万元；支出总计713.33万元，其中：基本支出433.53万元，项目支出279.8万元，年终结转结余0万元。
---
N1:total:amount=713.33
N1:cur:amount=513.53
N1:carry:amount=199.8
N1:total:amount=713.33
=== N1 an amount before anything was named
2022年结余资金30万元已上缴。2023年收支总预算713.33万元。
---
N1:total:amount=713.33
=== N2 names inside other names
收入预算713.33万元，其中：财政拨款483.53万元，占67.78%；非财政拨款229.8万元，占32.22%。
---
N2:total:amount=713.33
N2:fiscal:amount=483.53
N2:fiscal:share=67.78
N2:nonfiscal:amount=229.8
N2:nonfiscal:share=32.22
=== N2 a part in brackets, then the share of the whole
收入预算713.33万元，其中：一般公共预算483.53万元（含上年追加20万元），占67.78%；单位资金（含上年结转）210万元，占29.44%。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:unit:amount=210
N2:unit:share=29.44
=== N2 last year had none
收入预算713.33万元，其中：政府性基金预算上年未安排，本年安排20万元，增加20万元，增长100%；单位资金30万元，上年无此项收入。
---
N2:total:amount=713.33
N2:fund:amount=20
N2:fund:delta=20
N2:fund:growth=100
N2:unit:amount=30
=== N2 times are a growth, percentage points are none
收入预算713.33万元，其中：一般公共预算483.53万元，占67.78%，比上年增加300万元，增长1.6倍；单位资金30万元，占4.21%，占比提高2个百分点。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:gen:delta=300
N2:gen:growth=160
N2:unit:amount=30
N2:unit:share=4.21
=== N2 about so many times is no figure
收入预算713.33万元，其中：一般公共预算483.53万元，比上年增加300万元，增长1.6倍多；单位资金30万元，比上年增加20万元，增长2倍。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:delta=300
N2:unit:amount=30
N2:unit:delta=20
=== N2 万 for 万元
收入预算713.33万，其中：一般公共预算483.53万，占67.78%；单位资金229.8万。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:unit:amount=229.8
=== N2 figures in brackets, documents in brackets
收入预算〔713.33〕万元，其中：一般公共预算【483.53】万元，占【67.78】%；根据昌州财〔2022〕15号文件，单位资金【30】万元。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:unit:amount=30
=== N2 capital numerals
收入预算柒佰壹拾叁万叁仟叁佰元整，其中：单位资金叁拾万元，占4.21%；财政拨款结转19.8万元（大写：壹拾玖万捌仟元整），占2.78%；非财政拨款结转壹佰捌拾万元（180万元）。
---
N2:total:amount=713.33
N2:unit:amount=30
N2:unit:share=4.21
N2:carry_fiscal:amount=19.8
N2:carry_fiscal:share=2.78
N2:carry_nonfiscal:amount=180
=== N2 capital numerals above 亿, with 角, in a wrong order or mixed
收入预算壹亿贰仟万元，其中：一般公共预算壹亿零柒佰万元；单位资金柒佰壹拾叁万叁仟叁佰元伍角；财政拨款结转柒佰一拾叁万叁仟叁佰元；非财政拨款结转壹仟亿亿元。
---
N2:total:amount=12000
N2:gen:amount=10700
N2:unit:amount=713.33005
=== N2 about and more than
收入预算713.33万元，其中：一般公共预算480多万元，单位资金200余万元。
---
N2:total:amount=713.33
=== N2 nearly the same is not the same
收入预算713.33万元，其中：一般公共预算483.53万元，与上年基本持平；单位资金30万元，与上年预算基本一致。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:unit:amount=30
=== N3 a minus in brackets behind a decrease
支出预算713.33万元，比上年减少2.12万元（-4.94%），其中：项目支出279.8万元，比上年增加10万元（3.71%）。
---
N3:total:amount=713.33
N3:total:delta=-2.12
N3:total:growth=-4.94
N3:project:amount=279.8
N3:project:delta=10
N3:project:growth=3.71
=== N3 the same name for a part of it
支出预算713.33万元，其中：基本支出433.53万元（一般公共预算基本支出423.53万元、单位资金基本支出10万元），占60.78%；项目支出279.8万元（其中：一般公共预算项目支出60万元），占39.22%。
---
N3:total:amount=713.33
N3:basic:amount=433.53
N3:basic:share=60.78
N3:project:amount=279.8
N3:project:share=39.22
=== N3 主要是 opens a list, not a reason
支出预算713.33万元，主要是基本支出433.53万元、项目支出279.8万元。
---
N3:total:amount=713.33
N3:basic:amount=433.53
N3:project:amount=279.8
=== N5a reasons in numbered lines with changes of their own
一般公共预算拨款483.53万元，比上年增加83.6万元，增长20.9%。主要原因是：
1.基本支出增加50万元；
2.项目支出增加33.6万元。
---
N5a:total:amount=483.53
N5a:total:delta=83.6
N5a:total:growth=20.9
=== N10 details of a purchase and of use
“三公”经费4.78万元。公务用车购置及运行费4.3万元（购置费0万元、运行维护费4.3万元），公务接待费支出0.48万元。
---
N10:total:amount=4.78
N10:car:amount=4.3
N10:car_buy:amount=0
N10:car_run:amount=4.3
N10:reception:amount=0.48
=== N11a public institutions name another sum
本单位为事业单位，无机关运行经费，公用经费40万元。
---
N11a:operating:none
=== N11b words that end like the three kinds
政府采购预算66万元，其中：政府采购货物预算28万元，政府采购工程预算0万元，政府采购服务预算38万元。其中物业服务12万元、办公楼修缮工程10万元、政府购买服务5万元。
---
N11b:total:amount=66
N11b:goods:amount=28
N11b:works:amount=0
N11b:services:amount=38
=== N11b kinds right behind 包括
政府采购预算66万元，包括货物28万元，工程0万元，服务38万元。其中维修工程5万元、物业服务20万元。
---
N11b:total:amount=66
N11b:goods:amount=28
N11b:works:amount=0
N11b:services:amount=38
=== N11b ways of purchase
政府采购预算66万元，其中：集中采购40万元，分散采购26万元。按类别分：货物类28万元、工程类0万元、服务类38万元。
---
N11b:total:amount=66
N11b:goods:amount=28
N11b:works:amount=0
N11b:services:amount=38
=== N11c rooms inside the house, vehicles of other kinds
1.房屋1250平方米，价值1200万元，其中：办公用房1000平方米，业务用房250平方米。
2.车辆3辆，价值50万元；其中：一般公务用车1辆，价值20万元；调查勘测用车2辆，价值30万元。
---
N11c:house:area=1250
N11c:house:amount=1200
N11c:house_office:area=1000
N11c:house_business:area=250
N11c:cars:count=3
N11c:cars:amount=50
N11c:cars_general:count=1
N11c:cars_general:amount=20
N11c:cars_other:count=2
N11c:cars_other:amount=30
=== N11c several kinds that the form does not know
2.车辆6辆；其中：一般公务用车1辆；调查勘测用车2辆；应急抢险用车2辆；其他用车1辆。
---
N11c:cars:count=6
N11c:cars_general:count=1
N11c:cars_调查勘测用车:count=2
N11c:cars_应急抢险用车:count=2
N11c:cars_other:count=1
=== G documents and budgets are no posts
根据昌州机构编制委员会〔2019〕12号文件，编制2023年部门预算的单位3个。
某局编制数27人，实有人数45人，其中：在职23人（行政人员16人，事业人员7人），增加2人；退休22人，减少1人。
---
G:staff:posts=27
G:staff:actual=45
G:staff:in_post=23
G:staff:in_post_administrative=16
G:staff:in_post_institution=7
G:staff/in_post:delta=2
G:staff:retired=22
G:staff/retired:delta=-1
)");
}

}  // namespace
}  // namespace yuheng::ingestion
