// Workbooks as bureaus have them: what stands where, and how it is told.
#include "services/ingestion/formats/workbook/workbook_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/workbook/limits.h"
#include "services/rpc/reason.h"
#include "tests/support/workbook_xml.h"
#include "tests/unit/ingestion/formats/places.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

using budget::Document;
using rpc::Reason;
using testing::Grid;
using testing::RowsOf;
using testing::Table3Grid;
using testing::WorkbookOf;
using testing::WorkbookXml;
using testing::Zip;

const Grid& Rows() {
  static const auto* const rows =
      new Grid{{"206", "", "", "科学技术支出", "30", "20", "10"},
               {"206", "1", "", "科学技术管理事务", "30", "20", "10"},
               {"206", "1", "1", "行政运行", "20", "20"},
               {"206", "1", "2", "一般行政管理事务", "10", "", "10"},
               {"", "", "", "合计", "30", "20", "10"}};
  return *rows;
}

// Whether the rows of Rows() were read, and nothing was told.
void ExpectRows(const absl::StatusOr<Document>& document) {
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(At(*document, "T3:206:total"), "30");
  EXPECT_EQ(At(*document, "T3:20601:basic"), "20");
  EXPECT_EQ(At(*document, "T3:2060101:project"), "blank");
  EXPECT_EQ(At(*document, "T3:2060102:total"), "10");
  EXPECT_EQ(At(*document, "T3:ALL:project"), "10");
  for (const budget::ReadingProblem& problem : document->problems) {
    ADD_FAILURE() << problem.location.reference << ": " << problem.message.en;
  }
}

absl::StatusOr<Document> ReadRows(const std::string& rows) {
  return Read(WorkbookXml{.sheets = {{.name = "表3", .rows = rows}}}.Bytes());
}

TEST(WorkbookReader, Table_IsReadWithItsReferences) {
  const auto document = Read(WorkbookOf("支出", Table3Grid(Rows())));
  ExpectRows(document);
  const budget::Table& table = document->tables.at(0);
  EXPECT_EQ(table.prepared_by, "测试局");
  EXPECT_EQ(table.printed_number, 3);
  EXPECT_EQ(table.unit_fen, 1'000'000);
  EXPECT_EQ(ReferenceAt(*document, "T3:206:total"), "支出!E6");
  EXPECT_EQ(ReferenceAt(*document, "T3:ALL:project"), "支出!G10");
  EXPECT_EQ(table.rows.at(2).cells.at(2).location.reference, "支出!G8");
  EXPECT_EQ(document->source.Locate(table.rows.at(0).line).reference, "支出!6");
  EXPECT_EQ(document->source.Locate(table.line).reference, "支出!2");
}

TEST(WorkbookReader, SheetNames_AreWrittenAsFormulasDo) {
  const auto document = Read(WorkbookOf("3.15 '支出'", Table3Grid(Rows())));
  ExpectRows(document);
  EXPECT_EQ(ReferenceAt(*document, "T3:206:total"), "'3.15 ''支出'''!E6");
}

TEST(WorkbookReader, TablesFarFromTheCorner_AreRead) {
  WorkbookXml workbook{
      .sheets = {{.name = "表3", .rows = RowsOf(Table3Grid(Rows()), 5, 3)}}};
  const auto document = Read(workbook.Bytes());
  ExpectRows(document);
  EXPECT_EQ(ReferenceAt(*document, "T3:206:total"), "表3!G10");
}

TEST(WorkbookReader, Sheets_InAnyOrder) {
  Grid other = {{"部门收入总体情况表"}, {"", "", "单位：万元"}};
  WorkbookXml workbook{
      .sheets = {{.name = "b", .rows = RowsOf(other)},
                 {.name = "a", .rows = RowsOf(Table3Grid(Rows()))}}};
  const auto document = Read(workbook.Bytes());
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(ReferenceAt(*document, "T3:206:total"), "a!E6");
  EXPECT_EQ(ProblemAt(*document, "reader.table_without_rows"), "b!1");
}

