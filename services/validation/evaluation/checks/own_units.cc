#include "services/validation/evaluation/checks/own_units.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/code_points.h"
#include "services/validation/evaluation/department_name.h"

namespace yuheng::validation {
namespace {

// The names of a printed list (G:units:words), normalised.
std::vector<std::string> NamesOf(const CheckContext& context,
                                 absl::string_view address) {
  const budget::Claim* claim = context.claims.Find(address);
  if (claim == nullptr) return {};
  const std::string list = budget::NormaliseLabel(claim->printed);
  std::vector<std::string> names;
  for (const absl::string_view part : absl::StrSplit(list, "、")) {
    for (const absl::string_view name :
         absl::StrSplit(part, absl::ByAnyChar(",;"), absl::SkipEmpty())) {
      names.emplace_back(name);
    }
  }
  return names;
}

// What tells a department from others of its place: 发改委 of 昌吉州发改委,
// 发展和改革委员会 of 昌吉回族自治州发展和改革委员会.
std::u32string CoreOf(absl::string_view name) {
  absl::string_view state = name;
  absl::ConsumePrefix(&state, "中国共产党") ||
      absl::ConsumePrefix(&state, "中共");
  std::u32string core = ToCodePoints(absl::StrReplaceAll(
      budget::NormaliseLabel(state),
      {{"纪委", "纪律检查委员会"}, {"监委", "监察委员会"}}));
  const size_t place = core.substr(0, core.size() / 2 + 2).rfind(U'州');
  size_t from = place;
  for (const char32_t kind : {U'市', U'县', U'区'}) {
    if (from != std::u32string::npos) break;
    from = core.substr(0, core.size() / 2 + 2).rfind(kind);
  }
  if (from != std::u32string::npos) core.erase(0, from + 1);
  if (core.ends_with(U"本级")) core.resize(core.size() - 2);
  const std::u32string_view kinds = U"局委厅办部院会";
  while (core.size() > 1 && kinds.find(core.back()) != kinds.npos) {
    core.pop_back();
  }
  return core;
}

// Names longer than this are compared in their beginnings.
constexpr size_t kCoreMax = 100;

// Whether two names may be of one department: abbreviations leave out
// characters and rarely change them.
bool MayBeOne(absl::string_view a, absl::string_view b) {
  const std::u32string left = CoreOf(a).substr(0, kCoreMax);
  const std::u32string right = CoreOf(b).substr(0, kCoreMax);
  const size_t shorter = std::min(left.size(), right.size());
  return shorter > 0 && 4 * SharedInOrder(left, right) >= 3 * shorter;
}

// 我局, 本单位.
bool IsOurselves(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, "我") && !absl::ConsumePrefix(&name, "本")) {
    return false;
  }
  for (const absl::string_view body :
       {"单位", "部门", "机关", "局", "委", "办", "部", "院", "会", "厅", "校",
        "所", "站", "中心"}) {
    if (name == body) return true;
  }
  return false;
}

}  // namespace

OwnUnits::OwnUnits(const CheckContext& context)
    : department_(budget::NormaliseLabel(context.document.department)),
      names_(NamesOf(context, "G:units:words")) {
  const budget::Claim* count = context.claims.Find("G:units:count");
  if (count != nullptr && count->value_micro.has_value()) {
    count_ = *count->value_micro / budget::kMicroPerOne;
  }
  // An office of the department may stand for it.
  for (std::string& office : NamesOf(context, "G:offices:words")) {
    names_.push_back(std::move(office));
  }
}

bool OwnUnits::MayBeDepartment(absl::string_view name) const {
  const std::string normal = budget::NormaliseLabel(name);
  // 云上州教育局信息中心 is the department's.
  return IsOurselves(normal) || SameDepartment(normal, department_) ||
         MayBeOne(normal, department_) ||
         absl::StrContains(normal, department_);
}

bool OwnUnits::IsListed(absl::string_view name) const {
  const std::string normal = budget::NormaliseLabel(name);
  return std::any_of(names_.begin(), names_.end(), [&](const auto& each) {
    return SameDepartment(normal, each) || absl::StrContains(normal, each) ||
           absl::StrContains(each, normal);
  });
}

}  // namespace yuheng::validation
