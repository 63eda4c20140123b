#include "services/forms/template.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/messages.h"
#include "services/budget/regional_form.h"
#include "services/budget/unit_of_account.h"
#include "services/forms/form_headings.h"
#include "services/forms/form_layout.h"
#include "services/forms/prose_sheets.h"
#include "services/forms/sheet_writer.h"
#include "services/forms/workbook.h"

namespace yuheng::forms {
namespace {

using budget::RowLevel;
using budget::RowSpace;
using budget::Side;
using budget::TableShape;

// Where a form's last year is open.
constexpr int kFiscalYearMax = 2100;
constexpr int kAmountWidth = 14;
constexpr int kAdviceWidth = 100;
// The digits of a 类.
constexpr size_t kClassDigits = 3;

// E7.
std::string CellName(int row, int column) {
  char name[LXW_MAX_CELL_NAME_LENGTH];
  lxw_rowcol_to_cell(name, static_cast<lxw_row_t>(row),
                     static_cast<lxw_col_t>(column));
  return name;
}

std::vector<std::string> ClassCodes(RowSpace row_space, int fiscal_year) {
  const auto kind = row_space == RowSpace::kEconomic
                        ? budget::ChartKind::kEconomicDepartment
                        : budget::ChartKind::kFunction;
  std::vector<std::string> codes;
  for (const absl::string_view code :
       budget::ChartFor(kind, fiscal_year).Codes()) {
    if (code.size() == kClassDigits) codes.emplace_back(code);
  }
  return codes;
}

// One table to fill in.
class TableTemplate {
 public:
  TableTemplate(const TableShape& shape, int64_t unit_fen,
                const TemplateOptions& options)
      : shape_(shape),
        unit_fen_(unit_fen),
        options_(options),
        filled_(options.filled == nullptr
                    ? nullptr
                    : options.filled->FindTable(shape.kind)) {}

  Sheet Make() {
    shape_.coded() ? AddCodedRows() : AddLines();
    FormLayout layout = LayOutForm(shape_, rows_);
    if (shape_.coded()) {
      // Open rows stand above the total.
      const std::vector<LayoutCell> open(layout.column_count);
      layout.body.insert(layout.body.end() - 1, kTemplateRowCount, open);
    }
    layout_ = std::move(layout);
    sheet_.name = absl::StrCat("表", shape_.label);
    sheet_.title = absl::StrCat("表", shape_.label, " ", shape_.title);
    sheet_.left_line = absl::StrCat("编制部门：", options_.department);
    sheet_.right_line = absl::StrCat("单位：", budget::UnitName(unit_fen_));
    sheet_.unit_fen = unit_fen_;
    sheet_.headings = layout_.headings;
    sheet_.heading_row_count = layout_.heading_row_count;
    sheet_.frozen_column_count = layout_.frozen_column_count;
    sheet_.one_page = layout_.one_page;
    sheet_.column_widths = ColumnWidths(
        shape_, layout_, [](const LayoutCell&) { return kAmountWidth; });
    sheet_.locked = true;
    if (filled_ != nullptr) sheet_.note = filled_->nil_statement;
    FindLines();
    for (size_t i = 0; i < layout_.body.size(); ++i) {
      AddBodyRow(static_cast<int>(i));
    }
    LimitInputs();
    return std::move(sheet_);
  }

 private:
  void AddLines() {
    for (const budget::Line& line : shape_.lines) {
      const bool total = line.key == budget::kTotalKey;
      rows_.push_back({line.side,
                       total                             ? RowLevel::kTotal
                       : line.side == Side::kExpenditure ? RowLevel::kClass
                                                         : RowLevel::kLine,
                       line.key, line.label, ""});
    }
  }

  void AddCodedRows() {
    if (filled_ != nullptr) {
      for (const budget::Row& row : filled_->rows) {
        if (row.level == RowLevel::kTotal) continue;
        rows_.push_back({row.side, row.level, row.code, row.name, row.project});
      }
    }
    rows_.push_back({Side::kNone, RowLevel::kTotal,
                     std::string(budget::kTotalKey), "合计", ""});
  }

  void FindLines() {
    for (size_t i = 0; i < layout_.body.size(); ++i) {
      for (const LayoutCell& cell : layout_.body[i]) {
        if (cell.row < 0) continue;
        const FormRow& row = rows_[cell.row];
        lines_[{row.side, row.code}] = static_cast<int>(i);
      }
    }
  }

  // Where the amounts of a side begin.
  int FirstAmount(Side side) const {
    if (shape_.coded()) return LabelColumnCount(shape_.row_space);
    const bool right = side == Side::kExpenditure && shape_.two_sided();
    return right ? 2 + static_cast<int>(shape_.income_columns.size()) : 1;
  }

