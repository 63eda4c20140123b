#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/statements.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

using budget::ContainsAny;
using budget::Message;
using budget::StartsWithAny;

// 50 %: a change that asks for its explanation.
constexpr int64_t kLargeGrowthMicro = 50 * budget::kMicroPerOne;

constexpr absl::string_view kUnchanged[] = {
    "保持不变",     "保持一致", "持平",     "无变化",       "没有变化",
    "未发生变化",   "无增减",   "上年一致", "上年预算一致", "上年相同",
    "上年预算相同", "去年一致", "去年相同", "不变"};
constexpr absl::string_view kUp[] = {"增加", "增长", "提高", "上涨", "新增",
                                     "扩大", "上调", "增设", "增资", "调增",
                                     "追加", "增多", "上升"};
constexpr absl::string_view kDown[] = {
    "减少",     "压减", "压缩", "缩减", "下降", "降低",     "节约", "严控",
    "严格控制", "控制", "核减", "调减", "从紧", "过紧日子", "精简"};
// Something else that changed, in neither direction.
constexpr absl::string_view kOtherChange[] = {
    "纳入", "首次", "调整", "变动", "变化", "晋级", "晋档", "调入", "调出",
    "完成", "结束", "到期", "退休", "招录", "追加", "购置", "更新", "改革"};
// What a clause that neither saves nor stays as it was may give as the cause.
constexpr absl::string_view kCause[] = {
    "任务", "需要", "需求", "工作量", "业务", "活动", "项目", "人员", "工资",
    "标准", "政策", "价格", "油价",   "老化", "较多", "较重", "频繁", "因"};
// Names of costs hold such words and say nothing of their change.
constexpr absl::string_view kCostNames[] = {"公务用车购置及运行维护费",
                                            "公务用车购置及运行费",
                                            "公务用车购置费",
                                            "公务用车运行维护费",
                                            "公务用车运行费",
                                            "因公出国(境)费",
                                            "公务接待费",
                                            "项目支出",
                                            "人员经费",
                                            "因公"};
constexpr absl::string_view kClauseMarks[] = {",", ";", "。"};
// What parts of a sentence about several subjects end with, normalised.
constexpr char kPartMark = ';';
// Words for a reason that the reader may have found no claim for.
constexpr absl::string_view kReasonWords[] = {
    "原因",     "由于",     "因为",     "主要是",   "主要系",  "是因",
    "系因",     "所致",     "主因",     "考虑到",   "鉴于",    "得益于",
    "缘于",     "归因于",   "随着",     "导致",     "引起",    "主要受",
    "主要考虑", "主要源于", "主要增加", "主要减少", "主要体现"};
// What opens a clause that gives a reason.
constexpr absl::string_view kReasonOpenings[] = {
    "因", "系", "受", "随", "源于", "为新增", "为落实", "为贯彻"};
// Words that only look like them.
constexpr absl::string_view kNoOpenings[] = {"因此", "因素", "系统"};
// What tells the change of a part.
constexpr absl::string_view kChangeVerbs[] = {"增加", "新增", "减少", "压减"};

// The clauses of a normalised reason, without the names of costs.
std::vector<std::string> ClausesOf(absl::string_view reason) {
  std::vector<std::string> clauses;
  std::string clause;
  const auto take = [&](absl::Span<const absl::string_view> words) {
    for (const absl::string_view word : words) {
      if (absl::ConsumePrefix(&reason, word)) return true;
    }
    return false;
  };
  while (!reason.empty()) {
    if (take(kClauseMarks)) {
      clauses.push_back(std::exchange(clause, ""));
    } else if (!take(kCostNames)) {
      clause += reason.front();
      reason.remove_prefix(1);
    }
  }
  clauses.push_back(std::move(clause));
  return clauses;
}

