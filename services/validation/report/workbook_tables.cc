#include "services/validation/report/workbook_tables.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/location_text.h"
#include "services/budget/messages.h"
#include "services/budget/regional_form.h"
#include "services/budget/text.h"
#include "services/budget/unit_of_account.h"
#include "services/forms/form_layout.h"
#include "services/validation/report/claim_arrangement.h"
#include "services/validation/report/place_name.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using forms::CellFill;
using forms::CellLook;
using forms::LayoutCell;
using forms::LayoutCellKind;
using forms::Sheet;
using forms::SheetCell;

SheetCell Words(std::string text) {
  return {.look = CellLook::kText, .text = std::move(text)};
}

// Notes the spot's place and gives the cell its mark. Where several spots share
// a cell, the worst mark colours it.
void MarkCell(const ReportPlan& plan, const Spot& spot,
              const forms::CellLink& place, SheetCell* cell, SpotCells* cells,
              const Mark** worst) {
  cells->emplace(spot, place);
  const Mark* mark = FindMark(plan.marks, spot);
  if (mark == nullptr) return;
  absl::StrAppend(&cell->comment, cell->comment.empty() ? "" : "\n",
                  MarkText(plan, *mark));
  const bool worse =
      *worst == nullptr || std::pair(mark->primary, mark->severity) >
                               std::pair((*worst)->primary, (*worst)->severity);
  if (!worse) return;
  *worst = mark;
  cell->fill = FillOf(mark->severity, mark->primary);
}

// The sheet that is being built and where its rows stand.
class SheetBuilder {
 public:
  SheetBuilder(const ReportPlan& plan, int sheet_index, SpotCells* cells)
      : plan_(plan), sheet_index_(sheet_index), cells_(cells) {}

  Sheet& sheet() { return sheet_; }

  void StartRow() { sheet_.body.emplace_back(); }

  // Appends a cell; its spots are marked in it.
  void Append(SheetCell cell, const std::vector<Spot>& spots = {}) {
    const forms::CellLink place = {sheet_index_,
                                   static_cast<int>(sheet_.body.size()) - 1,
                                   static_cast<int>(sheet_.body.back().size())};
    const Mark* worst = nullptr;
    for (const Spot& spot : spots) {
      MarkCell(plan_, spot, place, &cell, cells_, &worst);
    }
    sheet_.body.back().push_back(std::move(cell));
  }

  void AddColumn(absl::string_view heading, int width) {
    const int at = static_cast<int>(sheet_.column_widths.size());
    sheet_.headings.push_back({0, at, 0, at, Message(heading).zh});
    sheet_.heading_row_count = 1;
    sheet_.column_widths.push_back(width);
  }

 private:
  const ReportPlan& plan_;
  const int sheet_index_;
  SpotCells* const cells_;
  Sheet sheet_;
};

// What is written in a workbook is a number in the table's own unit.
std::optional<int64_t> ShownFen(const budget::Table& table,
                                const budget::Cell& cell) {
  if (!cell.stated()) return std::nullopt;
  const int64_t unit =
      table.unit_fen > 0 ? table.unit_fen : budget::kFenPerWanYuan;
  const __int128 scaled =
      static_cast<__int128>(cell.amount_fen) * budget::kFenPerWanYuan / unit;
  constexpr __int128 kMax = budget::kFigureMicroMax;
  if (scaled > kMax || scaled < -kMax) return std::nullopt;
  return static_cast<int64_t>(scaled);
}

