#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_join.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/decimal.h"
#include "services/cli/sample/figures.h"
#include "services/cli/sample/section_text.h"
#include "services/cli/sample/style.h"
#include "services/cli/sample/tables.h"

namespace yuheng::cli {
namespace {

using budget::kFenPerWanYuan;

constexpr const char* kChineseNumbers[] = {"一", "二", "三", "四", "五",
                                           "六", "七", "八", "九", "十"};

class Writer {
 public:
  Writer(const Bureau& bureau, Random* random)
      : bureau_(bureau),
        random_(*random),
        wording_(bureau, random),
        year_(std::to_string(bureau.fiscal_year)) {}

  std::string Write() {
    WriteProjects();
    text_ += SectionHeading(bureau_, 8);
    WriteOtherBudget(true);
    text_ += SectionHeading(bureau_, 9);
    WriteOtherBudget(false);
    WriteThree();
    text_ += SectionHeading(bureau_, 11);
    WriteOffice();
    WriteProcurement();
    WriteAssets();
    WritePerformance();
    text_ += "（五）其他需说明的事项\n\n没有其他需要说明的事项。\n";
    return std::move(text_);
  }

 private:
  std::string FunctionName(absl::string_view code) const {
    return std::string(
        budget::ChartFor(budget::ChartKind::kFunction, bureau_.fiscal_year)
            .Name(code));
  }

  void WriteProjects() {
    text_ += SectionHeading(bureau_, 7);
    int number = 0;
    for (size_t i = 0; i < bureau_.projects.size(); ++i) {
      const Project& project = bureau_.projects[i];
      std::map<std::string, int64_t> classes;
      int64_t total = 0;
      for (const Atom& atom : bureau_.atoms) {
        if (atom.project != static_cast<int>(i) || !IsGeneral(atom.source)) {
          continue;
        }
        classes[atom.economic.substr(0, 3)] += atom.amount_fen;
        total += atom.amount_fen;
      }
      if (total == 0) continue;
      std::vector<std::string> parts;
      for (const auto& [code, fen] : classes) {
        parts.push_back(
            std::string(budget::ChartFor(budget::ChartKind::kEconomicDepartment,
                                         bureau_.fiscal_year)
                            .Name(code)) +
            WanOf(fen));
      }
      text_ += "（" + std::string(kChineseNumbers[number++ % 10]) +
               "）项目名称：" + project.name + "\n";
      text_ += "设立的政策依据：按照" + bureau_.kind->field +
               "工作的部署，开展" + project.topic + "工作需要经费保障";
      text_ += random_.OneIn(3)
                   ? "，每年" + WanOf(total) + "，由财政预算安排。\n"
                   : "，由财政预算安排。\n";
      text_ += "预算安排规模：" + WanOf(total) + "\n项目承担单位：" +
               project.executing_unit + "\n资金分配情况：" +
               absl::StrJoin(parts, "、") + "。主要用于" + project.topic +
               "的组织实施。\n资金执行时间：" + year_ + "年1月1日-" + year_ +
               "年12月31日\n";
    }
    text_ += "\n";
  }

  // Sections 八 and 九.
  void WriteOtherBudget(bool fund) {
    const AtomTest test = [fund](const Atom& atom) {
      return fund ? IsFund(atom.source) : atom.source == Source::kStateCapital;
    };
    const Flow total = FlowOf(bureau_, test);
    if (total.none()) {
      text_ += EmptyTableText(bureau_, fund);
      return;
    }
    text_ += bureau_.name + year_ + "年" +
             (fund ? "政府性基金预算" : "国有资本经营预算") + "拨款" +
             WanOf(total.amount_fen) + "，" + wording_.Change(total, false) +
             "，" + wording_.Reason(total, Subject::kProject) + "。其中：\n";
    int number = 0;
    for (const auto& [code, flow] : FlowsByFunction(bureau_, 7, test)) {
      text_ += std::to_string(++number) + "." +
               FunctionName(code.substr(0, 3)) + "（类）" +
               FunctionName(code.substr(0, 5)) + "（款）" + FunctionName(code) +
               "（项）：" + year_ + "年预算数为" + WanOf(flow.amount_fen) +
               "，" + wording_.Change(flow, false) + "，" +
               wording_.Reason(flow, Subject::kProject) + "。\n\n";
    }
  }

  Flow ThreeItem(const std::vector<std::string>& economic) const {
    return FlowOf(bureau_, [&economic](const Atom& atom) {
      const bool current = IsGeneral(atom.source) || IsFund(atom.source) ||
                           atom.source == Source::kStateCapital;
      return current && std::find(economic.begin(), economic.end(),
                                  atom.economic) != economic.end();
    });
  }

  void WriteThree() {
    const std::pair<const char*, Flow> items[] = {
        {"因公出国（境）费", ThreeItem({"30212"})},
        {"公务用车购置费", ThreeItem({"30913", "31013"})},
        {"公务用车运行费", ThreeItem({"30231"})},
        {"公务接待费", ThreeItem({"30217"})}};
    const Flow total = ThreeItem({"30212", "30913", "31013", "30231", "30217"});
    std::vector<std::string> amounts;
    std::vector<std::string> changes;
    for (const auto& [name, flow] : items) {
      amounts.push_back(name + WanOf(flow.amount_fen));
      const std::string reason =
          flow.none()
              ? "主要原因是" + year_ + "年" + name + "安排0万元，与上年一致"
              : wording_.Reason(flow, Subject::kProject);
      changes.push_back(name + wording_.Change(flow, true) + "，" + reason);
    }
    text_ += SectionHeading(bureau_, 10);
    text_ += bureau_.name + year_ + "年财政拨款“三公”经费数为" +
             WanOf(total.amount_fen) + "，其中：" +
             absl::StrJoin(amounts, "，") + "。\n";
    text_ += year_ + "年财政拨款“三公”经费" + wording_.Change(total, false) +
             "，其中：" + absl::StrJoin(changes, "；") + "。\n\n";
  }

