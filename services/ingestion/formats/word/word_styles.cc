#include "services/ingestion/formats/word/word_styles.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace yuheng::ingestion {
namespace {

// A style that is based on more others than this is based on itself.
constexpr int kBasesMax = 20;

}  // namespace

absl::string_view ValueOf(const pugi::xml_node& node) {
  return PrefixedAttributeOf(node, "val");
}

std::optional<bool> SwitchOf(const pugi::xml_node& properties,
                             absl::string_view name) {
  const pugi::xml_node node = ChildOf(properties, name);
  if (!node) return std::nullopt;
  const absl::string_view value = ValueOf(node);
  return value != "0" && value != "false" && value != "off" && value != "none";
}

std::optional<ListPlace> ListPlaceOf(const pugi::xml_node& properties) {
  const pugi::xml_node node = ChildOf(properties, "numPr");
  if (!node) return std::nullopt;
  ListPlace place;
  place.list = std::string(ValueOf(ChildOf(node, "numId")));
  int level = 0;
  if (absl::SimpleAtoi(ValueOf(ChildOf(node, "ilvl")), &level)) {
    place.level = level;
  }
  return place;
}

WordStyles::WordStyles(const XmlPart& part) {
  const pugi::xml_node root = ChildOf(part.document, "styles");
  for (pugi::xml_node node = ChildOf(root, "style"); node;
       node = NextOf(node, "style")) {
    Style style;
    style.name = absl::AsciiStrToLower(ValueOf(ChildOf(node, "name")));
    style.based_on = std::string(ValueOf(ChildOf(node, "basedOn")));
    style.hidden = SwitchOf(ChildOf(node, "rPr"), "vanish");
    style.place = ListPlaceOf(ChildOf(node, "pPr"));
    const std::string id(PrefixedAttributeOf(node, "styleId"));
    const absl::string_view preset = PrefixedAttributeOf(node, "default");
    if (PrefixedAttributeOf(node, "type") == "paragraph" &&
        (preset == "1" || preset == "true" || preset == "on")) {
      paragraph_style_ = id;
    }
    styles_[id] = std::move(style);
  }
}

bool WordStyles::IsOfContents(absl::string_view id) const {
  const auto style = styles_.find(id);
  return style != styles_.end() && absl::StartsWith(style->second.name, "toc ");
}

std::optional<bool> WordStyles::HiddenIn(absl::string_view id) const {
  return Inherited(id, &Style::hidden);
}

std::optional<ListPlace> WordStyles::ListPlaceIn(absl::string_view id) const {
  return Inherited(id, &Style::place);
}

template <typename Field>
std::optional<Field> WordStyles::Inherited(
    absl::string_view id, std::optional<Field> Style::*field) const {
  for (int bases = 0; bases <= kBasesMax; ++bases) {
    const auto style = styles_.find(id);
    if (style == styles_.end()) return std::nullopt;
    if ((style->second.*field).has_value()) return style->second.*field;
    id = style->second.based_on;
  }
  return std::nullopt;
}

}  // namespace yuheng::ingestion
