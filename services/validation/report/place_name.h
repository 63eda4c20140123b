// Places by the names that are printed there.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_PLACE_NAME_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_PLACE_NAME_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"

namespace yuheng::validation {

// What an address calls a figure, for people: 「表6 303 对个人和家庭的补助
// 合计」, 「说明二（收入） 单位资金 占比」, 「绩效目标表3“…” 预算总额」. Rows
// and projects are named as the document prints them; without a document
// (null), or where it has no such row, by the form or their code. An address of
// another kind is its own name.
budget::Text PlaceName(const budget::Form& form,
                       const budget::Document* document,
                       absl::string_view address);

// A claim's section: 「说明二（收入）」 for N2.
budget::Text SectionName(absl::string_view section);

// What a claim is about: 「单位资金」 for unit of N2. A project name and a name
// this program does not know stay as they are.
budget::Text SubjectName(const budget::Form& form,
                         const budget::Document* document,
                         absl::string_view section, absl::string_view subject);

// What a claim says of it: 「占比」 for share.
budget::Text MeasureName(absl::string_view measure);

// The parts of a claim's address: N2:unit:share. A subject may hold colons; a
// last part that is no measure belongs to the subject.
struct ClaimAddress {
  std::string section;
  std::string subject;
  std::string measure;
};
ClaimAddress SplitClaimAddress(absl::string_view address);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_PLACE_NAME_H_
