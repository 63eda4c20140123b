#include "services/validation/language/lexer.h"

#include <string>

#include "gtest/gtest.h"

namespace yuheng::validation {
namespace {

TEST(Lexer, Tokens_KeepTextAndPosition) {
  const auto tokens = Tokenize("T1:in # 收入\n<= \"行政运行\" 30");
  ASSERT_TRUE(tokens.ok());
  ASSERT_EQ(tokens->size(), 7u);
  EXPECT_EQ((*tokens)[0].text, "T1");
  EXPECT_EQ((*tokens)[3].text, "<=");
  EXPECT_EQ((*tokens)[3].position, (Position{2, 1}));
  EXPECT_EQ((*tokens)[4].text, "行政运行");
  EXPECT_EQ((*tokens)[5].position, (Position{2, 11}));
  EXPECT_EQ((*tokens)[6].kind, TokenKind::kEnd);
}

TEST(Lexer, StrangeCharacter_IsNamedWithItsPlace) {
  EXPECT_EQ(Tokenize("T1 ＝ T2").status().message(),
            "1:4: '＝' is no part of a formula");
  EXPECT_EQ(Tokenize("a * b").status().message(),
            "1:3: '*' is no part of a formula");
}

TEST(Lexer, OpenText_IsAnError) {
  EXPECT_EQ(Tokenize(" \"abc\n\"").status().message(),
            "1:2: the text has no closing quote");
}

TEST(Lexer, Limits_AreKept) {
  EXPECT_FALSE(Tokenize(std::string(kFormulaSizeBytesMax + 1, ' ')).ok());
  EXPECT_TRUE(Tokenize(std::string(kFormulaSizeBytesMax, ' ')).ok());
  EXPECT_FALSE(Tokenize(std::string(2 * kFormulaTokensMax, '(')).ok());
}

}  // namespace
}  // namespace yuheng::validation
