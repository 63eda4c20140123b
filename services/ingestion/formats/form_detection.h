#ifndef YUHENG_SERVICES_INGESTION_FORMATS_FORM_DETECTION_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_FORM_DETECTION_H_

#include <functional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/budget/regional_form.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/table_anchor.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// The form a document is printed in, one of `forms`, whose first is the
// standard one.
struct FormDetection {
  const budget::Form* form = nullptr;
  // Two or more that fit alike, better than the standard form, which is taken
  // then: somebody has to say which.
  std::vector<const budget::Form*> candidates;
};

// Tells it by the numbers and titles of the tables, which of them are there,
// the headings of columns, the unit of account and the fiscal year. The
// standard form is taken unless another fits clearly better; so one wrong
// number changes nothing. `fiscal_year` is asked at most once, and not for a
// document whose tables are all numbered as the standard form has them; 0 when
// it is not known.
FormDetection DetectForm(
    absl::Span<const TextLine> lines, absl::Span<const TableAnchor> anchors,
    const std::function<int()>& fiscal_year,
    absl::Span<const budget::Form* const> forms = budget::Forms());

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_FORM_DETECTION_H_
