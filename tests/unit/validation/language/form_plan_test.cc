#include "services/validation/language/form_plan.h"

#include <string>

#include "gtest/gtest.h"
#include "services/budget/regional_form.h"

namespace yuheng::validation {
namespace {

Plan PlanOf(absl::string_view form, absl::string_view formula) {
  auto plan = CompileFormula(budget::StandardForm(), formula);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return PlanFor(*budget::FindForm(form), *std::move(plan));
}

// The columns or keys of a side.
std::string TermsOf(const std::vector<PlanTerm>& terms) {
  std::string text;
  for (const PlanTerm& term : terms) {
    const PlanFigures& figures = term.figures;
    const auto& columns =
        budget::StandardForm()
            .Table(static_cast<budget::TableKind>(figures.table.source))
            .ColumnsOf(figures.table.side);
    text += (term.negative ? " -" : " ") +
            (columns.size() == 1 ? figures.key : columns[figures.column].key);
  }
  return text;
}

std::string RightOf(absl::string_view form, absl::string_view formula) {
  const Plan plan = PlanOf(form, formula);
  if (plan.statements.empty()) return "left out";
  return TermsOf(plan.statements[0].relations[0].comparison.right);
}

TEST(FormPlan, StandardForm_ChangesNothing) {
  EXPECT_EQ(
      RightOf("xinjiang-2023", "T2:ALL.fiscal = T2:ALL.gen + T2:ALL.gen_up"),
      " gen gen_up");
}

TEST(FormPlan, SumThatIsNotPrinted_IsItsParts) {
  EXPECT_EQ(RightOf("guangxi-2022", "T4:in:ALL = T2:ALL.fiscal"),
            " gen fund soe");
  EXPECT_EQ(RightOf("guangxi-2022", "T1:in:cur = T1:in:gen + T1:in:unit"),
            " gen_own unit_biz unit_upsub unit_aff unit_oper unit_other");
}

TEST(FormPlan, MoneyWithinAnotherFigure_AddsNothingBesideIt) {
  EXPECT_EQ(
      RightOf("guangxi-2022", "T5:ALL.total = T2:ALL.gen + T2:ALL.gen_up"),
      " gen");
  // Alone it can't be told.
  EXPECT_EQ(RightOf("guangxi-2022", "T1:in:ALL = T2:ALL.gen_up"), "left out");
}

TEST(FormPlan, MoneyThatIsNotCounted_AddsNothing) {
  EXPECT_EQ(
      RightOf("xinjiang-2019", "T1:in:ALL = T2:ALL.unit + T2:ALL.carry_fiscal"),
      " unit");
  EXPECT_EQ(
      RightOf("xinjiang-2019", "T3:ALL.total = T5:ALL.total + T9:ALL.total"),
      " total");
  EXPECT_EQ(RightOf("xinjiang-2019", "T1:in:ALL = T9:ALL.total"), "left out");
}

TEST(FormPlan, TableThatIsNotDisclosed_LeavesTheStatementOut) {
  EXPECT_EQ(RightOf("guangxi-2022", "T5:ALL.project = T7:ALL.total"),
            "left out");
  EXPECT_EQ(
      RightOf("guangxi-2022", "T3:ALL.total = T5:ALL.total + T9:ALL.total"),
      "left out");
  EXPECT_EQ(RightOf("guangxi-2022",
                    "if T9:ALL.total = 0: T3:ALL.total = T5:ALL.total"),
            "left out");
}

TEST(FormPlan, FigureAgainstItself_IsLeftOut) {
  EXPECT_EQ(RightOf("guangxi-2022", "T1:in:gen = T1:in:gen_own + T1:in:gen_up"),
            "left out");
}

TEST(FormPlan, LoopsOverColumns_LackWhatIsNotPrinted) {
  const Plan plan = PlanOf("xinjiang-2019",
                           "for p in T2[group]: for c in columns(T2):\n"
                           "  T2[p].c = sum(T2[children of p].c)");
  ASSERT_EQ(plan.statements.size(), 1u);
  EXPECT_EQ(plan.statements[0].loops[1].column_count, 6);
  EXPECT_EQ(plan.statements[0]
                .relations[0]
                .comparison.left[0]
                .figures.column_of_choice,
            (std::vector<int>{0, 1, 2, 4, 8, 9}));
}

TEST(FormPlan, ConventionThatCannotBeJudged_IsNone) {
  const Plan plan = PlanOf("guangxi-2022",
                           "T4:in:ALL = T2:ALL.fiscal\n"
                           "or T4:in:ALL = T7:ALL.total");
  ASSERT_EQ(plan.statements.size(), 1u);
  EXPECT_EQ(plan.statements[0].relations.size(), 1u);
}

}  // namespace
}  // namespace yuheng::validation
