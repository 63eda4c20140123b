#include "services/validation/evaluation/name_list.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"

namespace yuheng::validation {
namespace {

constexpr absl::string_view kMarks[] = {"、", ",", ";", ":", "。"};
constexpr absl::string_view kOpening[] = {"(", "[", "《", "「"};
constexpr absl::string_view kClosing[] = {")", "]", "》", "」"};
constexpr absl::string_view kConjunctions[] = {"以及", "和", "与", "及"};

// Words in front of the first name of a list.
constexpr absl::string_view kOpenings[] = {"其中", "主要包括", "主要用于",
                                           "包括", "用于",     "分别是"};
// 和 is the beginning of these places' names.
constexpr absl::string_view kPlacesWithAnd[] = {"和田", "和静", "和硕", "和布",
                                                "和平", "和龙", "和县"};

// What may stand behind the 等 that ends a list.
constexpr absl::string_view kAfterAndSoOn[] = {
    "",         "支出",     "费用",     "经费",       "项目",
    "方面",     "开支",     "公用经费", "人员经费",   "方面支出",
    "各项支出", "相关支出", "相关费用", "方面的支出", "日常公用经费"};
constexpr absl::string_view kAndSoOn = "等";

// How names of expenses and of offices end.
constexpr absl::string_view kExpenseEndings[] = {
    "费", "金", "补贴", "工资", "补助", "支出", "缴款", "购置", "项目"};
constexpr absl::string_view kOfficeEndings[] = {
    "科",   "室", "处", "股", "站", "所",   "中心",   "大队", "支队",
    "总队", "局", "院", "馆", "校", "学会", "委员会", "工会", "办"};

// 其中：a和b和c: how deep an entry is taken apart.
constexpr int kDepthMax = 6;

// absl::StartsWith; most words are told apart by their first byte.
bool Opens(absl::string_view text, absl::string_view word) {
  return !text.empty() && text[0] == word[0] && absl::StartsWith(text, word);
}

template <size_t N>
size_t LengthOfAny(absl::string_view text,
                   const absl::string_view (&words)[N]) {
  for (const absl::string_view word : words) {
    if (Opens(text, word)) return word.size();
  }
  return 0;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "1." "(1)" "1)" "①" in front; not the year of 2022年….
absl::string_view WithoutNumber(absl::string_view entry) {
  constexpr absl::string_view kCircled[] = {"①", "②", "③", "④", "⑤",
                                            "⑥", "⑦", "⑧", "⑨", "⑩"};
  entry.remove_prefix(LengthOfAny(entry, kCircled));
  size_t at = absl::StartsWith(entry, "(") ? 1 : 0;
  const size_t first = at;
  while (at < entry.size() && at < first + 2 && IsDigit(entry[at])) ++at;
  if (at == first || at >= entry.size()) return entry;
  const bool closed = entry[at] == ')';
  const bool dotted = first == 0 && entry[at] == '.' &&
                      (at + 1 == entry.size() || !IsDigit(entry[at + 1]));
  return closed || dotted ? entry.substr(at + 1) : entry;
}

// "办公费3.2万元", "办公费(3.2万元)", "办公费为3.2万元".
absl::string_view WithoutAmount(absl::string_view entry) {
  absl::string_view rest = entry;
  const bool bracket = absl::ConsumeSuffix(&rest, ")");
  if (!absl::ConsumeSuffix(&rest, "万元")) {
    if (!absl::ConsumeSuffix(&rest, "元")) return entry;
  }
  const size_t with_digits = rest.size();
  while (!rest.empty() &&
         (IsDigit(rest.back()) || rest.back() == '.' || rest.back() == ',')) {
    rest.remove_suffix(1);
  }
  if (rest.size() == with_digits) return entry;
  if (bracket && !absl::ConsumeSuffix(&rest, "(")) return entry;
  for (const absl::string_view word : {"为", "共计", "共", "计"}) {
    if (absl::ConsumeSuffix(&rest, word)) break;
  }
  return rest;
}

// The start of the 等 that ends the text; npos when none does.
size_t AndSoOnAt(absl::string_view text) {
  const size_t at = text.rfind(kAndSoOn);
  if (at == absl::string_view::npos || at == 0) return absl::string_view::npos;
  const absl::string_view behind = text.substr(at + kAndSoOn.size());
  return std::find(std::begin(kAfterAndSoOn), std::end(kAfterAndSoOn),
                   behind) != std::end(kAfterAndSoOn)
             ? at
             : absl::string_view::npos;
}

absl::string_view CleanEntry(absl::string_view entry) {
  entry = WithoutNumber(entry);
  for (const absl::string_view word : kOpenings) {
    absl::ConsumePrefix(&entry, word);
  }
  if (LengthOfAny(entry, kPlacesWithAnd) == 0) {
    const size_t length = LengthOfAny(entry, kConjunctions);
    if (length < entry.size()) entry.remove_prefix(length);
  }
  const size_t and_so_on = AndSoOnAt(entry);
  if (and_so_on != absl::string_view::npos) entry = entry.substr(0, and_so_on);
  return WithoutAmount(entry);
}

// Walks over a normalised text and tells what stands outside brackets.
class Nesting {
 public:
  explicit Nesting(absl::string_view text)
      : text_(text),
        quotes_pair_(std::count(text.begin(), text.end(), '"') % 2 == 0) {
    for (size_t i = 0; i < std::size(kOpening); ++i) {
      last_closing_[i] = text.rfind(kClosing[i]);
    }
  }

  // Takes in what stands at `at`; its length when it is a bracket, else 0.
  size_t Take(size_t at) {
    const absl::string_view rest = text_.substr(at);
    for (size_t i = 0; i < std::size(kOpening); ++i) {
      // One that is never closed opens nothing.
      if (Opens(rest, kOpening[i])) {
        const bool closes = last_closing_[i] != absl::string_view::npos &&
                            last_closing_[i] > at;
        depth_ += closes ? 1 : 0;
        return kOpening[i].size();
      }
      if (Opens(rest, kClosing[i])) {
        depth_ -= depth_ > 0 ? 1 : 0;
        return kClosing[i].size();
      }
    }
    if (rest[0] == '"' && quotes_pair_) {
      quoted_ = !quoted_;
      return 1;
    }
    return 0;
  }

  bool outside() const { return depth_ == 0 && !quoted_; }

 private:
  const absl::string_view text_;
  const bool quotes_pair_;
  size_t last_closing_[std::size(kOpening)] = {};
  int depth_ = 0;
  bool quoted_ = false;
};

bool BetweenDigits(absl::string_view text, size_t at) {
  return at > 0 && at + 1 < text.size() && IsDigit(text[at - 1]) &&
         IsDigit(text[at + 1]);
}

// Whether both sides of a conjunction are names of the same sort.
bool AreTwoNames(absl::string_view left, absl::string_view right) {
  if (absl::EndsWith(left, "干部")) return false;
  return (budget::EndsWithAny(left, kExpenseEndings) &&
          budget::EndsWithAny(right, kExpenseEndings)) ||
         (budget::EndsWithAny(left, kOfficeEndings) &&
          budget::EndsWithAny(right, kOfficeEndings));
}

void AppendNames(absl::string_view entry, int depth,
                 std::vector<std::string>* names) {
  if (depth < kDepthMax) {
    for (const auto& [at, length] : ConjunctionsOf(entry)) {
      const absl::string_view left = entry.substr(0, at);
      const absl::string_view right = entry.substr(at + length);
      if (!AreTwoNames(left, right)) continue;
      AppendNames(left, depth + 1, names);
      AppendNames(right, depth + 1, names);
      return;
    }
  }
  names->emplace_back(entry);
}

}  // namespace

std::vector<std::pair<size_t, size_t>> ConjunctionsOf(absl::string_view entry) {
  std::vector<std::pair<size_t, size_t>> found;
  Nesting nesting(entry);
  for (size_t at = 0; at < entry.size();) {
    const size_t bracket = nesting.Take(at);
    size_t length = 0;
    if (bracket == 0 && nesting.outside() &&
        LengthOfAny(entry.substr(at), kPlacesWithAnd) == 0) {
      length = LengthOfAny(entry.substr(at), kConjunctions);
    }
    if (length > 0 && at > 0 && at + length < entry.size()) {
      found.emplace_back(at, length);
    }
    at += std::max<size_t>({bracket, length, 1});
  }
  return found;
}

std::vector<std::string> SplitAtMarks(absl::string_view list) {
  const std::string normal = budget::NormaliseLabel(list);
  const absl::string_view text = normal;
  std::vector<std::string> entries;
  const auto add = [&](absl::string_view entry) {
    entry = CleanEntry(entry);
    if (!entry.empty()) entries.emplace_back(entry);
  };
  Nesting nesting(text);
  size_t begin = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t bracket = nesting.Take(at);
    const size_t mark = bracket == 0 && nesting.outside()
                            ? LengthOfAny(text.substr(at), kMarks)
                            : 0;
    if (mark > 0 && !(mark == 1 && BetweenDigits(text, at)) &&
        entries.size() + 1 < kNamesPerListMax) {
      add(text.substr(begin, at - begin));
      begin = at + mark;
    }
    at += std::max<size_t>({bracket, mark, 1});
  }
  add(text.substr(begin));
  return entries;
}

std::vector<std::string> SplitNames(absl::string_view list) {
  std::vector<std::string> names;
  for (const std::string& entry : SplitAtMarks(list)) {
    AppendNames(entry, 0, &names);
  }
  return names;
}

bool ListIsOpen(absl::string_view list) {
  const std::string normal = budget::NormaliseLabel(list);
  absl::string_view text = normal;
  while (absl::ConsumeSuffix(&text, "。") || absl::ConsumeSuffix(&text, ";")) {
  }
  return AndSoOnAt(text) != absl::string_view::npos;
}

}  // namespace yuheng::validation
