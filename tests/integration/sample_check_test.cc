// Generated disclosures through the reader and the built-in rule catalogue:
// clean ones raise nothing above a note, planted errors are found where they
// are, and the sample of the real disclosure is returned, its correction not.

#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "services/budget/address.h"
#include "services/budget/rollup.h"
#include "services/cli/sample/sample.h"
#include "services/ingestion/formats/document_reader.h"
#include "services/validation/validator.h"

namespace yuheng {
namespace {

using cli::GenerateSamples;
using cli::PlantedError;
using cli::SampleDocument;
using validation::Finding;
using validation::Severity;

class SampleCheck : public ::testing::Test {
 protected:
  void SetUp() override {
    auto validator = validation::Validator::Create(
        budget::StandardForm(), validation::BuiltInRuleFiles());
    ASSERT_TRUE(validator.ok()) << validator.status();
    validator_ = *std::move(validator);
  }

  budget::Document Read(const std::string& name, const std::string& text) {
    auto document = ingestion::ReadDocument(budget::StandardForm(), text,
                                            {.file_name = name});
    EXPECT_TRUE(document.ok()) << name << ": " << document.status();
    return document.ok() ? *std::move(document) : budget::Document();
  }

  std::vector<Finding> Check(const budget::Document& document) {
    std::vector<Finding> findings;
    validator_->Check(document, [&findings](Finding finding) {
      findings.push_back(std::move(finding));
      return true;
    });
    return findings;
  }

  std::vector<Finding> Check(const SampleDocument& sample) {
    return Check(Read(cli::SampleFileName(sample), sample.text));
  }

  static std::string Describe(const Finding& finding) {
    std::string text = finding.rule;
    for (const validation::Place& place : finding.places) {
      text += " " + place.address + "@" + std::to_string(place.location.line);
    }
    return text + ": " + finding.message.zh;
  }

  std::unique_ptr<validation::Validator> validator_;
};

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

bool IsAt(const Finding& finding, const PlantedError& error) {
  for (const validation::Place& place : finding.places) {
    if (place.address == error.address) return true;
  }
  return false;
}

class CleanSamples : public SampleCheck,
                     public ::testing::WithParamInterface<bool> {};

TEST_P(CleanSamples, TwoHundredDocuments_NothingAboveANote) {
  int wrong = 0;
  for (const SampleDocument& sample : GenerateSamples(
           {.seed = 20, .departments = 200, .rounded = GetParam()})) {
    for (const Finding& finding : Check(sample)) {
      if (finding.severity == Severity::kNote) continue;
      ADD_FAILURE() << sample.name << " " << Describe(finding);
      if (++wrong > 20) return;
    }
  }
}

TEST_P(CleanSamples, ReadBack_EveryCellIsWhatWasPrinted) {
  for (const SampleDocument& sample : GenerateSamples(
           {.seed = 21, .departments = 60, .rounded = GetParam()})) {
    const budget::Document read =
        Read(cli::SampleFileName(sample), sample.text);
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
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Exact, CleanSamples, ::testing::Values(false));
INSTANTIATE_TEST_SUITE_P(Rounded, CleanSamples, ::testing::Values(true));

TEST_F(SampleCheck, OnePlantedErrorEach_EveryOneIsFoundAtItsPlace) {
  for (const bool rounded : {false, true}) {
    for (const SampleDocument& sample : GenerateSamples({.seed = 22,
                                        .departments = 200,
                                        .errors = 200,
                                        .rounded = rounded})) {
      ASSERT_EQ(sample.planted.size(), 1u);
      const PlantedError& error = sample.planted[0];
      bool found = false;
      std::string others;
      for (const Finding& finding : Check(sample)) {
        if (finding.severity == Severity::kNote) continue;
        found = found || IsAt(finding, error);
        others += "\n  " + Describe(finding);
      }
      EXPECT_TRUE(found) << sample.name << " " << error.kind << " at "
                         << error.address << ": " << error.was << " -> "
                         << error.now << "; found:" << others;
    }
  }
}

TEST_F(SampleCheck, RealDisclosure_IsReturnedAndItsCorrectionAccepted) {
  const std::string folder =
      std::string(YUHENG_SOURCE_DIR) + "/deploy/samples/";
  std::set<std::string> wrong;
  for (const Finding& finding :
       Check(Read("changji-keji-2023.txt",
                  ReadFile(folder + "changji-keji-2023.txt")))) {
    if (finding.severity == Severity::kError) wrong.insert(finding.rule);
  }
  EXPECT_TRUE(wrong.contains("A6-02"));
  for (const Finding& finding :
       Check(Read("changji-keji-2023-corrected.txt",
                  ReadFile(folder + "changji-keji-2023-corrected.txt")))) {
    EXPECT_EQ(finding.severity, Severity::kNote) << Describe(finding);
  }
}

}  // namespace
}  // namespace yuheng
