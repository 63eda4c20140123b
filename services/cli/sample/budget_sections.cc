#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/budget/chart_of_accounts.h"
#include "services/cli/sample/figures.h"
#include "services/cli/sample/section_text.h"
#include "services/cli/sample/style.h"
#include "services/cli/sample/tables.h"

namespace yuheng::cli {
namespace {

// Income in the order and words of T2's columns.
struct IncomeItem {
  const char* column;
  const char* name;
  const char* name_in_total;  // Section 一 calls some items otherwise.
};
constexpr IncomeItem kIncome[] = {
    {"gen", "一般公共预算", "一般公共预算"},
    {"gen_up", "上级一般公共预算安排的转移支付",
     "上级一般公共预算安排的转移支付"},
    {"fund", "政府性基金预算", "政府性基金预算"},
    {"fund_up", "上级政府性基金安排的转移支付", "上级政府性基金安排的转移支付"},
    {"soe", "国有资本经营预算", "国有资本经营预算"},
    {"soe_up", "上级国有资本经营预算安排的转移支付",
     "上级国有资本经营预算安排的转移支付"},
    {"special", "财政专户（教育收费）", "财政专户（教育收费）"},
    {"unit", "单位资金", "单位资金"},
    {"carry_fiscal", "财政拨款结转", "财政拨款结转结余"},
    {"carry_nonfiscal", "非财政拨款结转结余", "非财政拨款结转结余"},
};

class Writer {
 public:
  Writer(const Bureau& bureau, Random* random)
      : bureau_(bureau),
        wording_(bureau, random),
        year_(std::to_string(bureau.fiscal_year)),
        total_(FlowOf(bureau, [](const Atom&) { return true; })),
        appropriation_(FlowOf(bureau, IsGeneralAtom)) {}

  std::string Write() {
    text_ = "第三部分  " + year_ + "年部门预算情况说明\n\n";
    WriteTotals();
    WriteIncome();
    WriteExpenditure();
    WriteAppropriations();
    WriteGeneral();
    WriteBasic();
    return std::move(text_);
  }

 private:
  static bool IsGeneralAtom(const Atom& atom) { return IsGeneral(atom.source); }

  std::string FunctionName(absl::string_view code) const {
    return std::string(
        budget::ChartFor(budget::ChartKind::kFunction, bureau_.fiscal_year)
            .Name(code));
  }
  std::string EconomicName(absl::string_view code) const {
    return std::string(budget::ChartFor(budget::ChartKind::kEconomicDepartment,
                                        bureau_.fiscal_year)
                           .Name(code));
  }

  Flow IncomeOf(absl::string_view column) const {
    return FlowOf(bureau_, [column](const Atom& atom) {
      return SourceColumn(atom.source) == column;
    });
  }

  // 科学技术支出713.33万元、…
  std::string Classes(const AtomTest& test) const {
    std::vector<std::string> items;
    for (const auto& [code, flow] : FlowsByFunction(bureau_, 3, test)) {
      items.push_back(FunctionName(code) + WanOf(flow.amount_fen));
    }
    return absl::StrJoin(items, "、");
  }

  void WriteTotals() {
    text_ += SectionHeading(bureau_, 1);
    text_ += bureau_.name + "实行全口径预算，" + year_ +
             "年的各项收入和支出都列入单位预算。收支总预算" +
             WanOf(total_.amount_fen) + "。\n\n";
    std::vector<std::string> items;
    for (const IncomeItem& item : kIncome) {
      const Flow flow = IncomeOf(item.column);
      if (!flow.none()) {
        items.push_back(item.name_in_total + WanOf(flow.amount_fen));
      }
    }
    text_ += "收入预算包括：" + absl::StrJoin(items, "、") + "。\n";
    text_ +=
        "支出预算包括：" + Classes([](const Atom&) { return true; }) + "。\n\n";
  }

