#include <string>

#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/checks/claim_text.h"

namespace yuheng::validation {
namespace {

// A sentence about several subjects, each with a change of its own.
TEST(ReasonsOfSubjects, ReasonOfOneSubject_ExplainsNoOther) {
  const auto found = [](const std::string& sentence, const char* hospitality,
                        const char* reason) {
    Text text;
    text.Say("N10:car_run:delta", "1").Say("N10:reception:delta", hospitality);
    for (budget::Claim& claim : text.builder().document().claims) {
      if (claim.value_micro) claim.printed += "万元";
    }
    text.Say("N10:reception:reason", reason).Write("N10", sentence);
    for (budget::Claim& claim : text.builder().document().claims) {
      claim.line = text.builder().document().sentences.back().line;
    }
    return text.Findings("Y-14");
  };
  EXPECT_EQ(found("运行费增加1万元；接待费增加2万元，主要原因是任务增加。", "2",
                  "任务增加"),
            "N10:car_run:delta");
  // One reason for both.
  EXPECT_EQ(found("运行费增加1万元，接待费增加2万元，主要原因是任务增加。", "2",
                  "任务增加"),
            "");
  EXPECT_EQ(found("运行费增加1万元；接待费增加2万元；主要原因是任务增加。", "2",
                  "任务增加"),
            "");
  // That nothing changed is no reason, wherever it stands.
  EXPECT_EQ(found("运行费增加1万元；接待费增加0万元。主要原因是金额不变。", "0",
                  "金额不变"),
            "N10:car_run:delta");
}

TEST(ReasonsOfSubjects, RateWithoutAnAmount_IsAChangeToo) {
  Text text;
  text.Say("N10:reception:growth", "-17.24");
  EXPECT_EQ(text.Findings("Y-14"), "N10:reception:growth");
  text.Say("N10:reception:reason", "与上年保持一致");
  EXPECT_EQ(text.Findings("Y-14"), "N10:reception:reason");
  EXPECT_EQ(Text().Say("N10:reception:growth", "0").Findings("Y-14"), "");
}

TEST(ReasonsOfSubjects, PartOfTheVehicleMoney_IsNotExplainedByTheOther) {
  Text text;
  text.Say("N10:car_run:delta", "1");
  text.Say("N10:car_buy:reason", "车辆报废更新");
  EXPECT_EQ(text.Findings("Y-14"), "N10:car_run:delta");
  text.Say("N10:car:reason", "车辆增加");
  EXPECT_EQ(text.Findings("Y-14"), "");
}

}  // namespace
}  // namespace yuheng::validation
