// How exact the figures of the narrative are.
#include <string>

#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/checks/claim_text.h"

namespace yuheng::validation {
namespace {

// Section 六 in 元, to `decimals` of them, beside a table 6 in 万元.
Text BasicInYuan(const std::string& total, const std::string& personnel,
                 const std::string& public_cost) {
  Text text;
  text.builder()
      .Set("T6:ALL:total", total)
      .Set("T6:ALL:personnel", personnel)
      .Set("T6:ALL:public", public_cost);
  text.Say("N6:total:amount", total)
      .Say("N6:personnel:amount", personnel)
      .Say("N6:public:amount", public_cost);
  for (budget::Claim& claim : text.builder().document().claims) {
    claim.precision_micro = 100;
  }
  return text;
}

TEST(ClaimTable, AmountInYuanOfATableInWanYuan_IsAsCoarseAsTheTable) {
  EXPECT_EQ(BasicInYuan("423.53", "382.76", "40.78").Findings("N-16"),
            "N6:total:amount?");
  EXPECT_EQ(BasicInYuan("423.53", "382.76", "40.88").Findings("N-16"),
            "N6:total:amount");
}

TEST(ClaimTable, AmountToTheYuan_IsAsExactAsPrinted) {
  EXPECT_EQ(BasicInYuan("423.5342", "382.7551", "40.7791").Findings("N-16"),
            "");
  EXPECT_EQ(BasicInYuan("423.5342", "382.7551", "40.7795").Findings("N-16"),
            "N6:total:amount");
}

TEST(ClaimTable, TablesInYuan_LeaveAmountsExact) {
  Text text = BasicInYuan("423.53", "382.76", "40.78");
  for (budget::Table& table : text.builder().document().tables) {
    table.precision_fen = 1;
  }
  EXPECT_EQ(text.Findings("N-16"), "N6:total:amount");
}

// A class of section 四 has its amount beside its budget and beside its share.
TEST(ClaimTable, ClassOfABudget_HasItsShare) {
  const auto share = [](const std::string& printed) {
    return Text()
        .Say("N4:total:amount", "200")
        .Say("N4:gen/206:amount", "50")
        .Say("N4:gen/206:share", printed)
        .Findings("Y-01");
  };
  EXPECT_EQ(share("25"), "");
  EXPECT_EQ(share("52"), "N4:gen/206:share");
  EXPECT_EQ(share("400"), "N4:gen/206:share");
}

}  // namespace
}  // namespace yuheng::validation
