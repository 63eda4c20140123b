#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/fault/history/check.h"

namespace yuheng::fault {
namespace {

using Place = std::pair<std::string, std::string>;  // Department, request id.

std::string Words(const Place& place) {
  return absl::StrCat(place.second, " of ", place.first);
}

// What is finally known of one request id.
struct Settled {
  Answer answer = Answer::kUnknown;
  int64_t seq = 0;
  int64_t revision = 0;
  std::string reason;

  friend bool operator==(const Settled&, const Settled&) = default;
};

std::string Words(const Settled& settled) {
  switch (settled.answer) {
    case Answer::kApplied:
      return absl::StrCat("applied as seq ", settled.seq, " at revision ",
                          settled.revision);
    case Answer::kRefused:
      return absl::StrCat("refused, ", settled.reason);
    case Answer::kNeverApplied:
      return "never applied";
    case Answer::kUnknown:
      break;
  }
  return "not known";
}

// Every final answer, by what it was about. A refusal because the id belongs
// to other content says nothing of that content.
std::multimap<Place, Settled> AnswersOf(const History& history) {
  std::multimap<Place, Settled> answers;
  for (const PostCall& call : history.posts) {
    if (call.answer == Answer::kUnknown || call.reason == "REQUEST_ID_REUSED") {
      continue;
    }
    answers.emplace(Place(call.department, call.request_id),
                    Settled{call.answer, call.seq, call.revision, call.reason});
  }
  for (const OutcomeCall& call : history.outcomes) {
    if (call.answer == Answer::kUnknown) continue;
    answers.emplace(Place(call.department, call.request_id),
                    Settled{call.answer, call.seq, call.revision, call.reason});
  }
  return answers;
}

void CheckAnswers(const History& history, Violations* found) {
  std::map<Place, const LedgerEntry*> entries;
  for (const LedgerEntry& entry : history.entries) {
    const Place place(entry.department, entry.request_id);
    if (!entries.emplace(place, &entry).second) {
      found->push_back({"posting_doubled",
                        absl::StrCat(Words(place), " has two entries, seq ",
                                     entries[place]->seq, " and ", entry.seq)});
    }
  }
  const auto answers = AnswersOf(history);
  const std::pair<const Place, Settled>* before = nullptr;
  for (const auto& answer : answers) {
    const auto& [place, settled] = answer;
    if (before != nullptr && before->first == place &&
        before->second != settled) {
      found->push_back(
          {"outcome_changed",
           absl::StrCat(Words(place), " was said to be ", Words(before->second),
                        " and to be ", Words(settled))});
    }
    before = &answer;
    const auto entry = entries.find(place);
    if (settled.answer != Answer::kApplied) {
      if (entry == entries.end()) continue;
      found->push_back(
          {"outcome_changed",
           absl::StrCat(Words(place), " was said to be ", Words(settled),
                        " and is seq ", entry->second->seq, " of the ledger")});
    } else if (entry == entries.end()) {
      found->push_back(
          {"posting_lost", absl::StrCat(Words(place), " was said to be ",
                                        Words(settled), " and is no entry")});
    } else if (entry->second->seq != settled.seq ||
               entry->second->revision != settled.revision) {
      found->push_back(
          {"outcome_changed",
           absl::StrCat(Words(place), " was said to be ", Words(settled),
                        " and is seq ", entry->second->seq, " at revision ",
                        entry->second->revision)});
    }
  }
}

// Entries in the order of department and seq.
void CheckChains(const History& history, Violations* found) {
  std::vector<const LedgerEntry*> entries;
  for (const LedgerEntry& entry : history.entries) entries.push_back(&entry);
  std::stable_sort(entries.begin(), entries.end(),
                   [](const LedgerEntry* a, const LedgerEntry* b) {
                     return std::tie(a->department, a->seq) <
                            std::tie(b->department, b->seq);
                   });
  std::map<int64_t, const LedgerEntry*> revisions;
  const LedgerEntry* before = nullptr;
  for (const LedgerEntry* entry : entries) {
    const std::string words =
        absl::StrCat("seq ", entry->seq, " of ", entry->department);
    if (!revisions.emplace(entry->revision, entry).second) {
      const LedgerEntry* other = revisions[entry->revision];
      found->push_back(
          {"revision_reused",
           absl::StrCat(words, " has revision ", entry->revision, ", as seq ",
                        other->seq, " of ", other->department)});
    }
    const bool first =
        before == nullptr || before->department != entry->department;
    if (entry->seq != (first ? 1 : before->seq + 1)) {
      found->push_back({"seq_gap", absl::StrCat(words, " follows seq ",
                                                first ? 0 : before->seq)});
    } else if (!first && entry->previous_hash != before->hash) {
      found->push_back({"seq_gap", absl::StrCat(words,
                                                " does not hold the "
                                                "hash before it")});
    }
    if (!first && entry->revision <= before->revision) {
      found->push_back(
          {"revision_reused",
           absl::StrCat("the revision of ", words, " does not ascend")});
    }
    before = entry;
  }
}

// What was answered before another was asked for stands before it.
void CheckOrder(const History& history, Violations* found) {
  std::map<std::string, std::vector<const PostCall*>> by_department;
  for (const PostCall& call : history.posts) {
    if (call.answer == Answer::kApplied) {
      by_department[call.department].push_back(&call);
    }
  }
  for (auto& [department, calls] : by_department) {
    std::vector<const PostCall*> by_end = calls;
    const auto earlier = [](int64_t CallTime::*time) {
      return [time](const PostCall* a, const PostCall* b) {
        return a->time.*time < b->time.*time;
      };
    };
    std::stable_sort(by_end.begin(), by_end.end(), earlier(&CallTime::end_us));
    std::stable_sort(calls.begin(), calls.end(), earlier(&CallTime::begin_us));
    size_t ended = 0;
    const PostCall* highest = nullptr;
    for (const PostCall* call : calls) {
      for (; ended < by_end.size() &&
             by_end[ended]->time.end_us < call->time.begin_us;
           ++ended) {
        if (highest == nullptr || by_end[ended]->seq > highest->seq) {
          highest = by_end[ended];
        }
      }
      if (call->replayed || highest == nullptr || call->seq > highest->seq) {
        continue;
      }
      found->push_back(
          {"order_reversed",
           absl::StrCat(call->request_id, " of ", department,
                        " was newly applied as seq ", call->seq, " after ",
                        highest->request_id, " had been answered as seq ",
                        highest->seq)});
    }
  }
}

}  // namespace

void CheckPostings(const History& history, Violations* found) {
  CheckAnswers(history, found);
  CheckChains(history, found);
  CheckOrder(history, found);
}

}  // namespace yuheng::fault