TEST(WorkbookReader, TableWithoutATitle_IsKnownByItsSheet) {
  Grid grid = Table3Grid(Rows());
  grid.erase(grid.begin(), grid.begin() + 2);
  for (const char* name : {"部门支出总体情况表", "3.15部门支出总表"}) {
    ExpectRows(Read(WorkbookOf(name, grid)));
  }
  // Known by its number only, which is told.
  const auto document = Read(WorkbookOf("表3", grid));
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(At(*document, "T3:206:total"), "30");
  EXPECT_EQ(ProblemAt(*document, "reader.title_missing"), "表3");
  EXPECT_EQ(ReferenceAt(*document, "T3:206:total"), "表3!E4");
}

TEST(WorkbookReader, OtherTables_EndThoseOfTheForm) {
  const Grid other = {{"项目", "金额"}, {"2060101", "7"}, {"合计", "7"}};
  WorkbookXml workbook{
      .sheets = {{.name = "表3", .rows = RowsOf(Table3Grid(Rows()))},
                 {.name = "采购", .rows = RowsOf(other, 2, 2)}}};
  const auto document = Read(workbook.Bytes());
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->tables.at(0).rows.size(), 5u);
  ASSERT_EQ(document->problems.size(), 1u);
  EXPECT_EQ(ProblemAt(*document, "reader.sheet_foreign"), "采购!B2");
  // On the same sheet its title does it.
  Grid grid = Table3Grid(Rows());
  grid.push_back({"政府采购预算表"});
  grid.insert(grid.end(), other.begin(), other.end());
  ExpectRows(Read(WorkbookOf("全部", grid)));
}

TEST(WorkbookReader, ListOfTables_IsNoTable) {
  WorkbookXml workbook{
      .sheets = {{.name = "目录",
                  .rows = RowsOf({{"目录"},
                                  {"表1", "部门收支总体情况表", "1"},
                                  {"表3", "部门支出总体情况表", "3"}})},
                 {.name = "表3", .rows = RowsOf(Table3Grid(Rows()))}}};
  const auto document = Read(workbook.Bytes());
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->tables.size(), 1u);
  EXPECT_EQ(At(*document, "T3:206:total"), "30");
}

TEST(WorkbookReader, HiddenSheets_AreLeftOutAndTold) {
  Grid copy = Table3Grid({{"206", "", "", "科学技术支出", "1", "1", ""},
                          {"", "", "", "合计", "1", "1", ""}});
  WorkbookXml workbook{
      .sheets = {{.name = "底稿", .rows = RowsOf(copy), .state = "veryHidden"},
                 {.name = "空", .rows = "", .state = "hidden"},
                 {.name = "表3", .rows = RowsOf(Table3Grid(Rows()))}}};
  const auto document = Read(workbook.Bytes());
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->tables.size(), 1u);
  EXPECT_EQ(At(*document, "T3:206:total"), "30");
  EXPECT_EQ(document->problems.size(), 1u);
  EXPECT_EQ(ProblemAt(*document, "reader.sheet_hidden"), "底稿");
}

TEST(WorkbookReader, HiddenRowsAndColumns_AreReadAndTold) {
  std::string rows = RowsOf(Table3Grid(Rows()));
  rows = Replace(rows, "<row r=\"8\">", "<row r=\"8\" hidden=\"1\">");
  WorkbookXml workbook{
      .sheets = {{.name = "表3",
                  .rows = rows,
                  .before = "<cols><col min=\"7\" max=\"16384\" hidden=\"1\"/>"
                            "</cols>"}}};
  const auto document = Read(workbook.Bytes());
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(At(*document, "T3:2060101:total"), "20");
  EXPECT_EQ(At(*document, "T3:206:project"), "10");
  ASSERT_EQ(ProblemAt(*document, "reader.sheet_rows_hidden"), "表3");
  EXPECT_TRUE(absl::StrContains(document->problems[0].message.en,
                                "1 hidden rows and 1 hidden columns"));
}

