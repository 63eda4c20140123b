#include <algorithm>
#include <cctype>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
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

}  // namespace

// N-35: the number of subordinate units and of offices is that of the names
// listed behind it.
void CheckCountsOfNames(const CheckContext& context) {
  CheckList(context, "units", Message("prose.units"));
  CheckList(context, "offices", Message("prose.offices"));
}

// N-36: how many persons in post, retired and so on were added or left, as
// reasons say it, is what part one says.
void CheckHeadCounts(const CheckContext& context) {
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
