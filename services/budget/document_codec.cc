#include "services/budget/document_codec.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/regional_form.h"
#include "yuheng/budget/v1/document.pb.h"

namespace yuheng::budget {
namespace {

void LocationToProto(const SourceLocation& location,
                     v1::SourceLocation* message) {
  message->set_line(location.line);
  // Of thousands of cells most have no reference and no print: a string that
  // is set to nothing is the same bytes, but costs as much as any other.
  if (!location.reference.empty()) message->set_reference(location.reference);
}

SourceLocation LocationFromProto(const v1::SourceLocation& message) {
  return {message.line(), message.reference()};
}

void CellToProto(const Cell& cell, v1::Cell* message) {
  message->set_state(static_cast<v1::CellState>(cell.state));
  message->set_amount_fen(cell.amount_fen);
  if (!cell.printed.empty()) message->set_printed(cell.printed);
  LocationToProto(cell.location, message->mutable_location());
}

absl::Status FieldError(absl::string_view field, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(field, ": ", what));
}

// What is wrong with a part, as seen from the whole.
absl::Status Within(absl::string_view part, const absl::Status& status) {
  return absl::InvalidArgumentError(absl::StrCat(part, ".", status.message()));
}

absl::StatusOr<Cell> CellFromProto(const v1::Cell& message) {
  Cell cell;
  cell.state = message.state() == v1::CELL_STATE_UNSPECIFIED
                   ? CellState::kBlank
                   : static_cast<CellState>(message.state());
  if (!v1::CellState_IsValid(message.state())) {
    return FieldError("state", "unknown cell state");
  }
  if (message.amount_fen() > kFigureMicroMax ||
      message.amount_fen() < -kFigureMicroMax) {
    return FieldError("amount_fen", "beyond ten trillion yuan");
  }
  cell.amount_fen = cell.stated() ? message.amount_fen() : 0;
  cell.printed = message.printed();
  if (cell.stated() && cell.printed.empty()) {
    cell.printed = FormatDecimal(cell.amount_fen);
  }
  cell.location = LocationFromProto(message.location());
  return cell;
}

void RowToProto(const Row& row, v1::Row* message) {
  message->set_side(static_cast<v1::Side>(row.side));
  message->set_level(static_cast<v1::RowLevel>(row.level));
  message->set_code(row.code);
  message->set_name(row.name);
  if (!row.project.empty()) message->set_project(row.project);
  message->set_line(row.line);
  message->mutable_cells()->Reserve(static_cast<int>(row.cells.size()));
  for (const Cell& cell : row.cells) CellToProto(cell, message->add_cells());
}

absl::StatusOr<Row> RowFromProto(const TableShape& shape,
                                 const v1::Row& message) {
  Row row;
  row.side = static_cast<Side>(message.side());
  row.level = static_cast<RowLevel>(message.level());
  row.code = message.code();
  row.name = message.name();
  row.project = message.project();
  row.line = message.line();
  if (message.side() > v1::SIDE_EXPENDITURE || message.side() < 0 ||
      shape.two_sided() != (row.side != Side::kNone)) {
    return FieldError("side", "T1 and T4 rows have a side, others have none");
  }
  if (message.level() < 0 || message.level() > v1::ROW_LEVEL_LINE) {
    return FieldError("level", "unknown row level");
  }
  const size_t columns = shape.ColumnsOf(row.side).size();
  if (static_cast<size_t>(message.cells_size()) != columns) {
    return FieldError("cells",
                      absl::StrCat("expected ", columns, " cells, found ",
                                   message.cells_size()));
  }
  row.cells.reserve(columns);
  for (int i = 0; i < message.cells_size(); ++i) {
    auto cell = CellFromProto(message.cells(i));
    if (!cell.ok()) {
      return Within(absl::StrCat("cells[", i, "]"), cell.status());
    }
    row.cells.push_back(*std::move(cell));
  }
  return row;
}

void TableToProto(const Table& table, v1::Table* message) {
  message->set_kind(static_cast<v1::TableKind>(table.kind));
  message->set_printed_number(table.printed_number);
  message->set_title(table.title);
  message->set_line(table.line);
  message->set_prepared_by(table.prepared_by);
  message->set_unit_fen(table.unit_fen);
  message->set_precision_fen(table.precision_fen);
  message->mutable_rows()->Reserve(static_cast<int>(table.rows.size()));
  for (const Row& row : table.rows) RowToProto(row, message->add_rows());
  message->set_nil_statement(table.nil_statement);
  message->set_nil_statement_line(table.nil_statement_line);
  if (!table.printed_label.empty()) {
    message->set_printed_label(table.printed_label);
  }
}

absl::StatusOr<Table> TableFromProto(const Form& form,
                                     const v1::Table& message) {
  Table table;
  if (message.kind() < v1::TABLE_KIND_T1 ||
      message.kind() > v1::TABLE_KIND_T10) {
    return FieldError("kind", "expected T1 to T10");
  }
  table.kind = static_cast<TableKind>(message.kind());
  table.printed_number = message.printed_number();
  table.title = message.title();
  table.line = message.line();
  table.prepared_by = message.prepared_by();
  table.unit_fen = message.unit_fen();
  table.precision_fen = message.precision_fen();
  if (table.unit_fen < 0 || table.precision_fen < 0 ||
      table.unit_fen > kFigureMicroMax ||
      table.precision_fen > kFigureMicroMax) {
    return FieldError("unit_fen", "unit and precision are 0 or positive");
  }
  if (static_cast<size_t>(message.rows_size()) > kRowsPerTableMax) {
    return FieldError("rows", "too many rows");
  }
  table.rows.reserve(message.rows_size());
  for (int i = 0; i < message.rows_size(); ++i) {
    auto row = RowFromProto(form.Table(table.kind), message.rows(i));
    if (!row.ok()) return Within(absl::StrCat("rows[", i, "]"), row.status());
    table.rows.push_back(*std::move(row));
  }
  table.nil_statement = message.nil_statement();
  table.nil_statement_line = message.nil_statement_line();
  table.printed_label = message.printed_label();
  return table;
}

void SheetToProto(const PerformanceSheet& sheet,
                  v1::PerformanceSheet* message) {
  message->set_line(sheet.line);
  message->set_fiscal_year(sheet.fiscal_year);
  message->set_unit(sheet.unit);
  message->set_project(sheet.project);
  CellToProto(sheet.total, message->mutable_total());
  CellToProto(sheet.fiscal, message->mutable_fiscal());
  CellToProto(sheet.other, message->mutable_other());
  message->set_goal(sheet.goal);
  message->set_goal_line(sheet.goal_line);
  for (const Indicator& indicator : sheet.indicators) {
    v1::Indicator* out = message->add_indicators();
    out->set_level1(indicator.level1);
    out->set_level2(indicator.level2);
    out->set_name(indicator.name);
    out->set_target(indicator.target);
    if (indicator.target_micro) out->set_target_micro(*indicator.target_micro);
    out->set_basis(indicator.basis);
    out->set_prior(indicator.prior);
    out->set_weight(indicator.weight);
    if (indicator.weight_micro) out->set_weight_micro(*indicator.weight_micro);
    out->set_scoring(indicator.scoring);
    out->set_evidence(indicator.evidence);
    out->set_line(indicator.line);
  }
}

absl::StatusOr<PerformanceSheet> SheetFromProto(
    const v1::PerformanceSheet& message) {
  PerformanceSheet sheet;
  sheet.line = message.line();
  sheet.fiscal_year = message.fiscal_year();
  sheet.unit = message.unit();
  sheet.project = message.project();
  const std::pair<const v1::Cell*, Cell*> cells[] = {
      {&message.total(), &sheet.total},
      {&message.fiscal(), &sheet.fiscal},
      {&message.other(), &sheet.other}};
  for (const auto& [from, to] : cells) {
    auto cell = CellFromProto(*from);
    if (!cell.ok()) return Within("money", cell.status());
    *to = *std::move(cell);
  }
  sheet.goal = message.goal();
  sheet.goal_line = message.goal_line();
  if (static_cast<size_t>(message.indicators_size()) > kIndicatorsPerSheetMax) {
    return FieldError("indicators", "too many indicators");
  }
  for (const v1::Indicator& in : message.indicators()) {
    Indicator indicator;
    indicator.level1 = in.level1();
    indicator.level2 = in.level2();
    indicator.name = in.name();
    indicator.target = in.target();
    if (in.has_target_micro()) indicator.target_micro = in.target_micro();
    indicator.basis = in.basis();
    indicator.prior = in.prior();
    indicator.weight = in.weight();
    if (in.has_weight_micro()) indicator.weight_micro = in.weight_micro();
    indicator.scoring = in.scoring();
    indicator.evidence = in.evidence();
    indicator.line = in.line();
    sheet.indicators.push_back(std::move(indicator));
  }
  return sheet;
}

// So that any line is in one part at most and its row is a number.
bool PartsAreSound(const std::vector<SourcePart>& parts) {
  int line = 0;
  for (const SourcePart& part : parts) {
    if (part.line <= line || part.row < 0 || part.row > kSheetRowsMax ||
        part.column < 0 || part.column > kSheetColumnsMax ||
        !v1::SourcePartKind_IsValid(static_cast<int>(part.kind))) {
      return false;
    }
    line = part.line;
  }
  return true;
}

absl::Status CheckCounts(const v1::Document& message) {
  const std::pair<size_t, std::pair<size_t, absl::string_view>> counts[] = {
      {static_cast<size_t>(message.tables_size()), {kTablesMax, "tables"}},
      {static_cast<size_t>(message.sentences_size()),
       {kSentencesMax, "sentences"}},
      {static_cast<size_t>(message.claims_size()), {kClaimsMax, "claims"}},
      {static_cast<size_t>(message.sheets_size()), {kSheetsMax, "sheets"}},
      {static_cast<size_t>(message.problems_size()),
       {kProblemsMax, "problems"}},
      {static_cast<size_t>(message.source().parts_size()),
       {kSourcePartsMax, "parts"}},
  };
  for (const auto& [count, limit] : counts) {
    if (count > limit.first) {
      return FieldError(limit.second, absl::StrCat("at most ", limit.first,
                                                   ", found ", count));
    }
  }
  return absl::OkStatus();
}

}  // namespace

