#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_STYLES_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_STYLES_H_

#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/formats/package/xml_part.h"

namespace yuheng::ingestion {

// The value (w:val) of a node; empty when it has none.
absl::string_view ValueOf(const pugi::xml_node& node);

// What a property element such as w:vanish says; nullopt when it is not there.
std::optional<bool> SwitchOf(const pugi::xml_node& properties,
                             absl::string_view name);

// Where a paragraph says that it is of a list.
struct ListPlace {
  std::string list;          // Its w:numId; 0: of none.
  std::optional<int> level;  // From 0.
};
std::optional<ListPlace> ListPlaceOf(const pugi::xml_node& properties);

// Paragraph and character styles, as far as they say what is shown.
class WordStyles {
 public:
  WordStyles() = default;
  explicit WordStyles(const XmlPart& part);

  // The style of paragraphs that name none.
  const std::string& paragraph_style() const { return paragraph_style_; }
  // Of an entry of a table of contents.
  bool IsOfContents(absl::string_view id) const;
  // What the style, or the nearest it is based on that says so, says.
  std::optional<bool> HiddenIn(absl::string_view id) const;
  std::optional<ListPlace> ListPlaceIn(absl::string_view id) const;

 private:
  struct Style {
    std::string name;  // Lower case.
    std::string based_on;
    std::optional<bool> hidden;
    std::optional<ListPlace> place;
  };

  template <typename Field>
  std::optional<Field> Inherited(absl::string_view id,
                                 std::optional<Field> Style::*field) const;

  absl::flat_hash_map<std::string, Style> styles_;
  std::string paragraph_style_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_STYLES_H_
