#include "services/aggregation/feed/totals_feed.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::aggregation {
namespace {

using Watchers = std::vector<std::shared_ptr<Watcher>>;

std::vector<storage::AmountLine> LinesOf(const AccountTable& accounts,
                                         const std::vector<Amount>& amounts) {
  std::vector<storage::AmountLine> lines;
  lines.reserve(amounts.size());
  for (const Amount& a : amounts) {
    lines.push_back({accounts.Get(a.account).key, a.fen});
  }
  std::sort(lines.begin(), lines.end(),
            [](const storage::AmountLine& a, const storage::AmountLine& b) {
              return a.account < b.account;
            });
  return lines;
}

}  // namespace

absl::Status RevisionInFutureError(uint64_t revision, uint64_t newest) {
  const budget::Text text = budget::Message(
      "aggregation.revision_in_future",
      {{"revision", absl::StrCat(revision)}, {"newest", absl::StrCat(newest)}});
  return rpc::MakeError(rpc::Reason::kRevisionInFuture, text.zh, text.en,
                        {{"newest_revision", absl::StrCat(newest)}});
}

TotalsFeed::TotalsFeed(const budget::Form& form, TotalsFeedOptions options)
    : options_(options),
      totals_(form, options.departments),
      ring_(options.revisions_max) {}

TotalsFeed::~TotalsFeed() = default;

absl::StatusOr<std::shared_ptr<const RevisionChange>> TotalsFeed::ApplyLocked(
    absl::string_view department, const storage::EntryRecord& entry) {
  auto change = totals_.Apply(department, entry);
  if (!change.ok()) return change.status();
  if (!change->has_value()) return nullptr;
  const auto [number, is_new] = department_numbers_.try_emplace(
      department, static_cast<uint32_t>(department_names_.size()));
  if (is_new) department_names_.emplace_back(department);
  index_.push_back({entry.revision, number->second, entry.seq});
  return std::make_shared<const RevisionChange>(**std::move(change));
}

absl::Status TotalsFeed::ApplyRecovered(
    absl::string_view department,
    absl::Span<const storage::EntryRecord> entries, size_t* applied) {
  absl::MutexLock lock(&mu_);
  for (*applied = 0; *applied < entries.size(); ++*applied) {
    auto change = ApplyLocked(department, entries[*applied]);
    if (!change.ok()) return change.status();
    if (*change != nullptr) ring_.AddRecovered(*std::move(change));
  }
  return absl::OkStatus();
}

absl::Status TotalsFeed::FinishRecovery() {
  absl::MutexLock lock(&mu_);
  ring_.SortRecovered();
  std::sort(index_.begin(), index_.end(),
            [](const IndexEntry& a, const IndexEntry& b) {
              return a.revision < b.revision;
            });
  for (size_t i = 1; i < index_.size(); ++i) {
    const IndexEntry& a = index_[i - 1];
    const IndexEntry& b = index_[i];
    if (a.revision != b.revision) continue;
    return absl::DataLossError(
        absl::StrCat("revision ", a.revision, " is claimed by seq ", a.seq,
                     " of ", department_names_[a.department], " and by seq ",
                     b.seq, " of ", department_names_[b.department]));
  }
  return absl::OkStatus();
}

absl::Status TotalsFeed::Apply(absl::string_view department,
                               const storage::EntryRecord& entry) {
  Watchers ready;
  {
    absl::MutexLock lock(&mu_);
    auto change = ApplyLocked(department, entry);
    if (!change.ok()) return change.status();
    if (*change == nullptr) return absl::OkStatus();
    Publish(**change, &ready);
    ring_.Add(*std::move(change));
  }
  for (const auto& watcher : ready) watcher->on_ready_();
  CallListeners(Event::kEntry);
  return absl::OkStatus();
}

