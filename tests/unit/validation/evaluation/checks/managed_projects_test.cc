// Section 十一(四) by the source of the projects' money (N-32).
#include <string>

#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/checks/claim_text.h"

namespace yuheng::validation {
namespace {

// The builder's sheets: 87 of fiscal money, 15 of other.
TEST(ManagedProjects, GeneralBudgetAndCarryOver_AreTheFiscalMoney) {
  const auto findings = [](const char* gen, const char* carry) {
    return Text()
        .Say("N11d:gen:amount", gen)
        .Say("N11d:carry_fiscal:amount", carry)
        .Findings("N-32");
  };
  EXPECT_EQ(findings("80", "7"), "");
  EXPECT_NE(findings("90", "7"), "");
}

TEST(ManagedProjects, CarryOverOfAnyMoney_IsPartOfTheFiscalOrOfAll) {
  const auto findings = [](const char* gen, const char* carry,
                           const char* unit) {
    return Text()
        .Say("N11d:gen:amount", gen)
        .Say("N11d:carry:amount", carry)
        .Say("N11d:unit:amount", unit)
        .Findings("N-32");
  };
  EXPECT_EQ(findings("80", "7", "15"), "");
  // Carried over of both: another convention, noted.
  EXPECT_EQ(findings("80", "20", "2"), "N11d:gen:amount? N11d:gen:amount?");
  EXPECT_NE(findings("90", "7", "15"), "");
  EXPECT_NE(findings("80", "7", "500"), "");
}

TEST(ManagedProjects, CountsByYear_AreThoseOfTheFiscalProjects) {
  const auto findings = [](const char* gen, const char* carry) {
    return Text()
        .Say("N11d:gen:count", gen)
        .Say("N11d:carry:count", carry)
        .Findings("N-32");
  };
  EXPECT_EQ(findings("4", "2"), "");
  EXPECT_NE(findings("4", "3"), "");
}

// T5 has 28 for projects.
TEST(ManagedProjects, GeneralBudgetAlone_IsTheFiscalMoneyOrThatOfTheYear) {
  const auto findings = [](const char* gen) {
    return Text().Say("N11d:gen:amount", gen).Findings("N-32");
  };
  EXPECT_EQ(findings("87"), "");
  EXPECT_EQ(findings("28"), "N11d:gen:amount?");
  EXPECT_NE(findings("50"), "");
}

TEST(ManagedProjects, UnitMoneyAndItsCarryOver_AreTheOtherMoney) {
  const auto findings = [](const char* unit, const char* carry) {
    return Text()
        .Say("N11d:unit:amount", unit)
        .Say("N11d:carry_nonfiscal:amount", carry)
        .Findings("N-32");
  };
  EXPECT_EQ(findings("5", "10"), "");
  EXPECT_NE(findings("5", "20"), "");
}

}  // namespace
}  // namespace yuheng::validation
