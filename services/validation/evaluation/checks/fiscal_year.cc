#include <algorithm>
#include <cctype>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/department_name.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

using budget::ContainsAny;
using budget::EndsWithAny;
using budget::Message;
using budget::StartsWithAny;

// The years a heading speaks of as the budget's: four digits and 年, mistyped
// ones (2203年) too, without 截至 before or 底 behind it.
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
        year < 1000 || absl::StartsWith(behind, "底")) {
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

// The first year in a sentence that no sentence speaks of, such as 2203年; 0
// when there is none.
int MistypedYearIn(absl::string_view sentence) {
  constexpr int kYearMin = 1900;
  constexpr int kYearMax = 2100;
  for (const int year : YearsOf(sentence)) {
    if (year < kYearMin || year > kYearMax) return year;
  }
  return 0;
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

// Longer clauses state no budget.
constexpr size_t kClauseBytesMax = 600;
// What a clause that states a budget speaks of.
constexpr absl::string_view kBudget[] = {"预算", "拨款",   "经费",
                                         "采购", "未安排", "没有使用",
                                         "安排", "费用",   "收入和支出"};
// What a clause that opens with the budget's year goes on with; such words say
// nothing of an earlier year.
constexpr absl::string_view kWholeBudget[] = {
    "各项收入和支出", "所有收入和支出", "全部收入和支出", "全部收支",
    "所有收支",       "各项收支",       "收入和支出",     "收支总预算"};
// What was, and not what is budgeted.
constexpr absl::string_view kPast[] = {
    "决算", "执行", "完成",   "底",     "末",   "以来", "起",  "评价",
    "结转", "已",   "采购的", "购置的", "支付", "到位", "继续"};
// Who else gives money, in a year of theirs.
constexpr absl::string_view kOthers[] = {"自治区", "上级", "中央",
                                         "国家",   "省",   "财政"};
constexpr absl::string_view kPriorYear[] = {
    "比上年", "较上年", "与上年", "同上年", "和上年", "比去年",
    "较去年", "与去年", "比上一", "较上一", "与上一"};
constexpr absl::string_view kSame[] = {"一致",   "持平",     "相同", "不变",
                                       "无变化", "没有变化", "相等"};
// What stands in front of the year that a change is counted from, and behind.
constexpr absl::string_view kCompared[] = {"比", "较", "与", "同", "和"};
constexpr absl::string_view kChange[] = {"相比", "对比", "增",   "减",  "下降",
                                         "上升", "持平", "一致", "相同"};

// One clause of a sentence; views into it.
struct Clause {
  absl::string_view text;
  absl::string_view next;  // The clause behind, where the sentence goes on.
  absl::string_view part;  // From the last ';' to the next.
  bool in_reason = false;
};

// The first mark that ends a clause: one of , ; : ! and 。; empty at the end.
absl::string_view FirstMark(absl::string_view sentence) {
  constexpr absl::string_view kStop = "。";
  for (size_t at = 0; at < sentence.size(); ++at) {
    const char c = sentence[at];
    if (c == ',' || c == ';' || c == ':' || c == '!') {
      return sentence.substr(at, 1);
    }
    if (c == kStop[0] && absl::StartsWith(sentence.substr(at), kStop)) {
      return sentence.substr(at, kStop.size());
    }
  }
  return sentence.substr(sentence.size());
}

std::vector<Clause> ClausesOf(absl::string_view sentence) {
  std::vector<Clause> clauses;
  bool in_reason = false;
  absl::string_view part = sentence.substr(0, sentence.find(';'));
  while (!sentence.empty()) {
    const absl::string_view mark = FirstMark(sentence);
    const auto end = static_cast<size_t>(mark.data() - sentence.data());
    Clause clause;
    clause.text = sentence.substr(0, end);
    clause.part = part;
    in_reason = in_reason || ContainsAny(clause.text, kReasonWords);
    clause.in_reason = in_reason;
    if (mark == ";") in_reason = false;
    if (!clauses.empty()) clauses.back().next = clause.text;
    clauses.push_back(clause);
    sentence.remove_prefix(end + mark.size());
    if (mark == ";") part = sentence.substr(0, sentence.find(';'));
  }
  return clauses;
}

// Finds years of other budgets in the sentences of the narrative.
class SentenceYears {
 public:
  explicit SentenceYears(const budget::Document& document)
      : fiscal_year_(document.fiscal_year),
        own_year_(absl::StrCat(fiscal_year_, "年")),
        last_year_(absl::StrCat(fiscal_year_ - 1, "年")),
        department_(budget::NormaliseLabel(document.department)),
        printed_fen_(AmountsOfTables(document)) {}

  // The first year in the sentence that stands where only this budget's can,
  // or the year before as the one it is compared with; 0 when there is none.
  // Policies, projects and reasons keep the years of their own.
  int OtherYearIn(const std::string& printed, absl::string_view section,
                  bool first_in_line) const {
    const std::string sentence = budget::NormaliseLabel(printed);
    const bool names_own_year = absl::StrContains(sentence, own_year_);
    bool opening = true;
    for (const Clause& clause : ClausesOf(sentence)) {
      if (clause.text.size() > kClauseBytesMax ||
          clause.next.size() > kClauseBytesMax) {
        opening = false;
        continue;
      }
      for (size_t at = clause.text.find("20"); at != absl::string_view::npos;
           at = clause.text.find("20", at + 1)) {
        const absl::string_view lead = clause.text.substr(0, at);
        absl::string_view rest = clause.text.substr(at);
        const int year = TakeYear(&rest);
        if (year == 0) continue;
        if (IsWrongBase(clause, year, lead, rest)) return year;
        if (year == fiscal_year_) break;
        // 2023年,某局政府采购预算10万元.
        const absl::string_view told = rest.empty() ? clause.next : rest;
        if (ContainsAny(told, kPast) ||
            absl::StrContains(clause.text, own_year_)) {
          continue;
        }
        if (IsComparedWithLast(clause, lead, told)) return year;
        if (names_own_year || clause.in_reason || !MayStandBefore(lead)) {
          continue;
        }
        absl::string_view whole = told;
        absl::ConsumePrefix(&whole, "的");
        if (StartsWithAny(whole, kWholeBudget) ||
            (opening && first_in_line && IsStatement(year, told) &&
             !(HasTable(section) && IsHistory(year, told)))) {
          return year;
        }
      }
      // 某单位(类)某科目(项):2023年预算数 opens behind its path.
      opening = opening && EndsWithAny(clause.text, {"(项)", "(款)"});
    }
    return 0;
  }

 private:
  // Whether what stands behind the year at the head of a line states a budget,
  // and is no plan for later and nobody else's.
  bool IsStatement(int year, absl::string_view told) const {
    return ContainsAny(told, kBudget) && !StartsWithAny(told, kOthers) &&
           (year < fiscal_year_ || !absl::StrContains(told, "将"));
  }

  // Whether the year behind `lead` is the speaker's: nothing else is said
  // before it in its clause.
  bool MayStandBefore(absl::string_view lead) const {
    for (const absl::string_view path : {"(项)", "(款)", "(类)"}) {
      const size_t at = lead.rfind(path);
      if (at != absl::string_view::npos) lead.remove_prefix(at + path.size());
    }
    constexpr absl::string_view kOurselves[] = {"本", "我"};
    constexpr size_t kPronounBytesMax = 12;
    return lead.empty() || SameDepartment(lead, department_) ||
           (StartsWithAny(lead, kOurselves) && lead.size() <= kPronounBytesMax);
  }

  // 比2021年增加10万元 in a budget of 2023: the base is last year's.
  bool IsWrongBase(const Clause& clause, int year, absl::string_view lead,
                   absl::string_view rest) const {
    if (clause.in_reason || year == fiscal_year_ - 1 ||
        !EndsWithAny(lead, kCompared)) {
      return false;
    }
    for (const absl::string_view word :
         {"部门", "年初", "预算", "安排", "数"}) {
      absl::ConsumePrefix(&rest, word);
    }
    return StartsWithAny(rest, kChange) &&
           !(year < fiscal_year_ && IsFurtherBase(clause, rest));
  }

  // Whether an older year is compared with besides last year, or by its rate
  // alone: 比2019年减少2万元,比上年增加1万元.
  bool IsFurtherBase(const Clause& clause, absl::string_view change) const {
    const bool last_year =
        ContainsAny(clause.part, kPriorYear) ||
        std::any_of(std::begin(kCompared), std::end(kCompared),
                    [&](absl::string_view word) {
                      return absl::StrContains(clause.part,
                                               absl::StrCat(word, last_year_));
                    });
    return last_year || (absl::StrContains(change, "%") &&
                         !absl::StrContains(change, "元") &&
                         !absl::StrContains(clause.next, "元"));
  }

  // Tables hold what the section states.
  static bool HasTable(absl::string_view section) {
    return !absl::StartsWith(section, "N11") || section == "N11a";
  }

  // Whether an earlier year's amount is none of this budget's.
  bool IsHistory(int year, absl::string_view told) const {
    const std::vector<TextFigure> amounts = AmountsIn(told);
    return year < fiscal_year_ && !printed_fen_.empty() && !amounts.empty() &&
           std::none_of(
               amounts.begin(), amounts.end(), [&](const TextFigure& amount) {
                 const auto near =
                     std::lower_bound(printed_fen_.begin(), printed_fen_.end(),
                                      amount.micro - amount.place);
                 return near != printed_fen_.end() &&
                        *near <= amount.micro + amount.place;
               });
  }

  // 0 and every amount of the tables, in order.
  static std::vector<int64_t> AmountsOfTables(
      const budget::Document& document) {
    std::vector<int64_t> amounts;
    for (const budget::Table& table : document.tables) {
      for (const budget::Row& row : table.rows) {
        for (const budget::Cell& cell : row.cells) {
          if (cell.stated()) amounts.push_back(cell.amount_fen);
        }
      }
    }
    if (!amounts.empty()) amounts.push_back(0);
    std::sort(amounts.begin(), amounts.end());
    return amounts;
  }

  // 2022年预算比上年增加 in a budget of 2023: what is compared with last year
  // is this budget. In a reason only what is the same as last year.
  bool IsComparedWithLast(const Clause& clause, absl::string_view lead,
                          absl::string_view told) const {
    if (!ContainsAny(told, kBudget)) return false;
    if (clause.in_reason) {
      return EndsWithAny(lead, {"是", "为", "由于", "因", "系", "原因"}) &&
             StartsWithAny(clause.next, kPriorYear) &&
             ContainsAny(clause.next, kSame);
    }
    return MayStandBefore(lead) && (ContainsAny(told, kPriorYear) ||
                                    StartsWithAny(clause.next, kPriorYear));
  }

  const int fiscal_year_;
  const std::string own_year_;
  const std::string last_year_;
  const std::string department_;  // Normalised.
  const std::vector<int64_t> printed_fen_;
};

// part1, T5, N11, but not N5a or N7b: what stands below a section may name
// projects of other years.
bool IsMainHeading(absl::string_view key) {
  return !key.empty() &&
         std::isdigit(static_cast<unsigned char>(key.back())) != 0;
}

}  // namespace

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
  const SentenceYears years(document);
  int last_line = 0;
  for (const budget::Sentence& sentence : document.sentences) {
    const bool first_in_line = sentence.line != last_line;
    last_line = sentence.line;
    if (!StatesBudget(sentence.section)) continue;
    if (context.reporter.stopped()) return;
    int year = MistypedYearIn(sentence.text);
    if (year == 0) {
      year = years.OtherYearIn(sentence.text, sentence.section, first_in_line);
    }
    if (year == 0) continue;
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

}  // namespace yuheng::validation
