#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/validation/evaluation/diagnosis/causes.h"
#include "services/validation/evaluation/diagnosis/code_slip.h"
#include "services/validation/evaluation/diagnosis/missing_row.h"
#include "services/validation/evaluation/diagnosis/name_slip.h"
#include "services/validation/evaluation/diagnosis/unit_slip.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::Text;

// The address without its last part: the row or subject; of the allocation of a
// project (N7) the project.
absl::string_view SubjectOf(absl::string_view address) {
  const absl::string_view subject = address.substr(0, address.rfind(':'));
  return absl::StartsWith(subject, "N7:") ? subject.substr(0, subject.find('/'))
                                          : subject;
}

// Of a table or section as a whole: what is wrong there need not be one thing.
bool IsTotal(absl::string_view subject) {
  return subject.find(':') == absl::string_view::npos ||
         absl::EndsWith(subject, ":ALL") || absl::EndsWith(subject, ":total");
}

// Sets that are joined step by step; a set is named by its smallest member.
class Sets {
 public:
  explicit Sets(size_t size) : parent_(size) {
    std::iota(parent_.begin(), parent_.end(), size_t{0});
  }

  size_t Of(size_t member) const {
    while (parent_[member] != member) member = parent_[member];
    return member;
  }

  void Join(size_t a, size_t b) {
    a = Of(a);
    b = Of(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<size_t> parent_;
};

// Joins what has the same key.
template <typename Key>
class Joiner {
 public:
  explicit Joiner(Sets* sets) : sets_(*sets) {}

  void Add(Key key, size_t member) {
    const auto [it, added] = first_.emplace(std::move(key), member);
    if (!added) sets_.Join(it->second, member);
  }

 private:
  Sets& sets_;
  std::map<Key, size_t> first_;
};

class Grouping {
 public:
  // Null: no suggestion can be tried.
  Grouping(Trial trial, Evidence& evidence,
           std::vector<CommonCause> common_causes,
           std::vector<Suggestion> suggestions)
      : trial_(std::move(trial)),
        evidence_(evidence),
        failures_(evidence.failures()),
        common_causes_(std::move(common_causes)),
        suggestions_(std::move(suggestions)),
        sets_(failures_.size()),
        common_cause_of_(failures_.size(), -1),
        suggestion_of_(failures_.size(), -1) {}

  std::vector<FindingGroup> Run() {
    JoinCommonCauses();
    if (trial_) {
      TrySuggestion();
    } else {
      Assign();
    }
    JoinSuggested();
    JoinAlike();
    std::map<size_t, std::vector<size_t>> members;
    for (size_t i = 0; i < failures_.size(); ++i) {
      members[sets_.Of(i)].push_back(i);
    }
    std::vector<std::pair<std::tuple<bool, int>, FindingGroup>> groups;
    for (const auto& [first, all] : members) {
      const bool errors = std::any_of(all.begin(), all.end(), [&](size_t i) {
        return failures_[i].finding.severity == Severity::kError;
      });
      FindingGroup group = GroupOf(all);
      const int size = static_cast<int>(group.findings.size());
      groups.push_back({{!errors, -size}, std::move(group)});
    }
    std::stable_sort(
        groups.begin(), groups.end(),
        [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<FindingGroup> result;
    for (auto& [rank, group] : groups) result.push_back(std::move(group));
    return result;
  }

 private:
  const Figure& FigureAt(int fact) const {
    return evidence_.identities().facts()[static_cast<size_t>(fact)].figure;
  }

  void JoinCommonCauses() {
    for (size_t c = 0; c < common_causes_.size(); ++c) {
      const std::vector<int>& failures = common_causes_[c].failures;
      for (const int failure : failures) {
        sets_.Join(static_cast<size_t>(failures[0]),
                   static_cast<size_t>(failure));
        common_cause_of_[static_cast<size_t>(failure)] = static_cast<int>(c);
      }
    }
  }

  void JoinSuggested() {
    Joiner<const void*> rows(&sets_);
    for (const Suggestion& suggestion : suggestions_) {
      const auto first = static_cast<size_t>(suggestion.failures[0]);
      for (const int failure : suggestion.failures) {
        sets_.Join(first, static_cast<size_t>(failure));
      }
      // Several figures of one row are wrong: a row that is shifted, or has
      // come from elsewhere.
      const Figure& figure = FigureAt(suggestion.fact);
      if (suggestion.certain() && figure.row != nullptr) {
        rows.Add(figure.row, first);
      }
    }
  }

  // Named checks judge in their own ways: what a suggestion settles of theirs,
  // and what comes with it, shows when the document is checked with it. One
  // that brings as much as it settles is none. Only the first with a value is
  // tried, for a trial takes as long as half a check; of the others it is not
  // said that nothing comes with them.
  void TrySuggestion() {
    Assign();
    const auto first = std::find_if(
        suggestions_.begin(), suggestions_.end(),
        [](const auto& each) { return each.certain() && each.exact(); });
    if (first == suggestions_.end()) return;
    Try(&*first);
    if (first->failures.empty()) suggestions_.erase(first);
    Assign();
  }

  void Assign() {
    std::fill(suggestion_of_.begin(), suggestion_of_.end(), -1);
    for (size_t s = 0; s < suggestions_.size(); ++s) {
      for (const int failure : suggestions_[s].failures) {
        suggestion_of_[static_cast<size_t>(failure)] = static_cast<int>(s);
      }
    }
  }

  // Without failures when it does not hold.
  void Try(Suggestion* suggestion) {
    const auto rest = trial_(ChangesOf(*suggestion));
    if (!rest) return;
    std::map<FailureKey, int> gone;
    for (const KeptFinding& kept : failures_) ++gone[KeyOf(kept.finding)];
    std::vector<std::string> brings;
    for (const Finding& finding : *rest) {
      if (--gone[KeyOf(finding)] < 0) brings.push_back(finding.rule);
    }
    std::vector<int> settled;
    const auto take = [&](int i) {
      if (--gone[KeyOf(failures_[static_cast<size_t>(i)].finding)] >= 0) {
        settled.push_back(i);
      }
    };
    for (const int i : suggestion->failures) take(i);
    for (size_t i = 0; i < failures_.size(); ++i) {
      if (!Decided(i)) take(static_cast<int>(i));
    }
    std::sort(settled.begin(), settled.end());
    const bool holds = settled.size() > brings.size();
    suggestion->failures = holds ? std::move(settled) : std::vector<int>();
    suggestion->brings = std::move(brings);
  }

  std::vector<Change> ChangesOf(const Suggestion& suggestion) const {
    std::vector<Change> changes = {FigureChange{
        PlaceOf(FigureAt(suggestion.fact)).address, suggestion.suggested_fen}};
    for (const Alternative& each : suggestion.also) {
      changes.push_back(
          FigureChange{PlaceOf(FigureAt(each.fact)).address, each.fen});
    }
    return changes;
  }

  bool Decided(size_t failure) const {
    if (common_cause_of_[failure] >= 0) return true;
    const int s = suggestion_of_[failure];
    return s >= 0 && suggestions_[static_cast<size_t>(s)].certain();
  }

  // The amount that a finding is about; 0 when it has none.
  static int64_t AmountAtStake(const Finding& finding) {
    if (finding.difference_micro) return std::abs(*finding.difference_micro);
    return finding.actual_micro ? 0
                                : std::abs(finding.expected_micro.value_or(0));
  }

  // Failures that no suggestion settles, or that it settles as well as another:
  // by the figure or the row they blame first (of a total row only with the
  // same difference), by the amount at stake in rules about the same part of
  // the document, and by what one rule held several figures against.
  void JoinAlike() {
    Joiner<std::string> figures(&sets_);
    Joiner<std::pair<std::string, int64_t>> rows(&sets_);
    Joiner<std::string> subjects(&sets_);
    Joiner<std::pair<std::string, int64_t>> amounts(&sets_);
    Joiner<std::pair<std::string, std::string>> compared(&sets_);
    std::map<std::string, size_t> culprits;
    for (const Suggestion& suggestion : suggestions_) {
      if (!suggestion.certain()) continue;
      culprits.emplace(PlaceOf(FigureAt(suggestion.fact)).address,
                       static_cast<size_t>(suggestion.failures[0]));
    }
    for (size_t i = 0; i < failures_.size(); ++i) {
      if (Decided(i)) continue;
      const Finding& finding = failures_[i].finding;
      const std::string& first = finding.places[0].address;
      const auto culprit = culprits.find(first);
      if (culprit != culprits.end()) {
        sets_.Join(culprit->second, i);
        continue;
      }
      figures.Add(first, i);
      const std::string subject(SubjectOf(first));
      if (finding.difference_micro.value_or(0) != 0) {
        rows.Add({subject, *finding.difference_micro}, i);
      }
      if (const int64_t amount = AmountAtStake(finding); amount != 0) {
        amounts.Add({finding.rule.substr(0, finding.rule.find('-')), amount},
                    i);
      }
      if (!IsTotal(subject)) subjects.Add(subject, i);
      // The first place is blamed; the one after it is what it was held
      // against.
      for (size_t p = 0; p < finding.places.size() && p < 2; ++p) {
        compared.Add({finding.rule, finding.places[p].address}, i);
      }
    }
  }

  FindingGroup GroupOf(const std::vector<size_t>& members) const {
    FindingGroup group;
    std::set<int> positions;
    for (const size_t i : members) positions.insert(failures_[i].position);
    group.findings.assign(positions.begin(), positions.end());
    if (const int c = common_cause_of_[members[0]]; c >= 0) {
      const CommonCause& common = common_causes_[static_cast<size_t>(c)];
      group.culprit = common.culprit;
      group.cause = common.cause;
      group.reason = common.reason;
      return group;
    }
    const Suggestion* suggestion = nullptr;
    for (const size_t i : members) {
      const int s = suggestion_of_[i];
      if (s < 0) continue;
      const Suggestion& each = suggestions_[static_cast<size_t>(s)];
      // The one that settles most; a certain one before a doubtful one.
      if (suggestion == nullptr ||
          std::tuple(each.certain(), each.failures.size()) >
              std::tuple(suggestion->certain(), suggestion->failures.size())) {
        suggestion = &each;
      }
    }
    if (suggestion != nullptr) group.reason = ReasonOf(*suggestion, evidence_);
    if (suggestion != nullptr && suggestion->certain()) {
      Blame(*suggestion, &group);
    } else {
      Describe(members, suggestion != nullptr, &group);
    }
    if (group.culprit) {
      for (const KeptFinding& remark : evidence_.remarks()) {
        if (remark.finding.places[0].address == group.culprit->address) {
          positions.insert(remark.position);
        }
      }
    }
    group.findings.assign(positions.begin(), positions.end());
    return group;
  }

  void Blame(const Suggestion& suggestion, FindingGroup* group) const {
    const Figure& figure = FigureAt(suggestion.fact);
    group->culprit = PlaceOf(figure);
    if (figure.said) group->printed_micro = figure.fen;
    if (!suggestion.exact()) {
      group->cause = Message(
          figure.said ? "diagnosis.suspect_rough"
                      : "diagnosis.suspect_left_out",
          {{"place", FigureText(figure)}, {"printed", ValueText(figure)}});
      return;
    }
    group->suggested_micro = suggestion.suggested_fen;
    if (suggestion.resemblance.slip == Slip::kSign && IsToldInWords(figure)) {
      group->cause = Message(
          "diagnosis.suspect_direction",
          {{"place", FigureText(figure)},
           {"amount", TextAs(figure, std::abs(figure.fen))},
           {"printed", DirectionText(figure, figure.fen)},
           {"suggested", DirectionText(figure, suggestion.suggested_fen)}});
      return;
    }
    group->cause =
        Message(figure.said ? "diagnosis.suspect" : "diagnosis.suspect_blank",
                {{"place", FigureText(figure)},
                 {"printed", ValueText(figure)},
                 {"suggested", TextAs(figure, suggestion.suggested_fen)}});
  }

  // Without a culprit: what the findings say, and where they say it.
  void Describe(const std::vector<size_t>& members, bool has_reason,
                FindingGroup* group) const {
    const Finding& first = failures_[members[0]].finding;
    if (members.size() == 1) {
      group->cause = first.message;
    } else {
      const bool same =
          std::all_of(members.begin(), members.end(), [&](size_t i) {
            return failures_[i].finding.difference_micro ==
                       first.difference_micro &&
                   first.difference_micro.has_value();
          });
      group->cause = Message(
          same ? "diagnosis.same_difference" : "diagnosis.same_subject",
          {{"count", absl::StrCat(members.size())}, {"first", first.message}});
    }
    if (!first.actual_micro || !first.expected_micro) return;
    group->culprit = first.places[0];
    if (!has_reason) group->reason = Message("diagnosis.undecided");
  }

  const Trial trial_;
  Evidence& evidence_;
  const std::vector<KeptFinding>& failures_;
  const std::vector<CommonCause> common_causes_;
  std::vector<Suggestion> suggestions_;
  Sets sets_;
  std::vector<int> common_cause_of_;  // By failure; -1: none.
  std::vector<int> suggestion_of_;    // By failure; -1: none.
};

}  // namespace

std::vector<FindingGroup> Causes::Groups() {
  if (evidence_.failures().empty()) return {};
  std::vector<Breach> breaches = FindBreaches(evidence_);
  std::vector<int64_t> values = evidence_.identities().Values();
  std::vector<CommonCause> common_causes =
      FindCodeSlips(index_, fiscal_year_, evidence_, trial_, &breaches);
  const auto add = [&](std::vector<CommonCause> more) {
    for (CommonCause& cause : more) common_causes.push_back(std::move(cause));
  };
  add(FindMissingRows(index_, evidence_, trial_, common_causes, &breaches,
                      &values));
  add(FindUnitSlips(evidence_, &breaches, &values));
  add(FindNameSlips(evidence_, &breaches));
  // Figures that are taken to be other than printed are so in no trial.
  const bool as_printed = values == evidence_.identities().Values();
  std::vector<Suggestion> suggestions =
      FindCulprits(evidence_, std::move(breaches), std::move(values));
  return Grouping(as_printed ? trial_ : nullptr, evidence_,
                  std::move(common_causes), std::move(suggestions))
      .Run();
}

}  // namespace yuheng::validation
