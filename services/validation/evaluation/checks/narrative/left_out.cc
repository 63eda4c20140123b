#include "services/validation/evaluation/checks/narrative/left_out.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/statements.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

using budget::ContainsAny;
using budget::Message;
using budget::Sentence;

// Words that compare with last year, in whatever way.
constexpr absl::string_view kCompares[] = {"上年", "去年", "同比", "增",  "减",
                                           "持平", "变化", "一致", "首次"};

// What a project of section 七 says of itself, under a label of its line or as
// a claim of that measure.
struct Field {
  absl::string_view label;
  absl::Span<const absl::string_view> words;
  absl::string_view measure;
  bool asked_of_all = false;  // A note where no project says it.
};
constexpr absl::string_view kPolicy[] = {"政策依据", "立项依据", "设立依据",
                                         "文件依据", "依据:",    "依据为",
                                         "依据是",   "依据《",   "根据《"};
// A sentence that opens so tells a policy without a label.
constexpr absl::string_view kPolicyOpenings[] = {"依据", "根据", "按照", "按"};
constexpr absl::string_view kScale[] = {"规模", "安排金额", "预算金额",
                                        "预算数", "资金总额"};
constexpr absl::string_view kUnit[] = {
    "承担单位", "实施单位", "执行单位", "责任单位", "主体", "承办", "负责"};
constexpr absl::string_view kAllocation[] = {
    "资金分配", "分配情况", "资金安排情况", "资金使用", "资金用途", "支出方向"};
constexpr absl::string_view kPeriod[] = {"时间", "期限",   "周期",
                                         "起止", "执行期", "实施期"};
constexpr Field kFields[] = {{"政策依据", kPolicy, "policy", true},
                             {"预算安排规模", kScale, "amount"},
                             {"项目承担单位", kUnit, "unit"},
                             {"资金分配情况", kAllocation, "", true},
                             {"资金执行时间", kPeriod, "period"}};
constexpr absl::string_view kProjectName = "项目名称";

}  // namespace

bool SectionText::Contains(absl::Span<const absl::string_view> words) const {
  return std::any_of(sentences.begin(), sentences.end(), [&](const auto& each) {
    return ContainsAny(each.first, words);
  });
}

SectionText TextOf(const CheckContext& context, absl::string_view section) {
  SectionText text;
  for (const Sentence& sentence : context.document.sentences) {
    if (sentence.section != section) continue;
    text.sentences.emplace_back(budget::NormaliseLabel(sentence.text),
                                sentence.line);
  }
  return text;
}

bool HasClaims(const CheckContext& context, absl::string_view section) {
  return std::any_of(
      context.statements.begin(), context.statements.end(),
      [&](const Statement& statement) { return statement.section == section; });
}

void TellLeftOut(const CheckContext& context, absl::string_view section,
                 absl::string_view what, Asked asked) {
  const budget::Heading* heading = FindHeading(context.document, section);
  const bool narrative = absl::StartsWith(section, "N");
  std::vector<Place> places = {{narrative ? std::string(section) : "doc",
                                {heading == nullptr ? 0 : heading->line, ""}}};
  const budget::Text message =
      Message("prose.left_out", {{"what", Message(what)}});
  if (asked == Asked::kOfAll) {
    context.reporter.Fail(std::move(places), message);
  } else {
    context.reporter.Note(std::move(places), message);
  }
}

