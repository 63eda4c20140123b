// How a document is laid out changes nothing of its verdict: brackets, blanks,
// empty lines, line ends, gaps before units, and a workbook for a text.
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "tests/accuracy/accuracy.h"
#include "tests/support/workbook_twin.h"

namespace yuheng::accuracy {
namespace {

constexpr int kDocuments = 40;

std::string NarrowBrackets(const std::string& text) {
  return absl::StrReplaceAll(text, {{"（", "("}, {"）", ")"}, {"：", ":"}});
}

// Rule and addresses of every warning and error, brackets narrow.
std::multiset<std::string> VerdictOn(const Checker& checker,
                                     const cli::SampleDocument& sample) {
  std::multiset<std::string> verdict;
  for (const validation::Finding& finding : checker.Check(sample)) {
    std::string line = finding.rule;
    for (const validation::Place& place : finding.places) {
      absl::StrAppend(&line, " ", NarrowBrackets(place.address));
    }
    verdict.insert(std::move(line));
  }
  return verdict;
}

std::string EmptyLines(const std::string& text) {
  return absl::StrReplaceAll(text, {{"\n\n", "\n\n\n"}});
}

std::string WindowsLineEnds(const std::string& text) {
  return absl::StrReplaceAll(text, {{"\n", "\r\n"}});
}

std::string BlanksInCells(const std::string& text) {
  std::string out;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    absl::StrAppend(&out, out.empty() ? "" : "\n", line);
    if (!line.empty() && line[0] == '\t') absl::StrAppend(&out, "　 ");
  }
  return out;
}

std::string GapsBeforeUnits(const std::string& text) {
  return absl::StrReplaceAll(text, {{"万元", " 万元"}, {"%", " %"}});
}

std::string Workbook(const std::string& text) {
  return testing::WorkbookTwin(text);
}

struct Layout {
  const char* name;
  std::string (*apply)(const std::string& text);
};

class Layouts : public ::testing::TestWithParam<Layout> {};

TEST_P(Layouts, SameVerdict) {
  const Checker checker;
  const auto& kinds = cli::ErrorKinds();
  int alarmed = 0;
  for (int i = 0; i < kDocuments; ++i) {
    const std::string& kind = kinds[i * 4 % kinds.size()].name;
    cli::SampleDocument sample = SampleAt(30, i, kind);
    const auto before = VerdictOn(checker, sample);
    alarmed += before.empty() ? 0 : 1;
    sample.text = GetParam().apply(sample.text);
    EXPECT_EQ(VerdictOn(checker, sample), before) << "#" << i << " " << kind;
  }
  EXPECT_GT(alarmed, 0);
}

INSTANTIATE_TEST_SUITE_P(
    All, Layouts,
    ::testing::Values(Layout{"NarrowBrackets", NarrowBrackets},
                      Layout{"EmptyLines", EmptyLines},
                      Layout{"WindowsLineEnds", WindowsLineEnds},
                      Layout{"BlanksInCells", BlanksInCells},
                      Layout{"GapsBeforeUnits", GapsBeforeUnits},
                      Layout{"Workbook", Workbook}),
    [](const auto& info) { return std::string(info.param.name); });

// Nobody can see the lines that a workbook is put into.
TEST(Workbooks, NoLineIsNamed) {
  const Checker checker;
  const auto validator =
      validation::Validator::Create(budget::StandardForm(),
                                    validation::BuiltInRuleFiles())
          .value();
  const auto& kinds = cli::ErrorKinds();
  int reasons = 0;
  for (int i = 0; i < kDocuments; ++i) {
    cli::SampleDocument sample =
        SampleAt(30, i, kinds[i * 4 % kinds.size()].name);
    sample.text = Workbook(sample.text);
    const validation::VerdictSummary summary = validator->Check(
        checker.Read(sample), [](const auto&) { return true; });
    for (const validation::FindingGroup& group : summary.groups) {
      reasons += group.reason.en.empty() ? 0 : 1;
      EXPECT_FALSE(absl::StrContains(group.reason.en, ", line "))
          << group.reason.en;
      if (!group.culprit) continue;
      EXPECT_EQ(group.culprit->location.line > 0,
                !group.culprit->location.reference.empty())
          << group.culprit->address;
    }
  }
  EXPECT_GT(reasons, 0);
}

}  // namespace
}  // namespace yuheng::accuracy
