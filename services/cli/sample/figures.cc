#include "services/cli/sample/figures.h"

#include <vector>

#include "services/budget/check.h"
#include "services/budget/decimal.h"
#include "services/cli/sample/style.h"
#include "services/cli/sample/tables.h"

namespace yuheng::cli {

int64_t Flow::printed_fen() const { return RoundToPrint(amount_fen); }

int64_t Flow::printed_change_fen() const {
  const int64_t change = amount_fen - prior_fen;
  return change < 0 ? -RoundToPrint(-change) : RoundToPrint(change);
}

Flow FlowOf(const Bureau& bureau, const AtomTest& test) {
  Flow flow;
  for (const Atom& atom : bureau.atoms) {
    if (test(atom)) flow.Add(atom);
  }
  return flow;
}

std::map<std::string, Flow> FlowsByFunction(const Bureau& bureau, size_t digits,
                                            const AtomTest& test) {
  std::map<std::string, Flow> flows;
  for (const Atom& atom : bureau.atoms) {
    if (test(atom)) flows[atom.function.substr(0, digits)].Add(atom);
  }
  return flows;
}

std::string PercentOf(int64_t part, int64_t whole) {
  YUHENG_CHECK(whole > 0 && part >= 0);
  const int64_t hundredths = (part * 20'000 + whole) / (whole * 2);
  return budget::FormatDecimal(hundredths * 10'000);
}

std::string WanOf(int64_t exact_fen) {
  return PrintWan(RoundToPrint(exact_fen)) + "万元";
}

Wording::Wording(const Bureau& bureau, Random* random)
    : bureau_(bureau),
      random_(*random),
      percent_(random->OneIn(4) ? " %" : "%"),
      because_(random->OneIn(3) ? "主要原因是：" : "主要原因是") {}

std::string Wording::ShareOf(int64_t part, int64_t whole) const {
  return "占" + PercentOf(RoundToPrint(part), RoundToPrint(whole)) + percent_;
}

std::string Wording::Change(const Flow& flow, bool short_form) const {
  const int64_t change = flow.printed_change_fen();
  const int64_t magnitude = change < 0 ? -change : change;
  const int64_t base = flow.printed_fen() - change;
  std::string percent = "0";
  if (magnitude > 0) {
    percent = base == 0 ? "100" : PercentOf(magnitude, base);
  }
  const std::string amount = PrintWan(magnitude) + "万元，";
  return (short_form ? "" : "比上年预算") +
         (change < 0 ? "减少" + amount + "下降" : "增加" + amount + "增长") +
         percent + percent_;
}

std::string Wording::Reason(const Flow& flow, Subject subject) {
  return because_ + ReasonText(flow, subject);
}

std::string Wording::ReasonText(const Flow& flow, Subject subject) {
  static const std::vector<std::string> kMorePay = {
      "工资标准上调，人员支出相应增加", "正常晋级晋档，工资和社保缴费增加"};
  static const std::vector<std::string> kMoreWork = {
      "工作任务增加，相应增加安排", "按工作计划扩大实施范围"};
  static const std::vector<std::string> kLess = {"厉行节约，压减一般性支出",
                                                 "上年的部分任务已经完成"};
  const int64_t change = flow.printed_change_fen();
  if (change == 0) return "安排与上年一致";
  if (flow.prior_fen == 0) return "本年首次列入部门预算";
  if (change < 0) return random_.Pick(kLess);
  if (subject == Subject::kProject) return random_.Pick(kMoreWork);
  if (subject == Subject::kBasic && bureau_.active_change > 0) {
    return "在职人员增加" + std::to_string(bureau_.active_change) +
           "人，人员和公用支出相应增加";
  }
  return random_.Pick(kMorePay);
}

}  // namespace yuheng::cli
