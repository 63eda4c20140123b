#include "services/validation/evaluation/diagnosis/resemblance.h"

#include <string>

#include "gtest/gtest.h"
#include "services/budget/decimal.h"
#include "services/validation/evaluation/document_index.h"
#include "tests/support/document_builder.h"

namespace yuheng::validation {
namespace {

using testing::DocumentBuilder;

// Of T5:2060101:total, printed so, when `suggested` is right.
Resemblance Of(const std::string& printed, const std::string& suggested) {
  DocumentBuilder builder;
  builder.Set("T5:2060101:total", printed);
  const DocumentIndex index(budget::StandardForm(), builder.Build());
  const IndexedTable& table = index.Of(budget::TableKind::kT5);
  const budget::Row* row = table.Find(budget::Side::kNone, "2060101");
  return ResemblanceOf(FigureOf(table, *row, 0),
                       budget::ParseDecimal(suggested)->micro);
}

TEST(Resemblance, EachSlip_IsRecognised) {
  EXPECT_EQ(Of("", "9").slip, Slip::kBlank);
  EXPECT_EQ(Of("-9", "9").slip, Slip::kSign);
  EXPECT_EQ(Of("0.9", "9").slip, Slip::kFactor);
  EXPECT_EQ(Of("0.9", "9").power_of_ten, 1);
  EXPECT_EQ(Of("90000", "9").power_of_ten, 4);
  EXPECT_EQ(Of("438.53", "483.53").slip, Slip::kSwapped);
  EXPECT_EQ(Of("483.35", "483.53").slip, Slip::kSwapped);
  EXPECT_EQ(Of("453.83", "483.53").slip, Slip::kInterchanged);
  EXPECT_EQ(Of("483.58", "483.53").slip, Slip::kOneDigit);
  EXPECT_EQ(Of("48.53", "483.53").slip, Slip::kDigitCount);
  EXPECT_EQ(Of("4833.53", "483.53").slip, Slip::kDigitCount);
  EXPECT_EQ(Of("50", "61").slip, Slip::kOtherColumn);
  EXPECT_EQ(Of("8", "61").slip, Slip::kOtherRow);  // 2060102 below it.
  EXPECT_EQ(Of("71.11", "19.2").slip, Slip::kNone);
}

TEST(Resemblance, AChangeOfManyDigits_IsNoSwap) {
  EXPECT_EQ(Of("43.58", "34.85").slip, Slip::kNone);
  EXPECT_EQ(Of("0.9", "9.9").slip, Slip::kDigitCount);
}

// As printed: the digit that is lost moves those behind it.
TEST(Resemblance, DigitLostBehindThePoint_IsOne) {
  EXPECT_EQ(Of("4.058", "4.58").slip, Slip::kDigitCount);
  EXPECT_EQ(Of("3.228", "3.28").slip, Slip::kDigitCount);
  EXPECT_EQ(Of("16.80", "16.08").slip, Slip::kSwapped);
}

TEST(Resemblance, PrintedZero_WasNotLeftOut) {
  EXPECT_EQ(Of("0", "9").slip, Slip::kNone);
  EXPECT_EQ(Of("71.11", "0").slip, Slip::kSuperfluous);
}

TEST(Resemblance, Strength_SaysWhatTells) {
  EXPECT_EQ(Of("71.11", "19.2").strength(), 0);
  EXPECT_EQ(Of("483.58", "483.53").strength(), 1);
  EXPECT_EQ(Of("8", "61").strength(), 2);
  EXPECT_EQ(Of("438.53", "483.53").strength(), 3);
}

}  // namespace
}  // namespace yuheng::validation
