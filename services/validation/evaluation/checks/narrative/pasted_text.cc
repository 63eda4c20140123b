#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/statements.h"

namespace yuheng::validation {
namespace {

using budget::ContainsAny;
using budget::Message;

// A subject, the words of a text about it, and those that show whose text it is
// wherever it stands.
struct Topic {
  absl::string_view subject;
  absl::string_view name;
  absl::Span<const absl::string_view> words;
  absl::Span<const absl::string_view> labels = {};
};

constexpr absl::string_view kAbroad[] = {"出国", "出境"};
constexpr absl::string_view kReception[] = {"接待"};
constexpr absl::string_view kCarBuy[] = {
    "公务用车购置", "购置公务用车", "购车",       "车辆购置",
    "购置车辆",     "购置及运行",   "购置和运行", "购置与运行"};
constexpr absl::string_view kCarRun[] = {
    "公务用车运行", "公车运行",   "车辆运行", "公务车运行", "购置及运行",
    "购置和运行",   "购置与运行", "运行费",   "维护费",     "燃油",
    "油费",         "油价",       "保险",     "维修",       "保养"};
constexpr absl::string_view kReceptionLabels[] = {"公务接待", "接待人次",
                                                  "接待批次", "接待标准"};
constexpr absl::string_view kCarBuyLabels[] = {"公务用车购置", "车辆购置"};
constexpr absl::string_view kCarRunLabels[] = {"公务用车运行", "公车运行",
                                               "车辆运行", "公务车运行"};
// What also belongs to the vehicles without saying which cost.
constexpr absl::string_view kCarWords[] = {"车", "购置"};
constexpr Topic kHospitality[] = {
    {"abroad", "因公出国（境）费", kAbroad, kAbroad},
    {"reception", "公务接待费", kReception, kReceptionLabels},
    {"car_buy", "公务用车购置费", kCarBuy, kCarBuyLabels},
    {"car_run", "公务用车运行费", kCarRun, kCarRunLabels}};

constexpr absl::string_view kGeneral[] = {"一般公共预算"};
constexpr absl::string_view kFund[] = {"政府性基金", "基金预算"};
constexpr absl::string_view kCapital[] = {"国有资本"};
constexpr absl::string_view kSpecial[] = {"财政专户", "教育收费"};
constexpr absl::string_view kUnit[] = {"单位资金", "自有资金", "事业收入",
                                       "经营收入", "其他收入"};
constexpr absl::string_view kCarryFiscal[] = {"财政拨款结转", "财政拨款结余"};
constexpr absl::string_view kCarryOther[] = {"非财政拨款结转",
                                             "非财政拨款结余"};
// 本年将单位资金纳入预算 explains the source it takes in and no other.
constexpr absl::string_view kUnitLabels[] = {"将单位资金", "将自有资金",
                                             "将单位自有资金"};
constexpr absl::string_view kCarryOtherLabels[] = {"将非财政拨款结转",
                                                   "将上年非财政拨款结转"};
constexpr absl::string_view kCarryFiscalLabels[] = {"将财政拨款结转",
                                                    "将上年财政拨款结转"};
constexpr Topic kSources[] = {
    {"gen", "一般公共预算", kGeneral},
    {"fund", "政府性基金预算", kFund},
    {"soe", "国有资本经营预算", kCapital},
    {"special", "财政专户资金", kSpecial},
    {"unit", "单位资金", kUnit, kUnitLabels},
    {"carry_nonfiscal", "非财政拨款结转结余", kCarryOther, kCarryOtherLabels},
    {"carry_fiscal", "财政拨款结转", kCarryFiscal, kCarryFiscalLabels}};
constexpr absl::string_view kCarried[] = {"结转", "结余"};

constexpr absl::string_view kPersons[] = {"在职人员", "退休增加", "工资标准",
                                          "晋级",     "晋档",     "社保缴费",
                                          "职工工资", "人员增加", "人员减少"};
constexpr absl::string_view kProjectWords[] = {
    "项目", "经费", "专项", "资金",     "工作",   "任务", "结转", "建设",
    "采购", "设备", "活动", "补助资金", "培训班", "聘用", "业务"};
constexpr absl::string_view kBasicWords[] = {
    "人员", "工资", "职工", "公用", "社保", "保险", "公积金", "晋级",
    "晋档", "基本", "调资", "定额", "在职", "退休", "经费",   "运转",
    "办公", "编制", "津贴", "补贴", "绩效", "资金", "奖金"};
constexpr absl::string_view kProjectOnly[] = {"项目"};

void Report(const CheckContext& context, const budget::Claim& text,
            absl::string_view own, absl::string_view other) {
  context.reporter.Fail(
      {PlaceOf(text)},
      Message("prose.pasted",
              {{"text", text.printed}, {"name", own}, {"other", other}}));
}

// Whether the same reason stands under another subject of a section.
bool StandsUnder(const CheckContext& context, absl::string_view section,
                 absl::string_view subject, absl::string_view reason) {
  const Statement* other = FindStatement(context.statements, section, subject);
  return other != nullptr && other->reason != nullptr &&
         budget::NormaliseLabel(other->reason->printed) == reason;
}

// A reason that speaks of another subject of its section and not of its own:
// it is the other one's reason word for word, or names it as only its own does.
void CheckTopics(const CheckContext& context, const Statement& statement,
                 absl::Span<const Topic> topics,
                 absl::Span<const absl::string_view> neutral) {
  const Topic* own = nullptr;
  for (const Topic& topic : topics) {
    if (topic.subject == statement.subject) own = &topic;
  }
  if (own == nullptr) return;
  const std::string text = budget::NormaliseLabel(statement.reason->printed);
  if (ContainsAny(text, own->words) || ContainsAny(text, neutral)) return;
  for (const Topic& topic : topics) {
    if (&topic == own || !ContainsAny(text, topic.words)) continue;
    if (!ContainsAny(text, topic.labels) &&
        !StandsUnder(context, statement.section, topic.subject, text)) {
      continue;
    }
    Report(context, *statement.reason, own->name, topic.name);
    return;
  }
}

void CheckIncomeReason(const CheckContext& context,
                       const Statement& statement) {
  // The general public budget is explained by all that it pays.
  if (statement.subject == "gen") return;
  const bool carry = absl::StartsWith(statement.subject, "carry");
  const std::string text = budget::NormaliseLabel(statement.reason->printed);
  // 非财政拨款结转 holds 财政拨款结转.
  if (statement.subject == "carry_fiscal" && ContainsAny(text, kCarryOther)) {
    const bool both = absl::StrContains(text, "和财政拨款结转") ||
                      absl::StrContains(text, "、财政拨款结转") ||
                      absl::StartsWith(text, "财政拨款结转");
    if (!both && StandsUnder(context, "N2", "carry_nonfiscal", text)) {
      Report(context, *statement.reason, "财政拨款结转", "非财政拨款结转结余");
    }
    return;
  }
  CheckTopics(context, statement, kSources,
              carry && !ContainsAny(text, kUnit)
                  ? kCarried
                  : absl::Span<const absl::string_view>());
}

// 三公: a reason about vehicles in general is about both of their costs.
void CheckHospitalityReason(const CheckContext& context,
                            const Statement& statement) {
  const std::string text = budget::NormaliseLabel(statement.reason->printed);
  const bool car = absl::StartsWith(statement.subject, "car_");
  const bool other_cost =
      statement.subject == "car_buy"
          ? ContainsAny(text, kCarRun)
          : statement.subject == "car_run" && ContainsAny(text, kCarBuy);
  CheckTopics(context, statement, kHospitality,
              car && !other_cost
                  ? absl::Span<const absl::string_view>(kCarWords)
                  : absl::Span<const absl::string_view>());
}

// Basic expenditure is explained by persons and running costs, projects by what
// they are for. One that only repeats the other's reason is looked at.
void CheckExpenditureReason(const CheckContext& context,
                            const Statement& statement) {
  const bool project = statement.subject == "project";
  if (!project && statement.subject != "basic") return;
  const std::string text = budget::NormaliseLabel(statement.reason->printed);
  const bool foreign =
      project
          ? ContainsAny(text, kPersons) && !ContainsAny(text, kProjectWords)
          : ContainsAny(text, kProjectOnly) && !ContainsAny(text, kBasicWords);
  if (!foreign) return;
  for (const absl::string_view section : {"N3", "N5a"}) {
    if (!StandsUnder(context, section, project ? "basic" : "project", text)) {
      continue;
    }
    Report(context, *statement.reason, project ? "项目支出" : "基本支出",
           project ? "基本支出" : "项目支出");
    return;
  }
}

// 八 speaks of government funds and 九 of state capital.
void CheckNilStatement(const CheckContext& context,
                       const Statement& statement) {
  const bool fund = statement.section == "N8";
  const std::string text = budget::NormaliseLabel(statement.none->printed);
  const bool of_fund = ContainsAny(text, kFund);
  const bool of_capital = ContainsAny(text, kCapital);
  if (of_fund == of_capital || of_fund == fund) return;
  Report(context, *statement.none, fund ? "政府性基金预算" : "国有资本经营预算",
         fund ? "国有资本经营预算" : "政府性基金预算");
}

}  // namespace

// N-39: a text that stands under one subject and speaks of another one, as when
// it was copied and not adapted. Words that both may need decide nothing.
void CheckPastedTexts(const CheckContext& context) {
  for (const Statement& statement : context.statements) {
    const bool budget = statement.section == "N8" || statement.section == "N9";
    if (budget && statement.none != nullptr) {
      CheckNilStatement(context, statement);
    }
    if (statement.reason == nullptr) continue;
    if (statement.section == "N2") CheckIncomeReason(context, statement);
    if (statement.section == "N10") CheckHospitalityReason(context, statement);
    if (statement.section == "N3" || statement.section == "N5a") {
      CheckExpenditureReason(context, statement);
    }
    if (context.reporter.stopped()) return;
  }
}

}  // namespace yuheng::validation
