// The narrative and the performance sheets of the sample disclosure against
// lists that were transcribed by reading it.

#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/budget/decimal.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/document_reader.h"

namespace yuheng::ingestion {
namespace {

constexpr char kFolder[] =
    YUHENG_SOURCE_DIR "/tests/unit/ingestion/formats/testdata/";

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

// The lines behind the header.
std::vector<std::string> Transcription(const std::string& name) {
  std::istringstream file(ReadFile(kFolder + name));
  std::vector<std::string> lines;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) lines.push_back(line);
  return lines;
}

budget::Document Sample() {
  const std::string bytes =
      ReadFile(YUHENG_SOURCE_DIR "/deploy/samples/changji-keji-2023.txt");
  auto document = ReadDocument(budget::StandardForm(), bytes,
                               {.file_name = "changji-keji-2023.txt"});
  EXPECT_TRUE(document.ok()) << document.status();
  return document.ok() ? *document : budget::Document();
}

// "address,value"; the value is empty for words.
std::string Line(const std::string& address, std::optional<int64_t> micro) {
  return absl::StrCat(address, ",",
                      micro.has_value() ? budget::FormatDecimal(*micro) : "");
}

TEST(Transcription, EveryClaim_IsReadAtItsAddressInOrder) {
  const budget::Document document = Sample();
  std::vector<std::string> read;
  for (const budget::Claim& claim : document.claims) {
    read.push_back(Line(claim.address, claim.value_micro));
    EXPECT_FALSE(claim.printed.empty()) << claim.address;
    EXPECT_GT(claim.line, 0) << claim.address;
  }
  EXPECT_THAT(read, ::testing::ElementsAreArray(
                        Transcription("changji-keji-2023_claims.csv")));
}

TEST(Transcription, EverySheetFigure_IsRead) {
  const budget::Document document = Sample();
  std::vector<std::string> read;
  int number = 0;
  for (const budget::PerformanceSheet& sheet : document.sheets) {
    const std::string prefix = absl::StrCat("P", ++number, ":");
    read.push_back(absl::StrCat(prefix, "year,", sheet.fiscal_year));
    const auto add_cell = [&](const std::string& name,
                              const budget::Cell& cell) {
      if (cell.stated()) read.push_back(Line(prefix + name, cell.amount_fen));
    };
    add_cell("total", sheet.total);
    add_cell("fiscal", sheet.fiscal);
    add_cell("other", sheet.other);
    int indicator_number = 0;
    for (const budget::Indicator& indicator : sheet.indicators) {
      const std::string address =
          absl::StrCat(prefix, "ind", ++indicator_number, ":");
      if (indicator.target_micro.has_value()) {
        read.push_back(Line(address + "target", indicator.target_micro));
      }
      read.push_back(Line(address + "weight", indicator.weight_micro));
      EXPECT_FALSE(indicator.level1.empty() || indicator.level2.empty());
    }
  }
  EXPECT_THAT(read, ::testing::ElementsAreArray(
                        Transcription("changji-keji-2023_sheets.csv")));
}

TEST(Transcription, Headings_AreFoundInOrder) {
  const budget::Document document = Sample();
  std::vector<std::string> keys;
  for (const budget::Heading& heading : document.headings) {
    if (absl::StartsWith(heading.key, "N") || heading.key == "profile") {
      keys.push_back(heading.key);
    }
  }
  EXPECT_THAT(keys, ::testing::ElementsAre(
                        "profile", "N1", "N2", "N3", "N4", "N5", "N5a", "N5b",
                        "N5c", "N6", "N7", "N8", "N9", "N10", "N11", "N11a",
                        "N11b", "N11c", "N11d", "N11e"));
}

}  // namespace
}  // namespace yuheng::ingestion
