#include "services/gateway/connect/envelope.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {

void AppendEnvelope(unsigned char flags, absl::string_view data,
                    std::string* out) {
  YUHENG_CHECK(data.size() <= UINT32_MAX);
  const auto size = static_cast<uint32_t>(data.size());
  out->push_back(static_cast<char>(flags));
  for (int shift = 24; shift >= 0; shift -= 8) {
    out->push_back(static_cast<char>(size >> shift));
  }
  absl::StrAppend(out, data);
}

void EnvelopeReader::Append(absl::string_view bytes) {
  buffer_.erase(0, begin_);
  begin_ = 0;
  absl::StrAppend(&buffer_, bytes);
}

absl::StatusOr<absl::optional<std::string>> EnvelopeReader::Next() {
  const absl::string_view rest = absl::string_view(buffer_).substr(begin_);
  if (rest.empty()) return absl::nullopt;
  // Compression is not offered, and only a response has an end of its own.
  if (rest[0] != 0) {
    const budget::Text text = budget::Message("gateway.envelope_flags");
    return rpc::MakeFieldError({}, text.zh, text.en);
  }
  if (rest.size() < kEnvelopeHeadBytes) return absl::nullopt;
  uint32_t size = 0;
  for (size_t i = 1; i < kEnvelopeHeadBytes; ++i) {
    size = (size << 8) | static_cast<unsigned char>(rest[i]);
  }
  if (size > data_bytes_max_) {
    const std::string limit = absl::StrCat(data_bytes_max_);
    const budget::Text text =
        budget::Message("gateway.message_too_large", {{"limit", limit}});
    return rpc::MakeError(rpc::Reason::kRequestTooLarge, text.zh, text.en);
  }
  if (rest.size() - kEnvelopeHeadBytes < size) return absl::nullopt;
  begin_ += kEnvelopeHeadBytes + size;
  return std::string(rest.substr(kEnvelopeHeadBytes, size));
}

}  // namespace yuheng::gateway
