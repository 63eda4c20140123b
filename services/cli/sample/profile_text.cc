#include <array>
#include <cstdlib>

#include "absl/strings/str_join.h"
#include "services/cli/sample/section_text.h"

namespace yuheng::cli {
namespace {

std::string HeadChange(int change) {
  return (change < 0 ? "减少" : "增加") + std::to_string(std::abs(change)) +
         "人";
}

}  // namespace

std::string ProfileText(const Bureau& bureau) {
  const std::string& name = bureau.name;
  const std::string& field = bureau.kind->field;
  std::string text = " 第一部分   " + name + "概况\n一、主要职能\n\n" + name +
                     "是主管" + field + "工作的政府部门。主要职责是：\n\n";
  text += "（一）执行" + field + "方面的法规和政策，编制规划并推动实施。\n\n";
  text += "（二）管理" + field + "项目和资金，检查执行情况。\n\n";
  text += "（三）指导所属单位工作，为群众和企业提供服务。\n\n";
  text += "（四）完成上级交办的其他工作。\n";
  text += "二、机构设置及人员情况\n\n    " + name;
  if (bureau.subordinate_units.empty()) {
    text += "无下属预算单位，";
  } else {
    text += "下属预算单位" + std::to_string(bureau.subordinate_units.size()) +
            "个，分别是：" + absl::StrJoin(bureau.subordinate_units, "、") +
            "；";
  }
  text += "下设" + std::to_string(bureau.offices.size()) + "个科室，分别是：" +
          absl::StrJoin(bureau.offices, "、") + "。\n";
  text += name + "编制数" + std::to_string(bureau.posts) + "人，实有人数" +
          std::to_string(bureau.active + bureau.retired + bureau.veterans) +
          "人，其中：在职" + std::to_string(bureau.active) + "人，" +
          HeadChange(bureau.active_change) + "；退休" +
          std::to_string(bureau.retired) + "人，" +
          HeadChange(bureau.retired_change) + "；离休" +
          std::to_string(bureau.veterans) + "人，" + HeadChange(0) + "。\n\n";
  return text;
}

std::string GlossaryText(const Bureau& bureau, Random* random) {
  static constexpr std::array<const char*, 4> kDates = {"1月19日", "1月31日",
                                                        "2月10日", "3月1日"};
  return "第四部分  名词解释\n\n"
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
         std::string(27, ' ') + bureau.name + "\n\n" + std::string(26, ' ') +
         std::to_string(bureau.fiscal_year) + "年" +
         kDates[random->Index(kDates.size())] + "\n";
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

std::string SectionHeading(const Bureau& bureau, int number) {
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
  const std::string start = std::string(kNumbers[number - 1]) + "、";
  if (number == 11) return start + "其他重要事项的情况说明\n\n";
  return start + "关于" + bureau.name + std::to_string(bureau.fiscal_year) +
         "年" + kStems[number - 1] + "\n\n";
}

std::string EmptyTableText(const Bureau& bureau, bool fund) {
  const std::string money = fund ? "政府性基金预算" : "国有资本经营预算";
  return bureau.name + std::to_string(bureau.fiscal_year) + "年没有使用" +
         money + "拨款安排的支出，" + money + "支出情况表为空表。\n\n";
}

std::string BareSectionsText(const Bureau& bureau) {
  std::string text = "第三部分  " + std::to_string(bureau.fiscal_year) +
                     "年部门预算情况说明\n\n";
  for (int number = 1; number <= 11; ++number) {
    text += SectionHeading(bureau, number);
    if (number == 8 && !UsesFund(bureau)) text += EmptyTableText(bureau, true);
    if (number == 9 && !UsesStateCapital(bureau)) {
      text += EmptyTableText(bureau, false);
    }
  }
  return text;
}

}  // namespace yuheng::cli
