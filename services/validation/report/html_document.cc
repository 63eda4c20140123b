#include "services/validation/report/html_document.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/location_text.h"
#include "services/budget/regional_form.h"
#include "services/budget/unit_of_account.h"
#include "services/forms/form_layout.h"
#include "services/validation/report/claim_arrangement.h"
#include "services/validation/report/html_text.h"
#include "services/validation/report/place_name.h"

namespace yuheng::validation {
namespace {

using forms::LayoutCell;
using forms::LayoutCellKind;

// Finding numbers beside a marked figure.
constexpr size_t kNumbersMax = 3;

// Links to the findings of a mark, small, behind the figure.
std::string NumberLinks(const ReportPlan& plan, const Mark& mark) {
  std::string html = "<sup>";
  const size_t shown = std::min(mark.findings.size(), kNumbersMax);
  for (size_t i = 0; i < shown; ++i) {
    const int number = plan.numbers[mark.findings[i]];
    absl::StrAppend(&html, i > 0 ? " " : "", "<a href=\"#f", number, "\">",
                    number, "</a>");
  }
  return absl::StrCat(html, shown < mark.findings.size() ? "…" : "", "</sup>");
}

// An element that shows `text` and carries the spot's id and its mark.
std::string Element(const ReportPlan& plan, absl::string_view tag,
                    absl::string_view css, const Spot& spot,
                    absl::string_view text) {
  const Mark* mark = FindMark(plan.marks, spot);
  std::string html = absl::StrCat("<", tag, " id=\"", SpotId(spot), "\"");
  if (mark == nullptr) {
    if (!css.empty()) absl::StrAppend(&html, " class=\"", css, "\"");
    return absl::StrCat(html, ">", Html(text), "</", tag, ">");
  }
  absl::StrAppend(&html, " class=\"", css, css.empty() ? "" : " ", "mark ",
                  SeverityClass(mark->severity),
                  mark->primary ? " primary" : "", "\" title=\"",
                  Html(MarkText(plan, *mark)), "\">");
  const int first = plan.numbers[mark->findings.front()];
  if (!text.empty()) {
    absl::StrAppend(&html, "<a href=\"#f", first, "\">", Html(text), "</a>");
  }
  if (mark->primary) html += NumberLinks(plan, *mark);
  return absl::StrCat(html, "</", tag, ">");
}

std::string Headings(const forms::FormLayout& layout) {
  std::vector<const forms::HeadingRange*> ranges;
  for (const forms::HeadingRange& range : layout.headings) {
    ranges.push_back(&range);
  }
  std::sort(ranges.begin(), ranges.end(), [](const auto* a, const auto* b) {
    return std::tuple(a->first_row, a->first_column) <
           std::tuple(b->first_row, b->first_column);
  });
  std::string html = "<thead>";
  size_t next = 0;
  for (int row = 0; row < layout.heading_row_count; ++row) {
    html += "<tr>";
    for (; next < ranges.size() && ranges[next]->first_row == row; ++next) {
      const forms::HeadingRange& range = *ranges[next];
      html += "<th";
      if (range.last_column > range.first_column) {
        absl::StrAppend(&html, " colspan=\"",
                        range.last_column - range.first_column + 1, "\"");
      }
      if (range.last_row > range.first_row) {
        absl::StrAppend(&html, " rowspan=\"",
                        range.last_row - range.first_row + 1, "\"");
      }
      absl::StrAppend(&html, ">", Html(range.text), "</th>");
    }
    html += "</tr>";
  }
  return html + "</thead>\n";
}

std::string BodyCell(const ReportPlan& plan, int table_index,
                     const LayoutCell& cell) {
  const budget::Table& table = plan.checked.document.tables[table_index];
  switch (cell.kind) {
    case LayoutCellKind::kBlank:
      return "<td></td>";
    case LayoutCellKind::kCode:
      return absl::StrCat("<td class=\"code\">", Html(cell.text), "</td>");
    case LayoutCellKind::kTotalLabel:
      return absl::StrCat("<td class=\"total\">", Html(cell.text), "</td>");
    case LayoutCellKind::kLabel:
      return absl::StrCat("<td class=\"label", cell.bold ? " bold" : "",
                          cell.indent > 0 ? " in" : "",
                          cell.indent > 0 ? absl::StrCat(cell.indent) : "",
                          "\">", Html(cell.text), "</td>");
    case LayoutCellKind::kAmount:
      break;
  }
  const std::vector<budget::Cell>& cells = table.rows[cell.row].cells;
  const bool there = cell.column < static_cast<int>(cells.size());
  return Element(plan, "td", cell.bold ? "amount bold" : "amount",
                 {SpotKind::kCell, table_index, cell.row, cell.column},
                 there ? cells[cell.column].printed : "");
}

std::string TableHtml(const ReportPlan& plan, int index) {
  const budget::Table& table = plan.checked.document.tables[index];
  const budget::TableShape& shape = plan.checked.form.Table(table.kind);
  const budget::Text name = budget::NumberedTable(
      budget::FormOf(plan.checked.document).Table(table.kind));
  std::vector<forms::FormRow> rows;
  for (const budget::Row& row : table.rows) {
    rows.push_back({row.side, row.level, row.code, row.name, row.project});
  }
  const forms::FormLayout layout = forms::LayOutForm(shape, rows);
  const absl::string_view unit = budget::UnitName(table.unit_fen);
  std::string html = absl::StrCat(
      "<section class=\"table\">",
      Element(plan, "h3", "", {SpotKind::kTable, index},
              absl::StrCat(name.zh, " ",
                           table.title.empty() ? shape.title : table.title)),
      "<p class=\"english en\" lang=\"en\">", Html(name.en), ": ",
      Html(shape.title_en), "</p>\n<p class=\"line\"><span>",
      table.prepared_by.empty() ? ""
                                : HtmlMessage("verdict.report_prepared_by",
                                              {{"name", table.prepared_by}}),
      "</span>");
  if (!unit.empty()) {
    absl::StrAppend(&html, "<span>",
                    HtmlMessage("verdict.report_unit", {{"unit", unit}}),
                    "</span>");
  }
  absl::StrAppend(&html, "</p>\n<div class=\"wide\"><table>", Headings(layout),
                  "<tbody>\n");
  for (const std::vector<LayoutCell>& cells : layout.body) {
    html += "<tr>";
    for (const LayoutCell& cell : cells) html += BodyCell(plan, index, cell);
    html += "</tr>\n";
  }
  html += "</tbody></table></div>\n";
  if (!table.nil_statement.empty()) {
    absl::StrAppend(&html, "<p>", Html(table.nil_statement), "</p>\n");
  }
  return html + "</section>\n";
}

std::string ClaimCells(const ReportPlan& plan, const ClaimRow& row) {
  std::string html;
  for (int column = 0; column < kClaimColumnCount; ++column) {
    absl::StrAppend(&html, "<td class=\"",
                    column == kClaimWords ? "words" : "amount", "\">");
    bool first = true;
    for (const int i : row.claims[column]) {
      if (!first) html += column == kClaimWords ? "<br>" : "； ";
      first = false;
      html += Element(plan, "span", "", {SpotKind::kClaim, i},
                      plan.checked.document.claims[i].printed);
    }
    html += "</td>";
  }
  return html;
}

std::string Heading(absl::string_view id) {
  return absl::StrCat("<th>", HtmlMessage(id), "</th>");
}

std::string FieldRow(const ReportPlan& plan, absl::string_view message,
                     const Spot& spot, absl::string_view text) {
  return absl::StrCat("<tr>", Heading(message),
                      Element(plan, "td", "words", spot, text), "</tr>\n");
}

std::string IndicatorRow(const ReportPlan& plan, int sheet, int index) {
  const budget::Indicator& indicator =
      plan.checked.document.sheets[sheet].indicators[index];
  const auto part = [&](IndicatorField which, absl::string_view text) {
    return Element(plan, "td", which == kIndicatorName ? "label" : "words",
                   {SpotKind::kIndicator, sheet, index, which}, text);
  };
  const auto plain = [](absl::string_view text) {
    return absl::StrCat("<td class=\"label\">", Html(text), "</td>");
  };
  return absl::StrCat("<tr>", plain(indicator.level1), plain(indicator.level2),
                      part(kIndicatorName, indicator.name),
                      part(kIndicatorTarget, indicator.target),
                      part(kIndicatorPrior, indicator.prior),
                      part(kIndicatorWeight, indicator.weight),
                      plain(indicator.basis), "</tr>\n");
}

std::string SheetHtml(const ReportPlan& plan, int index) {
  const budget::PerformanceSheet& sheet = plan.checked.document.sheets[index];
  const auto field = [&](absl::string_view message, SheetField which,
                         absl::string_view text) {
    return FieldRow(plan, message, {SpotKind::kSheetField, index, which}, text);
  };
  std::string html = absl::StrCat(
      "<section class=\"table\">",
      Element(plan, "h3", "", {SpotKind::kSheet, index},
              absl::StrCat("P", index + 1, " ", sheet.project)),
      "<div class=\"wide\"><table class=\"fields\"><tbody>",
      field("verdict.field_project", kSheetProject, sheet.project),
      field("verdict.field_year", kSheetYear,
            sheet.fiscal_year == 0 ? "" : absl::StrCat(sheet.fiscal_year)),
      field("verdict.field_unit", kSheetUnit, sheet.unit),
      field("verdict.field_total", kSheetTotal, sheet.total.printed),
      field("verdict.field_fiscal", kSheetFiscal, sheet.fiscal.printed),
      field("verdict.field_other", kSheetOther, sheet.other.printed),
      field("verdict.field_goal", kSheetGoal, sheet.goal),
      "</tbody></table>\n<table><thead><tr>");
  for (const absl::string_view id :
       {"verdict.column_level1", "verdict.column_level2",
        "verdict.column_indicator", "verdict.field_target",
        "verdict.field_prior", "verdict.field_weight",
        "verdict.column_basis"}) {
    html += Heading(id);
  }
  html += "</tr></thead><tbody>\n";
  for (size_t j = 0; j < sheet.indicators.size(); ++j) {
    html += IndicatorRow(plan, index, static_cast<int>(j));
  }
  return html + "</tbody></table></div></section>\n";
}

}  // namespace

std::string HtmlTables(const ReportPlan& plan) {
  std::string html;
  const std::vector<budget::Table>& tables = plan.checked.document.tables;
  for (size_t i = 0; i < tables.size(); ++i) {
    if (tables[i].kind == budget::TableKind::kNone) continue;
    html += TableHtml(plan, static_cast<int>(i));
  }
  return html;
}

std::string HtmlClaims(const ReportPlan& plan) {
  const std::vector<ClaimSection> sections =
      ArrangeClaims(plan.checked.form, plan.checked.document, plan.index);
  std::string html;
  for (size_t s = 0; s < sections.size(); ++s) {
    const ClaimSection& section = sections[s];
    absl::StrAppend(&html, "<section class=\"table\">");
    // The printed heading says more than the name of the section.
    if (section.heading.empty()) {
      absl::StrAppend(&html, "<h3 id=\"s", s + 1, "\">", Html(section.name),
                      "</h3>");
    } else {
      html += Element(plan, "h3", "", {SpotKind::kSection, static_cast<int>(s)},
                      section.heading);
      absl::StrAppend(&html, "<p class=\"english en\" lang=\"en\">",
                      Html(section.name.en), "</p>");
    }
    absl::StrAppend(
        &html, "\n<div class=\"wide\"><table><thead><tr>",
        Heading("verdict.column_subject"), Heading("verdict.measure_amount"),
        Heading("verdict.measure_share"), Heading("verdict.measure_delta"),
        Heading("verdict.measure_growth"), Heading("verdict.measure_words"),
        Heading("verdict.column_line"), "</tr></thead><tbody>\n");
    for (const ClaimRow& row : section.rows) {
      absl::StrAppend(&html, "<tr><td class=\"label\">", Html(row.subject),
                      "</td>", ClaimCells(plan, row), "<td class=\"code\">",
                      Html(budget::ShortLocation(
                          plan.checked.document.source.Locate(row.line))),
                      "</td></tr>\n");
    }
    html += "</tbody></table></div></section>\n";
  }
  return html;
}

std::string HtmlSheets(const ReportPlan& plan) {
  std::string html;
  for (size_t k = 0; k < plan.checked.document.sheets.size(); ++k) {
    html += SheetHtml(plan, static_cast<int>(k));
  }
  return html;
}

}  // namespace yuheng::validation
