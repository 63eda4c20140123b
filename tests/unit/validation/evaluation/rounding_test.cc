#include "services/validation/evaluation/rounding.h"

#include "gtest/gtest.h"

namespace yuheng::validation {
namespace {

constexpr int64_t kPlace = 10'000;  // 0.01 万元 in 分.

TEST(Rounding, Prints) {
  struct Case {
    int64_t a, a_precision, b, b_precision;
    Agreement expected;
  };
  const Case cases[] = {
      {100, kPlace, 100, kPlace, Agreement::kExact},
      {5 * kPlace, kPlace, 6 * kPlace, kPlace, Agreement::kBoundary},
      {5 * kPlace, kPlace, 7 * kPlace, kPlace, Agreement::kInconsistent},
      // 4235345 元 rounds to 423.53 万元.
      {4'235'345'00, 100, 42'353 * kPlace, kPlace, Agreement::kExact},
      {4'235'350'00, 100, 42'353 * kPlace, kPlace, Agreement::kExact},
      {4'235'351'00, 100, 42'353 * kPlace, kPlace, Agreement::kBoundary},
      {4'235'500'00, 100, 42'353 * kPlace, kPlace, Agreement::kInconsistent},
      {INT64_MAX, 1, INT64_MIN, 1, Agreement::kInconsistent},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(JudgePrints(c.a, c.a_precision, c.b, c.b_precision), c.expected)
        << c.a << " " << c.b;
    EXPECT_EQ(JudgePrints(c.b, c.b_precision, c.a, c.a_precision), c.expected);
  }
}

TEST(Rounding, Sums_AllowHalfAPlaceAFigure) {
  struct Case {
    int64_t places, parts;
    Agreement expected;
  };
  const Case cases[] = {
      {0, 2, Agreement::kExact},         {1, 2, Agreement::kRounding},
      {2, 2, Agreement::kInconsistent},  {2, 3, Agreement::kRounding},
      {3, 3, Agreement::kInconsistent},  {7, 13, Agreement::kRounding},
      {8, 13, Agreement::kInconsistent},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(JudgeSum(1000 * kPlace + c.places * kPlace, 1000 * kPlace,
                       c.parts, kPlace),
              c.expected)
        << c.places << " of " << c.parts;
    EXPECT_EQ(JudgeSum(1000 * kPlace - c.places * kPlace, 1000 * kPlace,
                       c.parts, kPlace),
              c.expected);
  }
}

TEST(Rounding, AtMost_FailsOnlyWhenCertain) {
  EXPECT_EQ(JudgeAtMost(4, 5, 2, kPlace), Agreement::kExact);
  EXPECT_EQ(JudgeAtMost(6 * kPlace, 5 * kPlace, 2, kPlace), Agreement::kExact);
  EXPECT_EQ(JudgeAtMost(7 * kPlace, 5 * kPlace, 2, kPlace),
            Agreement::kInconsistent);
  EXPECT_EQ(JudgeAtMost(7 * kPlace, 5 * kPlace, 4, kPlace), Agreement::kExact);
  EXPECT_EQ(JudgeAtMost(kPlace, 0, 1, kPlace), Agreement::kInconsistent);
}

}  // namespace
}  // namespace yuheng::validation
