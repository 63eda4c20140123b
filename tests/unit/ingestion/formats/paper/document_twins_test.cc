// A document says the same as a Word document, as a web page and as text.
#include "tests/support/document_twins.h"

#include <gtest/gtest.h>

#include <string>

#include "services/cli/sample/sample.h"
#include "tests/unit/ingestion/formats/text_builder.h"
#include "tests/unit/ingestion/formats/twin_difference.h"

namespace yuheng::ingestion {
namespace {

struct Twin {
  std::string (*write)(absl::string_view text);
  const char* name;
};

constexpr Twin kTwins[] = {{testing::WordTwin, "a.docx"},
                           {testing::WebTwin, "a.html"}};

TEST(DocumentTwins, RealDisclosure_SaysTheSame) {
  for (const Twin& twin : kTwins) {
    EXPECT_EQ(DifferenceFrom(Sample(), twin.write(Sample()), twin.name), "")
        << twin.name;
  }
}

TEST(DocumentTwins, InventedBureaus_SayTheSame) {
  for (const bool rounded : {false, true}) {
    for (const cli::SampleDocument& sample : cli::GenerateSamples({.seed = 5,
                                             .departments = 20,
                                             .errors = 60,
                                             .rounded = rounded})) {
      for (const Twin& twin : kTwins) {
        EXPECT_EQ(
            DifferenceFrom(sample.text, twin.write(sample.text), twin.name), "")
            << sample.name << " " << twin.name;
      }
    }
  }
}

// Every figure, row, claim and sentence has its table or paragraph.
TEST(DocumentTwins, EverythingHasItsReference) {
  for (const Twin& twin : kTwins) {
    EXPECT_EQ(WithoutReference(twin.write(Sample()), twin.name), "")
        << twin.name;
  }
}

}  // namespace
}  // namespace yuheng::ingestion
