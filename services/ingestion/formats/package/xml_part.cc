#include "services/ingestion/formats/package/xml_part.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/package/limits.h"
#include "services/ingestion/formats/package/refusal.h"

namespace yuheng::ingestion {
namespace {

constexpr unsigned int kFlags = pugi::parse_cdata | pugi::parse_escapes |
                                pugi::parse_wconv_attribute | pugi::parse_eol |
                                pugi::parse_ws_pcdata_single;

absl::string_view LocalName(absl::string_view name) {
  return name.substr(name.rfind(':') + 1);  // npos + 1 is 0.
}

struct DepthMeter : pugi::xml_tree_walker {
  bool for_each(pugi::xml_node&) override { return depth() < kXmlDepthMax; }
};

}  // namespace

absl::Status XmlMarks::Add(absl::string_view piece) {
  for (const char c : piece) count_ += (c == '<') + (c == '=');
  return count_ <= kXmlMarksMax
             ? absl::OkStatus()
             : RefuseTooLarge(
                   "reader.package_marks",
                   {{"part", part_}, {"limit", absl::StrCat(kXmlMarksMax)}});
}

absl::StatusOr<std::unique_ptr<XmlPart>> ParseXml(absl::string_view name,
                                                  std::string bytes) {
  if (absl::StrContains(bytes, "<!DOCTYPE") ||
      absl::StrContains(bytes, "<!ENTITY")) {
    return RefuseDamaged(absl::StrCat(name, " (DOCTYPE)"));
  }
  if (absl::Status status = XmlMarks(name).Add(bytes); !status.ok()) {
    return status;
  }
  auto part = absl::make_unique<XmlPart>();
  part->bytes = std::move(bytes);
  const pugi::xml_parse_result result = part->document.load_buffer_inplace(
      part->bytes.data(), part->bytes.size(), kFlags, pugi::encoding_utf8);
  if (!result) return RefuseDamaged(name);
  DepthMeter meter;
  if (!part->document.traverse(meter)) {
    return RefuseTooLarge(
        "reader.package_depth",
        {{"part", std::string(name)}, {"limit", absl::StrCat(kXmlDepthMax)}});
  }
  return part;
}

bool IsNamed(const pugi::xml_node& node, absl::string_view name) {
  return LocalName(node.name()) == name;
}

pugi::xml_node ChildOf(const pugi::xml_node& node, absl::string_view name) {
  pugi::xml_node child = node.first_child();
  while (child && !IsNamed(child, name)) child = child.next_sibling();
  return child;
}

pugi::xml_node NextOf(const pugi::xml_node& node, absl::string_view name) {
  pugi::xml_node next = node.next_sibling();
  while (next && !IsNamed(next, name)) next = next.next_sibling();
  return next;
}

std::string TextIn(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node& piece : node.children()) {
    if (piece.type() == pugi::node_pcdata || piece.type() == pugi::node_cdata) {
      text += piece.value();
    }
  }
  return text;
}

absl::string_view AttributeOf(const pugi::xml_node& node, const char* name) {
  return node.attribute(name).value();
}

absl::string_view PrefixedAttributeOf(const pugi::xml_node& node,
                                      absl::string_view name) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    const absl::string_view full = attribute.name();
    if (full.size() > name.size() && LocalName(full) == name) {
      return attribute.value();
    }
  }
  return "";
}

bool IsSet(const pugi::xml_node& node, const char* attribute) {
  const absl::string_view value = AttributeOf(node, attribute);
  return value == "1" || value == "true" || value == "on";
}

}  // namespace yuheng::ingestion
