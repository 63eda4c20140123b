#include "services/cli/output/rows.h"

#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace yuheng::cli {
namespace {

std::string Print(OutputFormat format, Language language, bool color = false) {
  std::ostringstream out;
  Terminal terminal;
  terminal.out = &out;
  terminal.err = &out;
  terminal.out_color = color;
  terminal.language = language;
  auto rows =
      RowPrinter::Create(terminal, format,
                         {{"name", {"名称", "name"}},
                          {"amount", {"金额", "amount"}, Align::kRight},
                          {"line", {"行", "line"}, Align::kRight, true}});
  rows->Row({"基本工资", "105.16", "7"});
  rows->Row({"a,\"b\"", {"3", Color::kRed}, ""});
  rows->Finish();
  return out.str();
}

TEST(RowPrinter, AlignsChineseByDisplayWidth) {
  EXPECT_EQ(Print(OutputFormat::kTable, Language::kZh),
            "名称        金额  行\n"
            "基本工资  105.16   7\n"
            "a,\"b\"          3\n");
}

TEST(RowPrinter, TitlesAreInTheLanguageOfTheUser) {
  EXPECT_EQ(Print(OutputFormat::kTable, Language::kEn).find("name"), 0u);
  EXPECT_EQ(Print(OutputFormat::kTable, Language::kZh).find("name"),
            std::string::npos);
}

TEST(RowPrinter, ColoursDoNotMoveColumns) {
  EXPECT_NE(Print(OutputFormat::kTable, Language::kZh, true)
                .find("a,\"b\"          \033[31m3\033[0m"),
            std::string::npos);
}

TEST(RowPrinter, CsvOfAFile_BeginsWithItsMarkOnce) {
  std::ostringstream out;
  Terminal terminal;
  terminal.out = &out;
  terminal.csv_mark = "\xEF\xBB\xBF";
  for (int i = 0; i < 2; ++i) {
    auto rows = RowPrinter::Create(terminal, OutputFormat::kCsv, {{"a", {}}});
    rows->Row({"1"});
    rows->Finish();
  }
  EXPECT_EQ(out.str(),
            "\xEF\xBB\xBF"
            "a\n1\na\n1\n");
}

TEST(RowPrinter, JsonHasAnObjectALine) {
  EXPECT_EQ(Print(OutputFormat::kJson, Language::kZh),
            R"({"name":"基本工资","amount":"105.16","line":7})"
            "\n"
            R"({"name":"a,\"b\"","amount":"3","line":null})"
            "\n");
}

TEST(RowPrinter, CsvQuotesWhatItMust) {
  EXPECT_EQ(Print(OutputFormat::kCsv, Language::kZh),
            "name,amount,line\n基本工资,105.16,7\n\"a,\"\"b\"\"\",3,\n");
}

}  // namespace
}  // namespace yuheng::cli
