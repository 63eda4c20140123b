#include "services/ingestion/formats/paper/list_number.h"

#include <gtest/gtest.h>

namespace yuheng::ingestion {
namespace {

TEST(ListNumber, CountsAsWordDoes) {
  EXPECT_EQ(ListNumber("decimal", 12), "12");
  EXPECT_EQ(ListNumber("decimalZero", 7), "07");
  EXPECT_EQ(ListNumber("chineseCounting", 1), "一");
  EXPECT_EQ(ListNumber("chineseCounting", 10), "十");
  EXPECT_EQ(ListNumber("chineseCountingThousand", 12), "十二");
  EXPECT_EQ(ListNumber("chineseCountingThousand", 20), "二十");
  EXPECT_EQ(ListNumber("japaneseCounting", 110), "一百一十");
  EXPECT_EQ(ListNumber("japaneseCounting", 1'002), "一千零二");
  EXPECT_EQ(ListNumber("chineseLegalSimplified", 10), "壹拾");
  EXPECT_EQ(ListNumber("ideographDigital", 10), "一〇");
  EXPECT_EQ(ListNumber("ideographTraditional", 3), "丙");
  EXPECT_EQ(ListNumber("decimalEnclosedCircle", 1), "①");
  EXPECT_EQ(ListNumber("decimalEnclosedCircle", 20), "⑳");
  EXPECT_EQ(ListNumber("upperRoman", 49), "XLIX");
  EXPECT_EQ(ListNumber("lowerLetter", 28), "bb");
}

TEST(ListNumber, BeyondAFormat_IsInDigits) {
  EXPECT_EQ(ListNumber("chineseCounting", 10'000), "10000");
  EXPECT_EQ(ListNumber("decimalEnclosedCircle", 21), "21");
  EXPECT_EQ(ListNumber("ideographTraditional", 11), "11");
  EXPECT_EQ(ListNumber("upperRoman", 0), "0");
  EXPECT_EQ(ListNumber("hebrew1", 3), "3");
  EXPECT_EQ(ListNumber("none", 3), "");
}

TEST(BeforeText, SetsOffWhatAFigureCouldGoOn) {
  EXPECT_EQ(BeforeText("1."), "1. ");
  EXPECT_EQ(BeforeText("一、"), "一、");
  EXPECT_EQ(BeforeText(""), "");
}

}  // namespace
}  // namespace yuheng::ingestion
