#include "services/ingestion/formats/web/page_styles.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace yuheng::ingestion {
namespace {

// No element of a page has more classes that matter, and no class more rules.
constexpr size_t kClassesMax = 8;
constexpr size_t kRulesOfKeyMax = 32;
constexpr int kIdWeight = 10'000;
constexpr int kClassWeight = 100;
constexpr int kImportantWeight = 1'000'000;

bool IsNameChar(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' ||
         c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

std::string WithoutComments(absl::string_view css) {
  std::string out;
  while (!css.empty()) {
    const size_t begin = std::min(css.find("/*"), css.size());
    absl::StrAppend(&out, css.substr(0, begin));
    const size_t end = css.find("*/", begin);
    if (end == absl::string_view::npos) break;
    css.remove_prefix(end + 2);
  }
  return out;
}

// Behind the block that opens at the front, with those in it.
absl::string_view BehindBlock(absl::string_view css) {
  int depth = 0;
  for (size_t i = 0; i < css.size(); ++i) {
    if (css[i] == '{') ++depth;
    if (css[i] == '}' && --depth == 0) return css.substr(i + 1);
  }
  return absl::string_view();
}

}  // namespace

PageStyles PageStyles::In(absl::string_view page) {
  PageStyles styles;
  const std::string lower = absl::AsciiStrToLower(page);
  absl::string_view rest = lower;
  while (true) {
    const size_t at = rest.find('<');
    if (at == absl::string_view::npos) return styles;
    rest.remove_prefix(at);
    if (absl::StartsWith(rest, "<!--")) {
      rest.remove_prefix(std::min(rest.find("-->"), rest.size()));
    } else if (absl::StartsWith(rest, "<script")) {
      rest.remove_prefix(std::min(rest.find("</script"), rest.size()));
    } else if (absl::StartsWith(rest, "<style")) {
      const size_t end = std::min(rest.find("</style"), rest.size());
      const size_t begin = std::min(rest.find('>'), end);
      styles.Add(rest.substr(begin, end - begin).substr(begin < end ? 1 : 0));
      rest.remove_prefix(end);
    }
    if (!rest.empty()) rest.remove_prefix(1);
  }
}

void PageStyles::Add(absl::string_view css) {
  bytes_ += css.size();
  if (bytes_ > kStyleBytesMax) return;
  const std::string plain = absl::AsciiStrToLower(WithoutComments(css));
  absl::string_view rest = plain;
  while (true) {
    rest = absl::StripLeadingAsciiWhitespace(rest);
    while (absl::ConsumePrefix(&rest, "<!--") ||
           absl::ConsumePrefix(&rest, "-->")) {
      rest = absl::StripLeadingAsciiWhitespace(rest);
    }
    const size_t open = rest.find_first_of("{;");
    if (open == absl::string_view::npos) return;
    if (absl::StartsWith(rest, "@")) {
      // What holds for a medium only is taken as not said.
      rest = rest[open] == ';' ? rest.substr(open + 1)
                               : BehindBlock(rest.substr(open));
      continue;
    }
    if (rest[open] == ';') {
      rest.remove_prefix(open + 1);
      continue;
    }
    const size_t close = rest.find('}', open);
    if (close == absl::string_view::npos) return;
    const Rule declared = Declared(rest.substr(open + 1, close - open - 1));
    if (declared.display != Says::kNothing ||
        declared.visibility != Says::kNothing) {
      for (const absl::string_view selector :
           absl::StrSplit(rest.substr(0, open), ',')) {
        AddRule(absl::StripAsciiWhitespace(selector), declared);
      }
    }
    rest.remove_prefix(close + 1);
  }
}

PageStyles::Rule PageStyles::Declared(absl::string_view block) {
  Rule rule;
  for (absl::string_view declaration : absl::StrSplit(block, ';')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(declaration, absl::MaxSplits(':', 1));
    const absl::string_view property = absl::StripAsciiWhitespace(parts.first);
    absl::string_view value = absl::StripAsciiWhitespace(parts.second);
    const bool important = absl::ConsumeSuffix(&value, "!important");
    value = absl::StripAsciiWhitespace(value);
    if (property == "display") {
      rule.display = value == "none" ? Says::kHidden : Says::kShown;
    } else if (property == "visibility") {
      rule.visibility = value == "hidden" ? Says::kHidden : Says::kShown;
    } else {
      continue;
    }
    if (important) rule.weight = kImportantWeight;
  }
  return rule;
}

void PageStyles::AddRule(absl::string_view selector, const Rule& declared) {
  Rule rule = declared;
  char kind = 0;
  while (!selector.empty()) {
    if (selector[0] == '.' || selector[0] == '#') {
      kind = selector[0];
      selector.remove_prefix(1);
    } else if (kind != 0 || !rule.name.empty()) {
      return;  // Of several elements, or of a state.
    }
    size_t length = 0;
    while (length < selector.size() && IsNameChar(selector[length])) ++length;
    if (length == 0) return;
    const std::string word(selector.substr(0, length));
    selector.remove_prefix(length);
    if (kind == '.') {
      rule.classes.push_back(word);
      rule.weight += kClassWeight;
    } else if (kind == '#') {
      rule.id = word;
      rule.weight += kIdWeight;
    } else {
      rule.name = word;
      ++rule.weight;
    }
  }
  // Pages hide themselves until their scripts ran.
  if (rule.name == "html" || rule.name == "body") return;
  const std::string key = !rule.id.empty() ? absl::StrCat("#", rule.id)
                          : !rule.classes.empty()
                              ? absl::StrCat(".", rule.classes[0])
                              : rule.name;
  if (key.empty() || rules_ == kStyleRulesMax) return;
  std::vector<Rule>& rules = by_key_[key];
  if (rules.size() == kRulesOfKeyMax) return;
  rule.order = rules_++;
  rules.push_back(std::move(rule));
}

bool PageStyles::Hides(absl::string_view name,
                       const HtmlAttributes& attributes) const {
  if (by_key_.empty() || name == "html" || name == "body") return false;
  // Names in style elements are compared in lower case.
  const std::string classes_text =
      absl::AsciiStrToLower(attributes.Of("class"));
  std::vector<absl::string_view> classes;
  for (const absl::string_view word : absl::StrSplit(
           classes_text, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty())) {
    if (classes.size() == kClassesMax) break;
    classes.push_back(word);
  }
  const std::string id = absl::AsciiStrToLower(attributes.Of("id"));
  const Rule* display = nullptr;
  const Rule* visibility = nullptr;
  const auto look = [&](const std::string& key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return;
    for (const Rule& rule : found->second) {
      const bool matches =
          (rule.name.empty() || rule.name == name) &&
          (rule.id.empty() || rule.id == id) &&
          std::all_of(rule.classes.begin(), rule.classes.end(),
                      [&](const std::string& each) {
                        return std::find(classes.begin(), classes.end(),
                                         each) != classes.end();
                      });
      if (!matches) continue;
      const auto counts = [&rule](const Rule* other) {
        return other == nullptr || rule.weight > other->weight ||
               (rule.weight == other->weight && rule.order > other->order);
      };
      if (rule.display != Says::kNothing && counts(display)) display = &rule;
      if (rule.visibility != Says::kNothing && counts(visibility)) {
        visibility = &rule;
      }
    }
  };
  look(std::string(name));
  for (const absl::string_view word : classes) look(absl::StrCat(".", word));
  if (!id.empty()) look(absl::StrCat("#", id));
  const std::string own = absl::AsciiStrToLower(attributes.Of("style"));
  return (display != nullptr && display->display == Says::kHidden &&
          !absl::StrContains(own, "display")) ||
         (visibility != nullptr && visibility->visibility == Says::kHidden &&
          !absl::StrContains(own, "visibility"));
}

}  // namespace yuheng::ingestion
