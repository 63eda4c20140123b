#include "services/validation/report/workbook_report.h"

#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/budget/messages.h"
#include "services/forms/workbook.h"
#include "services/validation/report/report_plan.h"
#include "services/validation/report/workbook_findings.h"
#include "services/validation/report/workbook_tables.h"

namespace yuheng::validation {
namespace {

// For a document that does not say its year; the format wants a date.
constexpr int kFirstYear = 2000;

}  // namespace

absl::StatusOr<std::string> WorkbookReport(const CheckedDocument& checked) {
  const ReportPlan plan(checked);
  // The findings stand first, but their links need to know where all else is.
  std::vector<forms::Sheet> sheets(1);
  SpotCells cells;
  AddTableSheets(plan, &sheets, &cells);
  AddClaimSheet(plan, &sheets, &cells);
  AddPerformanceSheet(plan, &sheets, &cells);
  sheets.front() = FindingSheet(plan, cells);
  forms::WorkbookProperties properties;
  properties.title = sheets.front().title;
  properties.author = "玉衡";
  // The same document gives the same bytes, whenever it is checked.
  const int year = checked.document.fiscal_year;
  properties.created = absl::FromCivil(
      absl::CivilDay(year > kFirstYear ? year : kFirstYear, 1, 1),
      absl::UTCTimeZone());
  return forms::RenderSheets(properties, sheets);
}

}  // namespace yuheng::validation