void DocumentToProto(const Document& document, v1::Document* message) {
  message->Clear();
  message->set_department(document.department);
  message->set_fiscal_year(document.fiscal_year);
  message->set_kind(static_cast<v1::DocumentKind>(document.kind));
  message->set_role(static_cast<v1::DocumentRole>(document.role));
  if (!document.form.empty()) message->set_form(document.form);
  for (const Table& table : document.tables) {
    TableToProto(table, message->add_tables());
  }
  for (const Heading& heading : document.headings) {
    v1::Heading* out = message->add_headings();
    out->set_key(heading.key);
    out->set_text(heading.text);
    out->set_line(heading.line);
  }
  for (const Sentence& sentence : document.sentences) {
    v1::Sentence* out = message->add_sentences();
    out->set_section(sentence.section);
    out->set_text(sentence.text);
    out->set_line(sentence.line);
  }
  for (const Claim& claim : document.claims) {
    v1::Claim* out = message->add_claims();
    out->set_address(claim.address);
    out->set_printed(claim.printed);
    if (claim.value_micro) out->set_value_micro(*claim.value_micro);
    out->set_precision_micro(claim.precision_micro);
    out->set_line(claim.line);
  }
  for (const PerformanceSheet& sheet : document.sheets) {
    SheetToProto(sheet, message->add_sheets());
  }
  for (const ReadingProblem& problem : document.problems) {
    v1::ReadingProblem* out = message->add_problems();
    out->set_id(problem.id);
    LocationToProto(problem.location, out->mutable_location());
    out->set_table(static_cast<v1::TableKind>(problem.table));
    out->mutable_message()->set_zh(problem.message.zh);
    out->mutable_message()->set_en(problem.message.en);
  }
  message->mutable_source()->set_name(document.source.name);
  message->mutable_source()->set_sha256(document.source.sha256);
  message->mutable_source()->set_encoding(document.source.encoding);
  for (const SourcePart& part : document.source.parts) {
    v1::SourcePart* out = message->mutable_source()->add_parts();
    out->set_name(part.name);
    out->set_line(part.line);
    out->set_row(part.row);
    out->set_column(part.column);
    out->set_kind(static_cast<v1::SourcePartKind>(part.kind));
  }
}

