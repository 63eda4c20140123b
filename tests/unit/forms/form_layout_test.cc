#include "services/forms/form_layout.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace yuheng::forms {
namespace {

using budget::RowLevel;
using budget::Side;
using budget::StandardForm;
using budget::TableKind;
using ::testing::ElementsAre;

const budget::TableShape& Shape(TableKind kind) {
  return StandardForm().Table(kind);
}

TEST(LayOutForm, AmountsPointBackToTheirRows) {
  const FormLayout layout = LayOutForm(
      Shape(TableKind::kT1),
      {{Side::kExpenditure, RowLevel::kClass, "206", "科学技术支出", ""},
       {Side::kIncome, RowLevel::kLine, "cur", "一、本年收入", ""},
       {Side::kIncome, RowLevel::kTotal, "ALL", "收入总计", ""}});
  ASSERT_EQ(layout.body.size(), 2u);
  ASSERT_EQ(layout.body[0].size(), 4u);
  EXPECT_EQ(layout.body[0][1].row, 1);
  EXPECT_EQ(layout.body[0][1].column, 0);
  EXPECT_EQ(layout.body[0][2].text, "206 科学技术支出");
  EXPECT_EQ(layout.body[0][3].row, 0);
  EXPECT_EQ(layout.body[1][1].row, 2);
  EXPECT_EQ(layout.body[1][3].row, -1);
}

TEST(LayOutForm, RowOfASideTheFormHasNot_StillFillsItsColumns) {
  for (int kind = 1; kind <= budget::kTableCount; ++kind) {
    const budget::TableShape& shape = Shape(static_cast<TableKind>(kind));
    for (Side side : {Side::kNone, Side::kIncome, Side::kExpenditure}) {
      const FormLayout layout =
          LayOutForm(shape, {{side, RowLevel::kNone, "x", "名称", "p"}});
      ASSERT_EQ(layout.body.size(), 1u);
      EXPECT_EQ(static_cast<int>(layout.body[0].size()), layout.column_count);
    }
  }
}

TEST(LayOutForm, CodeThatIsTooLong_IsNotCut) {
  const FormLayout layout =
      LayOutForm(Shape(TableKind::kT6),
                 {{Side::kNone, RowLevel::kNone, "3010199", "x", ""}});
  EXPECT_EQ(layout.body[0][0].text, "301");
  EXPECT_EQ(layout.body[0][1].text, "0199");
}

TEST(ColumnWidths, FollowWhatIsShown) {
  const budget::TableShape& shape = Shape(TableKind::kT10);
  const FormLayout layout =
      LayOutForm(shape, {{Side::kNone, RowLevel::kLine, "total", "合计", ""}});
  EXPECT_THAT(ColumnWidths(shape, layout,
                           [](const LayoutCell& cell) {
                             return cell.column == 2 ? 18 : 0;
                           }),
              ElementsAre(18, 11, 14, 22, 18));
}

TEST(ShownAmount, TwoPlacesOrAllThatAreThere) {
  EXPECT_EQ(ShownAmount(0), "0.00");
  EXPECT_EQ(ShownAmount(1'234'567'890'000), "1,234,567.89");
  EXPECT_EQ(ShownAmount(-123'450'000), "-123.45");
  EXPECT_EQ(ShownAmount(-1'000'000'000), "-1,000.00");
  EXPECT_EQ(ShownAmount(1'000'000'001), "1,000.000001");
}

TEST(WrappedLineCount, WideCharactersTakeTwoPlaces) {
  EXPECT_EQ(WrappedLineCount("", 10), 1);
  EXPECT_EQ(WrappedLineCount("合计", 10), 1);
  EXPECT_EQ(WrappedLineCount("上级政府性基金安排的转移支付", 15), 2);
}

}  // namespace
}  // namespace yuheng::forms
