#include "services/ingestion/formats/account_names.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"

namespace yuheng::ingestion {
namespace {

constexpr absl::string_view kLevelWords[] = {"类", "款", "项"};
constexpr size_t kLevels = std::size(kLevelWords);
// The digits of a code in a mark such as (206类).
constexpr size_t kMarkDigitsMax = 7;

// What ends the name of a class to its left.
constexpr absl::string_view kBoundaries[] = {"\n", "。", ";", ",", ":", "、"};

constexpr absl::string_view kExpenditureWord = "支出";
// Three Chinese characters.
constexpr size_t kShortNameBytesMin = 9;
// Longer than any account name; bounds the search for a path's marks.
constexpr size_t kNameBytesMax = 240;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool AllDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

absl::string_view WithoutExpenditure(absl::string_view name) {
  return absl::StripSuffix(name, kExpenditureWord);
}

// "206 一般公共服务支出" and "1.科学技术支出" without their numbers.
absl::string_view WithoutNumber(absl::string_view name) {
  while (!name.empty() &&
         (IsDigit(name.front()) || name.front() == '.' || name.front() == ')' ||
          name.front() == '(' || name.front() == '-')) {
    // A bracket opens a name only in front of digits.
    if (name.front() == '(' && (name.size() < 2 || !IsDigit(name[1]))) break;
    name.remove_prefix(1);
  }
  return name;
}

// A mark that ends a name: (类), [类], (206类).
struct Mark {
  size_t begin = absl::string_view::npos;
  size_t end = absl::string_view::npos;
  absl::string_view digits;
};

bool IsOpening(char c) { return c == '(' || c == '[' || c == '"'; }
bool IsClosing(char c) { return c == ')' || c == ']' || c == '"'; }

// The first mark of the level from `offset` on; npos when there is none.
Mark FindMark(absl::string_view text, size_t level, size_t offset) {
  const absl::string_view word = kLevelWords[level];
  for (size_t at = text.find(word, offset); at != absl::string_view::npos;
       at = text.find(word, at + word.size())) {
    const size_t end = at + word.size();
    if (end >= text.size() || !IsClosing(text[end])) continue;
    size_t digits = 0;
    while (digits < kMarkDigitsMax && at - digits > offset &&
           IsDigit(text[at - digits - 1])) {
      ++digits;
    }
    const size_t begin = at - digits;
    if (begin <= offset) continue;
    if (!IsOpening(text[begin - 1])) continue;
    return {begin - 1, end + 1, text.substr(begin, digits)};
  }
  return {};
}

// The digits that stand right in front of a name, behind its item's number.
absl::string_view CodeInFront(absl::string_view number) {
  size_t begin = number.size();
  while (begin > 0 && IsDigit(number[begin - 1])) --begin;
  return number.substr(begin);
}

// Extends a path's code by what is printed at a level: a whole code, or the two
// digits of the level. Empty where the code is not complete up to there.
std::string ExtendedCode(absl::string_view code, size_t level,
                         absl::string_view digits) {
  const size_t length = 3 + 2 * level;
  if (digits.size() == length) return std::string(digits);
  if (level > 0 && digits.size() == 2 && code.size() == length - 2) {
    return absl::StrCat(code, digits);
  }
  return "";
}

size_t LastBoundaryEnd(absl::string_view text) {
  size_t end = 0;
  for (absl::string_view boundary : kBoundaries) {
    const size_t at = text.rfind(boundary);
    if (at != absl::string_view::npos)
      end = std::max(end, at + boundary.size());
  }
  return end;
}

}  // namespace

AccountNames::AccountNames(const budget::Document& document,
                           absl::Span<const budget::TableKind> tables)
    : chart_(budget::ChartFor(budget::ChartKind::kFunction,
                              document.fiscal_year)) {
  for (const budget::TableKind kind : tables) {
    const budget::Table* table = document.FindTable(kind);
    if (table == nullptr) continue;
    for (const budget::Row& row : table->rows) {
      if (row.side == budget::Side::kIncome || !AllDigits(row.code)) continue;
      const std::string name = budget::NormaliseLabel(row.name);
      const absl::string_view bare = WithoutNumber(name);
      if (bare.empty()) continue;
      printed_.emplace(row.code, bare);
      if (kind == tables.front() && row.code.size() == 7) {
        items_.emplace(row.code, bare);
      }
    }
  }
}

void AccountNames::AddClassLabels(LabelFinder* finder) const {
  std::vector<std::pair<std::string, std::string>> short_names;
  const auto add = [&](absl::string_view code, absl::string_view name) {
    if (code.size() != 3) return;
    const std::string label = budget::NormaliseLabel(name);
    finder->Add(label, code);
    const absl::string_view bare = WithoutExpenditure(label);
    if (bare.size() >= kShortNameBytesMin) short_names.emplace_back(bare, code);
  };
  for (const auto& [code, name] : printed_) add(code, name);
  for (absl::string_view code : chart_.Codes()) add(code, chart_.Name(code));
  for (const auto& [name, code] : short_names) finder->Add(name, code);
}

void AccountNames::AddItemLabels(LabelFinder* finder) const {
  std::map<absl::string_view, int> uses;
  for (const auto& [code, name] : items_) ++uses[name];
  for (const auto& [code, name] : items_) {
    if (uses[name] == 1) finder->Add(name, code);
  }
}

void AccountNames::AddPathLabels(LabelFinder* finder) const {
  for (const auto& [code, name] : items_) {
    // 2060101行政运行, 行政运行(2060101).
    finder->Add(absl::StrCat(code, name), code);
    finder->Add(absl::StrCat("(", code, ")", name), code);
    finder->Add(absl::StrCat(name, "(", code, ")"), code);
    const auto parent = printed_.find(code.substr(0, 5));
    const auto top = printed_.find(code.substr(0, 3));
    if (parent == printed_.end() || top == printed_.end()) continue;
    for (absl::string_view separator : {"", "-", "--", "/", "."}) {
      finder->Add(
          absl::StrCat(top->second, separator, parent->second, separator, name),
          code);
      finder->Add(absl::StrCat(parent->second, separator, name), code);
    }
    // 科学技术支出(206)科学技术管理事务(01)行政运行(01), or with whole codes.
    for (const auto& [second, third] :
         {std::pair(code.substr(3, 2), code.substr(5)),
          std::pair(code.substr(0, 5), code)}) {
      finder->Add(
          absl::StrCat(top->second, "(", top->first, ")", parent->second, "(",
                       second, ")", name, "(", third, ")"),
          code);
    }
  }
}

AccountNames::Path AccountNames::ReadPath(absl::string_view text, size_t begin,
                                          size_t level) const {
  Path path;
  const Mark mark = FindMark(text, level, begin);
  const size_t window = mark.begin - std::min(mark.begin, kNameBytesMax);
  path.begin =
      window + LastBoundaryEnd(text.substr(window, mark.begin - window));
  path.begin = std::max(path.begin, begin);
  const absl::string_view printed =
      text.substr(path.begin, mark.begin - path.begin);
  const absl::string_view name = WithoutNumber(printed);
  // "206(类)01(款)01(项)" has numbers for names.
  path.names[level] = std::string(name.empty() ? printed : name);
  const absl::string_view number =
      printed.substr(0, printed.size() - name.size());
  const absl::string_view front = CodeInFront(number);
  std::string code = ExtendedCode(
      "", level,
      mark.digits.empty() || front.size() == 7 ? front : mark.digits);
  if (front.size() == 7) path.code = std::string(front);
  path.begin += name.empty() ? 0 : printed.size() - name.size();
  path.end = mark.end;
  for (size_t next = level + 1; next < kLevels; ++next) {
    const absl::string_view ahead = text.substr(path.end, kNameBytesMax);
    const Mark deeper_mark = FindMark(ahead, next, 0);
    if (deeper_mark.begin == absl::string_view::npos) continue;
    absl::string_view deeper = ahead.substr(0, deeper_mark.begin);
    if (LastBoundaryEnd(deeper) != 0 ||
        FindMark(deeper, 0, 0).begin != absl::string_view::npos) {
      continue;
    }
    while (absl::ConsumePrefix(&deeper, "-") ||
           absl::ConsumePrefix(&deeper, "/") ||
           absl::ConsumePrefix(&deeper, "·")) {
    }
    const absl::string_view bare = WithoutNumber(deeper);
    const absl::string_view digits =
        deeper_mark.digits.empty()
            ? CodeInFront(deeper.substr(0, deeper.size() - bare.size()))
            : deeper_mark.digits;
    code = ExtendedCode(code, next, digits);
    path.names[next] = std::string(bare.empty() ? deeper : bare);
    path.end += deeper_mark.end;
  }
  if (path.code.empty() && printed_.find(code) != printed_.end()) {
    path.code = code;
  }
  // A code in brackets behind the path.
  absl::string_view rest = text.substr(path.end);
  if (absl::ConsumePrefix(&rest, "(")) {
    const size_t close = rest.find(')');
    if (close != absl::string_view::npos && close <= 7 &&
        AllDigits(rest.substr(0, close))) {
      path.code = std::string(rest.substr(0, close));
      path.end += close + 2;
    }
  }
  return path;
}

std::vector<LabelSpan> AccountNames::FindPaths(absl::string_view text) const {
  std::vector<LabelSpan> spans;
  std::map<std::string, std::string> subjects;  // By the path as printed.
  std::array<size_t, kLevels> ahead;            // The next mark of a level.
  for (size_t i = 0; i < kLevels; ++i) ahead[i] = FindMark(text, i, 0).begin;
  for (size_t offset = 0;
       offset < text.size() && spans.size() < budget::kClaimsMax;) {
    for (size_t i = 0; i < kLevels; ++i) {
      if (ahead[i] < offset) ahead[i] = FindMark(text, i, offset).begin;
    }
    const size_t level =
        std::min_element(ahead.begin(), ahead.end()) - ahead.begin();
    if (ahead[level] == absl::string_view::npos) break;
    const Path path = ReadPath(text, offset, level);
    const absl::string_view printed =
        text.substr(path.begin, path.end - path.begin);
    const auto [known, added] = subjects.try_emplace(std::string(printed));
    std::string& subject = known->second;
    if (added) subject = CodeOf(path);
    if (subject.empty()) subject = std::string(printed);
    spans.push_back({std::max(path.begin, offset), path.end, subject});
    offset = path.end;
  }
  return spans;
}

bool AccountNames::IsName(absl::string_view code,
                          absl::string_view name) const {
  if (name.empty()) return false;
  const absl::string_view bare = WithoutExpenditure(name);
  const auto printed = printed_.find(code);
  if (printed != printed_.end() &&
      WithoutExpenditure(printed->second) == bare) {
    return true;
  }
  return chart_.IsName(code, name) ||
         chart_.IsName(code, absl::StrCat(bare, kExpenditureWord)) ||
         chart_.IsName(code, bare);
}

int AccountNames::Fit(const Path& path, absl::string_view code) const {
  constexpr size_t kLengths[] = {3, 5, 7};
  int fits = 0;
  for (size_t level = 0; level < kLevels; ++level) {
    if (code.size() < kLengths[level]) break;
    const bool deepest = code.size() == kLengths[level];
    if (IsName(code.substr(0, kLengths[level]), path.names[level])) {
      ++fits;
    } else if (deepest) {
      return 0;
    }
  }
  return fits;
}

std::string AccountNames::CodeOf(const Path& path) const {
  if (!path.code.empty()) return path.code;
  size_t level = kLevels;
  while (level > 0 && path.names[level - 1].empty()) --level;
  if (level == 0) return "";
  const std::string digits =
      absl::StrCat(path.names[0], path.names[1], path.names[2]);
  const size_t length = 1 + 2 * level;
  if (AllDigits(digits) && digits.size() == length) return digits;

  const int names = static_cast<int>(
      std::count_if(path.names.begin(), path.names.end(),
                    [](const std::string& name) { return !name.empty(); }));
  std::string best;
  int best_fit = 0;
  int ties = 0;
  bool best_is_near = false;
  const auto consider = [&](absl::string_view code, int fit_min) {
    if (code.size() != length) return;
    const int fit = Fit(path, code);
    if (fit < std::max(fit_min, 1) || fit < best_fit) return;
    // Of two codes of one name the nearest table's is meant: another table may
    // have mistaken the code.
    const bool near = items_.contains(code);
    if (fit == best_fit && best_is_near && !near) return;
    ties = fit == best_fit && near == best_is_near ? ties + 1 : 0;
    best = std::string(code);
    best_fit = fit;
    best_is_near = near;
  };
  for (const auto& [code, name] : printed_) consider(code, 1);
  if (best_fit == names && ties == 0) return best;
  // The chart only where it fits better than the document's own tables.
  const int fit_min = best_fit + 1;
  for (absl::string_view code : chart_.Codes()) consider(code, fit_min);
  return ties == 0 ? best : "";
}

}  // namespace yuheng::ingestion
