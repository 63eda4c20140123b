#include <utility>
#include <vector>

#include "services/budget/decimal.h"
#include "services/cli/sample/figures.h"
#include "services/cli/sample/section_text.h"
#include "services/cli/sample/tables.h"

namespace yuheng::cli {
namespace {

using budget::kFenPerWanYuan;

// Section 十一: money for offices, procurement, assets and performance.
class Writer {
 public:
  Writer(const Bureau& bureau, Wording* wording, Random* random)
      : bureau_(bureau),
        wording_(*wording),
        random_(*random),
        form_(wording->style().form),
        year_(std::to_string(bureau.fiscal_year)) {}

  std::string Write() {
    text_ += SectionHeading(11, &wording_);
    WritePart("N11a", "一", "机关运行经费情况", &Writer::WriteOffice);
    WritePart("N11b", "二", "政府采购情况", &Writer::WriteProcurement);
    WritePart("N11c", "三", "国有资产占用使用情况", &Writer::WriteAssets);
    WritePart("N11d", "四", "预算绩效情况", &Writer::WritePerformance);
    text_ += PerformanceText(bureau_, &wording_, &random_);
    WritePart("N11e", "五", "其他需说明的事项", &Writer::WriteOther);
    return std::move(text_);
  }

 private:
  // A part of the section, which the script may leave out.
  void WritePart(const std::string& key, const std::string& number,
                 const std::string& title, void (Writer::*write)()) {
    const size_t begin = text_.size();
    text_ += wording_.Bracketed(number) + title + "\n\n";
    (this->*write)();
    if (!wording_.script().Has(key)) text_.resize(begin);
  }

  void WriteOther() { text_ += "没有其他需要说明的事项。\n\n"; }

  void WriteOffice() {
    const Flow flow = FlowOf(bureau_, [this](const Atom& atom) {
      return IsGeneral(atom.source) && atom.basic() && IsPublic(atom) &&
             (!bureau_.operating_of_office_only ||
              atom.function == bureau_.kind->administration);
    });
    text_ += year_ + "年，" + wording_.Name("N11a#name") +
             "的机关运行经费财政拨款预算" +
             wording_.Amount("N11a:operating", flow.amount_fen) + "，" +
             wording_.Change("N11a:operating", flow, ChangeForm::kFull) + "。" +
             wording_.Reason("N11a:operating", flow, Subject::kProject) +
             "。     \n";
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
    if (form_ == 2) {
      text_ +=
          year_ + "年政府采购预算总额" + wording_.Amount("N11b:total", total) +
          "，其中：货物类" + wording_.Amount("N11b:goods", goods) + "、工程类" +
          wording_.Amount("N11b:works", works) + "、服务类" +
          wording_.Amount("N11b:services", services) + "。\n\n" +
          "面向中小企业预留采购份额" + wording_.Amount("N11b:sme", reserved) +
          "，其中小微企业" + wording_.Amount("N11b:micro", micro) + "。\n";
      return;
    }
    const std::string word = form_ % 2 == 0 ? "预算" : "支出预算";
    text_ += year_ + "年，" + bureau_.name + "政府采购预算" +
             wording_.Amount("N11b:total", total) + "，其中：政府采购货物" +
             word + wording_.Amount("N11b:goods", goods) + "，政府采购工程" +
             word + wording_.Amount("N11b:works", works) + "，政府采购服务" +
             word + wording_.Amount("N11b:services", services) + "。\n\n" +
             year_ + "年度本单位面向中小企业预留政府采购项目预算金额" +
             wording_.Amount("N11b:sme", reserved) +
             "，其中：面向小微企业预留政府采购项目预算金额" +
             wording_.Amount("N11b:micro", micro) + "。\n";
  }

