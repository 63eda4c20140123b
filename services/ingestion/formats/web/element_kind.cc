#include "services/ingestion/formats/web/element_kind.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace yuheng::ingestion {
namespace {

using KindsByName = absl::flat_hash_map<absl::string_view, ElementKind>;

const KindsByName& Kinds() {
  static const auto* const kinds = [] {
    auto* all = new KindsByName{
        {"br", ElementKind::kBreak},         {"ol", ElementKind::kList},
        {"ul", ElementKind::kList},          {"li", ElementKind::kItem},
        {"pre", ElementKind::kPreformatted}, {"table", ElementKind::kTable},
        {"tr", ElementKind::kRow},           {"td", ElementKind::kCell},
        {"th", ElementKind::kCell}};
    for (const absl::string_view name :
         {"p",      "div",     "h1",      "h2",         "h3",     "h4",
          "h5",     "h6",      "dl",      "dt",         "dd",     "section",
          "main",   "article", "header",  "center",     "form",   "fieldset",
          "legend", "figure",  "address", "blockquote", "hr",     "figcaption",
          "html",   "body",    "caption", "details",    "summary"}) {
      all->emplace(name, ElementKind::kBlock);
    }
    for (const absl::string_view name :
         {"script", "style",    "head",   "title",  "noscript", "template",
          "nav",    "footer",   "aside",  "select", "textarea", "button",
          "iframe", "noframes", "object", "svg",    "rt",       "rp",
          "del",    "xml",      "audio",  "video",  "canvas",   "datalist"}) {
      all->emplace(name, ElementKind::kLeftOut);
    }
    return all;
  }();
  return *kinds;
}

// A style as its declarations are compared: lower case, without blanks.
std::string StyleOf(const HtmlAttributes& attributes) {
  std::string style = absl::AsciiStrToLower(attributes.Of("style"));
  return absl::StrReplaceAll(style,
                             {{" ", ""}, {"\t", ""}, {"\n", ""}, {"\r", ""}});
}

// How much of an element is not shown.
enum class Hiding { kNone, kContent, kPlace };

Hiding HidingOf(const HtmlAttributes& attributes) {
  if (attributes.Has("hidden")) return Hiding::kPlace;
  if (attributes.Of("style").empty()) return Hiding::kNone;
  const std::string style = StyleOf(attributes);
  if (absl::StrContains(style, "display:none") ||
      absl::StrContains(style, "mso-hide:all")) {
    return Hiding::kPlace;
  }
  return absl::StrContains(style, "visibility:hidden") ? Hiding::kContent
                                                       : Hiding::kNone;
}

// Whether a word of its id, class or role says that it stands around the
// document.
bool StandsAround(const HtmlAttributes& attributes) {
  for (const absl::string_view name : {"id", "class", "role"}) {
    for (const absl::string_view word :
         absl::StrSplit(attributes.Of(name), ' ', absl::SkipEmpty())) {
      for (const absl::string_view known :
           {"nav", "navigation", "menu", "breadcrumb", "footer", "contentinfo",
            "copyright"}) {
        if (absl::EqualsIgnoreCase(word, known)) return true;
      }
    }
  }
  return false;
}

}  // namespace

ElementKind KindOf(absl::string_view name, const HtmlAttributes& attributes) {
  const auto known = Kinds().find(name);
  const ElementKind kind =
      known == Kinds().end() ? ElementKind::kInline : known->second;
  const Hiding hiding = HidingOf(attributes);
  if (hiding == Hiding::kContent && kind == ElementKind::kCell) {
    return ElementKind::kBlankCell;
  }
  // A page's body may be called anything.
  if (hiding != Hiding::kNone || (name != "body" && StandsAround(attributes))) {
    return ElementKind::kLeftOut;
  }
  return kind;
}

absl::string_view NumberFormatOf(absl::string_view name,
                                 const HtmlAttributes& attributes) {
  using Format = std::pair<absl::string_view, absl::string_view>;
  static constexpr Format kTypes[] = {{"a", "lowerLetter"},
                                      {"A", "upperLetter"},
                                      {"i", "lowerRoman"},
                                      {"I", "upperRoman"}};
  static constexpr Format kStyles[] = {
      {"list-style-type:cjk-ideographic", "chineseCounting"},
      {"list-style-type:simp-chinese-informal", "chineseCounting"},
      {"list-style-type:simp-chinese-formal", "chineseLegalSimplified"},
      {"list-style-type:none", "none"},
      {"list-style:none", "none"}};
  if (name != "ol") return "";
  const std::string style = StyleOf(attributes);
  for (const auto& [declaration, format] : kStyles) {
    if (absl::StrContains(style, declaration)) return format;
  }
  for (const auto& [type, format] : kTypes) {
    if (attributes.Of("type") == type) return format;
  }
  return "decimal";
}

}  // namespace yuheng::ingestion
