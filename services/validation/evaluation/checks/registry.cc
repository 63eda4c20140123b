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
    {"class_labels", CheckClassLabels},
    {"code_order", CheckCodeOrder},
    {"department", CheckDepartment},
    {"economic_names", CheckEconomicNames},
    {"empty_tables", CheckEmptyTables},
    {"fiscal_year", CheckFiscalYear},
    {"function_names", CheckFunctionNames},
    {"hierarchy", CheckHierarchy},
    {"negatives", CheckNegatives},
    {"parts", CheckParts},
    {"placeholders", CheckPlaceholders},
    {"projects", CheckProjects},
    {"rows", CheckRows},
    {"sections", CheckSections},
    {"tables", CheckTables},
    {"units", CheckUnits},
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
