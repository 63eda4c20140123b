#include "services/cli/commands/rules_document.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/budget/table_shape.h"

namespace yuheng::cli {
namespace {

using validation::RuleDescription;

size_t Count(absl::string_view text, absl::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != absl::string_view::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

class RulesDocumentTest : public ::testing::TestWithParam<Language> {};

TEST_P(RulesDocumentTest, ShowsEveryRuleOfTheCatalogueOnce) {
  const auto validator = validation::Validator::Create(
      budget::StandardForm(), validation::BuiltInRuleFiles());
  ASSERT_TRUE(validator.ok()) << validator.status();
  Terminal terminal;
  terminal.language = GetParam();
  const std::vector<RuleDescription> rules = (*validator)->Rules();
  const std::string text = RulesDocument(terminal, rules);
  ASSERT_FALSE(rules.empty());
  for (const RuleDescription& rule : rules) {
    EXPECT_EQ(Count(text, absl::StrCat("\n### ", rule.id, " ")), 1u) << rule.id;
    EXPECT_EQ(Count(text, absl::StrCat("\n| ", rule.id, " | ")), 1u) << rule.id;
    EXPECT_TRUE(absl::StrContains(text, terminal.Pick(rule.title))) << rule.id;
    EXPECT_TRUE(absl::StrContains(text, terminal.Pick(rule.explanation)));
    EXPECT_TRUE(absl::StrContains(text, terminal.Pick(rule.source)));
    EXPECT_TRUE(absl::StrContains(
        text,
        rule.formula.empty()
            ? absl::StrCat("`", rule.check, "`")
            : std::string(absl::StripTrailingAsciiWhitespace(rule.formula))))
        << rule.id;
  }
}

INSTANTIATE_TEST_SUITE_P(BothLanguages, RulesDocumentTest,
                         ::testing::Values(Language::kZh, Language::kEn));

TEST(RulesDocument, ShowsYearsAndKeepsTablesWhole) {
  RuleDescription rule;
  rule.id = "Q-1";
  rule.title = {"甲|乙", "a|b"};
  rule.check = "parts";
  rule.first_year = 2024;
  Terminal terminal;
  const std::string text = RulesDocument(terminal, absl::MakeSpan(&rule, 1));
  EXPECT_TRUE(absl::StrContains(text, "甲\\|乙 |")) << text;
  EXPECT_TRUE(absl::StrContains(text, "2024-")) << text;
  EXPECT_EQ(YearsText(rule), "2024-");
}

}  // namespace
}  // namespace yuheng::cli
