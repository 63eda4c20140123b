#include "absl/strings/str_cat.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/checks/own_units.h"
#include "services/validation/evaluation/performance/sheet_figure.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::PerformanceSheet;

}  // namespace

// P-09: every sheet is of the document's year, and of the department or one of
// its units.
void CheckSheetIdentity(const CheckContext& context) {
  const budget::Document& document = context.document;
  MissingPlaces missing;
  const OwnUnits units(context);
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const PerformanceSheet& sheet = document.sheets[k];
    if (document.fiscal_year == 0 || sheet.fiscal_year == 0) {
      missing.Add(SheetPlace(document, k, "year"),
                  SheetFieldText(sheet, "year"));
    } else if (sheet.fiscal_year != document.fiscal_year) {
      context.reporter.Fail(
          {SheetPlace(document, k, "year")},
          Message("finding.sheet_year_differs",
                  {{"project", sheet.project},
                   {"found", absl::StrCat(sheet.fiscal_year)},
                   {"year", absl::StrCat(document.fiscal_year)}}));
    }
    if (sheet.unit.empty() || document.department.empty() ||
        units.Has(sheet.unit)) {
      continue;
    }
    const Place place = SheetPlace(document, k, "unit");
    if (!units.complete()) {
      missing.Add(place,
                  Message("performance.unit_not_known",
                          {{"project", sheet.project}, {"unit", sheet.unit}}));
      continue;
    }
    context.reporter.Fail({place},
                          Message("performance.unit_differs",
                                  {{"project", sheet.project},
                                   {"unit", sheet.unit},
                                   {"department", document.department}}));
  }
  missing.Report(context.reporter);
}

}  // namespace yuheng::validation
