// What an error carries on the wire, without knowing how it travels.
#ifndef YUHENG_SERVICES_RPC_ERROR_DETAILS_H_
#define YUHENG_SERVICES_RPC_ERROR_DETAILS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace yuheng::rpc {

// Peers accept 8 KiB of headers by default; base64 adds a third to the details,
// and percent-encoding up to two thirds to the message. Hence:
// Largest serialized google.rpc.Status. When it would be larger, the field
// violations are left out, then the metadata, then the texts.
inline constexpr int kErrorDetailsSizeBytesMax = 3072;
// Longest message, and longest text in one language; cut at a character.
inline constexpr int kErrorTextSizeBytesMax = 1024;

// The longest prefix of whole characters (UTF-8) within
// kErrorTextSizeBytesMax.
std::string CutErrorText(absl::string_view text);

// A serialized google.rpc.Status (see status.h); empty when the status carries
// no reason.
std::string SerializeDetails(const absl::Status& status);

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_ERROR_DETAILS_H_