void TotalsFeed::Publish(const RevisionChange& change, Watchers* ready) {
  std::vector<AccountId> ids;
  bool rolled = false;
  for (const Scope& scope : change.Scopes()) {
    const auto found = watchers_.find(scope);
    if (found == watchers_.end()) continue;
    if (!std::exchange(rolled, true)) {
      for (const auto& [id, cell] : totals_.RollUp(change)) ids.push_back(id);
    }
    auto delta = std::make_shared<const ScopeDelta>(ScopeDelta{
        change.revision, change.department, totals_.ValuesOf(scope, ids)});
    for (const auto& watcher : found->second) {
      if (watcher->Push(delta)) ready->push_back(watcher);
    }
  }
}

uint64_t TotalsFeed::revision() const {
  absl::ReaderMutexLock lock(&mu_);
  return totals_.revision();
}

TotalsFeed::Reading TotalsFeed::Read(const Scope& scope, const TableSet& tables,
                                     WithPositions positions) const {
  absl::ReaderMutexLock lock(&mu_);
  Reading reading{totals_.revision(), totals_.Read(scope, tables), {}};
  if (positions == WithPositions::kYes) {
    reading.positions = totals_.Positions(scope);
  }
  return reading;
}

TotalsFeed::PairReading TotalsFeed::ReadPair(const Scope& first,
                                             const Scope& second,
                                             const TableSet& tables) const {
  absl::ReaderMutexLock lock(&mu_);
  return {totals_.revision(), totals_.Read(first, tables),
          totals_.Read(second, tables)};
}

ShareReading TotalsFeed::ReadShares(const Scope& scope,
                                    const storage::AccountKey& account,
                                    const SharePlace& from,
                                    size_t count) const {
  absl::ReaderMutexLock lock(&mu_);
  return totals_.SharesOf(scope, account, from, count);
}

TotalsFeed::SeqReading TotalsFeed::ReadSeq(absl::string_view department) const {
  absl::ReaderMutexLock lock(&mu_);
  const Totals::Department* found = totals_.FindDepartment(department);
  return {totals_.revision(), found == nullptr ? 0 : found->seq};
}

TotalsFeed::FullReading TotalsFeed::ReadAll() const {
  absl::ReaderMutexLock lock(&mu_);
  FullReading reading;
  reading.revision = totals_.revision();
  for (Scope& scope : totals_.JointScopes()) {
    std::vector<TotalValue> totals = totals_.Read(scope);
    reading.scopes.emplace_back(std::move(scope), std::move(totals));
  }
  reading.positions = totals_.Positions({});
  return reading;
}

TotalsFeed::DepartmentReading TotalsFeed::ReadDepartment(
    absl::string_view department) const {
  absl::ReaderMutexLock lock(&mu_);
  DepartmentReading reading;
  const Totals::Department* found = totals_.FindDepartment(department);
  if (found == nullptr) return reading;
  reading.seq = found->seq;
  for (const Contribution& c : found->contributions) {
    storage::ContributionRecord record;
    record.seq = c.seq;
    record.fiscal_year = c.period.fiscal_year;
    record.stage = c.period.stage;
    record.unit = c.unit;
    record.leaves = LinesOf(totals_.accounts(), c.leaves);
    record.printed = LinesOf(totals_.accounts(), c.printed);
    reading.contributions.push_back(std::move(record));
  }
  reading.eliminations = totals_.EliminationsOf(department);
  return reading;
}

EliminationsReading TotalsFeed::ReadEliminations(const Scope& scope,
                                                 const EliminationPlace& from,
                                                 size_t count) const {
  absl::ReaderMutexLock lock(&mu_);
  return totals_.ReadEliminations(scope, from, count);
}

std::vector<EntryPlace> TotalsFeed::EntriesAfter(uint64_t revision,
                                                 size_t count) const {
  absl::ReaderMutexLock lock(&mu_);
  auto it = std::upper_bound(
      index_.begin(), index_.end(), revision,
      [](uint64_t r, const IndexEntry& e) { return r < e.revision; });
  std::vector<EntryPlace> places;
  for (; it != index_.end() && places.size() < count; ++it) {
    places.push_back(
        {it->revision, it->seq, department_names_[it->department]});
  }
  return places;
}

