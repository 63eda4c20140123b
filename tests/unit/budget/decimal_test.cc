#include "services/budget/decimal.h"

#include <limits>
#include <random>

#include "gtest/gtest.h"

namespace yuheng::budget {
namespace {

struct Case {
  const char* printed;
  int64_t micro;
  int64_t precision;
};

TEST(ParseDecimal, ReadsWhatIsPrinted) {
  const Case cases[] = {
      {"713.33", 713'330'000, 10'000},
      {"19.8", 19'800'000, 100'000},
      {"30", 30'000'000, 1'000'000},
      {"483.53　", 483'530'000, 10'000},
      {" 29.44 ", 29'440'000, 10'000},
      {"\xC2\xA0"
       "0.3",
       300'000, 100'000},
      {"1,234,567.80", 1'234'567'800'000, 10'000},
      {"１２．５", 12'500'000, 100'000},
      {"-5.94", -5'940'000, 10'000},
      {"－5.94", -5'940'000, 10'000},
      {"(5.94)", -5'940'000, 10'000},
      {"（5.94）", -5'940'000, 10'000},
      {"0.000001", 1, 1},
      {"1000000000", 1'000'000'000'000'000, 1'000'000},
  };
  for (const Case& c : cases) {
    const auto parsed = ParseDecimal(c.printed);
    ASSERT_TRUE(parsed.ok()) << c.printed << ": " << parsed.status();
    EXPECT_EQ(parsed->micro, c.micro) << c.printed;
    EXPECT_EQ(parsed->precision_micro, c.precision) << c.printed;
  }
}

TEST(ParseDecimal, RefusesWhatIsNoFigure) {
  for (const char* printed :
       {"", " ", "-", "abc", "1.", ".5", "1.2.3", "1,23", ",123", "12,34.5",
        "1234,567", "1e3", "1.2345678", "--1", "五", "1 万", "()"}) {
    EXPECT_FALSE(ParseDecimal(printed).ok()) << printed;
  }
}

TEST(ParseDecimal, RefusesMoreThanTenTrillionYuan) {
  EXPECT_EQ(ParseDecimal("1000000000.01").status().code(),
            absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ParseDecimal("99999999999999999999999").status().code(),
            absl::StatusCode::kOutOfRange);
}

TEST(FormatDecimal, StripsTrailingZeros) {
  EXPECT_EQ(FormatDecimal(713'330'000), "713.33");
  EXPECT_EQ(FormatDecimal(30'000'000), "30");
  EXPECT_EQ(FormatDecimal(0), "0");
  EXPECT_EQ(FormatDecimal(-300'000), "-0.3");
  EXPECT_EQ(FormatDecimal(std::numeric_limits<int64_t>::min()),
            "-9223372036854.775808");
}

TEST(FormatDecimalFixed, KeepsPlaces) {
  EXPECT_EQ(FormatDecimalFixed(30'000'000, 2), "30.00");
  EXPECT_EQ(FormatDecimalFixed(-4'500'000, 2), "-4.50");
  EXPECT_EQ(FormatDecimalFixed(0, 2), "0.00");
  EXPECT_EQ(FormatDecimalFixed(7'000'000, 0), "7");
}

TEST(ParseDecimal, ReadsBackEveryFormattedValue) {
  std::mt19937_64 random(20231);
  for (int i = 0; i < 10'000; ++i) {
    const int64_t value =
        static_cast<int64_t>(random() % (2 * kFigureMicroMax)) -
        kFigureMicroMax;
    const auto parsed = ParseDecimal(FormatDecimal(value));
    ASSERT_TRUE(parsed.ok()) << value;
    EXPECT_EQ(parsed->micro, value);
  }
}

}  // namespace
}  // namespace yuheng::budget
