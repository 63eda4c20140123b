// The published disclosure, taken apart to be put together otherwise.
#ifndef YUHENG_TESTS_AWKWARD_DISCLOSURE_H_
#define YUHENG_TESTS_AWKWARD_DISCLOSURE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/support/text_blocks.h"
#include "tests/support/workbook_xml.h"

namespace yuheng::awkward {

// The text as it was published.
const std::string& DisclosureText();

// A sheet of the disclosure as a workbook: a table, or words.
struct DisclosureSheet {
  std::string name;
  int table = 0;  // 1 to 10; 0 for words.
  testing::Grid rows;
  // Rows in front of the first one that holds figures, and columns that hold
  // codes: 3, 2, or 0 where rows are known by their labels.
  size_t head_row_count = 0;
  size_t code_column_count = 0;
};

std::vector<DisclosureSheet> DisclosureSheets();

// Its paragraphs and tables.
std::vector<testing::TextBlock> DisclosureBlocks();

// The sheets as a workbook: figures of tables as numbers, all else as texts.
testing::WorkbookXml WorkbookOf(const std::vector<DisclosureSheet>& sheets);

// The sheet of that table, among the others.
template <typename Sheet>
Sheet& SheetNamed(std::vector<Sheet>& sheets, absl::string_view name) {
  size_t at = 0;
  while (sheets.at(at).name != name) ++at;
  return sheets[at];
}

// `text` with `to` for every `from`, of which there is at least one.
std::string Swap(const std::string& text, absl::string_view from,
                 absl::string_view to);

// In another encoding, by ICU's name.
std::string Encode(absl::string_view text, const char* encoding);

}  // namespace yuheng::awkward

#endif  // YUHENG_TESTS_AWKWARD_DISCLOSURE_H_