std::shared_ptr<const ScopeSnapshot> TotalsFeed::SharedSnapshot(
    const Scope& scope, const TableSet& tables, uint64_t age_max) {
  const uint64_t now = totals_.revision();
  absl::MutexLock lock(&snapshots_mu_);
  auto& shared = snapshots_[{scope, tables.to_ullong()}];
  if (shared == nullptr || shared->revision + age_max < now) {
    shared = std::make_shared<const ScopeSnapshot>(
        ScopeSnapshot{now, totals_.Read(scope, tables)});
  }
  const auto snapshot = shared;
  if (snapshots_.size() > kSharedSnapshotsMax) {
    snapshots_.erase(std::min_element(
        snapshots_.begin(), snapshots_.end(), [](const auto& a, const auto& b) {
          return a.second->revision < b.second->revision;
        }));
  }
  return snapshot;
}

absl::StatusOr<std::shared_ptr<Watcher>> TotalsFeed::Watch(
    const Scope& scope, const TableSet& tables, uint64_t resume_revision,
    std::function<void()> on_ready) {
  std::shared_ptr<Watcher> watcher(new Watcher(
      this, scope, tables, options_.watcher_queue_max, std::move(on_ready)));
  std::shared_ptr<const ScopeSnapshot> snapshot;
  {
    // Not under the writer's lock: others may be reading meanwhile.
    absl::ReaderMutexLock lock(&mu_);
    if (resume_revision == 0 || resume_revision < ring_.oldest_revision()) {
      snapshot = SharedSnapshot(scope, tables, kSharedSnapshotAgeMax);
    }
  }
  absl::MutexLock lock(&mu_);
  if (watcher_count_ >= options_.watchers_max) {
    return rpc::MakeError(rpc::Reason::kCallsTooMany);
  }
  const uint64_t now = totals_.revision();
  if (resume_revision > now) {
    return RevisionInFutureError(resume_revision, now);
  }
  const bool resumes =
      resume_revision > 0 && resume_revision >= ring_.oldest_revision();
  if (!resumes) {
    // The ring may have moved on between the locks.
    if (snapshot == nullptr || snapshot->revision < ring_.oldest_revision()) {
      snapshot = SharedSnapshot(scope, tables, /*age_max=*/0);
    }
    absl::MutexLock watcher_lock(&watcher->mu_);
    if (resume_revision > 0) {
      watcher->compacted_ = CompactedEvent{ring_.oldest_revision()};
    }
    watcher->StartSnapshot(snapshot);
  }
  Resume(resumes ? resume_revision : snapshot->revision, watcher.get());
  watchers_[scope].push_back(watcher);
  ++watcher_count_;
  return watcher;
}

void TotalsFeed::Resume(uint64_t revision, Watcher* watcher) {
  const auto changes = ring_.After(revision, watcher->scope());
  absl::MutexLock watcher_lock(&watcher->mu_);
  watcher->sent_revision_ = revision;
  watcher->progress_revision_ = revision;
  if (changes.size() > options_.watcher_queue_max) {
    watcher->conflated_ = true;
    // Each account once: entries change the same ones again and again.
    std::vector<bool> seen(totals_.accounts().size());
    for (const auto& change : changes) {
      for (const auto& [id, cell] : change->lines) {
        if (seen[id]) continue;
        seen[id] = true;
        watcher->changed_.insert(id);
        for (AccountId above : totals_.accounts().Get(id).roll_up) {
          watcher->changed_.insert(above);
        }
      }
    }
    watcher->start_again_ = watcher->changed_.size() > kConflatedTotalsMax;
    return;
  }
  // Changes are the same at every level, so what a total stood at after each
  // revision is what it stands at now less what came later.
  std::vector<AccountCells> rolled;
  absl::flat_hash_map<AccountId, Cell> cells;
  for (const auto& change : changes) {
    rolled.push_back(totals_.RollUp(*change));
    for (const auto& [id, cell] : rolled.back()) cells.try_emplace(id);
  }
  std::vector<AccountId> ids;
  for (const auto& [id, cell] : cells) ids.push_back(id);
  for (const auto& [id, cell] : totals_.CellsOf(watcher->scope(), ids)) {
    cells[id] = cell;
  }
  for (size_t i = changes.size(); i-- > 0;) {
    ScopeDelta delta{changes[i]->revision, changes[i]->department, {}};
    for (const auto& [id, change] : rolled[i]) {
      Cell& cell = cells[id];
      delta.totals.push_back(ValueOf(totals_.accounts().Get(id), cell));
      cell.derived_fen -= change.derived_fen;
      cell.printed_fen -= change.printed_fen;
      cell.printed_count -= change.printed_count;
      cell.eliminated_fen -= change.eliminated_fen;
    }
    watcher->queue_.push_front(
        std::make_shared<const ScopeDelta>(std::move(delta)));
  }
}

