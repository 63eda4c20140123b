// Our own template reads back as what was filled in.
#include "services/forms/template.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/strings/match.h"
#include "services/budget/regional_form.h"
#include "services/cli/sample/sample.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

// All figures but an amount of nothing in a table: of the tables, the text and
// the sheets.
std::map<std::string, int64_t> FiguresOf(const budget::Document& document) {
  std::map<std::string, int64_t> figures;
  for (const budget::Fact& fact : budget::FactsOf(document)) {
    if (absl::StartsWith(fact.address, "T") && fact.value_micro == 0) continue;
    figures[fact.address] = fact.value_micro;
  }
  return figures;
}

std::map<std::string, std::string> StatementsOf(
    const budget::Document& document) {
  std::map<std::string, std::string> statements;
  for (const budget::TextFact& text : budget::TextsOf(document)) {
    statements[text.address] = text.text;
  }
  return statements;
}

TEST(Template, FilledIn_ReadsBackTheSame) {
  const auto published =
      Read(ReadFile("deploy/samples/changji-keji-2023-corrected.txt"));
  ASSERT_TRUE(published.ok());
  const auto bytes = forms::RenderTemplate(
      budget::StandardForm(), {.department = published->department,
                               .fiscal_year = published->fiscal_year,
                               .filled = &*published});
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const auto document = Read(*bytes, "a.xlsx");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->department, published->department);
  EXPECT_EQ(document->fiscal_year, published->fiscal_year);
  EXPECT_EQ(document->tables.size(), 10u);
  EXPECT_EQ(FiguresOf(*document), FiguresOf(*published));
  EXPECT_EQ(StatementsOf(*document), StatementsOf(*published));
  EXPECT_EQ(document->sheets.size(), published->sheets.size());
  for (const budget::ReadingProblem& problem : document->problems) {
    ADD_FAILURE() << problem.location.reference << ": " << problem.message.en;
  }
}

// Those of a form's years, and one of each.
class RegionalTemplate : public ::testing::TestWithParam<const budget::Form*> {
};

TEST_P(RegionalTemplate, FilledIn_ReadsBackInThatForm) {
  const budget::Form& form = *GetParam();
  const auto samples = cli::GenerateSamples(
      {.seed = 23,
       .departments = 1,
       .fiscal_year = form.last_year != 0 ? form.last_year : 2023,
       .form = &form});
  const auto published = Read(samples[0].text);
  ASSERT_TRUE(published.ok()) << published.status();
  ASSERT_EQ(budget::FormOf(*published).id, form.id);
  const auto bytes =
      forms::RenderTemplate(form, {.department = published->department,
                                   .fiscal_year = published->fiscal_year,
                                   .filled = &*published});
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const auto document = Read(*bytes, "a.xlsx");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(budget::FormOf(*document).id, form.id);
  EXPECT_EQ(document->tables.size(), form.order.size());
  EXPECT_EQ(FiguresOf(*document), FiguresOf(*published));
  for (const budget::ReadingProblem& problem : document->problems) {
    ADD_FAILURE() << problem.location.reference << ": " << problem.message.en;
  }
}

TEST_P(RegionalTemplate, Empty_IsToldByItsTables) {
  const budget::Form& form = *GetParam();
  const auto bytes = forms::RenderTemplate(
      form, {.department = "测试局", .fiscal_year = form.first_year});
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const auto document = Read(*bytes, "a.xlsx");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(budget::FormOf(*document).id, form.id);
  EXPECT_TRUE(FiguresOf(*document).empty());
  EXPECT_TRUE(document->problems.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Forms, RegionalTemplate, ::testing::ValuesIn(budget::Forms()),
    [](const auto& form) {
      return absl::StrReplaceAll(form.param->id, {{"-", "_"}});
    });

TEST(Template, Empty_SaysNothing) {
  const auto bytes = forms::RenderTemplate(
      budget::StandardForm(), {.department = "测试局", .fiscal_year = 2024});
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const auto document = Read(*bytes, "a.xlsx");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->department, "测试局");
  EXPECT_EQ(document->fiscal_year, 2024);
  EXPECT_TRUE(FiguresOf(*document).empty());
  EXPECT_TRUE(document->sheets.empty());
  EXPECT_TRUE(document->problems.empty());
}

}  // namespace
}  // namespace yuheng::ingestion
