#include "services/validation/language/plan.h"

#include <fstream>
#include <sstream>
#include <string>

#include "gtest/gtest.h"

namespace yuheng::validation {
namespace {

std::string ErrorOf(const char* formula) {
  return std::string(
      CompileFormula(budget::StandardForm(), formula).status().message());
}

TEST(Plan, Errors_NameWhatTheFormDoesNotHave) {
  EXPECT_EQ(ErrorOf("T11:ALL.gen = 1"),
            "1:1: expected a table (T1 to T10), section (N1 to N11d), G or P, "
            "found 'T11'");
  EXPECT_EQ(ErrorOf("T5:ALL.persons = 1"),
            "1:8: expected a column (total, basic, project), found 'persons'");
  EXPECT_EQ(ErrorOf("T5:ALL = 1"),
            "1:4: expected a column behind the row (total, basic, project), "
            "found 'ALL'");
  EXPECT_EQ(ErrorOf("T1:gen = 1"),
            "1:1: expected a side (in or ex) behind this table, found 'T1'");
  EXPECT_EQ(ErrorOf("T5:in:ALL.total = 1"),
            "1:4: expected no side: this table has one, found 'in'");
  EXPECT_EQ(ErrorOf("T1:in:general = 1"),
            "1:7: expected a line of this table, found 'general'");
  EXPECT_EQ(ErrorOf("T5:total.basic = 1"),
            "1:4: expected a code or ALL, found 'total'");
  EXPECT_EQ(ErrorOf("T5[r].basic = 1"),
            "1:4: expected the name of a loop over rows, found 'r'");
  EXPECT_EQ(ErrorOf("for all in T5[all]: 1 = 1"),
            "1:5: expected a name that means nothing else here, found 'all'");
  EXPECT_EQ(ErrorOf("for r in T5[row]: 1 = 1"),
            "1:13: expected a level (total, class, group, item, project, line, "
            "coded, all), found 'row'");
  EXPECT_EQ(ErrorOf("sum(T5:ALL.basic) = 1"),
            "1:8: expected several rows inside sum(…), found 'ALL'");
}

TEST(Plan, ColumnLoop_MustFitEveryTableItIsUsedIn) {
  EXPECT_EQ(
      ErrorOf("for c in columns(T5): T6:ALL.c = 0"),
      "1:30: expected columns of this table (total, personnel, public) in "
      "the loop; basic is none, found 'c'");
  EXPECT_TRUE(CompileFormula(budget::StandardForm(),
                             "for c in (basic): T5:ALL.c = T3:ALL.c")
                  .ok());
}

TEST(Plan, Sources_AreThoseOfTheFirstRelation) {
  const auto plan =
      CompileFormula(budget::StandardForm(),
                     "T4:in:ALL = T4:in:fiscal or T4:in:ALL = T2:ALL.fiscal");
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan->statements[0].sources,
            std::vector<Source>{SourceOf(budget::TableKind::kT4)});
  EXPECT_EQ(plan->statements[0].relations[1].sources.size(), 2u);
}

TEST(Plan, ReadmeExamples_Compile) {
  std::ifstream file(std::string(YUHENG_SOURCE_DIR) +
                     "/services/validation/language/README.md");
  std::stringstream content;
  content << file.rdbuf();
  const std::string text = content.str();
  const std::string open = "```formula\n";
  int examples = 0;
  for (size_t at = text.find(open); at != std::string::npos;
       at = text.find(open, at + 1)) {
    const size_t start = at + open.size();
    const std::string formula =
        text.substr(start, text.find("```", start) - start);
    const auto plan = CompileFormula(budget::StandardForm(), formula);
    EXPECT_TRUE(plan.ok()) << formula << plan.status();
    ++examples;
  }
  EXPECT_GE(examples, 9);
}

}  // namespace
}  // namespace yuheng::validation