  void WriteOffice() {
    const Flow flow = FlowOf(bureau_, [](const Atom& atom) {
      return IsGeneral(atom.source) && atom.basic() &&
             (atom.economic.substr(0, 3) == "302" ||
              atom.economic.substr(0, 3) == "310");
    });
    text_ += "（一）机关运行经费情况\n\n" + year_ + "年，" + bureau_.name +
             "的机关运行经费财政拨款预算" + WanOf(flow.amount_fen) + "，" +
             wording_.Change(flow, false) + "。" +
             wording_.Reason(flow, Subject::kProject) + "。     \n";
  }

  void WriteProcurement() {
    // Small beside the 302 and 310 money of every bureau.
    const int64_t goods = random_.Between(300, 1'400) * kPrintedFen;
    const int64_t works =
        random_.OneIn(3) ? random_.Between(100, 500) * kPrintedFen : 0;
    const int64_t services = random_.Between(100, 900) * kPrintedFen;
    const int64_t total = goods + works + services;
    const int64_t reserved =
        RoundToPrint(total / 100 * random_.Between(40, 100));
    const int64_t micro =
        RoundToPrint(reserved / 100 * random_.Between(60, 100));
    text_ += "（二）政府采购情况\n\n" + year_ + "年，" + bureau_.name +
             "政府采购预算" + WanOf(total) + "，其中：政府采购货物预算" +
             WanOf(goods) + "，政府采购工程预算" + WanOf(works) +
             "，政府采购服务预算" + WanOf(services) + "。\n\n" + year_ +
             "年度本单位面向中小企业预留政府采购项目预算金额" +
             WanOf(reserved) + "，其中：面向小微企业预留政府采购项目预算金额" +
             WanOf(micro) + "。\n";
  }

  void WriteAssets() {
    const int64_t area = random_.Between(200, 9'000);
    const int64_t house = area * random_.Between(4, 30) * kPrintedFen * 10;
    const int general =
        bureau_.vehicles > 1 ? bureau_.vehicles - 1 : bureau_.vehicles;
    const int other = bureau_.vehicles - general;
    const int64_t price = random_.Between(900, 2'300) * kPrintedFen;
    const int large = static_cast<int>(random_.Between(0, 3));
    const int larger = large == 0 ? 0 : static_cast<int>(random_.Between(0, 1));
    const int64_t rest = (large * 110 + 60) * kFenPerWanYuan +
                         random_.Between(0, 9'999) * kPrintedFen;
    const std::string cars = std::to_string(general);
    text_ += "（三）国有资产占用使用情况\n\n截至" +
             std::to_string(bureau_.fiscal_year - 1) + "年底，" + bureau_.name +
             "占用使用国有资产总体情况为：\n\n";
    text_ += "1.房屋" + std::to_string(area) + "平方米，价值" + WanOf(house) +
             "。\n\n";
    text_ += "2.车辆" + std::to_string(bureau_.vehicles) + "辆，价值" +
             WanOf(price * bureau_.vehicles) + "；其中：一般公务用车" + cars +
             "辆，价值" + WanOf(price * general) +
             "；执法执勤用车 0 辆，价值0万元；其他车辆" +
             std::to_string(other) + "辆，价值" + WanOf(price * other) +
             "。\n\n";
    text_ += "3.办公家具价值" +
             WanOf(random_.Between(300, 9'000) * kPrintedFen) + "。\n\n";
    text_ += "4.其他资产价值" + WanOf(rest) + "。\n\n";
    text_ += "单位价值50万元以上大型设备" + std::to_string(large) +
             "台（套），单位价值100万元以上大型设备" + std::to_string(larger) +
             "台（套）。\n\n";
    const Flow bought = ThreeItem({"30913", "31013"});
    text_ +=
        year_ + "年" + bureau_.name + "预算" +
        (bought.none() ? "未安排购置车辆经费"
                       : "安排购置车辆经费" + WanOf(bought.amount_fen)) +
        "，安排购置50万元以上大型设备0台（套），单位价值100万元以上大型设备"
        "0台（套）。\n\n";
  }

  void WritePerformance() {
    int counts[2] = {0, 0};
    int64_t amounts[2] = {0, 0};
    for (const Project& project : bureau_.projects) {
      ++counts[project.fiscal ? 0 : 1];
    }
    for (const Atom& atom : bureau_.atoms) {
      if (atom.basic()) continue;
      amounts[bureau_.projects[atom.project].fiscal ? 0 : 1] += atom.amount_fen;
    }
    text_ += "（四）预算绩效情况\n\n" + year_ +
             "年，本年度预算绩效管理的财政拨款项目" +
             std::to_string(counts[0]) + "个，涉及预算金额" +
             WanOf(amounts[0]) + "；非财政拨款项目" +
             std::to_string(counts[1]) + "个，涉及预算金额" +
             WanOf(amounts[1]) + "。具体情况见下表：\n\n";
    text_ += PerformanceText(bureau_, &random_);
  }

  const Bureau& bureau_;
  Random& random_;
  Wording wording_;
  std::string year_;
  std::string text_;
};

}  // namespace

std::string DetailSectionsText(const Bureau& bureau, Random* random) {
  return Writer(bureau, random).Write();
}

}  // namespace yuheng::cli
