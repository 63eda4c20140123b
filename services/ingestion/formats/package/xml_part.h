#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_XML_PART_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_XML_PART_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "pugixml.hpp"

namespace yuheng::ingestion {

// One XML part of a package. Names are without their namespace prefix, which
// every program chooses for itself.
struct XmlPart {
  std::string bytes;  // The document views them.
  pugi::xml_document document;
};

// Counts, piece by piece, what of an XML part will become objects.
class XmlMarks {
 public:
  explicit XmlMarks(absl::string_view part) : part_(part) {}
  // DOCUMENT_TOO_LARGE beyond the marks of limits.h.
  absl::Status Add(absl::string_view piece);

 private:
  const std::string part_;
  size_t count_ = 0;
};

// DOCUMENT_UNREADABLE when it is no well-formed XML in UTF-8, or declares a
// document type: none of a package does, and entities could grow without end.
// DOCUMENT_TOO_LARGE beyond the marks and the depth of limits.h. `name` is the
// part's, for the refusal.
absl::StatusOr<std::unique_ptr<XmlPart>> ParseXml(absl::string_view name,
                                                  std::string bytes);

bool IsNamed(const pugi::xml_node& node, absl::string_view name);
// The first child, or the next sibling, of that name; null when there is none.
pugi::xml_node ChildOf(const pugi::xml_node& node, absl::string_view name);
pugi::xml_node NextOf(const pugi::xml_node& node, absl::string_view name);
// What stands between its tags, also where a comment parts it.
std::string TextIn(const pugi::xml_node& node);
// The value of the attribute that stands without a prefix; empty when absent.
absl::string_view AttributeOf(const pugi::xml_node& node, const char* name);
// Of one that stands with a prefix, such as r:id.
absl::string_view PrefixedAttributeOf(const pugi::xml_node& node,
                                      absl::string_view name);
// Whether the attribute says 1 or true.
bool IsSet(const pugi::xml_node& node, const char* attribute);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_XML_PART_H_
