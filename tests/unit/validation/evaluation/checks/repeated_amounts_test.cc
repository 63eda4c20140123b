// One line of a list stated twice, in the words of bureaus.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/ingestion/formats/document_reader.h"
#include "tests/unit/validation/evaluation/checks/claim_text.h"

namespace yuheng::validation {
namespace {

// Where N-40 finds another amount in a narrative of these sections.
std::string Repeated(const std::string& sections) {
  const auto document = ingestion::ReadDocument(
      budget::StandardForm(),
      absl::StrCat("第三部分  2023年部门预算情况说明\n\n", sections,
                   "\n第四部分  名词解释\n"),
      {.file_name = "a.txt"});
  if (!document.ok()) return document.status().ToString();
  std::string places;
  Catalogue().Check(*document, [&](const Finding& finding) {
    if (finding.rule == "N-40") {
      absl::StrAppend(&places, places.empty() ? "" : " ",
                      finding.places[0].address);
    }
    return true;
  });
  return places;
}

std::string Income(const std::string& text) {
  return Repeated(
      absl::StrCat("二、关于云上州教育局2023年收入预算情况说明\n", text));
}

std::string Expenditure(const std::string& text) {
  return Repeated(
      absl::StrCat("三、关于云上州教育局2023年支出预算情况说明\n", text));
}

TEST(RepeatedAmounts, LinesOfAList_AreFoundInAnyOrder) {
  EXPECT_EQ(Income("收入预算713.33万元，其中：\n"
                   "1.一般公共预算拨款483.53万元，占67.78%。\n"
                   "2.单位资金30万元，占4.21%。\n"
                   "3.财政拨款结转19.8万元，占2.78%。\n"
                   "4.单位资金收入77万元，占10.79%。\n"),
            "N2:unit:amount");
  EXPECT_EQ(Income("收入预算713.33万元，其中：一般公共预算拨款483.53万元，占"
                   "67.78%；财政拨款结转结余19.8万元；财政拨款结转结余18.9万元"
                   "。\n"),
            "N2:carry_fiscal:amount");
  // 上年 of the source's name is no other year.
  EXPECT_EQ(Income("收入预算713.33万元，其中：\n"
                   "上年财政拨款结转23.58万元，与上年一致。\n"
                   "单位资金30万元。\n"
                   "上年财政拨款结转32.58万元。\n"),
            "N2:carry_fiscal:amount");
  EXPECT_EQ(Expenditure("支出预算713.33万元，其中：基本支出433.53万元；项目支出"
                        "279.8万元。\n项目支出297.8万元，比上年增加1万元。\n"),
            "N3:project:amount");
}

TEST(RepeatedAmounts, OtherSections_AreSeenToo) {
  EXPECT_EQ(Repeated("十、关于云上州教育局2023年“三公”经费预算情况说明\n"
                     "“三公”经费4.78万元，其中：公务用车运行费4.3万元，公务接待"
                     "费0.48万元，公务接待费0.84万元。\n"),
            "N10:reception:amount");
  EXPECT_EQ(
      Repeated("六、关于云上州教育局2023年一般公共预算基本支出情况说明\n"
               "基本支出423.53万元，其中：\n人员经费382.76万元。\n公用经费"
               "40.77万元。\n人员经费382.67万元。\n"),
      "N6:personnel:amount");
}

TEST(RepeatedAmounts, IncomeAndExpenditure_HaveOneTotal) {
  const auto overview = [](const std::string& text) {
    return Repeated(absl::StrCat(
        "一、关于云上州教育局2023年收支预算情况的总体说明\n", text));
  };
  const std::string total = "N1:total:amount";
  EXPECT_EQ(overview("2023年收入总预算713.33万元，支出总预算173.33"
                     "万元。\n"),
            total);
  EXPECT_EQ(overview("收入总计713.33万元，支出总计173.33万元。\n"), total);
  EXPECT_EQ(
      overview("收支总预算713.33万元。\n收入预算713.33万元，包括：单位资金"
               "713.33万元。\n支出预算173.33万元，包括：教育支出713.33万元"
               "。\n"),
      total);
  EXPECT_EQ(
      Repeated("四、关于云上州教育局2023年财政拨款收支预算情况的总体说明\n"
               "2023年财政拨款收入预算483.53万元，支出预算843.53万元。\n"),
      "N4:total:amount");
  EXPECT_EQ(overview("收入总预算713.33万元，支出总预算713.33万元。\n"), "");
  // Parts of it.
  EXPECT_EQ(overview("收支总预算713.33万元。\n本年收入预算513.53万元，上年结转"
                     "199.8万元。\n"),
            "");
  EXPECT_EQ(overview("收支总预算713.33万元。\n非税收入预算100万元。\n"), "");
  EXPECT_EQ(overview("收入总预算713.33万元。\n支出预算693.33万元，结转下年20万"
                     "元。\n"),
            "");
  EXPECT_EQ(
      Repeated("四、关于云上州教育局2023年财政拨款收支预算情况的总体说明\n"
               "财政拨款收支总预算483.53万元。基本支出预算423.53万元。\n"),
      "");
}

TEST(RepeatedAmounts, TheSameAmountAgain_IsFine) {
  EXPECT_EQ(Expenditure("支出预算713.33万元，其中：基本支出433.53万元，项目支出"
                        "279.8万元。\n基本支出433.53万元，主要用于人员。\n"
                        "项目支出279.80万元，主要用于业务。\n"),
            "");
}

TEST(RepeatedAmounts, Details_AreNoRepetition) {
  EXPECT_EQ(
      Income("收入预算713.33万元，其中：一般公共预算483.53万元，单位资金30"
             "万元，财政拨款结转19.8万元（其中：一般公共预算19.8万元），"
             "非财政拨款结转结余180万元（其中：单位资金180万元）。\n"),
      "");
  EXPECT_EQ(
      Income("收入预算713.33万元，其中：一般公共预算483.53万元，单位资金30"
             "万元，上年结转一般公共预算19.8万元，上年结转单位资金180万元"
             "。\n"),
      "");
  EXPECT_EQ(Income("收入预算713.33万元。本年收入513.53万元，包括一般公共预算"
                   "483.53万元，单位资金30万元；上年结转结余199.8万元，包括一般"
                   "公共预算19.8万元，单位资金180万元。\n"),
            "");
  EXPECT_EQ(Expenditure("支出预算713.33万元，其中：基本支出433.53万元。项目支出"
                        "279.8万元，其中：本年项目支出260万元，上年结转项目支出"
                        "19.8万元。\n"),
            "");
  EXPECT_EQ(Repeated("十一、其他重要事项的情况说明\n（一）机关运行经费情况\n"
                     "机关运行经费40.78万元，其中：局本级机关运行经费30万元，"
                     "专家中心机关运行经费10.78万元。\n"),
            "");
}

TEST(RepeatedAmounts, LastYear_IsNoRepetition) {
  EXPECT_EQ(
      Income("收入预算713.33万元，其中：一般公共预算拨款483.53万元。2022年"
             "一般公共预算拨款399.93万元。\n"),
      "");
}

// Amounts of another year, and lists of their own behind a colon.
TEST(RepeatedAmounts, OtherYearsAndListsOfTheirOwn_AreNoRepetition) {
  EXPECT_EQ(Expenditure("支出预算483.53万元，其中：基本支出423.53万元，项目支出"
                        "60万元。2022年预算安排：基本支出339.93万元，项目支出"
                        "50万元。\n"),
            "");
  EXPECT_EQ(
      Repeated("十、关于云上州教育局2023年“三公”经费预算情况说明\n"
               "“三公”经费4.78万元，其中：公务用车运行费4.3万元，公务接待"
               "费0.48万元。与2022年公务接待费0.6万元、公务用车运行费4.5万"
               "元相比下降。\n"),
      "");
  EXPECT_EQ(Repeated("十一、其他重要事项的情况说明\n（一）机关运行经费情况\n"
                     "2022年预算机关运行经费34.84万元，2023年预算机关运行经费"
                     "40.78万元。\n"),
            "");
  EXPECT_EQ(Income("收入预算713.33万元，其中：单位资金30万元。局本级：单位资金"
                   "20万元；科技信息中心：单位资金10万元。\n"),
            "");
  EXPECT_EQ(Income("收入预算713.33万元，其中：一般公共预算483.53万元，单位资金"
                   "30万元。按资金性质分：一般公共预算503.33万元、单位资金210万"
                   "元。\n"),
            "");
}

}  // namespace
}  // namespace yuheng::validation
