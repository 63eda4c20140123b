#ifndef YUHENG_STORAGE_FORMAT_FIELD_H_
#define YUHENG_STORAGE_FORMAT_FIELD_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/format/coding.h"
#include "storage/format/sha256.h"

namespace yuheng::storage {

// What the record codecs share.

// A digest is its 32 bytes, without a length.
void AppendDigest(std::string& out, const Sha256Digest& digest);
Sha256Digest ReadDigest(Reader& reader);

std::string ReadString(Reader& reader, size_t size_bytes_max);

// INVALID_ARGUMENT when size is above max; `what` names the field.
[[nodiscard]] absl::Status CheckSize(absl::string_view what, size_t size,
                                     size_t max);

// INVALID_ARGUMENT when value is outside 0..max.
[[nodiscard]] absl::Status CheckRange(absl::string_view what, int value,
                                      int max);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_FORMAT_FIELD_H_