Sheet TableSheet(const ReportPlan& plan, int index, int sheet_index,
                 SpotCells* cells) {
  const budget::Table& table = plan.checked.document.tables[index];
  const budget::TableShape& shape = plan.checked.form.Table(table.kind);
  std::vector<forms::FormRow> rows;
  for (const budget::Row& row : table.rows) {
    rows.push_back({row.side, row.level, row.code, row.name, row.project});
  }
  const forms::FormLayout layout = forms::LayOutForm(shape, rows);
  // Null where nothing is printed.
  const auto printed = [&](const LayoutCell& cell) -> const budget::Cell* {
    if (cell.row < 0 || cell.column < 0) return nullptr;
    const std::vector<budget::Cell>& of_row = table.rows[cell.row].cells;
    return cell.column < static_cast<int>(of_row.size()) ? &of_row[cell.column]
                                                         : nullptr;
  };
  SheetBuilder builder(plan, sheet_index, cells);
  Sheet& sheet = builder.sheet();
  sheet.name = budget::NumberedTable(
                   budget::FormOf(plan.checked.document).Table(table.kind))
                   .zh;
  sheet.title = table.title.empty() ? shape.title : table.title;
  if (!table.prepared_by.empty()) {
    sheet.left_line =
        Message("verdict.report_prepared_by", {{"name", table.prepared_by}}).zh;
  }
  const absl::string_view unit = budget::UnitName(table.unit_fen);
  if (!unit.empty()) {
    sheet.right_line = Message("verdict.report_unit", {{"unit", unit}}).zh;
  }
  sheet.headings = layout.headings;
  sheet.heading_row_count = layout.heading_row_count;
  sheet.frozen_column_count = layout.frozen_column_count;
  sheet.one_page = layout.one_page;
  sheet.note = table.nil_statement;
  sheet.column_widths =
      forms::ColumnWidths(shape, layout, [&](const LayoutCell& cell) {
        const budget::Cell* amount = printed(cell);
        return amount == nullptr ? 0 : budget::DisplayWidth(amount->printed);
      });
  cells->emplace(Spot{SpotKind::kTable, index},
                 forms::CellLink{sheet_index, 0, 0});
  for (const std::vector<LayoutCell>& line : layout.body) {
    builder.StartRow();
    for (const LayoutCell& cell : line) {
      SheetCell written{.look = LookOf(cell.kind), .text = cell.text};
      written.indent = cell.indent;
      written.bold = cell.bold;
      if (cell.kind != LayoutCellKind::kAmount || cell.row < 0) {
        builder.Append(std::move(written));
        continue;
      }
      if (const budget::Cell* amount = printed(cell); amount != nullptr) {
        written.amount_fen = ShownFen(table, *amount);
        if (!written.amount_fen.has_value()) written.text = amount->printed;
      }
      builder.Append(std::move(written),
                     {{SpotKind::kCell, index, cell.row, cell.column}});
    }
  }
  return std::move(sheet);
}

}  // namespace

CellFill FillOf(Severity severity, bool primary) {
  switch (severity) {
    case Severity::kError:
      return primary ? CellFill::kRed : CellFill::kPaleRed;
    case Severity::kWarning:
      return primary ? CellFill::kOrange : CellFill::kPaleOrange;
    case Severity::kNote:
      break;
  }
  return CellFill::kBlue;
}

void AddTableSheets(const ReportPlan& plan, std::vector<Sheet>* sheets,
                    SpotCells* cells) {
  const std::vector<budget::Table>& tables = plan.checked.document.tables;
  for (size_t i = 0; i < tables.size(); ++i) {
    if (tables[i].kind == budget::TableKind::kNone) continue;
    sheets->push_back(TableSheet(plan, static_cast<int>(i),
                                 static_cast<int>(sheets->size()), cells));
  }
}

void AddClaimSheet(const ReportPlan& plan, std::vector<Sheet>* sheets,
                   SpotCells* cells) {
  const budget::Document& document = plan.checked.document;
  if (document.claims.empty()) return;
  SheetBuilder builder(plan, static_cast<int>(sheets->size()), cells);
  builder.sheet().name = Message("verdict.tab_claims").zh;
  builder.sheet().title = Message("verdict.report_claims").zh;
  builder.sheet().left_line = document.department;
  builder.AddColumn("verdict.column_section", 26);
  builder.AddColumn("verdict.column_subject", 30);
  builder.AddColumn("verdict.measure_amount", 16);
  builder.AddColumn("verdict.measure_share", 11);
  builder.AddColumn("verdict.measure_delta", 14);
  builder.AddColumn("verdict.measure_growth", 11);
  builder.AddColumn("verdict.measure_words", 70);
  builder.AddColumn("verdict.column_line", 8);
  const std::vector<ClaimSection> sections =
      ArrangeClaims(plan.checked.form, document, plan.index);
  for (size_t s = 0; s < sections.size(); ++s) {
    for (const ClaimRow& row : sections[s].rows) {
      builder.StartRow();
      const bool first = &row == &sections[s].rows.front();
      const std::vector<Spot> section = {
          {SpotKind::kSection, static_cast<int>(s)}};
      builder.Append(Words(sections[s].name.zh),
                     first ? section : std::vector<Spot>{});
      builder.Append(Words(row.subject.zh));
      for (const std::vector<int>& claims : row.claims) {
        std::string text;
        std::vector<Spot> spots;
        for (const int i : claims) {
          absl::StrAppend(&text, text.empty() ? "" : "\n",
                          document.claims[i].printed);
          spots.push_back({SpotKind::kClaim, i});
        }
        const bool words = &claims == &row.claims[kClaimWords];
        builder.Append({.look = words ? CellLook::kText : CellLook::kTotalLabel,
                        .text = std::move(text)},
                       spots);
      }
      builder.Append(
          {.look = CellLook::kTotalLabel,
           .text = budget::ShortLocation(document.source.Locate(row.line)).zh});
    }
  }
  sheets->push_back(std::move(builder.sheet()));
}

