#include "services/validation/evaluation/performance/goal_text.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/code_points.h"
#include "services/validation/evaluation/performance/unit_kind.h"

namespace yuheng::validation {
namespace {

using View = std::u32string_view;

// The largest Chinese numeral that is read.
constexpr int64_t kNumeralMax = 100'000'000'000;

constexpr View kClauseEnds = U",、。;:!?\n";
constexpr View kListEnds = U",。;:!?\n";
constexpr View kSentenceEnds = U"。;!?\n";
constexpr View kChineseDigits = U"零一二三四五六七八九";
constexpr View kNumerals = U"零〇一二两三四五六七八九十百千万亿";

bool IsDigit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool IsNumeral(char32_t c) { return kNumerals.find(c) != View::npos; }

int DigitOf(char32_t c) {
  if (c == U'两') return 2;
  if (c == U'〇') return 0;
  const size_t at = kChineseDigits.find(c);
  return at == View::npos ? -1 : static_cast<int>(at);
}

// 二十, 一百零五, 三万; not 百 alone, not 二〇二三.
std::optional<int64_t> ChineseNumber(View text) {
  int64_t total = 0;
  int64_t section = 0;
  int64_t digit = -1;
  int64_t last = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const int value = DigitOf(text[i]);
    if (value >= 0) {
      if (digit > 0) return std::nullopt;
      digit = value;
      continue;
    }
    if (text[i] == U'万' || text[i] == U'亿') {
      section += std::max<int64_t>(digit, 0);
      const int64_t factor = text[i] == U'万' ? 10'000 : 100'000'000;
      if (section == 0 || total + section > kNumeralMax / factor) {
        return std::nullopt;
      }
      total = (total + section) * factor;
      section = 0;
    } else {
      last = text[i] == U'十' ? 10 : text[i] == U'百' ? 100 : 1'000;
      // 十二 is 12; 百 and 千 alone are "hundreds of".
      if (digit <= 0 && !(last == 10 && (digit < 0 || section > 0))) {
        return std::nullopt;
      }
      section += (digit < 0 ? 1 : digit) * last;
    }
    digit = -1;
  }
  return total + section + std::max<int64_t>(digit, 0);
}

// A number at a place of a text: its value, and where it ends.
struct Number {
  int64_t micro = 0;
  size_t end = 0;
};

std::optional<Number> DigitsAt(View text, size_t at) {
  size_t end = at;
  while (end < text.size() && IsDigit(text[end])) ++end;
  while (end + 4 <= text.size() && text[end] == U',' &&
         IsDigit(text[end + 1]) && IsDigit(text[end + 2]) &&
         IsDigit(text[end + 3]) &&
         (end + 4 == text.size() || !IsDigit(text[end + 4]))) {
    end += 4;
  }
  if (end + 1 < text.size() && text[end] == U'.' && IsDigit(text[end + 1])) {
    ++end;
    while (end < text.size() && IsDigit(text[end])) ++end;
  }
  const auto decimal = budget::ParseDecimal(ToUtf8(text.substr(at, end - at)));
  if (!decimal.ok()) return std::nullopt;
  int64_t micro = decimal->micro;
  const char32_t next = end < text.size() ? text[end] : U' ';
  const int64_t factor = next == U'万'   ? 10'000
                         : next == U'千' ? 1'000
                         : next == U'亿' ? 100'000'000
                                         : 1;
  // Sums of them are formed.
  if (micro > INT64_MAX / 64 / factor) return std::nullopt;
  micro *= factor;
  return Number{micro, end + (factor > 1 ? 1 : 0)};
}

std::optional<Number> NumeralAt(View text, size_t at) {
  size_t end = at;
  while (end < text.size() && IsNumeral(text[end])) ++end;
  const auto value = ChineseNumber(text.substr(at, end - at));
  if (!value.has_value()) return std::nullopt;
  return Number{*value * budget::kMicroPerOne, end};
}

// Words that only look like a unit: 一次性, 两个月, 三所在, 一户一策.
bool IsNoUnit(View unit, View behind) {
  struct NoUnit {
    View unit;
    View next;  // Any of these characters.
  };
  constexpr NoUnit kNoUnits[] = {
      {U"次", U"性级元要年日生"},
      {U"个", U"月年世百一"},
      {U"班", U"人子级"},
      {U"家", U"庭属"},
      {U"位", U"一置"},
      {U"本", U"科级地州"},
      {U"所", U"有在属需"},
      {U"处", U"理于级置分"},
      {U"场", U"所地"},
      {U"座", U"谈"},
      {U"批", U"准复"},
      {U"条", U"件例"},
      {U"名", U"单额"},
      {U"期", U"间限"},
      {U"人", U"均一口"},
      {U"户", U"均一"},
      {U"台", U"账"},
      {U"天", U"山池"},
  };
  for (const NoUnit& none : kNoUnits) {
    if (none.unit == unit && !behind.empty() &&
        none.next.find(behind.front()) != View::npos) {
      return true;
    }
  }
  return unit == U"期" && (Starts(behind, U"工程") || Starts(behind, U"建设"));
}

bool IsOrdinal(View before) {
  if (before.empty()) return false;
  const char32_t last = before.back();
  return last == U'第' || last == U'〔' || last == U'[' || last == U'统' ||
         last == U'进' || last == U'唯' || last == U'-' || last == U'.' ||
         last == U'/' || (last >= U'A' && last <= U'Z') ||
         (last >= U'a' && last <= U'z');
}

// About 600, or from 85% to 90%.
bool SaysAbout(View before) {
  return !before.empty() && View(U"约近从由").find(before.back()) != View::npos;
}

// 3-5次, 3次至5次: a range, of which this is the first end.
bool OpensRange(View behind) {
  if (behind.empty()) return false;
  if (View(U"-~—").find(behind[0]) != View::npos) return true;
  return (behind[0] == U'至' || behind[0] == U'到') && behind.size() > 1 &&
         (IsDigit(behind[1]) || IsNumeral(behind[1]));
}

// A rate of growth: 提高5%, but not 提高到95%.
bool IsGrowth(View before) {
  constexpr View kVerbs[] = {U"提高", U"增长", U"提升", U"增加", U"上升",
                             U"下降", U"降低", U"减少", U"压减"};
  for (const View verb : kVerbs) {
    const size_t at = before.rfind(verb);
    if (at != View::npos && !HasAny(before.substr(at), {U"到", U"至"})) {
      return true;
    }
  }
  return false;
}

bool NamesOtherYear(View clause, int fiscal_year) {
  for (size_t i = 0; i + 4 < clause.size(); ++i) {
    if (clause[i + 4] != U'年') continue;
    int year = 0;
    bool digits = true;
    for (size_t j = i; j < i + 4; ++j) {
      digits &= IsDigit(clause[j]);
      year = 10 * year + static_cast<int>(clause[j] - U'0');
    }
    if (digits && year != fiscal_year) return true;
  }
  return false;
}

bool SpeaksOfOtherThings(View clause_before) {
  return HasAny(
      clause_before,
      {U"每",     U"人均",   U"户均", U"平均",   U"其中", U"上年",  U"去年",
       U"往年",   U"前年",   U"以来", U"历年",   U"累计", U"截至",  U"截止",
       U"目前",   U"现有",   U"已有", U"已完成", U"已经", U"同比",  U"分别",
       U"十三五", U"十四五", U"三年", U"五年",   U"人口", U"总投资"});
}

class Scanner {
 public:
  Scanner(View text, int fiscal_year)
      : text_(text), fiscal_year_(fiscal_year) {}

