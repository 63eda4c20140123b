#include "services/validation/evaluation/checks/check.h"

namespace yuheng::validation {
namespace {

struct NamedCheck {
  absl::string_view name;
  CheckFunction function;
};

// Ascending by name.
constexpr NamedCheck kChecks[] = {
    {"amounts", CheckAmounts},
    {"annuity", CheckAnnuity},
    {"asset_date", CheckAssetDate},
    {"basic_change", CheckBasicChange},
    {"basic_lists", CheckBasicLists},
    {"car_running", CheckCarRunning},
    {"carry_over", CheckCarryOver},
    {"ceiling_gaps", CheckCeilingGaps},
    {"ceiling_kinds", CheckCeilingKinds},
    {"ceiling_sources", CheckCeilingSources},
    {"class_labels", CheckClassLabels},
    {"code_order", CheckCodeOrder},
    {"cost_targets", CheckCostTargets},
    {"counts_of_names", CheckCountsOfNames},
    {"department", CheckDepartment},
    {"document_kind", CheckDocumentKind},
    {"economic_names", CheckEconomicNames},
    {"empty_tables", CheckEmptyTables},
    {"equipment", CheckEquipment},
    {"executing_units", CheckExecutingUnits},
    {"feasibility", CheckFeasibility},
    {"fiscal_year", CheckFiscalYear},
    {"function_names", CheckFunctionNames},
    {"goal_numbers", CheckGoalNumbers},
    {"growth_diagnosis", CheckGrowthDiagnosis},
    {"head_counts", CheckHeadCounts},
    {"hierarchy", CheckHierarchy},
    {"hospitality_growth", CheckHospitalityGrowth},
    {"house_price", CheckHousePrice},
    {"housing_fund", CheckHousingFund},
    {"large_changes", CheckLargeChanges},
    {"left_out", CheckLeftOut},
    {"medical", CheckMedical},
    {"misplaced_costs", CheckMisplacedCosts},
    {"misplaced_indicators", CheckMisplacedIndicators},
    {"negatives", CheckNegatives},
    {"operating_cost", CheckOperatingCost},
    {"parts", CheckParts},
    {"pasted_texts", CheckPastedTexts},
    {"pay_growth", CheckPayGrowth},
    {"peers", CheckPeers},
    {"placeholders", CheckPlaceholders},
    {"posts", CheckPosts},
    {"prior_budget", CheckPriorBudget},
    {"prior_costs", CheckPriorCosts},
    {"prior_values", CheckPriorValues},
    {"procured_goods", CheckProcuredGoods},
    {"project_names", CheckProjectNames},
    {"project_sheets", CheckProjectSheets},
    {"projects", CheckProjects},
    {"purpose_lists", CheckPurposeLists},
    {"reason_directions", CheckReasonDirections},
    {"reason_levels", CheckReasonLevels},
    {"reason_sums", CheckReasonSums},
    {"reasons", CheckReasons},
    {"repeated_amounts", CheckRepeatedAmounts},
    {"repeated_costs", CheckRepeatedCosts},
    {"repeated_text", CheckRepeatedText},
    {"residues", CheckResidues},
    {"row_levels", CheckRowLevels},
    {"rows", CheckRows},
    {"sections", CheckSections},
    {"self_names", CheckSelfNames},
    {"shares", CheckShares},
    {"sheet_identity", CheckSheetIdentity},
    {"sheet_sources", CheckSheetSources},
    {"sheet_sum", CheckSheetSum},
    {"sheet_totals", CheckSheetTotals},
    {"sheet_weights", CheckSheetWeights},
    {"signature", CheckSignature},
    {"social_codes", CheckSocialCodes},
    {"stated_bases", CheckStatedBases},
    {"subjects", CheckSubjects},
    {"tables", CheckTables},
    {"target_dates", CheckTargetDates},
    {"target_format", CheckTargetFormat},
    {"targets_lowered", CheckTargetsLowered},
    {"text_style", CheckTextStyle},
    {"union_dues", CheckUnionDues},
    {"unit_documents", CheckUnitDocuments},
    {"units", CheckUnits},
    {"vehicles", CheckVehicles},
    {"weight_distribution", CheckWeightDistribution},
    {"zero_style", CheckZeroStyle},
};

}  // namespace

CheckFunction FindCheck(absl::string_view name) {
  for (const NamedCheck& check : kChecks) {
    if (check.name == name) return check.function;
  }
  return nullptr;
}

std::vector<absl::string_view> CheckNames() {
  std::vector<absl::string_view> names;
  for (const NamedCheck& check : kChecks) names.push_back(check.name);
  return names;
}

}  // namespace yuheng::validation
