#include "services/cli/sample/planting.h"

#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/sample/sample.h"
#include "tests/unit/cli/sample/amounts.h"

namespace yuheng::cli {
namespace {

using ::testing::HasSubstr;

TEST(Planting, OneErrorEach_EveryDocumentHasItsOwn) {
  std::set<std::string> kinds;
  for (const SampleDocument& sample :
       GenerateSamples({.seed = 5, .departments = 200, .errors = 200})) {
    ASSERT_EQ(sample.planted.size(), 1u) << sample.name;
    kinds.insert(sample.planted[0].kind);
    EXPECT_TRUE(absl::StartsWith(sample.planted[0].address,
                                 sample.planted[0].table + ":"));
  }
  EXPECT_EQ(kinds.size(), 11u);
}

TEST(Planting, FewErrors_TheOthersStayClean) {
  int planted = 0;
  const auto clean = GenerateSamples({.seed = 5, .departments = 40});
  const auto some =
      GenerateSamples({.seed = 5, .departments = 40, .errors = 7});
  for (size_t i = 0; i < some.size(); ++i) {
    planted += static_cast<int>(some[i].planted.size());
    EXPECT_EQ(some[i].text == clean[i].text, some[i].planted.empty());
  }
  EXPECT_EQ(planted, 7);
}

TEST(Planting, ManyErrorsInOneDocument_AllOfThemArePlanted) {
  const auto samples = GenerateSamples(
      {.seed = 9, .departments = 1, .errors = kSampleErrorsPerDocumentMax});
  EXPECT_EQ(samples[0].planted.size(),
            static_cast<size_t>(kSampleErrorsPerDocumentMax));
}

TEST(Planting, ChangedAmount_IsWhatTheTablesPrint) {
  const auto clean = GenerateSamples({.seed = 6, .departments = 200});
  const auto wrong =
      GenerateSamples({.seed = 6, .departments = 200, .errors = 200});
  int compared = 0;
  for (size_t i = 0; i < wrong.size(); ++i) {
    const PlantedError& error = wrong[i].planted[0];
    if (error.kind != "leaf_changed" && error.kind != "total_changed" &&
        error.kind != "digits_swapped" && error.kind != "factor_10" &&
        error.kind != "subtotal_changed") {
      continue;
    }
    const auto before = AmountsOf(clean[i].document);
    const auto after = AmountsOf(wrong[i].document);
    for (const auto& [address, fen] : before) {
      if (address == error.address) {
        EXPECT_NE(after.at(address), fen);
      } else {
        EXPECT_EQ(after.at(address), fen) << address;
      }
    }
    EXPECT_THAT(wrong[i].text, HasSubstr(error.now));
    ++compared;
  }
  EXPECT_GT(compared, 40);
}

TEST(Planting, MissingRow_IsGoneAndItsParentIsNamed) {
  int seen = 0;
  for (const SampleDocument& sample :
       GenerateSamples({.seed = 6, .departments = 200, .errors = 200})) {
    if (sample.planted[0].kind != "row_missing") continue;
    ++seen;
    const auto amounts = AmountsOf(sample.document);
    EXPECT_EQ(amounts.count(sample.planted[0].address), 1u);
    ASSERT_FALSE(sample.planted[0].seen_at.empty());
    EXPECT_EQ(amounts.count(sample.planted[0].seen_at[0]), 0u)
        << sample.planted[0].seen_at[0];
  }
  EXPECT_GT(seen, 0);
}

TEST(Planting, Json_ListsEveryField) {
  const auto samples =
      GenerateSamples({.seed = 6, .departments = 1, .errors = 1});
  const std::string json = PlantedJson(samples[0]);
  for (const char* field : {"\"kind\":", "\"address\":", "\"was\":", "\"now\":",
                            "\"table\":", "\"seenAt\":["}) {
    EXPECT_THAT(json, HasSubstr(field));
  }
}

}  // namespace
}  // namespace yuheng::cli
