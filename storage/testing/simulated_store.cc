#include "storage/testing/simulated_store.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "storage/commit_plan.h"
#include "storage/format/coding.h"

// The grammar of the log:
//
//   frame    be64(payload size) be64(checksum of those 8 bytes)
//            be64(checksum of the payload) payload
//   payload  bytes(partition) varint(seq) varint(epoch) write...
//   write    bytes(key) u8(1) bytes(value) | bytes(key) u8(0)

namespace yuheng::storage {
namespace {

constexpr size_t kHeaderBytes = 24;
constexpr char kBroken[] = "the store is broken until it is opened again";

// FNV-1a: bijective in each byte, so one wrong byte always shows.
uint64_t ChecksumOf(absl::string_view bytes) {
  uint64_t sum = 0xcbf29ce484222325;
  for (const char c : bytes) {
    sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return sum;
}

std::string PayloadOf(absl::string_view partition, const Head& head,
                      const std::vector<Write>& writes) {
  std::string payload;
  AppendBytes(payload, partition);
  AppendVarint(payload, head.seq);
  AppendVarint(payload, head.epoch);
  for (const Write& write : writes) {
    AppendBytes(payload, write.key);
    AppendU8(payload, write.value.has_value() ? 1 : 0);
    if (write.value.has_value()) AppendBytes(payload, *write.value);
  }
  return payload;
}

std::string HeaderOf(absl::string_view payload) {
  std::string header;
  AppendBigEndian64(header, payload.size());
  AppendBigEndian64(header, ChecksumOf(header));
  AppendBigEndian64(header, ChecksumOf(payload));
  return header;
}

absl::Status DamageAt(size_t offset) {
  return absl::DataLossError(
      absl::StrCat("the log is damaged at byte ", offset));
}

}  // namespace

absl::StatusOr<std::unique_ptr<SimulatedStore>> SimulatedStore::Open(
    SimulatedDisk* disk) {
  auto store = absl::WrapUnique(new SimulatedStore(disk));
  absl::MutexLock lock(&store->mu_);
  absl::Status loaded = store->Load();
  if (!loaded.ok()) return loaded;
  return store;
}

absl::Status SimulatedStore::Load() {
  const auto whole = disk_->Read(0, disk_->size());
  if (!whole.ok()) return whole.status();
  size_t offset = 0;
  while (offset < whole->size()) {
    const absl::string_view rest = whole->substr(offset);
    if (rest.size() < kHeaderBytes) break;
    Reader header(rest.substr(0, kHeaderBytes));
    const uint64_t size = header.ReadBigEndian64();
    if (header.ReadBigEndian64() != ChecksumOf(rest.substr(0, 8))) {
      return DamageAt(offset);
    }
    if (size > rest.size() - kHeaderBytes) break;
    const absl::string_view payload = rest.substr(kHeaderBytes, size);
    if (header.ReadBigEndian64() != ChecksumOf(payload)) {
      return DamageAt(offset);
    }
    absl::Status applied = Apply(offset, payload);
    if (!applied.ok()) return applied;
    offset += kHeaderBytes + size;
  }
  // What was just read may be on the way to the device only, or not even that.
  disk_->Rewrite(offset);
  return absl::OkStatus();
}

absl::Status SimulatedStore::Apply(size_t offset, absl::string_view payload) {
  Reader reader(payload);
  Partition& partition =
      partitions_[std::string(reader.ReadBytes(kPartitionIdBytesMax))];
  partition.head.seq = reader.ReadVarint();
  partition.head.epoch = reader.ReadVarint();
  while (reader.ok() && reader.remaining_bytes() > 0) {
    std::string key(reader.ReadBytes(kKeyBytesMax));
    if (reader.ReadU8() == 0) {
      partition.values.erase(key);
      continue;
    }
    const absl::string_view value = reader.ReadBytes(kValueBytesMax);
    const size_t place = payload.size() - reader.remaining_bytes();
    partition.values[std::move(key)] = {
        offset + kHeaderBytes + place - value.size(), value.size(),
        ChecksumOf(value)};
  }
  return reader.Finish("a frame of the log");
}

absl::Status SimulatedStore::Write(const std::vector<std::string>& payloads) {
  std::string bytes;
  for (const std::string& payload : payloads) {
    absl::StrAppend(&bytes, HeaderOf(payload), payload);
  }
  size_t offset = disk_->size();
  absl::Status status = disk_->Append(bytes);
  if (absl::IsResourceExhausted(status)) return status;
  status.Update(disk_->Sync());
  broken_ = !status.ok();
  for (const std::string& payload : payloads) {
    if (broken_) break;
    status.Update(Apply(offset, payload));
    offset += kHeaderBytes + payload.size();
  }
  return status;
}

absl::Status SimulatedStore::CheckEpoch() {
  absl::MutexLock lock(&mu_);
  return KeepToEpoch();
}

absl::Status SimulatedStore::KeepToEpoch() const {
  if (disk_->epoch() == epoch_) return absl::OkStatus();
  return absl::AbortedError(absl::StrCat("epoch ", epoch_, " is over, epoch ",
                                         disk_->epoch(), " has the disk"));
}

std::vector<CommitResult> SimulatedStore::CommitAll(
    absl::Span<const Commit> commits) {
  absl::MutexLock lock(&mu_);
  if (broken_) {
    return std::vector<CommitResult>(commits.size(),
                                     {CommitOutcome::kRefused, kBroken});
  }
  if (const absl::Status ours = KeepToEpoch(); !ours.ok()) {
    return std::vector<CommitResult>(
        commits.size(), {CommitOutcome::kFenced, std::string(ours.message())});
  }
  CommitPlan plan = PlanCommits(
      commits, [this](absl::string_view partition) -> absl::StatusOr<Head> {
        mu_.AssertHeld();
        return HeadOf(partition);
      });
  std::vector<std::string> payloads;
  for (size_t i = 0; i < commits.size(); ++i) {
    if (plan.results[i].outcome != CommitOutcome::kCommitted) continue;
    payloads.push_back(PayloadOf(commits[i].partition,
                                 {commits[i].expected_seq + 1, epoch_},
                                 commits[i].writes));
  }
  if (payloads.empty()) return std::move(plan.results);
  const absl::Status written = Write(payloads);
  for (CommitResult& result : plan.results) {
    if (written.ok() || result.outcome != CommitOutcome::kCommitted) continue;
    result = {broken_ ? CommitOutcome::kUnknown : CommitOutcome::kRefused,
              std::string(written.message())};
  }
  return std::move(plan.results);
}

Head SimulatedStore::HeadOf(absl::string_view partition) const {
  const auto at = partitions_.find(partition);
  return at == partitions_.end() ? Head{} : at->second.head;
}

absl::StatusOr<Head> SimulatedStore::GetHead(
    absl::string_view partition) const {
  if (absl::Status status = CheckPartitionId(partition); !status.ok()) {
    return status;
  }
  absl::MutexLock lock(&mu_);
  if (broken_) return absl::UnavailableError(kBroken);
  return HeadOf(partition);
}

absl::StatusOr<std::string> SimulatedStore::ReadValue(
    const Extent& extent) const {
  const auto bytes = disk_->Read(extent.offset, extent.size);
  if (!bytes.ok()) return bytes.status();
  if (ChecksumOf(*bytes) != extent.checksum) return DamageAt(extent.offset);
  return std::string(*bytes);
}

absl::StatusOr<std::optional<std::string>> SimulatedStore::Get(
    absl::string_view partition, absl::string_view key) const {
  if (absl::Status status = CheckPartitionId(partition); !status.ok()) {
    return status;
  }
  absl::MutexLock lock(&mu_);
  const auto at = partitions_.find(partition);
  if (at == partitions_.end()) return std::optional<std::string>();
  const auto found = at->second.values.find(key);
  if (found == at->second.values.end()) return std::optional<std::string>();
  auto value = ReadValue(found->second);
  if (!value.ok()) return value.status();
  return std::optional<std::string>(*std::move(value));
}

absl::Status SimulatedStore::Scan(absl::string_view partition,
                                  absl::string_view from, absl::string_view to,
                                  const Visitor& visit) const {
  if (absl::Status status = CheckPartitionId(partition); !status.ok()) {
    return status;
  }
  std::vector<std::pair<std::string, std::string>> found;
  {
    absl::MutexLock lock(&mu_);
    const auto at = partitions_.find(partition);
    if (at == partitions_.end()) return absl::OkStatus();
    const auto& values = at->second.values;
    for (auto it = values.lower_bound(from);
         it != values.end() && (to.empty() || it->first < to); ++it) {
      auto value = ReadValue(it->second);
      if (!value.ok()) return value.status();
      found.emplace_back(it->first, *std::move(value));
    }
  }
  for (const auto& [key, value] : found) {
    if (!visit(key, value)) break;
  }
  return absl::OkStatus();
}

absl::Status SimulatedStore::ListPartitions(
    const std::function<bool(absl::string_view)>& visit) const {
  std::vector<std::string> ids;
  {
    absl::MutexLock lock(&mu_);
    for (const auto& [id, partition] : partitions_) ids.push_back(id);
  }
  for (const std::string& id : ids) {
    if (!visit(id)) break;
  }
  return absl::OkStatus();
}

}  // namespace yuheng::storage
