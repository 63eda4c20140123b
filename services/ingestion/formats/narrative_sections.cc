#include "services/ingestion/formats/narrative_sections.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/project_fields.h"

namespace yuheng::ingestion {
namespace {

using budget::ContainsAny;
using budget::EndsWithAny;
using budget::StartsWithAny;

struct HeadingPattern {
  absl::string_view key;
  absl::string_view word;
};

// The first whose word stands in the heading is meant, so what is said more
// exactly stands first.
constexpr HeadingPattern kSections[] = {
    {"N11", "其他重要事项"},    {"N11", "其他需要说明的重要事项"},
    {"N11", "其它重要事项"},    {"N10", "三公"},
    {"N8", "政府性基金"},       {"N9", "国有资本经营"},
    {"N4", "财政拨款收支"},     {"N4", "财政拨款预算收支"},
    {"N4", "财政拨款收入支出"}, {"N6", "基本支出"},
    {"N7", "项目支出"},         {"N5", "一般公共预算"},
    {"N1", "收支预算"},         {"N1", "收支总体"},
    {"N1", "收支情况"},         {"N1", "收支总"},
    {"N1", "收入支出预算"},     {"N2", "收入预算"},
    {"N2", "收入总体"},         {"N2", "收入情况"},
    {"N3", "支出预算"},         {"N3", "支出总体"},
    {"N3", "支出情况"},
};

struct SubHeadingPattern {
  absl::string_view parent;
  absl::string_view key;
  absl::string_view word;
};

constexpr SubHeadingPattern kSubSections[] = {
    {"N5", "N5a", "规模"},       {"N5", "N5b", "结构"},
    {"N5", "N5c", "具体使用"},   {"N5", "N5c", "使用情况"},
    {"N11", "N11a", "运行经费"}, {"N11", "N11b", "政府采购"},
    {"N11", "N11c", "国有资产"}, {"N11", "N11c", "资产占用"},
    {"N11", "N11c", "国有资源"}, {"N11", "N11d", "绩效"},
    {"N11", "N11e", "其他需"},   {"N11", "N11e", "其它需"},
    {"N11", "N11e", "其他说明"}, {"N11", "N11e", "其他事项"},
    {"N11", "N11e", "其它事项"}, {"N11", "N11e", "其他重要"},
    {"N11", "N11e", "需要说明"}, {"N11", "N11e", "需说明"},
};

constexpr absl::string_view kChineseDigits[] = {"一", "二", "三", "四", "五",
                                                "六", "七", "八", "九", "十"};

constexpr absl::string_view kHeadingWords[] = {"说明", "情况", "事项"};

// Longer than any heading; in bytes of normalised text.
constexpr size_t kHeadingBytesMax = 180;
// A line with nothing but a page number, as printed.
constexpr size_t kPageNumberBytesMax = 48;
constexpr size_t kPageDigitsMax = 3;
// A label in front of a colon: 编制人数:27人.
constexpr size_t kLabelBytesMax = 36;
// Lines of a heading behind its first one.
constexpr size_t kHeadingLinesMax = 3;
// Where the word of a sub-heading must stand when its text follows in the line.
constexpr size_t kSubHeadingBytesMax = 90;

// The length of a Chinese numeral at the start; 0 when there is none.
size_t ChineseNumeralLength(absl::string_view text) {
  size_t at = 0;
  for (bool again = true; again;) {
    again = false;
    for (absl::string_view digit : kChineseDigits) {
      if (absl::StartsWith(text.substr(at), digit)) {
        at += digit.size();
        again = true;
      }
    }
  }
  return at;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// 一、… with one of 、.,: behind the numeral.
bool BeginsMainNumber(absl::string_view text) {
  const size_t numeral = ChineseNumeralLength(text);
  constexpr absl::string_view kMarks[] = {"、", ".", ",", ":", "·"};
  return numeral > 0 && StartsWithAny(text.substr(numeral), kMarks);
}

// The length of "(一)" at the start; 0 when there is none.
size_t BracketNumberLength(absl::string_view text) {
  if (!absl::StartsWith(text, "(")) return 0;
  size_t at = 1 + ChineseNumeralLength(text.substr(1));
  if (at == 1) {
    while (at < text.size() && at < 4 && text[at] >= '0' && text[at] <= '9') {
      ++at;
    }
  }
  if (at == 1 || !absl::StartsWith(text.substr(at), ")")) return 0;
  return at + 1;
}

// The length of "1." or "1、" at the start; 0 when there is none.
size_t ArabicNumberLength(absl::string_view text) {
  size_t at = 0;
  while (at < text.size() && at < 3 && IsDigit(text[at])) ++at;
  if (at == 0) return 0;
  const absl::string_view rest = text.substr(at);
  if (absl::StartsWith(rest, "、")) {
    return at + absl::string_view("、").size();
  }
  const bool decimal = rest.size() > 1 && IsDigit(rest[1]);
  return absl::StartsWith(rest, ".") && !decimal ? at + 1 : 0;
}

// The key of a main heading; empty when the line is none.
absl::string_view MainHeadingKey(absl::string_view text) {
  if (text.size() > kHeadingBytesMax) return "";
  const size_t number =
      std::max(BracketNumberLength(text), ArabicNumberLength(text));
  const bool about = absl::StartsWith(text.substr(number), "关于") &&
                     absl::EndsWith(text, "说明");
  if (!BeginsMainNumber(text) && !about) return "";
  const size_t stop = text.find("。");
  if (stop != absl::string_view::npos && stop + 3 < text.size()) return "";
  // A long heading may go on in the next line.
  const bool opens = absl::StrContains(text, "、关于");
  if (!opens && !ContainsAny(text, kHeadingWords)) return "";
  for (const HeadingPattern& pattern : kSections) {
    if (absl::StrContains(text, pattern.word)) return pattern.key;
  }
  return "";
}

struct SubHeading {
  absl::string_view key;
  size_t length = 0;  // Of the heading in the normalised line.
};

SubHeading MatchSubHeading(absl::string_view parent, absl::string_view text) {
  const bool bracket = BracketNumberLength(text) > 0;
  size_t length = text.size();
  for (absl::string_view mark : {"。", ":"}) {
    const size_t at = text.find(mark);
    if (at != absl::string_view::npos) {
      length = std::min(length, at + mark.size());
    }
  }
  const bool alone = length == text.size();
  if (length > (alone ? kHeadingBytesMax : kSubHeadingBytesMax)) return {};
  const absl::string_view heading = text.substr(0, length);
  // With another number or none it says that it is a heading.
  constexpr absl::string_view kEnds[] = {
      "情况", "情况说明", "情况:", "情况。", "说明:", "说明。"};
  if (!bracket &&
      (heading.size() > kSubHeadingBytesMax || !EndsWithAny(heading, kEnds))) {
    return {};
  }
  // A numbered statement with its figures is no heading.
  if (absl::StrContains(heading, "万元") || absl::StrContains(heading, ",")) {
    return {};
  }
  for (const SubHeadingPattern& pattern : kSubSections) {
    if (pattern.parent == parent && absl::StrContains(heading, pattern.word)) {
      return {pattern.key, length};
    }
  }
  return {};
}

absl::string_view ParentOf(absl::string_view key) {
  return key.empty() || key.back() < 'a' ? key : key.substr(0, key.size() - 1);
}

// The lines of part three: behind its title, up to the next part. All lines
// when there is no title. A table of contents names the parts too, so the last
// title counts.
absl::Span<const TextLine> NarrativeLines(absl::Span<const TextLine> lines) {
  constexpr absl::string_view kTitleWords[] = {"情况说明", "说明"};
  size_t begin = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].cell || PartNumber(lines[i].text) == 0) continue;
    if (ContainsAny(budget::NormaliseLabel(lines[i].text), kTitleWords)) {
      begin = i + 1;
    }
  }
  if (begin == 0) return lines;
  size_t end = begin;
  while (end < lines.size() &&
         (lines[end].cell || PartNumber(lines[end].text) == 0)) {
    ++end;
  }
  return lines.subspan(begin, end - begin);
}

