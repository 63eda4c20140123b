#include <algorithm>
#include <cctype>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/name_list.h"
#include "services/validation/evaluation/statements.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

using budget::EndsWithAny;
using budget::Message;

// A list with a number of its own, such as 事业单位3个, is a list of lists.
bool HasOwnCounts(const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [](const std::string& name) {
    const size_t at = name.find("个");
    return at != std::string::npos && at > 0 &&
           std::isdigit(static_cast<unsigned char>(name[at - 1])) != 0;
  });
}

void CheckList(const CheckContext& context, absl::string_view subject,
               const budget::Text& name) {
  const budget::Claim* count =
      context.claims.Find(absl::StrCat("G:", subject, ":count"));
  const budget::Claim* list =
      context.claims.Find(absl::StrCat("G:", subject, ":words"));
  if (!HasValue(count) || list == nullptr || list->printed.empty()) {
    return;
  }
  const int64_t stated = *count->value_micro / budget::kMicroPerOne;
  const std::vector<std::string> apart = SplitNames(list->printed);
  if (HasOwnCounts(apart)) {
    context.reporter.Insufficient({PlaceOf(*list)},
                                  Message("prose.list_of_lists"));
    return;
  }
  const int64_t least =
      static_cast<int64_t>(SplitAtMarks(list->printed).size());
  const int64_t most = static_cast<int64_t>(apart.size());
  if (stated == least || stated == most ||
      (ListIsOpen(list->printed) && stated >= least)) {
    return;
  }
  Finding finding;
  finding.severity = context.reporter.rule().severity;
  finding.status = FindingStatus::kInconsistent;
  finding.places = {PlaceOf(*count), PlaceOf(*list)};
  finding.expected_micro = most * budget::kMicroPerOne;
  finding.actual_micro = *count->value_micro;
  finding.difference_micro = *count->value_micro - most * budget::kMicroPerOne;
  finding.message =
      Message("prose.count_of_names", {{"name", name},
                                       {"stated", absl::StrCat(stated)},
                                       {"listed", absl::StrCat(most)}});
  context.reporter.Report(std::move(finding));
}

// A number of projects in front of 个项目: 两个项目, 3个项目.
struct ProjectCount {
  int count = 0;
  size_t begin = 0;  // Of the number.
};

std::vector<ProjectCount> ProjectCountsIn(absl::string_view text) {
  constexpr absl::string_view kProjects = "个项目";
  constexpr std::pair<absl::string_view, int> kNumerals[] = {
      {"两", 2}, {"二", 2}, {"三", 3}, {"四", 4}, {"五", 5},
      {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}};
  std::vector<ProjectCount> counts;
  for (size_t at = text.find(kProjects); at != absl::string_view::npos;
       at = text.find(kProjects, at + 1)) {
    size_t begin = at;
    while (begin > 0 &&
           std::isdigit(static_cast<unsigned char>(text[begin - 1])) != 0) {
      --begin;
    }
    int count = 0;
    if (absl::SimpleAtoi(text.substr(begin, at - begin), &count)) {
      counts.push_back({count, begin});
      continue;
    }
    for (const auto& [numeral, value] : kNumerals) {
      if (absl::EndsWith(text.substr(0, at), numeral)) {
        counts.push_back({value, at - numeral.size()});
      }
    }
  }
  return counts;
}

// The names of projects that stand in a list right before `end`; none where
// the list has a name that is no project's.
std::vector<absl::string_view> ProjectsBefore(
    absl::string_view before, const std::set<std::string>& projects) {
  constexpr absl::string_view kListing[] = {"、", "和", "及", "与", "以及"};
  std::vector<absl::string_view> names;
  for (bool joined = true; joined;) {
    absl::string_view name;
    for (const std::string& project : projects) {
      if (absl::EndsWith(before, project) && project.size() > name.size()) {
        name = project;
      }
    }
    if (name.empty()) return {};
    names.push_back(name);
    before.remove_suffix(name.size());
    absl::ConsumeSuffix(&before, "\"");
    joined = false;
    for (const absl::string_view joint : kListing) {
      joined = joined || absl::ConsumeSuffix(&before, joint);
    }
  }
  return names;
}

