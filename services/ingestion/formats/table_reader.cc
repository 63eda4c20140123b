#include "services/ingestion/formats/table_reader.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/coded_rows.h"
#include "services/ingestion/formats/column_order.h"
#include "services/ingestion/formats/heading_rows.h"
#include "services/ingestion/formats/line_rows.h"
#include "services/ingestion/formats/outline.h"
#include "services/ingestion/formats/reading_problems.h"
#include "services/ingestion/formats/row_assembler.h"
#include "services/ingestion/formats/row_look.h"
#include "services/ingestion/formats/spaced_rows.h"
#include "services/ingestion/formats/table_notes.h"
#include "services/ingestion/formats/unread_rows.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

using budget::Cell;
using budget::CellState;
using budget::Row;
using budget::RowLevel;
using budget::Table;
using budget::TableKind;

// The first table that a sentence may declare empty.
constexpr TableKind kFirstNilTable = TableKind::kT5;
// The last printed place of a table in 万元, 0.01; and the same in 分.
constexpr int64_t kFormPrecisionMicro = 10'000;
constexpr int64_t kFormPrecisionFen =
    kFormPrecisionMicro * budget::kFenPerWanYuan / budget::kMicroPerOne;

// Walks over the lines of one table.
class TableScan {
 public:
  TableScan(const budget::TableShape& shape, absl::Span<const TextLine> lines,
            const TableAnchor& anchor, ColumnOrder order)
      : look_(shape),
        lines_(lines),
        assembler_(look_),
        order_(std::move(order)),
        rows_trimmed_(anchor.rows_trimmed),
        trimmed_(anchor.rows_trimmed || Ordered()) {
    reading_.table.kind = shape.kind;
    reading_.table.printed_number = anchor.printed_number;
    if (anchor.printed_number == 0) reading_.table.printed_label = anchor.label;
    reading_.table.title = anchor.title_text;
    reading_.table.line = lines[anchor.title].number;
    reading_.role = anchor.role;
    reading_.end = anchor.title + 1;
  }

  void Run(const TableAnchor& anchor, size_t limit) {
    for (size_t i = anchor.begin; i <= anchor.title; ++i) {
      TakeNote(lines_[i].text);
    }
    size_t i = anchor.title + 1;
    for (; i < limit; ++i) {
      if (lines_[i].row) {
        AddRow(i);
      } else if (lines_[i].cell) {
        AddCell(i);
      } else if (!AddParagraph(i, limit)) {
        break;
      }
    }
    // Whether anything but blank lines follows the last cell.
    size_t behind = reading_.end;
    while (behind < lines_.size() &&
           budget::TrimBlanks(lines_[behind].text).empty()) {
      ++behind;
    }
    const bool at_end = behind == lines_.size();
    assembler_.Finish(at_end);
    reading_.cut = at_end;
    AddUnread();
  }

  // Whether the cells of the table can't be told apart: none stands behind a
  // TAB, and the figures are not in the rows or in rows that lack cells.
  bool Unseparated() const {
    if (cells_seen_ || reading_.figure_lines.size() < kUnseparatedLinesMin) {
      return false;
    }
    const std::vector<RawRow>& rows = assembler_.rows();
    return broken_spaced_rows_ > spaced_rows_ ||
           std::none_of(rows.begin(), rows.end(), [](const RawRow& row) {
             return std::any_of(row.cells.begin(), row.cells.end(),
                                [](const RawCell& cell) {
                                  return cell.look == CellLook::kFigure;
                                });
           });
  }

  const RowLook& look() const { return look_; }
  std::vector<RawRow>& rows() { return assembler_.rows(); }
  TableReading& reading() { return reading_; }

 private:
  void AddCell(size_t index) {
    const TextLine& line = lines_[index];
    reading_.end = index + 1;
    cells_seen_ = true;
    if (absl::StrContains(line.text, "空表") && TakeNilStatement(line)) return;
    TakeCellNote(line.text);
    in_contents_ = false;
    assembler_.AddCell(line.text, line.number);
  }