// A heading that goes on in the next lines: how many of them, and the whole.
struct WrappedHeading {
  std::string normal;
  size_t lines = 0;
};

WrappedHeading UnwrapHeading(absl::Span<const TextLine> lines, size_t i,
                             const std::string& normal) {
  constexpr absl::string_view kEnds[] = {"说明", "情况", "事项"};
  constexpr absl::string_view kNoHeading[] = {"。", ";", ",", "万元", ":"};
  WrappedHeading heading = {normal, 0};
  if (normal.size() > kHeadingBytesMax || absl::EndsWith(normal, "说明") ||
      (!BeginsMainNumber(normal) && BracketNumberLength(normal) == 0)) {
    return heading;
  }
  std::string whole = normal;
  for (size_t next = i + 1; next < lines.size() && next <= i + kHeadingLinesMax;
       ++next) {
    if (lines[next].cell || lines[next].text.size() > kHeadingBytesMax) break;
    const std::string more = budget::NormaliseLabel(lines[next].text);
    if (more.empty() || BeginsMainNumber(more) ||
        BracketNumberLength(more) > 0) {
      break;
    }
    // A whole heading goes on only with its last word.
    if (EndsWithAny(whole, kEnds) && more != "说明" && more != "的说明") break;
    whole += more;
    if (whole.size() > kHeadingBytesMax || ContainsAny(whole, kNoHeading)) {
      break;
    }
    if (EndsWithAny(whole, kEnds)) return {whole, next - i};
  }
  return heading;
}

}  // namespace

