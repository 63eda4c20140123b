// What every report of a document is drawn from.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_REPORT_PLAN_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_REPORT_PLAN_H_

#include <string>
#include <vector>

#include "services/budget/messages.h"
#include "services/validation/report/checked_document.h"
#include "services/validation/report/digest.h"
#include "services/validation/report/marks.h"
#include "services/validation/report/place_index.h"

namespace yuheng::validation {

struct ReportPlan {
  // `checked` outlives the plan.
  explicit ReportPlan(const CheckedDocument& checked);

  const CheckedDocument& checked;
  PlaceIndex index;
  std::vector<DigestGroup> digest;
  Marks marks;
  std::vector<int> numbers;  // Of each finding, from 1, in digest order.

  const Finding& FindingAt(int i) const { return checked.findings[i]; }
  budget::Text NameOf(const Place& place) const;
};

// What a group is about in one line: the diagnosis' cause, or the name of the
// first finding's first place.
budget::Text GroupHeadline(const ReportPlan& plan, const DigestGroup& group);

// 「3 A6-02 错误：…」 for each finding of a mark, a line each, both languages;
// the first few, then how many more.
std::string MarkText(const ReportPlan& plan, const Mark& mark);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_REPORT_PLAN_H_
