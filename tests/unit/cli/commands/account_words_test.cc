#include "services/cli/commands/account_words.h"

#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace yuheng::cli {
namespace {

using ::testing::HasSubstr;

class AccountWordsTest : public ::testing::Test {
 protected:
  AccountWordsTest() { terminal_.err = &err_; }

  // "" where there is none.
  std::string Cell(const std::string& typed) {
    const auto address = CellAddressTyped(terminal_, typed);
    return address ? budget::FormatAddress(*address) : "";
  }

  std::ostringstream err_;
  Terminal terminal_;
};

TEST_F(AccountWordsTest, Prefix_TakesEveryWayToWriteATable) {
  for (const char* typed : {"T1", "t1", "表1", "1"}) {
    EXPECT_EQ(AddressPrefix(terminal_, typed), "T1:") << typed;
  }
  EXPECT_EQ(AddressPrefix(terminal_, "表3:206"), "T3:206");
  EXPECT_EQ(AddressPrefix(terminal_, "10:"), "T10:");
  EXPECT_EQ(AddressPrefix(terminal_, ""), "");
  EXPECT_EQ(err_.str(), "");
  for (const char* typed : {"T11", "0", "表", "收入", ":206"}) {
    EXPECT_EQ(AddressPrefix(terminal_, typed), absl::nullopt) << typed;
  }
  EXPECT_THAT(err_.str(), HasSubstr("没有表“T11”"));
}

TEST_F(AccountWordsTest, Cell_TakesTheSameAndSaysWhatIsNone) {
  for (const char* typed :
       {"T3:206:total", "t3:206:total", "表3:206:total", "3:206:total"}) {
    EXPECT_EQ(Cell(typed), "T3:206:total");
  }
  EXPECT_EQ(err_.str(), "");
  EXPECT_EQ(Cell("表3"), "");
  EXPECT_THAT(err_.str(), HasSubstr("yuheng totals T3"));
  EXPECT_EQ(Cell("T3:206:nothing"), "");
  EXPECT_EQ(Cell(""), "");
}

}  // namespace
}  // namespace yuheng::cli