int PartNumber(absl::string_view line) {
  if (line.size() > 4 * kHeadingBytesMax) return 0;
  const std::string text = budget::NormaliseLabel(line);
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, "第")) return 0;
  for (size_t i = 0; i + 1 < std::size(kChineseDigits); ++i) {
    if (absl::StartsWith(rest, absl::StrCat(kChineseDigits[i], "部分"))) {
      return static_cast<int>(i) + 1;
    }
    if (absl::StartsWith(rest, absl::StrCat(i + 1, "部分"))) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

bool BeginsNumbered(absl::string_view text) {
  constexpr absl::string_view kCircled[] = {"①", "②", "③", "④", "⑤",
                                            "⑥", "⑦", "⑧", "⑨", "⑩"};
  return BeginsMainNumber(text) || BracketNumberLength(text) > 0 ||
         ArabicNumberLength(text) > 0 || StartsWithAny(text, kCircled);
}

bool IsPageNumber(absl::Span<const TextLine> lines, size_t i) {
  if (lines[i].cell || lines[i].text.size() > kPageNumberBytesMax) return false;
  // Full-width digits begin with that byte.
  constexpr absl::string_view kDigitLeads = "0123456789\xEF";
  if (lines[i].text.find_first_of(kDigitLeads) == absl::string_view::npos) {
    return false;
  }
  const std::string normal = budget::NormaliseLabel(lines[i].text);
  if (normal.find_first_of("0123456789") == std::string::npos) return false;
  // What is left without digits and the marks around them.
  std::string rest;
  size_t digits = 0;
  for (char c : normal) {
    if (IsDigit(c)) {
      ++digits;
    } else {
      rest += c;
    }
  }
  if (rest == "第页" || rest == "第页共页" || rest == "第页,共页" ||
      rest == "第页/共页" || rest == "/" || rest == "··" ||
      (rest == "--" && normal.front() == '-')) {  // 2023-01-31 is a date.
    return true;
  }
  if (!rest.empty() || digits > kPageDigitsMax) return false;
  // A bare number is also what a broken line leaves of an amount.
  const auto beside = [&](size_t from, int step) -> std::string {
    for (size_t at = from + step; at < lines.size(); at += step) {
      const std::string text = budget::NormaliseLabel(lines[at].text);
      if (!text.empty()) return text;
    }
    return "";
  };
  const auto blank = [&](size_t at) {
    return at >= lines.size() ||
           (!lines[at].cell && budget::TrimBlanks(lines[at].text).empty());
  };
  if (blank(i - 1) && blank(i + 1)) return true;
  const std::string before = beside(i, -1);
  const std::string behind = beside(i, 1);
  if (!before.empty() && (IsDigit(before.back()) || before.back() == '.' ||
                          before.back() == ',' || before.back() == '-')) {
    return false;
  }
  constexpr absl::string_view kUnits[] = {
      "万", "元", "亿", "%",  "人", "辆", "个", "台", "套", "名", "平", "年",
      "月", "日", "家", "项", "户", "号", ".",  ",",  ":",  "次", "期", "类"};
  return !StartsWithAny(behind, kUnits);
}

namespace {

// Whether a line is a short label and its value: 编制人数:27人.
bool IsLabelAndValue(absl::string_view normal) {
  constexpr absl::string_view kSentence[] = {",", "。", ";"};
  const size_t colon = normal.find(':');
  if (colon == absl::string_view::npos || colon == 0 ||
      colon > kLabelBytesMax || ContainsAny(normal, kSentence)) {
    return false;
  }
  return normal.substr(0, colon).find_first_of("0123456789()\"") ==
         absl::string_view::npos;
}

}  // namespace

void ParagraphJoiner::Add(absl::string_view text, int number) {
  text = budget::TrimBlanks(text);
  if (text.empty()) {
    blank_before_ = true;
    return;
  }
  constexpr absl::string_view kEnds[] = {"。", ";", ":", "!", "?", "\n"};
  constexpr absl::string_view kUnfinished[] = {",", "、"};
  const std::string normal = budget::NormaliseLabel(text);
  const absl::string_view before = passage_.text();
  const bool joins =
      !before.empty() && !EndsWithAny(before, kEnds) &&
      !BeginsNumbered(normal) && !BeginsWithProjectField(normal) &&
      !(IsLabelAndValue(normal) && IsLabelAndValue(passage_.LastLine())) &&
      (!blank_before_ || EndsWithAny(before, kUnfinished));
  if (!joins) passage_.Break();
  passage_.Append(text, number);
  blank_before_ = false;
}

std::vector<NarrativeSection> SplitNarrative(
    absl::Span<const TextLine> all_lines) {
  const absl::Span<const TextLine> lines = NarrativeLines(all_lines);
  std::vector<NarrativeSection> sections;
  const auto open = [&](absl::string_view key, absl::string_view heading,
                        int line) {
    sections.push_back({.key = std::string(key),
                        .heading = std::string(budget::TrimBlanks(heading)),
                        .line = line});
  };
  bool in_sheets = false;
  bool blank_before = false;
  bool page_turned = false;
  for (size_t i = 0; i < lines.size(); ++i) {
    const TextLine& line = lines[i];
    if (line.cell) {
      // The rest of a sheet's cells stands between the cells.
      in_sheets = !sections.empty() && sections.back().key == "N11d";
      continue;
    }
    const std::string normal = budget::NormaliseLabel(line.text);
    if (normal.empty()) {
      blank_before = !page_turned;
      continue;
    }
    if (IsPageNumber(lines, i)) {
      // A sentence may go on behind the page's end.
      page_turned = true;
      blank_before = false;
      continue;
    }
    page_turned = false;
    const WrappedHeading heading = UnwrapHeading(lines, i, normal);
    const absl::string_view key = MainHeadingKey(heading.normal);
    const auto whole_heading = [&] {
      Passage whole;
      for (size_t at = i; at <= i + heading.lines; ++at) {
        whole.Append(lines[at].text, lines[at].number);
      }
      return whole;
    };
    if (!key.empty() && !(in_sheets && !BeginsMainNumber(normal))) {
      if (heading.lines == 0) {
        open(key, line.text, line.number);
      } else {
        open(key, whole_heading().Printed(0, heading.normal.size()),
             line.number);
      }
      i += heading.lines;
      in_sheets = false;
      continue;
    }
    if (sections.empty()) continue;
    const SubHeading sub =
        MatchSubHeading(ParentOf(sections.back().key), heading.normal);
    if (sub.length > 0) {
      const Passage whole = whole_heading();
      open(sub.key, whole.Printed(0, sub.length), line.number);
      in_sheets = false;
      if (sub.length < heading.normal.size()) {
        sections.back().text.Append(
            whole.Printed(sub.length, heading.normal.size()), line.number);
      }
      i += heading.lines;
      blank_before = false;
      continue;
    }
    if (in_sheets) continue;
    ParagraphJoiner joiner(&sections.back().text);
    if (blank_before) joiner.Add("", line.number);
    joiner.Add(line.text, line.number);
    blank_before = false;
  }
  // A heading without text that comes again later is a table of contents.
  std::set<std::string> later;
  std::vector<NarrativeSection> found;
  for (auto section = sections.rbegin(); section != sections.rend();
       ++section) {
    const bool repeated = !later.insert(section->key).second;
    if (repeated && section->text.empty()) continue;
    found.push_back(std::move(*section));
  }
  std::reverse(found.begin(), found.end());
  return found;
}

}  // namespace yuheng::ingestion
