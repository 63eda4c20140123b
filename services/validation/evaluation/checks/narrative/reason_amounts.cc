#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/statements.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

using budget::Message;

// Half of the last printed place, 0.01 万元, in 分.
constexpr int64_t kHalfPlaceFen = 5'000;

// Parts of one change at most; more are no list that people read.
constexpr size_t kPartsMax = 200;

struct Verb {
  absl::string_view word;
  int sign;
};
// Words that take in what stood outside the budget.
constexpr absl::string_view kTakesIn[] = {"纳入", "列入", "编入", "计入"};
// Words that make the amounts of their clause parts of a change.
constexpr Verb kVerbs[] = {
    {"增加", 1},  {"新增", 1},  {"增列", 1},  {"追加", 1},  {"增长", 1},
    {"上涨", 1},  {"提高", 1},  {"纳入", 1},  {"列入", 1},  {"编入", 1},
    {"计入", 1},  {"增发", 1},  {"不再", -1}, {"调增", 1},  {"减少", -1},
    {"压减", -1}, {"核减", -1}, {"下降", -1}, {"调减", -1}, {"取消", -1},
    {"缩减", -1},
};
// What is more, where no verb says of what kind.
constexpr absl::string_view kMore[] = {"另有", "另外有", "还有"};
// Right before an amount they make it a level, not a part of a change.
constexpr absl::string_view kLevelWords[] = {
    "为",   "达到",     "达",   "至",   "到",   "由",  "从",   "每人",
    "人均", "标准",     "每月", "每年", "每",   "约",  "不足", "超过",
    "上年", "上年预算", "合计", "共计", "总计", "总额"};
constexpr absl::string_view kClauseMarks[] = {",", ";", "。", ":"};
// What ends the details that 其中 opens.
constexpr absl::string_view kDetailEnds[] = {";", "。", ")"};

// Tells the details of an amount in front of them from further parts:
// 新增项目200万元,其中设备120万元,培训80万元,减少会议10万元.
class Details {
 public:
  // Whether the next amount of the text, behind `before`, is a detail.
  bool Take(absl::string_view before, int64_t micro) {
    const size_t opens = before.rfind("其中");
    if (opens == absl::string_view::npos ||
        budget::ContainsAny(before.substr(opens), kDetailEnds)) {
      whole_ = micro;
      return false;
    }
    if (opens != opens_) {
      opens_ = opens;
      left_ = whole_;
      complete_ = false;
    }
    if (complete_) {
      whole_ = micro;
      return false;
    }
    left_ -= micro;
    complete_ = left_ == 0;
    return true;
  }

 private:
  size_t opens_ = absl::string_view::npos;
  int64_t whole_ = 0;  // The last amount that is no detail.
  int64_t left_ = 0;   // Of it, what the details have not told yet.
  bool complete_ = false;
};

// The parts of a change that a reason lists, signed; nullopt when it has none
// or one of its amounts may be something else.
std::optional<std::vector<int64_t>> PartsIn(absl::string_view text) {
  std::vector<int64_t> parts;
  Details details;
  for (const TextFigure& amount : AmountsIn(text)) {
    const absl::string_view before = text.substr(0, amount.begin);
    if (details.Take(before, amount.micro)) continue;
    for (const absl::string_view word : kLevelWords) {
      if (absl::EndsWith(before, word)) return std::nullopt;
    }
    size_t begin = 0;
    size_t end = text.size();
    for (const absl::string_view mark : kClauseMarks) {
      const size_t last = before.rfind(mark);
      if (last != absl::string_view::npos) {
        begin = std::max(begin, last + mark.size());
      }
      end = std::min(end, text.find(mark, amount.end));
    }
    const absl::string_view clause = text.substr(begin, end - begin);
    const size_t at = amount.begin - begin;
    // The last verb before it, else the first one behind.
    int sign = 0;
    size_t nearest = 0;
    for (const Verb& verb : kVerbs) {
      const size_t found = clause.substr(0, at).rfind(verb.word);
      if (found != absl::string_view::npos && (sign == 0 || found >= nearest)) {
        nearest = found;
        sign = verb.sign;
      }
    }
    if (sign == 0) {
      nearest = clause.size();
      for (const Verb& verb : kVerbs) {
        const size_t found = clause.find(verb.word, at);
        if (found < nearest) {
          nearest = found;
          sign = verb.sign;
        }
      }
    }
    if (sign == 0 && budget::ContainsAny(clause.substr(0, at), kMore)) sign = 1;
    if (sign == 0) return std::nullopt;
    if (parts.size() == kPartsMax) return std::nullopt;
    parts.push_back(sign * amount.micro);
  }
  if (parts.empty()) return std::nullopt;
  return parts;
}