  void AddRow(size_t index) {
    const TextLine& line = lines_[index];
    reading_.end = index + 1;
    in_lines_ = true;
    cells_seen_ = true;
    if (absl::StrContains(line.text, "空表") && TakeNilStatement(line)) return;
    std::vector<RawCell> cells = CellsOf(line);
    for (const RawCell& cell : cells) TakeCellNote(cell.text);
    in_contents_ = IsContents(line.text, in_contents_);
    const bool between_rows = assembler_.pending() == 0;
    if (between_rows && (in_contents_ || IsNoteInCells(cells))) return;
    if (Ordered()) {
      if (index < order_.first_row) return;
      if (order_.FallsShort(cells, rows_trimmed_)) {
        reading_.unread_lines.push_back(line.number);
        return;
      }
      cells = order_.Arrange(std::move(cells));
    }
    assembler_.AddRow(std::move(cells), trimmed_);
  }

  bool Ordered() const {
    return order_.outcome == ColumnOrder::Outcome::kOrdered;
  }

  // Above the rows some cells say who prepared the table, and its unit.
  void TakeCellNote(absl::string_view text) {
    if (assembler_.in_data()) return;
    if (prepared_by_follows_ && reading_.table.prepared_by.empty()) {
      const absl::string_view name = budget::TrimBlanks(text);
      if (!name.empty()) {
        if (ReadTableNote(name).unit_fen == 0) {
          reading_.table.prepared_by = budget::RemoveBlanks(name);
        }
        prepared_by_follows_ = false;
      }
    }
    TakeNote(text);
  }

  // False when the paragraph opens something else.
  bool AddParagraph(size_t index, size_t limit) {
    const TextLine& line = lines_[index];
    const absl::string_view text = budget::TrimBlanks(line.text);
    if (text.empty()) {
      assembler_.EndRun();
      return true;
    }
    if (PartNumber(line) > 0) return false;
    if (std::vector<RawCell> row = ReadSpacedRow(look_, text, line.number);
        !row.empty()) {
      if (row.size() == look_.cells_per_row()) {
        ++spaced_rows_;
      } else {
        reading_.figure_lines.push_back(line.number);
        ++broken_spaced_rows_;
      }
      assembler_.AddRow(std::move(row), /*trimmed=*/false);
      in_lines_ = true;
      reading_.end = index + 1;
      return true;
    }
    // Brackets and numerals may also go on inside a cell.
    if (assembler_.pending() == 0 && OpensSection(line)) return false;
    if (TakeNote(text) || TakeNilStatement(line)) {
      assembler_.EndRun();
      reading_.end = index + 1;
      return true;
    }
    if (assembler_.TakeParagraph(text, CellFollows(index, limit))) {
      reading_.end = index + 1;
      return true;
    }
    assembler_.EndRun();
    if (OpensSection(line)) return false;
    in_contents_ = IsContents(text, in_contents_);
    if (in_contents_) return true;
    if (HoldsFigure(text)) reading_.figure_lines.push_back(line.number);
    if (in_lines_ && IsLabelAlone(line)) {
      assembler_.AddRow({MakeRawCell(text, line.number)}, trimmed_);
      reading_.end = index + 1;
    } else if (LooksLikeRow(look_, text, assembler_.in_data())) {
      reading_.unread_lines.push_back(line.number);
    }
    return true;
  }

  // Lines of the form are numbered as sections are: 一、本年收入.
  bool OpensSection(const TextLine& line) const {
    if (!IsSectionHeading(line)) return false;
    const RawCell label = MakeRawCell(
        line.text.substr(0, line.text.find_first_of("|,\t ")), line.number);
    return look_.shape().coded() || !look_.IsData({&label, 1});
  }

  // A row of which nothing but the label of a line of the form is printed.
  bool IsLabelAlone(const TextLine& line) const {
    const RawCell label = MakeRawCell(line.text, line.number);
    return !look_.shape().coded() && label.look == CellLook::kText &&
           look_.IsData({&label, 1});
  }

  bool CellFollows(size_t index, size_t limit) const {
    for (size_t i = index + 1; i < limit; ++i) {
      if (lines_[i].cell) return true;
      if (!budget::TrimBlanks(lines_[i].text).empty()) return false;
    }
    return false;
  }

  void AddUnread() {
    std::vector<int>& unread = reading_.unread_lines;
    const std::vector<int>& dropped = assembler_.unread_lines();
    unread.insert(unread.end(), dropped.begin(), dropped.end());
    std::sort(unread.begin(), unread.end());
    unread.erase(std::unique(unread.begin(), unread.end()), unread.end());
  }

