#include "services/ingestion/formats/csv/csv_cells.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/budget/document.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/package/refusal.h"
#include "services/ingestion/formats/workbook/sheet_strings.h"

namespace yuheng::ingestion {
namespace {

// Looked at to find the separator.
constexpr int kLinesLookedAt = 400;
// A line with fewer may be prose.
constexpr int kSeparatorsPerLineMin = 2;
constexpr int kSeparatedLinesMin = 2;
// No cell in quotes is longer, or has more line ends.
constexpr size_t kQuotedBytesMax = 8'000;
constexpr int kQuotedLineEndsMax = 40;

bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }

// Without what keeps a spreadsheet from making a number of it.
absl::string_view Bare(absl::string_view cell) {
  cell = budget::TrimBlanks(cell);
  if (cell.size() >= 3 && absl::StartsWith(cell, "=\"") &&
      absl::EndsWith(cell, "\"")) {
    return cell.substr(2, cell.size() - 3);
  }
  if (cell.size() > 1 && cell[0] == '\'' &&
      absl::ascii_isdigit(static_cast<unsigned char>(cell[1]))) {
    return cell.substr(1);
  }
  return cell;
}

// Takes the cells off a text, one after the other.
class CsvScanner {
 public:
  CsvScanner(absl::string_view text, char separator)
      : rest_(text), separator_(separator) {}

  bool done() const { return rest_.empty(); }

  // The next cell; whether it was the last of its row.
  bool Take(std::string* cell) {
    const size_t quoted = QuotedLength();
    if (quoted > 0) {
      *cell =
          absl::StrReplaceAll(rest_.substr(1, quoted - 2), {{"\"\"", "\""}});
      rest_.remove_prefix(quoted);
    } else {
      const char ends[] = {separator_, '\r', '\n'};
      const size_t end = std::min(
          rest_.find_first_of(absl::string_view(ends, 3)), rest_.size());
      *cell = std::string(rest_.substr(0, end));
      rest_.remove_prefix(end);
    }
    if (rest_.empty()) return true;
    const char end = rest_[0];
    rest_.remove_prefix(1);
    if (end == '\r' && absl::StartsWith(rest_, "\n")) rest_.remove_prefix(1);
    return end != separator_;
  }

 private:
  // Of the cell in quotes at the front, with them; 0 when there is none.
  size_t QuotedLength() const {
    if (rest_.empty() || rest_[0] != '"') return 0;
    const absl::string_view near = rest_.substr(0, kQuotedBytesMax);
    for (size_t at = near.find('"', 1); at != absl::string_view::npos;
         at = near.find('"', at + 2)) {
      const size_t next = at + 1;
      if (next < rest_.size() && rest_[next] == '"') continue;
      const bool closed = next == rest_.size() || rest_[next] == separator_ ||
                          IsLineEnd(rest_[next]);
      const auto line_ends = std::count(near.begin(), near.begin() + at, '\n');
      return closed && line_ends <= kQuotedLineEndsMax ? next : 0;
    }
    return 0;
  }

  absl::string_view rest_;
  const char separator_;
};

}  // namespace

char SeparatorOf(absl::string_view text) {
  constexpr char kSeparators[] = {'\t', ';', ','};
  int separated[] = {0, 0, 0};
  int lines = 0;
  for (size_t begin = 0; begin < text.size() && lines < kLinesLookedAt;) {
    const size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
    const absl::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    if (budget::TrimBlanks(line).empty()) continue;
    ++lines;
    if (absl::StrContains(line, "。") && !absl::StrContains(line, '"'))
      continue;
    for (int i = 0; i < 3; ++i) {
      separated[i] += std::count(line.begin(), line.end(), kSeparators[i]) >=
                      kSeparatorsPerLineMin;
    }
  }
  const auto most =
      std::max_element(std::begin(separated), std::end(separated));
  return *most >= kSeparatedLinesMin && *most * 2 > lines
             ? kSeparators[most - std::begin(separated)]
             : '\0';
}

absl::StatusOr<SheetCells> ReadCsvCells(absl::string_view file_name,
                                        absl::string_view text, char separator,
                                        SheetAllowance* allowance) {
  SheetCells cells;
  CsvScanner scanner(text, separator);
  for (int number = 1; !scanner.done(); ++number) {
    if (number > budget::kSheetRowsMax) {
      return RefuseTooLarge("reader.csv_rows",
                            {{"file", file_name},
                             {"limit", absl::StrCat(budget::kSheetRowsMax)}});
    }
    SheetRow row{number, {}};
    std::string taken;
    bool last = false;
    for (int column = 1; !last; ++column) {
      last = scanner.Take(&taken);
      SheetCell cell{column, CellText(Bare(taken))};
      if (budget::TrimBlanks(cell.text).empty()) continue;
      if (absl::Status status = ChargeCell(file_name, number, cell, allowance);
          !status.ok()) {
        return status;
      }
      row.cells.push_back(std::move(cell));
    }
    if (!row.cells.empty()) cells.rows.push_back(std::move(row));
  }
  return cells;
}

}  // namespace yuheng::ingestion