  std::vector<Mention> Scan() {
    for (size_t at = 0; at < text_.size() && found_.size() < kMentionsMax;) {
      at = ScanAt(at);
    }
    Surround();
    return std::move(mentions_);
  }

 private:
  struct Span {
    size_t begin;
    size_t end;
    int64_t micro;
    View unit;
    bool plain;
  };

  // Where to go on.
  size_t ScanAt(size_t at) {
    const bool digit = IsDigit(text_[at]);
    if (!digit && !IsNumeral(text_[at])) return at + 1;
    size_t past = at;
    while (past < text_.size() &&
           (digit ? IsDigit(text_[past]) : IsNumeral(text_[past]))) {
      ++past;
    }
    const auto number = digit ? DigitsAt(text_, at) : NumeralAt(text_, at);
    const View before = text_.substr(0, at);
    if (!number.has_value() || IsOrdinal(before)) return past;
    size_t end = number->end;
    bool plain = !SaysAbout(before);
    while (end < text_.size() && (text_[end] == U'余' || text_[end] == U'多' ||
                                  text_[end] == U'几')) {
      plain = false;
      ++end;
    }
    if (text_.substr(end, 1) == U"万") ++end;
    const View unit = UnitAt(text_.substr(end));
    if (unit.empty() || IsNoUnit(unit, text_.substr(end + unit.size()))) {
      return std::max(past, number->end);
    }
    const size_t behind = end + unit.size();
    const bool closes_range = !before.empty() &&
                              View(U"~至—").find(before.back()) != View::npos &&
                              !found_.empty() && found_.back().end + 1 == at;
    const bool range = closes_range || OpensRange(text_.substr(behind)) ||
                       Starts(text_.substr(behind), U"左右");
    found_.push_back({at, behind, number->micro, unit, plain && !range});
    return behind;
  }

