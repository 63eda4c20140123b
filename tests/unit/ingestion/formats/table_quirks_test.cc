// One small table for each way such tables are printed, or broken.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

const char kRow206[] = "\t206\n\t\n\t\n\t科学技术支出\n\t30\n\t20\n\t10\n\n";
const char kTotal[] = "\t\n\t\n\t\n\t合  计\n\t30\n\t20\n\t10\n\n";

budget::Document Must(const std::string& text) {
  auto document = Read(text);
  EXPECT_TRUE(document.ok()) << document.status();
  return document.ok() ? *std::move(document) : budget::Document();
}

void ExpectThirty(const budget::Document& document) {
  EXPECT_EQ(At(document, "T3:206:total"), "30");
  EXPECT_EQ(At(document, "T3:206:basic"), "20");
  EXPECT_EQ(At(document, "T3:206:project"), "10");
  EXPECT_EQ(At(document, "T3:ALL:total"), "30");
  EXPECT_EQ(At(document, "T3:ALL:project"), "10");
  for (const auto& problem : document.problems) {
    ADD_FAILURE() << problem.id << ": " << problem.message.en;
  }
}

TEST(TableQuirks, Amounts_ManyForms_AreRead) {
  const auto document = Must(
      Table3(PrintRow({"206", "", "", "甲", "1,234.50", "0.00", "１２．５　"}) +
             PrintRow({"207", "", "", "乙", "-3", "—", "(4.5)"}) + kTotal));
  EXPECT_EQ(At(document, "T3:206:total"), "1234.5");
  EXPECT_EQ(At(document, "T3:206:basic"), "0");
  EXPECT_EQ(At(document, "T3:206:project"), "12.5");
  EXPECT_EQ(At(document, "T3:207:total"), "-3");
  EXPECT_EQ(At(document, "T3:207:basic"), "blank");
  EXPECT_EQ(At(document, "T3:207:project"), "-4.5");
  EXPECT_TRUE(document.problems.empty());
}

TEST(TableQuirks, Total_ColonBehindItsLabel_IsTheTotal) {
  ExpectThirty(Must(Table3(std::string(kRow206) +
                           "\t\n\t\n\t\n\t合计：\n\t30\n\t20\n\t10\n\n")));
}

TEST(TableQuirks, LastRow_BlankCellsCutOffAtTheEnd_AreBlank) {
  const std::string row = PrintRow({"206", "", "", "甲", "30", "30", ""});
  const auto document =
      Must(Table3(row) + "\t\n\t\n\t\n\t合  计\n\t30\n\t30\n");
  EXPECT_EQ(At(document, "T3:ALL:basic"), "30");
  EXPECT_EQ(At(document, "T3:ALL:project"), "blank");
  EXPECT_TRUE(document.problems.empty());
  // Behind another row there must be more.
  const auto cut = Must(Table3(row) + "\t207\n\t\n\t\n\t乙\n\t30\n\t30\n");
  EXPECT_TRUE(HasProblem(cut, "reader.document_cut_missing"));
}

TEST(TableQuirks, PreparedBy_ColonOfAnyPrint_IsItsLabels) {
  for (const char* colon : {"：", ":", "﹕", "︓"}) {
    const std::string text =
        absl::StrCat("部门支出总体情况表\n\n编制部门", colon, "测试局   单位",
                     colon, "万元\n", kRow206, kTotal);
    EXPECT_EQ(Must(text).tables.at(0).prepared_by, "测试局") << colon;
  }
}

TEST(TableQuirks, Amount_NoNumber_IsUnreadableAtItsLine) {
  const std::string text =
      Table3(PrintRow({"206", "", "", "甲", "3O", "20", "10"}) + kTotal);
  const auto document = Must(text);
  EXPECT_EQ(At(document, "T3:206:total"), "unreadable");
  EXPECT_EQ(At(document, "T3:206:basic"), "20");
  EXPECT_TRUE(HasProblem(document, "reader.amount_unreadable", 24));
}

