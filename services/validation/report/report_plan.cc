#include "services/validation/report/report_plan.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/validation/report/place_name.h"
#include "services/validation/report/words.h"

namespace yuheng::validation {
namespace {

// Findings a mark tells in words.
constexpr size_t kMarkFindingsMax = 5;

}  // namespace

ReportPlan::ReportPlan(const CheckedDocument& checked)
    : checked(checked),
      index(checked.form, checked.document),
      digest(DigestOf(checked.findings, checked.summary.groups)),
      marks(MarksOf(checked.findings, digest, index)),
      numbers(checked.findings.size()) {
  int next = 0;
  for (const DigestGroup& group : digest) {
    for (const int i : group.findings) numbers[i] = ++next;
  }
}

budget::Text ReportPlan::NameOf(const Place& place) const {
  return PlaceName(checked.form, &checked.document, place.address);
}

budget::Text GroupHeadline(const ReportPlan& plan, const DigestGroup& group) {
  if (group.diagnosis != nullptr && !group.diagnosis->cause.zh.empty()) {
    return group.diagnosis->cause;
  }
  const Finding& first = plan.FindingAt(group.findings.front());
  return plan.NameOf(first.places.empty() ? Place{"doc", {}}
                                          : first.places.front());
}

std::string MarkText(const ReportPlan& plan, const Mark& mark) {
  std::string text;
  const size_t shown = std::min(mark.findings.size(), kMarkFindingsMax);
  for (size_t i = 0; i < shown; ++i) {
    const int index = mark.findings[i];
    const Finding& finding = plan.FindingAt(index);
    if (i > 0) text += '\n';
    absl::StrAppend(&text, plan.numbers[index], " ",
                    SeverityText(finding.severity).zh, " ", finding.rule, "：",
                    finding.message.zh);
    if (finding.message.en != finding.message.zh) {
      absl::StrAppend(&text, "\n", finding.message.en);
    }
  }
  if (mark.findings.size() > shown) {
    absl::StrAppend(&text, "\n…… +", mark.findings.size() - shown);
  }
  return text;
}

}  // namespace yuheng::validation
