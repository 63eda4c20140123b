#include "services/audit/line_reader.h"

#include "absl/strings/strip.h"

namespace yuheng::audit {

absl::string_view LineReader::Next() {
  const size_t end = rest_.find('\n');
  ok_ = ok_ && end != absl::string_view::npos;
  if (!ok_) return "";
  const absl::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  return line;
}

absl::string_view LineReader::Field(absl::string_view name) {
  absl::string_view line = Next();
  ok_ = ok_ && absl::ConsumePrefix(&line, name) &&
        absl::ConsumePrefix(&line, " ");
  return ok_ ? line : "";
}

}  // namespace yuheng::audit
