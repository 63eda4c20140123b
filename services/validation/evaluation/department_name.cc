#include "services/validation/evaluation/department_name.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/code_points.h"

namespace yuheng::validation {
namespace {

// A department's name as it is compared: without 本级 and brackets.
std::string BareName(absl::string_view name) {
  return absl::StrReplaceAll(budget::NormaliseLabel(name),
                             {{"(本级)", ""}, {"本级", ""}, {"(汇总)", ""}});
}

// Whether one name abbreviates the other: 昌吉州科技局 takes its characters in
// order from 昌吉回族自治州科学技术局, the first and last included.
bool Abbreviates(absl::string_view short_name, absl::string_view full_name) {
  const std::u32string part = ToCodePoints(short_name);
  const std::u32string whole = ToCodePoints(full_name);
  if (part.size() < 2 || part.size() > whole.size() ||
      part.front() != whole.front() || part.back() != whole.back()) {
    return false;
  }
  size_t found = 0;
  for (const char32_t point : whole) {
    if (found < part.size() && part[found] == point) ++found;
  }
  return found == part.size();
}

// Whether one name is the other without what stands above the county:
// 云澜县交通运输局 of 天衡州云澜县交通运输局.
bool LacksPrefecture(absl::string_view short_name,
                     absl::string_view full_name) {
  if (!absl::EndsWith(full_name, short_name)) return false;
  for (const absl::string_view level : {"县", "市", "区", "州"}) {
    if (absl::StrContains(short_name, level)) return true;
  }
  return false;
}

}  // namespace

bool SameDepartment(absl::string_view a, absl::string_view b) {
  const std::string left = BareName(a);
  const std::string right = BareName(b);
  return left == right || Abbreviates(left, right) ||
         Abbreviates(right, left) || LacksPrefecture(left, right) ||
         LacksPrefecture(right, left);
}

}  // namespace yuheng::validation