  // Pay is what the bureau's own appropriation is mostly for.
  static Subject SubjectOf(const IncomeItem& item) {
    return absl::string_view(item.column) == "gen" ? Subject::kMoney
                                                   : Subject::kProject;
  }

  void WriteIncome() {
    text_ += SectionHeading(bureau_, 2);
    text_ += bureau_.name + "收入预算" + WanOf(total_.amount_fen) + "，其中：";
    for (const IncomeItem& item : kIncome) {
      const Flow flow = IncomeOf(item.column);
      if (!flow.none()) {
        text_ += item.name + WanOf(flow.amount_fen) + "，" +
                 wording_.ShareOf(flow.amount_fen, total_.amount_fen) + "，" +
                 wording_.Change(flow, false) + "，" +
                 wording_.Reason(flow, SubjectOf(item)) + "。\n\n";
        continue;
      }
      const std::string name = item.name;
      const bool above = name.find("转移支付") != std::string::npos;
      text_ += name + (above ? "资金" : "") + "未安排。\n\n";
    }
  }

  void WriteExpenditure() {
    text_ += SectionHeading(bureau_, 3);
    text_ += bureau_.name + year_ + "年支出预算" + WanOf(total_.amount_fen) +
             "，其中：\n";
    for (const bool basic : {true, false}) {
      const Flow flow = FlowOf(
          bureau_, [basic](const Atom& atom) { return atom.basic() == basic; });
      text_ +=
          (basic ? "基本支出" : "项目支出") + WanOf(flow.amount_fen) + "，" +
          wording_.ShareOf(flow.amount_fen, total_.amount_fen) + "，" +
          wording_.Change(flow, false) + "，" +
          wording_.Reason(flow, basic ? Subject::kBasic : Subject::kProject) +
          "。\n";
    }
    text_ += "\n";
  }

  // What the money of a class and budget is used for: economic 款 of basic and
  // names of project expenditure.
  std::string Uses(const std::string& function_class, const AtomTest& test) {
    std::map<std::string, bool> economic;
    std::map<int, bool> projects;
    for (const Atom& atom : bureau_.atoms) {
      if (!test(atom) || atom.function.substr(0, 3) != function_class) continue;
      if (atom.basic()) {
        economic[atom.economic] = true;
      } else {
        projects[atom.project] = true;
      }
    }
    std::vector<std::string> names;
    for (const auto& use : economic) names.push_back(EconomicName(use.first));
    for (const auto& use : projects) {
      names.push_back(bureau_.projects[use.first].name);
    }
    return absl::StrJoin(names, "、");
  }

  void WriteUses(const std::string& budget, const AtomTest& test) {
    std::vector<std::string> items;
    for (const auto& [code, flow] : FlowsByFunction(bureau_, 3, test)) {
      items.push_back(FunctionName(code) + WanOf(flow.amount_fen) +
                      "，主要用于" + Uses(code, test));
    }
    text_ += budget + "支出包括：" + absl::StrJoin(items, "；") + "。\n";
  }

  void WriteAppropriations() {
    const AtomTest fund = [](const Atom& a) { return IsFund(a.source); };
    const AtomTest soe = [](const Atom& a) {
      return a.source == Source::kStateCapital;
    };
    const int64_t funds = FlowOf(bureau_, fund).amount_fen;
    const int64_t capital = FlowOf(bureau_, soe).amount_fen;
    text_ += SectionHeading(bureau_, 4);
    text_ += year_ + "年财政拨款收支总预算" +
             WanOf(appropriation_.amount_fen + funds + capital) + "。\n";
    if (funds == 0 && capital == 0) {
      text_ +=
          "收入全部为一般公共预算拨款，无政府性基金预算拨款和国有资本经营"
          "预算。\n\n";
    }
    text_ +=
        "收入预算包括：一般公共预算拨款" + WanOf(appropriation_.amount_fen);
    if (funds > 0) text_ += "、政府性基金预算拨款" + WanOf(funds);
    if (capital > 0) text_ += "、国有资本经营预算拨款" + WanOf(capital);
    text_ += "。\n";
    WriteUses("一般公共预算", IsGeneralAtom);
    if (funds > 0) WriteUses("政府性基金预算", fund);
    if (capital > 0) WriteUses("国有资本经营预算", soe);
    text_ += "\n";
  }

