#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/department_name.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

using budget::Message;

// Whether the state of assets as of that day, which `text` goes on with behind
// its year, is what a budget tells: that of the end of last year, or of a month
// in which budgets are made.
bool IsAssetDate(int year, absl::string_view text, int fiscal_year) {
  if (year == fiscal_year - 1) return true;
  constexpr absl::string_view kMonths[] = {
      "初", "年初", "1月", "2月", "3月", "4月", "01月", "02月", "03月", "04月"};
  return year == fiscal_year && budget::StartsWithAny(text, kMonths);
}

}  // namespace

// S-03: 编制部门 of every table names the document's department.
void CheckDepartment(const CheckContext& context) {
  const budget::Document& document = context.document;
  bool any = false;
  for (const budget::Table& table : document.tables) {
    any |= !table.prepared_by.empty();
  }
  if (document.department.empty() || !any) {
    if (!document.tables.empty()) {
      context.reporter.Insufficient({{"doc", {}}},
                                    Message("finding.department_unknown"));
    }
    return;
  }
  for (const budget::Table& table : document.tables) {
    const std::string number = absl::StrCat(static_cast<int>(table.kind));
    const Place place{absl::StrCat("T", number), {table.line, ""}};
    if (table.prepared_by.empty()) {
      context.reporter.Fail({place}, Message("finding.prepared_by_missing",
                                             {{"number", number}}));
    } else if (!SameDepartment(table.prepared_by, document.department)) {
      context.reporter.Fail({place},
                            Message("finding.prepared_by_differs",
                                    {{"number", number},
                                     {"found", table.prepared_by},
                                     {"department", document.department}}));
    }
  }
}

// N-41: section 十一（三） tells of the assets at the end of the year before.
// Its first date says so; others are of parts.
void CheckAssetDate(const CheckContext& context) {
  const int fiscal_year = context.document.fiscal_year;
  if (fiscal_year == 0) return;
  for (const budget::Sentence& sentence : context.document.sentences) {
    if (sentence.section != "N11" && sentence.section != "N11c") continue;
    const std::string label = budget::NormaliseLabel(sentence.text);
    const absl::string_view text = label;
    if (!absl::StrContains(text, "资产")) continue;
    for (const absl::string_view as_of : {"截至", "截止"}) {
      const size_t at = text.find(as_of);
      if (at == absl::string_view::npos) continue;
      absl::string_view rest = text.substr(at + as_of.size());
      absl::ConsumePrefix(&rest, "到");
      const int year = TakeYear(&rest);
      if (year == 0) continue;
      if (IsAssetDate(year, rest, fiscal_year)) return;
      context.reporter.Fail(
          {{sentence.section, {sentence.line, ""}}},
          Message("prose.asset_date",
                  {{"found", absl::StrCat(year)},
                   {"expected", absl::StrCat(fiscal_year - 1)},
                   {"year", absl::StrCat(fiscal_year)}}));
      return;
    }
  }
}

}  // namespace yuheng::validation