  bool TakeNote(absl::string_view text) {
    const TableNote note = ReadTableNote(text);
    Table& table = reading_.table;
    if (table.unit_fen == 0) table.unit_fen = note.unit_fen;
    if (note.prepared_by_label) {
      if (table.prepared_by.empty()) table.prepared_by = note.prepared_by;
      prepared_by_follows_ = table.prepared_by.empty();
      if (reading_.role == budget::DocumentRole::kUnknown) {
        reading_.role = note.role;
      }
    }
    return note.unit_fen > 0 || note.prepared_by_label;
  }

  bool TakeNilStatement(const TextLine& line) {
    Table& table = reading_.table;
    if (table.kind < kFirstNilTable || !table.nil_statement.empty() ||
        !IsNilStatement(line.text)) {
      return false;
    }
    // 因公出国（境）费为零 speaks of one of its costs.
    if (table.kind == budget::TableKind::kT10 &&
        !budget::ContainsAny(line.text, {"三公", "空表"})) {
      return false;
    }
    const absl::string_view text = budget::TrimBlanks(line.text);
    table.nil_statement.assign(text.data(), text.size());
    table.nil_statement_line = line.number;
    return true;
  }

  RowLook look_;
  absl::Span<const TextLine> lines_;
  RowAssembler assembler_;
  const ColumnOrder order_;
  TableReading reading_;
  bool prepared_by_follows_ = false;
  bool in_lines_ = false;    // Some rows stand in one line each.
  bool cells_seen_ = false;  // Some stand behind a TAB.
  int spaced_rows_ = 0;      // With all their cells.
  int broken_spaced_rows_ = 0;
  bool in_contents_ = false;  // Inside a table of contents.
  const bool rows_trimmed_;   // They have no blank cells at their end.
  const bool trimmed_;        // They may be taken to have none.
};

// What the finest printed figure says about the table's last place. Trailing
// zeros are not printed in 万元, so the form's two decimals are the least; and
// figures that are all whole hundreds of 元 were rounded in 万元, whatever unit
// they are printed in.
int64_t PrecisionOf(const Table& table, const std::vector<RawRow>& rows,
                    const budget::TableShape& shape) {
  const int64_t unit_fen =
      table.unit_fen > 0 ? table.unit_fen : budget::kFenPerWanYuan;
  int64_t finest = budget::kMicroPerOne;
  bool converted = true;
  for (const RawRow& row : rows) {
    const size_t labels =
        shape.coded() ? shape.cells_per_row - shape.columns.size() : 1;
    for (size_t i = std::min(labels, row.cells.size()); i < row.cells.size();
         ++i) {
      const RawCell& cell = row.cells[i];
      if (cell.look != CellLook::kFigure) continue;
      finest = std::min(finest, cell.precision_micro);
      converted =
          converted && static_cast<__int128>(cell.micro) * unit_fen %
                               (kFormPrecisionFen * budget::kMicroPerOne) ==
                           0;
    }
  }
  int64_t place = 1;
  if (unit_fen == budget::kFenPerYuan) {
    place = finest < budget::kMicroPerOne ? 1 : budget::kFenPerYuan;
  } else {
    // 0.1 in 千元 is 0.01 in 万元.
    const int64_t finer =
        std::max<int64_t>(1, budget::kFenPerWanYuan / unit_fen);
    finest = std::min(finest, kFormPrecisionMicro * finer);
    const __int128 fen =
        static_cast<__int128>(unit_fen) * finest / budget::kMicroPerOne;
    place = std::max<int64_t>(1, static_cast<int64_t>(fen));
  }
  return converted ? std::max(place, kFormPrecisionFen) : place;
}

Row* FindTotal(Table* table) {
  for (Row& row : table->rows) {
    if (row.level == RowLevel::kTotal) return &row;
  }
  return nullptr;
}

// The sentence speaks for the total where nothing is printed there.
void DeclareNil(const budget::TableShape& shape, const budget::SourceFile& file,
                Table* table) {
  if (table->rows.empty() && shape.coded()) {
    Row row;
    row.level = RowLevel::kTotal;
    row.code = std::string(budget::kTotalKey);
    row.line = table->nil_statement_line;
    row.cells.resize(shape.columns.size());
    for (Cell& cell : row.cells) {
      cell.location = file.Locate(table->nil_statement_line);
    }
    table->rows.push_back(std::move(row));
  }
  Row* total = FindTotal(table);
  if (total == nullptr) return;
  const bool blank = std::all_of(
      total->cells.begin(), total->cells.end(),
      [](const Cell& cell) { return cell.state == CellState::kBlank; });
  if (!blank) return;
  for (Cell& cell : total->cells) cell.state = CellState::kDeclaredNil;
}

