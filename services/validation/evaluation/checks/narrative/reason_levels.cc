#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/statements.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

// A subject and how a reason calls it, the longest name first.
struct Subject {
  absl::string_view key;
  absl::Span<const absl::string_view> names;
};
constexpr absl::string_view kAbroad[] = {"因公出国(境)费用", "因公出国(境)经费",
                                         "因公出国(境)费", "因公出国费",
                                         "出国(境)费"};
constexpr absl::string_view kCarBuy[] = {"公务用车购置费用", "公务用车购置经费",
                                         "公务用车购置费"};
constexpr absl::string_view kCarRun[] = {"公务用车运行维护费用",
                                         "公务用车运行维护费",
                                         "公务用车运行费用", "公务用车运行费"};
constexpr absl::string_view kReception[] = {"公务接待费用", "公务接待经费",
                                            "公务接待费"};
constexpr absl::string_view kBasic[] = {"基本支出"};
constexpr absl::string_view kProject[] = {"项目支出"};
constexpr absl::string_view kUnit[] = {"单位资金"};
constexpr absl::string_view kOperating[] = {"机关运行经费"};
constexpr Subject kSubjects[] = {
    {"abroad", kAbroad},       {"car_buy", kCarBuy},     {"car_run", kCarRun},
    {"reception", kReception}, {"basic", kBasic},        {"project", kProject},
    {"unit", kUnit},           {"operating", kOperating}};

constexpr absl::string_view kOpenings[] = {
    "原因是", "主要是", "由于", "是", "本年度", "本年", "今年", "当年", "预算"};
constexpr absl::string_view kNotArranged[] = {"未安排", "没有安排", "不安排"};

bool TakeName(absl::string_view subject, absl::string_view* text) {
  for (const Subject& each : kSubjects) {
    if (each.key != subject) continue;
    for (const absl::string_view name : each.names) {
      if (absl::ConsumePrefix(text, name)) return true;
    }
  }
  return false;
}

// What a clause says was budgeted for a subject this year.
struct Level {
  bool told = false;
  int64_t fen = 0;
};

// 2023年因公出国(境)费安排5万元, 本年未安排因公出国(境)费: the clause says no
// more than that. It names its subject or opens the reason: 新增设备购置,
// 本年安排30万元 is said of one project among others.
Level LevelIn(absl::string_view clause, bool first, absl::string_view subject,
              int fiscal_year) {
  bool named = first;
  for (bool again = true; again;) {
    again = false;
    for (const absl::string_view word : kOpenings) {
      again = absl::ConsumePrefix(&clause, word) || again;
    }
    absl::string_view rest = clause;
    if (fiscal_year != 0 && TakeYear(&rest) == fiscal_year) {
      clause = rest;
      again = true;
    }
  }
  named = TakeName(subject, &clause) || named;
  absl::ConsumePrefix(&clause, "预算");
  for (const absl::string_view word : kNotArranged) {
    if (!absl::ConsumePrefix(&clause, word)) continue;
    named = TakeName(subject, &clause) || named;
    absl::ConsumePrefix(&clause, "预算");
    return {named && clause.empty(), 0};
  }
  if (!named || !absl::ConsumePrefix(&clause, "安排")) return {};
  absl::ConsumePrefix(&clause, "预算");
  absl::ConsumePrefix(&clause, "为");
  const auto amounts = AmountsIn(clause);
  const bool alone = amounts.size() == 1 && amounts[0].begin == 0 &&
                     amounts[0].end == clause.size();
  return alone ? Level{true, amounts[0].micro} : Level{};
}

}  // namespace

// N-42: what a reason says was budgeted for its subject is the amount stated.
void CheckReasonLevels(const CheckContext& context) {
  for (const Statement& statement : context.statements) {
    if (statement.reason == nullptr || !HasValue(statement.amount)) continue;
    const std::string reason =
        budget::NormaliseLabel(statement.reason->printed);
    const int64_t amount = *statement.amount->value_micro;
    const std::string marked =
        absl::StrReplaceAll(reason, {{"。", ","}, {";", ","}, {":", ","}});
    bool first = true;
    for (const absl::string_view clause : absl::StrSplit(marked, ',')) {
      const Level level =
          LevelIn(clause, std::exchange(first, false), statement.subject,
                  context.document.fiscal_year);
      if (!level.told || std::abs(level.fen - amount) < kPlaceFen) continue;
      Finding finding;
      finding.severity = context.reporter.rule().severity;
      finding.status = FindingStatus::kInconsistent;
      finding.places = {PlaceOf(*statement.reason), PlaceOf(*statement.amount)};
      finding.actual_micro = level.fen;
      finding.expected_micro = amount;
      finding.difference_micro = level.fen - amount;
      finding.message =
          budget::Message("prose.reason_level",
                          {{"clause", clause},
                           {"amount", WanYuanText(amount)},
                           {"difference", WanYuanText(level.fen - amount)}});
      context.reporter.Report(std::move(finding));
      break;
    }
    if (context.reporter.stopped()) return;
  }
}

}  // namespace yuheng::validation
