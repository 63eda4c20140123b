#include "services/ingestion/formats/paper/tabbed_table.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/budget/text.h"

namespace yuheng::ingestion {
namespace {

// With fewer, or in fewer lines, they part something else.
constexpr int kTabsMin = 2;
constexpr int kLinesMin = 2;
constexpr int kFiguresMin = 2;

// An amount or a code: digits first and last, and nothing else but points,
// commas and signs.
bool IsFigure(absl::string_view cell) {
  cell = budget::TrimBlanks(cell);
  return !cell.empty() && absl::ascii_isdigit(cell.back()) &&
         std::all_of(cell.begin(), cell.end(), [](char c) {
           return absl::ascii_isdigit(c) || absl::StrContains(".,-", c);
         });
}

bool AllHaveTabs(absl::string_view text) {
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  return std::all_of(lines.begin(), lines.end(), [](absl::string_view line) {
    return budget::TrimBlanks(line).empty() || absl::StrContains(line, '\t');
  });
}

}  // namespace

TabbedRun FindTabbedRun(absl::Span<const PaperBlock> blocks) {
  TabbedRun run;
  int rows = 0;
  bool figures = false;
  for (; run.length < blocks.size(); ++run.length) {
    const PaperBlock& block = blocks[run.length];
    if (block.table != nullptr || !AllHaveTabs(block.text)) break;
    for (const absl::string_view line : absl::StrSplit(block.text, '\n')) {
      rows += std::count(line.begin(), line.end(), '\t') >= kTabsMin;
      int count = 0;
      for (const absl::string_view cell : absl::StrSplit(line, '\t')) {
        count += IsFigure(cell);
      }
      figures = figures || count >= kFiguresMin;
    }
  }
  run.table = rows >= kLinesMin && figures;
  return run;
}

}  // namespace yuheng::ingestion
