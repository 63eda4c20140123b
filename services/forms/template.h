// The ten forms, the narrative and the performance targets as a workbook to
// fill in.
#ifndef YUHENG_SERVICES_FORMS_TEMPLATE_H_
#define YUHENG_SERVICES_FORMS_TEMPLATE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/budget/document.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"

namespace yuheng::forms {

// Rows for codes that a form has beside those that are filled in.
inline constexpr int kTemplateRowCount = 40;

struct TemplateOptions {
  std::string department;
  int fiscal_year = 0;
  // What is filled in already; may be null. Sums are formulas whatever it
  // prints.
  const budget::Document* filled = nullptr;
  absl::Time created;
};

// Why there is no such template in this form: it is of other years, or `filled`
// is in another form. `from` is what people call `filled`.
absl::optional<budget::Text> TemplateMisfit(const budget::Form& form,
                                            const TemplateOptions& options,
                                            absl::string_view from);

// A sheet for each table that the form prints, as it prints it: headings and
// lines are locked, amounts and codes take only what is one, sums of lines and
// columns are formulas. Before them a sheet of the profile, behind them one of
// the narrative and one of each project's performance targets. Read back it
// says what was filled in, in that form. There is no TemplateMisfit. INTERNAL
// as RenderSheets.
absl::StatusOr<std::string> RenderTemplate(const budget::Form& form,
                                           const TemplateOptions& options);

}  // namespace yuheng::forms

#endif  // YUHENG_SERVICES_FORMS_TEMPLATE_H_
