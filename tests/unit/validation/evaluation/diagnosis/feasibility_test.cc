#include "services/validation/evaluation/diagnosis/feasibility.h"

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/budget/decimal.h"
#include "tests/support/document_builder.h"
#include "tests/unit/validation/evaluation/diagnosis/checked.h"

namespace yuheng::validation {
namespace {

using testing::DocumentBuilder;

// Table 6 rounded in three places, each within what its own sum allows: 302 is
// 0.02 above its three rows, and the public total another 0.01 above 302 and
// 310, which no rows of those prints can give.
DocumentBuilder ChainThatCanNotHold() {
  DocumentBuilder builder;
  // Table 10 has room, so that it does not bind the rows of 302 as well.
  for (const char* column : {"total", "gen"}) {
    builder.Set(absl::StrCat("T10:reception:", column), "2.5");
    builder.Set(absl::StrCat("T10:car:", column), "3.5");
    builder.Set(absl::StrCat("T10:car_run:", column), "3.5");
    builder.Set(absl::StrCat("T10:total:", column), "6");
  }
  builder.Set("T6:302:total", "25.02").Set("T6:302:public", "25.02");
  builder.Set("T6:ALL:public", "28.03").Set("T6:ALL:personnel", "121.99");
  builder.Set("T6:ALL:total", "150.01").Set("T5:ALL:basic", "150.01");
  return builder;
}

TEST(Feasibility, ChainOfRoundings_ThatCanNotHoldTogether_IsAnError) {
  const Checked checked = CheckDocument(ChainThatCanNotHold().Build());
  ASSERT_EQ(checked.Failures().size(), 1u);
  const Finding finding = checked.Of("X-01").at(0);
  EXPECT_EQ(finding.severity, Severity::kError);
  EXPECT_EQ(finding.status, FindingStatus::kInconsistent);
  EXPECT_EQ(finding.places[0].address, "T6:ALL:public");
  // 20 + 2 + 3 is at most 25.015, with 3.005 it is 28.02; 28.03 is at least
  // 28.025.
  EXPECT_EQ(finding.actual_micro, 28'030'000);
  EXPECT_EQ(finding.expected_micro, 28'020'000);
  EXPECT_NE(finding.message.zh.find("28.02"), std::string::npos)
      << finding.message.zh;
  EXPECT_NE(finding.message.zh.find("A6-02: 25.02 ≈ 20 + 2 + 3"),
            std::string::npos)
      << finding.message.zh;
  EXPECT_NE(finding.message.en.find("A6-03: 28.03 ≈ 25.02 + 3"),
            std::string::npos)
      << finding.message.en;
  // Every relation by itself is explained by rounding.
  for (const char* rule : {"A6-01", "A6-02", "A6-03"}) {
    EXPECT_FALSE(checked.Of(rule).empty()) << rule;
    for (const Finding& note : checked.Of(rule)) {
      EXPECT_EQ(note.status, FindingStatus::kRounding) << note.message.zh;
    }
  }
}

TEST(Feasibility, OneLastPlaceLess_IsRoundingOnly) {
  DocumentBuilder builder = ChainThatCanNotHold();
  builder.Set("T6:ALL:public", "28.02");
  const Checked checked = CheckDocument(builder.Build());
  EXPECT_TRUE(checked.Failures().empty()) << checked.Of("X-01")[0].message.zh;
}

TEST(Feasibility, WhatARuleReported_IsNotRepeated) {
  DocumentBuilder builder = ChainThatCanNotHold();
  // Now the row of the public total is wrong by itself.
  builder.Set("T6:ALL:personnel", "119");
  const Checked checked = CheckDocument(builder.Build());
  EXPECT_FALSE(checked.Failures().empty());
  EXPECT_TRUE(checked.Of("X-01").empty());
}

TEST(Feasibility, ExactDocument_HasNoConflict) {
  const Checked checked = CheckDocument(DocumentBuilder().Build());
  EXPECT_TRUE(checked.Of("X-01").empty());
  EXPECT_TRUE(checked.summary.groups.empty());
}

// Amounts in 分, every cell rounded by itself: whatever the noise, the true
// amounts satisfy every relation.
TEST(Feasibility, CellsRoundedEachByItself_NeverConflict) {
  std::vector<EmbeddedFile> files;
  for (const EmbeddedFile& file : BuiltInRuleFiles()) {
    if (file.name.find("table") != absl::string_view::npos ||
        file.name.find("feasibility") != absl::string_view::npos) {
      files.push_back(file);
    }
  }
  const auto validator = Validator::Create(budget::StandardForm(), files);
  ASSERT_TRUE(validator.ok()) << validator.status();
  const auto printed = [](int64_t fen) {
    const int64_t place = budget::kFenPerWanYuan / 100;
    return budget::FormatDecimal((fen + place / 2) / place * place);
  };
  int rounded = 0;
  for (uint32_t seed = 1; seed <= 200; ++seed) {
    std::mt19937 random(seed);
    DocumentBuilder builder;
    std::map<std::string, int64_t> sums;
    for (const char* code :
         {"30101", "30102", "30201", "30217", "30231", "30302", "31002"}) {
      const int64_t fen = 1'000'000 + random() % 90'000'000;
      const std::string name = code;
      const bool personnel = name[2] == '1' || name[2] == '3';
      const std::string column = personnel ? "personnel" : "public";
      for (const std::string& row :
           {name, name.substr(0, 3), std::string("ALL")}) {
        sums[absl::StrCat("T6:", row, ":total")] += fen;
        sums[absl::StrCat("T6:", row, ":", column)] += fen;
      }
    }
    for (const auto& [address, fen] : sums) builder.Set(address, printed(fen));
    const Checked checked = CheckWith(**validator, builder.Build());
    for (const Finding& finding : checked.findings) {
      rounded += finding.status == FindingStatus::kRounding;
    }
    EXPECT_TRUE(checked.Of("X-01").empty())
        << "seed " << seed << ": " << checked.Of("X-01")[0].message.zh;
  }
  EXPECT_GT(rounded, 100);
}

}  // namespace
}  // namespace yuheng::validation
