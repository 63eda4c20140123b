#include "services/cli/sample/wording.h"

#include <cstdlib>

#include "absl/strings/str_join.h"
#include "services/budget/decimal.h"
#include "services/cli/sample/style.h"
#include "services/cli/sample/tables.h"

namespace yuheng::cli {
namespace {

// Percentages have this many micro units a hundredth.
constexpr int64_t kMicroPerHundredth = 10'000;

int64_t Rounded(int64_t fen) {
  return fen < 0 ? -RoundToPrint(-fen) : RoundToPrint(fen);
}

}  // namespace

std::string Wording::Money(int64_t fen) {
  const int64_t micro = style_.yuan ? fen * 10'000 : fen;
  std::string digits = style_.digits == TextStyle::Digits::kStripped
                           ? budget::FormatDecimal(micro)
                           : budget::FormatDecimalFixed(micro, 2);
  if (style_.digits == TextStyle::Digits::kThousands) {
    digits = WithThousands(std::move(digits));
  }
  if (style_.full_width) digits = FullWidth(digits);
  // Edits must not change what else is printed, so chance has no part in it.
  const bool gap = fen / kPrintedFen % 3 == 0;
  return digits + (gap ? style_.gap : "") + (style_.yuan ? "元" : "万元");
}

std::string Wording::Amount(const std::string& stem, int64_t exact_fen) {
  return Money(
      script_.Value(Measure::kAmount, stem + ":amount", Rounded(exact_fen)));
}

std::string Wording::Percent(int64_t hundredths) {
  return budget::FormatDecimal(std::abs(hundredths) * kMicroPerHundredth) +
         style_.percent;
}

std::string Wording::Share(const std::string& stem, int64_t part,
                           int64_t whole) {
  if (!style_.exact_ratios) {
    part = RoundToPrint(part);
    whole = RoundToPrint(whole);
  }
  return style_.share +
         Percent(script_.Value(Measure::kPercent, stem + ":share",
                               HundredthsOf(part, whole)));
}

std::string Wording::Change(const std::string& stem, const Flow& flow,
                            ChangeForm form) {
  const int64_t true_delta = flow.printed_change_fen();
  const int64_t delta =
      script_.Value(Measure::kAmount, stem + ":delta", true_delta);
  if (delta == 0 && true_delta == 0) {
    switch (style_.level) {
      case TextStyle::Level::kZero:
        break;
      case TextStyle::Level::kSame:
        return form == ChangeForm::kShort ? "与上年持平" : "与上年预算持平";
      case TextStyle::Level::kUnchanged:
        return form == ChangeForm::kShort ? "无变化" : "与上年相比无变化";
    }
  }
  int64_t growth = 0;
  const int64_t base =
      style_.exact_ratios ? flow.prior_fen : flow.printed_fen() - true_delta;
  if (true_delta != 0) {
    growth =
        base == 0 ? 10'000
        : style_.exact_ratios
            ? HundredthsOf(std::abs(flow.amount_fen - flow.prior_fen), base)
            : HundredthsOf(std::abs(true_delta), base);
    if (true_delta < 0) growth = -growth;
  }
  const bool rate = base != 0 || true_delta == 0 || !style_.new_without_rate;
  std::string text = (form == ChangeForm::kShort ? "" : Compared(stem, flow)) +
                     (delta < 0 ? style_.fewer : "增加") +
                     Money(std::abs(delta));
  if (!rate) return text;
  growth = script_.Value(Measure::kPercent, stem + ":growth", growth);
  return text + "，" + (growth < 0 ? style_.lower : "增长") + Percent(growth);
}

std::string Wording::Compared(const std::string& stem, const Flow& flow) {
  if (!style_.prior_told) return style_.compared;
  const int64_t prior = flow.printed_fen() - flow.printed_change_fen();
  const std::string told =
      Money(script_.Value(Measure::kAmount, stem + ":delta#prior", prior));
  switch (prior / kPrintedFen % 3) {
    case 0:
      return "比上年预算" + told;
    case 1:
      return "较" + std::to_string(bureau_.fiscal_year - 1) + "年的" + told;
    default:
      return "上年预算" + told + "，";
  }
}

std::string Wording::Reason(const std::string& stem, const Flow& flow,
                            Subject subject) {
  return style_.because +
         script_.Words(stem + ":reason", ReasonText(stem, flow, subject));
}

std::string Wording::Sentence(const std::string& stem, const Flow& flow,
                              int64_t whole, Subject subject) {
  std::string text = Amount(stem, flow.amount_fen);
  const std::string share =
      whole == 0 ? "" : "，" + Share(stem, flow.amount_fen, whole);
  if (!style_.share_last) text += share;
  text += "，" + Change(stem, flow, ChangeForm::kFull);
  if (style_.share_last) text += share;
  return text + style_.sentence + Reason(stem, flow, subject) + "。";
}

std::string Wording::Count(const std::string& address, int64_t count) {
  return std::to_string(script_.Value(Measure::kCount, address, count));
}

std::string Wording::Name(const std::string& address) {
  return script_.Words(address, bureau_.name);
}

std::string Wording::Year(const std::string& address, int offset) {
  return std::to_string(
      script_.Value(Measure::kYear, address, bureau_.fiscal_year + offset));
}

std::string Wording::Names(const std::string& address,
                           const std::vector<std::string>& names) {
  return absl::StrJoin(script_.List(address, names), "、");
}

std::string Wording::Items(const std::vector<std::string>& items) const {
  return absl::StrJoin(items, style_.separator);
}

std::string Wording::Bracketed(const std::string& text) const {
  return style_.brackets_narrow ? "(" + text + ")" : "（" + text + "）";
}

std::string Wording::Number(int number) const {
  return std::to_string(number) + style_.number_mark;
}

std::string Wording::Parts(const std::string& stem, const Flow& flow) {
  const auto is_public = [](const Atom& atom) {
    return atom.economic.substr(0, 3) == "302" ||
           atom.economic.substr(0, 3) == "310";
  };
  const bool general_only = stem == "N5a:basic";
  if (!general_only && stem != "N3:basic") return "";
  Flow parts[2];
  for (const Atom& atom : bureau_.atoms) {
    if (!atom.basic() || (general_only && !IsGeneral(atom.source))) continue;
    parts[is_public(atom) ? 1 : 0].Add(atom);
  }
  const int64_t personnel = parts[0].printed_change_fen();
  const int64_t office = parts[1].printed_change_fen();
  if (personnel == 0 || office == 0 ||
      personnel + office != flow.printed_change_fen()) {
    return "";
  }
  const auto part = [this, &stem](const std::string& name, int64_t change) {
    const int64_t stated = script_.Value(
        Measure::kAmount, stem + ":reason#" + name, std::abs(change));
    return name + (change < 0 ? "减少" : "增加") + Money(stated);
  };
  return part("人员经费", personnel) + "，" + part("公用经费", office);
}

std::string Wording::ReasonText(const std::string& stem, const Flow& flow,
                                Subject subject) {
  static const std::vector<std::string> kMorePay = {
      "工资标准上调，人员支出相应增加", "正常晋级晋档，工资和社保缴费增加",
      "调整基本工资标准和社会保险缴费基数", "养老、医疗保险缴费基数提高"};
  static const std::vector<std::string> kMoreWork = {
      "工作任务增加，相应增加安排", "按工作计划扩大实施范围",
      "项目进入建设高峰期", "上级下达的任务量增加"};
  static const std::vector<std::string> kLess = {
      "厉行节约，压减一般性支出", "上年的部分任务已经完成",
      "落实过紧日子要求，压减非急需支出", "部分项目已完工"};
  static const std::vector<std::string> kLessPay = {
      "厉行节约，压减公用经费", "人员变动，工资和社会保险缴费减少",
      "落实过紧日子要求，压减一般性支出"};
  const int64_t change = flow.printed_change_fen();
  if (change == 0) return "安排与上年一致";
  if (flow.prior_fen == 0) {
    return random_.OneIn(2) ? "本年首次列入部门预算" : "本年新增安排";
  }
  if (random_.OneIn(3)) {
    std::string parts = Parts(stem, flow);
    if (!parts.empty()) return parts;
  }
  if (change < 0) {
    return random_.Pick(subject == Subject::kBasic ? kLessPay : kLess);
  }
  if (subject == Subject::kProject) return random_.Pick(kMoreWork);
  if (subject == Subject::kBasic && bureau_.active_change > 0) {
    const std::string heads = std::to_string(script_.Value(
        Measure::kCount, stem + ":reason#在职", bureau_.active_change));
    if (style_.form == 5) {
      return "在职人员增加" + std::to_string(std::stoi(heads) + 1) +
             "人，减少1人，人员支出相应增加";
    }
    return random_.OneIn(2)
               ? "在职人员增加" + heads + "人，人员和公用支出相应增加"
               : "一是在职人员增加" + heads +
                     "人，二是提高工资标准形成人员支出增加";
  }
  return random_.Pick(kMorePay);
}

}  // namespace yuheng::cli
