#include "services/aggregation/feed/revision_ring.h"

#include <algorithm>
#include <utility>

#include "services/budget/check.h"

namespace yuheng::aggregation {
namespace {

bool Newer(const RevisionRing::Change& a, const RevisionRing::Change& b) {
  return a->revision > b->revision;
}

}  // namespace

RevisionRing::RevisionRing(size_t revisions_max)
    : revisions_max_(std::max<size_t>(1, revisions_max)) {}

void RevisionRing::Add(Change change) {
  YUHENG_CHECK(changes_.empty() ||
               change->revision > changes_.back()->revision);
  changes_.push_back(std::move(change));
  if (changes_.size() > revisions_max_) {
    oldest_revision_ = changes_.front()->revision;
    changes_.pop_front();
  }
}

void RevisionRing::AddRecovered(Change change) {
  recovered_.push_back(std::move(change));
  if (recovered_.size() >= 2 * revisions_max_) TrimRecovered();
}

void RevisionRing::TrimRecovered() {
  if (recovered_.size() <= revisions_max_) return;
  const auto keep = recovered_.begin() + static_cast<long>(revisions_max_);
  std::nth_element(recovered_.begin(), keep, recovered_.end(), Newer);
  for (auto it = keep; it != recovered_.end(); ++it) {
    oldest_revision_ = std::max(oldest_revision_, (*it)->revision);
  }
  recovered_.erase(keep, recovered_.end());
}

void RevisionRing::SortRecovered() {
  TrimRecovered();
  std::sort(recovered_.rbegin(), recovered_.rend(), Newer);
  changes_.assign(recovered_.begin(), recovered_.end());
  recovered_.clear();
  recovered_.shrink_to_fit();
}

std::vector<RevisionRing::Change> RevisionRing::After(
    uint64_t revision, const Scope& scope) const {
  const auto first = std::upper_bound(
      changes_.begin(), changes_.end(), revision,
      [](uint64_t r, const Change& c) { return r < c->revision; });
  std::vector<Change> changes;
  for (auto it = first; it != changes_.end(); ++it) {
    if ((*it)->In(scope)) changes.push_back(*it);
  }
  return changes;
}

}  // namespace yuheng::aggregation