  void WriteGeneral() {
    text_ += SectionHeading(bureau_, 5);
    text_ += "（一）一般公共预算当年拨款规模变化情况\n\n" + bureau_.name +
             year_ + "年一般公共预算拨款合计" +
             WanOf(appropriation_.amount_fen) + "，其中：";
    for (const bool basic : {true, false}) {
      const Flow flow = FlowOf(bureau_, [basic](const Atom& atom) {
        return IsGeneral(atom.source) && atom.basic() == basic;
      });
      text_ +=
          (basic ? "基本支出" : "项目支出") + WanOf(flow.amount_fen) + "，" +
          wording_.Change(flow, false) + "。" +
          wording_.Reason(flow, basic ? Subject::kBasic : Subject::kProject) +
          "。";
    }
    text_ += "\n\n（二）一般公共预算当年拨款结构情况\n\n";
    int number = 0;
    for (const auto& [code, flow] :
         FlowsByFunction(bureau_, 3, IsGeneralAtom)) {
      text_ += std::to_string(++number) + "." + FunctionName(code) + "（类）" +
               WanOf(flow.amount_fen) + "，" +
               wording_.ShareOf(flow.amount_fen, appropriation_.amount_fen) +
               "。\n\n";
    }
    text_ += "（三）一般公共预算当年拨款具体使用情况\n\n";
    WriteItems(IsGeneralAtom);
  }

  void WriteItems(const AtomTest& test) {
    const auto basic = FlowsByFunction(
        bureau_, 7, [&test](const Atom& a) { return test(a) && a.basic(); });
    int number = 0;
    for (const auto& [code, flow] : FlowsByFunction(bureau_, 7, test)) {
      const Subject subject =
          basic.count(code) > 0 ? Subject::kMoney : Subject::kProject;
      text_ += std::to_string(++number) + "." +
               FunctionName(code.substr(0, 3)) + "（类）" +
               FunctionName(code.substr(0, 5)) + "（款）" + FunctionName(code) +
               "（项）：" + year_ + "年预算数为" + WanOf(flow.amount_fen) +
               "，" + wording_.Change(flow, false) + "，" +
               wording_.Reason(flow, subject) + "。\n\n";
    }
  }

  void WriteBasic() {
    text_ += SectionHeading(bureau_, 6);
    text_ += bureau_.name + year_ + "年一般公共预算基本支出" +
             WanOf(FlowOf(bureau_,
                          [](const Atom& a) {
                            return IsGeneral(a.source) && a.basic();
                          })
                       .amount_fen) +
             "， 其中：\n";
    for (const bool personnel : {true, false}) {
      const AtomTest test = [personnel](const Atom& atom) {
        const bool office = atom.economic.substr(0, 3) == "302" ||
                            atom.economic.substr(0, 3) == "310";
        return IsGeneral(atom.source) && atom.basic() && office != personnel;
      };
      std::map<std::string, bool> economic;
      for (const Atom& atom : bureau_.atoms) {
        if (test(atom)) economic[atom.economic] = true;
      }
      std::vector<std::string> names;
      for (const auto& use : economic) names.push_back(EconomicName(use.first));
      text_ += (personnel ? "人员经费" : "公用经费") +
               WanOf(FlowOf(bureau_, test).amount_fen) + "，主要包括：" +
               absl::StrJoin(names, "、") + "。\n\n";
    }
  }

  const Bureau& bureau_;
  Wording wording_;
  std::string year_;
  Flow total_;
  Flow appropriation_;
  std::string text_;
};

}  // namespace

std::string BudgetSectionsText(const Bureau& bureau, Random* random) {
  return Writer(bureau, random).Write();
}

}  // namespace yuheng::cli
