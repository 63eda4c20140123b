#include "storage/format/field.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace yuheng::storage {

void AppendDigest(std::string& out, const Sha256Digest& digest) {
  out.append(reinterpret_cast<const char*>(digest.data()), digest.size());
}

Sha256Digest ReadDigest(Reader& reader) {
  Sha256Digest digest{};
  const absl::string_view bytes = reader.ReadFixed(digest.size());
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

std::string ReadString(Reader& reader, size_t size_bytes_max) {
  return std::string(reader.ReadBytes(size_bytes_max));
}

absl::Status CheckSize(absl::string_view what, size_t size, size_t max) {
  if (size <= max) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(what, " has ", size, ", at most ", max, " can be stored"));
}

absl::Status CheckRange(absl::string_view what, int value, int max) {
  if (value >= 0 && value <= max) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(what, " is ", value, ", outside 0..", max));
}

}  // namespace yuheng::storage
