#ifndef YUHENG_TESTS_UNIT_INGESTION_FAKE_LEDGER_H_
#define YUHENG_TESTS_UNIT_INGESTION_FAKE_LEDGER_H_

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "services/ingestion/lifecycle/ports.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {

// A ledger as aggregation promises it: an id is applied once, refusals and
// fences are kept, a slot has one contribution. Thread-safe.
class FakeLedger final : public LedgerPoster {
 public:
  enum class Fault {
    kLostBefore,  // UNAVAILABLE, and nothing happened.
    kLostAfter,   // UNAVAILABLE, but it was done.
    kElsewhere,   // NOT_FOUND: the ledgers of another prefecture.
  };

  void Fail(Fault fault, int times = 1) {
    absl::MutexLock lock(&mu_);
    faults_.insert(faults_.end(), times, fault);
  }
  // Forgets the faults that are left.
  void Heal() {
    absl::MutexLock lock(&mu_);
    faults_.clear();
  }
  void RefuseNext(rpc::Reason reason) {
    absl::MutexLock lock(&mu_);
    refusals_.push_back(reason);
  }

  // A department reports as a whole or by its units from now on.
  void RefuseMixedLevels() {
    absl::MutexLock lock(&mu_);
    refuses_mixed_levels_ = true;
  }

  // Request ids in the order they were applied.
  std::vector<std::string> applied() const {
    absl::MutexLock lock(&mu_);
    return applied_;
  }
  int calls() const {
    absl::MutexLock lock(&mu_);
    return calls_;
  }
  // The submission whose amounts stand in the slot; empty for none.
  std::string Contribution(const std::string& department,
                           const Slot& slot) const {
    absl::MutexLock lock(&mu_);
    const auto it = contributions_.find({department, slot});
    return it == contributions_.end() ? "" : it->second.submission_id;
  }
  // Entries are committed at this time from now on.
  void SetTime(int64_t unix_us) {
    absl::MutexLock lock(&mu_);
    now_unix_us_ = unix_us;
  }

  absl::StatusOr<Posted> Post(const Posting& posting) override {
    absl::MutexLock lock(&mu_);
    ++calls_;
    const bool lost = TakeFault(Fault::kLostBefore);
    if (lost) return absl::UnavailableError("lost before");
    if (TakeFault(Fault::kElsewhere)) {
      return rpc::MakeError(rpc::Reason::kNotFound);
    }
    const bool lost_after = TakeFault(Fault::kLostAfter);
    absl::StatusOr<Posted> outcome = Apply(posting);
    if (lost_after) return absl::UnavailableError("lost after");
    return outcome;
  }

  absl::StatusOr<PostingOutcome> GetOutcome(
      const std::string& department, const std::string& request_id) override {
    absl::MutexLock lock(&mu_);
    ++calls_;
    if (TakeFault(Fault::kLostBefore)) {
      return absl::UnavailableError("lost before");
    }
    const std::string key = absl::StrCat(department, "/", request_id);
    const auto it = outcomes_.find(key);
    if (it == outcomes_.end()) {
      outcomes_[key] = rpc::MakeError(rpc::Reason::kOutcomeFenced);
      return PostingOutcome();
    }
    PostingOutcome outcome;
    if (it->second.ok()) {
      outcome.kind = PostingOutcome::Kind::kApplied;
      outcome.posted = *it->second;
      outcome.posted.replayed = true;
    } else if (rpc::ReasonOf(it->second.status()) !=
               rpc::Reason::kOutcomeFenced) {
      outcome.kind = PostingOutcome::Kind::kRefused;
    }
    return outcome;
  }

  absl::StatusOr<absl::optional<ingestion::Contribution>> GetInForce(
      const std::string& department, const Slot& slot) override {
    absl::MutexLock lock(&mu_);
    ++calls_;
    const auto it = contributions_.find({department, slot});
    if (it == contributions_.end()) return absl::nullopt;
    return it->second;
  }

 private:
  bool TakeFault(Fault fault) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (faults_.empty() || faults_.front() != fault) return false;
    faults_.pop_front();
    return true;
  }

  bool IsMixed(const Posting& posting) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    for (const auto& [place, contribution] : contributions_) {
      const auto& [department, slot] = place;
      if (department == posting.department &&
          slot.fiscal_year == posting.slot.fiscal_year &&
          slot.stage == posting.slot.stage &&
          slot.unit.empty() != posting.slot.unit.empty()) {
        return true;
      }
    }
    return false;
  }

  absl::StatusOr<Posted> Apply(const Posting& posting)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    const std::string key =
        absl::StrCat(posting.department, "/", posting.request_id);
    const auto it = outcomes_.find(key);
    if (it != outcomes_.end()) {
      absl::StatusOr<Posted> again = it->second;
      if (again.ok()) again->replayed = true;
      return again;
    }
    const auto place = std::make_pair(posting.department, posting.slot);
    if (!refusals_.empty()) {
      outcomes_[key] = rpc::MakeError(refusals_.front());
      refusals_.pop_front();
      return outcomes_.at(key);
    }
    if (refuses_mixed_levels_ && !posting.reverse && IsMixed(posting)) {
      outcomes_[key] = rpc::MakeError(rpc::Reason::kReportingLevelMixed);
      return outcomes_.at(key);
    }
    if (posting.reverse) {
      if (contributions_.erase(place) == 0) {
        outcomes_[key] = rpc::MakeError(rpc::Reason::kNothingToReverse);
        return outcomes_.at(key);
      }
    }
    applied_.push_back(posting.request_id);
    ++revision_;
    if (!posting.reverse) {
      contributions_[place] = {posting.submission_id,
                               absl::StrCat("entry-", revision_), now_unix_us_};
    }
    outcomes_[key] = Posted{.entry = absl::StrCat("entry-", revision_),
                            .revision = revision_};
    return outcomes_.at(key);
  }

  mutable absl::Mutex mu_;
  std::deque<Fault> faults_ ABSL_GUARDED_BY(mu_);
  std::deque<rpc::Reason> refusals_ ABSL_GUARDED_BY(mu_);
  bool refuses_mixed_levels_ ABSL_GUARDED_BY(mu_) = false;
  std::map<std::string, absl::StatusOr<Posted>> outcomes_ ABSL_GUARDED_BY(mu_);
  std::map<std::pair<std::string, Slot>, ingestion::Contribution> contributions_
      ABSL_GUARDED_BY(mu_);
  std::vector<std::string> applied_ ABSL_GUARDED_BY(mu_);
  int64_t revision_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t now_unix_us_ ABSL_GUARDED_BY(mu_) = 0;
  int calls_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_TESTS_UNIT_INGESTION_FAKE_LEDGER_H_