namespace {

// What is published by law: how 三公 changed and why, the vehicles, and which
// projects are managed by performance where there are sheets. Of a section that
// says nothing at all S-06 tells.
void CheckStatutory(const CheckContext& context) {
  const SectionText hospitality = TextOf(context, "N10");
  const Statement* spent = FindStatement(context.statements, "N10", "total");
  if (spent != nullptr && HasValue(spent->amount) &&
      *spent->amount->value_micro != 0 && !hospitality.sentences.empty() &&
      !hospitality.Contains(kCompares)) {
    TellLeftOut(context, "N10", "prose.left_out_hospitality", Asked::kOfAll);
  }
  constexpr absl::string_view kPerformance[] = {"绩效"};
  if (!context.document.sheets.empty() &&
      FindHeading(context.document, "N11d") != nullptr &&
      !HasClaims(context, "N11d") &&
      !TextOf(context, "N11d").Contains(kPerformance)) {
    TellLeftOut(context, "N11d", "prose.left_out_performance", Asked::kOfAll);
  }
  const SectionText operating = TextOf(context, "N11a");
  const Statement* cost =
      FindStatement(context.statements, "N11a", "operating");
  if (cost != nullptr && HasValue(cost->amount) &&
      *cost->amount->value_micro != 0 && !operating.sentences.empty() &&
      !operating.Contains(kCompares)) {
    TellLeftOut(context, "N11a", "prose.left_out_operating");
  }
}

// An amount that the form's sentences state, and the table it is from.
struct StatedAmount {
  absl::string_view section;
  absl::string_view subject;
  budget::TableKind table;
  budget::Side side;
  absl::string_view row;
  absl::string_view column;
  absl::string_view what;
  Asked asked = Asked::kOfAll;
};
constexpr StatedAmount kAmounts[] = {
    {"N1", "total", budget::TableKind::kT1, budget::Side::kIncome, "ALL",
     "amount", "prose.left_out_all"},
    {"N2", "total", budget::TableKind::kT2, budget::Side::kNone, "ALL", "total",
     "prose.left_out_income", Asked::kOfMost},
    {"N3", "total", budget::TableKind::kT3, budget::Side::kNone, "ALL", "total",
     "prose.left_out_expenditure", Asked::kOfMost},
    {"N4", "total", budget::TableKind::kT4, budget::Side::kIncome, "ALL",
     "total", "prose.left_out_fiscal"},
    {"N5a", "total", budget::TableKind::kT5, budget::Side::kNone, "ALL",
     "total", "prose.left_out_general", Asked::kOfMost},
    {"N6", "total", budget::TableKind::kT6, budget::Side::kNone, "ALL", "total",
     "prose.left_out_basic"},
    {"N6", "personnel", budget::TableKind::kT6, budget::Side::kNone, "ALL",
     "personnel", "prose.left_out_personnel", Asked::kOfMost},
    {"N6", "public", budget::TableKind::kT6, budget::Side::kNone, "ALL",
     "public", "prose.left_out_public", Asked::kOfMost},
    {"N10", "total", budget::TableKind::kT10, budget::Side::kNone, "total",
     "total", "prose.left_out_three"},
};

// Whether a sentence of the section holds that amount, in whatever words.
bool HoldsAmount(const SectionText& text, int64_t fen) {
  return std::any_of(
      text.sentences.begin(), text.sentences.end(), [&](const auto& each) {
        const std::vector<TextFigure> amounts = AmountsIn(each.first);
        return std::any_of(amounts.begin(), amounts.end(),
                           [&](const TextFigure& amount) {
                             return std::abs(amount.micro - fen) <= kPlaceFen;
                           });
      });
}

// Whether every amount of that size is stated of another subject, and no word
// names a total: 支出包括科学技术支出713.33万元 is no 收支总预算.
bool IsOthersAmount(const CheckContext& context, const SectionText& text,
                    absl::string_view section, int64_t fen) {
  constexpr absl::string_view kTotals[] = {"总预算", "总收入", "总支出", "总额",
                                           "总计",   "合计",   "共计"};
  if (text.Contains(kTotals)) return false;
  int64_t unclaimed = 0;
  for (const auto& [sentence, line] : text.sentences) {
    for (const TextFigure& amount : AmountsIn(sentence)) {
      unclaimed += amount.micro == fen ? 1 : 0;
    }
  }
  for (const Statement& statement : context.statements) {
    if (statement.section == section && HasValue(statement.amount) &&
        *statement.amount->value_micro == fen) {
      --unclaimed;
    }
  }
  return unclaimed <= 0;
}

// Totals that sections state in the form and a section with figures does not:
// neither where they are looked for nor in words that are not understood.
void CheckTotals(const CheckContext& context) {
  for (const StatedAmount& each : kAmounts) {
    const IndexedTable& table = context.index.Of(each.table);
    const Statement* stated =
        FindStatement(context.statements, each.section, each.subject);
    if (!HasClaims(context, each.section) || !table.usable() ||
        (stated != nullptr && stated->amount != nullptr)) {
      continue;
    }
    const int column = table.shape().ColumnIndex(each.side, each.column);
    if (column < 0) continue;
    const Figure figure = FigureAt(table, each.side, each.row, column);
    if (!figure.readable || figure.fen == 0) continue;
    const SectionText text = TextOf(context, each.section);
    if (text.sentences.empty()) continue;
    // Section 一 has a list of each side, and either may hold one item only.
    const bool held =
        HoldsAmount(text, figure.fen) &&
        (each.section != "N1" ||
         !IsOthersAmount(context, text, each.section, figure.fen));
    if (!held) TellLeftOut(context, each.section, each.what, each.asked);
  }
}

// What the other subjects of a section state and one does not: a share, a
// change.
void CheckMeasure(const CheckContext& context, absl::string_view section,
                  const budget::Claim* Statement::*measure,
                  absl::string_view what) {
  std::vector<const Statement*> lacking;
  size_t stating = 0;
  const IndexedTable& table = context.index.Of(FindSource(section));
  for (const Statement& statement : context.statements) {
    if (statement.section != section || statement.subject == "total" ||
        !HasValue(statement.amount) || *statement.amount->value_micro == 0) {
      continue;
    }
    // Details of a source are told without.
    const budget::Row* row = table.Find(budget::Side::kNone, statement.subject);
    if (row == nullptr || row->level == budget::RowLevel::kNone) continue;
    if (statement.*measure != nullptr) {
      ++stating;
    } else {
      lacking.push_back(&statement);
    }
  }
  if (stating == 0 || lacking.empty() || lacking.size() > stating) return;
  std::vector<Place> places;
  for (const Statement* statement : lacking) {
    places.push_back(PlaceOf(*statement->amount));
  }
  context.reporter.Note(std::move(places),
                        Message("prose.left_out", {{"what", Message(what)}}));
}

// A project of section 七: its sentences from the one with its name on.
struct Project {
  int line = 0;
  int next_line = 0;  // Of the next project.
  SectionText text;
};

std::vector<Project> ProjectsOf(const CheckContext& context) {
  std::vector<Project> projects;
  for (auto& [sentence, line] : TextOf(context, "N7").sentences) {
    if (absl::StrContains(sentence, kProjectName)) {
      if (!projects.empty()) projects.back().next_line = line;
      projects.push_back({line, std::numeric_limits<int>::max(), {}});
    }
    if (projects.empty()) continue;
    projects.back().text.sentences.emplace_back(std::move(sentence), line);
  }
  return projects;
}

bool Says(const CheckContext& context, const Project& project,
          const Field& field) {
  if (project.text.Contains(field.words)) return true;
  if (field.measure == "policy" &&
      std::any_of(project.text.sentences.begin(), project.text.sentences.end(),
                  [](const auto& each) {
                    return budget::StartsWithAny(each.first, kPolicyOpenings);
                  })) {
    return true;
  }
  return std::any_of(
      context.document.claims.begin(), context.document.claims.end(),
      [&](const budget::Claim& claim) {
        const ClaimParts parts = SplitClaim(claim.address);
        return parts.section == "N7" && parts.measure == field.measure &&
               !absl::StrContains(parts.subject, '/') &&
               claim.line >= project.line && claim.line < project.next_line;
      });
}

// A project without what the others say of themselves.
void CheckFields(const CheckContext& context) {
  const std::vector<Project> projects = ProjectsOf(context);
  for (const Field& field : kFields) {
    std::vector<Place> lacking;
    for (const Project& project : projects) {
      if (!Says(context, project, field)) {
        lacking.push_back({"N7", {project.line, ""}});
      }
    }
    if (lacking.empty()) continue;
    const budget::Text message = Message(
        "prose.left_out_field",
        {{"field", field.label}, {"count", absl::StrCat(lacking.size())}});
    if (lacking.size() < projects.size()) {
      context.reporter.Fail(std::move(lacking), message);
    } else if (field.asked_of_all) {
      context.reporter.Note(std::move(lacking), message);
    }
  }
}

bool IsLabel(absl::string_view sentence) {
  const size_t colon = sentence.find(':');
  if (colon == absl::string_view::npos) return false;
  const absl::string_view label = sentence.substr(0, colon);
  return absl::StrContains(label, kProjectName) ||
         std::any_of(std::begin(kFields), std::end(kFields),
                     [&](const Field& field) {
                       return ContainsAny(label, field.words);
                     });
}

// A label with nothing behind it, before the next one.
void CheckEmptyLabels(const CheckContext& context) {
  const SectionText text = TextOf(context, "N7");
  for (size_t i = 0; i < text.sentences.size(); ++i) {
    const auto& [sentence, line] = text.sentences[i];
    const bool last = i + 1 == text.sentences.size();
    if (!absl::EndsWith(sentence, ":") || !IsLabel(sentence) ||
        (!last && !IsLabel(text.sentences[i + 1].first))) {
      continue;
    }
    context.reporter.Fail({{"N7", {line, ""}}},
                          Message("prose.label_empty", {{"label", sentence}}));
  }
}

}  // namespace

// S-17: what is published by law is said, projects of section 七 give the same
// particulars, and subjects of a section the same measures (a note).
void CheckLeftOut(const CheckContext& context) {
  CheckStatutory(context);
  CheckTotals(context);
  CheckContentsLeftOut(context);
  CheckFields(context);
  CheckEmptyLabels(context);
  CheckMeasure(context, "N2", &Statement::share, "prose.left_out_share");
  for (const absl::string_view section : {"N2", "N3", "N5a", "N5c"}) {
    CheckMeasure(context, section, &Statement::delta, "prose.left_out_change");
  }
}

}  // namespace yuheng::validation
