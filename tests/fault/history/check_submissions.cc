#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/fault/history/check.h"

namespace yuheng::fault {
namespace {

using Place = std::pair<std::string, std::string>;  // Department, id.
using Slot = std::tuple<std::string, int, int, std::string>;

template <typename Record>
Slot SlotOf(const Record& record) {
  return {record.department, record.fiscal_year, record.stage, record.unit};
}

std::string Words(const Slot& slot) {
  const auto& [department, year, stage, unit] = slot;
  return absl::StrCat(department, "/", year, "/", stage, "/", unit);
}

using Stored = std::map<Place, const StoredSubmission*>;

void CheckUploads(const History& history, const Stored& stored,
                  Violations* found) {
  std::map<Place, const SubmitCall*> first;
  for (const SubmitCall& call : history.submits) {
    if (call.answer != Answer::kApplied) continue;
    const std::string words =
        absl::StrCat("the upload ", call.request_id, " of ", call.department);
    const auto it = stored.find({call.department, call.submission});
    if (it == stored.end()) {
      found->push_back(
          {"submission_lost",
           absl::StrCat(words, " was received as ", call.submission,
                        ", which is not "
                        "there")});
    } else if (it->second->sha256 != call.sha256 ||
               SlotOf(*it->second) != SlotOf(call)) {
      found->push_back(
          {"submission_lost",
           absl::StrCat(words, " was received as ", call.submission,
                        ", which is another document")});
    }
    const auto [known, added] =
        first.emplace(Place(call.department, call.request_id), &call);
    if (!added && known->second->submission != call.submission) {
      found->push_back({"submission_doubled",
                        absl::StrCat(words, " made ", known->second->submission,
                                     " and ", call.submission)});
    }
  }
}

// What may have become of a submission after an acknowledged decision.
bool Holds(const std::string& decision, const std::string& state) {
  if (decision == "WITHDRAW") return state == "WITHDRAWN";
  if (decision == "RETURN") return state == "RETURNED";
  return state != "RECEIVED" && state != "PENDING_REVIEW" &&
         state != "UNREADABLE";
}

void CheckDecisions(const History& history, const Stored& stored,
                    Violations* found) {
  for (const DecideCall& call : history.decisions) {
    if (call.answer != Answer::kApplied) continue;
    const auto it = stored.find({call.department, call.submission});
    const std::string state =
        it == stored.end() ? "not there" : it->second->state;
    if (Holds(call.decision, state)) continue;
    found->push_back({"decision_lost",
                      absl::StrCat(call.decision, " of ", call.submission,
                                   " was acknowledged, and it is ", state)});
  }
}

void CheckVersions(const History& history, Violations* found) {
  std::map<Slot, std::set<int>> versions;
  std::map<Place, std::string> requests;
  for (const StoredSubmission& submission : history.submissions) {
    const Slot slot = SlotOf(submission);
    if (!versions[slot].insert(submission.version).second) {
      found->push_back({"version_gap",
                        absl::StrCat("two submissions are version ",
                                     submission.version, " of ", Words(slot))});
    }
    const auto [it, added] = requests.emplace(
        Place(submission.department, submission.request_id), submission.id);
    if (!added) {
      found->push_back({"submission_doubled",
                        absl::StrCat(submission.request_id, " made ",
                                     it->second, " and ", submission.id)});
    }
    if (submission.pending) {
      found->push_back(
          {"work_left",
           absl::StrCat(submission.id, " of ", submission.department, " is ",
                        submission.state, " and not done with")});
    }
  }
  for (const auto& [slot, numbers] : versions) {
    if (*numbers.rbegin() == static_cast<int>(numbers.size())) continue;
    found->push_back(
        {"version_gap",
         absl::StrCat("of ", *numbers.rbegin(), " versions of ", Words(slot),
                      " there are ", numbers.size())});
  }
}

// The ledger has in force what is POSTED, and nothing else of submissions.
void CheckLedger(const History& history, const Stored& stored,
                 Violations* found) {
  std::map<Slot, const LedgerEntry*> newest;
  std::map<Place, int64_t> posted_as;
  for (const LedgerEntry& entry : history.entries) {
    if (!entry.payer_department.empty()) continue;  // In no slot.
    const LedgerEntry*& last = newest[SlotOf(entry)];
    if (last == nullptr || entry.seq > last->seq) last = &entry;
    const Place place(entry.department, entry.submission);
    if (entry.reversal || !stored.contains(place)) continue;
    const auto [it, added] = posted_as.emplace(place, entry.seq);
    if (!added) {
      found->push_back(
          {"submission_doubled",
           absl::StrCat(entry.submission, " of ", entry.department, " is seq ",
                        it->second, " and seq ", entry.seq)});
    }
  }
  std::map<Slot, const StoredSubmission*> posted;
  for (const auto& [place, submission] : stored) {
    if (submission->state != "POSTED") continue;
    const auto [other, added] = posted.emplace(SlotOf(*submission), submission);
    if (!added) {
      found->push_back({"ledger_disagrees",
                        absl::StrCat(other->second->id, " and ", submission->id,
                                     " are both POSTED")});
    }
    const auto entry = posted_as.find(place);
    if (entry == posted_as.end() || entry->second != submission->entry_seq) {
      found->push_back(
          {"ledger_disagrees",
           absl::StrCat(submission->id, " of ", place.first,
                        " is POSTED as seq ", submission->entry_seq,
                        ", which is not its entry")});
    }
  }
  for (const auto& [slot, entry] : newest) {
    const auto it = posted.find(slot);
    const std::string in_force = entry->reversal ? "" : entry->submission;
    const std::string expected = it == posted.end() ? "" : it->second->id;
    // What others post directly has no submission here.
    const bool ours =
        in_force.empty() || stored.contains({entry->department, in_force});
    if (!ours || in_force == expected) continue;
    found->push_back(
        {"ledger_disagrees",
         absl::StrCat("the ledger has \"", in_force, "\" in force for ",
                      Words(slot), ", and POSTED is \"", expected, "\"")});
  }
  for (const auto& [slot, submission] : posted) {
    if (newest.contains(slot)) continue;
    found->push_back(
        {"ledger_disagrees",
         absl::StrCat(submission->id, " is POSTED and has no entry")});
  }
}

}  // namespace

void CheckSubmissions(const History& history, Violations* found) {
  Stored stored;
  for (const StoredSubmission& submission : history.submissions) {
    stored.emplace(Place(submission.department, submission.id), &submission);
  }
  CheckUploads(history, stored, found);
  CheckDecisions(history, stored, found);
  CheckVersions(history, found);
  CheckLedger(history, stored, found);
}

}  // namespace yuheng::fault
