// A document says the same as a workbook and as text.
#include "tests/support/workbook_twin.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/cli/sample/sample.h"
#include "tests/unit/ingestion/formats/document_message.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

// The first line in which the document of the workbook differs from that of the
// text; empty when there is none.
std::string DifferenceIn(const std::string& text) {
  const auto expected = Read(text);
  const auto actual = Read(testing::WorkbookTwin(text), "a.xlsx");
  if (!expected.ok()) return expected.status().ToString();
  if (!actual.ok()) return actual.status().ToString();
  const std::string expected_text = WithoutPlaces(*expected);
  const std::string actual_text = WithoutPlaces(*actual);
  const std::vector<std::string> expected_lines =
      absl::StrSplit(expected_text, '\n');
  const std::vector<std::string> actual_lines =
      absl::StrSplit(actual_text, '\n');
  for (size_t i = 0; i < std::min(expected_lines.size(), actual_lines.size());
       ++i) {
    if (expected_lines[i] != actual_lines[i]) {
      return absl::StrCat(i, ": ", actual_lines[i], " and not ",
                          expected_lines[i]);
    }
  }
  return expected_lines.size() == actual_lines.size() ? "" : "more lines";
}

TEST(WorkbookTwin, RealDisclosure_SaysTheSame) {
  EXPECT_EQ(DifferenceIn(Sample()), "");
}

TEST(WorkbookTwin, InventedBureaus_SayTheSame) {
  for (const bool rounded : {false, true}) {
    for (const cli::SampleDocument& sample : cli::GenerateSamples({.seed = 5,
                                             .departments = 20,
                                             .errors = 60,
                                             .rounded = rounded})) {
      EXPECT_EQ(DifferenceIn(sample.text), "") << sample.name;
    }
  }
}

// Every figure, row, claim and sentence has its sheet, and none a line.
TEST(WorkbookTwin, EverythingHasItsReference) {
  const auto document = Read(testing::WorkbookTwin(Sample()), "a.xlsx");
  ASSERT_TRUE(document.ok());
  for (const budget::Fact& fact : budget::FactsOf(*document)) {
    EXPECT_NE(fact.location.reference, "") << fact.address;
  }
  for (const budget::TextFact& text : budget::TextsOf(*document)) {
    EXPECT_NE(text.location.reference, "") << text.address;
  }
  for (const budget::Table& table : document->tables) {
    for (const budget::Row& row : table.rows) {
      for (const budget::Cell& cell : row.cells) {
        EXPECT_NE(cell.location.reference, "") << row.name;
      }
    }
  }
  for (const budget::Sentence& sentence : document->sentences) {
    EXPECT_NE(document->source.Locate(sentence.line).reference, "");
  }
}

}  // namespace
}  // namespace yuheng::ingestion
