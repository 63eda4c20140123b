// Section 二 in other bureaus' words.

#include "gtest/gtest.h"
#include "tests/unit/ingestion/formats/wording_cases.h"

namespace yuheng::ingestion {
namespace {

TEST(Wording, Income) {
  CheckWording(R"(
=== N2 占比, 较上年, 增幅
某局2023年收入预算713.33万元，其中：一般公共预算拨款收入483.53万元，占比67.78%，较上年增长83.6万元，增幅20.9%，主要原因是政策性增资。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:gen:delta=83.6
N2:gen:growth=20.9
N2:gen:reason~政策性增资
=== N2 share before amount
2023年收入预算713.33万元。其中：一般公共预算占收入预算的67.78%，为483.53万元，比上年减少10万元，下降2.03%，主要原因是压减一般性支出。
---
N2:total:amount=713.33
N2:gen:share=67.78
N2:gen:amount=483.53
N2:gen:delta=-10
N2:gen:growth=-2.03
=== N2 share in brackets
收入预算713.33万元，其中：一般公共预算483.53万元（占67.78%）、单位资金（占4.21%）30万元，财政拨款结转199.8万元（占收入预算28.01%，比上年增加199.8万元，增长100%）。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:unit:share=4.21
N2:unit:amount=30
N2:carry_fiscal:amount=199.8
N2:carry_fiscal:share=28.01
N2:carry_fiscal:delta=199.8
N2:carry_fiscal:growth=100
=== N2 growth before change
收入预算713.33万元，其中：一般公共预算483.53万元，占67.78%，比上年预算增长20.9%，增加83.6万元，主要原因是人员增加；单位资金30万元，占4.21%，比上年下降25%，减少10万元。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:gen:growth=20.9
N2:gen:delta=83.6
N2:unit:amount=30
N2:unit:share=4.21
N2:unit:growth=-25
N2:unit:delta=-10
=== N2 words for an unchanged amount
收入预算713.33万元，其中：
一般公共预算483.53万元，占67.78%，与上年持平。
单位资金30万元，占4.21%，较上年无变化。
财政拨款结转19.8万元，占2.78%，与上年预算数一致。
非财政拨款结转结余180万元，占25.23%，同上年一致。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:gen:delta=0
N2:unit:amount=30
N2:unit:share=4.21
N2:unit:delta=0
N2:carry_fiscal:amount=19.8
N2:carry_fiscal:share=2.78
N2:carry_fiscal:delta=0
N2:carry_nonfiscal:amount=180
N2:carry_nonfiscal:share=25.23
N2:carry_nonfiscal:delta=0
=== N2 more words for an unchanged amount
收入预算713.33万元，其中：
一般公共预算483.53万元，占67.78%，比上年预算无增减变化。
单位资金30万元，占4.21%，与2022年预算持平，主要原因是收入稳定。
财政拨款结转19.8万元，占2.78%，较上年预算没有增减。
非财政拨款结转结余180万元，占25.23%，与上年相比无变化，增长率为0%。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:gen:delta=0
N2:unit:amount=30
N2:unit:share=4.21
N2:unit:delta=0
N2:carry_fiscal:amount=19.8
N2:carry_fiscal:share=2.78
N2:carry_fiscal:delta=0
N2:carry_nonfiscal:amount=180
N2:carry_nonfiscal:share=25.23
N2:carry_nonfiscal:delta=0
N2:carry_nonfiscal:growth=0
=== N2 words for less
收入预算713.33万元，其中：
一般公共预算483.53万元，占67.78%，比上年预算压减10万元，降低2.03%。
单位资金30万元，占4.21%，较2022年减少10万元，降幅25%。
财政拨款结转19.8万元，占2.78%，同比减少0.2万元，同比下降1%。
非财政拨款结转结余180万元，占25.23%，与上年相比缩减20万元，缩减10%。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:gen:delta=-10
N2:gen:growth=-2.03
N2:unit:amount=30
N2:unit:share=4.21
N2:unit:delta=-10
N2:unit:growth=-25
N2:carry_fiscal:amount=19.8
N2:carry_fiscal:share=2.78
N2:carry_fiscal:delta=-0.2
N2:carry_fiscal:growth=-1
N2:carry_nonfiscal:amount=180
N2:carry_nonfiscal:share=25.23
N2:carry_nonfiscal:delta=-20
N2:carry_nonfiscal:growth=-10
=== N2 words for more
收入预算713.33万元，其中：
一般公共预算483.53万元，占67.78%，与上年相比提高83.6万元，提高20.9%。
单位资金30万元，占4.21%，比上年多10万元，增幅为50%。
财政拨款结转19.8万元，占2.78%，较上年预算数上升9.8万元，上升98%。
非财政拨款结转结余180万元，占25.23%，比2022年增加额为80万元，增长率80%。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:gen:delta=83.6
N2:gen:growth=20.9
N2:unit:amount=30
N2:unit:share=4.21
N2:unit:delta=10
N2:unit:growth=50
N2:carry_fiscal:amount=19.8
N2:carry_fiscal:share=2.78
N2:carry_fiscal:delta=9.8
N2:carry_fiscal:growth=98
N2:carry_nonfiscal:amount=180
N2:carry_nonfiscal:share=25.23
N2:carry_nonfiscal:delta=80
N2:carry_nonfiscal:growth=80
=== N2 percent signs are missing
收入预算713.33万元，其中：一般公共预算483.53万元，占67.78，比上年预算增加83.6万元，增长20.9，主要原因是增资。单位资金30万元，占比4.21，比上年减少10万元，下降25。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:gen:delta=83.6
N2:gen:growth=20.9
N2:unit:amount=30
N2:unit:share=4.21
N2:unit:delta=-10
N2:unit:growth=-25
=== N2 nothing of it: words behind the name
收入预算713.33万元，其中：一般公共预算713.33万元，占100%。
上级一般公共预算安排的转移支付资金未安排。
政府性基金预算：未安排。
上级政府性基金安排的转移支付资金无安排。
国有资本经营预算拨款未编列预算。
上级国有资本经营预算安排的转移支付资金：无。
单位资金、财政拨款结转均未安排。
---
N2:total:amount=713.33
N2:gen:amount=713.33
N2:gen:share=100
N2:gen_up:none
N2:fund:none
N2:fund_up:none
N2:soe:none
N2:soe_up:none
N2:unit:none
N2:carry_fiscal:none
=== N2 nothing of it: words before the name
收入预算713.33万元，其中：一般公共预算713.33万元，占100%，比上年增加13.33万元，增长1.9%，主要原因是增人。
2023年未安排政府性基金预算、国有资本经营预算拨款。
无单位资金收入。
没有财政专户管理资金。
不涉及上年结转结余。
---
N2:total:amount=713.33
N2:gen:amount=713.33
N2:gen:share=100
N2:gen:delta=13.33
N2:gen:growth=1.9
N2:fund:none
N2:soe:none
N2:unit:none
N2:special:none
N2:carry:none
=== N2 zero amounts
收入预算713.33万元，其中：一般公共预算713.33万元，占100%；政府性基金预算0万元，占0%，比上年预算增加0万元，增长0%；国有资本经营预算0.00万元，占0.00%，与上年持平。
---
N2:total:amount=713.33
N2:gen:amount=713.33
N2:gen:share=100
N2:fund:amount=0
N2:fund:share=0
N2:fund:delta=0
N2:fund:growth=0
N2:soe:amount=0
N2:soe:share=0
N2:soe:delta=0
=== N2 numbered items in lines
2023年收入预算713.33万元，其中：
1.一般公共预算拨款483.53万元，占67.78%，比上年增加83.6万元，增长20.9%。主要原因是：一是增人；二是增资。
2、单位资金30万元，占4.21%，比上年增加30万元，增长100%。
（3）财政拨款结转199.8万元，占28.01%。
④非财政拨款结转0万元，占0%。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:gen:delta=83.6
N2:gen:growth=20.9
N2:unit:amount=30
N2:unit:share=4.21
N2:unit:delta=30
N2:unit:growth=100
N2:carry_fiscal:amount=199.8
N2:carry_fiscal:share=28.01
N2:carry_nonfiscal:amount=0
N2:carry_nonfiscal:share=0
=== N2 last year's amount is stated too
某局2023年收入预算713.33万元，2022年收入预算629.73万元，比上年增加83.6万元，增长13.28%。其中：一般公共预算483.53万元，占67.78%，比上年预算399.93万元增加83.6万元，增长20.9%；单位资金30万元，占4.21%，上年预算数为20万元，增加10万元，增长50%。
---
N2:total:amount=713.33
N2:total:delta=83.6
N2:total:growth=13.28
N2:gen:amount=483.53
N2:gen:share=67.78
N2:gen:delta=83.6
N2:gen:growth=20.9
N2:unit:amount=30
N2:unit:share=4.21
N2:unit:delta=10
N2:unit:growth=50
=== N2 two names before one figure: neither of them alone
收入预算713.33万元，其中：一般公共预算483.53万元，占67.78%；单位资金和非财政拨款结转结余229.8万元，占32.22%，比上年增加10万元，增长4.55%。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:unit+carry_nonfiscal:amount=229.8
N2:unit+carry_nonfiscal:share=32.22
N2:unit+carry_nonfiscal:delta=10
N2:unit+carry_nonfiscal:growth=4.55
=== N2 分别 shares the figures out
收入预算713.33万元。一般公共预算、单位资金、财政拨款结转分别为483.53万元、210万元、19.8万元，分别占67.78%、29.44%、2.78%。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:unit:amount=210
N2:carry_fiscal:amount=19.8
N2:gen:share=67.78
N2:unit:share=29.44
N2:carry_fiscal:share=2.78
=== N2 lines of a PDF
收入预算713.33万元，其中：一般公共预算483.53万
元，占67.78%，比上年预
算增加83.6万元，增长2
0.9%，主要原因是一在职人员
增加2人，二是自治区提高职工工资标准。
上级一般公共预算安排的转移支付资金未安
排。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:gen:delta=83.6
N2:gen:growth=20.9
N2:gen_up:none
=== N2 no comparison can be made
收入预算713.33万元，其中：一般公共预算713.33万元，占100%，同比增加713.33万元，上年无此项预算，增长率无可比性。
---
N2:total:amount=713.33
N2:gen:amount=713.33
N2:gen:share=100
N2:gen:delta=713.33
=== N2 reasons carry figures
收入预算713.33万元，其中：一般公共预算713.33万元，占100%，比上年增加83.6万元，增长13.28%，主要原因是：一是在职人员增加2人，增加人员经费50万元；二是新增项目经费33.6万元，增长100%。单位资金0万元，占0%。
---
N2:total:amount=713.33
N2:gen:amount=713.33
N2:gen:share=100
N2:gen:delta=83.6
N2:gen:growth=13.28
N2:unit:amount=0
N2:unit:share=0
=== N2 本级 and 上级 apart
收入预算1000万元，其中：本级一般公共预算拨款600万元，占60%；上级一般公共预算安排的转移支付300万元，占30%；本级政府性基金预算拨款60万元，占6%；上级政府性基金安排的转移支付资金40万元，占4%。
---
N2:total:amount=1000
N2:gen:amount=600
N2:gen:share=60
N2:gen_up:amount=300
N2:gen_up:share=30
N2:fund:amount=60
N2:fund:share=6
N2:fund_up:amount=40
N2:fund_up:share=4
=== N2 a subtotal of all fiscal money is none of its sources
收入预算1000万元，其中：财政拨款收入800万元，占80%；事业收入150万元，占15%；事业单位经营收入50万元，占5%。
---
N2:total:amount=1000
N2:fiscal:amount=800
N2:fiscal:share=80
N2:unit_biz:amount=150
N2:unit_biz:share=15
N2:unit_oper:amount=50
N2:unit_oper:share=5
=== N2 items numbered 一是, 二是 behind their reasons
收入预算713.33万元，一是一般公共预算483.53万元，占67.78%，比上年增加83.6万元，增长20.9%，主要原因是：一是人员增加，二是调资；二是单位资金30万元，主要原因是本年列入预算。三是财政拨款结转199.8万元（占28.01%），比上年减少10万元，主要原因是项目完工；四是政府性基金未安排。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:gen:delta=83.6
N2:gen:growth=20.9
N2:gen:reason~一是人员增加，二是调资
N2:unit:amount=30
N2:unit:reason~本年列入预算
N2:carry_fiscal:amount=199.8
N2:carry_fiscal:share=28.01
N2:carry_fiscal:delta=-10
N2:carry_fiscal:reason~项目完工
N2:fund:none
=== N2 reasons numbered 一是, 二是 name other sources
收入预算713.33万元，其中：一般公共预算483.53万元，占67.78%，主要原因：一是人员增加；二是单位资金30万元列入预算。三是财政拨款结转20万元由本年安排。单位资金40万元，占5.61%。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:gen:reason~一是人员增加；二是单位资金30万元列入预算。三是财政拨款结转20万元由本年安排
N2:unit:amount=40
N2:unit:share=5.61
=== N2 reasons in other words, one before its word
收入预算713.33万元，主要为一般公共预算483.53万元、单位资金30万元。一般公共预算比上年增加83.6万元，增长20.9%，主要为单位资金10万元调整。单位资金增加30万元，本年列入预算是增加的主要原因。财政拨款结转增加199.8万元，主因是项目跨年。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:unit:amount=30
N2:gen:delta=83.6
N2:gen:growth=20.9
N2:gen:reason~单位资金10万元调整
N2:unit:delta=30
N2:unit:reason~本年列入预算
N2:carry_fiscal:delta=199.8
N2:carry_fiscal:reason~项目跨年
=== N2 主要为 says what there is, or why
收入预算713.33万元，收入主要为一般公共预算，无政府性基金预算。单位资金30万元，增加30万元，主要为调整10万元。
---
N2:total:amount=713.33
N2:fund:none
N2:unit:amount=30
N2:unit:delta=30
N2:unit:reason~调整10万元
)");
}

}  // namespace
}  // namespace yuheng::ingestion
