#include "services/ingestion/formats/text_lines.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/line_cells.h"
#include "services/ingestion/formats/table_anchor.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

// No row in several lines is longer, or has more line ends in its cells.
constexpr size_t kRowBytesMax = 8'000;
constexpr int kRowLineEndsMax = 20;

// Whether CR and LF stand there, one line end.
bool IsPair(absl::string_view text, size_t at) {
  return text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
}

// Whether a line ends there; of a pair at its LF.
bool EndsLine(absl::string_view text, size_t at) {
  return text[at] == '\n' || (text[at] == '\r' && !IsPair(text, at));
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

  // Where the line behind the end at `end` begins.
  size_t Behind(size_t end) const { return end + (IsPair(text_, end) ? 2 : 1); }

 private:
  const absl::string_view text_;
  size_t return_;
  size_t feed_;
};

// Cells behind the first.
size_t TabsIn(absl::string_view line) {
  size_t count = 0;
  for (size_t at = line.find('\t'); at != absl::string_view::npos;
       at = line.find('\t', at + 1)) {
    ++count;
  }
  return count;
}

int LineEndsIn(absl::string_view text) {
  int count = 0;
  for (size_t i = 0; i < text.size(); ++i) count += EndsLine(text, i);
  return count;
}

// Whether the cell in quotes goes over line ends as none of a spreadsheet does:
// past the number or title of a table, or the TAB of another cell. Then its
// quote is one of the text.
bool TakesOtherLines(absl::string_view quoted) {
  size_t at = quoted.find_first_of("\r\n");
  if (at == absl::string_view::npos) return false;
  if (absl::StrContains(quoted, '\t')) return true;
  for (; at != absl::string_view::npos;
       at = quoted.find_first_of("\r\n", at + 1)) {
    const absl::string_view rest = quoted.substr(at + 1);
    const absl::string_view line =
        budget::TrimBlanks(rest.substr(0, rest.find_first_of("\r\n\"")));
    if (!MatchTableLabel(line).empty() ||
        budget::EndsWithAny(line, {"情况表", "总表", "支出表"})) {
      return true;
    }
  }
  return false;
}

// Where the line from `begin` to `end` ends when the cells in quotes that go on
// behind `end` are taken as its own; `end` when there are none.
size_t EndOfRow(absl::string_view text, size_t begin, size_t end) {
  size_t open = OpenQuote(text.substr(begin, end - begin));
  if (open == absl::string_view::npos) return end;
  const absl::string_view near = text.substr(0, begin + kRowBytesMax);
  int line_ends = 0;
  for (size_t from = begin; open != absl::string_view::npos;) {
    open += from;
    const size_t length = QuotedLength(near.substr(open));
    if (length == absl::string_view::npos) return end;
    const absl::string_view quoted = near.substr(open, length);
    line_ends += LineEndsIn(quoted);
    if (line_ends > kRowLineEndsMax || TakesOtherLines(quoted)) return end;
    from = open + length;
    const size_t last = near.find_first_of("\r\n", from);
    open = OpenQuote(near.substr(from, last - from));
    if (open == absl::string_view::npos) {
      // A quote of the text, not of a cell.
      const absl::string_view row = near.substr(begin, last - begin);
      if (!absl::StrContains(row, '\t')) return end;
      return last == absl::string_view::npos && near.size() < text.size()
                 ? end
                 : last;
    }
  }
  return end;
}

}  // namespace

bool IsBlank(const TextLine& line) {
  return budget::TrimBlanks(line.text).empty();
}

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
  std::vector<TextLine> lines;
  lines.reserve(std::min(text.size() / 16 + 1, kLinesMax));
  LineEnds ends(text);
  const bool quotes = text.find('"') != absl::string_view::npos;
  size_t count = 0;
  int number = 1;
  for (size_t begin = 0; begin < text.size(); ++number) {
    size_t end = ends.Next(begin);
    const size_t first_end = end;
    if (quotes) end = EndOfRow(text, begin, end);
    absl::string_view line = text.substr(begin, end - begin);
    const bool cell = !line.empty() && line.front() == '\t';
    if (cell) line.remove_prefix(1);
    lines.push_back({number, line, cell});
    if (end != first_end) number += LineEndsIn(line);
    count += 1 + TabsIn(line);
    if (count > kLinesMax) {
      const budget::Text message = budget::Message(
          "reader.lines_too_many", {{"limit", absl::StrCat(kLinesMax)}});
      return rpc::MakeError(rpc::Reason::kDocumentTooLarge, message.zh,
                            message.en);
    }
    if (end == absl::string_view::npos) break;
    begin = ends.Behind(end);
  }
  return lines;
}

}  // namespace yuheng::ingestion
