#include "tests/fault/simulation/board_reader.h"

#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"

namespace yuheng::fault {
namespace {

// Slower than most steps follow one another, so that it skips.
constexpr int64_t kReadPaceUs = 40 * kMillisecond;

}  // namespace

void BoardReader::Connect(ingestion::ProgressFeed* feed) {
  feed_ = feed;
  ++life_;
  const auto on_ready = [this, now_life = life_] {
    if (now_life == life_) ReadLater();
  };
  auto watcher = feed_->Watch({period_}, revision_, on_ready);
  // What the store does not hold any more was lost by a disk that lied.
  if (!watcher.ok()) watcher = feed_->Watch({period_}, 0, on_ready);
  if (!watcher.ok()) return Complain(watcher.status().ToString());
  watcher_ = *std::move(watcher);
  in_snapshot_ = false;
  ReadLater();
}

void BoardReader::Disconnect() {
  feed_ = nullptr;
  watcher_ = nullptr;
  ++life_;
}

void BoardReader::ReadLater() {
  world_.After(kReadPaceUs, [this, now_life = life_] {
    if (now_life == life_) Read();
  });
}

void BoardReader::Read() {
  if (watcher_ == nullptr) return;
  while (const auto event = feed_->Next(watcher_.get())) Take(*event);
}

void BoardReader::Take(const ingestion::WatchEvent& event) {
  if (const auto* snapshot = std::get_if<ingestion::SnapshotEvent>(&event)) {
    if (!in_snapshot_) rows_.clear();
    for (const ingestion::ProgressRow& row : snapshot->rows) TakeRow(row);
    in_snapshot_ = !snapshot->last;
    if (snapshot->last) revision_ = snapshot->revision;
  } else if (const auto* delta = std::get_if<ingestion::DeltaEvent>(&event)) {
    if (delta->previous_revision != revision_ || delta->revision <= revision_) {
      Complain(absl::StrCat("a delta from ", delta->previous_revision, " to ",
                            delta->revision, " after ", revision_));
    }
    for (const ingestion::ProgressRow& row : delta->rows) {
      const auto known = rows_.find({row.department, row.unit});
      // Of several changes the last may have taken the others back.
      if (!delta->conflated && known != rows_.end() && known->second == row) {
        Complain(
            absl::StrCat("a row of ", row.department, " was told as it was"));
      }
      TakeRow(row);
    }
    if (delta->last) revision_ = delta->revision;
  }
}

void BoardReader::TakeRow(const ingestion::ProgressRow& row) {
  rows_.insert_or_assign({row.department, row.unit}, row);
}

void BoardReader::Complain(const std::string& what) {
  if (complaint_.empty()) complaint_ = what;
}

absl::Status BoardReader::Check() {
  Read();
  size_t shown = 0;
  for (const budget::Department& department : departments_.departments()) {
    for (const auto& row : feed_->Read(department, period_)) {
      if (!row.shown) continue;
      ++shown;
      const auto told = rows_.find({row.department, row.unit});
      if (told == rows_.end() || !(told->second == row)) {
        Complain(absl::StrCat("the row of ", row.department, " ", row.unit,
                              " was told otherwise"));
      }
    }
  }
  if (shown != rows_.size()) {
    Complain(absl::StrCat(rows_.size(), " rows were told, ", shown, " are"));
  }
  return complaint_.empty() ? absl::OkStatus()
                            : absl::InternalError(complaint_);
}

}  // namespace yuheng::fault
