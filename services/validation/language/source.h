#ifndef YUHENG_SERVICES_VALIDATION_LANGUAGE_SOURCE_H_
#define YUHENG_SERVICES_VALIDATION_LANGUAGE_SOURCE_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"

namespace yuheng::validation {

// Where figures live: the ten tables, the sections of the narrative, the
// organisation profile and the performance sheets. Sections are read as tables
// too: a subject is a row, a measure (amount, share, delta …) a column.
enum class Source : uint8_t {
  kNone = 0,
  kT1 = 1,  // The tables have the values of budget::TableKind.
  kT10 = 10,
  kN1 = 11,
  kN2,
  kN3,
  kN4,
  kN5a,
  kN5b,
  kN5c,
  kN6,
  kN7,
  kN8,
  kN9,
  kN10,
  kN11a,
  kN11b,
  kN11c,
  kN11d,
  kG,
  kP,
};
inline constexpr int kSourceCount = static_cast<int>(Source::kP);

constexpr Source SourceOf(budget::TableKind kind) {
  return static_cast<Source>(kind);
}
// Whether it is one of the ten tables.
constexpr bool IsTable(Source source) {
  return source >= Source::kT1 && source <= Source::kT10;
}

// T5, N5a, G, P.
absl::string_view SourceName(Source source);
// kNone when nothing is called that.
Source FindSource(absl::string_view name);
// 「表5」, 「说明五（一）」.
budget::Text SourceText(Source source);

// The columns of a source. Those of sections do not depend on the form.
const budget::TableShape& ShapeOf(const budget::Form& form, Source source);

// A subject of the narrative or the profile as people call it: 「一般公共预算」
// of gen; empty for one that has no name of its own (codes, projects).
budget::Text SubjectText(absl::string_view subject);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_LANGUAGE_SOURCE_H_
