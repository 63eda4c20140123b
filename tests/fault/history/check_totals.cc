#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/fault/history/check.h"
#include "tests/fault/history/totals_model.h"

namespace yuheng::fault {
namespace {

std::string Words(const TotalsScope& scope) {
  return absl::StrCat(scope.fiscal_year, "/", scope.stage, "/",
                      !scope.group.empty()       ? scope.group
                      : scope.department.empty() ? "prefecture"
                                                 : scope.department,
                      scope.unit.empty() ? "" : "/", scope.unit);
}

std::vector<const LedgerEntry*> ByRevision(const History& history) {
  std::vector<const LedgerEntry*> entries;
  for (const LedgerEntry& entry : history.entries) entries.push_back(&entry);
  std::stable_sort(entries.begin(), entries.end(),
                   [](const LedgerEntry* a, const LedgerEntry* b) {
                     return a->revision < b->revision;
                   });
  return entries;
}

// Figures that somebody was told are true at a revision.
struct Claim {
  int64_t revision = 0;
  TotalsScope scope;
  Figures figures;
  std::string property;
  std::string who;
};

// Compares claims with the entries up to their revisions.
void CheckClaims(const History& history, const budget::Form& form,
                 std::vector<Claim> claims, Violations* found) {
  std::stable_sort(
      claims.begin(), claims.end(),
      [](const Claim& a, const Claim& b) { return a.revision < b.revision; });
  const auto entries = ByRevision(history);
  TotalsModel model(form);
  size_t next = 0;
  for (const Claim& claim : claims) {
    while (next < entries.size() && entries[next]->revision <= claim.revision) {
      model.Apply(*entries[next++]);
    }
    std::string difference = model.DifferenceFrom(claim.scope, claim.figures);
    const int64_t newest = next == 0 ? 0 : entries[next - 1]->revision;
    if (difference.empty() && next == entries.size() &&
        claim.revision > newest) {
      difference = absl::StrCat("the newest revision is ", newest);
    }
    if (difference.empty()) continue;
    found->push_back(
        {claim.property,
         absl::StrCat(claim.who, " of ", Words(claim.scope), " at revision ",
                      claim.revision, ": ", difference)});
  }
}

// One stream as its reader follows it.
class StreamChecker {
 public:
  StreamChecker(std::string name,
                const std::vector<const LedgerEntry*>& entries,
                std::vector<Claim>* claims, Violations* found)
      : name_(std::move(name)),
        entries_(entries),
        claims_(*claims),
        found_(*found) {}

  void See(const WatchMessage& message) {
    switch (message.kind) {
      case WatchKind::kOpened:
        return Open(message);
      case WatchKind::kSnapshot:
        return Snapshot(message);
      case WatchKind::kDelta:
        return Delta(message);
      case WatchKind::kProgress:
        return Progress(message);
      case WatchKind::kCompacted:
        if (in_snapshot_)
          Report("watch_order", message,
                 "COMPACTED inside a "
                 "snapshot");
        resumed_ = false;
        return;
    }
  }

 private:
  void Open(const WatchMessage& message) {
    // A reader resumes from what it has, or begins anew.
    resumed_ = message.revision > 0;
    if (!resumed_) figures_.clear();
    revision_ = message.revision;
    progress_ = message.revision;
    in_snapshot_ = false;
    delta_revision_ = 0;
  }

  void Snapshot(const WatchMessage& message) {
    if (resumed_) {
      Report("watch_order", message, "a snapshot instead of what came after");
    }
    if (!in_snapshot_) {
      // It may begin anew at the revision that was told last, not before.
      if (message.revision < revision_) {
        Report("watch_order", message,
               absl::StrCat("after revision ", revision_));
      }
      figures_.clear();
    } else if (message.revision != snapshot_revision_) {
      Report("watch_order", message, "pieces of two snapshots");
    }
    in_snapshot_ = !message.last;
    snapshot_revision_ = message.revision;
    Fold(message);
    if (!message.last) return;
    revision_ = message.revision;
    progress_ = std::max(progress_, revision_);
    Expect("watch_differs", message, "a snapshot");
  }

  void Delta(const WatchMessage& message) {
    resumed_ = false;
    if (in_snapshot_) Report("watch_order", message, "inside a snapshot");
    if (message.previous_revision != revision_ ||
        message.revision <= revision_ ||
        (delta_revision_ > 0 && message.revision != delta_revision_)) {
      Report("watch_order", message,
             absl::StrCat("links to ", message.previous_revision, " after ",
                          revision_));
    }
    Fold(message);
    delta_revision_ = message.last ? 0 : message.revision;
    if (!message.last) return;
    if (!message.conflated) {
      const int64_t passed_over = Undelivered(message, message.revision - 1);
      if (passed_over > 0) {
        Report("watch_incomplete", message,
               absl::StrCat("revision ", passed_over, " was passed over"));
      }
    }
    revision_ = message.revision;
    Expect("watch_differs", message, "snapshot and deltas");
  }

