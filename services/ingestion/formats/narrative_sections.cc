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

namespace yuheng::ingestion {
namespace {

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
    {"N11", "N11e", "其他说明"},
};

constexpr absl::string_view kChineseDigits[] = {"一", "二", "三", "四", "五",
                                                "六", "七", "八", "九", "十"};

constexpr absl::string_view kHeadingWords[] = {"说明", "情况", "事项"};

// Labels that begin a line of their own without a number (section 七).
constexpr absl::string_view kFieldLabels[] = {
    "项目名称",     "设立的政策依据", "设立政策依据", "政策依据",
    "立项依据",     "设立依据",       "项目设立",     "预算安排规模",
    "预算规模",     "预算安排",       "项目承担单位", "承担单位",
    "项目实施单位", "实施单位",       "资金分配情况", "资金分配",
    "资金执行时间", "执行时间",       "项目执行时间", "实施时间"};

// Longer than any heading; in bytes of normalised text.
constexpr size_t kHeadingBytesMax = 180;
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

bool StartsWithAny(absl::string_view text,
                   absl::Span<const absl::string_view> words) {
  return std::any_of(words.begin(), words.end(), [text](auto word) {
    return absl::StartsWith(text, word);
  });
}

bool EndsWithAny(absl::string_view text,
                 absl::Span<const absl::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [text](auto word) { return absl::EndsWith(text, word); });
}

bool ContainsAny(absl::string_view text,
                 absl::Span<const absl::string_view> words) {
  return std::any_of(words.begin(), words.end(), [text](auto word) {
    return absl::StrContains(text, word);
  });
}

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

// The key of a main heading; empty when the line is none.
absl::string_view MainHeadingKey(absl::string_view text) {
  if (text.size() > kHeadingBytesMax) return "";
  const bool about =
      absl::StartsWith(text, "关于") && absl::EndsWith(text, "说明");
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
  const size_t number = BracketNumberLength(text);
  if (number == 0) return {};
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
  if (BeginsMainNumber(text) || BracketNumberLength(text) > 0) return true;
  size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
    ++digits;
  }
  if (digits == 0 || digits > 2) return false;
  const absl::string_view rest = text.substr(digits);
  if (absl::StartsWith(rest, "、")) return true;
  return absl::StartsWith(rest, ".") &&
         !(rest.size() > 1 && rest[1] >= '0' && rest[1] <= '9');
}

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
  const bool joins = !before.empty() && !EndsWithAny(before, kEnds) &&
                     !BeginsNumbered(normal) &&
                     !StartsWithAny(normal, kFieldLabels) &&
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
  for (const TextLine& line : lines) {
    if (line.cell) {
      // The rest of a sheet's cells stands between the cells.
      in_sheets = !sections.empty() && sections.back().key == "N11d";
      continue;
    }
    const std::string normal = budget::NormaliseLabel(line.text);
    if (normal.empty()) {
      blank_before = true;
      continue;
    }
    const absl::string_view key = MainHeadingKey(normal);
    if (!key.empty() && !(in_sheets && !BeginsMainNumber(normal))) {
      open(key, line.text, line.number);
      in_sheets = false;
      continue;
    }
    if (sections.empty()) continue;
    const SubHeading sub =
        MatchSubHeading(ParentOf(sections.back().key), normal);
    if (sub.length > 0) {
      Passage whole;
      whole.Append(line.text, line.number);
      open(sub.key, whole.Printed(0, sub.length), line.number);
      in_sheets = false;
      if (sub.length < normal.size()) {
        sections.back().text.Append(whole.Printed(sub.length, normal.size()),
                                    line.number);
      }
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
