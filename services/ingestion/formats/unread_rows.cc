#include "services/ingestion/formats/unread_rows.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/budget/decimal.h"
#include "services/budget/messages.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/amount_row.h"
#include "services/ingestion/formats/footer_labels.h"
#include "services/ingestion/formats/line_cells.h"
#include "services/ingestion/formats/reading_problems.h"
#include "services/ingestion/formats/text_lines.h"

namespace yuheng::ingestion {
namespace {

// Runs of lines that are told each; the rest is counted.
constexpr int kRunsMax = 20;

// Behind these no figure is an amount.
constexpr absl::string_view kNumbered[] = {
    "电话", "联系电话", "传真", "邮编", "邮政编码", "目录", "封面",
    "封底", "前言",     "附件", "附表", "附录",     "页码", "版本"};
constexpr absl::string_view kContents[] = {"目录"};
// A document has no more pages.
constexpr int64_t kPageMax = 999;
// What the figure in front of it counts or dates.
constexpr absl::string_view kCounted[] = {"年", "月", "日",   "页",
                                          "节", "号", "万元", "元"};

bool IsOneOf(absl::string_view word,
             absl::Span<const absl::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// 填报人 of "填 报 人：张三", "填报人 张三" and "填报人".
bool BeginsWithWord(absl::string_view text,
                    absl::Span<const absl::string_view> words) {
  const absl::string_view trimmed = budget::TrimBlanks(text);
  const std::string normal = budget::NormaliseLabel(trimmed);
  const absl::string_view name = normal;
  const size_t blank = trimmed.find_first_of(" \t\v");
  return IsOneOf(name.substr(0, name.find(':')), words) ||
         IsOneOf(budget::NormaliseLabel(trimmed.substr(0, blank)), words);
}

// The words of a line, which blanks of any kind or `marks` part.
std::vector<std::string> Words(absl::string_view text,
                               absl::string_view marks = "") {
  const std::string plain =
      absl::StrReplaceAll(text, {{"　", " "}, {"\xC2\xA0", " "}});
  return absl::StrSplit(plain, absl::ByAnyChar(absl::StrCat(" \t\v", marks)),
                        absl::SkipEmpty());
}

// What stands between the blanks of a line; words next to each other are one.
std::vector<RawCell> CellsBetweenBlanks(absl::string_view text) {
  std::vector<RawCell> cells;
  for (const std::string& part : Words(text)) {
    RawCell cell = MakeRawCell(part, 0);
    if (cell.blank()) continue;
    if (cell.look == CellLook::kText && !cells.empty() &&
        cells.back().look == CellLook::kText) {
      cells.back().text += cell.text;
    } else {
      cells.push_back(std::move(cell));
    }
  }
  return cells;
}

// Begins with the whole code of an account, a total or a line of the form.
bool BeginsRow(const RowLook& look, absl::Span<const RawCell> cells) {
  if (!look.shape().coded()) return look.IsData(cells);
  const absl::string_view first = cells.front().text;
  const size_t digits = CodeDigits(first).size();
  return digits == 3 || digits == 5 || digits == 7 ||
         !SplitCodedLabel(first).code.empty() ||
         IsTotalLabel(budget::NormaliseLabel(first));
}

// Whether the figure may be an amount: none is printed with a zero in front.
bool MayBeAmount(const RawCell& cell) {
  return cell.look == CellLook::kFigure &&
         (cell.text.size() < 2 || cell.text[0] != '0' || cell.text[1] == '.');
}

// The words of the line for a message: “206 | 科学技术支出 | 30”.
budget::Text Quoted(const TextLine& line) {
  std::vector<RawCell> cells;
  EachCell(budget::TrimBlanks(line.text), [&](absl::string_view text) {
    cells.push_back(MakeRawCell(text, line.number));
  });
  const std::string printed = PrintedRow(cells);
  return {absl::StrCat("“", printed, "”"), absl::StrCat("\"", printed, "\"")};
}

// Those of the first of `count` lines and of the last.
budget::Text Quoted(const TextLine& first, const TextLine& last, size_t count) {
  budget::Text rows = Quoted(first);
  if (count == 1) return rows;
  const budget::Text end = Quoted(last);
  absl::StrAppend(&rows.zh, count > 2 ? "……" : "、", end.zh);
  absl::StrAppend(&rows.en, count > 2 ? " … " : ", ", end.en);
  return rows;
}

size_t IndexOf(absl::Span<const TextLine> lines, int number) {
  return std::lower_bound(lines.begin(), lines.end(), number,
                          [](const TextLine& line, int sought) {
                            return line.number < sought;
                          }) -
         lines.begin();
}

}  // namespace

bool LooksLikeRow(const RowLook& look, absl::string_view text, bool in_data) {
  if (budget::ContainsAny(text, {"。", "，", "；"}) ||
      BeginsWithWord(text, kFooterLabels) || BeginsWithWord(text, kNumbered)) {
    return false;
  }
  const std::vector<RawCell> cells = CellsBetweenBlanks(text);
  if (cells.empty()) return false;
  const bool begins = BeginsRow(look, cells);
  int amounts = 0;
  bool words = false;
  bool fraction = false;
  for (size_t i = begins ? 1 : 0; i < cells.size(); ++i) {
    words = words || cells[i].look == CellLook::kText;
    const bool counted = i + 1 < cells.size() &&
                         budget::StartsWithAny(cells[i + 1].text, kCounted);
    if (counted || !MayBeAmount(cells[i])) continue;
    ++amounts;
    fraction = fraction || cells[i].micro % budget::kMicroPerOne != 0;
  }
  if (amounts != 1) return amounts > 1;
  return begins || (words && (in_data || fraction));
}

bool HoldsFigure(absl::string_view text) {
  if (absl::StrContains(text, "。")) return false;
  const std::vector<std::string> words = Words(text, "|,;");
  return std::any_of(words.begin(), words.end(), [](absl::string_view word) {
    return MakeRawCell(word, 0).look == CellLook::kFigure;
  });
}

bool IsNoteInCells(absl::Span<const RawCell> cells) {
  const auto first =
      std::find_if(cells.begin(), cells.end(),
                   [](const RawCell& cell) { return !cell.blank(); });
  if (first == cells.end()) return false;
  if (BeginsWithWord(first->text, kNumbered)) return true;
  const bool page = budget::StartsWithAny(first->text, {"第", "共"}) &&
                    budget::EndsWithAny(first->text, {"页"});
  return (page || BeginsWithWord(first->text, kFooterLabels)) &&
         std::none_of(first, cells.end(), MayBeAmount);
}

bool IsContents(absl::string_view line, bool open) {
  if (BeginsWithWord(line, kContents)) return true;
  if (!open) return false;
  const std::vector<RawCell> cells = CellsBetweenBlanks(line);
  if (cells.empty() || cells.front().look != CellLook::kText) return false;
  return cells.size() == 1 ||
         (cells.size() == 2 && cells[1].look == CellLook::kFigure &&
          cells[1].micro % budget::kMicroPerOne == 0 &&
          cells[1].micro <= kPageMax * budget::kMicroPerOne);
}

void AddUnreadRows(const budget::TableShape& shape,
                   absl::Span<const TextLine> lines,
                   absl::Span<const int> numbers, budget::Document* document) {
  int runs = 0;
  for (size_t i = 0; i < numbers.size(); ++runs) {
    if (runs == kRunsMax) {
      AddProblem("reader.lines_unread_more", numbers[i], shape.kind,
                 {{"table", TableName(shape)},
                  {"count", absl::StrCat(numbers.size() - i)}},
                 document);
      return;
    }
    const size_t first = IndexOf(lines, numbers[i]);
    size_t last = first;
    size_t count = 1;
    for (; i + count < numbers.size(); ++count) {
      const size_t next = IndexOf(lines, numbers[i + count]);
      const auto between = lines.subspan(last + 1, next - last - 1);
      if (!std::all_of(between.begin(), between.end(), IsBlank)) break;
      last = next;
    }
    AddProblem("reader.lines_unread", numbers[i], shape.kind,
               {{"table", TableName(shape)},
                {"count", absl::StrCat(count)},
                {"rows", Quoted(lines[first], lines[last], count)}},
               document);
    i += count;
  }
}

bool AddUnseparatedCells(const budget::TableShape& shape,
                         absl::Span<const TextLine> lines,
                         absl::Span<const int> numbers,
                         budget::Document* document) {
  if (numbers.size() < kUnseparatedLinesMin) return false;
  AddProblem(
      "reader.cells_unseparated", numbers.front(), shape.kind,
      {{"table", TableName(shape)},
       {"count", absl::StrCat(numbers.size())},
       {"rows", Quoted(lines[IndexOf(lines, numbers.front())],
                       lines[IndexOf(lines, numbers.back())], numbers.size())}},
      document);
  return true;
}

}  // namespace yuheng::ingestion
