#ifndef YUHENG_SERVICES_INGESTION_FORMATS_ENCODING_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_ENCODING_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// The text of a file in UTF-8.
struct DecodedText {
  // Views `storage`, or the original bytes where nothing had to be converted:
  // both must outlive it.
  absl::string_view text() const { return converted ? storage : original; }

  // UTF-8, UTF-8-BOM, GB18030, UTF-16LE or UTF-16BE.
  std::string encoding;
  // Bytes that are not of the encoding; each stands in the text as U+FFFD.
  size_t bytes_invalid = 0;
  // Where the first of them is; 0 when there is none.
  int first_invalid_line = 0;
  // The file ends in the middle of a character; what was left of it is gone.
  bool cut_in_character = false;

  bool converted = false;
  std::string storage;
  absl::string_view original;
};

// Recognises the encoding and converts strictly. A text that is plainly UTF-8
// with a few damaged bytes is still read.
//
// Errors carry a reason: DOCUMENT_EMPTY (nothing but blanks), DOCUMENT_BINARY
// (NUL bytes, or the mark of an old Word or Excel, PDF, picture or archive
// file; the text says what to do), DOCUMENT_UNREADABLE (no encoding we know
// fits).
absl::StatusOr<DecodedText> DecodeText(absl::string_view bytes);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_ENCODING_H_
