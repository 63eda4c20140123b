// Numbers as cells hold them and as they show them.
#include "services/ingestion/formats/workbook/number_format.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "services/ingestion/formats/workbook/sheet_number.h"

namespace yuheng::ingestion {
namespace {

std::string Printed(absl::string_view text) {
  const auto number = SheetNumber::Parse(text);
  return number ? number->Print(1, 0) : "none";
}

std::string Rounded(absl::string_view text, int places) {
  auto number = SheetNumber::Parse(text);
  number->Round(places);
  return number->Print(1, 0);
}

std::string Shown(absl::string_view text, const NumberFormat& format,
                  bool epoch_1904 = false) {
  return format.Show(*SheetNumber::Parse(text), epoch_1904).text;
}

TEST(SheetNumber, BinaryFractions_AreWhatSomebodyTyped) {
  EXPECT_EQ(Printed("53.030000000000001"), "53.03");
  EXPECT_EQ(Printed("0.30000000000000004"), "0.3");
  EXPECT_EQ(Printed("4.7999999999999998"), "4.8");
  EXPECT_EQ(Printed("1.0049999999999999"), "1.005");
  EXPECT_EQ(Printed("99999999999.989990"), "99999999999.99");
  EXPECT_EQ(Printed("0.99999999999999989"), "1");
  EXPECT_EQ(Printed("9007199254740993"), "9007199254740990");
}

TEST(SheetNumber, Forms_AreRead) {
  EXPECT_EQ(Printed("0"), "0");
  EXPECT_EQ(Printed("-0.0"), "0");
  EXPECT_EQ(Printed("007"), "7");
  EXPECT_EQ(Printed("+1.50"), "1.5");
  EXPECT_EQ(Printed(".5"), "0.5");
  EXPECT_EQ(Printed("-1.25E-3"), "-0.00125");
  EXPECT_EQ(Printed("1.2e+5"), "120000");
  EXPECT_EQ(Printed("1E-300").size(), 302u);
}

TEST(SheetNumber, OtherTexts_AreNone) {
  for (const char* text :
       {"", "-", ".", "1.2.3", "1,5", "1e", "1e99", "NaN", "INF", "0x10", "1 ",
        "1234567890123456789012", "１"}) {
    EXPECT_EQ(Printed(text), "none") << text;
  }
  EXPECT_EQ(Printed(std::string(65, '1')), "none");
}

TEST(SheetNumber, Compare_IsThatOfNumbers) {
  const char* const ascending[] = {"-20",  "-3", "-0.05", "0",
                                   "0.05", "3",  "3.01",  "20"};
  for (const char* left : ascending) {
    for (const char* right : ascending) {
      const int order =
          SheetNumber::Parse(left)->Compare(*SheetNumber::Parse(right));
      EXPECT_EQ(order < 0, std::atof(left) < std::atof(right))
          << left << " " << right;
      EXPECT_EQ(order == 0, left == right) << left << " " << right;
    }
  }
}

TEST(SheetNumber, Round_HalvesGoAwayFromZero) {
  EXPECT_EQ(Rounded("53.035", 2), "53.04");
  EXPECT_EQ(Rounded("-53.035", 2), "-53.04");
  EXPECT_EQ(Rounded("53.0349", 2), "53.03");
  EXPECT_EQ(Rounded("99.996", 2), "100");
  EXPECT_EQ(Rounded("0.005", 2), "0.01");
  EXPECT_EQ(Rounded("0.0049", 2), "0");
  EXPECT_EQ(Rounded("0.5", 0), "1");
  EXPECT_EQ(Rounded("0.0004", 2), "0");
  EXPECT_EQ(Rounded("1234", 2), "1234");
}

TEST(NumberFormat, Places_AreThoseShown) {
  EXPECT_EQ(Shown("30", NumberFormat("0.00")), "30.00");
  EXPECT_EQ(Shown("53.0349", NumberFormat("#,##0.00")), "53.03");
  EXPECT_EQ(Shown("53.5", NumberFormat("0.##")), "53.5");
  EXPECT_EQ(Shown("1", NumberFormat("00")), "01");
  EXPECT_EQ(Shown("0.678", NumberFormat("0.0%")), "67.8%");
  EXPECT_EQ(Shown("1234567", NumberFormat("#,##0.00,")), "1234.57");
  EXPECT_EQ(Shown("53.03", NumberFormat("0.00\"万元\"")), "53.03");
  EXPECT_EQ(Shown("-5", NumberFormat("0.00_);[Red](0.00)")), "-5.00");
  EXPECT_EQ(Shown("53.030000000000001", NumberFormat()), "53.03");
  EXPECT_EQ(Shown("53.034", NumberFormat::BuiltIn(4)), "53.03");
  EXPECT_EQ(Shown("0.5", NumberFormat::BuiltIn(9)), "50%");
}

TEST(NumberFormat, DigitsNotShown_AreTold) {
  const NumberFormat two("0.00");
  EXPECT_TRUE(two.Show(*SheetNumber::Parse("53.0349"), false).rounded);
  EXPECT_FALSE(
      two.Show(*SheetNumber::Parse("53.030000000000001"), false).rounded);
  EXPECT_TRUE(
      NumberFormat(";;;").Show(*SheetNumber::Parse("5"), false).rounded);
}

TEST(NumberFormat, Zeros_MayShowNothing) {
  const NumberFormat accounting(
      "_-* #,##0.00_-;-* #,##0.00_-;_-* \"-\"??_-;_-@_-");
  EXPECT_EQ(Shown("0", accounting), "");
  EXPECT_EQ(Shown("5", accounting), "5.00");
  EXPECT_EQ(Shown("-5", accounting), "-5.00");
  EXPECT_EQ(Shown("0", NumberFormat("0.00;-0.00;")), "");
  EXPECT_EQ(Shown("0", NumberFormat::BuiltIn(43)), "-");
  EXPECT_EQ(Shown("0", NumberFormat("#,###")), "");
  EXPECT_EQ(Shown("0", NumberFormat("#,##0")), "0");
}

TEST(NumberFormat, Dates_AreNoAmounts) {
  EXPECT_EQ(Shown("44927", NumberFormat::BuiltIn(14)), "2023年1月1日");
  EXPECT_EQ(Shown("44927.75", NumberFormat("yyyy\"年\"m\"月\";@")),
            "2023年1月1日");
  EXPECT_EQ(Shown("43465", NumberFormat("m/d/yy"), /*epoch_1904=*/true),
            "2023年1月1日");
  EXPECT_EQ(Shown("1", NumberFormat("d")), "1900年1月1日");
  EXPECT_EQ(Shown("61", NumberFormat("d")), "1900年3月1日");
  EXPECT_EQ(Shown("9999999", NumberFormat("d")), "9999999");
}

TEST(NumberFormat, Thousands_AreLeftOutByCommasBehindTheWholeDigits) {
  EXPECT_EQ(Shown("12345678", NumberFormat("#,##0,.00")), "12345.68");
  EXPECT_EQ(Shown("12345678", NumberFormat("0,.00")), "12345.68");
  EXPECT_EQ(Shown("12345678", NumberFormat("0,,.00")), "12.35");
  EXPECT_EQ(Shown("12345678", NumberFormat("0.00,,")), "12.35");
  EXPECT_EQ(Shown("12345678", NumberFormat("#,##0.00")), "12345678.00");
}

// How 万元 are made of 元.
TEST(NumberFormat, PointBetweenDigits_MakesTheNumberSmaller) {
  EXPECT_EQ(Shown("123456", NumberFormat("0!.0,")), "12.3");
  EXPECT_EQ(Shown("123500", NumberFormat("0\\.0,;-0\\.0,")), "12.4");
  EXPECT_EQ(Shown("-123456", NumberFormat("0\".\"0,_ ")), "-12.3");
  EXPECT_EQ(Shown("123456", NumberFormat("0!.0000")), "12.3456");
  EXPECT_EQ(Shown("400", NumberFormat("#!.0,")), "0.0");
  EXPECT_TRUE(
      NumberFormat("0!.0,").Show(*SheetNumber::Parse("123456"), false).rounded);
}

TEST(NumberFormat, Conditions_ChooseTheSection) {
  const NumberFormat format("[>=10000]0!.0,;[<-1]0.00;0.000");
  EXPECT_EQ(Shown("123456", format), "12.3");
  EXPECT_EQ(Shown("10000", format), "1.0");
  EXPECT_EQ(Shown("9999.5", format), "9999.500");
  EXPECT_EQ(Shown("-1", format), "-1.000");
  EXPECT_EQ(Shown("-2", format), "-2.00");
  EXPECT_EQ(Shown("0", NumberFormat("[=0]\"\";0.00")), "");
  EXPECT_EQ(Shown("0.5", NumberFormat("[<>0]0.00;\"-\"")), "0.50");
  EXPECT_EQ(Shown("-5", NumberFormat("[>100]0;0.0;0.00")), "-5.0");
  EXPECT_EQ(Shown("5", NumberFormat("[>100]0;0.0;0.00")), "5.00");
}

// A number that is not the one it holds, and which is not certain.
TEST(NumberFormat, WhatIsNotKnown_IsNoAmount) {
  for (const char* code :
       {"0!.0,\"万元\"", "0.00,千", "#,##0!.0,", "0!.#,", "0!.0!.0", "0\\-00",
        "[>x]0", "[>=10000]0.00", "0.0,0", "0.0.0"}) {
    const ShownNumber shown =
        NumberFormat(code).Show(*SheetNumber::Parse("5000"), false);
    EXPECT_EQ(shown.text, "5000?") << code;
    EXPECT_TRUE(shown.unknown) << code;
  }
}

TEST(NumberFormat, UnusualCodes_ShowAllDigits) {
  for (const char* code : {"General", "general", "G/通用格式", "@", "0.00E+00",
                           "# ?/?", "[Red][>=10000]0.00;General"}) {
    EXPECT_EQ(Shown("53.034", NumberFormat(code)), "53.034") << code;
  }
  EXPECT_EQ(Shown("5", NumberFormat(std::string(4'000, '"'))), "");
}

}  // namespace
}  // namespace yuheng::ingestion
