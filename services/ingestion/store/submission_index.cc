#include "services/ingestion/store/submission_index.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/match.h"
#include "services/budget/check.h"
#include "services/ingestion/lifecycle/waiver_policy.h"
#include "services/ingestion/store/finding_codec.h"

namespace yuheng::ingestion {
namespace {

template <typename T>
auto OrderOf(const T& place) {
  return std::tie(place.receive_time_unix_us, place.department, place.id);
}

}  // namespace

Slot SlotOf(const storage::SubmissionRecord& record) {
  return {record.fiscal_year, record.stage, record.unit};
}

bool SubmissionIndex::NewestFirst::operator()(const SubmissionEntry* a,
                                              const SubmissionEntry* b) const {
  return OrderOf(*a) > OrderOf(*b);
}

bool SubmissionIndex::NewestFirst::operator()(const ListPosition& a,
                                              const SubmissionEntry* b) const {
  return OrderOf(a) > OrderOf(*b);
}

bool SubmissionIndex::NewestFirst::operator()(const SubmissionEntry* a,
                                              const ListPosition& b) const {
  return OrderOf(*a) > OrderOf(b);
}

void SubmissionIndex::Count(const SubmissionEntry& entry, int64_t by) {
  counts_[entry.state] += by;
  if (!entry.open()) return;
  open_count_ += by;
  auto [it, added] = open_counts_.emplace(entry.department, 0);
  it->second += by;
  if (it->second == 0) open_counts_.erase(it);
}

void SubmissionIndex::Put(const std::string& department,
                          const storage::SubmissionRecord& record) {
  const absl::optional<State> state = StateFromNumber(record.state);
  YUHENG_CHECK(state.has_value());
  // Damaged bytes are named where the verdict is read.
  const validation::v1::VerdictSummary verdict =
      DecodeVerdict(record.verdict).value_or(validation::v1::VerdictSummary());
  absl::MutexLock lock(&mu_);
  DepartmentPart& part = departments_[department];
  SubmissionEntry*& entry = part.by_id[record.id];
  const bool added = entry == nullptr;
  if (added) {
    if (unused_.empty()) unused_.push_back(&entries_.emplace_back());
    entry = unused_.back();
    unused_.pop_back();
    *entry = SubmissionEntry();
    entry->department = department;
    entry->id = record.id;
    entry->slot = SlotOf(record);
    entry->version = record.version;
    entry->receive_time_unix_us = record.receive_time_unix_us;
    entry->size_bytes = static_cast<int64_t>(record.size_bytes);
    entry->document_sha256 = record.document_sha256;
    entry->test = record.test;
    part.ordered.insert(entry);
    ordered_.insert(entry);
    if (!entry->test) part.slots[entry->slot].emplace(entry->version, entry);
  } else {
    Count(*entry, -1);
  }
  entry->state = *state;
  entry->posting_pending = !record.posting_request_id.empty();
  entry->reversal_pending = !record.reversal_request_id.empty();
  entry->late = record.late;
  entry->correction_end_time_unix_us = record.correction_end_time_unix_us;
  entry->error_count = verdict.error_count();
  entry->warning_count = verdict.warning_count();
  entry->note_count = verdict.note_count();
  if (!record.history.empty()) {
    entry->step_time_unix_us = record.history.back().time_unix_us;
    entry->step_actor = record.history.back().actor;
  }
  Count(*entry, 1);
  if (entry->open()) {
    part.open.insert(entry);
  } else {
    part.open.erase(entry);
  }
}

void SubmissionIndex::PutWaivers(absl::string_view department,
                                 absl::string_view id,
                                 const storage::WaiversRecord& waivers) {
  const auto active = std::count_if(
      waivers.waivers.begin(), waivers.waivers.end(),
      [](const storage::WaiverRecord& waiver) {
        return waiver.state == static_cast<int>(WaiverState::kActive);
      });
  absl::MutexLock lock(&mu_);
  const auto part = departments_.find(department);
  if (part == departments_.end()) return;
  const auto found = part->second.by_id.find(id);
  if (found == part->second.by_id.end()) return;
  found->second->explained_count = static_cast<int>(active);
}

void SubmissionIndex::Remove(absl::string_view department,
                             absl::string_view id) {
  absl::MutexLock lock(&mu_);
  const auto part = departments_.find(department);
  if (part == departments_.end()) return;
  const auto found = part->second.by_id.find(id);
  if (found == part->second.by_id.end()) return;
  SubmissionEntry* const entry = found->second;
  // Submissions are kept; only tests are not.
  YUHENG_CHECK(entry->test);
  Count(*entry, -1);
  part->second.open.erase(entry);
  part->second.ordered.erase(entry);
  ordered_.erase(entry);
  part->second.by_id.erase(found);
  if (part->second.by_id.empty()) departments_.erase(part);
  unused_.push_back(entry);
}

absl::optional<std::string> SubmissionIndex::UnitOf(
    absl::string_view department, absl::string_view id) const {
  absl::MutexLock lock(&mu_);
  const auto part = departments_.find(department);
  if (part == departments_.end()) return absl::nullopt;
  const auto found = part->second.by_id.find(id);
  if (found == part->second.by_id.end()) return absl::nullopt;
  return found->second->slot.unit;
}

std::vector<SubmissionEntry> SubmissionIndex::List(
    const ListFilter& filter, const absl::optional<ListPosition>& after,
    size_t count) const {
  absl::MutexLock lock(&mu_);
  const Ordered* ordered = &ordered_;
  if (!filter.department.empty()) {
    const auto part = departments_.find(filter.department);
    if (part == departments_.end()) return {};
    ordered = &part->second.ordered;
  }
  std::vector<SubmissionEntry> page;
  for (auto it = after ? ordered->upper_bound(*after) : ordered->begin();
       it != ordered->end() && page.size() < count; ++it) {
    if (filter.state && (*it)->state != *filter.state) continue;
    if (!absl::StartsWith((*it)->id, filter.id_prefix)) continue;
    if (!filter.units.empty() &&
        std::find(filter.units.begin(), filter.units.end(), (*it)->slot.unit) ==
            filter.units.end()) {
      continue;
    }
    page.push_back(**it);
  }
  return page;
}

std::vector<SubmissionEntry> SubmissionIndex::InSlot(
    absl::string_view department, const Slot& slot) const {
  absl::MutexLock lock(&mu_);
  std::vector<SubmissionEntry> versions;
  const auto part = departments_.find(department);
  if (part == departments_.end()) return versions;
  const auto found = part->second.slots.find(slot);
  if (found == part->second.slots.end()) return versions;
  for (const auto& [version, entry] : found->second) versions.push_back(*entry);
  return versions;
}

absl::optional<SubmissionEntry> SubmissionIndex::NewestInSlot(
    absl::string_view department, const Slot& slot) const {
  absl::MutexLock lock(&mu_);
  const auto part = departments_.find(department);
  if (part == departments_.end()) return absl::nullopt;
  const auto found = part->second.slots.find(slot);
  if (found == part->second.slots.end()) return absl::nullopt;
  return *found->second.rbegin()->second;
}

absl::optional<SubmissionEntry> SubmissionIndex::OnOtherLevel(
    absl::string_view department, const Slot& slot) const {
  absl::MutexLock lock(&mu_);
  const auto part = departments_.find(department);
  if (part == departments_.end()) return absl::nullopt;
  const auto& slots = part->second.slots;
  for (auto it = slots.lower_bound({slot.fiscal_year, slot.stage, ""});
       it != slots.end() && it->first.fiscal_year == slot.fiscal_year &&
       it->first.stage == slot.stage;
       ++it) {
    if (it->first.unit.empty() == slot.unit.empty()) continue;
    for (const auto& [version, entry] : it->second) {
      if (entry->state == State::kAccepted || entry->state == State::kPosted) {
        return *entry;
      }
    }
  }
  return absl::nullopt;
}

std::vector<SubmissionEntry> SubmissionIndex::OpenOf(
    absl::string_view department) const {
  absl::MutexLock lock(&mu_);
  std::vector<SubmissionEntry> open;
  const auto part = departments_.find(department);
  if (part == departments_.end()) return open;
  for (auto it = part->second.open.rbegin(); it != part->second.open.rend();
       ++it) {
    open.push_back(**it);
  }
  return open;
}

std::vector<SubmissionEntry> SubmissionIndex::TestsOf(
    absl::string_view department) const {
  absl::MutexLock lock(&mu_);
  std::vector<SubmissionEntry> tests;
  const auto part = departments_.find(department);
  if (part == departments_.end()) return tests;
  for (auto it = part->second.ordered.rbegin();
       it != part->second.ordered.rend(); ++it) {
    if ((*it)->test) tests.push_back(**it);
  }
  return tests;
}

std::vector<std::string> SubmissionIndex::DepartmentsWithOpen() const {
  absl::MutexLock lock(&mu_);
  std::vector<std::string> departments;
  for (const auto& [department, count] : open_counts_) {
    departments.push_back(department);
  }
  return departments;
}

NewestSubmissions SubmissionIndex::NewestOf(absl::string_view department,
                                            int fiscal_year, int stage) const {
  absl::MutexLock lock(&mu_);
  NewestSubmissions newest;
  bool found_whole = false;
  const auto part = departments_.find(department);
  if (part == departments_.end()) return newest;
  for (const SubmissionEntry* entry : part->second.ordered) {
    if (entry->test || entry->slot.fiscal_year != fiscal_year ||
        entry->slot.stage != stage) {
      continue;
    }
    const std::string& unit = entry->slot.unit;
    const bool whole = unit.empty() && entry->state != State::kWithdrawn;
    if (!newest.of_department || (whole && !found_whole)) {
      newest.of_department = *entry;
    }
    found_whole = found_whole || whole;
    if (!unit.empty()) newest.by_unit.try_emplace(unit, *entry);
  }
  return newest;
}

int64_t SubmissionIndex::NewestReceiveTime(absl::string_view department) const {
  absl::MutexLock lock(&mu_);
  const auto part = departments_.find(department);
  if (part == departments_.end()) return 0;
  return (*part->second.ordered.begin())->receive_time_unix_us;
}

Received SubmissionIndex::ReceivedSince(absl::string_view department,
                                        int64_t time_unix_us) const {
  absl::MutexLock lock(&mu_);
  Received received;
  const auto part = departments_.find(department);
  if (part == departments_.end()) return received;
  for (const SubmissionEntry* entry : part->second.ordered) {
    if (entry->receive_time_unix_us < time_unix_us) break;
    ++received.count;
    received.bytes += entry->size_bytes;
  }
  return received;
}

std::map<State, int64_t> SubmissionIndex::CountByState() const {
  absl::MutexLock lock(&mu_);
  return counts_;
}

int64_t SubmissionIndex::OpenCount() const {
  absl::MutexLock lock(&mu_);
  return open_count_;
}

}  // namespace yuheng::ingestion