absl::StatusOr<Document> DocumentFromProto(const Form& form,
                                           const v1::Document& message) {
  const absl::Status counts = CheckCounts(message);
  if (!counts.ok()) return counts;
  Document document;
  document.department = message.department();
  document.fiscal_year = message.fiscal_year();
  document.kind = static_cast<DocumentKind>(message.kind());
  document.role = static_cast<DocumentRole>(message.role());
  const Form* printed = FindForm(message.form());
  if (printed == nullptr && !message.form().empty()) {
    return FieldError("form", absl::StrCat("expected one of ", FormIds()));
  }
  // The standard one goes without saying.
  if (printed != nullptr && printed->id != StandardForm().id) {
    document.form = printed->id;
  }
  for (int i = 0; i < message.tables_size(); ++i) {
    auto table = TableFromProto(form, message.tables(i));
    if (!table.ok()) {
      return Within(absl::StrCat("tables[", i, "]"), table.status());
    }
    document.tables.push_back(*std::move(table));
  }
  for (const v1::Heading& in : message.headings()) {
    document.headings.push_back({in.key(), in.text(), in.line()});
  }
  size_t prose_bytes = 0;
  for (const v1::Sentence& in : message.sentences()) {
    prose_bytes += in.text().size();
    if (prose_bytes > kProseBytesMax) {
      return FieldError("sentences",
                        absl::StrCat("at most ", kProseBytesMax, " bytes"));
    }
    document.sentences.push_back({in.section(), in.text(), in.line()});
  }
  for (const v1::Claim& in : message.claims()) {
    Claim claim{
        in.address(), in.printed(), {}, in.precision_micro(), in.line()};
    if (in.has_value_micro()) claim.value_micro = in.value_micro();
    document.claims.push_back(std::move(claim));
  }
  for (int i = 0; i < message.sheets_size(); ++i) {
    auto sheet = SheetFromProto(message.sheets(i));
    if (!sheet.ok()) {
      return Within(absl::StrCat("sheets[", i, "]"), sheet.status());
    }
    document.sheets.push_back(*std::move(sheet));
  }
  for (const v1::ReadingProblem& in : message.problems()) {
    document.problems.push_back({in.id(),
                                 LocationFromProto(in.location()),
                                 static_cast<TableKind>(in.table()),
                                 {in.message().zh(), in.message().en()}});
  }
  document.source = {message.source().name(),
                     message.source().sha256(),
                     message.source().encoding(),
                     {}};
  for (const v1::SourcePart& in : message.source().parts()) {
    document.source.parts.push_back({in.name(), in.line(), in.row(),
                                     in.column(),
                                     static_cast<SourcePartKind>(in.kind())});
  }
  if (!PartsAreSound(document.source.parts)) {
    return FieldError("parts",
                      "expected ascending lines, rows, columns and kinds");
  }
  return document;
}

}  // namespace yuheng::budget