// Whether a normalised sentence gives a reason in any words.
bool GivesReason(absl::string_view sentence) {
  const std::string marked =
      absl::StrReplaceAll(sentence, {{"(", ","}, {")", ","}, {":", ","}});
  for (const std::string& clause : ClausesOf(marked)) {
    if (ContainsAny(clause, kReasonWords) ||
        (StartsWithAny(clause, kReasonOpenings) &&
         !StartsWithAny(clause, kNoOpenings)) ||
        (absl::StrContains(clause, "与") && absl::EndsWith(clause, "有关"))) {
      return true;
    }
  }
  return false;
}

// Whether a part behind 其中 tells its own change: 其中:办公费增加3万元.
bool TellsParts(absl::string_view text) {
  const size_t parts = text.find("其中");
  if (parts == absl::string_view::npos) return false;
  text.remove_prefix(parts);
  return std::any_of(std::begin(kChangeVerbs), std::end(kChangeVerbs),
                     [&](absl::string_view verb) {
                       const size_t at = text.find(verb);
                       return at != absl::string_view::npos &&
                              at + verb.size() < text.size() &&
                              absl::ascii_isdigit(static_cast<unsigned char>(
                                  text[at + verb.size()]));
                     });
}

bool HasReason(const Statement& statement) {
  return statement.reason != nullptr &&
         !budget::TrimBlanks(statement.reason->printed).empty();
}

// What the clauses of a reason say, each by itself.
struct ReasonClauses {
  bool unchanged = false;  // One says that all stayed as it was.
  bool saves = false;      // One tells of less.
  bool grows = false;      // One tells of more, or gives a cause of a change.
};

ReasonClauses ReadClauses(const std::string& reason) {
  ReasonClauses all;
  for (const std::string& clause : ClausesOf(reason)) {
    const bool unchanged = ContainsAny(clause, kUnchanged);
    const bool down = ContainsAny(clause, kDown);
    all.unchanged |= unchanged;
    all.saves |= down;
    all.grows |= ContainsAny(clause, kUp) ||
                 ContainsAny(clause, kOtherChange) ||
                 (!unchanged && !down && ContainsAny(clause, kCause) &&
                  AmountsIn(clause).empty());
  }
  return all;
}

bool SaysOnlyUnchanged(const std::string& reason) {
  const ReasonClauses clauses = ReadClauses(reason);
  return clauses.unchanged && !clauses.saves && !clauses.grows;
}

// The change that a statement tells: an amount or, without one, a rate. Null
// when it tells none.
const budget::Claim* ChangeOf(const Statement& statement) {
  if (HasValue(statement.delta)) return statement.delta;
  return HasValue(statement.growth) ? statement.growth : nullptr;
}

std::string ChangeText(const Statement& statement) {
  const budget::Claim& change = *ChangeOf(statement);
  return &change == statement.delta
             ? WanYuanText(*change.value_micro)
             : absl::StrCat(budget::FormatDecimal(*change.value_micro), "%");
}

class ReasonCheck {
 public:
  explicit ReasonCheck(const CheckContext& context)
      : context_(context), statements_(context.statements) {}

  const std::vector<Statement>& statements() const { return statements_; }

  // Whether a change is explained: by a reason of its own, by one of the whole
  // or, for the whole, by those of its parts, or by words in its lines that
  // the reader took for no claim.
  bool Explained(const Statement& statement) const {
    if (HasReason(statement)) return true;
    const bool whole = statement.subject == "total";
    for (const Statement& other : statements_) {
      if (!HasReason(other)) continue;
      if (other.section == statement.section ? whole || other.subject == "total"
                                             : ToldBy(other, statement)) {
        return true;
      }
    }
    // 公务用车 and its two parts.
    if (absl::StartsWith(statement.subject, "car")) {
      for (const Statement& other : statements_) {
        if (other.section == statement.section && HasReason(other) &&
            absl::StartsWith(other.subject, "car") &&
            (other.subject == "car" || statement.subject == "car")) {
          return true;
        }
      }
    }
    return ExplainedInText(statement);
  }

