#include "services/validation/language/parser.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace yuheng::validation {
namespace {

TEST(Parser, Statements_AreRead) {
  const auto formula = ParseFormula(
      "for r in T5[item] | T2[item]: for c in (gen, fund) if r under 301:\n"
      "  T5[r].c = sum(T7[projects of r].c) - T2:ALL.total\n"
      "  or T5[r].c >= 0 if not r named \"甲\", \"乙\" and T1:in:gen = 3;\n"
      "codes(T2[coded]) = codes(T3[coded]); absent T9[r];");
  ASSERT_TRUE(formula.ok()) << formula.status();
  ASSERT_EQ(formula->statements.size(), 3u);
  const SyntaxStatement& first = formula->statements[0];
  ASSERT_EQ(first.loops.size(), 2u);
  EXPECT_EQ(first.loops[0].rows.size(), 2u);
  EXPECT_EQ(first.loops[1].kind, LoopKind::kColumnList);
  ASSERT_EQ(first.relations.size(), 2u);
  EXPECT_EQ(first.relations[0].comparison.right.size(), 2u);
  EXPECT_EQ(first.relations[0].comparison.right[0].kind, TermKind::kSum);
  EXPECT_TRUE(first.relations[0].comparison.right[1].negative);
  ASSERT_EQ(first.relations[1].conditions.size(), 2u);
  EXPECT_TRUE(first.relations[1].conditions[0].negated);
  EXPECT_EQ(formula->statements[1].relations[0].kind, RelationKind::kSameCodes);
  EXPECT_EQ(formula->statements[2].relations[0].kind, RelationKind::kAbsent);
}

struct Failure {
  const char* formula;
  const char* message;
};

TEST(Parser, Errors_SayWhereAndWhatWasExpected) {
  const Failure failures[] = {
      {"", "1:1: expected a figure, sum(…) or a number, found the end"},
      {"T1:in:gen",
       "1:10: expected '+', '-', '=', '<=' or '>=', found the end"},
      {"T1:in:gen = ",
       "1:13: expected a figure, sum(…) or a number, found the end"},
      {"T1:in:gen = 1 2", "1:15: expected ';' or the end, found '2'"},
      {"for in T2[all]: 1 = 1", "1:8: expected 'in', found 'T2'"},
      {"for r of T2[all]: 1 = 1", "1:7: expected 'in', found 'of'"},
      {"for r in T2[all]\n  T2[r].gen = 1", "2:3: expected ':', found 'T2'"},
      {"for r in T2[a] | T3[a] & T4[a]: 1 = 1",
       "1:24: expected the same sign between all tables, found '&'"},
      {"sum(T2[all].gen = 1", "1:17: expected ')', found '='"},
      {"percent(T2[all].gen, T2:ALL.gen) = 1",
       "1:20: expected 'of', found ','"},
      {"T2[children r].gen = 1", "1:13: expected ']', found 'r'"},
      {"if r under x: 1 = 1", "1:12: expected a code, found 'x'"},
      {"if r named 3: 1 = 1", "1:12: expected a \"name\", found '3'"},
      {"codes(T2[all]) = names(T3[all])",
       "1:18: expected 'codes', found 'names'"},
  };
  for (const Failure& failure : failures) {
    EXPECT_EQ(ParseFormula(failure.formula).status().message(),
              failure.message);
  }
}

TEST(Parser, Limits_AreKept) {
  std::string sum = "0";
  for (size_t i = 0; i < kTermsMax; ++i) sum += " + 0";
  EXPECT_EQ(ParseFormula(sum + " = 0").status().message(),
            absl::StrCat("1:", 4 * kTermsMax + 1, ": too many terms"));
  std::string loops;
  for (char c = 'a'; c <= 'd'; ++c) {
    loops += absl::StrCat("for ", std::string(1, c), " in T2[all]: ");
  }
  EXPECT_FALSE(ParseFormula(loops + "1 = 1").ok());
  std::string statements;
  for (size_t i = 0; i <= kStatementsMax; ++i) statements += "1=1;";
  EXPECT_FALSE(ParseFormula(statements).ok());
}

// A cheap stand-in for a fuzzer in every test run: damaged formulas are errors
// or formulas, never anything worse.
TEST(Parser, DamagedFormulas_NeverDoHarm) {
  const std::string whole =
      "for r in T5[item] | T2[item] if not r under 301, 302: for c in (a, b):\n"
      "T5[r].c - T2:ALL.x <= sum(T7[projects of r].c) + 3 or absent T1:in[r]"
      " if r named \"甲\" and 1 = 1; names(T2[all]) = names(T3[all])";
  for (size_t cut = 0; cut < whole.size(); ++cut) {
    (void)ParseFormula(whole.substr(0, cut)).ok();
    (void)ParseFormula(whole.substr(cut)).ok();
  }
  uint64_t random = 7;
  for (int i = 0; i < 20'000; ++i) {
    std::string damaged = whole;
    for (int k = 0; k < 3; ++k) {
      random = random * 6364136223846793005u + 1442695040888963407u;
      damaged[(random >> 33) % damaged.size()] =
          static_cast<char>(random >> 20);
    }
    (void)ParseFormula(damaged).ok();
  }
}

}  // namespace
}  // namespace yuheng::validation
