#include <map>
#include <utility>
#include <vector>

#include "services/cli/sample/figures.h"
#include "services/cli/sample/section_text.h"
#include "services/cli/sample/tables.h"

namespace yuheng::cli {
namespace {

// Income in the order of T2's columns.
struct IncomeItem {
  const char* column;
  std::vector<const char*> names;  // One of them a document and section.
};

const std::vector<IncomeItem>& IncomeItems() {
  static const std::vector<IncomeItem> kItems = {
      {"gen", {"一般公共预算", "一般公共预算拨款", "一般公共预算财政拨款"}},
      {"gen_up",
       {"上级一般公共预算安排的转移支付", "上级安排的一般公共预算转移支付"}},
      {"fund", {"政府性基金预算", "政府性基金预算拨款"}},
      {"fund_up",
       {"上级政府性基金安排的转移支付", "上级安排的政府性基金转移支付"}},
      {"soe", {"国有资本经营预算", "国有资本经营预算拨款"}},
      {"soe_up", {"上级国有资本经营预算安排的转移支付"}},
      {"special", {"财政专户（教育收费）", "财政专户管理资金"}},
      {"unit", {"单位资金", "单位资金收入"}},
      {"carry_fiscal",
       {"财政拨款结转", "财政拨款结转结余", "上年财政拨款结转"}},
      {"carry_nonfiscal", {"非财政拨款结转结余", "非财政拨款结转"}},
  };
  return kItems;
}

class Writer {
 public:
  Writer(const Bureau& bureau, Wording* wording)
      : bureau_(bureau),
        wording_(*wording),
        form_(wording->style().form),
        year_(std::to_string(bureau.fiscal_year)),
        total_(FlowOf(bureau, [](const Atom&) { return true; })) {}

  std::string Write() {
    WriteTotals();
    WriteIncome();
    WriteExpenditure();
    WriteAppropriations();
    return std::move(text_);
  }

 private:
  // Money of the unit's own that is told as one: this year's and what was
  // carried over.
  bool Merged(const std::string& column) const {
    return bureau_.own_money_merged && column == "unit";
  }

  Flow IncomeOf(const std::string& column) const {
    return FlowOf(bureau_, [this, &column](const Atom& atom) {
      const std::string own = SourceColumn(atom.source);
      return own == column || (Merged(column) && own == "carry_nonfiscal");
    });
  }

  bool Told(const std::string& column) const {
    return !(bureau_.own_money_merged && column == "carry_nonfiscal");
  }

  std::string NameOf(const IncomeItem& item, int section) const {
    if (Merged(item.column)) {
      return form_ % 2 == 0 ? "单位资金" : "单位资金（含上年结转）";
    }
    return item.names[(form_ + section) % item.names.size()];
  }

  // 科学技术支出713.33万元、…
  std::string Classes(const AtomTest& test) {
    std::vector<std::string> items;
    for (const auto& [code, flow] : FlowsByFunction(bureau_, 3, test)) {
      std::string item = FunctionName(bureau_, code) +
                         wording_.Amount("N1:" + code, flow.amount_fen);
      if (wording_.script().Has("N1:" + code)) items.push_back(std::move(item));
    }
    return wording_.Items(items);
  }

  // Every source with its amount. In one of the forms those of this year stand
  // in brackets behind their sum.
  std::vector<std::string> IncomeList() {
    const bool grouped = form_ == 4 && !bureau_.own_money_merged;
    std::vector<std::string> items;
    std::vector<std::string> current;
    int64_t current_fen = 0;
    for (const IncomeItem& item : IncomeItems()) {
      const std::string stem = std::string("N1:") + item.column;
      const Flow flow = IncomeOf(item.column);
      if (flow.none() || !Told(item.column)) continue;
      std::string words =
          NameOf(item, 1) + wording_.Amount(stem, flow.amount_fen);
      const bool carried = stem.find("carry") != std::string::npos;
      if (grouped && !carried) current_fen += flow.amount_fen;
      if (!wording_.script().Has(stem)) continue;
      (grouped && !carried ? current : items).push_back(std::move(words));
    }
    if (!grouped) return items;
    std::string all = "本年收入" + wording_.Amount("N1:cur", current_fen) +
                      "（其中：" + wording_.Items(current) + "）";
    items.insert(items.begin(), std::move(all));
    return items;
  }

  void WriteTotals() {
    text_ += SectionHeading(1, &wording_);
    const std::string total = wording_.Amount("N1:total", total_.amount_fen);
    switch (form_ % 3) {
      case 0:
        text_ += bureau_.name + "实行全口径预算，" + year_ +
                 "年的各项收入和支出都列入单位预算。收支总预算" + total +
                 "。\n\n";
        break;
      case 1:
        text_ += "按照综合预算的原则，" + bureau_.name +
                 "所有收入和支出均纳入" + wording_.style().entity +
                 "预算管理。" + year_ + "年收支总预算" + total + "。\n\n";
        break;
      default:
        text_ += bureau_.name + year_ + "年收支总预算为" + total + "。\n\n";
    }
    const std::string includes = form_ % 2 == 0 ? "包括" : "主要包括";
    text_ += "收入预算" + includes + wording_.Colon() +
             wording_.Items(IncomeList()) + "。\n";
    text_ += "支出预算" + includes + wording_.Colon() +
             Classes([](const Atom&) { return true; }) + "。\n\n";
  }

  // What is stated a second time: nothing, but for the script's edits.
  std::string Again(const std::string& stem, const std::string& end) {
    const std::string again = wording_.script().Words(stem + "#again", "");
    return again.empty() ? "" : again + end;
  }

