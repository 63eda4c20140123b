#include "services/aggregation/service/entries_stream.h"

#include <algorithm>

#include "services/aggregation/ledger/ledger_reader.h"
#include "services/aggregation/service/convert.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/status.h"

namespace yuheng::aggregation {

using rpc::ResourceKind;

EntriesStream::WatchStream* EntriesStream::Start(
    EntriesStreamParts parts, const v1::WatchEntriesRequest& request) {
  rpc::StillAllowed still_allowed = std::move(parts.still_allowed);
  std::shared_ptr<EntriesStream> stream(new EntriesStream(std::move(parts)));
  grpc::Status opened = stream->Open(request);
  return Begin(std::move(stream), std::move(still_allowed), std::move(opened));
}

grpc::Status EntriesStream::Open(const v1::WatchEntriesRequest& request) {
  const auto parent =
      NameFrom(parts_.division, "parent", request.parent(),
               {ResourceKind::kPrefecture, ResourceKind::kDepartment});
  if (!parent.ok()) return rpc::ToGrpcStatus(parent.status());
  if (request.resume_revision() < 0) {
    return rpc::ToGrpcStatus(
        rpc::MakeFieldError({{"resume_revision", "not negative"}}));
  }
  const auto resume = static_cast<uint64_t>(request.resume_revision());
  const uint64_t newest = parts_.feed->revision();
  if (resume > newest) {
    return rpc::ToGrpcStatus(RevisionInFutureError(resume, newest));
  }
  department_ = parent->department;
  const auto weak = std::weak_ptr<EntriesStream>(
      std::static_pointer_cast<EntriesStream>(shared_from_this()));
  auto listener = parts_.feed->Listen([weak](TotalsFeed::Event event) {
    if (const auto stream = weak.lock()) stream->OnFeed(event);
  });
  if (!listener.ok()) return rpc::ToGrpcStatus(listener.status());
  absl::MutexLock lock(&mu_);
  listener_ = *std::move(listener);
  read_revision_ = resume;
  return grpc::Status::OK;
}

void EntriesStream::OnFeed(TotalsFeed::Event event) {
  {
    absl::MutexLock lock(&mu_);
    progress_due_ = progress_due_ || event == TotalsFeed::Event::kTick;
    if (!std::exchange(waiting_, false)) return;
  }
  pump_->Ready(weak_from_this());
}

bool EntriesStream::Next(v1::WatchEntriesResponse* response) {
  absl::MutexLock lock(&mu_);
  if (!entries_.empty()) {
    *response->mutable_entry() = std::move(entries_.front());
    entries_.pop_front();
    return true;
  }
  // Before reading: a stream whose reads have to wait still shows it is alive.
  // All up to read_revision_ was sent, since nothing waits here.
  if (std::exchange(progress_due_, false)) {
    ProgressTo(read_revision_, response->mutable_progress());
    return true;
  }
  // A full queue is tried again on the next tick.
  if (!reading_ && HasNew()) {
    reading_ = parts_.reads->TryPost(
        [stream = std::static_pointer_cast<EntriesStream>(shared_from_this())] {
          stream->Read();
        });
  }
  waiting_ = true;
  return false;
}

bool EntriesStream::HasNew() {
  if (department_.empty() || next_seq_ == 0) {
    return parts_.feed->revision() > read_revision_;
  }
  const auto at = parts_.feed->ReadSeq(department_);
  if (at.seq >= next_seq_) return true;
  read_revision_ = std::max(read_revision_, at.revision);
  return false;
}

void EntriesStream::End() {
  absl::MutexLock lock(&mu_);
  listener_ = nullptr;
}

void EntriesStream::Read() {
  uint64_t revision = 0;
  {
    absl::MutexLock lock(&mu_);
    revision = read_revision_;
    if (listener_ == nullptr) return;  // Nobody reads any more.
  }
  Found found;
  absl::Status status = ReadAfter(revision, &found);
  {
    absl::MutexLock lock(&mu_);
    reading_ = false;
    waiting_ = false;
    read_revision_ = found.revision;
    entries_ = std::move(found.entries);
  }
  if (status.ok()) {
    Pump();
  } else {
    Close(rpc::ToGrpcStatus(
        rpc::WithReason(status, rpc::Reason::kStorageFailed)));
  }
}

absl::Status EntriesStream::ReadAfter(uint64_t revision, Found* found) {
  found->revision = revision;
  uint64_t covered = revision;
  const auto places = PlacesAfter(revision, &covered);
  if (!places.ok()) return places.status();
  size_t bytes = 0;
  for (const EntryPlace& place : *places) {
    if (bytes > kEntriesReadBytesMax) return absl::OkStatus();
    const auto stored = ReadEntry(*parts_.store, place.department, place.seq);
    if (!stored.ok()) return stored.status();
    ledger::v1::Entry entry;
    EntryTo(parts_.division, place.department, *stored, &entry);
    if (!FitsMessage(entry)) return EntryTooLargeError(entry.name());
    bytes += entry.ByteSizeLong();
    found->revision = stored->entry.revision;
    next_seq_ = place.seq + 1;
    found->entries.push_back(std::move(entry));
  }
  found->revision = std::max(found->revision, covered);
  return absl::OkStatus();
}

// `covered` is the revision all places up to which are among those given and
// those before.
absl::StatusOr<std::vector<EntryPlace>> EntriesStream::PlacesAfter(
    uint64_t revision, uint64_t* covered) {
  if (department_.empty()) {
    *covered = parts_.feed->revision();
    auto places = parts_.feed->EntriesAfter(revision, kEntriesReadMax);
    if (places.size() == kEntriesReadMax) *covered = places.back().revision;
    return places;
  }
  const auto at = parts_.feed->ReadSeq(department_);
  if (next_seq_ == 0) {
    const auto first = FirstSeqAfter(revision, at.seq);
    if (!first.ok()) return first.status();
    next_seq_ = *first;
  }
  std::vector<EntryPlace> places;
  for (uint64_t seq = next_seq_;
       seq <= at.seq && places.size() < kEntriesReadMax; ++seq) {
    places.push_back({0, seq, department_});
  }
  // The last entry read tells the revision when there are more.
  *covered = next_seq_ + places.size() > at.seq ? at.revision : revision;
  return places;
}

absl::StatusOr<uint64_t> EntriesStream::FirstSeqAfter(uint64_t revision,
                                                      uint64_t last_seq) {
  uint64_t low = 1;
  uint64_t high = last_seq + 1;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    const auto stored = ReadEntry(*parts_.store, department_, middle);
    if (!stored.ok()) return stored.status();
    if (stored->entry.revision > revision) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace yuheng::aggregation