  std::string NameOf(int body_row, int column) const {
    return CellName(FirstBodyRow(sheet_) + body_row, column);
  }

  // What stands in the document in that place.
  std::optional<int64_t> AmountOf(const LayoutCell& cell) const {
    if (filled_ == nullptr || cell.row < 0) return std::nullopt;
    const FormRow& row = rows_[cell.row];
    const std::string key = row.project.empty()
                                ? row.code
                                : absl::StrCat(row.code, "|", row.project);
    const budget::Row* printed = filled_->FindRow(row.side, key);
    const auto column = static_cast<size_t>(DocumentColumn(row, cell.column));
    if (printed == nullptr || column >= printed->cells.size() ||
        !printed->cells[column].stated()) {
      return std::nullopt;
    }
    return printed->cells[column].amount_fen;
  }

  // Documents have the columns of the standard form.
  int DocumentColumn(const FormRow& row, int column) const {
    return shape_.document_columns.empty() || row.side == Side::kIncome
               ? column
               : shape_.document_columns[static_cast<size_t>(column)];
  }

  // A cell of the body.
  struct Place {
    int row = 0;
    int column = 0;
  };

  // What is filled in that the amount is the sum of; empty where it is filled
  // in itself.
  std::vector<Place> AddendsOf(int body_row, const LayoutCell& cell, Side side,
                               int column) const {
    std::vector<Place> addends;
    for (const int part : shape_.ColumnsOf(side)[column].parts) {
      addends.push_back({body_row, FirstAmount(side) + part});
    }
    if (!addends.empty()) return addends;
    const int at = FirstAmount(side) + column;
    if (!shape_.coded()) {
      for (const std::string& part :
           shape_.FindLine(side, rows_[cell.row].code)->parts) {
        addends.push_back({lines_.at({side, part}), at});
      }
    } else if (IsTotal(cell)) {
      for (int i = 0; i < body_row; ++i) {
        const int row = layout_.body[i].front().row;
        if (row >= 0 && rows_[row].level == RowLevel::kClass) {
          addends.push_back({i, at});
        }
      }
    }
    return addends;
  }

  bool IsTotal(const LayoutCell& cell) const {
    return cell.row >= 0 && rows_[cell.row].level == RowLevel::kTotal;
  }

  // Empty for what is filled in.
  std::string FormulaOf(int body_row, const LayoutCell& cell, Side side,
                        int column) const {
    // Classes may stand in rows that are open still.
    if (shape_.coded() && IsTotal(cell) &&
        shape_.ColumnsOf(side)[column].parts.empty()) {
      return SumOfClasses(body_row, FirstAmount(side) + column);
    }
    std::vector<std::string> cells;
    for (const Place& addend : AddendsOf(body_row, cell, side, column)) {
      cells.push_back(NameOf(addend.row, addend.column));
    }
    return cells.empty() ? ""
                         : absl::StrCat("SUM(", absl::StrJoin(cells, ","), ")");
  }

  // What the formula gives for what is filled in.
  int64_t SumOf(int body_row, const LayoutCell& cell, Side side,
                int column) const {
    int64_t sum = 0;
    for (const Place& addend : AddendsOf(body_row, cell, side, column)) {
      sum += AmountOf(layout_.body[addend.row][addend.column]).value_or(0);
    }
    return sum;
  }

  // Of the rows above that have a 类 and no 款.
  std::string SumOfClasses(int total_row, int column) const {
    const auto range = [&](int at) {
      return absl::StrCat(NameOf(0, at), ":", NameOf(total_row - 1, at));
    };
    return absl::StrCat("SUMPRODUCT((LEN(", range(0), ")=3)*(LEN(", range(1),
                        ")=0),", range(column), ")");
  }

  void AddBodyRow(int body_row) {
    const std::vector<LayoutCell>& cells = layout_.body[body_row];
    std::vector<SheetCell>& row = sheet_.body.emplace_back();
    const bool open = shape_.coded() && cells.front().row < 0;
    const bool filled = shape_.coded() && !open &&
                        rows_[cells.front().row].level != RowLevel::kTotal;
    for (size_t i = 0; i < cells.size(); ++i) {
      const LayoutCell& cell = cells[i];
      const int first = FirstAmount(Side::kNone);
      const bool amount = cell.kind == LayoutCellKind::kAmount ||
                          (open && static_cast<int>(i) >= first);
      SheetCell written{.look = amount ? CellLook::kAmount : LookOf(cell.kind),
                        .text = amount ? "" : cell.text,
                        .indent = cell.indent,
                        .bold = cell.bold};
      if (amount) {
        const Side side =
            open || cell.row < 0 ? Side::kNone : rows_[cell.row].side;
        const int column = open ? static_cast<int>(i) - first : cell.column;
        written.formula = FormulaOf(body_row, cell, side, column);
        written.amount_fen = AmountOf(cell);
        // Rounded parts may add up to another figure than the printed one,
        // which then stays and can be changed.
        if (written.amount_fen.has_value() && !written.formula.empty() &&
            *written.amount_fen != SumOf(body_row, cell, side, column)) {
          written.formula.clear();
        }
        written.input = written.formula.empty();
      } else if (open || filled) {
        written.input = true;
        if (static_cast<int>(i) < CodeColumnCount(shape_.row_space)) {
          written.look = CellLook::kCode;
        }
      }
      row.push_back(std::move(written));
    }
  }