TEST(WorkbookReader, ZerosThatAreNotShown_AreBlank) {
  Grid grid = Rows();
  grid[2].push_back("0");
  grid[3][5] = "0";
  const std::string rows = RowsOf(Table3Grid(grid));
  const auto read = [&](const char* view) {
    return Read(WorkbookXml{
        .sheets = {{.name = "表3",
                    .rows = rows,
                    .before = absl::StrCat("<sheetViews><sheetView ", view,
                                           "workbookViewId=\"0\"/>"
                                           "</sheetViews>")}}}
                    .Bytes());
  };
  const auto hidden = read("showZeros=\"0\" ");
  ExpectRows(hidden);
  EXPECT_EQ(At(*hidden, "T3:2060101:project"), "blank");
  EXPECT_EQ(At(*hidden, "T3:2060102:basic"), "blank");
  const auto shown = read("");
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(At(*shown, "T3:2060101:project"), "0");
}

TEST(WorkbookReader, HiddenColumnsBesideTheForm_AreToldAndLeftOut) {
  Grid grid = Table3Grid(Rows());
  for (size_t r = 0; r < grid.size(); ++r) {
    grid[r].resize(7);
    grid[r].push_back(r == 3 ? "备注" : r > 4 ? "见附件" : "");
  }
  const auto document =
      Read(WorkbookXml{.sheets = {{.name = "表3",
                                   .rows = RowsOf(grid),
                                   .before = "<cols><col min=\"8\" max=\"8\" "
                                             "hidden=\"1\"/></cols>"}}}
               .Bytes());
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(At(*document, "T3:2060101:basic"), "20");
  EXPECT_EQ(At(*document, "T3:ALL:project"), "10");
  ASSERT_EQ(document->problems.size(), 1u);
  EXPECT_EQ(ProblemAt(*document, "reader.sheet_rows_hidden"), "表3");
}

TEST(WorkbookReader, AmountsInYuan_AreThoseInWanYuan) {
  Grid grid = Table3Grid(
      {{"206", "", "", "科学技术支出", "300000.00", "200000.00", "100000.00"},
       {"", "", "", "合计", "300000.00", "200000.00", "100000.00"}});
  grid[2].back() = "金额单位：元";
  const auto document = Read(WorkbookOf("表3", grid));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_TRUE(document->problems.empty());
  EXPECT_EQ(document->tables.at(0).unit_fen, 100);
  EXPECT_EQ(At(*document, "T3:206:basic"), "20");
  EXPECT_EQ(At(*document, "T3:ALL:project"), "10");
}

TEST(WorkbookReader, SharedStrings_WithRunsAndPhonetics) {
  std::string rows = RowsOf(Table3Grid(Rows()));
  rows = Replace(rows, "t=\"inlineStr\"><is><t>科学技术支出</t></is>",
                 "t=\"s\"><v>1</v>");
  WorkbookXml workbook{
      .sheets = {{.name = "表3", .rows = rows}},
      .strings =
          "<si><t>x</t></si><si><r><t>科学</t></r><r><rPr><b/></rPr>"
          "<t xml:space=\"preserve\">技术</t></r><r><t>支出</t></r><rPh "
          "sb=\"0\" eb=\"2\"><t>kexue</t></rPh></si>"};
  const auto document = Read(workbook.Bytes());
  ExpectRows(document);
  EXPECT_EQ(document->tables.at(0).rows.at(0).name, "科学技术支出");
}

TEST(WorkbookReader, StringThatIsNotThere_IsUnreadable) {
  std::string rows = RowsOf(Table3Grid(Rows()));
  rows = Replace(rows, "<c r=\"E6\"><v>30</v>", "<c r=\"E6\" t=\"s\"><v>7</v>");
  const auto document = ReadRows(rows);
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(At(*document, "T3:206:total"), "unreadable");
  EXPECT_EQ(ProblemAt(*document, "reader.amount_unreadable"), "表3!E6");
}

TEST(WorkbookReader, Numbers_AreExact) {
  std::string rows = RowsOf(Table3Grid(Rows()));
  rows = Replace(rows, "<c r=\"E6\"><v>30</v>",
                 "<c r=\"E6\"><v>53.030000000000001</v>");
  rows =
      Replace(rows, "<c r=\"F6\"><v>20</v>", "<c r=\"F6\"><v>1.234567E4</v>");
  const auto document = ReadRows(rows);
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(At(*document, "T3:206:total"), "53.03");
  EXPECT_EQ(At(*document, "T3:206:basic"), "12345.67");
}

