#include "services/validation/report/workbook_findings.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/location_text.h"
#include "services/budget/messages.h"
#include "services/budget/regional_form.h"
#include "services/validation/report/words.h"

namespace yuheng::validation {
namespace {

using forms::CellFill;
using forms::CellLook;
using forms::SheetCell;

constexpr struct {
  absl::string_view heading;
  int width;
} kColumns[] = {
    {"verdict.column_number", 5},    {"verdict.column_group", 4},
    {"verdict.column_severity", 6},  {"verdict.column_rule", 7},
    {"verdict.column_place", 44},    {"verdict.column_line", 9},
    {"verdict.column_message", 52},  {"verdict.column_printed", 11},
    {"verdict.column_expected", 11}, {"verdict.column_difference", 10},
    {"verdict.column_advice", 32},   {"verdict.column_message_en", 30},
};

SheetCell Words(std::string text) {
  return {.look = CellLook::kText, .text = std::move(text)};
}

SheetCell Centred(std::string text, CellFill fill) {
  SheetCell cell{.look = CellLook::kTotalLabel, .text = std::move(text)};
  cell.fill = fill;
  return cell;
}

SheetCell Number(const std::optional<int64_t>& micro) {
  return {.look = CellLook::kAmount, .text = {}, .amount_fen = micro};
}

// What diagnosis says, in the first row of a group.
std::string AdviceText(const ReportPlan& plan, const DigestGroup& group) {
  if (group.diagnosis == nullptr) return "";
  const FindingGroup& diagnosis = *group.diagnosis;
  std::string text =
      NeedsHeadline(plan.checked.findings, group) ? diagnosis.cause.zh : "";
  const auto add = [&](const std::string& more) {
    if (more.empty()) return;
    absl::StrAppend(&text, text.empty() ? "" : "\n", more);
  };
  if (diagnosis.culprit.has_value()) {
    const std::string line = LocationText(diagnosis.culprit->location).zh;
    add(absl::StrCat(CulpritLabel(diagnosis).zh,
                     plan.NameOf(*diagnosis.culprit).zh,
                     line.empty() ? "" : "  ", line));
  }
  add(SuggestionText(diagnosis).zh);
  if (!diagnosis.reason.zh.empty()) {
    add(absl::StrCat(budget::Message("verdict.report_reason").zh,
                     diagnosis.reason.zh));
  }
  return text;
}

std::vector<SheetCell> FindingRow(const ReportPlan& plan,
                                  const SpotCells& cells, int group_number,
                                  int index, std::string advice) {
  const Finding& finding = plan.FindingAt(index);
  const CellFill fill = FillOf(finding.severity, /*primary=*/true);
  const Place place =
      finding.places.empty() ? Place{"doc", {}} : finding.places.front();
  SheetCell where = Words(plan.NameOf(place).zh);
  if (const auto spot = plan.index.Find(place)) {
    const auto cell = cells.find(*spot);
    if (cell != cells.end()) where.link = cell->second;
  }
  return {Centred(absl::StrCat(plan.numbers[index]), fill),
          Centred(absl::StrCat(group_number), CellFill::kNone),
          Centred(SeverityText(finding.severity).zh, fill),
          Centred(finding.rule, CellFill::kNone),
          std::move(where),
          Words(LocationText(place.location).zh),
          Words(finding.message.zh),
          Number(finding.actual_micro),
          Number(finding.expected_micro),
          Number(finding.difference_micro),
          Words(std::move(advice)),
          Words(finding.message.en)};
}

// What could not be read of the document.
std::vector<SheetCell> ProblemRow(const budget::ReadingProblem& problem) {
  const SheetCell none = Centred("", CellFill::kNone);
  return {none,
          none,
          none,
          none,
          Words(budget::Message("verdict.report_problems").zh),
          Words(LocationText(problem.location).zh),
          Words(problem.message.zh),
          Number(std::nullopt),
          Number(std::nullopt),
          Number(std::nullopt),
          Words(""),
          Words(problem.message.en)};
}

}  // namespace

forms::Sheet FindingSheet(const ReportPlan& plan, const SpotCells& cells) {
  const CheckedDocument& checked = plan.checked;
  const VerdictSummary& summary = checked.summary;
  forms::Sheet sheet;
  sheet.name = budget::Message("verdict.tab_findings").zh;
  sheet.title =
      budget::Message("verdict.report_title",
                      {{"department", checked.document.department},
                       {"year", absl::StrCat(checked.document.fiscal_year)}})
          .zh;
  const int to_fix = CountToFix(plan.digest);
  const budget::Form& form = budget::FormOf(checked.document);
  sheet.left_line = absl::StrCat(
      VerdictText(summary).zh, "：",
      budget::Message("verdict.report_counts",
                      {{"counts", CountsText(summary, checked.least)},
                       {"rules", absl::StrCat(summary.rule_count)}})
          .zh,
      "；",
      to_fix == 0 ? budget::Message("verdict.report_nothing_to_fix").zh
                  : budget::Message("verdict.report_to_fix",
                                    {{"count", absl::StrCat(to_fix)}})
                        .zh,
      "；",
      budget::Message("forms.line", {{"id", form.id}, {"name", form.name}}).zh);
  sheet.heading_row_count = 1;
  int at = 0;
  for (const auto& column : kColumns) {
    sheet.headings.push_back(
        {0, at, 0, at, budget::Message(column.heading).zh});
    sheet.column_widths.push_back(column.width);
    ++at;
  }
  int group_number = 0;
  for (const DigestGroup& group : plan.digest) {
    ++group_number;
    std::string advice = AdviceText(plan, group);
    for (const int index : group.findings) {
      sheet.body.push_back(FindingRow(plan, cells, group_number, index,
                                      std::exchange(advice, "")));
    }
  }
  for (const budget::ReadingProblem& problem : checked.document.problems) {
    sheet.body.push_back(ProblemRow(problem));
  }
  sheet.note =
      budget::Message("verdict.report_file", {{"file", FileName(checked.file)}})
          .zh;
  return sheet;
}

}  // namespace yuheng::validation
