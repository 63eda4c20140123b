#ifndef YUHENG_STORAGE_FORMAT_CODING_H_
#define YUHENG_STORAGE_FORMAT_CODING_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace yuheng::storage {

// The byte-level grammar every persisted key and value is made of:
//
//   u8      one byte
//   be32    4 bytes, most significant first: sorts as the number does
//   be64    8 bytes, most significant first
//   varint  7 bits a byte, least significant first, high bit = more follows;
//           at most 10 bytes and always the shortest form
//   zigzag  varint of (n << 1) ^ (n >> 63): small for small |n|
//   bytes   varint length, then that many bytes
//
// One value has exactly one encoding, so equal records have equal hashes.
void AppendU8(std::string& out, uint8_t value);
void AppendBigEndian32(std::string& out, uint32_t value);
void AppendBigEndian64(std::string& out, uint64_t value);
void AppendVarint(std::string& out, uint64_t value);
void AppendZigzag(std::string& out, int64_t value);
void AppendBytes(std::string& out, absl::string_view bytes);

// The smallest key above every key that starts with prefix; empty (meaning: to
// the end) when there is none. Keys with a prefix are [prefix,
// KeyAfterPrefix(prefix)).
[[nodiscard]] std::string KeyAfterPrefix(absl::string_view prefix);

// Reads what the functions above wrote, never past the end. The first failure
// sticks: every later read gives zero or empty, so a decoder reads all its
// fields and asks Finish() once. Views point into the bytes given; those must
// outlive the reader. Not thread-safe.
class Reader {
 public:
  explicit Reader(absl::string_view bytes) : rest_(bytes) {}

  uint8_t ReadU8();
  uint32_t ReadBigEndian32();
  uint64_t ReadBigEndian64();
  // Fails when the number is above max.
  uint64_t ReadVarint(uint64_t max = UINT64_MAX);
  int64_t ReadZigzag();
  // Fails when the length is above size_bytes_max.
  absl::string_view ReadBytes(size_t size_bytes_max);
  // Exactly size_bytes bytes without a length before them.
  absl::string_view ReadFixed(size_t size_bytes);
  // A varint number of elements that follow; fails when it is above max or
  // when the rest can't hold so many of element_bytes_min each, so that
  // reserving room for the result is safe.
  size_t ReadCount(size_t max, size_t element_bytes_min);

  // Records a failure found by the caller; the first one is kept.
  void Fail(absl::string_view what);
  bool ok() const { return what_.empty(); }
  size_t remaining_bytes() const { return rest_.size(); }

  // OK when everything was read and nothing is left over; else DATA_LOSS that
  // says what was wrong in `record`.
  [[nodiscard]] absl::Status Finish(absl::string_view record) const;

 private:
  absl::string_view rest_;
  std::string what_;
};

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_FORMAT_CODING_H_
