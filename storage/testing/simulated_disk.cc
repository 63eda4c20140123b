#include "storage/testing/simulated_disk.h"

#include <algorithm>

namespace yuheng::storage {

DiskFault SimulatedDisk::Ask(DiskStep step) const {
  return faults_ ? faults_(step) : DiskFault::kNone;
}

absl::Status SimulatedDisk::Append(absl::string_view bytes) {
  const DiskFault fault = Ask(DiskStep::kAppend);
  if (fault == DiskFault::kNoSpace) {
    return absl::ResourceExhaustedError("no space left on device");
  }
  if (fault == DiskFault::kNone) {
    bytes_.append(bytes.data(), bytes.size());
    return absl::OkStatus();
  }
  bytes_.append(bytes.data(), bytes.size() / 2);
  return absl::DataLossError("input/output error while writing");
}

absl::Status SimulatedDisk::Sync() {
  const DiskFault fault = Ask(DiskStep::kSync);
  if (fault != DiskFault::kNone) {
    forgotten_.emplace_back(synced_, bytes_.size());
    if (fault == DiskFault::kLie) return absl::OkStatus();
    return absl::DataLossError("input/output error while syncing");
  }
  synced_ = bytes_.size();
  Ask(DiskStep::kSynced);
  return absl::OkStatus();
}

absl::StatusOr<absl::string_view> SimulatedDisk::Read(size_t offset,
                                                      size_t size) const {
  if (offset > bytes_.size() || size > bytes_.size() - offset) {
    return absl::OutOfRangeError("beyond the end of the file");
  }
  if (Ask(DiskStep::kRead) != DiskFault::kNone) {
    return absl::DataLossError("input/output error while reading");
  }
  return absl::string_view(bytes_).substr(offset, size);
}

void SimulatedDisk::Rewrite(size_t size) {
  bytes_.resize(std::min(size, bytes_.size()));
  synced_ = bytes_.size();
  forgotten_.clear();
}

void SimulatedDisk::LosePower(size_t kept) {
  bytes_.resize(std::min(bytes_.size(), synced_ + kept));
  for (const auto& [begin, end] : forgotten_) {
    for (size_t i = begin; i < std::min(end, synced_); ++i) bytes_[i] = '\0';
  }
  forgotten_.clear();
  synced_ = bytes_.size();
}

void SimulatedDisk::FlipBit(size_t offset, int bit) {
  bytes_[offset] = static_cast<char>(bytes_[offset] ^ (1 << bit));
}

}  // namespace yuheng::storage
