// Documents in the forms of other regions and years: read in every format as
// the same figures, clean when they are clean, and wrong where something was
// planted.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/budget/address.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/regional_form.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/document_reader.h"
#include "tests/accuracy/accuracy.h"
#include "tests/support/document_twins.h"
#include "tests/support/package_xml.h"
#include "tests/support/text_blocks.h"
#include "tests/support/workbook_twin.h"

namespace yuheng::accuracy {
namespace {

constexpr int kBureaus = 12;

cli::SampleOptions OptionsFor(const budget::Form& form, int index) {
  cli::SampleOptions options;
  options.seed = 4'000 + static_cast<uint64_t>(index);
  options.departments = 1;
  options.first_department = index;
  options.rounded = index % 2 == 1;
  options.form = &form;
  options.fiscal_year =
      form.last_year == 0
          ? 2022 + index % 4
          : form.first_year + index % (form.last_year - form.first_year + 1);
  return options;
}

budget::Document Read(const std::string& bytes, const std::string& name,
                      const budget::Form* printed_form = nullptr) {
  auto document = ingestion::ReadDocument(
      budget::StandardForm(), bytes,
      {.file_name = name, .printed_form = printed_form});
  EXPECT_TRUE(document.ok()) << document.status();
  return document.ok() ? *std::move(document) : budget::Document();
}

using Facts = std::multimap<std::string, int64_t>;

Facts FactsIn(const budget::Document& document, absl::string_view prefix) {
  Facts facts;
  for (const budget::Fact& fact : budget::FactsOf(document)) {
    if (absl::StartsWith(fact.address, prefix)) {
      facts.emplace(fact.address, fact.value_micro);
    }
  }
  return facts;
}

// The first fact that only one of them has.
std::string Difference(const Facts& actual, const Facts& expected) {
  const auto first = [](const Facts& from, const Facts& without) {
    for (const auto& [address, value] : from) {
      const auto range = without.equal_range(address);
      if (std::none_of(range.first, range.second, [&](const auto& other) {
            return other.second == value;
          })) {
        return absl::StrCat(address, " ", value);
      }
    }
    return std::string();
  };
  const std::string surplus = first(actual, expected);
  const std::string missing = first(expected, actual);
  if (surplus.empty() && missing.empty()) return "";
  return absl::StrCat("only read: ", surplus, "; only printed: ", missing);
}

// Every table as a csv file, and the paragraphs as a text, in one archive.
std::string CsvTwin(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> files;
  std::string prose;
  std::string* file = nullptr;
  for (const testing::TextBlock& block : testing::TextBlocksOf(text)) {
    if (!block.paragraph.empty()) {
      const std::string bare = budget::RemoveBlanks(block.paragraph);
      if (absl::StartsWith(bare, "表") && bare.size() <= 7) {
        files.emplace_back(absl::StrCat(files.size() + 10, ".csv"), "");
        file = &files.back().second;
      } else if (absl::StartsWith(bare, "第") ||
                 absl::StartsWith(bare, "一、")) {
        file = nullptr;
      }
      absl::StrAppend(file == nullptr ? &prose : file, block.paragraph, "\n");
    }
    for (const testing::TextRow& row : block.rows) {
      std::string line;
      for (const testing::TextCell& cell : row) {
        absl::StrAppend(&line, "\"",
                        absl::StrReplaceAll(cell.text, {{"\"", "\"\""}}), "\"",
                        std::string(cell.columns, ','));
      }
      line.pop_back();
      if (file != nullptr) absl::StrAppend(file, line, "\n");
    }
  }
  files.emplace_back("说明.txt", prose);
  testing::PackageEntries entries;
  for (auto& [name, content] : files) entries.push_back({name, content});
  return testing::Zip(entries);
}

class Forms : public ::testing::TestWithParam<const budget::Form*> {};

TEST_P(Forms, EveryFormat_SaysTheSame) {
  const budget::Form& form = *GetParam();
  for (int i = 0; i < kBureaus; ++i) {
    const cli::SampleDocument sample =
        cli::GenerateSamples(OptionsFor(form, i)).front();
    const budget::Document text = Read(sample.text, "a.txt");
    EXPECT_EQ(budget::FormOf(text).id, form.id) << sample.name;
    EXPECT_EQ(Difference(FactsIn(text, "T"), FactsIn(sample.document, "T")), "")
        << sample.name;
    for (const budget::ReadingProblem& problem : text.problems) {
      ADD_FAILURE() << sample.name << ": " << problem.location.line << " "
                    << problem.message.zh;
    }
    const std::pair<const char*, std::string> twins[] = {
        {"a.xlsx", testing::WorkbookTwin(sample.text)},
        {"a.docx", testing::WordTwin(sample.text)},
        {"a.html", testing::WebTwin(sample.text)}};
    for (const auto& [name, bytes] : twins) {
      const budget::Document twin = Read(bytes, name);
      EXPECT_EQ(budget::FormOf(twin).id, form.id) << sample.name << " " << name;
      EXPECT_EQ(Difference(FactsIn(twin, ""), FactsIn(text, "")), "")
          << sample.name << " " << name;
    }
    const budget::Document tables = Read(CsvTwin(sample.text), "a.zip");
    EXPECT_EQ(budget::FormOf(tables).id, form.id) << sample.name << " csv";
    EXPECT_EQ(Difference(FactsIn(tables, "T"), FactsIn(text, "T")), "")
        << sample.name << " csv";
  }
}

TEST_P(Forms, CleanDocuments_AreClean) {
  const Checker checker;
  for (int i = 0; i < 5 * kBureaus; ++i) {
    const cli::SampleDocument sample =
        cli::GenerateSamples(OptionsFor(*GetParam(), i)).front();
    for (const validation::Finding& finding : checker.Check(sample)) {
      ADD_FAILURE() << sample.name << ": " << Describe(finding);
    }
  }
}

// What a form does not disclose no rule asks for, nor takes for unknown.
TEST_P(Forms, WhatIsNotDisclosed_IsNotAskedFor) {
  const budget::Form& form = *GetParam();
  const auto validator =
      validation::Validator::Create(budget::StandardForm(),
                                    validation::BuiltInRuleFiles())
          .value();
  const auto is_absent = [&](const validation::Place& place) {
    const auto address = budget::ParseCellAddress(
        budget::StandardForm(), absl::StrCat(place.address, ":ALL:total"));
    const auto cell =
        budget::ParseCellAddress(budget::StandardForm(), place.address);
    return (address.ok() && !form.Table(address->table).printed) ||
           (cell.ok() && !form.Table(cell->table).printed);
  };
  const bool projects = form.Table(budget::TableKind::kT7).printed;
  for (int i = 0; i < kBureaus; ++i) {
    const cli::SampleDocument sample =
        cli::GenerateSamples(OptionsFor(form, i)).front();
    const validation::VerdictSummary summary = validator->Check(
        Read(sample.text, "a.txt"), [&](const validation::Finding& finding) {
          EXPECT_TRUE(std::none_of(finding.places.begin(), finding.places.end(),
                                   is_absent) &&
                      (projects || finding.rule != "N-12"))
              << sample.name << ": " << Describe(finding);
          return true;
        });
    EXPECT_EQ(summary.form, form.id);
  }
}

// The documents are clean but for what is planted.
TEST_P(Forms, PlantedErrors_AreFound) {
  const Checker checker;
  int planted = 0;
  for (size_t k = 0; k < cli::ErrorKinds().size(); ++k) {
    const cli::ErrorKind& kind = cli::ErrorKinds()[k];
    cli::SampleOptions options =
        OptionsFor(*GetParam(), static_cast<int>(k) % kBureaus);
    // Which codes there are is known of years with a chart alone.
    if (kind.name == "unknown_code" &&
        !budget::ChartIsOf(budget::ChartKind::kFunction, options.fiscal_year)) {
      continue;
    }
    options.kind = kind.name;
    options.errors = 1;
    const cli::SampleDocument sample = cli::GenerateSamples(options).front();
    if (sample.planted.empty()) continue;
    ++planted;
    EXPECT_FALSE(checker.Check(sample).empty())
        << sample.name << ": " << kind.name << " at "
        << sample.planted.front().address;
  }
  EXPECT_GT(planted, 100);
}

INSTANTIATE_TEST_SUITE_P(
    All, Forms, ::testing::ValuesIn(budget::Forms()), [](const auto& info) {
      return absl::StrReplaceAll(info.param->id, {{"-", "_"}});
    });

}  // namespace
}  // namespace yuheng::accuracy
