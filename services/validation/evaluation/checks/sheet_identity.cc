#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/code_points.h"
#include "services/validation/evaluation/department_name.h"
#include "services/validation/evaluation/performance/sheet_figure.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::PerformanceSheet;

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
  std::u32string core = ToCodePoints(budget::NormaliseLabel(name));
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

// Who may be the 预算单位 of a sheet.
class Units {
 public:
  explicit Units(const CheckContext& context)
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

  bool Has(absl::string_view unit) const {
    const std::string name = budget::NormaliseLabel(unit);
    // 云上州教育局信息中心 is the department's.
    return SameDepartment(name, department_) || MayBeOne(name, department_) ||
           absl::StrContains(name, department_) ||
           std::any_of(names_.begin(), names_.end(), [&](const auto& each) {
             return SameDepartment(name, each) ||
                    absl::StrContains(name, each) ||
                    absl::StrContains(each, name);
           });
  }

  // Whether the names of all units are known: a name that is none of them is
  // another department's.
  bool complete() const {
    return count_ == 0 ||
           (count_ > 0 && names_.size() >= static_cast<size_t>(count_));
  }

 private:
  std::string department_;
  std::vector<std::string> names_;
  int64_t count_ = -1;  // Negative: not told.
};

}  // namespace

// P-09: every sheet is of the document's year, and of the department or one of
// its units.
void CheckSheetIdentity(const CheckContext& context) {
  const budget::Document& document = context.document;
  MissingPlaces missing;
  const Units units(context);
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const PerformanceSheet& sheet = document.sheets[k];
    if (document.fiscal_year == 0 || sheet.fiscal_year == 0) {
      missing.Add(SheetPlace(document, k, "year"),
                  SheetFieldText(sheet, "year"));
    } else if (sheet.fiscal_year != document.fiscal_year) {
      context.reporter.Fail(
          {SheetPlace(document, k, "year")},
          Message("finding.sheet_year_differs",
                  {{"project", sheet.project},
                   {"found", absl::StrCat(sheet.fiscal_year)},
                   {"year", absl::StrCat(document.fiscal_year)}}));
    }
    if (sheet.unit.empty() || document.department.empty() ||
        units.Has(sheet.unit)) {
      continue;
    }
    const Place place = SheetPlace(document, k, "unit");
    if (!units.complete()) {
      missing.Add(place,
                  Message("performance.unit_not_known",
                          {{"project", sheet.project}, {"unit", sheet.unit}}));
      continue;
    }
    context.reporter.Fail({place},
                          Message("performance.unit_differs",
                                  {{"project", sheet.project},
                                   {"unit", sheet.unit},
                                   {"department", document.department}}));
  }
  missing.Report(context.reporter);
}

}  // namespace yuheng::validation