TEST(WorkbookReader, NumbersAreRead_AsTheyAreShown) {
  std::string rows = RowsOf(Table3Grid(Rows()));
  rows = Replace(rows, "<c r=\"E6\"><v>30</v>",
                 "<c r=\"E6\" s=\"1\"><v>53.0349</v>");
  rows = Replace(rows, "<c r=\"G6\"><v>10</v>",
                 "<c r=\"G6\" s=\"2\"><v>44927</v>");
  rows = Replace(rows, "<c r=\"B8\"><v>1</v>", "<c r=\"B8\" s=\"3\"><v>1</v>");
  WorkbookXml workbook{
      .sheets = {{.name = "表3", .rows = rows}},
      .styles =
          "<numFmts count=\"1\"><numFmt numFmtId=\"170\" "
          "formatCode=\"00\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>"
          "<xf numFmtId=\"4\"/><xf numFmtId=\"14\"/><xf "
          "numFmtId=\"170\"/></cellXfs>"};
  const auto document = Read(workbook.Bytes());
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(At(*document, "T3:206:total"), "53.03");
  EXPECT_EQ(ProblemAt(*document, "reader.digits_hidden"), "表3!E6");
  // A date is no amount.
  EXPECT_EQ(At(*document, "T3:206:project"), "unreadable");
  EXPECT_EQ(ProblemAt(*document, "reader.amount_unreadable"), "表3!G6");
  EXPECT_EQ(At(*document, "T3:2060101:total"), "20");
}

TEST(WorkbookReader, WanYuanMadeByTheFormat_AreReadOrTold) {
  std::string rows = RowsOf(Table3Grid(Rows()));
  rows = Replace(rows, "<c r=\"E6\"><v>30</v>",
                 "<c r=\"E6\" s=\"1\"><v>123456</v>");
  rows = Replace(rows, "<c r=\"F6\"><v>20</v>",
                 "<c r=\"F6\" s=\"2\"><v>123456</v>");
  WorkbookXml workbook{
      .sheets = {{.name = "表3", .rows = rows}},
      .styles =
          "<numFmts count=\"2\"><numFmt numFmtId=\"170\" "
          "formatCode=\"0!.0,\"/><numFmt numFmtId=\"171\" "
          "formatCode=\"0!.0,&quot;万&quot;\"/></numFmts><cellXfs>"
          "<xf numFmtId=\"0\"/><xf numFmtId=\"170\"/>"
          "<xf numFmtId=\"171\"/></cellXfs>"};
  const auto document = Read(workbook.Bytes());
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(At(*document, "T3:206:total"), "12.3");
  EXPECT_EQ(At(*document, "T3:206:basic"), "unreadable");
  EXPECT_EQ(ProblemAt(*document, "reader.formats_unknown"), "表3!F6");
}

TEST(WorkbookReader, CommentsInAText_AreNoneOfIt) {
  std::string rows = RowsOf(Table3Grid(Rows()));
  rows =
      Replace(rows, "<c r=\"E6\"><v>30</v>", "<c r=\"E6\"><v>3<!-- -->0</v>");
  rows = Replace(rows, "<c r=\"F6\"><v>20</v>",
                 "<c r=\"F6\" t=\"str\"><v><![CDATA[2]]><![CDATA[0]]></v>");
  rows = Replace(rows, "<t>行政运行</t>", "<t>行政<!-- x -->运行</t>");
  const auto document = ReadRows(rows);
  ExpectRows(document);
  EXPECT_EQ(At(*document, "T3:206:basic"), "20");
  EXPECT_EQ(document->tables.at(0).rows.at(2).name, "行政运行");
}

TEST(WorkbookReader, Formulas_HaveTheValueThatWasStored) {
  std::string rows = RowsOf(Table3Grid(Rows()));
  rows = Replace(rows, "<c r=\"E6\"><v>30</v>",
                 "<c r=\"E6\"><f>SUM(F6:G6)</f><v>30</v>");
  rows = Replace(rows, "</c></row><row r=\"9\">",
                 "</c><c r=\"G8\" t=\"str\"><f>IF(1,\"\")</f><v></v></c></row>"
                 "<row r=\"9\">");
  ExpectRows(ReadRows(rows));
}

