// Section 十一(四) and the organisation profile in other bureaus' words.

#include "gtest/gtest.h"
#include "tests/unit/ingestion/formats/wording_cases.h"

namespace yuheng::ingestion {
namespace {

TEST(Wording, Managed) {
  CheckWording(R"(
=== N11d other words for the two kinds
2023年，某局实行预算绩效管理的项目5个，涉及预算金额285万元。其中：财政拨款项目3个，涉及金额75万元；非财政拨款项目2个，涉及金额210万元。
---
N11d:total:count=5
N11d:total:amount=285
N11d:fiscal:count=3
N11d:fiscal:amount=75
N11d:nonfiscal:count=2
N11d:nonfiscal:amount=210
=== N11d 共
2023年度本单位共5个项目实施绩效目标管理，涉及资金285万元，其中一般公共预算项目3个75万元，单位资金项目2个210万元。
---
N11d:total:count=5
N11d:total:amount=285
N11d:gen:count=3
N11d:gen:amount=75
N11d:nonfiscal:count=2
N11d:nonfiscal:amount=210
=== N11d no unit behind the number
2023年，本年度实行绩效管理的财政拨款项目3，涉及预算金额75万元；非财政拨款项目0个，涉及预算金额0万元。
---
N11d:fiscal:count=3
N11d:fiscal:amount=75
N11d:nonfiscal:count=0
N11d:nonfiscal:amount=0
=== N11d 项 as the measure word
纳入绩效管理的财政拨款项目3项，金额75万元，非财政拨款项目2项，金额210万元。
---
N11d:fiscal:count=3
N11d:fiscal:amount=75
N11d:nonfiscal:count=2
N11d:nonfiscal:amount=210
=== N11d Chinese numerals
绩效管理的财政拨款项目三个，涉及预算金额75万元；非财政拨款项目两个，涉及预算金额210万元。
---
N11d:fiscal:count=3
N11d:fiscal:amount=75
N11d:nonfiscal:count=2
N11d:nonfiscal:amount=210
=== N11d the money by its source
2023年，项目6个，涉及预算金额279.8万元，其中一般公共预算60万元，财政拨款结转19.8万元，其他资金200万元。
---
N11d:total:count=6
N11d:total:amount=279.8
N11d:gen:amount=60
N11d:carry_fiscal:amount=19.8
N11d:unit:amount=200
=== N11d the source with the projects, counts before their labels
2023年，对2个当年财政拨款项目实行绩效管理，涉及60万元；结转项目2个19.8万元，非财政拨款项目2个200万元。
---
N11d:gen:count=2
N11d:gen:amount=60
N11d:carry:count=2
N11d:carry:amount=19.8
N11d:nonfiscal:count=2
N11d:nonfiscal:amount=200
=== N11d all that is spent
部门整体支出713.33万元实行绩效管理；项目支出279.8万元全部编制绩效目标。
---
N11d:total:amount=279.8
=== N11d what is counted besides projects
本单位所属0个事业单位，在编23人，公务用车定编2辆。全州培训班3场次，20人次。绩效管理的项目6个。
---
N11d:total:count=6
=== N11d some projects, and others
本单位对2个项目开展绩效目标管理，涉及一般公共预算当年拨款60万元；另有4个项目使用结转资金和单位资金。
---
N11d:gen:amount=60
=== N11d 元
本年度预算绩效管理的财政拨款项目3个，涉及预算金额750,000元；非财政拨款项目2个，涉及预算金额2,100,000元。
---
N11d:fiscal:count=3
N11d:fiscal:amount=75
N11d:nonfiscal:count=2
N11d:nonfiscal:amount=210
)");
}

TEST(Wording, Profile) {
  CheckWording(R"(
=== G kinds and all the others in brackets
某局编制27人（行政15人、事业12人）。现有人员45人（在职23人（行政14人，事业9人）、离退休22人（离休1人、退休21人））。
---
G:staff:posts=27
G:staff:posts_administrative=15
G:staff:posts_institution=12
G:staff:actual=45
G:staff:in_post=23
G:staff:in_post_administrative=14
G:staff:in_post_institution=9
G:staff:retired_all=22
G:staff:retired_cadre=1
G:staff:retired=21
=== G units one a line, the offices right behind
纳入2023年部门预算编制范围的预算单位共3个：
1.某局本级
（2）某局信息中心；
3、某市生产力促进中心
下设2个科室，分别是：办公室、综合科。
---
G:units:count=3
G:units:words~某局本级、某局信息中心、某市生产力促进中心
G:offices:count=2
G:offices:words~办公室、综合科
=== G persons in post by kind of post, then all
实有人数45人，其中：行政在职13人，工勤在职2人，参公在职8人；在职合计23人，比上年增加2人；退休22人。
---
G:staff:actual=45
G:staff:in_post_administrative=13
G:staff:in_post_worker=2
G:staff:in_post_civil_managed=8
G:staff:in_post=23
G:staff/in_post:delta=2
G:staff:retired=22
=== G 行政编制 and 事业编制
某局无下属预算单位，下设7个科室，分别是：办公室、综合科。
某局人员编制27名，其中：行政编制20名、事业编制7名。实有人员45人，其中：在职23人，增加2人；退休22人，减少1人；离休0人，与上年持平。
---
G:units:count=0
G:offices:count=7
G:offices:words~办公室、综合科
G:staff:posts=27
G:staff:posts_administrative=20
G:staff:posts_institution=7
G:staff:actual=45
G:staff:in_post=23
G:staff/in_post:delta=2
G:staff:retired=22
G:staff/retired:delta=-1
G:staff:retired_cadre=0
G:staff/retired_cadre:delta=0
=== G units with a list, offices in Chinese numerals
某局部门预算包括：局本级预算及下属2个预算单位预算，分别是：甲中心、乙站。内设六个科室，具体为：办公室、人事科、规划科、财务科、法规科、信息科。
编制总数120人，在职人员115人，退休人员60人，离休人员1人，遗属5人。
---
G:units:count=2
G:units:words~甲中心、乙站
G:offices:count=6
G:offices:words~办公室、人事科、规划科、财务科、法规科、信息科
G:staff:posts=120
G:staff:in_post=115
G:staff:retired=60
G:staff:retired_cadre=1
G:staff:dependants=5
=== G changes before last year in words
某单位编制数30，实有人数50人，其中：在职28人，较上年减少2人；退休22人，比上年增加1人；离休0人，较上年无变化。
---
G:staff:posts=30
G:staff:actual=50
G:staff:in_post=28
G:staff/in_post:delta=-2
G:staff:retired=22
G:staff/retired:delta=1
G:staff:retired_cadre=0
G:staff/retired_cadre:delta=0
=== G 核定编制 and 聘用
核定编制35名（行政编制10名、参公事业编制5名、事业编制20名），在编在职30人，编外聘用人员4人，离退休人员25人，其中离休1人、退休24人。
---
G:staff:posts=35
G:staff:posts_administrative=10
G:staff:posts_civil_managed=5
G:staff:posts_institution=20
G:staff:in_post=30
G:staff:contract=4
G:staff:retired_all=25
G:staff:retired_cadre=1
G:staff:retired=24
=== G colons, one a line
某局下属预算单位：3家
内设机构：5个
编制人数：27人
实有人数：45人
其中：
在职人数：23人
退休人数：22人
离休人数：0人
---
G:units:count=3
G:offices:count=5
G:staff:posts=27
G:staff:actual=45
G:staff:in_post=23
G:staff:retired=22
G:staff:retired_cadre=0
=== G lines of a PDF
某局无下属预算单位，下设7个科室，分别是：办公
室、综合科。
某局编制数27人，实有人数4
5人，其中：在职23人，增加2
人；退休22人，增加1人；离休0人，增加0人。
---
G:units:count=0
G:offices:count=7
G:offices:words~办公室、综合科
G:staff:posts=27
G:staff:actual=45
G:staff:in_post=23
G:staff/in_post:delta=2
G:staff:retired=22
G:staff/retired:delta=1
G:staff:retired_cadre=0
G:staff/retired_cadre:delta=0
=== G those who came and those who left come to one change
某局编制数27人，实有人数45人，其中：在职23人，较上年增加4人，减少2人；退休21人，较上年增加2人、减少1人，净增1人；离休1人，净减少1人（新增1人、减少2人）。
---
G:staff:posts=27
G:staff:actual=45
G:staff:in_post=23
G:staff/in_post:delta=2
G:staff:retired=21
G:staff/retired:delta=1
G:staff:retired_cadre=1
G:staff/retired_cadre:delta=-1
=== G more left than came
某局实有人数45人，其中：在职23人，新增1人、减少3人，与上年相比净减少2人；退休21人，减少1人，增加3人。
---
G:staff:actual=45
G:staff:in_post=23
G:staff/in_post:delta=-2
G:staff:retired=21
G:staff/retired:delta=2
=== G a unit of a department
某单位为某局下属事业单位，核定事业编制12名，实有在职人员11人，退休人员3人。内设综合办公室、业务一科、业务二科3个科室。
---
G:offices:count=3
G:staff:posts_institution=12
G:staff:in_post=11
G:staff:retired=3
)");
}

}  // namespace
}  // namespace yuheng::ingestion
