#include "services/budget/text.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace yuheng::budget {
namespace {

TEST(TrimBlanks, TakesEveryKindOfBlank) {
  EXPECT_EQ(TrimBlanks("　\t 483.53　\xC2\xA0"), "483.53");
  EXPECT_EQ(TrimBlanks("\xEF\xBB\xBF第一部分"), "第一部分");
  EXPECT_EQ(TrimBlanks("　 "), "");
  EXPECT_EQ(TrimBlanks("合　计"), "合　计");
}

// Whatever stands between, cut characters included.
TEST(RemoveBlanks, LeavesTheRestAsItIs) {
  EXPECT_EQ(RemoveBlanks(" 合　计 1\t2 \xE5\x90"), "合计12\xE5\x90");
  EXPECT_EQ(RemoveBlanks("　"), "");
  EXPECT_EQ(RemoveBlanks("\x7F表"), "\x7F表");
  EXPECT_EQ(NormaliseLabel("（１）　合 计\xE5\x90"), "(1)合计\xE5\x90");
}

TEST(NormaliseLabel, SmallAndVerticalMarks_AreTheMarks) {
  EXPECT_EQ(NormaliseLabel("其中﹕甲﹐乙﹑丙﹔丁﹗"), "其中:甲,乙、丙;丁!");
  EXPECT_EQ(NormaliseLabel("维修﹙护﹚费﹝2023﹞1﹪"), "维修(护)费[2023]1%");
  EXPECT_EQ(NormaliseLabel("其中︓甲︐乙︒"), "其中:甲,乙。");
  EXPECT_EQ(NormaliseLabel("维修︵护︶费︻2︼﹇3﹈"), "维修(护)费[2][3]");
  EXPECT_EQ(NormaliseLabel("\uFE53﹫"), "\uFE53@");
}

TEST(NormaliseLabel, AllQuotes_AreOne) {
  for (const char* printed :
       {"「三公」", "『三公』", "﹁三公﹂", "″三公″", "„三公”", "＂三公＂"}) {
    EXPECT_EQ(NormaliseLabel(printed), "\"三公\"") << printed;
  }
  EXPECT_EQ(NormaliseLabel("′三公’"), "'三公'");
}

TEST(NormaliseLabel, MakesPrintVariantsEqual) {
  EXPECT_EQ(NormaliseLabel("合  计"), NormaliseLabel("合计"));
  EXPECT_EQ(NormaliseLabel("维修(护)费"), NormaliseLabel("维修（护）费"));
  EXPECT_EQ(NormaliseLabel("编制部门： 昌吉州科技局"), "编制部门:昌吉州科技局");
  EXPECT_EQ(NormaliseLabel("“三公”经费"), NormaliseLabel("\"三公\"经费"));
  EXPECT_NE(NormaliseLabel("基本工资"), NormaliseLabel("基本养老"));
}

// As absl finds them, in every text of three characters of these.
TEST(WordsInText, AreFoundWhereTheyStand) {
  const std::vector<std::string> characters = {"预", "算", "算", "a",
                                               "表", "1",  "，", "\xE8"};
  constexpr absl::string_view kWords[] = {"预算", "算表", "表1", "算a表",
                                          "，算"};
  const StartWords starts(kWords);
  for (const std::string& a : characters) {
    for (const std::string& b : characters) {
      for (const std::string& c : characters) {
        for (const std::string& text : {a, a + b, a + b + c}) {
          bool in = false;
          bool first = false;
          bool last = false;
          for (const absl::string_view word : kWords) {
            in = in || absl::StrContains(text, word);
            first = first || absl::StartsWith(text, word);
            last = last || absl::EndsWith(text, word);
          }
          EXPECT_EQ(ContainsAny(text, kWords), in) << text;
          EXPECT_EQ(StartsWithAny(text, kWords), first) << text;
          EXPECT_EQ(EndsWithAny(text, kWords), last) << text;
          EXPECT_EQ(starts.StartOf(text), first) << text;
        }
      }
    }
  }
  EXPECT_TRUE(ContainsAny("", {""}));
  EXPECT_TRUE(StartsWithAny("", {""}));
  EXPECT_TRUE(EndsWithAny("预", {"预算", ""}));
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

TEST(IsUtf8, EveryByteHasToBe) {
  for (const char* sound : {"", "plain", "预算", "\xEF\xBF\xBD"}) {
    EXPECT_TRUE(IsUtf8(sound)) << sound;
  }
  for (const char* broken :
       {"\xFF", "预\xE7\xAE", "\xC0\xAF", "\xED\xA0\x80", "\xBD tail"}) {
    EXPECT_FALSE(IsUtf8(broken)) << broken;
  }
}

}  // namespace
}  // namespace yuheng::budget
