#include "tests/fault/simulation/documents.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/document_codec.h"
#include "yuheng/budget/v1/document.pb.h"

namespace yuheng::fault {
namespace {

using budget::Side;
using budget::TableKind;

constexpr int64_t kUnitFen = 1'000'000;    // 万元.
constexpr int64_t kPrecisionFen = 10'000;  // Two decimals of it.

budget::Table MakeTable(TableKind kind) {
  budget::Table table;
  table.kind = kind;
  table.printed_number = static_cast<int>(kind);
  table.unit_fen = kUnitFen;
  table.precision_fen = kPrecisionFen;
  return table;
}

// A row with one amount.
void AddRow(const std::string& code, const std::string& project, Side side,
            const std::string& column, int64_t amount_fen,
            budget::Table* table) {
  const budget::TableShape& shape = budget::StandardForm().Table(table->kind);
  budget::Row row;
  row.side = side;
  row.level =
      shape.coded() ? budget::LevelOfCode(code) : budget::RowLevel::kLine;
  if (!project.empty()) row.level = budget::RowLevel::kProject;
  row.code = code;
  row.project = project;
  row.cells.resize(shape.ColumnsOf(side).size());
  const int index = column.empty() ? 0 : shape.ColumnIndex(side, column);
  budget::Cell& cell = row.cells[static_cast<size_t>(index)];
  cell.state = budget::CellState::kStated;
  cell.amount_fen = amount_fen;
  cell.printed = budget::FormatDecimal(amount_fen);
  table->rows.push_back(std::move(row));
}

}  // namespace

budget::Document MakeDocument(const DocumentPlan& plan, Random& random) {
  budget::Table t1 = MakeTable(TableKind::kT1);
  budget::Table t2 = MakeTable(TableKind::kT2);
  budget::Table t3 = MakeTable(TableKind::kT3);
  budget::Table t7 = MakeTable(TableKind::kT7);
  const auto amount = [&random] {
    return random.Between(1, 9999) * kPrecisionFen;
  };
  int64_t income_fen = 0;
  for (const int function : {201, 205, 206}) {
    if (income_fen > 0 && random.Chance(400)) continue;
    const std::string office = absl::StrCat(function, "0101");
    const std::string project = absl::StrCat(function, "0102");
    const int64_t basic_fen = amount();
    const int64_t project_fen = amount();
    AddRow(office, "", Side::kNone, "gen", basic_fen, &t2);
    AddRow(office, "", Side::kNone, "basic", basic_fen, &t3);
    AddRow(project, "", Side::kNone, "gen", project_fen, &t2);
    AddRow(project, "", Side::kNone, "project", project_fen, &t3);
    AddRow(project, absl::StrCat("项目", random.Below(3)), Side::kNone, "e302",
           project_fen, &t7);
    const int64_t function_fen = basic_fen + project_fen;
    AddRow(absl::StrCat(function), "", Side::kExpenditure, "", function_fen,
           &t1);
    const bool misprinted = random.Chance(200);
    AddRow(absl::StrCat(function), "", Side::kNone, "total",
           function_fen + (misprinted ? kPrecisionFen : 0), &t3);
    income_fen += function_fen;
  }
  // What rounding explains, and what nothing explains.
  if (random.Chance(200)) income_fen += kPrecisionFen;
  if (plan.unbalanced) income_fen += 1000 * kPrecisionFen;
  AddRow("gen_own", "", Side::kIncome, "", income_fen, &t1);

  budget::Document document;
  document.department = plan.department;
  document.fiscal_year = plan.fiscal_year;
  document.kind = budget::DocumentKind::kDepartmentBudget;
  document.role = budget::DocumentRole::kDepartment;
  document.tables = {std::move(t1), std::move(t2), std::move(t3),
                     std::move(t7)};
  document.claims.resize(static_cast<size_t>(plan.error_count));
  for (budget::Claim& claim : document.claims) claim.address = "N1:wrong";
  return document;
}

std::string BytesOf(const budget::Document& document) {
  budget::v1::Document message;
  budget::DocumentToProto(document, &message);
  return message.SerializeAsString();
}

}  // namespace yuheng::fault
