#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "services/cli/sample/figures.h"
#include "services/cli/sample/section_text.h"

namespace yuheng::cli {
namespace {

constexpr const char* kChineseNumbers[] = {"一", "二", "三", "四", "五",
                                           "六", "七", "八", "九", "十"};

class Writer {
 public:
  Writer(const Bureau& bureau, Wording* wording, Random* random)
      : bureau_(bureau),
        wording_(*wording),
        random_(*random),
        form_(wording->style().form),
        year_(std::to_string(bureau.fiscal_year)) {}

  std::string Write() {
    WriteProjects();
    text_ += SectionHeading(8, &wording_);
    WriteOtherBudget(true);
    text_ += SectionHeading(9, &wording_);
    WriteOtherBudget(false);
    WriteThree();
    return std::move(text_);
  }

 private:
  void WriteProjects() {
    text_ += SectionHeading(7, &wording_);
    int number = 0;
    for (size_t i = 0; i < bureau_.projects.size(); ++i) {
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
      const std::string paragraph =
          wording_.Bracketed(kChineseNumbers[number++ % 10]) +
          ProjectText(bureau_.projects[i], classes, total);
      if (wording_.script().Has("N7:" + bureau_.projects[i].name)) {
        text_ += paragraph;
      }
    }
    if (number == 0) {
      text_ +=
          bureau_.name + year_ + "年没有使用一般公共预算拨款安排的项目支出" +
          (wording_.style().project_table ? "，一般公共预算项目支出情况表为空表"
                                          : "") +
          "。\n";
    }
    text_ += "\n";
  }

  std::string ProjectText(const Project& project,
                          const std::map<std::string, int64_t>& classes,
                          int64_t total) {
    const std::string stem = "N7:" + project.name;
    const std::string colon = wording_.Colon();
    std::vector<std::string> parts;
    for (const auto& [code, fen] : classes) {
      const std::string part = stem + "/e" + code;
      const std::string name =
          wording_.script().Words(part + "#class", EconomicName(bureau_, code));
      parts.push_back(name + wording_.Amount(part, fen));
    }
    std::string text = "项目名称" + colon +
                       wording_.script().Words(stem + "#name", project.name) +
                       "\n";
    std::string policy = "设立的政策依据" + colon + "按照" +
                         bureau_.kind->field + "工作的部署，开展" +
                         project.topic + "工作需要经费保障";
    if (random_.OneIn(3)) {
      policy += "，每年" + wording_.Amount(stem + "/annual", total);
    }
    if (wording_.script().Has(stem + "#policy")) {
      text += policy + "，由财政预算安排。\n";
    }
    text += "预算安排规模" + colon + wording_.Amount(stem, total) +
            "\n项目承担单位" + colon +
            wording_.script().Words(stem + ":unit", project.executing_unit) +
            "\n";
    if (wording_.script().Has(stem + "#allocation")) {
      text += "资金分配情况" + colon + wording_.Items(parts) + "。主要用于" +
              project.topic + "的组织实施。\n";
    }
    const std::string period = Period();
    return text + "资金执行时间" + colon +
           wording_.script().Words(stem + ":period", period) + "\n";
  }

  std::string Period() const {
    switch (form_ % 3) {
      case 0:
        return year_ + "年1月1日-" + year_ + "年12月31日";
      case 1:
        return year_ + "年1月至12月";
      default:
        return year_ + "年1月—" + year_ + "年12月";
    }
  }

  // Sections 八 and 九.
  void WriteOtherBudget(bool fund) {
    const AtomTest test = [fund](const Atom& atom) {
      return fund ? IsFund(atom.source) : atom.source == Source::kStateCapital;
    };
    const std::string section = fund ? "N8" : "N9";
    const Flow total = FlowOf(bureau_, test);
    if (total.none()) {
      text_ += EmptyTableText(bureau_, fund, &wording_);
      return;
    }
    std::string told =
        bureau_.name + year_ + "年" +
        (fund ? "政府性基金预算" : "国有资本经营预算") + "拨款" +
        wording_.Sentence(section + ":total", total, 0, Subject::kProject);
    told += "其中：\n";
    int number = 0;
    for (const auto& [code, flow] : FlowsByFunction(bureau_, 7, test)) {
      const std::string stem = section + ":" + code;
      const std::string item =
          wording_.Number(++number) + PathOf(bureau_, code, wording_) +
          wording_.Colon() + year_ + "年预算数为" +
          wording_.Sentence(stem, flow, 0, Subject::kProject) + "\n\n";
      if (wording_.script().Has(stem)) told += item;
    }
    text_ += wording_.script().Words(section + "#text", told);
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
    struct Item {
      std::string stem;
      std::string name;
      Flow flow;
    };
    std::vector<Item> items = {
        {"N10:abroad", "因公出国（境）费", ThreeItem({"30212"})},
        {"N10:car_buy", "公务用车购置费", ThreeItem({"30913", "31013"})},
        {"N10:car_run",
         form_ % 2 == 0 ? "公务用车运行费" : "公务用车运行维护费",
         ThreeItem({"30231"})},
        {"N10:reception", "公务接待费", ThreeItem({"30217"})}};
    if (form_ % 3 == 2) std::swap(items[2], items[3]);
    const Flow total = ThreeItem({"30212", "30913", "31013", "30231", "30217"});
    text_ += SectionHeading(10, &wording_);
    text_ += bureau_.name + year_ + "年财政拨款“三公”经费数为" +
             wording_.Amount("N10:total", total.amount_fen) + "，其中：";
    for (size_t i = 0; i < items.size(); ++i) {
      text_ += (i > 0 ? "，" : "") + items[i].name +
               wording_.Amount(items[i].stem, items[i].flow.amount_fen);
    }
    text_ += "。\n";
    std::string changes =
        year_ + "年财政拨款“三公”经费" +
        wording_.Change("N10:total", total, ChangeForm::kFull) + "，其中：";
    for (size_t i = 0; i < items.size(); ++i) {
      const Item& item = items[i];
      changes += (i > 0 ? "；" : "") + item.name +
                 wording_.Change(item.stem, item.flow, ChangeForm::kShort) +
                 "，";
      if (item.flow.none() && item.flow.prior_fen == 0) {
        changes += "主要原因是" + year_ + "年" + item.name +
                   "安排0万元，与上年预算一致";
      } else {
        changes += wording_.Reason(item.stem, item.flow, Subject::kProject);
      }
    }
    if (wording_.script().Has("N10#change")) text_ += changes + "。\n";
    text_ += "\n";
  }

  const Bureau& bureau_;
  Wording& wording_;
  Random& random_;
  const int form_;
  std::string year_;
  std::string text_;
};

}  // namespace

std::string DetailSectionsText(const Bureau& bureau, Wording* wording,
                               Random* random) {
  return Writer(bureau, wording, random).Write();
}

}  // namespace yuheng::cli