// Whether the only amount of a reason stands for all that is taken in: not
// where it is one of several things and the others have no amount.
bool IsWholeList(absl::string_view text) {
  constexpr absl::string_view kListing[] = {"、", "和", "及", "与"};
  const size_t amount = AmountsIn(text).front().begin;
  return budget::ContainsAny(text, kTakesIn) &&
         !budget::ContainsAny(text.substr(0, amount), kListing);
}

std::string SumText(const std::vector<int64_t>& parts) {
  std::string text;
  for (const int64_t part : parts) {
    absl::StrAppend(
        &text,
        part < 0 ? (text.empty() ? "-" : " - ") : (text.empty() ? "" : " + "),
        WanYuanText(std::abs(part)));
  }
  return text;
}

// Sources besides the general public budget that may pay basic expenditure.
constexpr absl::string_view kOtherSources[] = {
    "fund",    "fund_up", "soe",          "soe_up",
    "special", "unit",    "carry_fiscal", "carry_nonfiscal"};
// What section 二 says that is none of them, nor a part of one.
constexpr absl::string_view kGeneral[] = {"gen", "gen_own", "gen_up"};
// Sums that hold the general public budget too.
constexpr absl::string_view kWithGeneral[] = {"fiscal", "cur"};
// Words for them in a reason.
constexpr absl::string_view kOtherMoney[] = {
    "单位资金", "自有资金", "财政专户", "教育收费", "结转",       "结余",
    "事业收入", "经营收入", "其他收入", "非财政",   "政府性基金", "国有资本",
    "上级补助", "专户",     "单位自筹", "自筹"};

// What section 二 says about the changes of other sources than the general
// public budget.
struct OtherChanges {
  int64_t fen = 0;
  int64_t count = 0;
  bool complete = true;   // Every source that is named has its change.
  bool all_named = true;  // Every source is named with an amount.
  std::vector<Place> places;
};

bool IsAnyOf(absl::string_view subject,
             absl::Span<const absl::string_view> subjects) {
  return std::find(subjects.begin(), subjects.end(), subject) != subjects.end();
}

OtherChanges OtherChangesIn(const CheckContext& context) {
  OtherChanges changes;
  size_t named = 0;
  const IndexedTable& section = context.index.Of(Source::kN2);
  for (const Statement& statement : context.statements) {
    if (statement.section != "N2" ||
        (statement.amount == nullptr && statement.delta == nullptr) ||
        IsAnyOf(statement.subject, kGeneral)) {
      continue;
    }
    // Details count where their sum is not stated: 事业收入 without 单位资金.
    const budget::Row* row =
        section.Find(budget::Side::kNone, statement.subject);
    if (row == nullptr || row->level != budget::RowLevel::kLine) continue;
    named += IsAnyOf(statement.subject, kOtherSources) ? 1 : 0;
    if (!HasValue(statement.delta) ||
        IsAnyOf(statement.subject, kWithGeneral)) {
      changes.complete = false;
      continue;
    }
    changes.fen += *statement.delta->value_micro;
    ++changes.count;
    changes.places.push_back(PlaceOf(*statement.delta));
  }
  changes.all_named = named == std::size(kOtherSources);
  return changes;
}

}  // namespace

