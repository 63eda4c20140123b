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
    {"basic_change", CheckBasicChange},
    {"basic_lists", CheckBasicLists},
    {"class_labels", CheckClassLabels},
    {"code_order", CheckCodeOrder},
    {"counts_of_names", CheckCountsOfNames},
    {"department", CheckDepartment},
    {"document_kind", CheckDocumentKind},
    {"economic_names", CheckEconomicNames},
    {"empty_tables", CheckEmptyTables},
    {"executing_units", CheckExecutingUnits},
    {"fiscal_year", CheckFiscalYear},
    {"function_names", CheckFunctionNames},
    {"growth_diagnosis", CheckGrowthDiagnosis},
    {"head_counts", CheckHeadCounts},
    {"hierarchy", CheckHierarchy},
    {"hospitality_growth", CheckHospitalityGrowth},
    {"large_changes", CheckLargeChanges},
    {"negatives", CheckNegatives},
    {"parts", CheckParts},
    {"pasted_texts", CheckPastedTexts},
    {"placeholders", CheckPlaceholders},
    {"project_names", CheckProjectNames},
    {"projects", CheckProjects},
    {"purpose_lists", CheckPurposeLists},
    {"reason_directions", CheckReasonDirections},
    {"reason_sums", CheckReasonSums},
    {"reasons", CheckReasons},
    {"residues", CheckResidues},
    {"row_levels", CheckRowLevels},
    {"rows", CheckRows},
    {"sections", CheckSections},
    {"signature", CheckSignature},
    {"subjects", CheckSubjects},
    {"tables", CheckTables},
    {"text_style", CheckTextStyle},
    {"units", CheckUnits},
    {"vehicles", CheckVehicles},
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