// 甲项目、乙项目两个项目: as many as are listed.
void CheckProjectCounts(const CheckContext& context) {
  std::set<std::string> projects;
  if (const budget::Table* table =
          context.document.FindTable(budget::TableKind::kT7)) {
    for (const budget::Row& row : table->rows) {
      if (!row.project.empty()) {
        projects.insert(budget::NormaliseLabel(row.project));
      }
    }
  }
  for (const budget::PerformanceSheet& sheet : context.document.sheets) {
    if (!sheet.project.empty()) {
      projects.insert(budget::NormaliseLabel(sheet.project));
    }
  }
  for (const budget::Sentence& sentence : context.document.sentences) {
    if (!StatesBudget(sentence.section)) continue;
    const std::string text = budget::NormaliseLabel(sentence.text);
    for (const ProjectCount& stated : ProjectCountsIn(text)) {
      const std::vector<absl::string_view> names = ProjectsBefore(
          absl::string_view(text).substr(0, stated.begin), projects);
      const int listed = static_cast<int>(names.size());
      if (listed < 2 || listed == stated.count) continue;
      context.reporter.Fail(
          {{sentence.section, {sentence.line, ""}}},
          Message(
              "prose.project_count",
              {{"stated", absl::StrCat(stated.count)},
               {"listed", absl::StrCat(listed)},
               {"names", absl::StrJoin(names.rbegin(), names.rend(), "、")}}));
    }
  }
}

struct Kind {
  absl::string_view word;
  absl::string_view subject;
};
constexpr Kind kKinds[] = {
    {"在职", "in_post"}, {"退休", "retired"}, {"离休", "retired_cadre"}};
constexpr absl::string_view kPersonWords[] = {
    "人员",   "人数",   "职工", "干部", "教师",
    "较上年", "比上年", "预算", "同比", "净"};
struct Verb {
  absl::string_view word;
  int sign;
};
constexpr Verb kVerbs[] = {{"净增加", 1}, {"增加", 1}, {"新增", 1},
                           {"净增", 1},   {"增", 1},   {"净减少", -1},
                           {"减少", -1},  {"减", -1}};

// Takes one of the words off the end.
bool TakeOff(absl::string_view* text, absl::string_view word) {
  if (!absl::EndsWith(*text, word)) return false;
  text->remove_suffix(word.size());
  return true;
}

void TakePersonWords(absl::string_view* text) {
  for (bool again = true; again;) {
    again = false;
    for (const absl::string_view word : kPersonWords) {
      again |= TakeOff(text, word);
    }
  }
}

int TakeVerb(absl::string_view* text) {
  for (const Verb& verb : kVerbs) {
    if (TakeOff(text, verb.word)) return verb.sign;
  }
  return 0;
}

const Kind* TakeKind(absl::string_view* text) {
  for (const Kind& kind : kKinds) {
    if (!TakeOff(text, kind.word)) continue;
    // 离退休 are two kinds at once.
    return absl::EndsWith(*text, "离") || absl::EndsWith(*text, "退") ? nullptr
                                                                      : &kind;
  }
  return nullptr;
}

// What the words before a number of persons say: 在职人员增加, 增加在职人员.
// The sign is 0 when they are something else.
std::pair<const Kind*, int> ChangeBefore(absl::string_view before) {
  const absl::string_view all = before;
  int sign = TakeVerb(&before);
  TakePersonWords(&before);
  const Kind* kind = TakeKind(&before);
  if (sign != 0 && kind != nullptr) return {kind, sign};
  before = all;
  TakePersonWords(&before);
  kind = TakeKind(&before);
  TakePersonWords(&before);
  sign = TakeVerb(&before);
  return {kind, kind == nullptr ? 0 : sign};
}

constexpr absl::string_view kNet[] = {"净增加", "净增", "净减少", "净减"};
constexpr absl::string_view kJoints[] = {",", "、", ";", "和", "及", "同时"};

constexpr Verb kMoves[] = {{"调入", 1},  {"招录", 1},  {"招聘", 1},
                           {"录用", 1},  {"调出", -1}, {"调离", -1},
                           {"离职", -1}, {"辞职", -1}, {"退休", -1}};

// What is left between two numbers of persons when the words that join them are
// taken off: 增加 where the kind is left to the first one, as in
// 在职人员增加3人,减少1人.
absl::string_view WithoutJoints(absl::string_view between) {
  for (bool again = true; again;) {
    again = false;
    for (const absl::string_view joint : kJoints) {
      again |= absl::ConsumePrefix(&between, joint);
    }
  }
  absl::ConsumePrefix(&between, "净");
  return between;
}

bool GoesOn(absl::string_view between) {
  between = WithoutJoints(between);
  return TakeVerb(&between) != 0 && between.empty();
}

// Persons in post who came or left in other words: 在职人员增加5人,调出2人.
int MoveOf(absl::string_view between) {
  const absl::string_view word = WithoutJoints(between);
  const auto move =
      std::find_if(std::begin(kMoves), std::end(kMoves),
                   [&](const Verb& each) { return each.word == word; });
  return move == std::end(kMoves) ? 0 : move->sign;
}

// How many persons of a kind a reason says there are more or less. Those who
// moved may be counted in or told beside it.
struct HeadCount {
  int64_t micro = 0;
  int64_t with_moves = 0;

  friend auto operator<=>(const HeadCount&, const HeadCount&) = default;
};

