#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_GOAL_TEXT_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_GOAL_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace yuheng::validation {

// Mentions one goal may have; what is beyond is not looked at.
inline constexpr size_t kMentionsMax = 64;
// Characters of a goal that are read, and of a sentence in front of a number.
inline constexpr size_t kGoalMax = 4000;
inline constexpr size_t kSentenceMax = 300;

// A number with a unit in running text: 培训学员600名, 一个培训班.
struct Mention {
  int64_t micro = 0;       // Millionths of `unit`, 万 multiplied out.
  std::u32string unit;     // As UnitAt knows it.
  std::u32string printed;  // 600名
  // What stands in front and behind in the same clause, up to the neighbouring
  // numbers; and the sentence up to the end of the clause.
  std::u32string before;
  std::u32string behind;
  std::u32string sentence;
  // What stands in front up to the last mark that does not list, or the number
  // before: 组织科普进社区、进校园活动 of 6场次.
  std::u32string listed;
  // False where the number may rightly differ from a target of the year:
  // about, a part of another, an earlier year, a rate of growth, an average.
  bool plain = true;
};

// The mentions of a goal, in order. `fiscal_year` is the year whose mention
// does not make a number another year's. Dates, ordinals and numbers without a
// known unit are none. Chinese numerals are read as numbers.
std::vector<Mention> MentionsIn(absl::string_view goal, int fiscal_year);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_GOAL_TEXT_H_
