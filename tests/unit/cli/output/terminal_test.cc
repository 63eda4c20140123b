#include "services/cli/output/terminal.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/budget/text.h"

namespace yuheng::cli {
namespace {

using ::testing::ElementsAre;

TEST(WrappedLines, BreakAtBlanksAndBetweenChineseCharacters) {
  EXPECT_THAT(WrappedLines("说明二 金额 12.5，不应大于 3", 12),
              ElementsAre("说明二 金额", "12.5，不应大", "于 3"));
  EXPECT_THAT(WrappedLines("one two three", 8),
              ElementsAre("one two", "three"));
}

TEST(WrappedLines, FiguresStayWholeAndPunctuationStandsBehind) {
  EXPECT_THAT(WrappedLines("合计1234567.89，差", 8),
              ElementsAre("合计", "1234567.89，", "差"));
  EXPECT_THAT(WrappedLines("（收入）一", 6), ElementsAre("（收", "入）一"));
}

TEST(WrappedLines, NothingIsLostAndNoLineIsWider) {
  const std::string text =
      "说明二（收入） 一般公共预算 占比 86.77 + 财政拨款结转 占比 0.07 = 86.84";
  for (int width = 12; width < 90; ++width) {
    std::string all;
    for (const std::string& line : WrappedLines(text, width)) {
      EXPECT_LE(budget::DisplayWidth(line), width) << line;
      all += budget::RemoveBlanks(line);
    }
    EXPECT_EQ(all, budget::RemoveBlanks(text));
  }
  EXPECT_THAT(WrappedLines(text, 0), ElementsAre(text));
  EXPECT_THAT(WrappedLines("", 10), ElementsAre(""));
}

}  // namespace
}  // namespace yuheng::cli
