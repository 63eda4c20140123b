#include "services/ingestion/formats/claim_scanner.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/chinese_numerals.h"
#include "services/ingestion/formats/prefixes.h"

namespace yuheng::ingestion {
namespace {

using budget::NextCodePoint;

struct UnitWord {
  absl::string_view word;
  Unit unit;
  // The value is the printed number * multiplier / divisor.
  int64_t multiplier = 1;
  int64_t divisor = 1;
};

// The first that matches counts, so a longer word stands before its beginning.
constexpr UnitWord kUnitWords[] = {
    {"亿元", Unit::kMoney, 10'000, 1},
    {"百万元", Unit::kMoney, 100, 1},
    {"千万元", Unit::kMoney, 1'000, 1},
    {"万元", Unit::kMoney},
    {"(万元)", Unit::kMoney},
    {"千元", Unit::kMoney, 1, 10},
    {"元", Unit::kMoney, 1, 10'000},
    {"(元)", Unit::kMoney, 1, 10'000},
    {"%", Unit::kPercent},
    {"个百分点", Unit::kOther},
    {"百分点", Unit::kOther},
    {"‰", Unit::kOther},
    {"万平方米", Unit::kArea, 10'000, 1},
    {"平方米", Unit::kArea},
    {"平方", Unit::kArea},
    {"平米", Unit::kArea},
    {"㎡", Unit::kArea},
    {"m2", Unit::kArea},
    {"m²", Unit::kArea},
    {"人次", Unit::kOther},
    {"人", Unit::kCount},
    {"名", Unit::kCount},
    {"辆", Unit::kCount},
    {"台(套)", Unit::kCount},
    {"台/套", Unit::kCount},
    {"台套", Unit::kCount},
    {"台", Unit::kCount},
    {"套", Unit::kCount},
    {"个月", Unit::kOther},
    {"个", Unit::kCount},
    {"家", Unit::kCount},
    {"户", Unit::kCount},
    {"项", Unit::kCount},
    {"年", Unit::kYear},
    {"月", Unit::kOther},
    {"日", Unit::kOther},
    {"号", Unit::kOther},
    {"届", Unit::kOther},
    {"次", Unit::kOther},
    {"期", Unit::kOther},
    {"时", Unit::kOther},
    {"天", Unit::kOther},
    {"季度", Unit::kOther},
    {"级", Unit::kOther},
    {"亩", Unit::kOther},
    {"公里", Unit::kOther},
    {"批", Unit::kOther},
    {"倍", Unit::kOther},
    {"成", Unit::kOther},
    {"吨", Unit::kOther},
    {"件", Unit::kOther},
    {"岁", Unit::kOther},
    {"万", Unit::kOther},
};

// A form may print the unit before the number: 预算安排规模(万元):10.
constexpr UnitWord kUnitsBefore[] = {
    {"(万元):", Unit::kMoney},
    {"(万元)", Unit::kMoney},
    {"(元):", Unit::kMoney, 1, 10'000},
    {"(元)", Unit::kMoney, 1, 10'000},
    {"(人):", Unit::kCount},
    {"(%):", Unit::kPercent},
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// An ASCII letter, digit or mark, or a CJK ideograph: never changed by
// budget::NormaliseLabel.
bool IsPlainAt(absl::string_view text, size_t at) {
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  if (byte(at) < 0x80) return byte(at) > ' ' && byte(at) != 0x7F;
  return at + 2 < text.size() && byte(at) >= 0xE4 && byte(at) <= 0xE9 &&
         (byte(at + 1) & 0xC0) == 0x80 && (byte(at + 2) & 0xC0) == 0x80;
}

// The end of the number that begins at the digit `begin`. A comma belongs to
// it where exactly three digits follow.
size_t NumberEnd(absl::string_view text, size_t begin) {
  size_t end = begin;
  const auto digits_from = [&](size_t at) {
    size_t count = 0;
    while (at + count < text.size() && IsDigit(text[at + count])) ++count;
    return count;
  };
  end += digits_from(begin);
  if (end - begin <= 3) {
    while (end < text.size() && text[end] == ',' && digits_from(end + 1) == 3) {
      end += 4;
    }
  }
  if (end < text.size() && text[end] == '.') {
    const size_t decimals = digits_from(end + 1);
    if (decimals > 0) end += 1 + decimals;
  }
  return end;
}

// A minus sign, not a dash between two dates or a long dash.
bool HasSign(absl::string_view text, size_t begin) {
  if (begin == 0 || text[begin - 1] != '-') return false;
  if (begin == 1) return true;
  const char before = text[begin - 2];
  return !IsDigit(before) && !IsLetter(before) && before != '-' &&
         before != ']' && before != ')' &&
         !absl::EndsWith(text.substr(0, begin - 1), "日") &&
         !absl::EndsWith(text.substr(0, begin - 1), "月") &&
         !absl::EndsWith(text.substr(0, begin - 1), "年");
}

bool EndsClause(absl::string_view behind) {
  constexpr absl::string_view kMarks[] = {",", ";", "。", "、", ")", "\n"};
  return behind.empty() || StartsWithAny(behind, kMarks);
}

// 增长6.33倍 is a growth of 633 %; 3倍 alone compares something else, and 3倍
// or 3.5倍多 is no figure to compute with. Nobody says 增长1000倍 loosely.
constexpr size_t kWholeTimesDigitsMin = 4;
constexpr int64_t kWholeTimesPlace = budget::kMicroPerOne / 100;

bool GrowsByTimes(absl::string_view before, absl::string_view printed,
                  absl::string_view behind) {
  constexpr absl::string_view kGrowth[] = {"增长", "增加",   "增长了", "增加了",
                                           "增幅", "增幅为", "上升"};
  return budget::EndsWithAny(before, kGrowth) &&
         (absl::StrContains(printed, ".") ||
          printed.size() >= kWholeTimesDigitsMin) &&
         EndsClause(behind);
}

UnitWord UnitAt(absl::string_view text) {
  for (const UnitWord& unit : kUnitWords) {
    if (absl::StartsWith(text, unit.word)) return unit;
  }
  return {"", Unit::kBare};
}

Quantity ReadQuantity(absl::string_view text, size_t begin, size_t end) {
  Quantity quantity;
  quantity.begin = begin;
  quantity.end = end;
  const bool word_before = begin > 0 && IsLetter(text[begin - 1]);
  if (HasSign(text, begin)) --quantity.begin;
  const absl::string_view printed =
      text.substr(quantity.begin, end - quantity.begin);
  const auto decimal = budget::ParseDecimal(printed);
  UnitWord found = UnitAt(text.substr(end));
  // 【30】万元: the brackets are part of the figure.
  if (quantity.begin > 0 && text[quantity.begin - 1] == '[' &&
      end < text.size() && text[end] == ']') {
    const UnitWord outside = UnitAt(text.substr(end + 1));
    if (outside.unit == Unit::kMoney || outside.unit == Unit::kPercent) {
      found = outside;
      --quantity.begin;
      quantity.end = ++end;
    }
  }
  // 483.53万 at the end of a clause leaves out 元.
  if (found.word == "万" && EndsClause(text.substr(end + found.word.size()))) {
    found.unit = Unit::kMoney;
  }
  if (found.word == "倍" &&
      GrowsByTimes(text.substr(0, begin), printed,
                   text.substr(end + found.word.size()))) {
    found.unit = Unit::kPercent;
    found.multiplier = 100;
  }
  if (found.unit == Unit::kBare) {
    for (const UnitWord& unit : kUnitsBefore) {
      if (absl::EndsWith(text.substr(0, quantity.begin), unit.word)) {
        found = unit;
        found.word = "";
        break;
      }
    }
  }
  quantity.end += found.word.size();
  quantity.unit = found.unit;
  const bool beyond =
      decimal.ok()
          ? decimal->micro > budget::kFigureMicroMax / found.multiplier ||
                decimal->micro < -budget::kFigureMicroMax / found.multiplier
          : absl::IsOutOfRange(decimal.status());
  if (word_before || !decimal.ok() || beyond) {
    const bool figure =
        found.unit == Unit::kMoney || found.unit == Unit::kPercent;
    quantity.unit =
        beyond && figure && !word_before ? Unit::kBeyond : Unit::kOther;
    return quantity;
  }
  quantity.value_micro = decimal->micro * found.multiplier / found.divisor;
  quantity.precision_micro = std::max<int64_t>(
      decimal->precision_micro * found.multiplier / found.divisor, 1);
  if (found.word == "倍" && !absl::StrContains(printed, ".")) {
    quantity.precision_micro = kWholeTimesPlace;
  }
  return quantity;
}

// Whether seven digits and no more stand at the start.
bool BeginsWithItemCode(absl::string_view text) {
  constexpr size_t kDigits = 7;
  size_t digits = 0;
  while (digits < text.size() && IsDigit(text[digits])) ++digits;
  return digits == kDigits;
}

}  // namespace

void Passage::Append(absl::string_view line, int number) {
  line = budget::TrimBlanks(line);
  if (line.empty()) return;
  lines_.emplace_back(text_.size(), number);
  for (size_t offset = 0; offset < line.size();) {
    const size_t start = offset;
    if (IsPlainAt(line, offset)) {
      // Most characters are their own normal form.
      const size_t length =
          static_cast<unsigned char>(line[offset]) < 0x80 ? 1 : 3;
      printed_offsets_.insert(printed_offsets_.end(), length,
                              static_cast<uint32_t>(printed_.size()));
      text_.append(line.data() + offset, length);
      printed_.append(line.data() + offset, length);
      offset += length;
      continue;
    }
    NextCodePoint(line, &offset);
    const absl::string_view printed = line.substr(start, offset - start);
    const std::string normal = budget::NormaliseLabel(printed);
    printed_offsets_.insert(printed_offsets_.end(), normal.size(),
                            static_cast<uint32_t>(printed_.size()));
    text_ += normal;
    printed_.append(printed.data(), printed.size());
  }
}

void Passage::Break() {
  if (text_.empty() || text_.back() == '\n') return;
  printed_offsets_.push_back(static_cast<uint32_t>(printed_.size()));
  text_ += '\n';
}

Passage Passage::Slice(size_t begin, size_t end) const {
  Passage slice;
  end = std::min(end, text_.size());
  if (begin >= end) return slice;
  const uint32_t from = printed_offsets_[begin];
  const size_t to =
      end < text_.size() ? printed_offsets_[end] : printed_.size();
  slice.text_ = text_.substr(begin, end - begin);
  slice.printed_ = printed_.substr(from, to - from);
  for (size_t i = begin; i < end; ++i) {
    slice.printed_offsets_.push_back(printed_offsets_[i] - from);
  }
  slice.lines_.emplace_back(0, LineAt(begin));
  auto line = std::upper_bound(
      lines_.begin(), lines_.end(), begin,
      [](size_t at, const auto& entry) { return at < entry.first; });
  for (; line != lines_.end() && line->first < end; ++line) {
    slice.lines_.emplace_back(line->first - begin, line->second);
  }
  return slice;
}

std::string Passage::Printed(size_t begin, size_t end) const {
  end = std::min(end, text_.size());
  if (begin >= end) return "";
  const size_t from = printed_offsets_[begin];
  const size_t to =
      end < text_.size() ? printed_offsets_[end] : printed_.size();
  return std::string(
      budget::TrimBlanks(absl::string_view(printed_).substr(from, to - from)));
}

absl::string_view Passage::LastLine() const {
  return lines_.empty() ? absl::string_view()
                        : text().substr(lines_.back().first);
}

bool Passage::BlankBefore(size_t offset) const {
  if (offset == 0 || offset >= text_.size()) return false;
  const size_t from = printed_offsets_[offset - 1];
  const size_t to = printed_offsets_[offset];
  return from < to &&
         budget::TrimBlanks(absl::string_view(printed_).substr(from, to - from))
                 .size() < to - from;
}

int Passage::LineAt(size_t offset) const {
  if (lines_.empty()) return 0;
  const auto after = std::upper_bound(
      lines_.begin(), lines_.end(), offset,
      [](size_t at, const auto& line) { return at < line.first; });
  return after == lines_.begin() ? lines_.front().second
                                 : std::prev(after)->second;
}

std::vector<Quantity> ScanQuantities(absl::string_view text) {
  std::vector<Quantity> quantities;
  for (size_t at = 0; at < text.size();) {
    if (!IsDigit(text[at])) {
      ++at;
      continue;
    }
    const size_t end = NumberEnd(text, at);
    quantities.push_back(ReadQuantity(text, at, end));
    at = std::max(end, quantities.back().end);
  }
  AddCapitalAmounts(text, &quantities);
  return quantities;
}

bool NumbersItem(absl::string_view text, const Quantity& quantity) {
  const absl::string_view before = text.substr(0, quantity.begin);
  if (before.empty() || absl::StartsWith(text.substr(quantity.end), ".")) {
    return true;
  }
  constexpr absl::string_view kMarks[] = {"\n", ";", "。", "(", ",", "["};
  return budget::EndsWithAny(before, kMarks);
}

bool CountsPersons(absl::string_view text, const Quantity& quantity) {
  constexpr absl::string_view kOthers[] = {"个", "家", "辆", "台", "套",
                                           "户", "项", "米", "方"};
  const absl::string_view printed = text.substr(0, quantity.end);
  const absl::string_view behind = text.substr(quantity.end);
  // Chinese numerals stand without their measure word.
  return std::none_of(std::begin(kOthers), std::end(kOthers),
                      [&](absl::string_view word) {
                        return absl::EndsWith(printed, word);
                      }) &&
         !StartsWithAny(behind, kOthers);
}

LabelFinder::LabelFinder(absl::Span<const Label> labels,
                         absl::Span<const absl::string_view> suffixes)
    : suffixes_(suffixes) {
  for (const Label& label : labels) Add(label.text, label.subject);
}

void LabelFinder::Add(absl::string_view text, absl::string_view subject) {
  if (text.empty()) return;
  size_t offset = 0;
  auto& list = labels_[NextCodePoint(text, &offset)];
  const auto at = std::find_if(list.begin(), list.end(), [&](const auto& l) {
    return l.first.size() < text.size() || l.first == text;
  });
  if (at != list.end() && at->first == text) return;
  list.emplace(at, std::string(text), std::string(subject));
}

std::vector<LabelSpan> LabelFinder::Find(absl::string_view text) const {
  std::vector<LabelSpan> spans;
  for (size_t offset = 0; offset < text.size();) {
    const size_t start = offset;
    const auto list = labels_.find(NextCodePoint(text, &offset));
    if (list == labels_.end()) continue;
    // "50万元以上" is no label inside "150万元以上", but "1.2060101行政运行" is
    // one behind the number of its item.
    if (IsDigit(text[start]) && start > 0 &&
        (IsDigit(text[start - 1]) ||
         (text[start - 1] == '.' && !BeginsWithItemCode(text.substr(start))))) {
      continue;
    }
    for (const auto& [label, subject] : list->second) {
      if (!absl::StartsWith(text.substr(start), label)) continue;
      offset = start + label.size();
      for (bool again = true; again;) {
        again = false;
        for (absl::string_view suffix : suffixes_) {
          if (absl::StartsWith(text.substr(offset), suffix)) {
            offset += suffix.size();
            again = true;
          }
        }
      }
      spans.push_back({start, offset, subject});
      break;
    }
  }
  return spans;
}

std::vector<LabelSpan> MergeSpans(std::vector<LabelSpan> spans,
                                  std::vector<LabelSpan> stronger) {
  const auto overlapped = [&](const LabelSpan& span) {
    const auto next = std::partition_point(
        stronger.begin(), stronger.end(),
        [&](const LabelSpan& other) { return other.end <= span.begin; });
    return next != stronger.end() && next->begin < span.end;
  };
  spans.erase(std::remove_if(spans.begin(), spans.end(), overlapped),
              spans.end());
  std::move(stronger.begin(), stronger.end(), std::back_inserter(spans));
  std::sort(
      spans.begin(), spans.end(),
      [](const LabelSpan& a, const LabelSpan& b) { return a.begin < b.begin; });
  return spans;
}

}  // namespace yuheng::ingestion