// Puts the cells into the columns of documents; those of columns that the form
// does not print are blank.
void PlaceInDocument(const budget::TableShape& shape,
                     const budget::SourceFile& file, Table* table) {
  if (shape.document_columns.empty()) return;
  const size_t width = budget::StandardForm().Table(shape.kind).columns.size();
  for (Row& row : table->rows) {
    if (row.side == budget::Side::kIncome ||
        row.cells.size() != shape.document_columns.size()) {
      continue;
    }
    std::vector<Cell> cells(width);
    for (Cell& cell : cells) cell.location = file.Locate(row.line);
    for (size_t i = 0; i < row.cells.size(); ++i) {
      cells[shape.document_columns[i]] = std::move(row.cells[i]);
    }
    row.cells = std::move(cells);
  }
}

// Says which columns are none of the form's. False when the table can't be
// read without knowing them.
bool TellStrayColumns(const budget::TableShape& shape, const ColumnOrder& order,
                      budget::Document* document) {
  if (order.stray.empty()) return true;
  const bool unclear = order.outcome == ColumnOrder::Outcome::kUnclear;
  budget::Text printed;
  for (const StrayColumn& column : order.stray) {
    const bool first = printed.zh.empty();
    const bool named = !column.heading.empty();
    absl::StrAppend(&printed.zh, first ? "" : "、",
                    named ? column.heading : "（无标题）");
    absl::StrAppend(&printed.en, first ? "" : ", ",
                    named ? column.heading : "(no heading)");
  }
  budget::Text missing;
  for (const budget::Column* column : order.missing) {
    absl::StrAppend(&missing.zh, missing.zh.empty() ? "" : "、",
                    column->heading);
    absl::StrAppend(&missing.en, missing.en.empty() ? "" : ", ",
                    column->heading_en);
  }
  if (unclear && order.missing.empty()) missing = {"科目或项目", "the names"};
  AddProblem(
      unclear ? "reader.columns_unclear" : "reader.columns_beside",
      document->source.Locate(order.stray.front().line,
                              order.stray.front().number),
      unclear ? shape.kind : TableKind::kNone,
      {{"table", TableName(shape)}, {"printed", printed}, {"missing", missing}},
      document);
  return !unclear;
}

}  // namespace

absl::StatusOr<TableReading> ReadTable(const budget::Form& form,
                                       absl::Span<const TextLine> lines,
                                       const TableAnchor& anchor, size_t limit,
                                       budget::Document* document) {
  const budget::TableShape& shape = form.Table(anchor.kind);
  ColumnOrder order = ReadColumnOrder(shape, lines, anchor, limit);
  if (!TellStrayColumns(shape, order, document)) {
    TableReading unclear;
    unclear.columns_unclear = true;
    return unclear;
  }
  TableScan scan(shape, lines, anchor, std::move(order));
  scan.Run(anchor, limit);
  TableReading& reading = scan.reading();
  Table& table = reading.table;
  reading.empty = (scan.rows().empty() || scan.Unseparated()) &&
                  table.nil_statement.empty();
  if (reading.empty) return std::move(reading);
  if (scan.rows().size() > budget::kRowsPerTableMax) {
    const budget::Text text =
        budget::Message("reader.rows_too_many",
                        {{"table", TableName(shape)},
                         {"limit", absl::StrCat(budget::kRowsPerTableMax)}});
    return rpc::MakeError(rpc::Reason::kDocumentUnreadable, text.zh, text.en);
  }
  if (!anchor.titled) {
    AddProblem("reader.title_missing", table.line, table.kind,
               {{"table", TableName(shape)}}, document);
  }
  if (table.unit_fen == 0 && !scan.rows().empty()) {
    AddProblem("reader.unit_missing", table.line, table.kind,
               {{"table", TableName(shape)}}, document);
  }
  table.precision_fen = PrecisionOf(table, scan.rows(), shape);
  if (shape.coded()) {
    ReadCodedRows(scan.look(), scan.rows(), &table, document);
  } else {
    ReadLineRows(scan.look(), scan.rows(), &table, document);
  }
  if (!table.nil_statement.empty()) {
    DeclareNil(shape, document->source, &table);
  }
  PlaceInDocument(shape, document->source, &table);
  const bool row_cut = !scan.rows().empty() && scan.rows().back().cut;
  reading.cut = reading.cut && (row_cut || FindTotal(&table) == nullptr);
  return std::move(reading);
}

}  // namespace yuheng::ingestion
