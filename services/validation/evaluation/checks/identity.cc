#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/budget/wording.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/department_name.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

using budget::ContainsAny;
using budget::Message;

// The years a text speaks of as the budget's: 20xx年 without 截至 before or 底
// behind it.
std::vector<int> YearsOf(absl::string_view text) {
  const std::string label = budget::NormaliseLabel(text);
  const absl::string_view plain = label;
  const absl::string_view mark = "年";
  std::vector<int> years;
  for (size_t at = plain.find(mark); at != absl::string_view::npos;
       at = plain.find(mark, at + 1)) {
    const absl::string_view before = plain.substr(0, at);
    const absl::string_view behind = plain.substr(at + mark.size());
    int year = 0;
    if (before.size() < 4 ||
        !absl::SimpleAtoi(before.substr(before.size() - 4), &year) ||
        year < 2000 || year > 2099 || absl::StartsWith(behind, "底")) {
      continue;
    }
    const absl::string_view lead = before.substr(0, before.size() - 4);
    if (absl::EndsWith(lead, "截至") || absl::EndsWith(lead, "截止") ||
        (!lead.empty() &&
         std::isdigit(static_cast<unsigned char>(lead.back())))) {
      continue;
    }
    years.push_back(year);
  }
  return years;
}

void CheckYears(const CheckContext& context, absl::string_view text,
                const Place& place) {
  for (const int year : YearsOf(text)) {
    if (year == context.document.fiscal_year) continue;
    context.reporter.Fail(
        {place},
        Message("finding.year_differs",
                {{"text", text},
                 {"found", absl::StrCat(year)},
                 {"year", absl::StrCat(context.document.fiscal_year)}}));
    return;
  }
}

// The year of which a sentence of the narrative states the budget: it opens the
// sentence, or stands behind the department's name or an account's path, and
// budget words follow. 0 for others: last year's figures, policies and
// projects of earlier years keep theirs.
int BudgetYearOf(absl::string_view sentence, absl::string_view department) {
  const std::string normal = budget::NormaliseLabel(sentence);
  absl::string_view rest = normal;
  for (const absl::string_view path : {"(项):", "(项)"}) {
    const size_t at = rest.find(path);
    if (at == absl::string_view::npos) continue;
    rest.remove_prefix(at + path.size());
    break;
  }
  const std::string name = budget::NormaliseLabel(department);
  if (!name.empty()) absl::ConsumePrefix(&rest, name);
  const int year = TakeYear(&rest);
  if (year == 0) return 0;
  absl::ConsumePrefix(&rest, ",");
  const absl::string_view clause =
      rest.substr(0, std::min(rest.find(','), rest.find(';')));
  const bool budget = ContainsAny(clause, {"预算", "拨款", "经费", "没有使用",
                                           "未安排", "采购", "收入和支出"});
  const bool past =
      ContainsAny(clause, {"决算", "执行", "完成", "底", "末", "以来", "起"});
  return budget && !past ? year : 0;
}

// Whether the state of assets as of that day, which `text` goes on with behind
// its year, is what a budget tells: that of the end of last year, or of a month
// in which budgets are made.
bool IsAssetDate(int year, absl::string_view text, int fiscal_year) {
  if (year == fiscal_year - 1) return true;
  constexpr absl::string_view kMonths[] = {
      "初", "年初", "1月", "2月", "3月", "4月", "01月", "02月", "03月", "04月"};
  return year == fiscal_year && budget::StartsWithAny(text, kMonths);
}

// part1, T5, N11, but not N5a or N7b: what stands below a section may name
// projects of other years.
bool IsMainHeading(absl::string_view key) {
  return !key.empty() &&
         std::isdigit(static_cast<unsigned char>(key.back())) != 0;
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

// S-05: one fiscal year in headings, titles, statements of emptiness, sheets
// and the sentences that state this year's budget.
void CheckFiscalYear(const CheckContext& context) {
  const budget::Document& document = context.document;
  if (document.fiscal_year == 0) {
    context.reporter.Fail({{"doc", {}}}, Message("finding.year_unknown"));
    return;
  }
  for (const budget::Heading& heading : document.headings) {
    if (!IsMainHeading(heading.key)) continue;
    const bool section = absl::StartsWith(heading.key, "N") ||
                         absl::StartsWith(heading.key, "T");
    CheckYears(context, heading.text,
               {section ? heading.key : "doc", {heading.line, ""}});
  }
  for (const budget::Table& table : document.tables) {
    const std::string address = absl::StrCat("T", static_cast<int>(table.kind));
    CheckYears(context, table.title, {address, {table.line, ""}});
    CheckYears(
        context, table.nil_statement,
        {absl::StrCat(address, ":none"), {table.nil_statement_line, ""}});
  }
  const std::string own_year = absl::StrCat(document.fiscal_year, "年");
  int last_line = 0;
  for (const budget::Sentence& sentence : document.sentences) {
    const bool first_in_line = sentence.line != last_line;
    last_line = sentence.line;
    if (!first_in_line || !budget::OpensWithYear(sentence.text)) continue;
    // Section 七 tells the history of projects, 十一（五） whatever it likes.
    if (!absl::StartsWith(sentence.section, "N") || sentence.section == "N7" ||
        sentence.section == "N11e" ||
        absl::StrContains(budget::RemoveBlanks(sentence.text), own_year)) {
      continue;
    }
    const int year = BudgetYearOf(sentence.text, document.department);
    if (year == 0 || year == document.fiscal_year) continue;
    context.reporter.Fail(
        {{sentence.section, {sentence.line, ""}}},
        Message("finding.year_differs",
                {{"text", sentence.text},
                 {"found", absl::StrCat(year)},
                 {"year", absl::StrCat(document.fiscal_year)}}));
  }
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const budget::PerformanceSheet& sheet = document.sheets[k];
    if (sheet.fiscal_year == 0 || sheet.fiscal_year == document.fiscal_year) {
      continue;
    }
    context.reporter.Fail(
        {{absl::StrCat("P", k + 1, ":year"), {sheet.line, ""}}},
        Message("finding.sheet_year_differs",
                {{"project", sheet.project},
                 {"found", absl::StrCat(sheet.fiscal_year)},
                 {"year", absl::StrCat(document.fiscal_year)}}));
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