  void Progress(const WatchMessage& message) {
    if (message.revision < progress_) {
      Report("progress_dishonest", message,
             absl::StrCat("after progress at ", progress_));
    }
    if (in_snapshot_ || delta_revision_ > 0) {
      Report("progress_dishonest", message, "between pieces");
    }
    const int64_t undelivered = Undelivered(message, message.revision);
    if (undelivered > 0) {
      Report(
          "progress_dishonest", message,
          absl::StrCat("revision ", undelivered, " was not delivered before"));
    }
    progress_ = message.revision;
    Expect("progress_dishonest", message, "progress");
  }

  // The first revision of the scope after what was delivered, up to `last`; 0
  // when there is none.
  int64_t Undelivered(const WatchMessage& message, int64_t last) const {
    auto it = std::upper_bound(
        entries_.begin(), entries_.end(), revision_,
        [](int64_t r, const LedgerEntry* e) { return r < e->revision; });
    for (; it != entries_.end() && (*it)->revision <= last; ++it) {
      if (TotalsModel::In(message.scope, **it)) return (*it)->revision;
    }
    return 0;
  }

  void Fold(const WatchMessage& message) {
    for (const auto& [address, figure] : message.figures) {
      if (figure.zero()) {
        figures_.erase(address);
      } else {
        figures_[address] = figure;
      }
    }
  }

  void Expect(const std::string& property, const WatchMessage& message,
              absl::string_view what) {
    claims_.push_back({message.revision, message.scope, figures_, property,
                       absl::StrCat(what, " in stream ", name_)});
  }

  void Report(const std::string& property, const WatchMessage& message,
              absl::string_view what) {
    found_.push_back({property, absl::StrCat("stream ", name_, " at revision ",
                                             message.revision, ": ", what)});
  }

  const std::string name_;
  const std::vector<const LedgerEntry*>& entries_;
  std::vector<Claim>& claims_;
  Violations& found_;
  Figures figures_;
  int64_t revision_ = 0;
  int64_t progress_ = 0;
  int64_t snapshot_revision_ = 0;
  int64_t delta_revision_ = 0;  // Of one whose pieces are not all there.
  bool in_snapshot_ = false;
  bool resumed_ = false;  // And neither a delta nor COMPACTED came yet.
};

// The highest revision that was acknowledged before a moment.
class Acknowledged {
 public:
  explicit Acknowledged(const History& history) {
    for (const PostCall& call : history.posts) {
      if (call.answer == Answer::kApplied) {
        by_time_.emplace_back(call.time.end_us, call.revision);
      }
    }
    std::sort(by_time_.begin(), by_time_.end());
    int64_t highest = 0;
    for (auto& [time, revision] : by_time_) {
      highest = std::max(highest, revision);
      revision = highest;
    }
  }

  int64_t Before(int64_t time_us) const {
    const auto it = std::lower_bound(by_time_.begin(), by_time_.end(),
                                     std::pair<int64_t, int64_t>(time_us, 0));
    return it == by_time_.begin() ? 0 : std::prev(it)->second;
  }

 private:
  std::vector<std::pair<int64_t, int64_t>> by_time_;
};

}  // namespace

void CheckTotals(const History& history, const budget::Form& form,
                 Violations* found) {
  const Acknowledged acknowledged(history);
  std::vector<Claim> claims;
  for (const TotalsCall& call : history.totals) {
    claims.push_back({call.revision, call.scope, call.figures, "totals_differ",
                      "an answer about totals"});
    if (call.asked_revision != 0) {
      if (call.asked_revision == call.revision) continue;
      found->push_back({"totals_differ",
                        absl::StrCat("asked for revision ", call.asked_revision,
                                     ", answered ", call.revision)});
      continue;
    }
    const int64_t known = acknowledged.Before(call.time.begin_us);
    if (call.revision < known) {
      found->push_back(
          {"totals_stale",
           absl::StrCat("totals of ", Words(call.scope), " are of revision ",
                        call.revision, " after ", known,
                        " had been acknowledged")});
    }
  }
  CheckClaims(history, form, std::move(claims), found);
}

void CheckWatches(const History& history, const budget::Form& form,
                  Violations* found) {
  const auto entries = ByRevision(history);
  std::vector<Claim> claims;
  std::map<std::string, StreamChecker> streams;
  for (const WatchMessage& message : history.watches) {
    streams.try_emplace(message.stream, message.stream, entries, &claims, found)
        .first->second.See(message);
  }
  CheckClaims(history, form, std::move(claims), found);
}

}  // namespace yuheng::fault
