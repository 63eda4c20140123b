#include "services/cli/sample/figures.h"

#include <string>

#include "gtest/gtest.h"
#include "services/cli/sample/style.h"
#include "services/cli/sample/tables.h"

namespace yuheng::cli {
namespace {

constexpr int64_t kWan = 1'000'000;

TEST(Figures, PercentOf_RoundsHalfUpAndStripsZeros) {
  EXPECT_EQ(PercentOf(48'353, 71'333), "67.78");
  EXPECT_EQ(PercentOf(1, 8), "12.5");
  EXPECT_EQ(PercentOf(1, 20'000), "0.01");
  EXPECT_EQ(PercentOf(5, 5), "100");
  EXPECT_EQ(PercentOf(0, 5), "0");
}

TEST(Figures, RoundToPrint_IsHalfUp) {
  EXPECT_EQ(RoundToPrint(14'999), 10'000);
  EXPECT_EQ(RoundToPrint(15'000), 20'000);
  EXPECT_EQ(RoundToPrint(0), 0);
}

class Change : public ::testing::Test {
 protected:
  std::string Of(int64_t amount_fen, int64_t prior_fen) {
    const Bureau bureau;
    Random random(1);
    const Wording wording(bureau, &random);
    std::string text = wording.Change({amount_fen, prior_fen}, false);
    std::string compact;
    for (const char c : text) {
      if (c != ' ') compact += c;
    }
    return compact;
  }
};

TEST_F(Change, Growth_IsOfLastYear) {
  EXPECT_EQ(Of(48'353 * kWan / 100, 39'993 * kWan / 100),
            "比上年预算增加83.6万元，增长20.9%");
}

TEST_F(Change, Decrease_IsWordedAsOne) {
  EXPECT_EQ(Of(90 * kWan, 100 * kWan), "比上年预算减少10万元，下降10%");
}

TEST_F(Change, NothingLastYear_IsOneHundredPercent) {
  EXPECT_EQ(Of(30 * kWan, 0), "比上年预算增加30万元，增长100%");
}

TEST_F(Change, Same_IsZero) {
  EXPECT_EQ(Of(30 * kWan, 30 * kWan), "比上年预算增加0万元，增长0%");
}

TEST(Style, PrintAmount_FollowsTheStyle) {
  Style style;
  EXPECT_EQ(PrintAmount(style, 4'835'300'000), "4835.3");
  style.number = Style::Number::kFixed;
  EXPECT_EQ(PrintAmount(style, 30 * kWan), "30.00");
  style.number = Style::Number::kFixedThousands;
  EXPECT_EQ(PrintAmount(style, 1'234'567 * kWan), "1,234,567.00");
  EXPECT_EQ(PrintAmount(style, 123 * kWan), "123.00");
  style = Style();
  style.unit_yuan = true;
  EXPECT_EQ(PrintAmount(style, 30 * kWan + 10'000), "300100");
  style = Style();
  style.full_width_digits = true;
  EXPECT_EQ(PrintAmount(style, 30 * kWan), "３０");
}

}  // namespace
}  // namespace yuheng::cli
