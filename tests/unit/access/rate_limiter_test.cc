#include "services/access/rate_limiter.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace yuheng::access {
namespace {

constexpr RateLimiter::Rate kRate = {.interval = absl::Seconds(2), .burst = 3};
const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

TEST(RateLimiter, Burst_ThenOneAnInterval) {
  RateLimiter limiter(kRate, 10);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(limiter.TryTake("wang", kNow), absl::ZeroDuration()) << i;
  }
  EXPECT_EQ(limiter.TryTake("wang", kNow), absl::Seconds(2));
  EXPECT_EQ(limiter.TryTake("wang", kNow + absl::Seconds(1)), absl::Seconds(1));
  EXPECT_EQ(limiter.TryTake("wang", kNow + absl::Seconds(2)),
            absl::ZeroDuration());
  EXPECT_EQ(limiter.TryTake("wang", kNow + absl::Seconds(2)), absl::Seconds(2));
  // What was refused cost nothing; all of the burst comes back.
  const absl::Time later = kNow + absl::Hours(1);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(limiter.TryTake("wang", later), absl::ZeroDuration()) << i;
  }
  EXPECT_NE(limiter.TryTake("wang", later), absl::ZeroDuration());
}

TEST(RateLimiter, Others_AreNotConcerned) {
  RateLimiter limiter(kRate, 10);
  while (limiter.TryTake("wang", kNow) == absl::ZeroDuration()) {
  }
  EXPECT_EQ(limiter.TryTake("li", kNow), absl::ZeroDuration());
}

TEST(RateLimiter, TooManyKeys_TheStillestIsForgotten) {
  RateLimiter limiter(kRate, 4);
  for (int i = 0; i < 3; ++i) (void)limiter.TryTake("wang", kNow);
  for (int i = 0; i < 100; ++i) {
    (void)limiter.TryTake(absl::StrCat(i), kNow);
    EXPECT_LE(limiter.size(), 4u);
  }
  EXPECT_EQ(limiter.TryTake("wang", kNow), absl::ZeroDuration());
}

}  // namespace
}  // namespace yuheng::access
