#ifndef YUHENG_STORAGE_ROCKSDB_ENGINE_KEYS_H_
#define YUHENG_STORAGE_ROCKSDB_ENGINE_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/store.h"

namespace yuheng::storage {

// How partitions lie in RocksDB (numbers as in format/coding.h):
//
//   column family "default"
//     u8(length of partition) partition key  -> value
//   column family "heads"
//     'f'                                    -> be32(format version)
//     'p' partition                          -> u8(0x01) be64(seq) be64(epoch)
//
// The length before the partition keeps one partition's keys together and apart
// from those of a partition whose id begins alike; heads carry the plain id, so
// they list in byte order. A commit writes both families in one WriteBatch,
// hence one record of the shared write-ahead log.
inline constexpr char kHeadsFamily[] = "heads";
inline constexpr absl::string_view kFormatKey = "f";
inline constexpr absl::string_view kHeadKeyPrefix = "p";

// Grows with every change of the grammar above.
inline constexpr uint32_t kFormatVersion = 1;

[[nodiscard]] std::string DataKeyPrefix(absl::string_view partition);
[[nodiscard]] std::string DataKey(absl::string_view partition,
                                  absl::string_view key);
[[nodiscard]] std::string HeadKey(absl::string_view partition);

[[nodiscard]] std::string EncodeHead(const Head& head);
// DATA_LOSS for anything EncodeHead does not write.
[[nodiscard]] absl::StatusOr<Head> DecodeHead(absl::string_view value);

[[nodiscard]] std::string EncodeFormatVersion(uint32_t version);
[[nodiscard]] absl::StatusOr<uint32_t> DecodeFormatVersion(
    absl::string_view value);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_ROCKSDB_ENGINE_KEYS_H_
