#include "services/forms/workbook.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/forms/unzipped.h"

namespace yuheng::forms {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Sheet OneCell(const std::string& name, SheetCell cell) {
  Sheet sheet;
  sheet.name = name;
  sheet.title = "题 <&>";
  sheet.left_line = "左";
  sheet.headings = {{0, 0, 0, 0, "栏"}};
  sheet.heading_row_count = 1;
  sheet.column_widths = {20};
  sheet.body = {{std::move(cell)}};
  return sheet;
}

std::string Render(const std::vector<Sheet>& sheets) {
  const auto bytes = RenderSheets({.title = "t"}, sheets);
  EXPECT_TRUE(bytes.ok()) << bytes.status();
  return bytes.value_or("");
}

TEST(RenderSheets, TabNamesAreMadeUniqueAndValid) {
  const UnzippedWorkbook workbook(
      Render({OneCell("表6", {}), OneCell("表6", {}), OneCell("", {}),
              OneCell("a/b:c*d?e[f]g'h\x01", {}),
              OneCell(std::string(100, 'x'), {})}));
  EXPECT_THAT(workbook.SheetNames(),
              ElementsAre("表6", "表6 (2)", "_", "a_b_c_d_e_f_g_h_",
                          std::string(kSheetNameCharactersMax, 'x')));
}

TEST(RenderSheets, TextsAreEscapedAndCleaned) {
  const UnzippedWorkbook workbook(
      Render({OneCell("s", {.look = CellLook::kText,
                            .text = std::string("<b>\"a\" & b\x01\xFF\0c", 14),
                            .comment = "1 < 2\n\x02"})}));
  EXPECT_EQ(workbook.Cells(1).at("A4"), "<b>\"a\" & b   c");
  EXPECT_THAT(workbook.Entry("xl/comments1.xml"), HasSubstr("1 &lt; 2\n "));
}

TEST(RenderSheets, TextThatIsTooLong_IsCut) {
  std::string text;
  for (size_t i = 0; i < kCellTextCharactersMax + 10; ++i) text += "字";
  const UnzippedWorkbook workbook(
      Render({OneCell("s", {.look = CellLook::kText, .text = text})}));
  const std::string strings = workbook.Entry("xl/sharedStrings.xml");
  const size_t first = strings.find("字");
  EXPECT_EQ(strings.rfind("字") - first,
            (kCellTextCharactersMax - 1) * std::string("字").size());
}

TEST(RenderSheets, LinkLeadsToTheBodyOfItsSheet) {
  Sheet target = OneCell("表7", {.text = "x"});
  target.heading_row_count = 3;
  target.headings = {{0, 0, 2, 0, "栏"}};
  target.body.push_back({{.text = "y"}});
  const UnzippedWorkbook workbook(Render(
      {OneCell("问题", {.text = "看", .link = CellLink{1, 1, 0}}), target}));
  EXPECT_THAT(workbook.SheetXml(1),
              HasSubstr("<hyperlink ref=\"A4\" location=\"'表7'!A7\""));
  EXPECT_EQ(workbook.Cells(1).at("A4"), "看");
  EXPECT_EQ(workbook.Cells(2).at("A7"), "y");
  EXPECT_THAT(workbook.SheetXml(2), Not(HasSubstr("hyperlink")));
}

TEST(RenderSheets, AmountIsANumberAndUnreadableTextStays) {
  Sheet sheet =
      OneCell("s", {.look = CellLook::kAmount, .amount_fen = 19'430'000});
  sheet.body.push_back({{.look = CellLook::kAmount, .text = "l9.43"}});
  const UnzippedWorkbook workbook(Render({sheet}));
  EXPECT_EQ(workbook.Cells(1).at("A4"), "19.43");
  EXPECT_EQ(workbook.Cells(1).at("A5"), "l9.43");
  EXPECT_THAT(workbook.SheetXml(1), Not(HasSubstr("<c r=\"A4\" t=\"s\"")));
}

TEST(RenderSheets, EmptyBodyIsASheetToo) {
  Sheet sheet = OneCell("s", {});
  sheet.body.clear();
  sheet.note = "没有";
  const UnzippedWorkbook workbook(Render({sheet}));
  EXPECT_EQ(workbook.Cells(1).at("A4"), "没有");
}

}  // namespace
}  // namespace yuheng::forms
