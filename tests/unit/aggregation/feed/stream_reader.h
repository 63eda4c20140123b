#ifndef YUHENG_TESTS_UNIT_AGGREGATION_FEED_STREAM_READER_H_
#define YUHENG_TESTS_UNIT_AGGREGATION_FEED_STREAM_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <variant>

#include "gtest/gtest.h"
#include "services/aggregation/feed/watcher.h"
#include "tests/unit/aggregation/sample.h"

namespace yuheng::aggregation::testing {

// A reader that keeps the state as the contract says and checks the stream.
class Reader {
 public:
  explicit Reader(std::shared_ptr<Watcher> watcher, uint64_t revision = 0,
                  Figures state = {})
      : watcher_(std::move(watcher)),
        revision_(revision),
        state_(std::move(state)) {}

  // Takes all there is; at most `count` messages.
  void Drain(size_t count = SIZE_MAX) {
    for (size_t i = 0; i < count; ++i) {
      const auto event = watcher_->Next();
      if (!event.has_value()) return;
      std::visit([this](const auto& e) { On(e); }, *event);
    }
  }

  const Figures& state() const { return state_; }
  uint64_t revision() const { return revision_; }
  uint64_t progress() const { return progress_; }
  int deltas() const { return deltas_; }
  int conflated() const { return conflated_; }
  int compacted() const { return compacted_; }
  int pieces() const { return pieces_; }
  int delta_pieces() const { return delta_pieces_; }

 private:
  void Set(const TotalValue& total) {
    const bool gone = total.derived_fen == 0 && total.eliminated_fen == 0 &&
                      !total.printed_fen.has_value();
    if (gone) {
      state_.erase(AddressText(total));
    } else {
      state_[AddressText(total)] = FigureOf(total);
    }
  }
  void On(const SnapshotEvent& snapshot) {
    if (whole_) {
      state_.clear();
      whole_ = false;
    }
    EXPECT_LE(snapshot.totals.size(), kPieceTotalsMax);
    for (const auto& total : snapshot.totals) Set(total);
    ++pieces_;
    if (!snapshot.last) return;
    whole_ = true;
    EXPECT_GE(snapshot.snapshot->revision, revision_);
    revision_ = snapshot.snapshot->revision;
  }
  void On(const DeltaEvent& event) {
    EXPECT_TRUE(whole_);
    EXPECT_EQ(event.previous_revision, revision_);
    EXPECT_GT(event.delta->revision, revision_);
    EXPECT_GT(event.delta->revision, progress_);
    EXPECT_LE(event.totals.size(), kPieceTotalsMax);
    for (const auto& total : event.totals) Set(total);
    ++delta_pieces_;
    if (!event.last) return;
    revision_ = event.delta->revision;
    ++deltas_;
    conflated_ += event.conflated;
  }
  void On(const ProgressEvent& progress) {
    EXPECT_GE(progress.revision, progress_);
    progress_ = progress.revision;
  }
  void On(const CompactedEvent&) { ++compacted_; }

  const std::shared_ptr<Watcher> watcher_;
  uint64_t revision_;
  uint64_t progress_ = 0;
  Figures state_;
  bool whole_ = true;
  int deltas_ = 0;
  int conflated_ = 0;
  int compacted_ = 0;
  int pieces_ = 0;
  int delta_pieces_ = 0;
};

}  // namespace yuheng::aggregation::testing

#endif  // YUHENG_TESTS_UNIT_AGGREGATION_FEED_STREAM_READER_H_
