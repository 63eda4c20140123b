#include "services/cli/commands/ceiling_file.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"

namespace yuheng::cli {
namespace {

absl::StatusOr<CeilingFile> Read(absl::string_view bytes,
                                 const CeilingFileDefaults& defaults = {
                                     .fiscal_year = 2024}) {
  return ReadCeilingFile(budget::StandardForm(), bytes, "a.csv", defaults);
}

// 206/206001 2024 gen/basic=12345: one a line; errors as line, column, text.
std::string Told(const absl::StatusOr<CeilingFile>& file) {
  if (!file.ok()) return std::string(file.status().message());
  std::string text;
  for (const CeilingRows& rows : file->ceilings) {
    for (const budget::CeilingFigure& figure : rows.ceiling.figures) {
      absl::StrAppend(
          &text, rows.ceiling.department, rows.ceiling.unit.empty() ? "" : "/",
          rows.ceiling.unit, " ", rows.ceiling.fiscal_year, " ", figure.source,
          "/", budget::KindKey(figure.kind), "=", figure.amount_fen, "\n");
    }
  }
  for (const CeilingFileError& error : file->errors) {
    absl::StrAppend(&text, error.line, " ", error.column, ": ",
                    error.message.en, "\n");
  }
  return text;
}

TEST(CeilingFileTest, RowsOfOneDepartmentAndYear_AreOneCeiling) {
  const auto file = Read(
      "department,unit,name,source,kind,amount\n"
      "206,,科技局,gen,basic,123.45\n"
      "205,205001,,unit,,7\n"
      "206,,科技局,fund,,0\n");
  EXPECT_EQ(Told(file),
            "206 2024 gen/basic=123450000\n206 2024 fund/total=0\n"
            "205/205001 2024 unit/total=7000000\n");
  EXPECT_EQ(file->ceilings[0].name, "科技局");
  EXPECT_EQ(file->ceilings[0].line, 2);
  EXPECT_EQ(file->ceilings[1].line, 3);
}

TEST(CeilingFileTest, WhatExcelSaves_IsRead) {
  const std::string lines =
      "2024年部门预算控制数,,,\r\n"
      "部门编码,资金来源,支出类别,控制数（万元）\r\n"
      "206,一般公共预算,人员经费,\"1,234.50\"\r\n"
      "=\"0205\",政府性基金,,\"１２.5\"\r\n";
  const std::string expected =
      "206 2024 gen/personnel=1234500000\n0205 2024 fund/total=12500000\n";
  EXPECT_EQ(Told(Read("\xEF\xBB\xBF" + lines)), expected);
  std::string semicolons = lines;
  EXPECT_EQ(Told(Read(lines)), expected);
}

TEST(CeilingFileTest, Gb18030_IsRead) {
  // 部门编码,资金来源,金额 / 206,单位资金,3.00
  EXPECT_EQ(Told(Read("\xB2\xBF\xC3\xC5\xB1\xE0\xC2\xEB,\xD7\xCA\xBD\xF0\xC0"
                      "\xB4\xD4\xB4,\xBD\xF0\xB6\xEE\n206,\xB5\xA5\xCE\xBB\xD7"
                      "\xCA\xBD\xF0,3.00\n")),
            "206 2024 unit/total=3000000\n");
}

TEST(CeilingFileTest, Tabs_AndBlankLines_AreFine) {
  EXPECT_EQ(Told(Read("amount\tsource\tdepartment\n\n1\tgen\t206\n\n")),
            "206 2024 gen/total=1000000\n");
}

TEST(CeilingFileTest, UnitOfAccount_IsTheRowsElseTheHeadingsElseTheDefault) {
  EXPECT_EQ(Told(Read("department,source,amount,unit_of_account\n"
                      "206,gen,100.01,元\n206,fund,1,万元\n206,soe,1,\n")),
            "206 2024 gen/total=10001\n206 2024 fund/total=1000000\n"
            "206 2024 soe/total=1000000\n");
  EXPECT_EQ(Told(Read("department,source,控制数(元)\n206,gen,100\n")),
            "206 2024 gen/total=10000\n");
  EXPECT_EQ(Told(Read("department,source,amount\n206,gen,100\n",
                      {.fiscal_year = 2024, .unit_fen = 100})),
            "206 2024 gen/total=10000\n");
}

TEST(CeilingFileTest, Year_IsTheRowsElseTheDefault) {
  EXPECT_EQ(Told(Read("department,year,source,amount\n"
                      "206,2025,gen,1\n206,,gen,2\n")),
            "206 2025 gen/total=1000000\n206 2024 gen/total=2000000\n");
  EXPECT_TRUE(
      absl::StrContains(Told(Read("department,source,amount\n206,gen,1\n", {})),
                        "2 : no fiscal year"));
}

TEST(CeilingFileTest, AllThatIsWrong_IsToldWithLineAndColumn) {
  EXPECT_EQ(
      Told(Read("department,source,kind,amount,year\n"
                ",gen,,1,2024\n"
                "2 06,gen,,1,\n"
                "206,教育支出,,1,\n"
                "206,,,1,\n"
                "206,gen,基建,1,\n"
                "206,unit,basic,1,\n"
                "206,gen,,一百,\n"
                "206,gen,,-1,\n"
                "206,gen,,1.005,\n"
                "206,gen,,,\n"
                "206,gen,,1,二〇二四\n"
                "2.6!,x,y,z,1\n")),
      "2 A (department): nothing is filled in\n"
      "3 A (department): \"2 06\" is no code: 1 to 64 of A-Z a-z 0-9 . _ -\n"
      "4 B (source): there is no source \"教育支出\": give a line of table 1's "
      "income side by its label or key (gen, gen_own, gen_up, fund, soe, "
      "special, unit, carry, ALL, …)\n"
      "5 B (source): nothing is filled in\n"
      "6 C (kind): there is no kind \"基建\": total (or nothing), basic, "
      "personnel, public, project\n"
      "7 C (kind): none of the ten tables states unit/basic, so nothing could "
      "be compared with it: kinds are for ALL, gen, fund and soe (basic, "
      "project) and for gen (personnel, public)\n"
      "8 D (amount): \"一百\" is no amount\n"
      "9 D (amount): a ceiling can't be negative: -1\n"
      "10 D (amount): 1.005 has more than two decimals\n"
      "11 D (amount): nothing is filled in\n"
      "12 E (year): \"二〇二四\" is no year from 2000 to 2100\n"
      "13 A (department): \"2.6!\" is no code: 1 to 64 of A-Z a-z 0-9 . _ -\n"
      "13 E (year): \"1\" is no year from 2000 to 2100\n"
      "13 B (source): there is no source \"x\": give a line of table 1's "
      "income "
      "side by its label or key (gen, gen_own, gen_up, fund, soe, special, "
      "unit, carry, ALL, …)\n"
      "13 C (kind): there is no kind \"y\": total (or nothing), basic, "
      "personnel, public, project\n"
      "13 D (amount): \"z\" is no amount\n");
}

TEST(CeilingFileTest, RowTwice_NamesTheFirst) {
  EXPECT_EQ(Told(Read("department,source,amount\n206,gen,1\n205,gen,1\n"
                      "206,一般公共预算,2\n")),
            "206 2024 gen/total=1000000\n205 2024 gen/total=1000000\n"
            "4 B (source): this source and kind stand in line 2 already\n");
}

TEST(CeilingFileTest, Headings_UnknownAndTwice_AreTold) {
  const std::string told =
      Told(Read("department,source,amount,knd,amount,备注\n206,gen,1,,,x\n"));
  EXPECT_TRUE(absl::StrContains(told, "1 D (knd): no known heading")) << told;
  EXPECT_TRUE(absl::StrContains(told, "1 E (amount): the heading stands twice"))
      << told;
  EXPECT_TRUE(
      absl::StrContains(Told(Read("department,source,amount\n206,gen,1,8\n")),
                        "2 D: \"8\" stands below no heading"));
}

TEST(CeilingFileTest, WhatIsNoSuchFile_SaysWhatToDo) {
  for (const absl::string_view bytes :
       {"just words", "a,b,c\n1,2,3\n", "部门编码,资金来源,备注\n1,2,3\n"}) {
    EXPECT_TRUE(absl::StrContains(Told(Read(bytes)), "no headings")) << bytes;
  }
  EXPECT_TRUE(absl::StrContains(Told(Read("department,source,amount\n,,\n")),
                                "nothing below"));
  EXPECT_FALSE(Read("").ok());
  EXPECT_FALSE(Read(std::string("PK\x03\x04\x00\x00", 6)).ok());
}

TEST(CeilingFileTest, Limits_AreKept) {
  EXPECT_TRUE(absl::StrContains(
      Told(Read(std::string(kCeilingFileBytesMax + 1, 'a'))), "16 MiB"));
  std::string many = "department,source,amount\n";
  for (size_t i = 0; i < kCeilingFileErrorsMax + 5; ++i) {
    absl::StrAppend(&many, "206,gen,x\n");
  }
  const auto file = Read(many);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->errors.size(), kCeilingFileErrorsMax);
  EXPECT_EQ(file->errors_left_out, 5u);
}

}  // namespace
}  // namespace yuheng::cli