// The change of each kind of persons that a reason tells. Those who came and
// those who left are told one by one; the same change told again is not another
// one, and a net change is the whole.
std::map<absl::string_view, HeadCount> HeadCountsIn(absl::string_view text) {
  struct Told {
    std::set<int64_t> changes;
    bool net = false;
    int64_t sum = 0;
    int64_t moves = 0;
  };
  std::map<absl::string_view, Told> told;
  const Kind* last = nullptr;
  size_t end = 0;
  for (const TextFigure& persons : PersonsIn(text)) {
    absl::string_view before = text.substr(0, persons.begin);
    const absl::string_view between = before.substr(end);
    end = persons.end;
    const bool net = EndsWithAny(before, kNet);
    auto [kind, sign] = ChangeBefore(before);
    if (sign == 0 && last != nullptr && GoesOn(between)) {
      kind = last;
      sign = TakeVerb(&before);
    }
    if (sign == 0) {
      if (last == &kKinds[0]) {
        told[last->subject].moves += MoveOf(between) * persons.micro;
      }
      continue;
    }
    last = kind;
    Told& of_kind = told[kind->subject];
    const int64_t change = sign * persons.micro;
    if (net) {
      of_kind.sum = change;
    } else if (!of_kind.net && of_kind.changes.insert(change).second) {
      of_kind.sum += change;
    }
    of_kind.net |= net;
  }
  std::map<absl::string_view, HeadCount> counts;
  for (const auto& [subject, of_kind] : told) {
    counts[subject] = {of_kind.sum,
                       of_kind.sum + (of_kind.net ? 0 : of_kind.moves)};
  }
  return counts;
}

// 离休1人,增加8人: more cannot have come than there are.
void CheckHeadChanges(const CheckContext& context) {
  for (const Kind& kind : kKinds) {
    const budget::Claim* count =
        context.claims.FindValue(absl::StrCat("G:staff:", kind.subject));
    const budget::Claim* change = context.claims.FindValue(
        absl::StrCat("G:staff/", kind.subject, ":delta"));
    if (count == nullptr || change == nullptr ||
        *change->value_micro <= *count->value_micro) {
      continue;
    }
    context.reporter.Fail(
        {PlaceOf(*change), PlaceOf(*count)},
        Message("prose.head_change",
                {{"kind", kind.word},
                 {"count", budget::FormatDecimal(*count->value_micro)},
                 {"change", budget::FormatDecimal(*change->value_micro)}}));
  }
}

}  // namespace

// N-35: the number of subordinate units and of offices is that of the names
// listed behind it, and the number of projects that of the names before it.
void CheckCountsOfNames(const CheckContext& context) {
  CheckList(context, "units", Message("prose.units"));
  CheckList(context, "offices", Message("prose.offices"));
  CheckProjectCounts(context);
}

// N-36: how many persons in post, retired and so on were added or left, as
// reasons say it, is what part one says, which is possible.
void CheckHeadCounts(const CheckContext& context) {
  CheckHeadChanges(context);
  struct Said {
    std::vector<Place> places;
  };
  std::map<std::pair<absl::string_view, HeadCount>, Said> changes;
  for (const budget::Claim& claim : context.document.claims) {
    if (!absl::StartsWith(claim.address, "N") ||
        !absl::EndsWith(claim.address, ":reason")) {
      continue;
    }
    for (const auto& [subject, count] :
         HeadCountsIn(budget::NormaliseLabel(claim.printed))) {
      changes[{subject, count}].places.push_back(PlaceOf(claim));
    }
  }
  bool told = false;
  for (auto& [change, said] : changes) {
    const absl::string_view subject = change.first;
    const auto& count = change.second;
    const int64_t micro = count.micro;
    const budget::Claim* profile =
        context.claims.Find(absl::StrCat("G:staff/", subject, ":delta"));
    if (!HasValue(profile)) {
      if (!told) {
        context.reporter.Insufficient(said.places,
                                      Message("prose.staff_change_unknown"));
      }
      told = true;
      continue;
    }
    if (*profile->value_micro == micro ||
        *profile->value_micro == count.with_moves) {
      continue;
    }
    const Kind* kind =
        std::find_if(std::begin(kKinds), std::end(kKinds),
                     [&](const Kind& each) { return each.subject == subject; });
    Finding finding;
    finding.severity = context.reporter.rule().severity;
    finding.status = FindingStatus::kInconsistent;
    finding.places = std::move(said.places);
    finding.places.push_back(PlaceOf(*profile));
    finding.expected_micro = *profile->value_micro;
    finding.actual_micro = micro;
    finding.difference_micro = micro - *profile->value_micro;
    finding.message =
        Message("prose.head_count",
                {{"kind", kind->word},
                 {"said", budget::FormatDecimal(micro)},
                 {"profile", budget::FormatDecimal(*profile->value_micro)}});
    context.reporter.Report(std::move(finding));
  }
}

}  // namespace yuheng::validation
