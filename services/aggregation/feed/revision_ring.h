#ifndef YUHENG_SERVICES_AGGREGATION_FEED_REVISION_RING_H_
#define YUHENG_SERVICES_AGGREGATION_FEED_REVISION_RING_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "services/aggregation/totals/totals.h"

namespace yuheng::aggregation {

// The newest changes, ascending by revision, so that a watcher can go on where
// it stopped. Holds each entry's own lines (about 40 bytes a line), not the
// totals they changed. Not thread-safe.
class RevisionRing {
 public:
  using Change = std::shared_ptr<const RevisionChange>;

  // Keeps at most revisions_max changes; at least 1.
  explicit RevisionRing(size_t revisions_max);

  // Adds a change with a higher revision than all before.
  void Add(Change change);

  // Adds one in any order; only before the first Add and followed by
  // SortRecovered.
  void AddRecovered(Change change);
  void SortRecovered();

  // The lowest revision after which every change is still here.
  uint64_t oldest_revision() const { return oldest_revision_; }

  // The changes of a scope after a revision, which must not be below
  // oldest_revision().
  std::vector<Change> After(uint64_t revision, const Scope& scope) const;

 private:
  // Drops all but the newest revisions_max_ recovered ones.
  void TrimRecovered();

  const size_t revisions_max_;
  std::deque<Change> changes_;
  std::vector<Change> recovered_;
  uint64_t oldest_revision_ = 0;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_FEED_REVISION_RING_H_
