#include "services/ingestion/formats/csv/csv_reader.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/messages.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/csv/csv_cells.h"
#include "services/ingestion/formats/csv/long_reader.h"
#include "services/ingestion/formats/reading_problems.h"
#include "services/ingestion/formats/table_anchor.h"
#include "services/ingestion/formats/workbook/limits.h"
#include "services/ingestion/formats/workbook/sheet_cells.h"
#include "services/ingestion/formats/workbook/sheet_printer.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

bool IsNamedCsv(absl::string_view file_name) {
  return absl::EndsWithIgnoreCase(file_name, ".csv") ||
         absl::EndsWithIgnoreCase(file_name, ".tsv");
}

// What a file's name says: 收支总表 of a/收支总表.csv, 表1 of T01.csv.
std::string TitleOf(absl::string_view file_name) {
  file_name = file_name.substr(file_name.rfind('/') + 1);
  absl::string_view stem = file_name.substr(0, file_name.rfind('.'));
  absl::string_view number = stem;
  if (absl::ConsumePrefix(&number, "T") || absl::ConsumePrefix(&number, "t")) {
    if (const int table = ReadOrdinal(number); table > 0) {
      return absl::StrCat("表", table);
    }
  }
  return std::string(stem);
}

// Gives the rows of a table without a title that of the file, above them.
void AddTitle(const budget::Form& form, absl::string_view file_name,
              SheetCells* cells) {
  std::string title = TitleOf(file_name);
  if (cells->rows.empty() || !NamesTable(form, title) ||
      HoldsTitle(form, *cells)) {
    return;
  }
  cells->rows.insert(cells->rows.begin(),
                     SheetRow{0, {SheetCell{1, std::move(title)}}});
}

}  // namespace

namespace {

// Of a file with an address and a value a row: its first line names them.
char SeparatorOfLong(absl::string_view text) {
  const absl::string_view line = text.substr(0, text.find_first_of("\r\n"));
  for (const char separator : {',', ';', '\t'}) {
    SheetAllowance allowance{kPrintedCellsMax, kPrintedBytesMax};
    const auto cells = ReadCsvCells("", line, separator, &allowance);
    if (cells.ok() && IsLong(*cells)) return separator;
  }
  return '\0';
}

char SeparatorIn(absl::string_view text) {
  const char separator = SeparatorOf(text);
  return separator == '\0' ? SeparatorOfLong(text) : separator;
}

}  // namespace

bool LooksLikeCsv(absl::string_view text, absl::string_view file_name) {
  const char separator = SeparatorIn(text);
  return separator != '\0' &&
         (IsNamedCsv(file_name) || !absl::StrContains(text, '\t'));
}

absl::StatusOr<std::optional<budget::Document>> ReadLongCsv(
    const budget::Form& form, const NamedText& file) {
  SheetAllowance allowance{kPrintedCellsMax, kPrintedBytesMax};
  const auto cells =
      ReadCsvCells(file.name, file.text, SeparatorIn(file.text), &allowance);
  if (!cells.ok()) return cells.status();
  if (!IsLong(*cells)) return std::nullopt;
  auto document = ReadLongCells(form, file.name, *cells);
  if (!document.ok()) return document.status();
  return *std::move(document);
}

absl::StatusOr<PrintedText> PrintCsvFiles(const budget::Form& form,
                                          const std::vector<NamedText>& files) {
  SheetPrinter printer(form);
  SheetAllowance allowance{kPrintedCellsMax, kPrintedBytesMax};
  std::vector<SheetCells> sheets;
  for (const NamedText& file : files) {
    const bool csv = LooksLikeCsv(file.text, file.name);
    // No text holds the separator of one that has no cells.
    auto cells = ReadCsvCells(file.name, file.text,
                              csv ? SeparatorIn(file.text) : '\0', &allowance);
    if (!cells.ok()) return cells.status();
    if (csv) AddTitle(form, file.name, &*cells);
    printer.Announce(file.name, *cells);
    sheets.push_back(*std::move(cells));
  }
  for (size_t i = 0; i < files.size(); ++i) {
    const NamedText& file = files[i];
    if (absl::Status status = printer.Print(file.name, sheets[i]);
        !status.ok()) {
      return status;
    }
    if (const CellCount& rows = printer.left_out(); rows.count > 0) {
      AddProblem(printer.left_out_id(),
                 {0, ReferenceOf(file.name, rows.row, rows.column)},
                 {{"sheet", file.name}, {"count", absl::StrCat(rows.count)}},
                 &printer.printed());
    }
    if (file.bytes_invalid > 0) {
      AddProblem("reader.bytes_invalid", {0, file.name},
                 {{"count", absl::StrCat(file.bytes_invalid)}},
                 &printer.printed());
    }
  }
  if (printer.printed().text.empty()) {
    const budget::Text text = budget::Message("reader.empty");
    return rpc::MakeError(rpc::Reason::kDocumentEmpty, text.zh, text.en);
  }
  return std::move(printer.printed());
}

}  // namespace yuheng::ingestion
