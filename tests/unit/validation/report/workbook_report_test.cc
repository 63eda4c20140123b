#include "services/validation/report/workbook_report.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/forms/unzipped.h"
#include "tests/unit/validation/report/report_sample.h"

namespace yuheng::validation {
namespace {

using forms::UnzippedWorkbook;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

std::string Render(const ReportSample& sample) {
  const auto bytes = WorkbookReport(sample.checked());
  EXPECT_TRUE(bytes.ok()) << bytes.status();
  return bytes.value_or("");
}

TEST(WorkbookReport, ListsFindingsWithLinksToTheirCells) {
  const UnzippedWorkbook workbook(Render(ReportSample::Usual()));
  EXPECT_THAT(workbook.SheetNames(),
              ElementsAre("审核结果", "表6", "情况说明", "绩效目标"));
  const auto cells = workbook.Cells(1);
  EXPECT_EQ(cells.at("C4"), "错误");
  EXPECT_EQ(cells.at("D4"), "A6-02");
  EXPECT_EQ(cells.at("E4"), "表6 303 对个人和家庭的补助 合计");
  EXPECT_EQ(cells.at("F4"), "第100行");
  EXPECT_EQ(cells.at("G4"), "19.46 < 19.43");
  EXPECT_EQ(cells.at("C5"), "警告");
  EXPECT_EQ(cells.at("C6"), "提示");
  const std::string xml = workbook.SheetXml(1);
  EXPECT_THAT(xml, HasSubstr("ref=\"E4\" location=\"'表6'!D6\""));
  EXPECT_THAT(xml, HasSubstr("ref=\"E5\" location=\"'情况说明'!E4\""));
}

TEST(WorkbookReport, WhatWasNotRead_StandsBelowTheFindings) {
  ReportSample sample;
  sample.document.problems.push_back({.id = "reader.lines_unread",
                                      .location = {.line = 77},
                                      .table = budget::TableKind::kT6,
                                      .message = {"2 行没有读入", "not read"}});
  const auto cells = UnzippedWorkbook(Render(sample)).Cells(1);
  EXPECT_THAT(cells, Contains(Pair("E4", "没有读出的内容")));
  EXPECT_THAT(cells, Contains(Pair("F4", "第77行")));
  EXPECT_THAT(cells, Contains(Pair("G4", "2 行没有读入")));
  EXPECT_THAT(cells, Contains(Pair("L4", "not read")));
}

TEST(WorkbookReport, CellsAreColouredAndCarryTheMessage) {
  const UnzippedWorkbook workbook(Render(ReportSample::Usual()));
  const auto cells = workbook.Cells(2);
  EXPECT_EQ(cells.at("D6"), "19.43");
  EXPECT_EQ(cells.at("C7"), "离休<b>&\"费\"</b>");
  const std::string comments = workbook.Entry("xl/comments1.xml");
  EXPECT_THAT(comments, HasSubstr("ref=\"D6\""));
  EXPECT_THAT(comments, HasSubstr("1 错误 A6-02：19.46 &lt; 19.43"));
  EXPECT_THAT(workbook.Entry("xl/styles.xml"), HasSubstr("FFFF9B94"));
}

TEST(WorkbookReport, TableInYuan_KeepsItsFigures) {
  ReportSample sample;
  sample.document.tables[0].unit_fen = 100;
  sample.document.tables[0].rows[0].cells[0] =
      StatedCell(19'430'000, "194300", 100);
  const UnzippedWorkbook workbook(Render(sample));
  EXPECT_EQ(workbook.Cells(2).at("D6"), "194300");
  EXPECT_THAT(workbook.Cells(2), Contains(Pair("E2", "单位：元")));
}

TEST(WorkbookReport, NoFindingAndEmptyDocument_AreWorkbooksToo) {
  ReportSample sample;
  EXPECT_THAT(UnzippedWorkbook(Render(sample)).Cells(1).at("A2"),
              HasSubstr("没有要改的"));
  sample.document = budget::Document();
  sample.Add(SampleFinding("S-02", Severity::kError, {{"T3", {}}}, "缺少表3"));
  sample.Add(SampleFinding("S-01", Severity::kError, {}, "没有位置"));
  const UnzippedWorkbook workbook(Render(sample));
  EXPECT_THAT(workbook.SheetNames(), ElementsAre("审核结果"));
  EXPECT_EQ(workbook.Cells(1).at("E5"), "整个文本");
  EXPECT_THAT(workbook.SheetXml(1), Not(HasSubstr("<hyperlink ")));
}

TEST(WorkbookReport, SameTableTwice_HasTwoSheets) {
  ReportSample sample = ReportSample::Usual();
  sample.document.tables.push_back(sample.document.tables[0]);
  EXPECT_THAT(UnzippedWorkbook(Render(sample)).SheetNames(),
              Contains("表6 (2)"));
}

TEST(WorkbookReport, ThousandFindings_AreAllListed) {
  ReportSample sample;
  for (int i = 0; i < 1000; ++i) {
    sample.Add(SampleFinding("A6-02", Severity::kError,
                             {{"T6:303:total", {100, ""}}},
                             absl::StrCat("问题", i, "。")));
  }
  const UnzippedWorkbook workbook(Render(sample));
  EXPECT_EQ(workbook.Cells(1).at("G1003"), "问题999。");
  EXPECT_THAT(workbook.Entry("xl/comments1.xml"), HasSubstr("…… +995"));
}

TEST(WorkbookReport, SameInput_GivesTheSameBytes) {
  EXPECT_EQ(Render(ReportSample::Usual()), Render(ReportSample::Usual()));
}

}  // namespace
}  // namespace yuheng::validation