TEST(WorkbookReader, FormulasWithoutAValue_AreTold) {
  std::string rows = RowsOf(Table3Grid(Rows()));
  rows =
      Replace(rows, "<c r=\"E6\"><v>30</v>", "<c r=\"E6\"><f>SUM(F6:G6)</f>");
  rows = Replace(rows, "<c r=\"F6\"><v>20</v>",
                 "<c r=\"F6\"><f t=\"shared\" si=\"0\"/><v/>");
  const auto document = ReadRows(rows);
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(At(*document, "T3:206:total"), "unreadable");
  EXPECT_EQ(At(*document, "T3:206:basic"), "unreadable");
  EXPECT_EQ(ProblemAt(*document, "reader.formulas_uncalculated"), "表3!E6");
  EXPECT_EQ(ProblemAt(*document, "reader.amount_unreadable"), "表3!E6");
}

TEST(WorkbookReader, AWorkbookThatNothingCalculated_IsRefusedInOneMessage) {
  std::string rows = RowsOf(Table3Grid(Rows()));
  int more = 100;
  for (size_t i = 0; i <= kUncalculatedMax; ++i, ++more) {
    absl::StrAppend(&rows, "<row r=\"", more, "\"><c r=\"E", more,
                    "\"><f>SUM(F6:G6)</f></c></row>");
    const auto document = ReadRows(rows);
    EXPECT_EQ(document.ok(), i < kUncalculatedMax) << i;
    if (document.ok()) continue;
    const rpc::ErrorDetails details = rpc::DetailsOf(document.status());
    EXPECT_EQ(details.reason, rpc::Reason::kDocumentUnreadable);
    EXPECT_TRUE(absl::StrContains(
        details.en, absl::StrCat(kUncalculatedMax + 1,
                                 " formulas of the workbook, 表3!E100 first")))
        << details.en;
    EXPECT_TRUE(absl::StrContains(details.zh, "重新计算")) << details.zh;
  }
}

TEST(WorkbookReader, ErrorsAndBooleans_AreUnreadable) {
  std::string rows = RowsOf(Table3Grid(Rows()));
  rows = Replace(rows, "<c r=\"E6\"><v>30</v>",
                 "<c r=\"E6\" t=\"e\"><f>A1/0</f><v>#DIV/0!</v>");
  rows = Replace(rows, "<c r=\"F6\"><v>20</v>", "<c r=\"F6\" t=\"b\"><v>1</v>");
  const auto document = ReadRows(rows);
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(At(*document, "T3:206:total"), "unreadable");
  EXPECT_EQ(At(*document, "T3:206:basic"), "unreadable");
  EXPECT_EQ(document->problems.size(), 2u);
  EXPECT_EQ(ProblemAt(*document, "reader.amount_formula_error"), "表3!E6");
  EXPECT_EQ(ProblemAt(*document, "reader.amount_unreadable"), "表3!F6");
}

TEST(WorkbookReader, MergedCells_ShowTheFirst) {
  Grid grid = Table3Grid(Rows());
  grid[3][1] = "left behind";
  grid[4].push_back("7");
  for (const char* codes : {"A4:C4", "$A$4:$C$4"}) {
    WorkbookXml workbook{
        .sheets = {
            {.name = "表3",
             .rows = RowsOf(grid),
             .behind = absl::StrCat(
                 "<mergeCells><mergeCell ref=\"A2:G2\"/><mergeCell ref=\"",
                 codes, "\"/><mergeCell ref=\"D4:D5\"/></mergeCells>")}}};
    ExpectRows(Read(workbook.Bytes()));
  }
}

TEST(WorkbookReader, MergedCodes_GoOnBelow) {
  Grid rows = Rows();
  for (size_t i = 1; i < 4; ++i) rows[i][0].clear();
  rows[2][1].clear();
  rows[3][1].clear();
  ExpectRows(Read(WorkbookOf("表3", Table3Grid(rows))));
}

