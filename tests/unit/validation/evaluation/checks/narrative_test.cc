// The checks of text, each with wordings that are right and some that are not.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/budget/decimal.h"
#include "services/validation/validator.h"
#include "tests/unit/validation/evaluation/checks/claim_text.h"

namespace yuheng::validation {
namespace {

constexpr char kPersonnel[] = "基本工资、津贴补贴、退休费";
constexpr char kPublic[] = "办公费、公务接待费、公务用车运行费、办公设备购置";

TEST(BasicLists, AccountsOfTheColumn_AreListed) {
  Text text;
  text.Say("N6:personnel:words", kPersonnel).Say("N6:public:words", kPublic);
  EXPECT_EQ(text.Findings("N-17"), "");
  EXPECT_FALSE(text.Insufficient("N-17"));
}

TEST(BasicLists, MissingAndSurplusNames_AreToldAtTheList) {
  Text text;
  text.Say("N6:personnel:words", "基本工资、津贴补贴、退休费、奖金")
      .Say("N6:public:words", "办公费、公务接待费、公务用车运行维护费");
  EXPECT_EQ(text.Findings("N-17"), "N6:personnel:words N6:public:words");
}

TEST(BasicLists, OpenListsAndGroups_NeedNotNameAll) {
  Text text;
  text.Say("N6:personnel:words", "工资福利支出、对个人和家庭的补助")
      .Say("N6:public:words", "办公费、公务接待费等支出");
  EXPECT_EQ(text.Findings("N-17"), "");
}

TEST(BasicLists, DescriptionsAndMissingLists_AreNotDecided) {
  Text description;
  description.Say("N6:personnel:words", kPersonnel)
      .Say("N6:public:words", "保障单位正常运转，完成各项日常工作任务");
  EXPECT_EQ(description.Findings("N-17"), "");
  EXPECT_TRUE(description.Insufficient("N-17"));
  EXPECT_TRUE(
      Text().Say("N6:personnel:words", kPersonnel).Insufficient("N-17"));
}

TEST(PurposeLists, AllClassesTogether_AreComparedWithBothTables) {
  Text text;
  text.Say("N4:gen/205:words",
           absl::StrCat(kPersonnel, "、校舍维修、教师培训"));
  text.Say("N4:gen/206:words", absl::StrCat(kPublic, "和引智工作经费"));
  text.Say("N4:fund/212:words", "城市建设");
  EXPECT_EQ(text.Findings("N-12"), "");
  Text missing;
  missing.Say("N4:gen/205:words", absl::StrCat(kPersonnel, "、", kPublic));
  EXPECT_EQ(missing.Findings("N-12"), "N4:gen/205:words");
  Text group;
  group.Say("N4:gen/205:words", "人员经费、公用经费、项目支出");
  EXPECT_EQ(group.Findings("N-12"), "");
}

TEST(PurposeLists, MissingName_IsToldAtTheListThatLacksIt) {
  Text text;
  text.Say("N4:gen/208:words", "退休费");
  text.Say("N4:gen/205:words", "基本工资、津贴补贴、办公费、引智工作经费");
  text.Say("N4:gen/206:words", "校舍维修、教师培训");
  EXPECT_EQ(text.Findings("N-12"), "N4:gen/205:words");
  Text pension;
  pension.Say(
      "N4:gen/205:words",
      absl::StrCat("基本工资、津贴补贴、校舍维修、教师培训、", kPublic));
  pension.Say("N4:gen/206:words", "引智工作经费");
  pension.Say("N4:gen/208:words", "离休费");
  EXPECT_EQ(pension.Findings("N-12"), "N4:gen/208:words N4:gen/208:words");
}

TEST(Subjects, SourcesAgreeBetweenSections) {
  Text text;
  text.Say("N1:gen:amount", "178").Say("N2:gen:amount", "158");
  text.Say("N2:gen_up:amount", "20").Say("N1:unit:amount", "10");
  text.Say("N2:unit:amount", "10.00").Say("N2:unit:delta", "4");
  text.Say("N3:project:reason", "单位资金增加4万元，本年纳入单位资金10万元");
  EXPECT_EQ(text.Findings("N-08"), "");
}

TEST(Subjects, AmountsOfLastYear_AreNotCompared) {
  Text text;
  text.Say("N2:unit:amount", "30").Say("N2:unit:delta", "10");
  text.Say("N1:unit:amount", "30");
  text.Say("N3:project:reason",
           "由上年单位资金25万元调整，单位资金20万元为上年数");
  EXPECT_EQ(text.Findings("N-08"), "");
  text.Say("N3:basic:reason", "本年安排单位资金25万元");
  EXPECT_EQ(text.Findings("N-08"), "N3:basic:reason");
}

TEST(Subjects, WhatProjectsLeaveForBasicExpenditure_IsNotReported) {
  Text text;
  text.builder().Set("T3:ALL:basic", "40").Set("T5:ALL:basic", "30");
  text.builder().Set("T8:ALL:basic", "").Set("T9:ALL:basic", "");
  text.Say("N1:unit:amount", "30").Say("N2:unit:amount", "30");
  text.Say("N3:project:reason", "本年将单位资金20万元纳入预算");
  EXPECT_EQ(text.Findings("N-08"), "");
  text.builder().Set("T3:ALL:basic", "41");
  EXPECT_EQ(text.Findings("N-08"), "N3:project:reason");
}

TEST(Subjects, OtherAmounts_AreTold) {
  Text merged;
  merged.Say("N1:unit:amount", "30").Say("N1:carry_nonfiscal:amount", "180");
  merged.Say("N2:unit:amount", "210");
  merged.Say("N3:project:reason", "本年将自有资金200 万元纳入单位预算");
  EXPECT_EQ(merged.Findings("N-08"), "N2:unit:amount N3:project:reason");
  Text other;
  other.Say("N1:special:amount", "30").Say("N2:special:amount", "30.01");
  EXPECT_EQ(other.Findings("N-08"), "N2:special:amount");
}

TEST(ExecutingUnits, DepartmentUnitsAndOffices_AreKnown) {
  Text text;
  text.Say("G:units:words", "云上州第一中学、云上州教师进修学校");
  text.Say("G:offices:words", "办公室、基础教育科");
  int k = 0;
  for (const char* unit :
       {"云上州教育局", "云上州教育局本级", "局机关", "基础教育科",
        "云上州教育局办公室", "第一中学、教师进修学校"}) {
    text.Say(absl::StrCat("N7:项目", ++k, ":unit"), unit);
  }
  text.Say("N7:项目1:period", "2023年1月1日至2023年12月31日");
  text.Say("N7:项目2:period", "1月-12月");
  EXPECT_EQ(text.Findings("N-21"), "");
  text.Say("N7:甲:unit", "云上州水利局").Say("N7:甲:period", "2023年-2025年");
  EXPECT_EQ(text.Findings("N-21"), "N7:甲:unit N7:甲:period");
}

TEST(ExecutingUnits, UnitOfASheet_IsKnownUnlessPartOneListsAll) {
  Text text;
  text.builder().SheetAt(0).unit = "云上州水产研究所";
  text.Say("G:offices:words", "办公室、基础教育科");
  text.Say("N7:甲:unit", "云上州水产研究所");
  EXPECT_EQ(text.Findings("N-21"), "");
  text.Say("G:units:count", "1").Say("G:units:words", "云上州第一中学");
  EXPECT_EQ(text.Findings("N-21"), "N7:甲:unit");
}

TEST(ReasonSums, ListedPartsAddUp) {
  const auto reason = [](const char* change, const char* words) {
    return Change("N3:project", change, words).Findings("N-37");
  };
  EXPECT_EQ(reason("219.8", "将单位资金200万元和结转资金19.8万元纳入预算"), "");
  EXPECT_EQ(reason("219.8", "将单位资金210万元和结转资金19.8万元纳入预算"),
            "N3:project:reason");
  EXPECT_EQ(reason("5", "增加甲项目12万元，减少乙项目7万元"), "");
  EXPECT_EQ(reason("5", "增加甲项目12万元，减少乙项目8万元"),
            "N3:project:reason");
  // Levels, restatements and single main reasons are no complete list.
  EXPECT_EQ(reason("0", "2023年安排3万元，与上年2万元相比为正常增加"), "");
  EXPECT_EQ(reason("5", "较上年增加5万元，其中工资增加9万元"), "");
  EXPECT_EQ(reason("5", "主要是工资增加8万元"), "");
  EXPECT_EQ(reason("9", "本年将单位资金和结转资金5万元纳入预算"), "");
  EXPECT_EQ(reason("9", "本年将结转资金5万元纳入预算"), "N3:project:reason");
  // Details of a part are no parts.
  EXPECT_EQ(reason("5", "增加甲项目12万元（其中设备9万元），减少乙项目7万元"),
            "");
  EXPECT_EQ(reason("5",
                   "增加甲项目12万元，其中设备9万元、培训3万元，减少乙项目"
                   "7万元"),
            "");
  EXPECT_EQ(reason("5", "增加甲项目12万元（其中设备9万元），减少乙项目8万元"),
            "N3:project:reason");
}

TEST(ReasonSums, WhatIsMore_IsAPart) {
  const auto reason = [](const char* change, const char* words) {
    return Change("N3:basic", change, words).Findings("N-37");
  };
  for (const char* more :
       {"另有单位资金10万元本年列入单位预算", "另有单位资金10万元",
        "另有单位资金10万元编入预算", "还有单位资金10万元"}) {
    const std::string right = absl::StrCat("工资增加83.6万元；", more);
    const std::string wrong = absl::StrCat("工资增加63.8万元；", more);
    EXPECT_EQ(reason("93.6", right.c_str()), "") << more;
    EXPECT_EQ(reason("93.6", wrong.c_str()), "N3:basic:reason") << more;
  }
  EXPECT_EQ(reason("73.6", "工资增加83.6万元，另有单位资金10万元不再安排"), "");
}

TEST(PastedTexts, TextsSpeakOfTheirSubject) {
  const auto pasted = [](const char* address, const char* words) {
    return Change(address, "1", words).Findings("N-39");
  };
  EXPECT_EQ(pasted("N10:reception", "严格控制公务接待，也压减公务用车运行费"),
            "");
  EXPECT_EQ(pasted("N10:reception", "公务用车运行维护费减少"),
            "N10:reception:reason");
  EXPECT_EQ(pasted("N10:car_buy", "车辆到期更新"), "");
  EXPECT_EQ(pasted("N10:car_buy", "公务用车运行费增加"), "N10:car_buy:reason");
  EXPECT_EQ(pasted("N10:abroad", "控制接待人次"), "N10:abroad:reason");
  EXPECT_EQ(pasted("N10:reception", "无因公出差来访任务，车辆减少"), "");
  EXPECT_EQ(pasted("N10:car_run", "压减公务用车购置及运行维护费"), "");
  EXPECT_EQ(pasted("N10:car_run", "新购置公务用车1辆，燃油费增加"), "");
  EXPECT_EQ(pasted("N2:unit", "本年将财政拨款结转资金纳入预算"),
            "N2:unit:reason");
  EXPECT_EQ(pasted("N2:carry_fiscal", "本年将单位资金纳入预算"),
            "N2:carry_fiscal:reason");
  EXPECT_EQ(pasted("N2:unit", "上年财政拨款结转较多，相应减少"), "");
  EXPECT_EQ(pasted("N2:carry_fiscal", "上年一般公共预算项目结转"), "");
  EXPECT_EQ(pasted("N2:carry_fiscal", "上年政府性基金项目未执行完毕"), "");
  EXPECT_EQ(pasted("N2:fund", "工作任务增加"), "");
  EXPECT_EQ(pasted("N3:project", "编外职工工资标准提高，社保缴费增加"), "");
  Text nil;
  nil.Say("N8:fund:none", "没有使用政府性基金预算拨款安排的支出");
  EXPECT_EQ(nil.Findings("N-39"), "");
  nil.Say("N9:soe:none", "没有使用政府性基金预算拨款安排的支出");
  EXPECT_EQ(nil.Findings("N-39"), "N9:soe:none");
}

TEST(PastedTexts, SameWordsUnderBothSubjects_ArePasted) {
  const auto pasted = [](const char* own, const char* other,
                         const char* words) {
    return Change(own, "1", words)
        .Say(absl::StrCat(other, ":reason"), words)
        .Findings("N-39");
  };
  EXPECT_EQ(
      pasted("N2:unit", "N2:carry_fiscal", "上年财政拨款结转较多，相应增加"),
      "N2:unit:reason");
  EXPECT_EQ(pasted("N2:carry_fiscal", "N2:carry_nonfiscal",
                   "本年将非财政拨款结转资金纳入预算"),
            "N2:carry_fiscal:reason");
  EXPECT_EQ(pasted("N2:unit", "N2:carry_fiscal", "本年首次纳入预算"), "");
  EXPECT_EQ(pasted("N3:project", "N5a:basic", "在职人员增加2人，社保缴费增加"),
            "N3:project:reason");
  EXPECT_EQ(pasted("N3:basic", "N3:project", "项目与上年保持一致"),
            "N3:basic:reason");
  EXPECT_EQ(pasted("N3:basic", "N3:project", "人员和项目均与上年保持一致"), "");
}

// Changes of basic expenditure as a whole and of the general budget, and of
// projects; then those of section 二.
Text BasicChange(const char* whole, const char* general, const char* reason) {
  Text text;
  text.Say("N3:basic:delta", whole).Say("N5a:basic:delta", general);
  text.Say("N3:project:delta", "20").Say("N5a:project:delta", "20");
  text.Say("N3:basic:reason", reason);
  return text;
}

TEST(BasicChange, DifferenceIsOtherMoney) {
  EXPECT_EQ(BasicChange("83.6", "83.6", "增资").Findings("Y-09"), "");
  EXPECT_EQ(BasicChange("93.6", "83.6", "增资").Findings("Y-09"),
            "N3:basic:delta");
  EXPECT_EQ(BasicChange("93.6", "83.6", "单位资金纳入预算").Findings("Y-09"),
            "");
  Text explained = BasicChange("93.6", "83.6", "增资");
  explained.Say("N2:unit:amount", "10").Say("N2:unit:delta", "10");
  EXPECT_EQ(explained.Findings("Y-09"), "");
  // Money that ended is not named any more.
  Text ended = BasicChange("73.6", "83.6", "增资");
  EXPECT_EQ(ended.Findings("Y-09"), "");
  Text open = BasicChange("93.6", "83.6", "增资");
  open.Say("N2:special:amount", "30");
  EXPECT_TRUE(open.Insufficient("Y-09"));
}

TEST(Reasons, ChangesAreExplained) {
  EXPECT_EQ(Change("N3:project", "5", "新增项目").Findings("Y-14"), "");
  EXPECT_EQ(Change("N3:project", "0", "").Findings("Y-14"), "");
  EXPECT_EQ(Change("N3:project", "5", "项目与上年保持一致").Findings("Y-14"),
            "N3:project:reason");
  EXPECT_EQ(Change("N3:project", "5", "").Findings("Y-14"), "N3:project:delta");
  EXPECT_EQ(Change("N3:project", "5", "").Findings("Y-16"), "");
  EXPECT_EQ(Change("N3:project", "100", "").Findings("Y-16"),
            "N3:project:delta?");
  // The whole, or words that are no claim.
  Text whole = Change("N10:reception", "-5", "");
  EXPECT_EQ(whole.Findings("Y-14"), "N10:reception:delta");
  whole.Say("N10:total:reason", "厉行节约");
  EXPECT_EQ(whole.Findings("Y-14"), "");
  Text words = Change("N3:project", "5", "");
  words.Write("N3", "增加的部分系因新增任务所致。");
  EXPECT_EQ(words.Findings("Y-14"), "");
}

TEST(Reasons, OtherWordsExplainAChange) {
  const auto found = [](const std::string& sentence) {
    return Change("N11a:operating", "5.94", "")
        .Write("N11a", sentence)
        .Findings("Y-14");
  };
  for (const char* reason :
       {"因人员增多", "系人员增多", "受人员增多影响", "随人员增多而增加",
        "考虑到人员增多", "鉴于人员增多", "由人员增多导致", "与人员增多有关",
        "得益于人员增多", "源于人员增多", "主要增加办公费", "为新增公用经费",
        "主因是人员增多"}) {
    const std::string words(reason);
    EXPECT_EQ(found("预算40.78万元，增加5.94万元，" + words + "。"), "");
    EXPECT_EQ(found("预算40.78万元（" + words + "），增加5.94万元。"), "");
    EXPECT_EQ(found(words + "，机关运行经费增加5.94万元。"), "");
  }
  EXPECT_EQ(found("增加5.94万元，其中：办公费增加3万元。"), "");
  for (const char* none :
       {"预算40.78万元，增加5.94万元。", "其中：办公费3万元，增加5.94万元。",
        "因公出国（境）费增加5.94万元。", "增加5.94万元，按有关规定执行。",
        "经费来源于财政拨款，增加5.94万元。", "因此增加5.94万元。"}) {
    EXPECT_EQ(found(none), "N11a:operating:delta") << none;
  }
}

TEST(Reasons, PartsOfBasicExpenditure_AreExplainedInSectionThree) {
  Text text = Change("N6:personnel", "77", "");
  EXPECT_EQ(text.Findings("Y-14"), "N6:personnel:delta");
  text.Say("N3:project:reason", "新增项目");
  EXPECT_EQ(text.Findings("Y-14"), "N6:personnel:delta");
  text.Say("N3:basic:reason", "人员增多");
  EXPECT_EQ(text.Findings("Y-14"), "");
}

TEST(Reasons, ChangeOfTheWhole_IsExplainedByWordsBehindItsParts) {
  Text text = Change("N10:total", "-0.4", "");
  text.Say("N10:abroad:delta", "0");
  EXPECT_EQ(text.Findings("Y-14"), "N10:total:delta");
  text.Write("N10", "公务接待费下降17.24%，主要原因是厉行节约。");
  EXPECT_EQ(text.Findings("Y-14"), "");
}

TEST(Reasons, ChangeOfTheWhole_IsExplainedWhereItsPartsAre) {
  Text text;
  text.Say("N1:total:amount", "100").Say("N1:total:delta", "5");
  EXPECT_EQ(text.Findings("Y-14"), "N1:total:delta");
  text.Say("N2:gen:delta", "5").Say("N2:gen:reason", "政策性增资");
  EXPECT_EQ(text.Findings("Y-14"), "");
}

TEST(ReasonDirections, SavingBesideNoDecrease_IsANote) {
  EXPECT_EQ(Change("N10:car_run", "0", "严控派车，厉行节约").Findings("Y-15"),
            "N10:car_run:reason?");
  EXPECT_EQ(Change("N10:car_run", "-1", "严控派车").Findings("Y-15"), "");
  EXPECT_EQ(Change("N3:basic", "-1", "人员增加").Findings("Y-15"),
            "N3:basic:reason?");
  EXPECT_EQ(Change("N3:basic", "0", "与上年一致").Findings("Y-15"), "");
}

TEST(HospitalityGrowth, NeedsAReasonForMore) {
  EXPECT_EQ(Change("N10:reception", "1", "接待任务增加").Findings("Y-17"), "");
  EXPECT_EQ(Change("N10:reception", "-1", "").Findings("Y-17"), "");
  EXPECT_EQ(Change("N10:reception", "1", "厉行节约").Findings("Y-17"),
            "N10:reception:reason");
  EXPECT_EQ(Change("N10:total", "1", "").Findings("Y-17"), "N10:total:delta");
}

TEST(TextStyle, SlipsAreTold) {
  const auto slip = [](const char* sentence) {
    return Text().Write("N2", sentence).Findings("S-12");
  };
  EXPECT_EQ(slip("一般公共预算483.53万元，占67.78 %，增长20.9％。"), "");
  EXPECT_EQ(slip("单位资金10万元，占76.23，比上年增加1万元。"), "N2");
  EXPECT_EQ(slip("占地25平方米，占用房屋3间。"), "");
  EXPECT_EQ(slip("比上年预算增加（减少）3万元。"), "N2");
  EXPECT_EQ(slip("增资，，主要是调标。"), "N2");
  EXPECT_EQ(slip("比上年增加3万元，主要原因是：。"), "N2");
  EXPECT_EQ(slip("增加3万元，主要原因。"), "N2");
  EXPECT_EQ(slip("增加3万元，人员增多是增加的主要原因。"), "");
  EXPECT_EQ(slip("增加3万元，增加的主要原因。"), "N2");
  EXPECT_EQ(slip("主要原因是一在职人员增加，二是增资。"), "N2?");
  EXPECT_EQ(slip("主要原因：一是在职人员增加，二是增资。"), "");
}

TEST(TextStyle, UnitWithoutItsNumber_IsTold) {
  const auto slip = [](const char* sentence) {
    return Text().Write("N2", sentence).Findings("S-12");
  };
  EXPECT_EQ(slip("单位资金万元，占4.21%，比上年预算增加30万元。"), "N2");
  EXPECT_EQ(slip("财政拨款收支总预算 万元。"), "N2");
  EXPECT_EQ(slip("预算安排规模：万元"), "N2");
  EXPECT_EQ(slip("2023年预算数万元，与上年持平。"), "N2");
  EXPECT_EQ(slip("单位资金30万元，占%，比上年增加30万元。"), "N2");
  EXPECT_EQ(slip("比上年增加30万元，增长 %。"), "N2");
  for (const char* right :
       {"单位资金 30  万元，占 4.21 %。", "收支总预算三十万元。",
        "单位：万元。", "单位：辆、万元。", "单位：人民币万元。",
        "（单位：万元）", "本表以万元为单位。", "节约数十万元，约十几万元。",
        "单价百万元，万元产值能耗下降。", "其中：房屋（万元）。",
        "约20余万元，20多万元。", "收支总预算XX万元。", "增加５万元。"}) {
    EXPECT_EQ(slip(right), "") << right;
  }
}

TEST(TextStyle, ListOfReasonsBelow_IsNoEmptyReason) {
  Text text;
  text.Say("N2:gen:reason", "").Write("N2", "一是增资。");
  EXPECT_EQ(text.Findings("S-12"), "");
  Text empty;
  empty.Say("N2:gen:reason", "").Write("N2", "单位资金未安排。");
  EXPECT_EQ(empty.Findings("S-12"), "N2:gen:reason");
}

TEST(Residues, AreNotes) {
  EXPECT_EQ(Text().Write("part4", "单位（单位）支出预算。").Findings("S-13"),
            "doc?");
  EXPECT_EQ(Text().Write("part4", "单位（部门）").Findings("S-13"), "doc?");
  EXPECT_EQ(Text().Write("part4", "本单位的部门预算。").Findings("S-13"), "");
}

TEST(Signature, NameAndDate) {
  const auto signature = [](const char* name, const char* date) {
    return Text()
        .Write("part4", "一、财政拨款：指安排的拨款。")
        .Write("part4", name)
        .Write("part4", date)
        .Findings("S-10");
  };
  EXPECT_EQ(signature("云上州教育局", "2023年1月31日"), "");
  EXPECT_EQ(signature("云上州教育局（本级）", "二〇二三年二月十日"), "");
  EXPECT_EQ(signature("某省云上州教育局", "2023年4月30日"), "");
  for (const char* date : {"2023.1.31", "2023-01-31", "2023/1/31"}) {
    EXPECT_EQ(signature("云上州教育局", date), "") << date;
    EXPECT_EQ(signature("云上州水利局", date), "doc") << date;
  }
  EXPECT_EQ(signature("云上州教育局", "2023.12.31"), "doc");
  EXPECT_EQ(Text().Write("part4", "云上州教育局2023-3-1").Findings("S-10"), "");
  EXPECT_EQ(signature("云上州水利局", "2023年1月31日"), "doc");
  EXPECT_EQ(signature("云上州教育局", "2022年1月31日"), "doc");
  EXPECT_EQ(signature("云上州教育局", "二〇二三年十一月三十日"), "doc");
  EXPECT_EQ(Text().Write("part4", "云上州教育局2023年3月1日").Findings("S-10"),
            "");
  EXPECT_TRUE(Text().Write("part4", "没有落款。").Insufficient("S-10"));
}

TEST(ProjectNames, NearlyTheSame_IsTold) {
  const auto named = [](const char* name) {
    return Text()
        .Say(absl::StrCat("N7:", name, ":amount"), "8")
        .Findings("C-09");
  };
  EXPECT_EQ(named("引智工作经费"), "");
  EXPECT_EQ(named("引智专项工作经费"), "N7:引智专项工作经费:amount");
  EXPECT_EQ(named("绿化养护费"), "");
  Text sheet;
  std::string place;
  auto& sheets = sheet.builder().document().sheets;
  for (size_t i = 0; i < sheets.size(); ++i) {
    if (sheets[i].project != "校舍维修") continue;
    sheets[i].project = "校舍维修（续）";
    place = absl::StrCat("P", i + 1, ":project");
  }
  EXPECT_EQ(sheet.Findings("C-09"), place);
  EXPECT_NE(place, "");
  Text list;
  list.Say("N4:gen/205:words", "基本工资、教师培训费、校舍维修");
  EXPECT_EQ(list.Findings("C-09"), "N4:gen/205:words");
  Text last;
  last.Say("N4:gen/205:words", "基本工资、校舍维修、奖励金和教师培训");
  EXPECT_EQ(last.Findings("C-09"), "");
}

TEST(RowLevels, NameOfAnotherLevel_IsTold) {
  Text text;
  EXPECT_EQ(text.Findings("C-10"), "");
  text.builder().RowAt("T5:20601").name = "行政运行";
  EXPECT_EQ(text.Findings("C-10"), "T5:20601:total");
  Text level;
  level.builder().RowAt("T5:20601").level = budget::RowLevel::kItem;
  EXPECT_EQ(level.Findings("C-10"), "T5:20601:total");
}

TEST(ZeroStyle, MixedZerosInOneTable_AreANote) {
  Text text;
  EXPECT_EQ(text.Findings("S-09"), "");
  text.builder().Set("T5:2060101:project", "0.00");
  EXPECT_EQ(text.Findings("S-09"), "T5:2060101:project?");
}

TEST(DocumentKind, FinalAccounts_AreErrors) {
  Text text;
  EXPECT_EQ(text.Findings("S-15"), "");
  text.builder().HeadingOf("N4").text = "四、关于一般公共预算支出决算的说明";
  EXPECT_EQ(text.Findings("S-15"), "N4");
  text.builder().document().kind = budget::DocumentKind::kFinalAccount;
  EXPECT_EQ(text.Findings("S-15"), "doc");
}

}  // namespace
}  // namespace yuheng::validation
