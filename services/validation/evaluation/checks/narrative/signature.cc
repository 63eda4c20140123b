#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/department_name.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::Sentence;

// Longer than the name of a department, in bytes.
constexpr size_t kNameBytesMax = 120;
// Name and date in one line.
constexpr size_t kSignatureBytesMax = 240;
// Budgets are published from January to April.
constexpr int kLastMonth = 4;
// A number of less than four digits is no year.
constexpr int kFirstYear = 1000;

struct Date {
  int year = 0;
  int month = 0;
  int day = 0;
};

// What stands behind the parts of a date.
struct DateMarks {
  absl::string_view year;
  absl::string_view month;
  absl::string_view day;
};

constexpr DateMarks kWords = {"年", "月", "日"};
constexpr DateMarks kFigures[] = {
    {".", ".", ""}, {"-", "-", ""}, {"/", "/", ""}};

bool TakeParts(const DateMarks& marks, absl::string_view* text, Date* date) {
  struct Part {
    absl::string_view mark;
    int* value;
    size_t digits_max;
  };
  for (const Part& part :
       {Part{marks.day, &date->day, 2}, Part{marks.month, &date->month, 2},
        Part{marks.year, &date->year, 4}}) {
    if (!absl::ConsumeSuffix(text, part.mark)) return false;
    size_t length = 0;
    while (length < text->size() && length < part.digits_max &&
           absl::ascii_isdigit((*text)[text->size() - 1 - length])) {
      ++length;
    }
    if (!absl::SimpleAtoi(text->substr(text->size() - length), part.value)) {
      return false;
    }
    text->remove_suffix(length);
  }
  return true;
}

// Takes 2023年1月31日, 二〇二三年一月三十一日, 2023.1.31 off the end.
bool TakeDate(std::string* text, Date* date) {
  for (const DateMarks& marks : kFigures) {
    absl::string_view before = *text;
    if (!TakeParts(marks, &before, date) || date->year < kFirstYear) continue;
    text->resize(before.size());
    return true;
  }
  std::string digits = absl::StrReplaceAll(
      *text,
      {{"二十一", "21"}, {"二十二", "22"}, {"二十三", "23"}, {"二十四", "24"},
       {"二十五", "25"}, {"二十六", "26"}, {"二十七", "27"}, {"二十八", "28"},
       {"二十九", "29"}, {"三十一", "31"}, {"三十", "30"},   {"二十", "20"},
       {"十一", "11"},   {"十二", "12"},   {"十三", "13"},   {"十四", "14"},
       {"十五", "15"},   {"十六", "16"},   {"十七", "17"},   {"十八", "18"},
       {"十九", "19"},   {"十", "10"},     {"〇", "0"},      {"○", "0"},
       {"零", "0"},      {"一", "1"},      {"二", "2"},      {"三", "3"},
       {"四", "4"},      {"五", "5"},      {"六", "6"},      {"七", "7"},
       {"八", "8"},      {"九", "9"}});
  absl::string_view rest = digits;
  if (!TakeParts(kWords, &rest, date)) return false;
  // What stands before the date keeps its own numerals.
  const size_t dated = text->rfind("年");
  size_t begin = dated == std::string::npos ? 0 : dated;
  if (rest.empty()) {
    text->clear();
  } else {
    while (begin > 0) {
      size_t start = begin - 1;
      while (start > 0 && ((*text)[start] & 0xC0) == 0x80) --start;
      const absl::string_view point =
          absl::string_view(*text).substr(start, begin - start);
      const bool digit =
          point.size() == 1 && point[0] >= '0' && point[0] <= '9';
      if (!digit && !absl::StrContains("〇○零一二三四五六七八九十", point))
        break;
      begin = start;
    }
    text->resize(begin);
  }
  return true;
}

bool LooksLikeName(absl::string_view text) {
  constexpr absl::string_view kEndings[] = {
      "局", "委",   "委员会", "办公室", "厅",     "院",  "部",
      "会", "中心", "站",     "所",     "校",     "队",  "馆",
      "社", "处",   "政府",   "公室",   "(本级)", "本级"};
  if (text.empty() || text.size() > kNameBytesMax ||
      absl::StrContains(text, ",") || absl::StrContains(text, ":") ||
      absl::StrContains(text, "。")) {
    return false;
  }
  for (const absl::string_view ending : kEndings) {
    if (absl::EndsWith(text, ending)) return true;
  }
  return false;
}

}  // namespace

// S-10: who signs is the department, and the date is between January and April
// of the fiscal year.
void CheckSignature(const CheckContext& context) {
  const std::vector<Sentence>& sentences = context.document.sentences;
  if (sentences.empty()) return;
  // The last date that stands alone or behind a name: other parts may follow.
  for (size_t i = sentences.size(); i > 0; --i) {
    const Sentence& dated = sentences[i - 1];
    if (dated.text.size() > kSignatureBytesMax ||
        !(absl::EndsWith(dated.text, "日") ||
          absl::ascii_isdigit(dated.text.back()))) {
      continue;
    }
    std::string text = budget::NormaliseLabel(dated.text);
    Date date;
    if (!TakeDate(&text, &date) || !(text.empty() || LooksLikeName(text))) {
      continue;
    }
    const bool early = date.month >= 1 && date.month <= kLastMonth;
    if (context.document.fiscal_year != 0 &&
        (date.year != context.document.fiscal_year || !early)) {
      context.reporter.Fail(
          {{"doc", {dated.line, ""}}},
          Message("prose.signature_date",
                  {{"date", dated.text},
                   {"year", absl::StrCat(context.document.fiscal_year)}}));
    }
    int line = dated.line;
    if (text.empty() && i > 1) {
      text = budget::NormaliseLabel(sentences[i - 2].text);
      line = sentences[i - 2].line;
    }
    const std::string department =
        budget::NormaliseLabel(context.document.department);
    if (LooksLikeName(text) && !department.empty() &&
        !absl::EndsWith(text, department) &&
        !SameDepartment(text, department)) {
      context.reporter.Fail(
          {{"doc", {line, ""}}},
          Message(
              "prose.signature_name",
              {{"found", text}, {"department", context.document.department}}));
    }
    return;
  }
  context.reporter.Insufficient({{"doc", {sentences.back().line, ""}}},
                                Message("prose.signature_missing"));
}

}  // namespace yuheng::validation
