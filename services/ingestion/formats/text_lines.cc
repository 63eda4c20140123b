#include "services/ingestion/formats/text_lines.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/budget/text.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

// A document with fewer lines that hold rows prints its cells in lines.
constexpr size_t kRowsInLinesMin = 8;

// Cells in a line behind its first TAB: more than one only when at least two
// of them are printed, else a TAB is a blank like any other.
bool HoldsRow(absl::string_view cells) {
  int printed = 0;
  while (printed < 2) {
    const size_t tab = cells.find('\t');
    printed += !budget::TrimBlanks(cells.substr(0, tab)).empty();
    if (tab == absl::string_view::npos) break;
    cells.remove_prefix(tab + 1);
  }
  return printed >= 2;
}

// How a document prints its tables.
struct Layout {
  // A line with TABs is a row even where only one cell of it is printed.
  bool rows_in_lines = false;
  size_t rows = 0;    // Lines that hold one.
  size_t single = 0;  // Lines with further TABs and one printed cell.
};

void AddLine(int number, absl::string_view line, Layout* layout,
             std::vector<TextLine>* lines) {
  if (line.empty() || line.front() != '\t') {
    lines->push_back({number, line, false});
    return;
  }
  line.remove_prefix(1);
  if (line.find('\t') == absl::string_view::npos) {
    lines->push_back({number, line, true});
    return;
  }
  const bool row = HoldsRow(line);
  layout->rows += row;
  layout->single += !row;
  if (!row && !layout->rows_in_lines) {
    lines->push_back({number, line, true});
    return;
  }
  while (true) {
    const size_t tab = line.find('\t');
    lines->push_back({number, line.substr(0, tab), true});
    if (tab == absl::string_view::npos) break;
    line.remove_prefix(tab + 1);
  }
}

// Finds the line ends one after the other. Each kind is looked for once a
// place, so a text that has only one kind costs no more than two passes.
class LineEnds {
 public:
  explicit LineEnds(absl::string_view text)
      : text_(text), return_(text.find('\r')), feed_(text.find('\n')) {}

  // The first not before `begin`; npos when there is none. `begin` ascends.
  size_t Next(size_t begin) {
    if (return_ < begin) return_ = text_.find('\r', begin);
    if (feed_ < begin) feed_ = text_.find('\n', begin);
    return std::min(return_, feed_);
  }

 private:
  const absl::string_view text_;
  size_t return_;
  size_t feed_;
};

absl::StatusOr<std::vector<TextLine>> Split(absl::string_view text,
                                            Layout* layout) {
  std::vector<TextLine> lines;
  lines.reserve(std::min(text.size() / 16 + 1, kLinesMax));
  LineEnds ends(text);
  int number = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = ends.Next(begin);
    AddLine(++number, text.substr(begin, end - begin), layout, &lines);
    if (lines.size() > kLinesMax) {
      const budget::Text message = budget::Message(
          "reader.lines_too_many", {{"limit", absl::StrCat(kLinesMax)}});
      return rpc::MakeError(rpc::Reason::kDocumentTooLarge, message.zh,
                            message.en);
    }
    if (end == absl::string_view::npos) break;
    const bool pair =
        text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
    begin = end + (pair ? 2 : 1);
  }
  return lines;
}

}  // namespace

absl::string_view SkipBlanks(absl::string_view text) {
  for (size_t offset = 0; offset < text.size();) {
    const size_t start = offset;
    budget::NextCodePoint(text, &offset);
    const absl::string_view character = text.substr(start, offset - start);
    if (!budget::TrimBlanks(character).empty()) return text.substr(start);
  }
  return absl::string_view();
}

absl::StatusOr<std::vector<TextLine>> SplitLines(absl::string_view text) {
  Layout layout;
  absl::StatusOr<std::vector<TextLine>> lines = Split(text, &layout);
  if (layout.single == 0 || layout.rows < kRowsInLinesMin) return lines;
  layout.rows_in_lines = true;
  return Split(text, &layout);
}

}  // namespace yuheng::ingestion
