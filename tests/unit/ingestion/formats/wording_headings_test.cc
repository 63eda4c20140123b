// Headings under other numbers, in other places and in other words.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/formats/narrative_reader.h"
#include "services/ingestion/formats/text_lines.h"
#include "tests/unit/ingestion/formats/claims_of.h"
#include "tests/unit/ingestion/formats/wording_cases.h"

namespace yuheng::ingestion {
namespace {

TEST(Wording, Headings) {
  CheckWording(R"(
=== raw sections numbered in brackets
第三部分 2023年部门预算情况说明
（一）关于某局2023年收支预算情况的总体说明
收支总预算713.33万元。
（二）关于某局2023年收入预算情况说明
收入预算713.33万元。
（三）关于某局2023年支出预算情况说明
支出预算713.33万元。
---
N1:total:amount=713.33
N2:total:amount=713.33
N3:total:amount=713.33
=== raw no 关于, other words
一、部门收支总体情况说明
收支总预算713.33万元。
二、部门收入总体情况说明
收入预算713.33万元。
三、部门支出总体情况说明
支出预算713.33万元。
四、财政拨款收支总体情况说明
财政拨款收支总预算483.53万元。
五、一般公共预算支出情况说明
（一）规模变化情况
一般公共预算拨款483.53万元，其中：基本支出423.53万元，项目支出60万元。
（二）结构情况
科学技术支出（类）483.53万元，占100%。
（三）具体使用情况
科学技术支出（类）科学技术管理事务（款）行政运行（项）423.53万元。
六、一般公共预算基本支出情况说明
基本支出423.53万元。
---
N1:total:amount=713.33
N2:total:amount=713.33
N3:total:amount=713.33
N4:total:amount=483.53
N5a:total:amount=483.53
N5a:basic:amount=423.53
N5a:project:amount=60
N5b:206:amount=483.53
N5b:206:share=100
N5c:2060101:amount=423.53
N6:total:amount=423.53
=== raw other marks behind the numeral, blanks inside
一．关于某局2023年收支预算情况的总体说明
收支总预算713.33万元。
二 、 关于 某局 2023 年 收入 预算 情况 说明
收入预算713.33万元。
三：关于某局2023年支出预算情况说明
支出预算713.33万元。
---
N1:total:amount=713.33
N2:total:amount=713.33
N3:total:amount=713.33
=== raw a table of contents in front
第三部分 2023年部门预算情况说明
一、关于某局2023年收支预算情况的总体说明
二、关于某局2023年收入预算情况说明
第四部分 名词解释
第三部分 2023年部门预算情况说明
一、关于某局2023年收支预算情况的总体说明
收支总预算713.33万元。
二、关于某局2023年收入预算情况说明
收入预算713.33万元。
---
N1:total:amount=713.33
N2:total:amount=713.33
=== raw wrong numbers, another order
二、关于某局2023年支出预算情况说明
支出预算713.33万元。
二、关于某局2023年收入预算情况说明
收入预算713.33万元。
十、其他重要事项的情况说明
（一）政府采购情况
政府采购预算66万元。
（二）机关运行经费情况
机关运行经费40.78万元。
九、关于某局2023年“三公”经费预算情况说明
“三公”经费4.78万元。
---
N3:total:amount=713.33
N2:total:amount=713.33
N11b:total:amount=66
N11a:operating:amount=40.78
N10:total:amount=4.78
=== raw a heading over two lines
六、关于某州某某局2023年一般公共预算
基本支出情况说明
基本支出423.53万元。
八、关于某州某某局2023年政府性基金预算拨款情况
说明
2023年没有使用政府性基金预算拨款安排的支出。
---
N6:total:amount=423.53
N8:fund:none
=== raw sub-headings of section eleven in other words
十一、其他重要事项情况说明
（一）机关运行经费安排情况说明
机关运行经费40.78万元。
（二）政府采购安排情况说明
政府采购预算66万元。
（三）国有资产占有使用情况说明
房屋25平方米，价值0.25万元。
（四）绩效目标设置情况说明
财政拨款项目3个，涉及预算金额75万元。
---
N11a:operating:amount=40.78
N11b:total:amount=66
N11c:house:area=25
N11c:house:amount=0.25
N11d:fiscal:count=3
N11d:fiscal:amount=75
)");
}

TEST(Wording, FigureOfNothing_IsAProblemAndNoClaim) {
  budget::Document document = DocumentWithTables();
  const auto lines = SplitLines(
      "二、关于某局2023年收入预算情况说明\n"
      "收入预算713.33万元，其中：一般公共预算483.53万元，援建资金229."
      "8万元。\n");
  ReadNarrative(lines.value(), &document);
  EXPECT_THAT(
      ClaimTexts(document),
      ::testing::ElementsAre("N2:total:amount=713.33", "N2:gen:amount=483.53"));
  ASSERT_THAT(document.problems, ::testing::SizeIs(1));
  EXPECT_EQ(document.problems[0].id, "reader.figure_unassigned");
  EXPECT_EQ(document.problems[0].location.line, 2);
  EXPECT_THAT(document.problems[0].message.zh,
              ::testing::HasSubstr("援建资金229.8万元"));
}

// A figure larger than any is not dropped without a word.
TEST(Wording, FigureBeyondAll_IsAProblem) {
  const auto problems = [](const std::string& growth) {
    budget::Document document = DocumentWithTables();
    const std::string text =
        "二、关于某局2023年收入预算情况说明\n"
        "收入预算10万元，其中：一般公共预算10万元，比上年增加1万元，增长" +
        growth + "。\n";
    const auto lines = SplitLines(text);
    ReadNarrative(lines.value(), &document);
    return document.problems.size();
  };
  EXPECT_EQ(problems("9999999999999倍"), 1u);
  EXPECT_EQ(problems("99999999999999999999%"), 1u);
  EXPECT_EQ(problems("11.11%"), 0u);
  EXPECT_EQ(problems("9倍"), 0u);
}

}  // namespace
}  // namespace yuheng::ingestion
