// Whose name a text gives as its own.
#include <string>

#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/checks/claim_text.h"

namespace yuheng::validation {
namespace {

// The builder's department is 云上州教育局.
std::string Sentence(const std::string& section, const std::string& sentence) {
  return Text().Write(section, sentence).Findings("S-16");
}

std::string Heading(const std::string& text) {
  Text document;
  document.builder().document().headings.push_back({"N2", text, 90});
  return document.Findings("S-16");
}

TEST(SelfNames, AnotherDepartment_IsFoundWhereTheTextSpeaks) {
  EXPECT_EQ(Sentence("N3", "云上州水利局2023年支出预算713.33万元。"), "N3");
  EXPECT_EQ(Sentence("N11c",
                     "截至2022年底，云上州民政局占用使用国有资产总体"
                     "情况为："),
            "N11c");
  EXPECT_EQ(Sentence("N11a",
                     "2023年，云上州审计局的机关运行经费财政拨款预算"
                     "40.78万元。"),
            "N11a");
  EXPECT_EQ(Sentence("N8",
                     "云上州民政局2023年没有使用政府性基金预算拨款安排的"
                     "支出。"),
            "N8");
  EXPECT_EQ(Sentence("profile", "云上州商务局编制数27人。"), "doc");
  EXPECT_EQ(Heading("二、关于云上州水利局2023年收入预算情况说明"), "N2");
  EXPECT_EQ(Heading("二、云上州发展和改革委员会2023年收入预算情况说明"), "N2");
}

TEST(SelfNames, ThoseWhoDecideOnBudgets_SpeakWhereTheyStateTheirOwn) {
  EXPECT_EQ(Sentence("N1", "云上州财政局实行全口径预算。"), "N1");
  EXPECT_EQ(Sentence("N2", "云上州财政局2023年收入预算713.33万元。"), "N2");
  EXPECT_EQ(Sentence("N9",
                     "云上州国资委2023年没有使用国有资本经营预算拨款安排的支"
                     "出。"),
            "N9");
  EXPECT_EQ(
      Sentence("N10", "云上州财政局2023年财政拨款“三公”经费数为4.78万元。"),
      "N10");
  EXPECT_EQ(Sentence("N3", "云上州财政局2023年支出预算批复10万元。"), "");
  EXPECT_EQ(Sentence("N11b", "经云上州财政局审核，政府采购预算10万元。"), "");
}

TEST(SelfNames, Associations_AreDepartmentsToo) {
  EXPECT_EQ(Sentence("N3", "云上州科协2023年支出预算713.33万元。"), "N3");
  EXPECT_EQ(Sentence("N3", "云上州残联2023年支出预算713.33万元。"), "N3");
  EXPECT_EQ(Sentence("profile", "云上州工商联编制数12人。"), "doc");
}

TEST(SelfNames, WhoIsIntroducedByTheDuties_IsTheDepartment) {
  const auto duties = [](const std::string& sentence) {
    return Text()
        .Write("part1", "一、主要职能")
        .Write("part1", sentence)
        .Write("part1", "（一）会同云上州财政局负责教育经费的管理。")
        .Findings("S-16");
  };
  EXPECT_EQ(duties("云上州财政局是管理全州教育工作的政府部门。"), "doc");
  EXPECT_EQ(duties("根据三定方案，云上州科协主要职责是：普及科学。"), "doc");
  EXPECT_EQ(duties("云上州水利局负责全州水利工作。"), "doc");
  EXPECT_EQ(duties("云上州教育局是管理全州教育工作的政府部门。"), "");
  EXPECT_EQ(duties("云上州教育局是州人民政府工作部门，与州科协合署办公。"), "");
  EXPECT_EQ(duties("（一）贯彻教育方针，指导水利局是否办学的工作。"), "");
}

TEST(SelfNames, PronounsNameTheKindOfOrganisation) {
  EXPECT_EQ(Sentence("N3", "我委2023年支出预算713.33万元。"), "N3");
  EXPECT_EQ(Sentence("N11a", "2023年，本院机关运行经费10万元。"), "N11a");
  EXPECT_EQ(Sentence("N3", "本局2023年支出预算713.33万元。"), "");
  // Its headquarters.
  EXPECT_EQ(Sentence("N3", "州局本部2023年财政拨款支出预算10万元。"), "");
  Text association;
  association.builder().document().department = "云上州科协";
  association.builder().document().headings.clear();
  association.Write("N3", "我局2023年支出预算713.33万元。");
  association.Write("N4", "本部门2023年财政拨款收支总预算10万元。");
  association.Write("N4", "我会2023年财政拨款收支总预算10万元。");
  EXPECT_EQ(association.Findings("S-16"), "N3");
  Text committee;
  committee.builder().document().department = "云上州发展和改革委员会";
  committee.builder().document().headings.clear();
  committee.Write("N3", "我委2023年支出预算713.33万元。");
  EXPECT_EQ(committee.Findings("S-16"), "");
}

TEST(SelfNames, TheSameDepartmentOfAnotherPlace_IsAnother) {
  EXPECT_EQ(Sentence("N3", "云下市教育局2023年支出预算713.33万元。"), "N3");
  EXPECT_EQ(Heading("二、关于云上州石河县教育局2023年收入预算情况说明"), "N2");
}

TEST(SelfNames, NamesOfTheDepartment_AreItsOwn) {
  EXPECT_EQ(Sentence("N3", "州教育局2023年支出预算713.33万元。"), "");
  EXPECT_EQ(Sentence("N3", "云上藏族自治州教育和体育局2023年支出预算10万元。"),
            "");
  EXPECT_EQ(Sentence("N3", "自治州教育局2023年支出预算713.33万元。"), "");
  EXPECT_EQ(Sentence("N3", "我局2023年支出预算713.33万元。"), "");
  EXPECT_EQ(Heading("二、关于云上州教育局（本级）2023年收入预算情况说明"), "");
  EXPECT_EQ(Heading("二、关于本部门2023年收入预算情况说明"), "");
}

TEST(SelfNames, UnitsAndSuperiors_MayBeNamed) {
  Text text;
  text.Say("G:units:count", "1").Say("G:units:words", "云上州招生考试中心");
  text.Write("N3", "云上州招生考试中心2023年支出预算10万元。");
  text.Write("N3", "云上州财政局2023年预算批复的支出预算为10万元。");
  EXPECT_EQ(text.Findings("S-16"), "");
  // Part one tells of no units at all.
  EXPECT_EQ(Sentence("N3", "云上州青少年宫管理站2023年支出预算10万元。"), "");
  EXPECT_EQ(Sentence("N3", "主要原因是云上州水利局2023年财政拨款增加。"), "");
  EXPECT_EQ(Sentence("N7", "云上州水利局2023年财政拨款10万元。"), "");
}

TEST(SelfNames, OthersBesideTheDepartment_AreNotTheSpeaker) {
  EXPECT_EQ(Sentence("N3",
                     "根据自治区科技厅一般公共预算安排，云上州教育局支出10万"
                     "元。"),
            "");
  EXPECT_EQ(Sentence("N3",
                     "根据州财政局2023年部门预算批复，自治州财政局政府采购预算"
                     "管理办法执行。"),
            "");
  EXPECT_EQ(
      Sentence("N9", "云上州国资委2023年国有资本经营预算未安排本局支出。"), "");
  EXPECT_EQ(Sentence("profile", "州委编办核定云上州知识产权局行政编制2人。"),
            "");
  EXPECT_EQ(Sentence("N3", "国家自然科学基金委员会财政拨款未安排。"), "");
}

TEST(SelfNames, ShortNameOfTheCommissionForDiscipline_IsItsOwn) {
  Text text;
  text.builder().document().department =
      "中国共产党云上藏族自治州纪律检查委员会";
  text.builder().document().headings.clear();
  text.builder().document().headings.push_back(
      {"N2", "二、关于云上州纪委监委2023年收入预算情况说明", 90});
  EXPECT_EQ(text.Findings("S-16"), "");
}

TEST(SelfNames, OneNameInManyPlaces_IsOneFinding) {
  Text text;
  text.Write("N3", "云上州水利局2023年支出预算713.33万元。");
  text.Write("N6", "云上州水利局2023年一般公共预算基本支出10万元。");
  EXPECT_EQ(text.Findings("S-16"), "N3");
}

}  // namespace
}  // namespace yuheng::validation
