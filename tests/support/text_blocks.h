#ifndef YUHENG_TESTS_SUPPORT_TEXT_BLOCKS_H_
#define YUHENG_TESTS_SUPPORT_TEXT_BLOCKS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace yuheng::testing {

struct TextCell {
  std::string text;
  int columns = 1;  // How many it goes over: more for some headings.
};

using TextRow = std::vector<TextCell>;

// A paragraph of a published plain text, or rows of a table that stand behind
// each other; a performance sheet is a table of its own.
struct TextBlock {
  std::string paragraph;  // Empty for a table.
  std::vector<TextRow> rows;
};

// The text as what it was before it became one: paragraphs, and tables with
// their cells in rows.
std::vector<TextBlock> TextBlocksOf(absl::string_view text);

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_TEXT_BLOCKS_H_
