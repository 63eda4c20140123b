// Sections 一 and 三 in other bureaus' words.

#include "gtest/gtest.h"
#include "tests/unit/ingestion/formats/wording_cases.h"

namespace yuheng::ingestion {
namespace {

TEST(Wording, Overview) {
  CheckWording(R"(
=== N1 本年收入 with its sources in brackets
收支总预算713.33万元，比上年增加313.4万元，增长78.36%。
收入预算包括：本年收入513.53万元（一般公共预算483.53万元、单位资金30万元）；上年结转结余199.8万元（财政拨款结转19.8万元、非财政拨款结转结余180万元）。
---
N1:total:amount=713.33
N1:total:delta=313.4
N1:total:growth=78.36
N1:cur:amount=513.53
N1:gen:amount=483.53
N1:unit:amount=30
N1:carry:amount=199.8
N1:carry_fiscal:amount=19.8
N1:carry_nonfiscal:amount=180
=== N1 details of own money in brackets, full-width digits
收入预算包括：一般公共预算拨款４８３．５３万元；单位自有资金３０万元（其中：事业收入１０万元、其他收入２０万元）。
---
N1:gen:amount=483.53
N1:unit:amount=30
N1:unit_biz:amount=10
N1:unit_other:amount=20
=== N1 财政拨款收入 as names, several classes
按照综合预算的原则，某局所有收入和支出均纳入部门预算管理。2023年收支总预算1,713.33万元。
收入预算包括：一般公共预算财政拨款收入1,483.53万元、政府性基金预算财政拨款收入0万元、事业收入30万元、其他收入200万元。
支出预算包括：一般公共服务支出613.33万元、科学技术支出1,000万元、社会保障和就业支出100万元。
---
N1:total:amount=1713.33
N1:gen:amount=1483.53
N1:fund:amount=0
N1:unit_biz:amount=30
N1:unit_other:amount=200
N1:201:amount=613.33
N1:206:amount=1000
N1:208:amount=100
=== N1 income and expenditure have a total each
某局2023年收入总预算713.33万元，支出总预算713.33万元。
收入包括：一般公共预算拨款收入683.53万元，上年结转29.8万元；支出包括：科学技术支出713.33万元。
---
N1:total:amount=713.33
N1:total:amount=713.33
N1:gen:amount=683.53
N1:carry:amount=29.8
N1:206:amount=713.33
=== N1 shares before their names belong to nothing
收支总预算713.33万元。从收入看：67.78%来自一般公共预算，为483.53万元；4.21%来自单位资金，为30万元。
---
N1:total:amount=713.33
N1:gen:amount=483.53
N1:unit:amount=30
=== N1 收、支 and 各 of one total
某局2023年收、支总预算均为713.33万元。收支预算各为713.33万元。
---
N1:total:amount=713.33
N1:total:amount=713.33
=== N1 lists of numbered lines
收支总预算713.33万元。
收入预算包括：
1.一般公共预算拨款483.53万元；
2.单位资金30万元；
3.财政拨款结转结余19.8万元；
4.非财政拨款结转结余180万元。
支出预算包括：
（1）一般公共服务支出13.33万元；
（2）科学技术支出700万元。
---
N1:total:amount=713.33
N1:gen:amount=483.53
N1:unit:amount=30
N1:carry_fiscal:amount=19.8
N1:carry_nonfiscal:amount=180
N1:201:amount=13.33
N1:206:amount=700
=== N1 full-width digits, blanks for 、
收支总预算 ７１３．３３ 万元。
收入预算包括：一般公共预算 ４８３．５３ 万元　单位资金 ２２９．８０ 万元。
支出预算包括：科学技术支出 ７１３．３３ 万元。
---
N1:total:amount=713.33
N1:gen:amount=483.53
N1:unit:amount=229.8
N1:206:amount=713.33
=== N1 amounts in 元 and 亿元
收支总预算7,133,300.00元。收入预算包括：一般公共预算4835300元、单位资金2,298,000元。
支出预算包括：科学技术支出0.0713亿元、社会保障和就业支出33.3元。
---
N1:total:amount=713.33
N1:gen:amount=483.53
N1:unit:amount=229.8
N1:206:amount=713
N1:208:amount=0.00333
=== N1 codes beside the names of classes
2023年收支总预算713.33万元。收入预算包括：一般公共预算713.33万元。
支出预算包括：206科学技术支出613.33万元、社会保障和就业支出（208）60万元、201 一般公共服务支出40万元。
---
N1:total:amount=713.33
N1:gen:amount=713.33
N1:206:amount=613.33
N1:208:amount=60
N1:201:amount=40
=== N1 (类) behind the names
2023年收支总预算713.33万元，收入预算包括一般公共预算713.33万元，支出预算包括科学技术支出（类）613.33万元、社会保障和就业（类）支出100万元。
---
N1:total:amount=713.33
N1:gen:amount=713.33
N1:206:amount=613.33
N1:208:amount=100
=== N1 lines of a PDF break words and numbers
按照全口径预算的原则，某局2023年所有收入和支出均纳入部门预
算管理。收支总预算713.
33万元。收入预算包括：一般公
共预算48
3.53万元、单位资金229.8万
元。支出预算包括：科学技术支
出713.33万元。
---
N1:total:amount=713.33
N1:gen:amount=483.53
N1:unit:amount=229.8
N1:206:amount=713.33
=== N1 a page number between two lines of a PDF
收支总预算713.33万元。收入预算包括：一般公共预算
- 12 -
483.53万元、单位资金
第 13 页
229.8万元。支出预算包括：科学技术支出
14
713.33万元。
---
N1:total:amount=713.33
N1:gen:amount=483.53
N1:unit:amount=229.8
N1:206:amount=713.33
=== N1 details behind 其中 and in brackets
收支总预算713.33万元。收入预算包括：单位资金230万元（其中：事业收入200万元、其他收入30万元）、上年结转结余483.33万元（其中：财政拨款结转483.33万元，非财政拨款结转结余0万元）。
支出预算包括：科学技术支出713.33万元。
---
N1:total:amount=713.33
N1:unit:amount=230
N1:unit_biz:amount=200
N1:unit_other:amount=30
N1:carry:amount=483.33
N1:carry_fiscal:amount=483.33
N1:carry_nonfiscal:amount=0
N1:206:amount=713.33
=== N1 为, 共计 and colons between name and amount
2023年部门收支总预算为713.33万元。收入预算包括：一般公共预算拨款：483.53万元；单位资金：229.80万元。支出预算包括：科学技术支出共计：713.33万元。
---
N1:total:amount=713.33
N1:gen:amount=483.53
N1:unit:amount=229.8
N1:206:amount=713.33
)");
}

TEST(Wording, Expenditure) {
  CheckWording(R"(
=== N3 主要是 before a change says what it is, behind one why
基本支出433.53万元，占60.78%，主要是人员支出和日常公用支出，较上年增加93.6万元，增长27.54%，主要是人员增加，比上年增加2人。
---
N3:basic:amount=433.53
N3:basic:share=60.78
N3:basic:delta=93.6
N3:basic:growth=27.54
N3:basic:reason~人员增加，比上年增加2人
=== N3 synonyms
某单位2023年支出预算为713.33万元，其中：基本支出预算433.53万元，占支出预算的60.78%，较上年预算增加93.6万元，增幅27.54%；项目支出预算279.80万元，占支出预算的39.22%，较上年预算减少20.2万元，降幅6.73%。
---
N3:total:amount=713.33
N3:basic:amount=433.53
N3:basic:share=60.78
N3:basic:delta=93.6
N3:basic:growth=27.54
N3:project:amount=279.8
N3:project:share=39.22
N3:project:delta=-20.2
N3:project:growth=-6.73
=== N3 share first, growth first
支出预算713.33万元。基本支出占60.78%，433.53万元，比上年预算增长27.54%，增加93.6万元。项目支出占39.22%，共279.8万元，比上年预算下降6.73%，减少20.2万元。
---
N3:total:amount=713.33
N3:basic:share=60.78
N3:basic:amount=433.53
N3:basic:growth=27.54
N3:basic:delta=93.6
N3:project:share=39.22
N3:project:amount=279.8
N3:project:growth=-6.73
N3:project:delta=-20.2
=== N3 numbered lines
2023年支出预算713.33万元，其中：
1.基本支出433.53万元，占60.78%，与上年持平。
2.项目支出279.8万元，占39.22%，与上年相比无变化。
---
N3:total:amount=713.33
N3:basic:amount=433.53
N3:basic:share=60.78
N3:basic:delta=0
N3:project:amount=279.8
N3:project:share=39.22
N3:project:delta=0
=== N3 sub-headings
2023年支出预算713.33万元。
（一）基本支出
基本支出433.53万元，占60.78%，比上年增加93.6万元，增长27.54%，主要原因是增人。
（二）项目支出
项目支出279.8万元，占39.22%，比上年增加219.8万元，增长366.33%，主要原因是新增项目。
---
N3:total:amount=713.33
N3:basic:amount=433.53
N3:basic:share=60.78
N3:basic:delta=93.6
N3:basic:growth=27.54
N3:project:amount=279.8
N3:project:share=39.22
N3:project:delta=219.8
N3:project:growth=366.33
=== N3 personnel and public inside basic
支出预算713.33万元，其中：基本支出433.53万元（人员经费392.76万元，公用经费40.77万元），占60.78%，比上年增加93.6万元，增长27.54%；项目支出279.8万元，占39.22%。
---
N3:total:amount=713.33
N3:basic:amount=433.53
N3:personnel:amount=392.76
N3:public:amount=40.77
N3:basic:share=60.78
N3:basic:delta=93.6
N3:basic:growth=27.54
N3:project:amount=279.8
N3:project:share=39.22
=== N3 元 and separators
支出预算7,133,300元，其中：基本支出4,335,300元，占60.78％，比上年增加936,000元，增长27.54％；项目支出2,798,000元，占39.22％。
---
N3:total:amount=713.33
N3:basic:amount=433.53
N3:basic:share=60.78
N3:basic:delta=93.6
N3:basic:growth=27.54
N3:project:amount=279.8
N3:project:share=39.22
=== N3 total has a change of its own
2023年某局支出预算713.33万元，比上年预算增加313.4万元，增长78.36%。其中：基本支出433.53万元，占60.78%；项目支出279.8万元，占39.22%。主要原因是增人增资。
---
N3:total:amount=713.33
N3:total:delta=313.4
N3:total:growth=78.36
N3:basic:amount=433.53
N3:basic:share=60.78
N3:project:amount=279.8
N3:project:share=39.22
=== N3 no project expenditure
支出预算433.53万元，其中：基本支出433.53万元，占100%，比上年减少6.4万元，减少1.45%；项目支出未安排，比上年减少60万元，下降100%，主要原因是项目结束。
---
N3:total:amount=433.53
N3:basic:amount=433.53
N3:basic:share=100
N3:basic:delta=-6.4
N3:basic:growth=-1.45
N3:project:none
N3:project:delta=-60
N3:project:growth=-100
)");
}

}  // namespace
}  // namespace yuheng::ingestion
