// Sentences that name a figure which is none of this budget.

#include "gtest/gtest.h"
#include "tests/unit/ingestion/formats/wording_cases.h"

namespace yuheng::ingestion {
namespace {

TEST(Wording, RequirementsAreNoFigures) {
  CheckWording(R"(
=== N3 a requirement in a line of its own
按照要求，公用经费压减10%，项目支出压减5%。
支出预算713.33万元，其中：基本支出433.53万元，比上年压减10万元，下降2.25%；项目支出279.8万元。
---
N3:total:amount=713.33
N3:basic:amount=433.53
N3:basic:delta=-10
N3:basic:growth=-2.25
N3:project:amount=279.8
=== N3 a rate of savings with nothing else in its sentence
2023年压减公用经费10%，压减项目支出5%，从严编制预算。支出预算713.33万元。
---
N3:total:amount=713.33
=== N3 no less than a bound
根据《通知》（昌州财预〔2022〕15号），2023年项目支出按不低于10%的比例压减。支出预算713.33万元，其中：项目支出不超过300万元。
---
N3:total:amount=713.33
=== N10 a requirement in front of the statement
按照“三公”经费压减5%的要求，2023年“三公”经费4.78万元，其中：公务接待费0.48万元，比上年减少0.02万元，下降4%。
---
N10:total:amount=4.78
N10:reception:amount=0.48
N10:reception:delta=-0.02
N10:reception:growth=-4
=== N10 a requirement and its clause in the same sentence
按照要求，公务接待费压减10%，2023年“三公”经费4.78万元。
---
N10:total:amount=4.78
=== N10 a requirement that states the figure
按照厉行节约的要求，公务接待费0.48万元，比上年压减0.02万元，压减4%。“三公”经费比上年压减5%。
---
N10:reception:amount=0.48
N10:reception:delta=-0.02
N10:reception:growth=-4
N10:total:growth=-5
=== N10 what holds everywhere
全州“三公”经费总体压减5%。全县“三公”经费预算5000万元。2022年全州公务接待费下降10%。“三公”经费4.78万元。
---
N10:total:amount=4.78
=== N11a general expenditure, averages of years, quotas and rounding
2023年一般性支出压减5%。近三年年均下降3.5%。因四舍五入，可能存在0.01万元尾差。
机关运行经费40.78万元，按人均公用经费定额1.5万元核定，比上年预算增加5.94万元，增长17.05%。
---
N11a:operating:amount=40.78
N11a:operating:delta=5.94
N11a:operating:growth=17.05
)");
}

TEST(Wording, QuotasAndOtherYearsAreNoFigures) {
  CheckWording(R"(
=== N6 a quota before its amount
按编制内实有人数人均公用经费定额1.5万元核定。基本支出423.53万元，其中：人员经费382.76万元，公用经费40.77万元（定额标准由1.5万元提高到1.8万元）。
---
N6:total:amount=423.53
N6:personnel:amount=382.76
N6:public:amount=40.77
=== N6 the amount behind its quota
按人均定额1.5万元安排公用经费40.77万元。
---
N6:public:amount=40.77
=== N5a rounding
因四舍五入，可能存在0.01万元尾差。一般公共预算拨款483.53万元。
---
N5a:total:amount=483.53
=== N4 last year in its own sentence
2022年一般公共预算拨款399.93万元。
2022年财政拨款收支总预算399.93万元，2023年财政拨款收支总预算483.53万元。
---
N4:total:amount=483.53
=== N10 an older year
2019年“三公”经费6.78万元。2023年“三公”经费4.78万元，比2019年减少2万元，下降29.5%，比上年预算增加0万元，增长0%。
---
N10:total:amount=4.78
N10:total:delta=0
N10:total:growth=0
=== N2 last year's outturn is another base than its budget
收入预算713.33万元，其中：一般公共预算483.53万元，占67.78%，比上年执行数减少16.47万元，下降3.29%，比上年预算增加83.6万元，增长20.9%；单位资金30万元，比2022年决算数20万元增加10万元，增长50%；财政拨款结转19.8万元，与上年调整预算数持平，比上年增加19.8万元。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:share=67.78
N2:gen:delta_other_base=-16.47
N2:gen:growth_other_base=-3.29
N2:gen:delta=83.6
N2:gen:growth=20.9
N2:unit:amount=30
N2:unit:delta_other_base=10
N2:unit:growth_other_base=50
N2:carry_fiscal:amount=19.8
N2:carry_fiscal:delta_other_base=0
N2:carry_fiscal:delta=19.8
=== N2 a change since an older year, and what was carried over from one
收入预算713.33万元，其中：一般公共预算483.53万元，较2021年增长30%，比2022年增加83.6万元；2021年财政拨款结转19.8万元。
---
N2:total:amount=713.33
N2:gen:amount=483.53
N2:gen:delta=83.6
N2:carry_fiscal:amount=19.8
)");
}

}  // namespace
}  // namespace yuheng::ingestion