TEST(WorkbookReader, CodesInOneCell_AreRead) {
  Grid grid = {{"表3"},
               {"部门支出总体情况表"},
               {"", "", "", "", "单位：元"},
               {"科目编码", "科目名称", "合计", "基本支出", "项目支出"},
               {"206", "科学技术支出", "300000", "200000", "100000"},
               {"20601", "科学技术管理事务", "300000", "200000", "100000"},
               {"2060101", "行政运行", "200000", "200000"},
               {"2060102", "一般行政管理事务", "100000", "", "100000"},
               {"合计", "", "300000", "200000", "100000"}};
  const auto document = Read(WorkbookOf("x", grid));
  ExpectRows(document);
  EXPECT_EQ(ReferenceAt(*document, "T3:206:basic"), "x!D5");
}

TEST(WorkbookReader, TotalAbove_IsTheTotal) {
  Grid rows = Rows();
  std::rotate(rows.begin(), rows.end() - 1, rows.end());
  ExpectRows(Read(WorkbookOf("表3", Table3Grid(rows))));
}

TEST(WorkbookReader, LinesInCells) {
  Grid grid = Table3Grid(Rows());
  grid[3][3] = "功能分类\n科目名称";
  grid[5][3] = "科学技术\r\n支出_x000D_";
  grid[6][3] = "\"科学技术\"\t管理事务";
  grid.push_back({"第一段。\n\n第二段，没有政府性基金。"});
  const auto document = Read(WorkbookOf("表3", grid));
  ExpectRows(document);
  EXPECT_EQ(document->tables.at(0).rows.at(0).name, "科学技术支出");
  EXPECT_EQ(document->tables.at(0).rows.at(1).name, "\"科学技术\" 管理事务");
  ASSERT_EQ(document->sentences.size(), 2u);
  for (const budget::Sentence& sentence : document->sentences) {
    EXPECT_EQ(document->source.Locate(sentence.line).reference, "表3!11");
  }
}

TEST(WorkbookReader, PrefixedNames_AreThoseOfAnyOther) {
  auto entries = WorkbookXml{.sheets = {{.name = "表3",
                                         .rows = RowsOf(Table3Grid(Rows()))}}}
                     .Entries();
  for (auto& [name, bytes] : entries) {
    if (!absl::StartsWith(name, "xl/w")) continue;
    bytes = Replace(Replace(bytes, "</", "</x:"), "<", "<x:");
    bytes = Replace(Replace(bytes, "<x:/x:", "</x:"), "<x:?", "<?");
    bytes = Replace(bytes, " xmlns=", " xmlns:x=");
  }
  ExpectRows(Read(Zip(entries)));
}

TEST(WorkbookReader, OtherArchives_AreRefusedWithAdvice) {
  const std::string slides =
      Zip({{"[Content_Types].xml", "<Types/>"},
           {"_rels/.rels",
            "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" "
            "Target=\"ppt/presentation.xml\"/></Relationships>"},
           {"ppt/presentation.xml", "<presentation/>"}});
  const std::string binary =
      Zip({{"[Content_Types].xml", "<Types/>"},
           {"_rels/.rels",
            "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" "
            "Target=\"xl/workbook.bin\"/></Relationships>"},
           {"xl/workbook.bin", "\x83"}});
  const std::string plain = Zip({{"a.jpg", "\xFF\xD8\xFF"}});
  EXPECT_EQ(rpc::ReasonOf(Read(plain).status()), Reason::kDocumentBinary);
  for (const std::string& bytes : {slides, binary}) {
    const auto document = Read(bytes);
    EXPECT_EQ(rpc::ReasonOf(document.status()), Reason::kDocumentBinary);
    EXPECT_TRUE(
        absl::StrContains(rpc::DetailsOf(document.status()).zh, "另存为"));
  }
}

TEST(WorkbookReader, NothingInIt_IsEmpty) {
  EXPECT_EQ(rpc::ReasonOf(Read(WorkbookOf("a", {{}})).status()),
            Reason::kDocumentEmpty);
}

}  // namespace
}  // namespace yuheng::ingestion