  size_t ClauseBegin(size_t at) const {
    const size_t end = text_.substr(0, at).find_last_of(kClauseEnds);
    return end == View::npos ? 0 : end + 1;
  }

  void Surround() {
    for (size_t i = 0; i < found_.size(); ++i) {
      const Span& span = found_[i];
      const size_t clause = ClauseBegin(span.begin);
      const size_t clause_end =
          std::min(text_.find_first_of(kClauseEnds, span.end), text_.size());
      const size_t left = i == 0 ? clause : std::max(clause, found_[i - 1].end);
      const size_t right = i + 1 == found_.size()
                               ? clause_end
                               : std::min(clause_end, found_[i + 1].begin);
      const size_t stop =
          text_.substr(0, span.begin).find_last_of(kSentenceEnds);
      size_t sentence = stop == View::npos ? 0 : stop + 1;
      if (span.begin > sentence + kSentenceMax) {
        sentence = span.begin - kSentenceMax;
      }
      const View clause_before = text_.substr(clause, span.begin - clause);
      Mention mention;
      mention.micro = span.micro;
      mention.unit = span.unit;
      mention.printed = text_.substr(span.begin, span.end - span.begin);
      mention.before = text_.substr(left, span.begin - left);
      mention.behind =
          text_.substr(span.end, std::max(right, span.end) - span.end);
      mention.sentence = text_.substr(sentence, clause_end - sentence);
      const size_t mark = text_.substr(0, span.begin).find_last_of(kListEnds);
      const size_t list = std::max(mark == View::npos ? 0 : mark + 1,
                                   i == 0 ? 0 : found_[i - 1].end);
      mention.listed = text_.substr(list, span.begin - list);
      mention.plain = span.plain && !SpeaksOfOtherThings(clause_before) &&
                      !NamesOtherYear(clause_before, fiscal_year_) &&
                      !(span.unit == U"%" && IsGrowth(clause_before));
      mentions_.push_back(std::move(mention));
    }
  }

  const View text_;
  const int fiscal_year_;
  std::vector<Span> found_;
  std::vector<Mention> mentions_;
};

}  // namespace

std::vector<Mention> MentionsIn(absl::string_view goal, int fiscal_year) {
  std::u32string text = ToCodePoints(budget::NormaliseLabel(goal));
  if (text.size() > kGoalMax) text.resize(kGoalMax);
  return Scanner(text, fiscal_year).Scan();
}

}  // namespace yuheng::validation
