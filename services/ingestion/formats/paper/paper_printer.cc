#include "services/ingestion/formats/paper/paper_printer.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "services/budget/messages.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/line_printer.h"
#include "services/ingestion/formats/package/refusal.h"
#include "services/ingestion/formats/paper/tabbed_table.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

// No row of a table holds more.
constexpr size_t kRowBytesMax = 16'000;

// Wide enough to part columns that are set by TABs.
std::string WithoutTabs(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"\t", "    "}});
}

// The paragraphs of a cell, a line each. Tables in it are left out.
std::string TextOf(const PaperCell& cell) {
  std::string text;
  for (const PaperBlock& block : cell.blocks) {
    absl::StrAppend(&text, text.empty() ? "" : "\n", WithoutTabs(block.text));
  }
  return text;
}

// Whether the row lays out a page: it holds a table, or a page full of text.
bool LaysOut(const PaperRow& row) {
  size_t bytes = 0;
  for (const PaperCell& cell : row.cells) {
    for (const PaperBlock& block : cell.blocks) {
      if (block.table != nullptr) return true;
      bytes += block.text.size();
    }
  }
  return bytes > kRowBytesMax;
}

// Up to the last column in which a cell begins: a cell that goes over more
// columns than there are is as wide as they.
size_t WidthOf(const PaperTable& table) {
  size_t width = 0;
  for (const PaperRow& row : table.rows) {
    size_t end = row.cells.size();
    while (end > width && row.cells[end - 1].goes_on) --end;
    width = std::max(width, end);
  }
  return width;
}

class PaperPrinter {
 public:
  explicit PaperPrinter(const budget::Form& form) : lines_(form) {}

  void Print(const std::vector<PaperBlock>& blocks) {
    size_t looked_at = 0;  // No table begins before.
    for (size_t i = 0; i < blocks.size();) {
      if (lines_.full()) return;
      if (blocks[i].table != nullptr) {
        PrintTable(*blocks[i++].table);
        continue;
      }
      lines_.Enter(budget::SourcePartKind::kParagraphs, "", 1);
      if (i >= looked_at) {
        const TabbedRun run = FindTabbedRun(absl::MakeSpan(blocks).subspan(i));
        looked_at = i + run.length;
        if (run.table) {
          PrintTabbed(absl::MakeSpan(blocks).subspan(i, run.length));
          i = looked_at;
          continue;
        }
      }
      lines_.AddParagraph(WithoutTabs(blocks[i++].text), ++paragraphs_);
    }
  }

  absl::StatusOr<PrintedText> Finish() {
    if (lines_.full()) {
      return RefuseTooLarge("reader.paper_lines",
                            {{"bytes", absl::StrCat(kPrintedBytesMax)},
                             {"parts", absl::StrCat(budget::kSourcePartsMax)}});
    }
    PrintedText& printed = lines_.printed();
    if (printed.text.empty()) {
      const budget::Text text = budget::Message("reader.paper_empty");
      return rpc::MakeError(rpc::Reason::kDocumentEmpty, text.zh, text.en);
    }
    if (!budget::IsUtf8(printed.text)) return RefuseDamaged("UTF-8");
    return std::move(printed);
  }

 private:
  void PrintTable(const PaperTable& table) {
    const size_t width = WidthOf(table);
    const bool frame = width <= 1;  // Around a text.
    // Tables that only lay out have no number.
    int number = 0;
    std::vector<SheetRow> run;
    const auto end_run = [&] {
      if (run.empty()) return;
      if (number == 0) number = ++tables_;
      lines_.Enter(budget::SourcePartKind::kTable, absl::StrCat(number), 1);
      lines_.AddRows(run, [&](const SheetRow& row) {
        const size_t cells = table.rows[row.number - 1].cells.size();
        return static_cast<int>(std::min(cells, width));
      });
      run.clear();
    };
    for (size_t i = 0; i < table.rows.size(); ++i) {
      const PaperRow& row = table.rows[i];
      if (frame || LaysOut(row)) {
        end_run();
        for (const PaperCell& cell : row.cells) Print(cell.blocks);
        continue;
      }
      SheetRow shown{static_cast<int>(i) + 1, {}};
      for (size_t k = 0; k < row.cells.size(); ++k) {
        std::string text = TextOf(row.cells[k]);
        if (text.empty()) continue;
        shown.cells.push_back({static_cast<int>(k) + 1, std::move(text)});
      }
      if (!shown.cells.empty()) run.push_back(std::move(shown));
    }
    end_run();
  }

  // A row a line of the paragraphs, its cells between TABs.
  void PrintTabbed(absl::Span<const PaperBlock> blocks) {
    std::vector<SheetRow> rows;
    std::vector<int> widths;
    for (const PaperBlock& block : blocks) {
      ++paragraphs_;
      for (const absl::string_view line : absl::StrSplit(block.text, '\n')) {
        SheetRow row{paragraphs_, {}};
        int column = 0;
        for (const absl::string_view cell : absl::StrSplit(line, '\t')) {
          ++column;
          if (budget::TrimBlanks(cell).empty()) continue;
          row.cells.push_back({column, std::string(cell)});
        }
        if (row.cells.empty()) continue;
        rows.push_back(std::move(row));
        widths.push_back(column);
      }
    }
    lines_.AddRows(rows, [&](const SheetRow& row) {
      return widths[static_cast<size_t>(&row - rows.data())];
    });
  }

  LinePrinter lines_;
  int paragraphs_ = 0;
  int tables_ = 0;
};

}  // namespace

absl::StatusOr<PrintedText> PrintPaper(const budget::Form& form,
                                       const std::vector<PaperBlock>& blocks) {
  PaperPrinter printer(form);
  printer.Print(blocks);
  return printer.Finish();
}

}  // namespace yuheng::ingestion
