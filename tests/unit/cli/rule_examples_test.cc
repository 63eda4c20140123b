#include "services/cli/commands/rule_examples.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace yuheng::cli {
namespace {

std::vector<ExampleResult> Try(const std::string& rules) {
  const EmbeddedFile file{"test.textproto", rules};
  const auto validator =
      validation::Validator::Create(budget::StandardForm(), {file});
  if (!validator.ok()) ADD_FAILURE() << validator.status();
  return validator.ok() ? TestExamples(budget::StandardForm(), **validator)
                        : std::vector<ExampleResult>{};
}

std::string Rule(const std::string& examples) {
  return absl::StrCat(R"(rules {
    id: "X-1" severity: SEVERITY_ERROR title { zh: "a" en: "a" }
    formula: "N1:total.amount = T1:in:ALL" )",
                      examples, "}");
}

TEST(RuleExamples, BuiltInCatalogue_AllAsStated) {
  const auto validator = validation::Validator::Create(
      budget::StandardForm(), validation::BuiltInRuleFiles());
  ASSERT_TRUE(validator.ok()) << validator.status();
  std::set<std::string> rules;
  for (const ExampleResult& result :
       TestExamples(budget::StandardForm(), **validator)) {
    EXPECT_TRUE(result.passed) << result.rule << " example " << result.number
                               << ": " << result.message.en;
    rules.insert(result.rule);
  }
  EXPECT_GE(rules.size(), 100u);
}

TEST(RuleExamples, FailingOutcome_NeedsAFailure) {
  const auto results =
      Try(Rule("examples { outcome: OUTCOME_FAILS } examples { outcome: "
               "OUTCOME_FAILS edits { address: \"N1:total:amount\" find: "
               "\"2900.24\" replace: \"2900.42\" } }"));
  ASSERT_EQ(results.size(), 3u);
  EXPECT_TRUE(results[0].passed);
  EXPECT_FALSE(results[1].passed);
  EXPECT_TRUE(results[2].passed);
}

TEST(RuleExamples, CellEdit_ReplacesTheCell) {
  const auto results =
      Try(Rule("examples { outcome: OUTCOME_FAILS edits { address: "
               "\"T1:in:ALL\" replace: \"1\" } }"));
  ASSERT_EQ(results.size(), 2u);
  EXPECT_TRUE(results[1].passed) << results[1].message.en;
}

TEST(RuleExamples, EditWithoutItsPlace_SaysSo) {
  const auto results = Try(
      Rule("examples { outcome: OUTCOME_HOLDS edits { address: "
           "\"N1:nothing:amount\" replace: \"1\" } } examples { outcome: "
           "OUTCOME_HOLDS edits { find: \"没有这句话\" replace: \"1\" } }"));
  ASSERT_EQ(results.size(), 3u);
  EXPECT_FALSE(results[1].passed);
  EXPECT_EQ(results[1].message.en,
            "the example document has no N1:nothing:amount");
  EXPECT_FALSE(results[2].passed);
}

}  // namespace
}  // namespace yuheng::cli
