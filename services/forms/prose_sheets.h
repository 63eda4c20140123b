// The sheets of a workbook to fill in that are no tables.
#ifndef YUHENG_SERVICES_FORMS_PROSE_SHEETS_H_
#define YUHENG_SERVICES_FORMS_PROSE_SHEETS_H_

#include <vector>

#include "services/forms/template.h"
#include "services/forms/workbook.h"

namespace yuheng::forms {

// Paragraphs that stay open below each heading.
inline constexpr int kOpenParagraphCount = 3;
// Indicators that stay open on a sheet of performance targets.
inline constexpr int kOpenIndicatorCount = 12;

// The department's profile (第一部分), a paragraph a row: what was read of it,
// or its headings alone.
Sheet ProfileSheet(const TemplateOptions& options);

// The narrative and the terms (第三、四部分) likewise.
Sheet NarrativeSheet(const TemplateOptions& options);

// Performance targets, a sheet a project; one empty sheet if nothing is filled
// in.
std::vector<Sheet> PerformanceSheets(const TemplateOptions& options);

}  // namespace yuheng::forms

#endif  // YUHENG_SERVICES_FORMS_PROSE_SHEETS_H_