 private:
  // Of what sections 一 and 四 say as a whole, 二 and 三 tell the reasons; of
  // 六, what 三 and 五 say of the basic expenditure.
  static bool ToldBy(const Statement& other, const Statement& statement) {
    if (statement.section == "N6") {
      return other.subject == "basic" &&
             (other.section == "N3" || other.section == "N5a");
    }
    return statement.subject == "total" &&
           (statement.section == "N1" || statement.section == "N4") &&
           (other.section == "N2" || other.section == "N3");
  }

  bool ExplainedInText(const Statement& statement) const {
    const int line = ChangeOf(statement)->line;
    const bool whole =
        statement.subject == "total" || statement.subject == "operating";
    const std::string change =
        budget::NormaliseLabel(ChangeOf(statement)->printed);
    // The end of what may speak of it: the next statement of the section, for
    // the whole the section's end.
    int next = 0;
    for (const Statement& other : statements_) {
      if (whole || other.section != statement.section ||
          ChangeOf(other) == nullptr) {
        continue;
      }
      const int begins = ChangeOf(other)->line;
      if (begins > line && (next == 0 || begins < next)) next = begins;
    }
    for (const budget::Sentence& sentence : context_.document.sentences) {
      if (sentence.section != statement.section || sentence.line < line) {
        continue;
      }
      if (next != 0 && sentence.line >= next) break;
      if (HasEmptyReason(line)) return false;
      const std::string text = budget::NormaliseLabel(sentence.text);
      if (!whole) {
        for (const absl::string_view part : absl::StrSplit(text, kPartMark)) {
          if (GivesReason(part) && !ExplainsOther(part, statement, change)) {
            return true;
          }
        }
        continue;
      }
      if (GivesReason(text)) return true;
      const size_t at = text.find(change);
      if (TellsParts(absl::string_view(text).substr(
              at == std::string::npos ? 0 : at))) {
        return true;
      }
    }
    return false;
  }

  // Whether the reason that a part of a sentence gives is not for this change:
  // it stands behind the change of another subject, or says that all stayed as
  // it was.
  bool ExplainsOther(absl::string_view part, const Statement& statement,
                     absl::string_view change) const {
    if (absl::StrContains(part, change)) return false;
    return SaysOnlyUnchanged(std::string(part)) ||
           std::any_of(
               statements_.begin(), statements_.end(),
               [&](const Statement& other) {
                 return other.section == statement.section &&
                        HasReason(other) && ChangeOf(other) != nullptr &&
                        ChangeOf(other)->line == other.reason->line &&
                        absl::StrContains(
                            part,
                            budget::NormaliseLabel(ChangeOf(other)->printed)) &&
                        absl::StrContains(part, OpeningOf(*other.reason));
               });
  }

  // A reason as a normalised sentence has it, up to the end of its part.
  static std::string OpeningOf(const budget::Claim& reason) {
    const std::string text = budget::NormaliseLabel(reason.printed);
    return std::vector<std::string>(absl::StrSplit(text, kPartMark))[0];
  }

  // A reason that the reader found in that line and that says nothing.
  bool HasEmptyReason(int line) const {
    return std::any_of(statements_.begin(), statements_.end(),
                       [&](const Statement& statement) {
                         return statement.reason != nullptr &&
                                statement.reason->line == line &&
                                !HasReason(statement);
                       });
  }

  const CheckContext& context_;
  const std::vector<Statement>& statements_;
};

// The change and its reason.
std::vector<Place> PlacesOf(const Statement& statement) {
  std::vector<Place> places;
  if (statement.reason != nullptr) places.push_back(PlaceOf(*statement.reason));
  places.push_back(PlaceOf(*ChangeOf(statement)));
  return places;
}

// Sections that compare with last year.
bool Compares(absl::string_view section) {
  return section != "N7" && section != "N11b" && section != "N11c" &&
         section != "N11d";
}

}  // namespace

