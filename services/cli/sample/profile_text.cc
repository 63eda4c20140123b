#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

#include "services/budget/chart_of_accounts.h"
#include "services/cli/sample/section_text.h"

namespace yuheng::cli {
namespace {

std::string HeadChange(const std::string& who, int change, Wording* wording) {
  const int64_t stated = wording->script().Value(
      Measure::kCount, "G:staff/" + who + ":delta", change);
  if (stated == 0 && wording->style().level != TextStyle::Level::kZero) {
    return "与上年持平";
  }
  const std::string versus = wording->style().form % 3 == 1 ? "与上年相比" : "";
  return versus + (stated < 0 ? "减少" : "增加") +
         std::to_string(std::abs(stated)) + "人";
}

std::string UnitsText(const Bureau& bureau, Wording* wording) {
  const int form = wording->style().form;
  const auto& units = bureau.subordinate_units;
  if (units.empty()) {
    return form % 2 == 0 ? "无下属预算单位，" : "没有下属预算单位，";
  }
  const std::string count =
      wording->Count("G:units:count", static_cast<int64_t>(units.size()));
  if (form == 5) {
    std::string lines = "所属预算单位" + count + "家：\n";
    int number = 0;
    for (const std::string& unit :
         wording->script().List("G:units:words", units)) {
      lines += wording->Number(++number) + unit + "\n";
    }
    return lines;
  }
  const std::string names = wording->Names("G:units:words", units);
  switch (form % 3) {
    case 0:
      return "下属预算单位" + count + "个，分别是：" + names + "；";
    case 1:
      return "共有" + count + "个下属预算单位，分别为：" + names + "。内部";
    default:
      return "所属预算单位" + count + "家，包括：" + names + "；";
  }
}

std::string OfficesText(const Bureau& bureau, Wording* wording) {
  const std::string count = wording->Count(
      "G:offices:count", static_cast<int64_t>(bureau.offices.size()));
  const std::string names = wording->Names("G:offices:words", bureau.offices);
  switch (wording->style().form % 3) {
    case 0:
      return "下设" + count + "个科室，分别是：" + names + "。\n";
    case 1:
      return "设有" + count + "个科室，分别为：" + names + "。\n";
    default:
      return "内设机构" + count + "个，分别是：" + names + "。\n";
  }
}

std::string StaffText(const Bureau& bureau, Wording* wording) {
  const int form = wording->style().form;
  const std::string posts = wording->Count("G:staff:posts", bureau.posts);
  const std::string actual = wording->Count(
      "G:staff:actual", bureau.active + bureau.retired + bureau.veterans);
  const std::string active = wording->Count("G:staff:in_post", bureau.active);
  const std::string active_change =
      HeadChange("in_post", bureau.active_change, wording);
  const std::string retired = wording->Count("G:staff:retired", bureau.retired);
  const std::string retired_change =
      HeadChange("retired", bureau.retired_change, wording);
  const std::string veterans =
      wording->Count("G:staff:retired_cadre", bureau.veterans);
  const std::string veterans_change = HeadChange("retired_cadre", 0, wording);
  if (form % 2 == 0) {
    return bureau.name + "编制数" + posts + "人，实有人数" + actual +
           "人，其中：在职" + active + "人，" + active_change + "；退休" +
           retired + "人，" + retired_change + "；离休" + veterans + "人，" +
           veterans_change + "。\n\n";
  }
  return bureau.name + "人员编制" + posts + "名，实有人员" + actual +
         "名，其中：在职人员" + active + "人，" + active_change + "；退休人员" +
         retired + "人，" + retired_change + "；离休人员" + veterans + "人，" +
         veterans_change + "。\n\n";
}

}  // namespace

std::string PartTitle(const Bureau& bureau, Part part, Wording* wording) {
  static constexpr std::array<const char*, 4> kNumbers = {"一", "二", "三",
                                                          "四"};
  const bool last = wording->style().tables_last;
  const std::string& entity = wording->style().entity;
  int place = 0;
  std::string title;
  std::string key;
  switch (part) {
    case Part::kProfile:
      key = "part1";
      title = bureau.name + "概况";
      break;
    case Part::kTables:
      key = "part2";
      place = last ? 3 : 1;
      title = wording->Year("part2:year") + "年" + entity + "预算公开表";
      break;
    case Part::kNarrative:
      key = "part3";
      place = last ? 1 : 2;
      title = wording->Year("part3:year") + "年" + entity + "预算情况说明";
      break;
    case Part::kTerms:
      key = "part4";
      place = last ? 2 : 3;
      title = "名词解释";
      break;
  }
  if (!wording->script().Has(key)) return "";
  return "第" + std::string(kNumbers[place]) + "部分  " + title + "\n\n";
}

std::string ProfileText(const Bureau& bureau, Wording* wording) {
  const std::string& name = bureau.name;
  const std::string& field = bureau.kind->field;
  const Wording& w = *wording;
  std::string text = PartTitle(bureau, Part::kProfile, wording);
  text += "一、主要职能\n\n" + name + "是主管" + field +
          "工作的政府部门。主要职责是：\n\n";
  text += w.Bracketed("一") + "执行" + field +
          "方面的法规和政策，编制规划并推动实施。\n\n";
  text += w.Bracketed("二") + "管理" + field + "项目和资金，检查执行情况。\n\n";
  text += w.Bracketed("三") + "指导所属单位工作，为群众和企业提供服务。\n\n";
  text += w.Bracketed("四") + "完成上级交办的其他工作。\n";
  text += std::string("二、机构设置及人员情况\n\n    ") + name +
          UnitsText(bureau, wording);
  text += OfficesText(bureau, wording);
  return text + StaffText(bureau, wording);
}

std::string GlossaryText(const Bureau& bureau, Wording* wording) {
  static constexpr std::array<const char*, 4> kDates = {"1月19日", "1月31日",
                                                        "2月10日", "3月1日"};
  const std::string signature =
      wording->script().Words("doc#signature", bureau.name);
  const std::string date = wording->script().Words(
      "doc#date", std::to_string(bureau.fiscal_year) + "年" +
                      kDates[wording->style().form % kDates.size()]);
  return PartTitle(bureau, Part::kTerms, wording) +
         "一、财政拨款：由一般公共预算、政府性基金预算和国有资本经营预算安排的"
         "资金。\n"
         "二、一般公共预算：以税收为主的公共财政收入安排的预算，含专项收入。\n"
         "三、财政专户管理资金：存入财政专户管理的资金，主要是教育收费。\n"
         "四、其他资金：财政拨款之外的资金，如事业收入、经营收入和其他收入。\n"
         "五、基本支出：维持机构运转的支出，分为人员经费和公用经费。\n"
         "六、项目支出：为完成特定任务，在基本支出之外安排的支出。\n"
         "七、“三公”经费：因公出国（境）、公务用车购置及运行、公务接待三类支出"
         "。\n\n"
         "八、机关运行经费：保障机关运转的公用经费。\n\n" +
         std::string(27, ' ') + signature + "\n\n" + std::string(26, ' ') +
         date + "\n\n";
}

bool UsesFund(const Bureau& bureau) {
  for (const Atom& atom : bureau.atoms) {
    if (IsFund(atom.source)) return true;
  }
  return false;
}

bool UsesStateCapital(const Bureau& bureau) {
  for (const Atom& atom : bureau.atoms) {
    if (atom.source == Source::kStateCapital) return true;
  }
  return false;
}

std::string SectionHeading(int number, Wording* wording) {
  static constexpr std::array<const char*, 11> kNumbers = {
      "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"};
  static constexpr std::array<const char*, 10> kStems = {
      "收支预算情况的总体说明",
      "收入预算情况说明",
      "支出预算情况说明",
      "财政拨款收支预算情况的总体说明",
      "一般公共预算当年拨款情况说明",
      "一般公共预算基本支出情况说明",
      "一般公共预算项目支出情况说明",
      "政府性基金预算拨款情况说明",
      "国有资本经营预算拨款情况说明",
      "财政拨款“三公”经费预算情况说明"};
  const std::string key = "N" + std::to_string(number);
  const std::string start = std::string(kNumbers[number - 1]) + "、";
  std::string heading;
  if (number == 11) {
    heading = start + "其他重要事项的情况说明\n\n";
  } else {
    const std::string year = wording->Year(key + ":year");
    heading =
        start +
        (wording->style().about_name ? "关于" + wording->Name(key + "#heading")
                                     : "关于") +
        year + "年" + kStems[number - 1] + "\n\n";
  }
  return wording->script().Has(key) ? heading : "";
}

std::string EmptyTableText(const Bureau& bureau, bool fund, Wording* wording) {
  const std::string money = fund ? "政府性基金预算" : "国有资本经营预算";
  const std::string year = std::to_string(bureau.fiscal_year) + "年";
  const bool table = fund || wording->style().state_capital_table;
  std::string text =
      bureau.name + year + "没有使用" + money + "拨款安排的支出" +
      (table ? "，" + money + "支出情况表为空表" : "") + "。\n\n";
  if (!fund && wording->style().form % 3 == 1) {
    text = year + money + "支出为零。\n\n";
  }
  return wording->script().Has(fund ? "N8:fund:none" : "N9:soe:none") ? text
                                                                      : "";
}

std::string BareSectionsText(const Bureau& bureau, Wording* wording) {
  std::string text = PartTitle(bureau, Part::kNarrative, wording);
  for (int number = 1; number <= 11; ++number) {
    text += SectionHeading(number, wording);
    if (number == 8 && !UsesFund(bureau)) {
      text += EmptyTableText(bureau, true, wording);
    }
    if (number == 9 && !UsesStateCapital(bureau)) {
      text += EmptyTableText(bureau, false, wording);
    }
  }
  return text;
}

std::string FunctionName(const Bureau& bureau, const std::string& code) {
  return std::string(
      budget::ChartFor(budget::ChartKind::kFunction, bureau.fiscal_year)
          .Name(code));
}

std::string EconomicName(const Bureau& bureau, const std::string& code) {
  return std::string(budget::ChartFor(budget::ChartKind::kEconomicDepartment,
                                      bureau.fiscal_year)
                         .Name(code));
}

std::string PathOf(const Bureau& bureau, const std::string& code,
                   const Wording& wording) {
  return FunctionName(bureau, code.substr(0, 3)) + wording.Bracketed("类") +
         FunctionName(bureau, code.substr(0, 5)) + wording.Bracketed("款") +
         FunctionName(bureau, code) + wording.Bracketed("项");
}

}  // namespace yuheng::cli
