#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PROJECT_FIELDS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PROJECT_FIELDS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/formats/claim_scanner.h"

namespace yuheng::ingestion {

// The labelled fields of section 七.
enum class ProjectField : uint8_t {
  kName,    // 项目名称
  kPolicy,  // 设立的政策依据
  kScale,   // 预算安排规模
  kUnit,    // 项目承担单位
  kShares,  // 资金分配情况
  kPeriod,  // 资金执行时间
};

struct ProjectFieldSpan {
  ProjectField kind;
  size_t begin = 0;        // Of the label.
  size_t value_begin = 0;  // Behind the label and its colon.
  size_t value_end = 0;    // In front of the next field and its number.
};

// The fields in their order. A label opens one at the start of a clause, with a
// colon, a line's end or a blank behind it.
std::vector<ProjectFieldSpan> FindProjectFields(const Passage& passage);

// Whether a normalised line begins with a field's label and a colon.
bool BeginsWithProjectField(absl::string_view normalised);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PROJECT_FIELDS_H_
