#include "services/ingestion/formats/paper/paper_builder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/package/refusal.h"
#include "services/ingestion/formats/printed_text.h"

namespace yuheng::ingestion {
namespace {

// No table is wider; what is said to be only moves what stands behind.
constexpr int kSpanMax = 1'000;

// What shows nothing: soft hyphen, zero-width characters, marks of direction,
// byte order mark.
bool ShowsNothing(char32_t character) {
  return character == 0xAD || (character >= 0x200B && character <= 0x200F) ||
         (character >= 0x202A && character <= 0x202E) ||
         (character >= 0x2060 && character <= 0x2064) || character == 0xFEFF;
}

}  // namespace

void PaperBuilder::Append(absl::string_view text) {
  Charge(0, text.size());
  if (!status_.ok()) return;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t character = budget::NextCodePoint(text, &at);
    if (character == '\t' || character == 0xA0) {
      paragraph_.push_back(' ');
    } else if (character == '\r' || character == '\v') {
      paragraph_.push_back('\n');
    } else if (character == '\n' || (character >= 0x20 && character != 0x7F &&
                                     !(character >= 0x80 && character < 0xA0) &&
                                     !ShowsNothing(character))) {
      paragraph_.append(text.data() + begin, at - begin);
    }
  }
}

void PaperBuilder::AppendTab() {
  Charge(0, 1);
  if (status_.ok()) paragraph_.push_back('\t');
}

void PaperBuilder::EndParagraph() {
  if (!budget::TrimBlanks(paragraph_).empty()) {
    Container().blocks.push_back({std::move(paragraph_), nullptr});
  }
  paragraph_.clear();
}

void PaperBuilder::OpenTable() {
  EndParagraph();
  if (open_.size() > kTablesDeepMax && status_.ok()) {
    status_ = RefuseTooLarge("reader.paper_depth",
                             {{"limit", absl::StrCat(kTablesDeepMax)}});
  }
  Charge(1, 0);
  if (!status_.ok()) return;
  open_.emplace_back();
  open_.back().table = std::make_unique<PaperTable>();
}

void PaperBuilder::OpenRow() {
  if (!in_table()) return;
  CloseRow();
  OpenedTable& table = open_.back();
  Charge(1, 0);
  if (!status_.ok()) return;
  table.in_row = true;
  table.column = 0;
  table.next_covering = 0;
  table.table->rows.emplace_back();
}

void PaperBuilder::OpenCell(Span span) {
  if (!in_table()) return;
  CloseCell();
  if (!open_.back().in_row) OpenRow();
  if (!status_.ok()) return;
  AddCovered(/*all=*/false);
  OpenedTable& table = open_.back();
  table.in_cell = true;
  const int columns = std::clamp(span.columns, 1, kSpanMax);
  if (span.rows > 1) {
    table.beginning.push_back({table.column, columns, span.rows - 1});
  }
  table.column += columns;
  table.columns = columns;
}

void PaperBuilder::CloseCell() {
  EndParagraph();
  OpenedTable& table = open_.back();
  if (!table.in_cell) return;
  table.in_cell = false;
  AddCells(std::exchange(table.blocks, {}), table.columns);
}

void PaperBuilder::CloseRow() {
  CloseCell();
  OpenedTable& table = open_.back();
  if (!table.in_row) return;
  AddCovered(/*all=*/true);
  table.in_row = false;
  std::vector<Covering> covering = std::move(table.beginning);
  for (Covering above : table.covering) {
    if (--above.rows_left > 0) covering.push_back(above);
  }
  std::sort(
      covering.begin(), covering.end(),
      [](const Covering& a, const Covering& b) { return a.column < b.column; });
  // Of cells that overlap the first one counts, so that none is looked at
  // without being counted.
  table.beginning.clear();
  table.covering.clear();
  int end = 0;
  for (const Covering& above : covering) {
    if (above.column < end) continue;
    end = above.column + above.columns;
    table.covering.push_back(above);
  }
}

void PaperBuilder::CloseTable() {
  if (!in_table()) return;
  CloseRow();
  PaperBlock block{"", std::move(open_.back().table)};
  open_.pop_back();
  Container().blocks.push_back(std::move(block));
}

absl::StatusOr<std::vector<PaperBlock>> PaperBuilder::Finish() {
  while (in_table()) CloseTable();
  EndParagraph();
  if (!status_.ok()) return status_;
  return std::move(open_.front().blocks);
}

PaperBuilder::OpenedTable& PaperBuilder::Container() {
  size_t at = open_.size() - 1;
  while (at > 0 && !open_[at].in_cell) --at;
  return open_[at];
}

void PaperBuilder::AddCovered(bool all) {
  OpenedTable& table = open_.back();
  for (; table.next_covering < table.covering.size(); ++table.next_covering) {
    const Covering& above = table.covering[table.next_covering];
    if (above.column < table.column) continue;
    if (!all && above.column > table.column) break;
    AddCells({}, above.columns);
    table.column = above.column + above.columns;
  }
}

void PaperBuilder::AddCells(std::vector<PaperBlock> blocks, int columns) {
  Charge(static_cast<size_t>(columns), 0);
  if (!status_.ok()) return;
  std::vector<PaperCell>& cells = open_.back().table->rows.back().cells;
  cells.push_back({std::move(blocks), /*goes_on=*/false});
  for (int i = 1; i < columns; ++i) cells.push_back({{}, /*goes_on=*/true});
}

void PaperBuilder::Charge(size_t cells, size_t bytes) {
  cells_ += cells;
  bytes_ += bytes;
  if (!status_.ok()) return;
  if (cells_ > kPrintedCellsMax) {
    status_ = RefuseTooLarge("reader.paper_cells",
                             {{"limit", absl::StrCat(kPrintedCellsMax)}});
  } else if (bytes_ > kPrintedBytesMax) {
    status_ = RefuseTooLarge("reader.paper_text",
                             {{"limit", absl::StrCat(kPrintedBytesMax)}});
  }
}

}  // namespace yuheng::ingestion
