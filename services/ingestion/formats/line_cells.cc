#include "services/ingestion/formats/line_cells.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/raw_cell.h"

namespace yuheng::ingestion {
namespace {

// Takes the first cell, as it stands, off the line; false when it was the last.
bool TakeCell(absl::string_view* line, absl::string_view* cell) {
  size_t end = absl::string_view::npos;
  if (!line->empty() && line->front() == '"') end = QuotedLength(*line);
  if (end == absl::string_view::npos) end = line->find('\t');
  *cell = line->substr(0, end);
  if (end >= line->size()) return false;
  line->remove_prefix(end + 1);
  return true;
}

// Whether `text` stands in quotes for its characters or is a figure; a word in
// quotes keeps them.
bool AsksForQuotes(absl::string_view text) {
  return text.find_first_of("\"\t\r\n,") != absl::string_view::npos ||
         MakeRawCell(text, 0).look == CellLook::kFigure;
}

}  // namespace

size_t QuotedLength(absl::string_view text) {
  for (size_t at = text.find('"', 1); at != absl::string_view::npos;
       at = text.find('"', at + 2)) {
    const size_t next = at + 1;
    if (next == text.size() || absl::StrContains("\t\r\n", text[next])) {
      return next;
    }
    if (text[next] != '"') break;
  }
  return absl::string_view::npos;
}

size_t OpenQuote(absl::string_view line) {
  absl::string_view rest = line;
  absl::string_view cell;
  while (TakeCell(&rest, &cell)) {
  }
  if (cell.empty() || cell.front() != '"') return absl::string_view::npos;
  for (size_t at = cell.find('"', 1); at != absl::string_view::npos;
       at = cell.find('"', at + 2)) {
    if (at + 1 == cell.size() || cell[at + 1] != '"') {
      return absl::string_view::npos;
    }
  }
  return line.size() - cell.size();
}

bool HoldsRow(absl::string_view line) {
  int printed = 0;
  absl::string_view cell;
  for (bool more = true; more && printed < 2;) {
    more = TakeCell(&line, &cell);
    printed += !budget::TrimBlanks(cell).empty();
  }
  return printed >= 2;
}

void EachCell(absl::string_view line,
              absl::FunctionRef<void(absl::string_view)> visit) {
  absl::string_view cell;
  for (bool more = true; more;) {
    more = TakeCell(&line, &cell);
    const bool quoted = cell.size() > 1 && cell.front() == '"' &&
                        QuotedLength(cell) == cell.size() &&
                        AsksForQuotes(cell.substr(1, cell.size() - 2));
    if (!quoted) {
      visit(cell);
      continue;
    }
    visit(absl::StrReplaceAll(cell.substr(1, cell.size() - 2),
                              {{"\"\"", "\""}, {"\r", ""}, {"\n", ""}}));
  }
}

}  // namespace yuheng::ingestion
