#include "storage/format/coding.h"

#include "absl/strings/str_cat.h"

namespace yuheng::storage {

namespace {

constexpr int kVarintBytesMax = 10;

}  // namespace

void AppendU8(std::string& out, uint8_t value) {
  out.push_back(static_cast<char>(value));
}

void AppendBigEndian32(std::string& out, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift));
  }
}

void AppendBigEndian64(std::string& out, uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift));
  }
}

void AppendVarint(std::string& out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>((value & 0x7f) | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

void AppendZigzag(std::string& out, int64_t value) {
  const uint64_t sign = value < 0 ? UINT64_MAX : 0;
  AppendVarint(out, (static_cast<uint64_t>(value) << 1) ^ sign);
}

void AppendBytes(std::string& out, absl::string_view bytes) {
  AppendVarint(out, bytes.size());
  out.append(bytes.data(), bytes.size());
}

std::string KeyAfterPrefix(absl::string_view prefix) {
  std::string key(prefix);
  while (!key.empty()) {
    if (key.back() != '\xff') {
      ++key.back();
      return key;
    }
    key.pop_back();
  }
  return key;
}

uint8_t Reader::ReadU8() {
  const absl::string_view bytes = ReadFixed(1);
  return bytes.empty() ? 0 : static_cast<uint8_t>(bytes[0]);
}

uint32_t Reader::ReadBigEndian32() {
  uint32_t value = 0;
  for (const char c : ReadFixed(4)) {
    value = value << 8 | static_cast<uint8_t>(c);
  }
  return value;
}

uint64_t Reader::ReadBigEndian64() {
  uint64_t value = 0;
  for (const char c : ReadFixed(8)) {
    value = value << 8 | static_cast<uint8_t>(c);
  }
  return value;
}

uint64_t Reader::ReadVarint(uint64_t max) {
  uint64_t value = 0;
  for (int i = 0; i < kVarintBytesMax; ++i) {
    const uint8_t byte = ReadU8();
    if (!ok()) return 0;
    if (i == kVarintBytesMax - 1 && byte > 1) {
      Fail("a number above 64 bits");
      return 0;
    }
    value |= static_cast<uint64_t>(byte & 0x7f) << (7 * i);
    if (byte & 0x80) continue;
    if (byte == 0 && i > 0) {
      Fail("a number not in its shortest form");
      return 0;
    }
    if (value > max) {
      Fail(absl::StrCat("a number above its limit ", max));
      return 0;
    }
    return value;
  }
  Fail("a number without an end");
  return 0;
}

int64_t Reader::ReadZigzag() {
  const uint64_t value = ReadVarint();
  return static_cast<int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

absl::string_view Reader::ReadBytes(size_t size_bytes_max) {
  return ReadFixed(ReadVarint(size_bytes_max));
}

absl::string_view Reader::ReadFixed(size_t size_bytes) {
  if (!ok()) return {};
  if (size_bytes > rest_.size()) {
    Fail("it ends too early");
    return {};
  }
  const absl::string_view bytes = rest_.substr(0, size_bytes);
  rest_.remove_prefix(size_bytes);
  return bytes;
}

size_t Reader::ReadCount(size_t max, size_t element_bytes_min) {
  const uint64_t count = ReadVarint(max);
  if (element_bytes_min > 0 && count > rest_.size() / element_bytes_min) {
    Fail("a count that its bytes can not hold");
    return 0;
  }
  return count;
}

void Reader::Fail(absl::string_view what) {
  if (!ok()) return;
  what_ = std::string(what);
  rest_ = {};
}

absl::Status Reader::Finish(absl::string_view record) const {
  if (!ok()) {
    return absl::DataLossError(absl::StrCat("damaged ", record, ": ", what_));
  }
  if (!rest_.empty()) {
    return absl::DataLossError(absl::StrCat("damaged ", record, ": ",
                                            rest_.size(), " bytes too many"));
  }
  return absl::OkStatus();
}

}  // namespace yuheng::storage
