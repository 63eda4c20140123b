// Word documents as tests need them.
#ifndef YUHENG_TESTS_SUPPORT_WORD_XML_H_
#define YUHENG_TESTS_SUPPORT_WORD_XML_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/support/package_xml.h"

namespace yuheng::testing {

struct WordXml {
  std::string body;       // What stands in w:body.
  std::string numbering;  // What stands in w:numbering; empty for no such part.
  std::string styles;     // What stands in w:styles; empty for no such part.

  // The parts that make it.
  PackageEntries Entries() const;
  std::string Bytes() const { return Zip(Entries()); }
};

// A run, and a paragraph with one, behind `properties`.
std::string WordRun(absl::string_view text, absl::string_view properties = "");
std::string WordParagraph(absl::string_view text,
                          absl::string_view properties = "");
// A cell and a row with its cells.
std::string WordCell(absl::string_view text, absl::string_view properties = "");
std::string WordRow(const std::vector<std::string>& texts);
std::string WordTable(absl::string_view rows);

// Table 3 with its title and headings, in 万元; `rows` below them.
std::string WordTable3(absl::string_view rows);

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_WORD_XML_H_
