#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/checks/own_units.h"
#include "services/validation/evaluation/department_name.h"
#include "services/validation/evaluation/name_list.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

using budget::Message;

// Other words for the department itself.
constexpr absl::string_view kOurselves[] = {
    "本级",       "局机关",     "委机关",   "机关",       "机关本级",
    "本部门",     "本单位",     "本局",     "我局",       "我单位",
    "我委",       "本委",       "我部门",   "局本级",     "委本级",
    "机关各科室", "各科室",     "相关科室", "各业务科室", "局属各单位",
    "所属单位",   "各所属单位", "下属单位"};
// A name must share that much with one of part one, in bytes: three characters.
constexpr size_t kSharedBytesMin = 9;

class UnitCheck {
 public:
  explicit UnitCheck(const CheckContext& context) : context_(context) {
    for (const absl::string_view words : {"G:units:words", "G:offices:words"}) {
      const budget::Claim* list = context.claims.Find(words);
      if (list == nullptr) continue;
      for (std::string& name : SplitNames(list->printed)) {
        known_.push_back(std::move(name));
      }
    }
    for (const budget::Sentence& sentence : context.document.sentences) {
      if (sentence.section != "profile" && sentence.section != "part1") {
        continue;
      }
      profile_ += budget::NormaliseLabel(sentence.text);
    }
    // A sheet tells of units that part one leaves out; where it lists them all,
    // another name is as wrong in a sheet (P-09).
    const OwnUnits own(context);
    for (const budget::PerformanceSheet& sheet : context.document.sheets) {
      if (own.complete() && !own.Has(sheet.unit)) continue;
      known_.push_back(budget::NormaliseLabel(sheet.unit));
    }
  }

  // Whether part one names any unit or office at all.
  bool decidable() const {
    return !context_.document.department.empty() &&
           (!known_.empty() || !profile_.empty());
  }

  bool Known(absl::string_view printed) const {
    std::string name = budget::NormaliseLabel(printed);
    const std::string department =
        budget::NormaliseLabel(context_.document.department);
    if (IsDepartment(name)) return true;
    absl::string_view rest = name;
    // 某局办公室: the office alone.
    if (absl::ConsumePrefix(&rest, department) && IsDepartment(rest)) {
      return true;
    }
    return Named(name) || (rest.size() >= 6 && Named(rest));
  }

 private:
  bool IsDepartment(absl::string_view name) const {
    return name.empty() ||
           std::find(std::begin(kOurselves), std::end(kOurselves), name) !=
               std::end(kOurselves) ||
           SameDepartment(name, context_.document.department) ||
           SameDepartment(absl::StripSuffix(name, "机关"),
                          context_.document.department);
  }

  bool Named(absl::string_view name) const {
    if (absl::StrContains(profile_, name)) return true;
    return std::any_of(known_.begin(), known_.end(),
                       [&](const std::string& known) {
                         if (known == name || SameDepartment(known, name))
                           return true;
                         // The place in front may be left out.
                         return (known.size() >= kSharedBytesMin &&
                                 absl::EndsWith(name, known)) ||
                                (name.size() >= kSharedBytesMin &&
                                 absl::EndsWith(known, name));
                       });
  }

  const CheckContext& context_;
  std::vector<std::string> known_;
  std::string profile_;  // Normalised.
};

void CheckPeriod(const CheckContext& context, const budget::Claim& claim,
                 absl::string_view project) {
  const int fiscal_year = context.document.fiscal_year;
  for (const int year : YearsIn(budget::NormaliseLabel(claim.printed))) {
    if (year == fiscal_year) continue;
    context.reporter.Fail(
        {PlaceOf(claim)},
        Message("prose.period_outside", {{"project", project},
                                         {"period", claim.printed},
                                         {"year", absl::StrCat(fiscal_year)}}));
    return;
  }
}

}  // namespace

// N-21: the executing unit of a project is the department or one that part one
// names; the money is spent inside the fiscal year.
void CheckExecutingUnits(const CheckContext& context) {
  const UnitCheck check(context);
  bool told = false;
  for (const budget::Claim& claim : context.document.claims) {
    const ClaimParts parts = SplitClaim(claim.address);
    if (parts.section != "N7") continue;
    if (parts.measure == "period" && context.document.fiscal_year != 0) {
      CheckPeriod(context, claim, parts.subject);
    }
    if (parts.measure != "unit") continue;
    if (!check.decidable()) {
      if (!told) {
        context.reporter.Insufficient({PlaceOf(claim)},
                                      Message("prose.units_unknown"));
      }
      told = true;
      continue;
    }
    if (check.Known(claim.printed)) continue;
    for (const std::string& unit : SplitNames(claim.printed)) {
      if (check.Known(unit)) continue;
      context.reporter.Fail(
          {PlaceOf(claim)},
          Message("prose.unit_unknown",
                  {{"unit", unit}, {"project", parts.subject}}));
    }
    if (context.reporter.stopped()) return;
  }
}

}  // namespace yuheng::validation
