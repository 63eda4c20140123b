#include "storage/rocksdb/engine_keys.h"

#include "absl/strings/str_cat.h"
#include "storage/format/coding.h"

namespace yuheng::storage {

namespace {

constexpr uint8_t kHeadLayout = 1;

}  // namespace

static_assert(kPartitionIdBytesMax <= UINT8_MAX);

std::string DataKeyPrefix(absl::string_view partition) {
  std::string key;
  AppendU8(key, static_cast<uint8_t>(partition.size()));
  absl::StrAppend(&key, partition);
  return key;
}

std::string DataKey(absl::string_view partition, absl::string_view key) {
  return absl::StrCat(DataKeyPrefix(partition), key);
}

std::string HeadKey(absl::string_view partition) {
  return absl::StrCat(kHeadKeyPrefix, partition);
}

std::string EncodeHead(const Head& head) {
  std::string value;
  AppendU8(value, kHeadLayout);
  AppendBigEndian64(value, head.seq);
  AppendBigEndian64(value, head.epoch);
  return value;
}

absl::StatusOr<Head> DecodeHead(absl::string_view value) {
  Reader reader(value);
  if (reader.ReadU8() != kHeadLayout) reader.Fail("an unknown layout");
  Head head;
  head.seq = reader.ReadBigEndian64();
  head.epoch = reader.ReadBigEndian64();
  absl::Status status = reader.Finish("partition head");
  if (!status.ok()) return status;
  return head;
}

std::string EncodeFormatVersion(uint32_t version) {
  std::string value;
  AppendBigEndian32(value, version);
  return value;
}

absl::StatusOr<uint32_t> DecodeFormatVersion(absl::string_view value) {
  Reader reader(value);
  const uint32_t version = reader.ReadBigEndian32();
  absl::Status status = reader.Finish("format version");
  if (!status.ok()) return status;
  return version;
}

}  // namespace yuheng::storage
