#include "services/cli/sample/planting/planting.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/budget/address.h"
#include "services/budget/table_shape.h"
#include "services/cli/sample/sample.h"
#include "tests/unit/cli/sample/amounts.h"

namespace yuheng::cli {
namespace {

using ::testing::HasSubstr;

TEST(Planting, Kinds_HaveRulesAndNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const ErrorKind& kind : ErrorKinds()) {
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
    EXPECT_FALSE(kind.rules.empty()) << kind.name;
  }
  EXPECT_GE(names.size(), 60u);
}

TEST(Planting, OneErrorEach_EveryDocumentHasItsOwn) {
  std::set<std::string> kinds;
  for (const SampleDocument& sample :
       GenerateSamples({.seed = 5, .departments = 200, .errors = 200})) {
    ASSERT_EQ(sample.planted.size(), 1u) << sample.name;
    const PlantedError& error = sample.planted[0];
    kinds.insert(error.kind);
    EXPECT_FALSE(error.rules.empty());
    EXPECT_TRUE(error.address == "doc" ||
                absl::StartsWith(error.address, error.table))
        << error.kind << " " << error.address << " " << error.table;
  }
  EXPECT_GE(kinds.size(), 60u);
}

TEST(Planting, EveryKind_ChangesTheTextAndNotWhatIsTrue) {
  constexpr int kBureaus = 80;
  const SampleOptions clean = {.seed = 8, .departments = kBureaus};
  const auto before = GenerateSamples(clean);
  for (const ErrorKind& kind : ErrorKinds()) {
    bool planted = false;
    for (int i = 0; i < kBureaus && !planted; ++i) {
      const SampleDocument after = GenerateSamples({.seed = 8,
                                                    .departments = 1,
                                                    .errors = 1,
                                                    .kind = kind.name,
                                                    .first_department = i})[0];
      planted = !after.planted.empty();
      EXPECT_EQ(after.text != before[i].text, planted) << kind.name;
      EXPECT_EQ(after.stated, before[i].stated) << kind.name;
    }
    EXPECT_TRUE(planted) << kind.name;
  }
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

// As many as a document may have; some take away what others would need.
TEST(Planting, FullDocuments_ArePlantedWhateverTheSeed) {
  for (const uint64_t seed : {1, 2, 3}) {
    for (const SampleDocument& sample :
         GenerateSamples({.seed = seed,
         .departments = 400,
         .errors = 400 * kSampleErrorsPerDocumentMax})) {
      EXPECT_EQ(sample.planted.size(),
                static_cast<size_t>(kSampleErrorsPerDocumentMax));
    }
  }
}

// Two swaps of the same lines would leave them as they were.
TEST(Planting, ManyErrorsOfOneKind_NoneUndoesAnother) {
  for (const char* kind : {"income_lines_swapped", "classes_swapped",
                           "rows_shifted", "projects_swapped"}) {
    const auto samples = GenerateSamples(
        {.seed = 12, .departments = 40, .errors = 160, .kind = kind});
    int planted = 0;
    for (const SampleDocument& sample : samples) {
      std::set<std::string> addresses;
      for (const PlantedError& error : sample.planted) {
        EXPECT_TRUE(addresses.insert(error.address).second)
            << kind << " " << error.address;
        ++planted;
        const auto address =
            budget::ParseCellAddress(budget::StandardForm(), error.address);
        ASSERT_TRUE(address.ok()) << error.address;
        EXPECT_NE(
            budget::FindCell(budget::StandardForm(), sample.document, *address)
                ->printed,
            error.was)
            << kind << " " << error.address;
      }
    }
    EXPECT_GT(planted, 0) << kind;
  }
}

// How many documents differ at the planted cell, and nowhere else.
int Compare(const std::vector<SampleDocument>& clean,
            const std::vector<SampleDocument>& wrong) {
  int compared = 0;
  for (size_t i = 0; i < wrong.size(); ++i) {
    if (wrong[i].planted.empty()) continue;
    const PlantedError& error = wrong[i].planted[0];
    const auto after = AmountsOf(wrong[i].document);
    for (const auto& [address, fen] : AmountsOf(clean[i].document)) {
      if (address == error.address) {
        EXPECT_NE(after.at(address), fen);
      } else {
        EXPECT_EQ(after.at(address), fen) << address;
      }
    }
    EXPECT_THAT(wrong[i].text, HasSubstr(error.now));
    ++compared;
  }
  return compared;
}

TEST(Planting, ChangedAmount_IsWhatTheTablesPrint) {
  const auto clean = GenerateSamples({.seed = 6, .departments = 20});
  int compared = 0;
  for (const char* kind : {"leaf_changed", "subtotal_changed", "total_changed",
                           "digits_swapped", "factor_10"}) {
    const auto wrong = GenerateSamples(
        {.seed = 6, .departments = 20, .errors = 20, .kind = kind});
    compared += Compare(clean, wrong);
  }
  EXPECT_GT(compared, 40);
}

TEST(Planting, MissingRow_IsGoneAndItsParentIsNamed) {
  int seen = 0;
  for (const SampleDocument& sample : GenerateSamples({.seed = 6,
                                      .departments = 20,
                                      .errors = 20,
                                      .kind = "row_missing"})) {
    if (sample.planted.empty()) continue;
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
  for (const char* field :
       {"\"kind\":", "\"rules\":[",
        "\"address\":", "\"was\":", "\"now\":", "\"table\":", "\"seenAt\":["}) {
    EXPECT_THAT(json, HasSubstr(field));
  }
}

}  // namespace
}  // namespace yuheng::cli
