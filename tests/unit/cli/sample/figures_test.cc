#include "services/cli/sample/figures.h"

#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "services/cli/sample/script.h"
#include "services/cli/sample/style.h"
#include "services/cli/sample/tables.h"
#include "services/cli/sample/text_style.h"
#include "services/cli/sample/wording.h"

namespace yuheng::cli {
namespace {

constexpr int64_t kWan = 1'000'000;

TEST(Figures, HundredthsOf_RoundsHalfUp) {
  EXPECT_EQ(HundredthsOf(48'353, 71'333), 67'78);
  EXPECT_EQ(HundredthsOf(1, 8), 12'50);
  EXPECT_EQ(HundredthsOf(1, 20'000), 1);
  EXPECT_EQ(HundredthsOf(5, 5), 100'00);
  EXPECT_EQ(HundredthsOf(0, 5), 0);
}

TEST(Figures, RoundToPrint_IsHalfUp) {
  EXPECT_EQ(RoundToPrint(14'999), 10'000);
  EXPECT_EQ(RoundToPrint(15'000), 20'000);
  EXPECT_EQ(RoundToPrint(0), 0);
}

class Change : public ::testing::Test {
 protected:
  std::string Of(int64_t amount_fen, int64_t prior_fen, Edits edits = {}) {
    Random random(1);
    Script script(std::move(edits));
    Wording wording(bureau_, style_, &script, &random);
    return wording.Change("N3:basic", {amount_fen, prior_fen},
                          ChangeForm::kFull);
  }

  const Bureau bureau_;
  TextStyle style_;
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

TEST_F(Change, Same_MayBeSaidInWords) {
  style_.level = TextStyle::Level::kSame;
  EXPECT_EQ(Of(30 * kWan, 30 * kWan), "与上年预算持平");
}

TEST_F(Change, EditedFigure_IsStatedInstead) {
  Edits edits;
  edits["N3:basic:growth"].value = -5'00;
  EXPECT_EQ(Of(110 * kWan, 100 * kWan, edits), "比上年预算增加10万元，下降5%");
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
