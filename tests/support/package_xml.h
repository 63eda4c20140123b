// Office packages as tests need them: XML parts written out, and zipped.
#ifndef YUHENG_TESTS_SUPPORT_PACKAGE_XML_H_
#define YUHENG_TESTS_SUPPORT_PACKAGE_XML_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace yuheng::testing {

using PackageEntries = std::vector<std::pair<std::string, std::string>>;

// An archive of entries: names and bytes. `stored`: not deflated.
std::string Zip(const PackageEntries& entries, bool stored = false);

// Text inside XML.
std::string XmlText(absl::string_view text);

// A part: its root element with a declaration in front.
std::string XmlPartOf(absl::string_view root);

// One relation, whose type is a word of the office document's.
std::string XmlRelation(absl::string_view id, absl::string_view type,
                        absl::string_view target);
// A part of relations.
std::string XmlRelations(absl::string_view relations);

// The entries that every package has: the list of types, `types` among them,
// and where the main part is.
PackageEntries PackageFront(absl::string_view main_part,
                            absl::string_view types = "");

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_PACKAGE_XML_H_
