#include "services/budget/account_name.h"

#include <gtest/gtest.h>

namespace yuheng::budget {
namespace {

TEST(AccountTextTest, NameOfTheCharts_IsInBothLanguages) {
  const Text text = AccountText("2060101", "行 政 运 行");
  EXPECT_EQ(text.zh, "2060101 行政运行");
  EXPECT_EQ(text.en, "2060101 Administrative operation");
}

TEST(AccountTextTest, Classes_AreCalledAsTheFormCallsThem) {
  EXPECT_EQ(AccountText("206", "科学技术支出").en,
            "206 Science and technology");
  EXPECT_EQ(AccountText("302", "商品和服务支出").en, "302 Goods and services");
}

TEST(AccountTextTest, AnotherName_StaysAsPrinted) {
  EXPECT_EQ(AccountText("2060101", "某某").en, "2060101 某某");
  EXPECT_EQ(AccountText("206", "").zh, "206");
  EXPECT_EQ(AccountText("206", "").en, "206");
}

}  // namespace
}  // namespace yuheng::budget
