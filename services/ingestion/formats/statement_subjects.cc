#include "services/ingestion/formats/statement_subjects.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "services/ingestion/formats/prefixes.h"

namespace yuheng::ingestion {
namespace {

// Brackets inside brackets.
constexpr size_t kBracketsMax = 8;
// Subjects of one sentence; no section has more accounts.
constexpr size_t kSpokenMax = 64;
// What stands between two labels that belong together is not longer.
constexpr size_t kBetweenBytesMax = 120;

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

SubjectTracker::Joint SubjectTracker::JointOf(absl::string_view between) {
  constexpr absl::string_view kListing[] = {
      "、", "和", "以及", "及", "与", "或", "资金", "(项)", "(款)", "(类)"};
  if (between.empty()) return Joint::kLoose;
  if (between.size() > kBetweenBytesMax) return Joint::kNone;
  if (WithoutLeading(between, kListing).empty()) return Joint::kList;
  constexpr absl::string_view kLoose[] = {"、", "和", "以及", "及",   "与", ",",
                                          "或", "(",  ")",    "资金", "的"};
  return WithoutLeading(between, kLoose).empty() ? Joint::kLoose : Joint::kNone;
}

void SubjectTracker::Open(std::vector<std::string> names) {
  current_ = Subject();
  current_.names = std::move(names);
}

void SubjectTracker::Name(const std::string& subject, Joint joint) {
  if (joint == Joint::kNone || pending_.size() >= kSpokenMax) DropPending();
  if (joint != Joint::kList) listed_.clear();
  if (pending_.empty() || pending_.back() != subject) {
    pending_.push_back(subject);
  }
  if (!Contains(listed_, subject)) listed_.push_back(subject);
  Open({subject});
}

void SubjectTracker::NameNil(const std::string& subject) {
  Open({subject});
  current_.amount_taken = current_.count_taken = current_.area_taken = true;
  current_.nil = true;
}

void SubjectTracker::ShareOut(size_t figures) {
  if (figures < 2) return;
  const bool listed = pending_.size() >= 2;
  const std::vector<std::string>& named = listed            ? pending_
                                          : shared_.empty() ? spoken_
                                                            : shared_;
  if (named.size() < figures || (listed && named.size() > figures)) {
    DropPending();
    current_.open = false;
    return;
  }
  const std::vector<std::string> subjects(named.end() - figures, named.end());
  queue_.assign(subjects.begin(), subjects.end());
  shared_ = subjects;
  DropPending();
}

void SubjectTracker::Take(bool zero) {
  if (!queue_.empty()) {
    Open({std::move(queue_.front())});
    queue_.pop_front();
  } else if (listed_.size() >= 2) {
    Open(each_has_it_ || zero
             ? listed_
             : std::vector<std::string>{absl::StrJoin(listed_, "+")});
  }
  DropPending();
}

void SubjectTracker::AddSpoken() {
  for (const std::string& name : current_.names) {
    if (spoken_.size() < kSpokenMax && !Contains(spoken_, name)) {
      spoken_.push_back(name);
    }
  }
}

void SubjectTracker::OpenBracket() {
  if (outer_.size() < kBracketsMax) {
    outer_.push_back({current_, pending_, listed_});
  }
}

bool SubjectTracker::CloseBracket() {
  if (outer_.empty()) return false;
  Outer before = std::move(outer_.back());
  outer_.pop_back();
  if (current_.names == before.subject.names) {
    // A figure in the brackets that fits nothing ends with them.
    current_.open = before.subject.open;
    return false;
  }
  // (一般公共预算)483.53万元: nothing was named before the bracket.
  const bool named =
      before.subject.last != Subject::Last::kNothing || !before.pending.empty();
  if (!pending_.empty() && !named) return false;
  current_ = std::move(before.subject);
  pending_ = std::move(before.pending);
  listed_ = std::move(before.listed);
  return true;
}

void SubjectTracker::DropPending() {
  pending_.clear();
  listed_.clear();
  each_has_it_ = false;
}

void SubjectTracker::EndSentence() {
  DropPending();
  queue_.clear();
  shared_.clear();
  spoken_.clear();
}

}  // namespace yuheng::ingestion
