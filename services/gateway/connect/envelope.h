// Envelopes of streams: a byte of flags, the length in four bytes, most
// significant first, then that many bytes.
#ifndef YUHENG_SERVICES_GATEWAY_CONNECT_ENVELOPE_H_
#define YUHENG_SERVICES_GATEWAY_CONNECT_ENVELOPE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace yuheng::gateway {

inline constexpr size_t kEnvelopeHeadBytes = 5;
// The last envelope of a response, whose data is JSON whatever the codec.
inline constexpr unsigned char kEndOfStreamFlag = 0x02;

// Appends an envelope. Data is at most rpc::kMessageSizeBytesMax long.
void AppendEnvelope(unsigned char flags, absl::string_view data,
                    std::string* out);

// Takes a request's body apart as it comes.
class EnvelopeReader {
 public:
  explicit EnvelopeReader(size_t data_bytes_max)
      : data_bytes_max_(data_bytes_max) {}

  void Append(absl::string_view bytes);
  // The data of the next envelope; empty when it is not all there yet. Holds
  // what was appended and not taken, so take until there is none.
  // INVALID_ARGUMENT, reason FIELD_INVALID, for flags that a request does not
  // have; RESOURCE_EXHAUSTED, reason REQUEST_TOO_LARGE, as soon as its length
  // says that it is above the limit. No more is to be read after an error.
  absl::StatusOr<absl::optional<std::string>> Next();
  // Whether the body may end here.
  bool AtBoundary() const { return buffer_.size() == begin_; }

 private:
  const size_t data_bytes_max_;
  std::string buffer_;
  // What is in front was taken.
  size_t begin_ = 0;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_CONNECT_ENVELOPE_H_
