#include "services/validation/evaluation/name_list.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/account_stem.h"

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

// A project's name may hold marks; so many entries are joined again at most.
constexpr size_t kJoinedMax = 4;
// 其中：a和b和c: how deep an entry is taken apart.
constexpr int kDepthMax = 6;

template <size_t N>
bool EndsWithAny(absl::string_view text, const absl::string_view (&words)[N]) {
  return std::any_of(
      std::begin(words), std::end(words),
      [text](absl::string_view word) { return absl::EndsWith(text, word); });
}

template <size_t N>
size_t LengthOfAny(absl::string_view text,
                   const absl::string_view (&words)[N]) {
  for (const absl::string_view word : words) {
    if (absl::StartsWith(text, word)) return word.size();
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
      if (absl::StartsWith(rest, kOpening[i])) {
        const bool closes = last_closing_[i] != absl::string_view::npos &&
                            last_closing_[i] > at;
        depth_ += closes ? 1 : 0;
        return kOpening[i].size();
      }
      if (absl::StartsWith(rest, kClosing[i])) {
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

// The conjunctions of a normalised entry outside brackets: where they stand
// and how long they are.
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

// Whether both sides of a conjunction are names of the same sort.
bool AreTwoNames(absl::string_view left, absl::string_view right) {
  if (absl::EndsWith(left, "干部")) return false;
  return (EndsWithAny(left, kExpenseEndings) &&
          EndsWithAny(right, kExpenseEndings)) ||
         (EndsWithAny(left, kOfficeEndings) &&
          EndsWithAny(right, kOfficeEndings));
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

// What is left of a project's name without marks, conjunctions and 项目 behind.
std::string Letters(absl::string_view name) {
  const std::string label = budget::NormaliseLabel(name);
  absl::string_view rest = label;
  absl::ConsumeSuffix(&rest, "项目");
  std::string letters;
  while (!rest.empty()) {
    const size_t mark =
        std::max({LengthOfAny(rest, kMarks), LengthOfAny(rest, kConjunctions),
                  LengthOfAny(rest, kOpening), LengthOfAny(rest, kClosing)});
    if (mark > 0) {
      rest.remove_prefix(mark);
      continue;
    }
    const bool other = std::ispunct(static_cast<unsigned char>(rest[0])) != 0;
    if (!other) letters += rest[0];
    rest.remove_prefix(1);
  }
  return letters;
}

}  // namespace

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

NameMatcher::NameMatcher(absl::Span<const WantedName> wanted,
                         const budget::ChartOfAccounts& chart)
    : wanted_(wanted.begin(), wanted.end()), chart_(chart) {
  for (size_t i = 0; i < wanted_.size(); ++i) {
    const WantedName& name = wanted_[i];
    by_name_[budget::NormaliseLabel(name.name)].push_back(i);
    if (name.code.empty()) {
      by_letters_[Letters(name.name)].push_back(i);
      continue;
    }
    by_code_.emplace(name.code, i);
    const absl::string_view known = chart_.Name(name.code);
    const std::string stem = AccountStem(name.name);
    by_stem_[stem].push_back(i);
    if (known.empty()) continue;
    const std::string label = budget::NormaliseLabel(known);
    if (label != budget::NormaliseLabel(name.name)) {
      by_name_[label].push_back(i);
    }
    const std::string known_stem = AccountStem(known);
    if (known_stem != stem) by_stem_[known_stem].push_back(i);
  }
}

NameMatcher::Indexes NameMatcher::Find(absl::string_view entry) const {
  const auto name = by_name_.find(entry);
  if (name != by_name_.end()) return name->second;
  const std::string stem = AccountStem(entry);
  const auto same_stem = by_stem_.find(stem);
  if (same_stem != by_stem_.end() && !stem.empty()) return same_stem->second;
  Indexes found;
  for (const auto& [code, index] : by_code_) {
    if (chart_.IsName(code, entry)) found.push_back(index);
  }
  if (!found.empty()) return found;
  for (const absl::string_view code : CodesOfShortName(stem)) {
    const auto index = by_code_.find(code);
    if (index != by_code_.end()) found.push_back(index->second);
  }
  if (!found.empty()) return found;
  const auto letters = by_letters_.find(Letters(entry));
  if (letters != by_letters_.end()) return letters->second;
  return {};
}

std::string NameMatcher::ChartCode(absl::string_view entry) const {
  const std::string stem = AccountStem(entry);
  std::string by_stem;
  for (const absl::string_view code : chart_.Codes()) {
    if (chart_.IsName(code, entry)) return std::string(code);
    if (by_stem.empty() && !stem.empty() &&
        AccountStem(chart_.Name(code)) == stem) {
      by_stem = std::string(code);
    }
  }
  if (!by_stem.empty()) return by_stem;
  const absl::Span<const absl::string_view> codes = CodesOfShortName(stem);
  return codes.empty() ? "" : std::string(codes[0]);
}

// The matching of one list.
class NameMatcher::Run {
 public:
  explicit Run(const NameMatcher& matcher)
      : matcher_(matcher), listed_(matcher.wanted_.size(), false) {}

  NameMatch Match(absl::Span<const std::string> entries) {
    for (size_t i = 0; i < entries.size();) i += TakeJoined(entries, i);
    AddClasses();
    for (size_t i = 0; i < listed_.size(); ++i) {
      if (!listed_[i]) result_.missing.push_back(matcher_.wanted_[i]);
    }
    return std::move(result_);
  }

 private:
  // How many entries from `i` on were taken: several when a project's name
  // holds marks.
  size_t TakeJoined(absl::Span<const std::string> entries, size_t i) {
    std::string joined = entries[i];
    size_t best = 0;
    const Indexes* found = nullptr;
    const size_t end = std::min(entries.size(), i + kJoinedMax);
    for (size_t next = i + 1; next < end && !matcher_.by_letters_.empty();
         ++next) {
      joined += entries[next];
      const auto it = matcher_.by_letters_.find(Letters(joined));
      if (it == matcher_.by_letters_.end()) continue;
      best = next + 1 - i;
      found = &it->second;
    }
    if (found == nullptr) {
      Take(entries[i], 0);
      return 1;
    }
    Mark(*found);
    return best;
  }

  void Take(absl::string_view entry, int depth) {
    if (TakeWhole(entry)) return;
    if (depth < kDepthMax &&
        (TakeInside(entry, depth) || TakeSides(entry, depth))) {
      return;
    }
    result_.surplus.push_back({std::string(entry), ""});
  }

  // An account or project by its whole name.
  bool TakeWhole(absl::string_view entry) {
    const Indexes found = matcher_.Find(entry);
    if (!found.empty()) {
      Mark(found);
      return true;
    }
    const std::string code = matcher_.ChartCode(entry);
    if (code.empty()) return false;
    if (code.size() == 3) {
      classes_.push_back({std::string(entry), code});
    } else {
      result_.surplus.push_back({std::string(entry), code});
    }
    return true;
  }

  // 工资福利支出(基本工资、津贴补贴): what the bracket lists.
  bool TakeInside(absl::string_view entry, int depth) {
    const size_t open = entry.find('(');
    if (open == absl::string_view::npos || !absl::EndsWith(entry, ")")) {
      return false;
    }
    const std::vector<std::string> inside =
        SplitAtMarks(entry.substr(open + 1, entry.size() - open - 2));
    if (inside.size() < 2 || matcher_.ChartCode(entry.substr(0, open)).empty())
      return false;
    for (const std::string& name : inside) Take(name, depth + 1);
    return true;
  }

  // 办公费和印刷费: both sides, when both are known.
  bool TakeSides(absl::string_view entry, int depth) {
    for (const auto& [at, length] : ConjunctionsOf(entry)) {
      const absl::string_view left = entry.substr(0, at);
      const absl::string_view right = entry.substr(at + length);
      if (!Known(left, depth + 1) || !Known(right, depth + 1)) continue;
      Take(left, depth + 1);
      Take(right, depth + 1);
      return true;
    }
    return false;
  }

  bool Known(absl::string_view entry, int depth) const {
    if (entry.empty()) return false;
    if (!matcher_.Find(entry).empty() || !matcher_.ChartCode(entry).empty()) {
      return true;
    }
    if (depth >= kDepthMax) return false;
    for (const auto& [at, length] : ConjunctionsOf(entry)) {
      if (Known(entry.substr(0, at), depth + 1) &&
          Known(entry.substr(at + length), depth + 1)) {
        return true;
      }
    }
    return false;
  }

  void Mark(const Indexes& found) {
    for (const size_t index : found) listed_[index] = true;
    ++result_.found;
  }

  // A class stands for its accounts when none of them is named.
  void AddClasses() {
    for (SurplusName& name : classes_) {
      Indexes below;
      bool named = false;
      for (const auto& [code, index] : matcher_.by_code_) {
        if (!absl::StartsWith(code, name.code)) continue;
        below.push_back(index);
        named |= listed_[index];
      }
      if (below.empty()) {
        result_.surplus.push_back(std::move(name));
      } else if (named) {
        ++result_.found;
      } else {
        Mark(below);
      }
    }
  }

  const NameMatcher& matcher_;
  std::vector<bool> listed_;  // By index of wanted_.
  std::vector<SurplusName> classes_;
  NameMatch result_;
};

NameMatch NameMatcher::Match(absl::Span<const std::string> entries) const {
  return Run(*this).Match(entries);
}

}  // namespace yuheng::validation
