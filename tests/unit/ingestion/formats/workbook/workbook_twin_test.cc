// A document says the same as a workbook and as text.
#include "tests/support/workbook_twin.h"

#include <gtest/gtest.h>

#include <string>

#include "services/cli/sample/sample.h"
#include "tests/unit/ingestion/formats/text_builder.h"
#include "tests/unit/ingestion/formats/twin_difference.h"

namespace yuheng::ingestion {
namespace {

std::string DifferenceIn(const std::string& text) {
  return DifferenceFrom(text, testing::WorkbookTwin(text), "a.xlsx");
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
  EXPECT_EQ(WithoutReference(testing::WorkbookTwin(Sample()), "a.xlsx"), "");
}

}  // namespace
}  // namespace yuheng::ingestion