void AddPerformanceSheet(const ReportPlan& plan, std::vector<Sheet>* sheets,
                         SpotCells* cells) {
  const budget::Document& document = plan.checked.document;
  if (document.sheets.empty()) return;
  SheetBuilder builder(plan, static_cast<int>(sheets->size()), cells);
  builder.sheet().name = Message("verdict.tab_sheets").zh;
  builder.sheet().title = Message("verdict.report_sheets").zh;
  builder.sheet().left_line = document.department;
  builder.AddColumn("verdict.field_project", 30);
  builder.AddColumn("verdict.column_level1", 14);
  builder.AddColumn("verdict.column_level2", 16);
  builder.AddColumn("verdict.column_indicator", 36);
  builder.AddColumn("verdict.field_target", 40);
  builder.AddColumn("verdict.field_prior", 16);
  builder.AddColumn("verdict.field_weight", 11);
  builder.AddColumn("verdict.column_basis", 20);
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const budget::PerformanceSheet& sheet = document.sheets[k];
    const int index = static_cast<int>(k);
    const auto field = [&](absl::string_view label, std::string value,
                           SheetField which, std::vector<Spot> of_project) {
      builder.StartRow();
      builder.Append(Words(sheet.project), of_project);
      builder.Append(Words(""));
      builder.Append(Words(""));
      builder.Append(Words(Message(label).zh));
      builder.Append(Words(std::move(value)),
                     {{SpotKind::kSheetField, index, which}});
      for (int i = 0; i < 3; ++i) builder.Append(Words(""));
    };
    field("verdict.field_year",
          sheet.fiscal_year == 0 ? "" : absl::StrCat(sheet.fiscal_year),
          kSheetYear,
          {{SpotKind::kSheet, index},
           {SpotKind::kSheetField, index, kSheetProject}});
    field("verdict.field_unit", sheet.unit, kSheetUnit, {});
    field("verdict.field_total", sheet.total.printed, kSheetTotal, {});
    field("verdict.field_fiscal", sheet.fiscal.printed, kSheetFiscal, {});
    field("verdict.field_other", sheet.other.printed, kSheetOther, {});
    field("verdict.field_goal", sheet.goal, kSheetGoal, {});
    for (size_t j = 0; j < sheet.indicators.size(); ++j) {
      const budget::Indicator& indicator = sheet.indicators[j];
      const auto spot = [&](IndicatorField which) {
        return std::vector<Spot>{
            {SpotKind::kIndicator, index, static_cast<int>(j), which}};
      };
      builder.StartRow();
      builder.Append(Words(sheet.project));
      builder.Append(Words(indicator.level1));
      builder.Append(Words(indicator.level2));
      builder.Append(Words(indicator.name), spot(kIndicatorName));
      builder.Append(Words(indicator.target), spot(kIndicatorTarget));
      builder.Append(Words(indicator.prior), spot(kIndicatorPrior));
      builder.Append(Words(indicator.weight), spot(kIndicatorWeight));
      builder.Append(Words(indicator.basis));
    }
  }
  sheets->push_back(std::move(builder.sheet()));
}

}  // namespace yuheng::validation
