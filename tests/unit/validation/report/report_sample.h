// A small document with findings, for tests of reports.
#ifndef YUHENG_TESTS_UNIT_VALIDATION_REPORT_REPORT_SAMPLE_H_
#define YUHENG_TESTS_UNIT_VALIDATION_REPORT_REPORT_SAMPLE_H_

#include <string>
#include <utility>
#include <vector>

#include "services/validation/report/checked_document.h"

namespace yuheng::validation {

inline budget::Cell StatedCell(int64_t fen, const std::string& printed,
                               int line) {
  return {budget::CellState::kStated, fen, printed, {line, ""}};
}

inline budget::Row EconomicRow(const std::string& code, const std::string& name,
                               budget::RowLevel level, int64_t fen,
                               const std::string& printed, int line) {
  budget::Row row;
  row.level = level;
  row.code = code;
  row.name = name;
  row.line = line;
  row.cells = {StatedCell(fen, printed, line),
               StatedCell(fen, printed, line + 1),
               {budget::CellState::kBlank, 0, "", {line + 2, ""}}};
  return row;
}

// T6 with 303 whose part has a name that HTML must escape; the narrative's own
// funds; one performance sheet.
inline budget::Document SampleDocument() {
  budget::Document document;
  document.department = "某局<&\">";
  document.fiscal_year = 2023;
  budget::Table table;
  table.kind = budget::TableKind::kT6;
  table.title = "一般公共预算基本支出情况表";
  table.prepared_by = "某局";
  table.unit_fen = 1'000'000;
  table.line = 90;
  table.rows = {EconomicRow("303", "对个人和家庭的补助",
                            budget::RowLevel::kClass, 19'430'000, "19.43", 100),
                EconomicRow("30301", "离休<b>&\"费\"</b>",
                            budget::RowLevel::kGroup, 19'460'000, "19.46", 110),
                EconomicRow("ALL", "合计", budget::RowLevel::kTotal, 19'430'000,
                            "19.43", 120)};
  document.tables.push_back(table);
  document.headings.push_back({"N2", "二、关于收入预算情况说明", 200});
  document.claims.push_back(
      {"N2:unit:amount", "210万元", 210'000'000, 10'000, 201});
  document.claims.push_back(
      {"N2:unit:delta", "29.44万元", 29'440'000, 10'000, 201});
  document.claims.push_back(
      {"N2:unit:reason", "因为<script>alert(1)</script>", {}, 0, 201});
  budget::PerformanceSheet sheet;
  sheet.line = 300;
  sheet.project = "引智工作经费";
  sheet.total = StatedCell(10'000'000, "10", 301);
  sheet.goal = "目标";
  sheet.goal_line = 302;
  budget::Indicator indicator;
  indicator.level1 = "产出指标";
  indicator.name = "培训人数";
  indicator.target = ">=20人次";
  indicator.line = 303;
  sheet.indicators.push_back(indicator);
  document.sheets.push_back(sheet);
  return document;
}

inline Finding SampleFinding(const std::string& rule, Severity severity,
                             std::vector<Place> places,
                             const std::string& message) {
  Finding finding;
  finding.rule = rule;
  finding.severity = severity;
  finding.status = FindingStatus::kInconsistent;
  finding.places = std::move(places);
  finding.message = {message, message + " (en)"};
  return finding;
}

// Keeps what a report looks at.
struct ReportSample {
  budget::Document document = SampleDocument();
  std::vector<Finding> findings;
  VerdictSummary summary;

  CheckedDocument checked() const {
    return {budget::StandardForm(),
            document,
            findings,
            summary,
            "folder/budget.txt",
            {{"A6-02", {"类 = 各款之和", "class = sum of groups"}}}};
  }

  void Add(Finding finding) {
    ++(finding.severity == Severity::kError     ? summary.error_count
       : finding.severity == Severity::kWarning ? summary.warning_count
                                                : summary.note_count);
    findings.push_back(std::move(finding));
  }

  // A note, an error of two figures, a warning about the narrative.
  static ReportSample Usual() {
    ReportSample sample;
    sample.Add(SampleFinding("C-02", Severity::kNote,
                             {{"T6:30301:total", {110, ""}}}, "别称"));
    sample.Add(SampleFinding(
        "A6-02", Severity::kError,
        {{"T6:303:total", {100, ""}}, {"T6:30301:total", {110, ""}}},
        "19.46 < 19.43"));
    sample.Add(SampleFinding("Y-03", Severity::kWarning,
                             {{"N2:unit:delta", {201, ""}}}, "增长率"));
    return sample;
  }
};

}  // namespace yuheng::validation

#endif  // YUHENG_TESTS_UNIT_VALIDATION_REPORT_REPORT_SAMPLE_H_
