#include "services/validation/evaluation/name_matcher.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/account_stem.h"
#include "services/validation/evaluation/name_list.h"

namespace yuheng::validation {
namespace {

// A project's name may hold marks; so many entries are joined again at most.
constexpr size_t kJoinedMax = 4;
// Longer than a few names joined by conjunctions.
constexpr size_t kJoinedBytesMax = 400;
// How deep an entry is taken apart.
constexpr int kDepthMax = 6;

// Takes a mark or conjunction off the front of `text`, which is not empty.
bool TakeMark(absl::string_view* text) {
  constexpr absl::string_view kMarks[] = {"、", "。", "《", "》", "「",
                                          "」", "和", "与", "及", "以及"};
  for (const absl::string_view mark : kMarks) {
    // Most words are told apart by their first byte.
    if (text->front() == mark[0] && absl::ConsumePrefix(text, mark)) {
      return true;
    }
  }
  return false;
}

// What is left of a project's name without marks, conjunctions and 项目 behind.
std::string Letters(absl::string_view name) {
  const std::string label = budget::NormaliseLabel(name);
  absl::string_view rest = label;
  absl::ConsumeSuffix(&rest, "项目");
  std::string letters;
  while (!rest.empty()) {
    if (TakeMark(&rest)) continue;
    const bool other = std::ispunct(static_cast<unsigned char>(rest[0])) != 0;
    if (!other) letters += rest[0];
    rest.remove_prefix(1);
  }
  return letters;
}

}  // namespace

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
    const std::string code = ChartCode(entry);
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
    if (inside.size() < 2 || ChartCode(entry.substr(0, open)).empty())
      return false;
    for (const std::string& name : inside) Take(name, depth + 1);
    return true;
  }

  // 办公费和印刷费: both sides, when both are known.
  bool TakeSides(absl::string_view entry, int depth) {
    if (entry.size() > kJoinedBytesMax) return false;
    for (const auto& [at, length] : ConjunctionsOf(entry)) {
      const absl::string_view left = entry.substr(0, at);
      const absl::string_view right = entry.substr(at + length);
      if (!IsKnown(left) || !AreKnown(right, depth + 1)) continue;
      Take(left, depth + 1);
      Take(right, depth + 1);
      return true;
    }
    return false;
  }

  bool IsKnown(absl::string_view entry) {
    return !entry.empty() &&
           (!matcher_.Find(entry).empty() || !ChartCode(entry).empty());
  }

  // Whether it is known names joined by conjunctions.
  bool AreKnown(absl::string_view entry, int depth) {
    if (IsKnown(entry)) return true;
    if (depth >= kDepthMax) return false;
    for (const auto& [at, length] : ConjunctionsOf(entry)) {
      if (IsKnown(entry.substr(0, at)) &&
          AreKnown(entry.substr(at + length), depth + 1)) {
        return true;
      }
    }
    return false;
  }

  // An account of the chart; empty when none.
  std::string ChartCode(absl::string_view entry) {
    if (chart_codes_.empty()) {
      for (const absl::string_view code : matcher_.chart_.Codes()) {
        const absl::string_view name = matcher_.chart_.Name(code);
        chart_codes_.emplace(budget::NormaliseLabel(name), code);
      }
      for (const absl::string_view code : matcher_.chart_.Codes()) {
        chart_codes_.emplace(AccountStem(matcher_.chart_.Name(code)), code);
      }
    }
    const auto name = chart_codes_.find(entry);
    if (name != chart_codes_.end()) return std::string(name->second);
    const std::string stem = AccountStem(entry);
    const auto same_stem = chart_codes_.find(stem);
    if (same_stem != chart_codes_.end() && !stem.empty()) {
      return std::string(same_stem->second);
    }
    const absl::Span<const absl::string_view> codes = CodesOfShortName(stem);
    return codes.empty() ? "" : std::string(codes[0]);
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
  // Codes of the chart by name and by stem; filled when first asked for.
  absl::flat_hash_map<std::string, absl::string_view> chart_codes_;
  NameMatch result_;
};

NameMatch NameMatcher::Match(absl::Span<const std::string> entries) const {
  return Run(*this).Match(entries);
}

}  // namespace yuheng::validation