std::optional<WatchEvent> TotalsFeed::CatchUp(Watcher* watcher) {
  absl::ReaderMutexLock lock(&mu_);
  absl::MutexLock watcher_lock(&watcher->mu_);
  const uint64_t now = totals_.revision();
  if (watcher->start_again_) {
    watcher->StartSnapshot(
        SharedSnapshot(watcher->scope_, watcher->tables_, /*age_max=*/0));
    return CompactedEvent{now};
  }
  YUHENG_CHECK(watcher->conflated_);  // Only Next, its caller, ends that.
  const std::vector<AccountId> ids(watcher->changed_.begin(),
                                   watcher->changed_.end());
  watcher->StartDelta(std::make_shared<const ScopeDelta>(ScopeDelta{
                          now, "", totals_.ValuesOf(watcher->scope_, ids)}),
                      /*conflated=*/true);
  watcher->conflated_ = false;
  watcher->changed_.clear();
  return watcher->NextDeltaPiece();
}

void TotalsFeed::Unwatch(const std::shared_ptr<Watcher>& watcher) {
  absl::MutexLock lock(&mu_);
  const auto found = watchers_.find(watcher->scope());
  if (found == watchers_.end()) return;
  Watchers& list = found->second;
  const auto place = std::find(list.begin(), list.end(), watcher);
  if (place == list.end()) return;
  std::swap(*place, list.back());
  list.pop_back();
  --watcher_count_;
  if (list.empty()) watchers_.erase(found);
}

size_t TotalsFeed::watcher_count() const {
  absl::ReaderMutexLock lock(&mu_);
  return watcher_count_;
}

void TotalsFeed::Tick() {
  Watchers ready;
  {
    absl::ReaderMutexLock lock(&mu_);
    for (const auto& [scope, list] : watchers_) {
      for (const auto& watcher : list) {
        if (watcher->Tick(totals_.revision())) ready.push_back(watcher);
      }
    }
  }
  for (const auto& watcher : ready) watcher->on_ready_();
  CallListeners(Event::kTick);
}

absl::StatusOr<std::shared_ptr<const TotalsFeed::Listener>> TotalsFeed::Listen(
    Listener listener) {
  auto shared = std::make_shared<const Listener>(std::move(listener));
  absl::MutexLock lock(&listeners_mu_);
  std::erase_if(listeners_, [](const auto& weak) { return weak.expired(); });
  if (listeners_.size() >= options_.watchers_max) {
    return rpc::MakeError(rpc::Reason::kCallsTooMany);
  }
  listeners_.push_back(shared);
  return shared;
}

void TotalsFeed::CallListeners(Event event) {
  std::vector<std::shared_ptr<const Listener>> listeners;
  {
    absl::MutexLock lock(&listeners_mu_);
    listeners.reserve(listeners_.size());
    for (const auto& weak : listeners_) {
      if (auto listener = weak.lock()) listeners.push_back(std::move(listener));
    }
  }
  for (const auto& listener : listeners) (*listener)(event);
}

}  // namespace yuheng::aggregation
