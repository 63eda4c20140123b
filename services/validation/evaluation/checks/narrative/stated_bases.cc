#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/statements.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

// What three figures printed to 0.01 万元 may be apart, in 分.
constexpr int64_t kAllowedFen = 3 * budget::kFenPerWanYuan / 200;
// Longer sentences, and more amounts of one, state nothing one by one.
constexpr size_t kSentenceBytesMax = 8000;
constexpr size_t kAmountsMax = 200;

// Between last year and its amount, and between that and the change.
constexpr absl::string_view kBetween[] = {
    "度", "部门", "年初", "预算", "批复", "安排", "数",   "总额", "的",
    "为", "是",   "资金", "拨款", "支出", "经费", "收入", "("};
constexpr absl::string_view kVerbs[] = {
    "增加", "减少", "增长",   "下降",   "相比", "上升",   "压减",
    "降低", "多",   "少",     "了",     "增",   "减",     ",",
    ")",    "同比", "预算",   "数",     "度",   "年初",   "净",
    "压缩", "调减", "比上年", "较上年", "调增", "比去年", "较去年"};
constexpr absl::string_view kBeforeSame[] = {
    ")", "相比", "预算",   "数",     "保持",
    ",", "同比", "比上年", "较上年", "与上年"};
constexpr absl::string_view kSame[] = {
    "持平",     "一致",     "相同",   "相等",     "不变",
    "无变化",   "没有变化", "无增减", "没有增减", "无变动",
    "没有变动", "未变化",   "未变动", "不增不减", "未增减"};

// Takes words from the end, as long as there are any.
template <size_t N>
absl::string_view WithoutTails(absl::string_view text,
                               const absl::string_view (&tails)[N]) {
  for (bool again = true; again;) {
    again = false;
    for (const absl::string_view tail : tails) {
      again = absl::ConsumeSuffix(&text, tail) || again;
    }
  }
  return text;
}

// Whether the amount behind `before` is said to be last year's.
bool IsOfLastYear(absl::string_view before, int fiscal_year) {
  before = WithoutTails(before, kBetween);
  return absl::EndsWith(before, "上年") || absl::EndsWith(before, "去年") ||
         absl::EndsWith(before, absl::StrCat(fiscal_year - 1, "年"));
}

// Whether `between` two amounts says that the second is the change from the
// first.
bool IsChangeFrom(absl::string_view between) {
  return !between.empty() && WithoutTails(between, kVerbs).empty();
}

// Whether `behind` an amount of last year says that nothing changed.
bool IsUnchanged(absl::string_view behind) {
  for (bool again = true; again;) {
    again = false;
    for (const absl::string_view word : kBeforeSame) {
      again = absl::ConsumePrefix(&behind, word) || again;
    }
  }
  return std::any_of(
      std::begin(kSame), std::end(kSame),
      [&](absl::string_view word) { return absl::StartsWith(behind, word); });
}

class BaseCheck {
 public:
  explicit BaseCheck(const CheckContext& context) : context_(context) {}

  void Run() {
    const std::vector<budget::Sentence>& sentences =
        context_.document.sentences;
    for (size_t i = 0; i < sentences.size(); ++i) {
      if (!absl::StartsWith(sentences[i].section, "N")) continue;
      const int end = i + 1 < sentences.size() ? sentences[i + 1].line
                                               : sentences[i].line + 1;
      Look(sentences[i], std::max(end, sentences[i].line + 1));
      if (context_.reporter.stopped()) return;
    }
  }

 private:
  // `end`: the line behind those the sentence stands in.
  void Look(const budget::Sentence& sentence, int end) {
    const std::string text = budget::NormaliseLabel(sentence.text);
    const absl::string_view view = text;
    if (text.size() > kSentenceBytesMax) return;
    const std::vector<TextFigure> amounts = AmountsIn(text);
    if (amounts.size() > kAmountsMax) return;
    for (size_t k = 0; k < amounts.size(); ++k) {
      const TextFigure& base = amounts[k];
      int64_t change = 0;
      if (!IsUnchanged(view.substr(base.end))) {
        if (k + 1 == amounts.size() ||
            !IsChangeFrom(
                view.substr(base.end, amounts[k + 1].begin - base.end))) {
          continue;
        }
        change = amounts[k + 1].micro;
      }
      const absl::string_view before = view.substr(0, base.begin);
      const size_t item = before.rfind(';');
      if (!IsOfLastYear(before, context_.document.fiscal_year) ||
          budget::ContainsAny(
              item == absl::string_view::npos ? before : before.substr(item),
              kReasonWords)) {
        continue;
      }
      Compare(sentence, end, base, change);
    }
  }

  // Reports where what changed by so much in these lines did not from that
  // base. Several subjects may have changed by as much.
  void Compare(const budget::Sentence& sentence, int end,
               const TextFigure& base, int64_t change) {
    const int64_t allowed_fen = kAllowedFen + base.place / 2;
    const Statement* changed = nullptr;
    for (const Statement& statement : context_.statements) {
      if (statement.section != sentence.section ||
          !HasValue(statement.amount) || !HasValue(statement.delta) ||
          statement.delta->line < sentence.line ||
          statement.delta->line >= end ||
          std::abs(*statement.delta->value_micro) != change) {
        continue;
      }
      changed = &statement;
      if (std::abs(BaseOf(statement) - base.micro) <= allowed_fen) return;
    }
    if (changed == nullptr) return;
    Finding finding;
    finding.severity = context_.reporter.rule().severity;
    finding.status = FindingStatus::kInconsistent;
    finding.places = {PlaceOf(*changed->delta), PlaceOf(*changed->amount)};
    finding.actual_micro = base.micro;
    finding.expected_micro = BaseOf(*changed);
    finding.difference_micro = base.micro - BaseOf(*changed);
    finding.message = budget::Message(
        "prose.stated_base",
        {{"base", WanYuanText(base.micro)},
         {"amount", WanYuanText(*changed->amount->value_micro)},
         {"change", WanYuanText(*changed->delta->value_micro)},
         {"implied", WanYuanText(BaseOf(*changed))},
         {"difference", WanYuanText(base.micro - BaseOf(*changed))}});
    context_.reporter.Report(std::move(finding));
  }

  static int64_t BaseOf(const Statement& statement) {
    return *statement.amount->value_micro - *statement.delta->value_micro;
  }

  const CheckContext& context_;
};

}  // namespace

// Y-18: where a sentence says from what amount of last year something changed,
// it is the amount without the change.
void CheckStatedBases(const CheckContext& context) { BaseCheck(context).Run(); }

}  // namespace yuheng::validation
