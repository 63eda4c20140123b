#include "services/ingestion/formats/detail/detail_list.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/heading_rows.h"
#include "services/ingestion/formats/line_cells.h"
#include "services/ingestion/formats/raw_cell.h"
#include "services/ingestion/formats/reading_problems.h"
#include "services/ingestion/formats/table_anchor.h"
#include "services/ingestion/formats/text_lines.h"

namespace yuheng::ingestion {
namespace {

// The headings stand below a title and a few notes.
constexpr size_t kHeadLinesMax = 40;
// No list has its headings further behind.
constexpr size_t kFrontBytesMax = 16 << 10;

std::optional<DetailColumns> ColumnsIn(const TextLine& line) {
  if (!HoldsRow(line.text)) return std::nullopt;
  std::vector<std::string> cells;
  EachCell(line.text,
           [&](absl::string_view cell) { cells.emplace_back(cell); });
  const auto columns = FindDetailColumns(cells);
  if (!columns.has_value()) return std::nullopt;
  return *columns;
}

// Whether the headings of a list may stand in the text: most texts are not
// taken apart to find out.
bool MayHoldHeadings(absl::string_view text) {
  return budget::ContainsAny(text, {"资金来源", "资金性质"}) &&
         absl::StrContains(text, "经济");
}

// Behind the last row of the list with the headings at that index.
size_t EndOfList(const budget::Form& form, absl::Span<const TextLine> lines,
                 size_t headings) {
  size_t end = headings + 1;
  for (size_t i = end; i < lines.size(); ++i) {
    if (IsBlank(lines[i])) continue;
    if (!absl::StrContains(lines[i].text, '\t') ||
        NamesTable(form, budget::TrimBlanks(lines[i].text))) {
      break;
    }
    end = i + 1;
  }
  return end;
}

// In its cells.
size_t FiguresIn(const TextLine& line) {
  if (!line.cell && !absl::StrContains(line.text, '\t')) return 0;
  const std::vector<RawCell> cells = CellsOf(line);
  return std::count_if(cells.begin(), cells.end(), [](const RawCell& cell) {
    return cell.look == CellLook::kFigure;
  });
}

// Whether below the title or the number of a table of the form stand figures,
// other than those of the list in [begin, end).
bool HoldsTable(const budget::Form& form, absl::Span<const TextLine> lines,
                size_t begin, size_t end) {
  std::vector<TableAnchor> anchors = FindTableAnchors(form, lines);
  if (!KnowByNumber(form, &anchors).ok()) return false;
  for (size_t i = 0; i < anchors.size(); ++i) {
    if (anchors[i].kind == budget::TableKind::kNone) continue;
    const size_t limit =
        i + 1 < anchors.size() ? anchors[i + 1].begin : lines.size();
    for (size_t at = anchors[i].title + 1; at < limit; ++at) {
      if (at == begin) at = end;
      if (at < limit && FiguresIn(lines[at]) > 0) return true;
    }
  }
  return false;
}

// Makes the lines blank, the TAB in front of them included.
void Empty(absl::Span<const TextLine> lines, std::string* text) {
  for (const TextLine& line : lines) {
    auto at = static_cast<size_t>(line.text.data() - text->data());
    const size_t end = at + line.text.size();
    if (at > 0 && (*text)[at - 1] == '\t') --at;
    for (; at < end; ++at) {
      if ((*text)[at] != '\n' && (*text)[at] != '\r') (*text)[at] = ' ';
    }
  }
}

}  // namespace

std::optional<DetailHeadings> FindDetailHeadings(
    absl::Span<const TextLine> lines) {
  size_t printed = 0;
  for (size_t i = 0; i < lines.size() && printed < kHeadLinesMax; ++i) {
    if (IsBlank(lines[i])) continue;
    ++printed;
    if (const auto columns = ColumnsIn(lines[i])) {
      return DetailHeadings{i, *columns};
    }
  }
  return std::nullopt;
}

bool LooksLikeDetailLines(const budget::Form& form, absl::string_view text) {
  const auto front = SplitLines(text.substr(0, kFrontBytesMax));
  if (!front.ok() || !FindDetailHeadings(*front)) return false;
  const auto lines = SplitLines(text);
  if (!lines.ok()) return true;  // Refused when it is read.
  const auto headings = FindDetailHeadings(*lines);
  if (!headings) return false;
  // Rows of figures above it are of a table, if only of one without a title.
  const bool rows_above =
      std::any_of(lines->begin(), lines->begin() + headings->line,
                  [](const TextLine& line) { return FiguresIn(line) >= 2; });
  return !rows_above && !HoldsTable(form, *lines, headings->line,
                                    EndOfList(form, *lines, headings->line));
}

bool LeaveOutDetailLines(const budget::Form& form, PrintedText* printed) {
  if (!MayHoldHeadings(printed->text)) return false;
  const auto lines = SplitLines(printed->text);
  if (!lines.ok()) return false;
  budget::SourceFile file;
  file.parts = printed->parts;
  bool any = false;
  for (size_t i = 0; i < lines->size(); ++i) {
    if (!ColumnsIn((*lines)[i])) continue;
    const size_t end = EndOfList(form, *lines, i);
    AddProblem("reader.detail_left_out", file.Locate((*lines)[i].number),
               {{"count", absl::StrCat(end - i - 1)}}, printed);
    Empty(absl::MakeConstSpan(*lines).subspan(i, end - i), &printed->text);
    any = true;
    i = end - 1;
  }
  return any;
}

}  // namespace yuheng::ingestion
