#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_SUBJECT_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_SUBJECT_H_

#include <string>
#include <string_view>

namespace yuheng::validation {

// What a name is about: without brackets and the words that every indicator and
// every goal has (组织, 完成, 人数, 率). A blank stands for what was taken out.
std::u32string SubjectOf(std::u32string_view text);

// Characters of a subject without its blanks.
size_t SizeOf(std::u32string_view subject);

// How much of `subject` stands in `text`, in thousandths of its characters: a
// character counts when it stands there with a neighbour.
int CoveredPerMille(std::u32string_view subject, std::u32string_view text);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_SUBJECT_H_