// Y-14: a change has a reason, and one that does not say that all stayed as it
// was.
void CheckReasons(const CheckContext& context) {
  const ReasonCheck check(context);
  for (const Statement& statement : check.statements()) {
    const budget::Claim* told = ChangeOf(statement);
    if (!Compares(statement.section) || told == nullptr ||
        *told->value_micro == 0) {
      continue;
    }
    const std::string change = ChangeText(statement);
    if (HasReason(statement)) {
      const std::string reason =
          budget::NormaliseLabel(statement.reason->printed);
      if (!SaysOnlyUnchanged(reason)) continue;
      context.reporter.Fail(
          PlacesOf(statement),
          Message(ChangeOf(statement) == statement.delta
                      ? "prose.reason_unchanged"
                      : "prose.reason_unchanged_rate",
                  {{"change", change}, {"reason", statement.reason->printed}}));
    } else if (!check.Explained(statement)) {
      context.reporter.Fail(PlacesOf(statement), Message("prose.reason_missing",
                                                         {{"change", change}}));
    }
    if (context.reporter.stopped()) return;
  }
}

// Y-15: a reason that only saves money beside a change that is not a decrease,
// or one that only adds beside one that is no increase.
void CheckReasonDirections(const CheckContext& context) {
  for (const Statement& statement : context.statements) {
    if (!HasValue(statement.delta) || !HasReason(statement)) continue;
    const int64_t change = *statement.delta->value_micro;
    const std::string reason =
        budget::NormaliseLabel(statement.reason->printed);
    const bool up = ContainsAny(reason, kUp);
    const bool down = ContainsAny(reason, kDown);
    if (up == down || ContainsAny(reason, kUnchanged) ||
        ContainsAny(reason, kOtherChange)) {
      continue;
    }
    if ((down && change < 0) || (up && change > 0)) continue;
    context.reporter.Fail(
        PlacesOf(statement),
        Message(down ? "prose.reason_saves" : "prose.reason_adds",
                {{"change", WanYuanText(change)},
                 {"reason", statement.reason->printed}}));
    if (context.reporter.stopped()) return;
  }
}

// Y-16: a growth of more than half, or from nothing, without any reason.
void CheckLargeChanges(const CheckContext& context) {
  const ReasonCheck check(context);
  for (const Statement& statement : check.statements()) {
    if (!Compares(statement.section) || !HasValue(statement.delta) ||
        *statement.delta->value_micro == 0) {
      continue;
    }
    const bool large =
        HasValue(statement.growth) &&
        std::abs(*statement.growth->value_micro) > kLargeGrowthMicro;
    const bool fresh =
        HasValue(statement.amount) &&
        *statement.amount->value_micro == *statement.delta->value_micro;
    if ((!large && !fresh) || check.Explained(statement)) continue;
    context.reporter.Fail(
        PlacesOf(statement),
        Message("prose.large_change",
                {{"change", WanYuanText(*statement.delta->value_micro)}}));
    if (context.reporter.stopped()) return;
  }
}

// Y-17: 三公 does not grow without a reason that says why; to save in one
// respect explains no growth, but may stand beside what does.
void CheckHospitalityGrowth(const CheckContext& context) {
  const ReasonCheck check(context);
  for (const Statement& statement : check.statements()) {
    if (statement.section != "N10" || !HasValue(statement.delta) ||
        *statement.delta->value_micro <= 0) {
      continue;
    }
    const std::string reason =
        HasReason(statement) ? budget::NormaliseLabel(statement.reason->printed)
                             : "";
    const ReasonClauses clauses = ReadClauses(reason);
    const bool denies = (clauses.saves || clauses.unchanged) && !clauses.grows;
    if (check.Explained(statement) && !denies) continue;
    context.reporter.Fail(
        PlacesOf(statement),
        Message("prose.hospitality_growth",
                {{"change", WanYuanText(*statement.delta->value_micro)}}));
  }
}

}  // namespace yuheng::validation