  void WriteAssets() {
    const int64_t area = random_.Between(200, 9'000);
    const int64_t house = area * random_.Between(4, 30) * kPrintedFen * 10;
    const int64_t price = random_.Between(900, 2'300) * kPrintedFen;
    const int64_t furniture = random_.Between(300, 9'000) * kPrintedFen;
    const int large = static_cast<int>(random_.Between(0, 3));
    const int larger = large == 0 ? 0 : static_cast<int>(random_.Between(0, 1));
    const int64_t rest = (large * 110 + 60) * kFenPerWanYuan +
                         random_.Between(0, 9'999) * kPrintedFen;
    text_ += "截至" + wording_.Year("N11c:year", -1) + "年底，" +
             wording_.Name("N11c#name") + "占用使用国有资产总体情况为：\n\n";
    text_ += wording_.Number(1) + "房屋" + std::to_string(area) +
             "平方米，价值" + wording_.Amount("N11c:house", house) + "。\n\n";
    const std::string vehicles = VehiclesText(price);
    const bool told = wording_.script().Has("N11c#vehicles");
    if (told) text_ += vehicles;
    text_ += wording_.Number(3) + "办公家具价值" +
             wording_.Amount("N11c:furniture", furniture) + "。\n\n";
    text_ += wording_.Number(4) + "其他资产价值" +
             wording_.Amount("N11c:other", rest) + "。\n\n";
    text_ += "单位价值50万元以上大型设备" +
             wording_.Count("N11c:equipment_50:count", large) + "台（套），" +
             EquipmentValue(large, larger) + "单位价值100万元以上大型设备" +
             wording_.Count("N11c:equipment_100:count", larger) +
             "台（套）。\n\n";
    const std::string purchases = PurchasesText();
    if (told) text_ += purchases;
  }

  // What the large pieces are worth, where the bureau tells it.
  std::string EquipmentValue(int large, int larger) {
    if (form_ < 3) return "";
    return "价值" +
           wording_.Amount("N11c:equipment_50",
                           (large * 62 + larger * 57) * kFenPerWanYuan) +
           "；";
  }

  std::string VehiclesText(int64_t price) {
    const int general =
        bureau_.vehicles > 1 ? bureau_.vehicles - 1 : bureau_.vehicles;
    const int other = bureau_.vehicles - general;
    const auto cars = [this, price](const std::string& key, int count) {
      return wording_.Count("N11c:" + key + ":count", count) + "辆，价值" +
             wording_.Amount("N11c:" + key, price * count);
    };
    return wording_.Number(2) + "车辆" + cars("cars", bureau_.vehicles) +
           "；其中：一般公务用车" + cars("cars_general", general) +
           "；执法执勤用车 0 辆，价值0万元；" +
           (form_ == 3 ? "业务保障用车" : "其他车辆") +
           cars("cars_other", other) + "。\n\n";
  }

  std::string PurchasesText() {
    const Flow bought = FlowOf(bureau_, [](const Atom& atom) {
      return !BudgetOf(atom.source).empty() &&
             (atom.economic == "30913" || atom.economic == "31013");
    });
    const std::string none = "未安排购置车辆经费";
    const std::string told =
        bought.none()
            ? wording_.script().Words("N11c:buy_car:none", none)
            : wording_.script().Words(
                  "N11c#buy_car",
                  "安排购置车辆经费" +
                      wording_.Amount("N11c:buy_car", bought.amount_fen));
    return year_ + "年" + bureau_.name + "预算" + told +
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
    const std::string text =
        year_ + "年，本年度预算绩效管理的财政拨款项目" +
        wording_.Count("N11d:fiscal:count", counts[0]) + "个，涉及预算金额" +
        wording_.Amount("N11d:fiscal", amounts[0]) + "；非财政拨款项目" +
        wording_.Count("N11d:nonfiscal:count", counts[1]) + "个，涉及预算金额" +
        wording_.Amount("N11d:nonfiscal", amounts[1]) +
        "。具体情况见下表：\n\n";
    if (wording_.script().Has("N11d#text")) text_ += text;
  }

  const Bureau& bureau_;
  Wording& wording_;
  Random& random_;
  const int form_;
  std::string year_;
  std::string text_;
};

}  // namespace

std::string AffairsSectionText(const Bureau& bureau, Wording* wording,
                               Random* random) {
  return Writer(bureau, wording, random).Write();
}

}  // namespace yuheng::cli
