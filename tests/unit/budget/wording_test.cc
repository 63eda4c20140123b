#include "services/budget/wording.h"

#include <gtest/gtest.h>

namespace yuheng::budget {
namespace {

TEST(PlaceholderIn, MarksInPlaceOfNamesAndFigures_AreFound) {
  EXPECT_EQ(PlaceholderIn("按照XX文件"), "XX");
  EXPECT_EQ(PlaceholderIn("收支总预算**万元"), "**");
  EXPECT_EQ(PlaceholderIn("比上年增加**万元，增长**%"), "**");
  EXPECT_EQ(PlaceholderIn("**局2023年收支总预算**万元"), "**");
  EXPECT_EQ(PlaceholderIn("**部门预算由**组成"), "**");
  EXPECT_EQ(PlaceholderIn("由**、**组成"), "**");
  EXPECT_EQ(PlaceholderIn("收支总预算**"), "**");
  EXPECT_EQ(PlaceholderIn("支出＊＊元"), "＊＊");
  EXPECT_EQ(PlaceholderIn("二〇〇九年"), "");
}

TEST(PlaceholderIn, MarksAroundWords_PutWeightOnThem) {
  EXPECT_EQ(PlaceholderIn("**收支总预算**713.33万元。"), "");
  EXPECT_EQ(PlaceholderIn("收支总预算**713.33万元**。"), "");
  EXPECT_EQ(PlaceholderIn("收支总预算**713.33**万元。"), "");
  EXPECT_EQ(PlaceholderIn("房屋**30**万元。"), "");
  EXPECT_EQ(PlaceholderIn("**一、收支总预算：**"), "");
  EXPECT_EQ(PlaceholderIn("＊＊收支总预算＊＊713.33万元。"), "");
  EXPECT_EQ(PlaceholderIn("**收支总预算**XX万元。"), "XX");
  EXPECT_EQ(PlaceholderIn("**XX局收支总预算**10万元。"), "XX");
}

}  // namespace
}  // namespace yuheng::budget