// N-37: where a reason lists the parts of a change, they add up to it. A
// single part may be only the main one of several; what 其中 opens are details
// of a part.
void CheckReasonSums(const CheckContext& context) {
  for (const Statement& statement : context.statements) {
    if (statement.reason == nullptr || !HasValue(statement.delta)) continue;
    const std::string text = budget::NormaliseLabel(statement.reason->printed);
    const auto parts = PartsIn(text);
    const int64_t change = *statement.delta->value_micro;
    if (!parts.has_value()) continue;
    if (parts->size() == 1 && !IsWholeList(text)) continue;
    int64_t sum = 0;
    bool restated = false;
    for (const int64_t part : *parts) {
      sum += part;
      restated |= part == change;
    }
    const int64_t allowed =
        static_cast<int64_t>(parts->size() + 1) * kHalfPlaceFen;
    if (restated || std::abs(sum - change) <= allowed) continue;
    Finding finding;
    finding.severity = context.reporter.rule().severity;
    finding.status = FindingStatus::kInconsistent;
    finding.places = {PlaceOf(*statement.reason), PlaceOf(*statement.delta)};
    finding.expected_micro = change;
    finding.actual_micro = sum;
    finding.difference_micro = sum - change;
    finding.message = Message("prose.reason_sum",
                              {{"sum", SumText(*parts)},
                               {"total", WanYuanText(sum)},
                               {"change", WanYuanText(change)},
                               {"difference", WanYuanText(sum - change)}});
    context.reporter.Report(std::move(finding));
  }
}

// Y-09: basic expenditure as a whole (section 三) changes by as much as that of
// the general public budget (section 五) unless other money does: the changes
// of the other sources in section 二 account for the difference, or the reason
// names them.
void CheckBasicChange(const CheckContext& context) {
  const std::vector<Statement>& statements = context.statements;
  const Statement* whole = FindStatement(statements, "N3", "basic");
  const Statement* part = FindStatement(statements, "N5a", "basic");
  if (whole == nullptr || part == nullptr || !HasValue(whole->delta) ||
      !HasValue(part->delta)) {
    if (statements.empty()) return;
    context.reporter.Insufficient(
        {{whole == nullptr || !HasValue(whole->delta) ? "N3:basic:delta"
                                                      : "N5a:basic:delta",
          {}}},
        Message("prose.changes_unavailable",
                {{"title", context.reporter.rule().title}}));
    return;
  }
  const int64_t difference =
      *whole->delta->value_micro - *part->delta->value_micro;
  if (std::abs(difference) <= 2 * kHalfPlaceFen) return;
  if (whole->reason != nullptr) {
    const std::string reason = budget::NormaliseLabel(whole->reason->printed);
    for (const absl::string_view word : kOtherMoney) {
      if (absl::StrContains(reason, word)) return;
    }
  }
  const Statement* whole_projects = FindStatement(statements, "N3", "project");
  const Statement* projects = FindStatement(statements, "N5a", "project");
  const OtherChanges others = OtherChangesIn(context);
  const bool known = whole_projects != nullptr &&
                     HasValue(whole_projects->delta) && others.complete;
  if (!known) {
    context.reporter.Insufficient(
        {PlaceOf(*whole->delta), PlaceOf(*part->delta)},
        Message("prose.changes_unavailable",
                {{"title", context.reporter.rule().title}}));
    return;
  }
  const int64_t of_projects = *whole_projects->delta->value_micro -
                              (projects != nullptr && HasValue(projects->delta)
                                   ? *projects->delta->value_micro
                                   : 0);
  const int64_t wanted = difference + of_projects;
  const int64_t allowed = (others.count + 5) * kHalfPlaceFen;
  // A source that section 二 does not name may have ended, but none can have
  // brought money.
  if (std::abs(others.fen - wanted) <= allowed ||
      (!others.all_named && others.fen > wanted)) {
    return;
  }
  Finding finding;
  finding.severity = context.reporter.rule().severity;
  finding.status = FindingStatus::kInconsistent;
  finding.places = {PlaceOf(*whole->delta), PlaceOf(*part->delta)};
  finding.places.insert(finding.places.end(), others.places.begin(),
                        others.places.end());
  finding.expected_micro = *part->delta->value_micro;
  finding.actual_micro = *whole->delta->value_micro;
  finding.difference_micro = difference;
  finding.message = Message("prose.basic_change",
                            {{"whole", WanYuanText(*whole->delta->value_micro)},
                             {"part", WanYuanText(*part->delta->value_micro)},
                             {"difference", WanYuanText(difference)},
                             {"others", WanYuanText(others.fen)},
                             {"projects", WanYuanText(of_projects)}});
  context.reporter.Report(std::move(finding));
}

}  // namespace yuheng::validation