  // Pay is what the bureau's own appropriation is mostly for.
  static Subject SubjectOf(const std::string& column) {
    return column == "gen" ? Subject::kMoney : Subject::kProject;
  }

  void WriteIncome() {
    text_ += SectionHeading(2, &wording_);
    text_ += wording_.Name("N2#name") + (form_ % 2 == 0 ? "" : year_ + "年") +
             "收入预算" + wording_.Amount("N2:total", total_.amount_fen) +
             "，其中：";
    const std::string end = wording_.style().one_paragraph ? "" : "\n\n";
    text_ += end;
    for (const IncomeItem& item : IncomeItems()) {
      if (!Told(item.column)) continue;
      const std::string stem = std::string("N2:") + item.column;
      const std::string name = NameOf(item, 2);
      const Flow flow = IncomeOf(item.column);
      if (!flow.none()) {
        const std::string told =
            name + wording_.Sentence(stem, flow, total_.amount_fen,
                                     SubjectOf(item.column));
        text_ += wording_.script().Words(stem, told) + end + Again(stem, end);
        continue;
      }
      const bool above = name.find("转移支付") != std::string::npos;
      text_ += wording_.script().Words(
                   stem + ":none", name + (above ? "资金" : "") + "未安排。") +
               end;
    }
    text_ += "\n\n";
  }

  void WriteExpenditure() {
    text_ += SectionHeading(3, &wording_);
    text_ += wording_.Name("N3#name") + year_ + "年支出预算" +
             wording_.Amount("N3:total", total_.amount_fen) + "，其中：\n";
    for (const bool basic : {true, false}) {
      const Flow flow = FlowOf(
          bureau_, [basic](const Atom& atom) { return atom.basic() == basic; });
      text_ += (basic ? "基本支出" : "项目支出") +
               wording_.Sentence(basic ? "N3:basic" : "N3:project", flow,
                                 total_.amount_fen,
                                 basic ? Subject::kBasic : Subject::kProject) +
               "\n" + Again(basic ? "N3:basic" : "N3:project", "\n");
    }
    text_ += "\n";
  }

  // What the money of a class and budget is used for: economic 款 of basic and
  // names of project expenditure. Money that table 4 alone shows is left out.
  std::vector<std::string> Uses(const std::string& function_class,
                                const std::string& budget) {
    std::map<std::string, bool> economic;
    std::map<int, bool> projects;
    for (const Atom& atom : bureau_.atoms) {
      if (BudgetOf(atom.source) != budget ||
          atom.function.substr(0, 3) != function_class) {
        continue;
      }
      if (atom.basic()) {
        economic[atom.economic] = true;
      } else {
        projects[atom.project] = true;
      }
    }
    std::vector<std::string> names;
    for (const auto& use : economic) {
      names.push_back(EconomicName(bureau_, use.first));
    }
    for (const auto& use : projects) {
      names.push_back(bureau_.projects[use.first].name);
    }
    return names;
  }

  void WriteUses(const std::string& budget, const std::string& name) {
    const AtomTest test = [this, &budget](const Atom& atom) {
      return Table4BudgetOf(bureau_, atom.source) == budget;
    };
    std::vector<std::string> items;
    for (const auto& [code, flow] : FlowsByFunction(bureau_, 3, test)) {
      const std::string stem = "N4:" + budget + "/" + code;
      std::string item =
          FunctionName(bureau_, code) + wording_.Amount(stem, flow.amount_fen);
      const auto uses = Uses(code, budget);
      if (!uses.empty()) {
        item += "，主要用于" + wording_.Names(stem + ":words", uses);
      }
      if (wording_.script().Has(stem)) items.push_back(std::move(item));
    }
    std::string list;
    for (size_t i = 0; i < items.size(); ++i) {
      list += (i > 0 ? "；" : "") + items[i];
    }
    text_ += name + "支出包括" + wording_.Colon() + list + "。\n";
  }

  void WriteAppropriations() {
    const auto money = [this](const std::string& budget) {
      return FlowOf(bureau_,
                    [this, &budget](const Atom& atom) {
                      return Table4BudgetOf(bureau_, atom.source) == budget;
                    })
          .amount_fen;
    };
    const int64_t general = money("gen");
    const int64_t funds = money("fund");
    const int64_t capital = money("soe");
    text_ += SectionHeading(4, &wording_);
    text_ += year_ + "年财政拨款收支总预算" +
             wording_.Amount("N4:total", general + funds + capital) + "。\n";
    const std::string all_general =
        "收入全部为一般公共预算拨款，无政府性基金预算拨款和国有资本经营"
        "预算。\n\n";
    text_ += wording_.script().Words(
        "N4:all_gen", funds == 0 && capital == 0 ? all_general : "");
    text_ += "收入预算包括" + wording_.Colon();
    std::vector<std::string> income = {"一般公共预算拨款" +
                                       wording_.Amount("N4:gen", general)};
    if (funds > 0) {
      income.push_back("政府性基金预算拨款" +
                       wording_.Amount("N4:fund", funds));
    }
    if (capital > 0) {
      income.push_back("国有资本经营预算拨款" +
                       wording_.Amount("N4:soe", capital));
    }
    text_ += wording_.Items(income) + "。\n";
    WriteUses("gen", "一般公共预算");
    if (funds > 0) WriteUses("fund", "政府性基金预算");
    if (capital > 0) WriteUses("soe", "国有资本经营预算");
    text_ += "\n";
  }

  const Bureau& bureau_;
  Wording& wording_;
  const int form_;
  std::string year_;
  Flow total_;
  std::string text_;
};

}  // namespace

std::string TotalsSectionsText(const Bureau& bureau, Wording* wording) {
  return Writer(bureau, wording).Write();
}

}  // namespace yuheng::cli
