#include "services/budget/text.h"

#include <string>

#include "gtest/gtest.h"

namespace yuheng::budget {
namespace {

TEST(TrimBlanks, TakesEveryKindOfBlank) {
  EXPECT_EQ(TrimBlanks("　\t 483.53　\xC2\xA0"), "483.53");
  EXPECT_EQ(TrimBlanks("\xEF\xBB\xBF第一部分"), "第一部分");
  EXPECT_EQ(TrimBlanks("　 "), "");
  EXPECT_EQ(TrimBlanks("合　计"), "合　计");
}

TEST(NormaliseLabel, MakesPrintVariantsEqual) {
  EXPECT_EQ(NormaliseLabel("合  计"), NormaliseLabel("合计"));
  EXPECT_EQ(NormaliseLabel("维修(护)费"), NormaliseLabel("维修（护）费"));
  EXPECT_EQ(NormaliseLabel("编制部门： 昌吉州科技局"), "编制部门:昌吉州科技局");
  EXPECT_EQ(NormaliseLabel("“三公”经费"), NormaliseLabel("\"三公\"经费"));
  EXPECT_NE(NormaliseLabel("基本工资"), NormaliseLabel("基本养老"));
}

TEST(NextCodePoint, PassesInvalidBytesOneByOne) {
  const std::string text = "\xE4\xB8\xAD\xFF\xC0\xAF\xE4\xB8";
  size_t offset = 0;
  EXPECT_EQ(NextCodePoint(text, &offset), U'中');
  int replaced = 0;
  while (offset < text.size()) {
    replaced += NextCodePoint(text, &offset) == 0xFFFD ? 1 : 0;
  }
  EXPECT_EQ(replaced, 5);
  EXPECT_EQ(offset, text.size());
}

TEST(DisplayWidth, CountsWideCharactersTwice) {
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("合计12"), 6);
  EXPECT_EQ(DisplayWidth("（）"), 4);
}

}  // namespace
}  // namespace yuheng::budget