TEST(TableQuirks, Unit_Yuan_BecomesFen) {
  const auto document = Must(Table3(
      PrintRow({"206", "", "", "甲", "300,000", "200000", "100000"}) + kTotal,
      "单位：元"));
  const budget::Table& table = document.tables.at(0);
  EXPECT_EQ(table.unit_fen, 100);
  EXPECT_EQ(table.precision_fen, 100);
  EXPECT_EQ(At(document, "T3:206:total"), "30");
}

TEST(TableQuirks, Unit_YuanOfWholeHundreds_IsAsPreciseAsTheFormIs) {
  const auto precision = [](const char* total, const char* basic) {
    return Must(Table3(PrintRow({"206", "", "", "甲", total, basic, "100"}),
                       "单位：元"))
        .tables.at(0)
        .precision_fen;
  };
  EXPECT_EQ(precision("73100", "73000"), 10'000);
  EXPECT_EQ(precision("73100.00", "73000.00"), 10'000);
  EXPECT_EQ(precision("73150", "73050"), 100);
  EXPECT_EQ(precision("73100.50", "73000.50"), 1);
}

TEST(TableQuirks, Unit_YuanWithDecimals_IsPreciseToTheFen) {
  const auto document =
      Must(Table3(PrintRow({"206", "", "", "甲", "0.01", "", ""}), "单位：元"));
  EXPECT_EQ(document.tables.at(0).precision_fen, 1);
  EXPECT_EQ(document.tables.at(0).rows.at(0).cells.at(0).amount_fen, 1);
}

TEST(TableQuirks, Unit_ThousandYuan_IsAsPreciseAsItPrints) {
  const auto precision = [](const char* total, const char* basic) {
    return Must(Table3(PrintRow({"206", "", "", "甲", total, basic, "1"}),
                       "单位：千元"))
        .tables.at(0)
        .precision_fen;
  };
  // 0.1 千元 is 0.01 万元; the form's last place where no decimals are printed.
  EXPECT_EQ(precision("3827.6", "3826.6"), 10'000);
  EXPECT_EQ(precision("3827", "3826"), 10'000);
  EXPECT_EQ(precision("3827.65", "3826.65"), 1'000);
}

TEST(TableQuirks, Unit_Variants_AreFound) {
  for (const char* unit : {"单位: 万 元", "金额单位：万元", "（单位：万元）",
                           "单  位：人民币万元"}) {
    const auto document = Must(Table3(kRow206 + std::string(kTotal), unit));
    EXPECT_EQ(document.tables.at(0).unit_fen, 1'000'000) << unit;
    EXPECT_EQ(document.tables.at(0).prepared_by, "测试局") << unit;
  }
}

TEST(TableQuirks, Unit_Missing_IsAProblem) {
  const auto document = Must(Table3(kRow206 + std::string(kTotal), ""));
  EXPECT_EQ(document.tables.at(0).unit_fen, 0);
  EXPECT_TRUE(HasProblem(document, "reader.unit_missing"));
}

TEST(TableQuirks, Codes_WholeInOneCell_AreRead) {
  const auto document =
      Must(Table3(PrintRow({"206", "", "", "甲", "30", "20", "10"}) +
                  PrintRow({"", "20601", "", "乙", "30", "20", "10"}) +
                  PrintRow({"", "", "2060101", "丙", "30", "20", "10"}) +
                  PrintRow({"206", "20602", "", "丁", "1", "", "1"}) +
                  PrintRow({"2060201", "戊", "1", "", "1"}) + kTotal));
  EXPECT_EQ(At(document, "T3:20601:total"), "30");
  EXPECT_EQ(At(document, "T3:2060101:basic"), "20");
  EXPECT_EQ(At(document, "T3:20602:project"), "1");
  EXPECT_EQ(At(document, "T3:2060201:project"), "1");
  EXPECT_TRUE(document.problems.empty());
}

TEST(TableQuirks, Codes_LostLeadingZeroOrMerged_AreCompleted) {
  const auto document =
      Must(Table3(PrintRow({"206", "", "", "甲", "30", "20", "10"}) +
                  PrintRow({"206", "1", "", "乙", "30", "20", "10"}) +
                  PrintRow({"", "", "2", "丙", "30", "20", "10"}) +
                  PrintRow({"", "5", "", "丁", "1", "", "1"}) +
                  PrintRow({"206", "", "99", "戊", "1", "", "1"}) + kTotal));
  EXPECT_EQ(At(document, "T3:20601:total"), "30");
  EXPECT_EQ(At(document, "T3:2060102:total"), "30");
  EXPECT_EQ(At(document, "T3:20605:total"), "1");
  EXPECT_EQ(At(document, "T3:2060599:total"), "1");
}

TEST(TableQuirks, Codes_MergedLabelCells_AreNoProblem) {
  ExpectThirty(Must(Table3(PrintRow({"206", "科学技术支出", "30", "20", "10"}) +
                           PrintRow({"合计", "30", "20", "10"}))));
  ExpectThirty(Must(Table3(PrintRow({"206科学技术支出", "30", "20", "10"}) +
                           PrintRow({"", "合计", "30", "20", "10"}))));
}

TEST(TableQuirks, Codes_NoCode_IsReportedAndNothingIsInvented) {
  const auto document =
      Must(Table3(kRow206 + PrintRow({"2O6", "01", "", "乙", "1", "1", ""}) +
                  PrintRow({"", "", "", "丙", "2", "2", ""}) + kTotal));
  EXPECT_TRUE(HasProblem(document, "reader.code_unreadable"));
  EXPECT_TRUE(HasProblem(document, "reader.code_missing"));
  EXPECT_EQ(document.tables.at(0).rows.size(), 2u);
}

TEST(TableQuirks, Total_AtTheTop_IsTheTotal) {
  ExpectThirty(Must(Table3(std::string(kTotal) + kRow206)));
}

TEST(TableQuirks, Total_LabelInAnyLabelCell_IsTheTotal) {
  ExpectThirty(
      Must(Table3(kRow206 + PrintRow({"合计", "", "", "", "30", "20", "10"}))));
  ExpectThirty(Must(
      Table3(kRow206 + PrintRow({"", "总 计", "", "", "30", "20", "10"}))));
}

TEST(TableQuirks, Rows_WithoutEmptyLines_AreTakenApart) {
  std::string rows = kRow206 + std::string(kTotal);
  ExpectThirty(Must(Table3(Replace(rows, "\n\n", "\n") + "\n")));
}

TEST(TableQuirks, Rows_EmptyLineBehindEveryCell_ArePutTogether) {
  std::string rows = kRow206 + std::string(kTotal);
  ExpectThirty(Must(Table3(Replace(rows, "\n\t", "\n\n\t"))));
}

TEST(TableQuirks, Rows_OneLineEach_AreRead) {
  ExpectThirty(Must(Table3(
      "\t206\t\t\t科学技术支出\t30\t20\t10\n\t\t\t\t合计\t30\t20\t10\n\n")));
}

TEST(TableQuirks, Cells_OfSeveralParagraphs_AreJoined) {
  const auto document =
      Must(Table3("\t206\n\t\n\t\n\t科学\n\n技术支出\n\t30\n\t20\n\t10\n\n"
                  "\t206\n\t01\n\t\n\t管理\n事务\n\t30\n\t20\n\t10\n\n" +
                  std::string(kTotal)));
  EXPECT_EQ(document.tables.at(0).rows.at(0).name, "科学技术支出");
  EXPECT_EQ(document.tables.at(0).rows.at(1).name, "管理事务");
  EXPECT_EQ(At(document, "T3:20601:project"), "10");
  EXPECT_TRUE(document.problems.empty());
}

TEST(TableQuirks, BrokenRow_NextRow_IsFoundAgain) {
  const std::string text =
      Table3("\t206\n\t01\n\t\n\t管理事务\n\t30\n\t10\n\n" +
             std::string(kRow206) + kTotal);
  const auto document = Must(text);
  EXPECT_TRUE(HasProblem(document, "reader.row_incomplete", 20));
  EXPECT_EQ(document.problems.size(), 1u);
  EXPECT_EQ(document.problems[0].table, budget::TableKind::kT3);
  // 30 ≠ 10: no way to place them holds.
  EXPECT_EQ(At(document, "T3:20601:total"), "unreadable");
  EXPECT_EQ(At(document, "T3:206:total"), "30");
  EXPECT_EQ(At(document, "T3:ALL:project"), "10");
}

TEST(TableQuirks, BrokenRow_WhatIsCertain_IsRead) {
  const auto document = Must(Table3(
      "\t206\n\t01\n\t\n\t管理事务\n\t30\n\t30\n\n" + std::string(kTotal)));
  EXPECT_EQ(At(document, "T3:20601:total"), "30");
  EXPECT_EQ(At(document, "T3:20601:basic"), "unreadable");
  EXPECT_TRUE(HasProblem(document, "reader.row_incomplete"));
}

TEST(TableQuirks, BrokenRow_LostCode_IsNotTakenForAnother) {
  const auto document =
      Must(Table3(std::string(kRow206) +
                  PrintRow({"206", "01", "", "乙", "30", "20", "10"}) +
                  PrintRow({"206", "02", "丙", "30", "20", "10"}) + kTotal));
  EXPECT_TRUE(HasProblem(document, "reader.row_incomplete"));
  EXPECT_EQ(At(document, "T3:20602:total"), "none");
}

TEST(TableQuirks, MergedCodes_AboveTheirChildren_AreRead) {
  const auto document = Must(
      Table3(PrintRow({"206", "甲", "30", "20", "10"}) +
             PrintRow({"206", "01", "乙", "30", "20", "10"}) +
             PrintRow({"206", "01", "01", "丙", "30", "20", "10"}) + kTotal));
  EXPECT_EQ(At(document, "T3:206:total"), "30");
  EXPECT_EQ(At(document, "T3:20601:total"), "30");
  EXPECT_EQ(At(document, "T3:2060101:total"), "30");
  EXPECT_TRUE(document.problems.empty());
}

TEST(TableQuirks, Fillers_WithZeros_AreNoProblem) {
  const auto document = Must(Table3(
      kRow206 + PrintRow({"", "", "", "", "0.00", "0.00", "0.00"}) + kTotal));
  EXPECT_EQ(document.tables.at(0).rows.size(), 2u);
  EXPECT_TRUE(document.problems.empty());
}

TEST(TableQuirks, SurplusCells_BlankOnes_AreDropped) {
  ExpectThirty(Must(Table3(
      kRow206 + PrintRow({"", "", "", "合计", "30", "20", "10", "", ""}))));
}

TEST(TableQuirks, SurplusCells_PrintedOnes_AreReported) {
  const auto document = Must(
      Table3(PrintRow({"206", "", "", "甲", "30", "20", "10", "7"}) + kTotal));
  EXPECT_TRUE(HasProblem(document, "reader.row_surplus", 20));
  EXPECT_EQ(At(document, "T3:206:total"), "unreadable");
  EXPECT_EQ(At(document, "T3:ALL:total"), "30");
}

TEST(TableQuirks, RepeatedHeadings_AndPageNumbers_AreSkipped) {
  ExpectThirty(
      Must(Table3(kRow206 + std::string("— 3 —\n") +
                  PrintRow({"功能分类科目编码", "功能分类科目名称", "合计",
                            "基本支出", "项目支出"}) +
                  PrintRow({"类", "款", "项", "", "", "", ""}) + kTotal)));
}

TEST(TableQuirks, Title_InsideTheTable_IsRead) {
  ExpectThirty(
      Must("\t表三\n\t\n\t\n\n\t\n\t2023年部门支出总体情况表\n\n" +
           PrintRow({"编制部门：测试局", "", "单位：万元", ""}) +
           PrintRow({"类", "款", "项", "", "合计", "基本支出", "项目支出"}) +
           kRow206 + kTotal));
}

TEST(TableQuirks, LabelsBehindTheDepartment_AreNotItsName) {
  for (const char* note :
       {"编制部门：测试局   单位：万元",
        "编制部门：测试局 制表人：张三 单位：万元",
        "编制部门：测试局  日期：2023年1月31日  单位：万元",
        "编制部门：测试局  填报日期：2023年1月31日",
        "编制部门：测试局 单位负责人：张三 制表人：李四 单位：万元"}) {
    const auto document = Must(absl::StrCat("表3\n\n部门支出总体情况表\n\n",
                                            note, "\n\n", kRow206, kTotal));
    EXPECT_EQ(document.tables.at(0).prepared_by, "测试局") << note;
  }
}

TEST(TableQuirks, NumberWithoutTitle_IsToldByItsNumber) {
  const auto document =
      Must("表3\n\n单位：万元\n\n" + std::string(kRow206) + kTotal);
  EXPECT_EQ(At(document, "T3:206:total"), "30");
  EXPECT_TRUE(HasProblem(document, "reader.title_missing", 1));
}

TEST(TableQuirks, NumberAndTitleDiffer_TitleTellsTheTable) {
  const auto document = Must(Replace(Table3(kRow206), "表3\n", "表5\n"));
  EXPECT_EQ(document.tables.at(0).kind, budget::TableKind::kT3);
  EXPECT_EQ(document.tables.at(0).printed_number, 5);
}

TEST(TableQuirks, Project_SeveralUnderOneItem_AreRowsOfTheirOwn) {
  std::string head = "一般公共预算项目支出情况表\n单位：万元\n";
  const auto row = [](std::string c, std::string g, std::string i,
                      std::string n, std::string p, std::string a) {
    return "\t" + c + "\n\t" + g + "\n\t" + i + "\n\t" + n + "\n\t" + p +
           "\n\t" + a + "\n\t\n\t" + a + "\n\t\n\t\n\t\n\t\n\t\n\t\n\t\n\t\n\n";
  };
  const auto document = Must(
      head + row("206", "01", "02", "管理", "甲：项目", "3") +
      row("", "", "", "", "乙项目", "4") + row("", "", "", "", "合计", "7"));
  EXPECT_EQ(At(document, "T7:2060102|甲：项目:total"), "3");
  EXPECT_EQ(At(document, "T7:2060102|乙项目:e302"), "4");
  EXPECT_EQ(At(document, "T7:ALL:e302"), "7");
  EXPECT_TRUE(document.problems.empty());
}

TEST(TableQuirks, Lines_UnknownClass_KeepsItsCode) {
  const auto document =
      Must("部门收支总体情况表\n单位：万元\n" + PrintRow({"收入", "支出"}) +
           PrintRow({"项目", "预算数", "功能分类", "预算数"}) +
           PrintRow({"一、本年收入", "1", "218 粮食支出", "1"}) +
           PrintRow({"5.单位资金", "1", "２１０卫生健康支出", ""}) +
           PrintRow({"其中：财政专户核拨", "2", "", ""}) +
           PrintRow({"单位资金", "3", "", ""}) +
           PrintRow({"收入总计", "1", "支出总计", "1"}));
  EXPECT_EQ(At(document, "T1:ex:218"), "1");
  EXPECT_EQ(At(document, "T1:ex:210"), "blank");
  EXPECT_EQ(At(document, "T1:in:unit"), "1");
  EXPECT_EQ(At(document, "T1:in:carry_special"), "2");
  EXPECT_EQ(At(document, "T1:in:carry_unit"), "3");
  EXPECT_TRUE(document.problems.empty());
}

TEST(TableQuirks, Lines_UnknownLabelWithAmount_IsReported) {
  const auto document = Must("部门收支总体情况表\n单位：万元\n" +
                             PrintRow({"一、本年收入", "1", "206 科学", "1"}) +
                             PrintRow({"八、不知名收入", "2", "", ""}) +
                             PrintRow({"收入总计", "1", "支出总计", "1"}));
  EXPECT_TRUE(HasProblem(document, "reader.label_unknown"));
}

TEST(TableQuirks, Nil_SentenceAlone_DeclaresTheTotal) {
  const auto document = Must(
      Table3(kRow206) +
      "表8\n\n政府性基金预算支出情况表\n\n编制部门：测试局 单位：万元\n\n"
      "测试局2023年没有使用政府性基金预算拨款安排的支出，政府性基金预算支出"
      "情况表为空表。\n");
  EXPECT_EQ(At(document, "T8:ALL:total"), "nil");
}

TEST(TableQuirks, Nil_SaidAsZero_IsAStatement) {
  for (const char* statement : {"测试局2023年国有资本经营预算支出为零。",
                                "2023年国有资本经营预算支出为0万元。",
                                "本单位2023年国有资本经营预算拨款支出为0"}) {
    const auto document =
        Must(Table3(kRow206) +
             "表9\n\n国有资本经营预算支出情况表\n\n编制部门：测试局 "
             "单位：万元\n\n" +
             statement + "\n");
    EXPECT_EQ(At(document, "T9:ALL:total"), "nil") << statement;
  }
}

TEST(TableQuirks, Nil_SaidInAFewWords_IsAStatement) {
  const auto total = [](const std::string& words) {
    return At(Must(Table3(kRow206) +
                   "表9\n\n国有资本经营预算支出情况表\n\n编制部门：测试局 "
                   "单位：万元\n\n" +
                   PrintRow({"", "", "", "合计", "", "", ""}) + words + "\n"),
              "T9:ALL:total");
  };
  for (const char* statement :
       {"不涉及", "无此项支出。", "国有资本经营预算支出：零。", "本表没有数据",
        "本单位不涉及国有资本经营预算收支", "2023年无国有资本经营收支"}) {
    EXPECT_EQ(total(statement), "nil") << statement;
  }
  for (const char* other : {"注：无", "无附件", "国有资本经营预算见附件"}) {
    EXPECT_EQ(total(other), "blank") << other;
  }
}

TEST(TableQuirks, Nil_OfOneCostOfTable10_IsNoStatement) {
  const std::string table =
      "表10\n\n财政拨款“三公”经费支出情况表\n\n编制部门：测试局 单位：万元\n" +
      PrintRow({"公务接待费", "0.48", "0.48", "", ""});
  const auto note =
      Must(Table3(kRow206) + table +
           "\n注：2023年因公出国（境）费、公务用车购置费为零。\n");
  EXPECT_TRUE(note.tables.at(1).nil_statement.empty());
  const auto nil =
      Must(Table3(kRow206) + table + "\n测试局未安排“三公”经费，为空表。\n");
  EXPECT_FALSE(nil.tables.at(1).nil_statement.empty());
}

TEST(TableQuirks, Nil_SentenceAndFigures_FiguresStay) {
  const auto document =
      Must("政府性基金预算支出情况表\n单位：万元\n" + std::string(kRow206) +
           kTotal + "测试局没有政府性基金预算支出，本表为空表。\n");
  EXPECT_EQ(At(document, "T8:206:total"), "30");
  EXPECT_EQ(At(document, "T8:ALL:total"), "30");
  EXPECT_FALSE(document.tables.at(0).nil_statement.empty());
}

TEST(TableQuirks, Blank_WithoutSentence_StaysBlank) {
  const auto document =
      Must("政府性基金预算支出情况表\n单位：万元\n" + std::string(kRow206) +
           PrintRow({"", "", "", "合计", "", "", ""}));
  EXPECT_EQ(At(document, "T8:ALL:total"), "blank");
}

}  // namespace
}  // namespace yuheng::ingestion
