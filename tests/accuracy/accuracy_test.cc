// Generated disclosures through the reader and the built-in catalogue: what is
// stated is read, clean documents raise nothing above a note, and every kind of
// planted error is found where it is.
#include "tests/accuracy/accuracy.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "services/budget/address.h"
#include "services/budget/rollup.h"
#include "services/budget/table_shape.h"

namespace yuheng::accuracy {
namespace {

constexpr int kCleanDocuments = 60;
constexpr int kDocumentsPerKind = 3;
constexpr int kFailuresMax = 20;

const Checker& TheChecker() {
  static const auto* const checker = new Checker;
  return *checker;
}

TEST(Accuracy, CleanDocuments_NothingAboveANote) {
  int wrong = 0;
  for (int i = 0; i < kCleanDocuments && wrong < kFailuresMax; ++i) {
    const cli::SampleDocument sample = SampleAt(20, i, "");
    for (const validation::Finding& finding : TheChecker().Check(sample)) {
      ADD_FAILURE() << "#" << i << " " << sample.name << " "
                    << Describe(finding);
      ++wrong;
    }
  }
}

TEST(Accuracy, CleanDocuments_EveryCellIsReadAsPrinted) {
  for (int i = 0; i < kCleanDocuments && !::testing::Test::HasFailure(); ++i) {
    const cli::SampleDocument sample = SampleAt(21, i, "");
    const budget::Document read = TheChecker().Read(sample);
    EXPECT_EQ(read.department, sample.name);
    EXPECT_TRUE(read.problems.empty())
        << sample.name << " " << read.problems[0].message.zh << " line "
        << read.problems[0].location.line;
    EXPECT_EQ(budget::LedgerLinesOf(budget::StandardForm(), read).leaves.size(),
              sample.leaves.size())
        << sample.name;
    for (const budget::AmountLine& leaf : sample.leaves) {
      const budget::Cell* cell =
          budget::FindCell(budget::StandardForm(), read, leaf.account);
      ASSERT_NE(cell, nullptr)
          << sample.name << " " << budget::FormatAddress(leaf.account);
      EXPECT_EQ(cell->amount_fen, leaf.amount_fen)
          << sample.name << " " << budget::FormatAddress(leaf.account);
    }
  }
}

TEST(Accuracy, CleanDocuments_EveryFigureOfTheTextsIsReadAsStated) {
  int wrong = 0;
  for (int i = 0; i < kCleanDocuments && wrong < kFailuresMax; ++i) {
    const cli::SampleDocument sample = SampleAt(22, i, "");
    std::map<std::string, int64_t> read;
    for (const budget::Fact& fact :
         budget::FactsOf(TheChecker().Read(sample))) {
      read.emplace(fact.address, fact.value_micro);
    }
    for (const cli::StatedFigure& figure : sample.stated) {
      const auto found = read.find(figure.address);
      if (found != read.end() && found->second == figure.value_micro) continue;
      ADD_FAILURE() << "#" << i << " " << sample.name << " " << figure.address
                    << ": stated " << figure.value_micro << ", read "
                    << (found == read.end() ? "nothing"
                                            : std::to_string(found->second));
      ++wrong;
    }
  }
}

TEST(Accuracy, PlantedErrors_EveryKindIsFoundAtItsPlace) {
  const Report report = Measure(
      TheChecker(), {.seed = 23, .clean = 0, .each = kDocumentsPerKind});
  EXPECT_GE(report.kinds.size(), 60u);
  for (const auto& [kind, count] : report.kinds) {
    EXPECT_EQ(count.planted, kDocumentsPerKind) << kind;
    if (!count.covered) continue;
    EXPECT_EQ(count.found, count.planted) << kind;
  }
  if (!HasFailure()) return;
  for (const std::string& example : report.examples) {
    if (absl::StartsWith(example, "missed")) ADD_FAILURE() << example;
  }
}

}  // namespace
}  // namespace yuheng::accuracy
