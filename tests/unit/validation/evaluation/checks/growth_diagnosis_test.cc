#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/checks/claim_text.h"

namespace yuheng::validation {
namespace {

TEST(GrowthDiagnosis, FigureItMayBeCopiedFrom_IsNamedInWords) {
  Text text;
  text.Say("N2:special:amount", "60")
      .Say("N2:special:delta", "45.6")
      .Say("N2:unit:amount", "210")
      .Say("N2:unit:delta", "45.6")
      .Say("N2:unit:growth", "20.9");
  EXPECT_EQ(text.Told("Y-13"),
            "增减额 45.6万元 与说明二（收入） 财政专户管理资金 "
            "比上年增减额的数字相同，可能抄错");
}

TEST(GrowthDiagnosis, NamesWhatMayHaveHappened) {
  const auto growth = [](const char* amount, const char* share,
                         const char* change, const char* rate) {
    return Text()
        .Say("N2:unit:amount", amount)
        .Say("N2:unit:share", share)
        .Say("N2:unit:delta", change)
        .Say("N2:unit:growth", rate)
        .Findings("Y-13");
  };
  EXPECT_EQ(growth("210", "29.44", "29.44", "100"), "N2:unit:delta?");
  EXPECT_EQ(growth("483.53", "67.78", "83.6", "20.9"), "");
  EXPECT_EQ(growth("60", "8", "-20", "-25"), "");
  // 38.6 for 83.6, 836000 for 83.6.
  EXPECT_EQ(growth("483.53", "67.78", "38.6", "20.9"), "N2:unit:delta?");
  EXPECT_EQ(growth("483.53", "67.78", "836000", "20.9"), "N2:unit:delta?");
  // Nothing to say.
  EXPECT_EQ(growth("483.53", "67.78", "55.5", "20.9"), "");
}

}  // namespace
}  // namespace yuheng::validation