  void LimitInputs() {
    const int last_row = static_cast<int>(sheet_.body.size()) - 1;
    const auto add = [&](InputRange::Kind kind, int first, int last, int rows,
                         std::vector<std::string> choices = {}) {
      sheet_.inputs.push_back({kind, 0, first, rows, last, std::move(choices)});
    };
    using Kind = InputRange::Kind;
    if (shape_.coded()) {
      add(Kind::kOneOf, 0, 0, last_row - 1,
          ClassCodes(shape_.row_space, options_.fiscal_year));
      add(Kind::kCodeDigits, 1, CodeColumnCount(shape_.row_space) - 1,
          last_row - 1);
    }
    for (const Side side : {Side::kIncome, Side::kExpenditure}) {
      if (side == Side::kIncome && !shape_.two_sided()) continue;
      const int first = FirstAmount(side);
      const auto count = static_cast<int>(shape_.ColumnsOf(side).size());
      add(Kind::kAmount, first, first + count - 1, last_row);
    }
  }

  const TableShape& shape_;
  const int64_t unit_fen_;
  const TemplateOptions& options_;
  const budget::Table* const filled_;
  std::vector<FormRow> rows_;
  FormLayout layout_;
  Sheet sheet_;
  std::map<std::pair<Side, std::string>, int> lines_;  // Rows of the body.
};

// A form that does not say is printed in 万元 by those who fill it in.
int64_t UnitOf(const budget::Form& form) {
  return form.unit_fen == 0 ? budget::kFenPerWanYuan : form.unit_fen;
}

Sheet AdviceSheet(int64_t unit_fen, const TemplateOptions& options) {
  Sheet sheet;
  sheet.name = "填报说明";
  sheet.title =
      absl::StrCat(options.department, options.fiscal_year, "年部门预算公开");
  sheet.column_widths = {kAdviceWidth};
  int places = 0;
  for (int64_t fen = unit_fen; fen > 1; fen /= 10) ++places;
  const std::string advice =
      budget::Message("reporting.template_advice",
                      {{"unit", std::string(budget::UnitName(unit_fen))},
                       {"places", absl::StrCat(places)}})
          .zh;
  for (const absl::string_view line : absl::StrSplit(advice, '\n')) {
    sheet.body.push_back(
        {{.look = CellLook::kText, .text = std::string(line)}});
  }
  sheet.locked = true;
  return sheet;
}

}  // namespace

absl::optional<budget::Text> TemplateMisfit(const budget::Form& form,
                                            const TemplateOptions& options,
                                            absl::string_view from) {
  if (options.filled != nullptr) {
    const std::string& other = budget::FormOf(*options.filled).id;
    if (other != form.id) {
      return budget::Message(
          "forms.template_other_form",
          {{"file", from}, {"from", other}, {"form", form.id}});
    }
  }
  const int last = form.last_year == 0 ? kFiscalYearMax : form.last_year;
  if (form.first_year <= options.fiscal_year && options.fiscal_year <= last) {
    return absl::nullopt;
  }
  return budget::Message("forms.year_outside",
                         {{"id", form.id},
                          {"first", absl::StrCat(form.first_year)},
                          {"last", absl::StrCat(last)}});
}

absl::StatusOr<std::string> RenderTemplate(const budget::Form& form,
                                           const TemplateOptions& options) {
  const int64_t unit_fen = UnitOf(form);
  std::vector<Sheet> sheets = {AdviceSheet(unit_fen, options),
                               ProfileSheet(options)};
  for (const budget::TableKind kind : form.order) {
    sheets.push_back(
        TableTemplate(form.OnPaper().Table(kind), unit_fen, options).Make());
  }
  sheets.push_back(NarrativeSheet(options));
  for (Sheet& sheet : PerformanceSheets(options)) {
    sheets.push_back(std::move(sheet));
  }
  return RenderSheets({.title = sheets.front().title,
                       .author = options.department,
                       .created = options.created},
                      sheets);
}

}  // namespace yuheng::forms
