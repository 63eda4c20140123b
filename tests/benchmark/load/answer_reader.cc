#include "tests/benchmark/load/answer_reader.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace yuheng::load {
namespace {

constexpr absl::string_view kLineEnd = "\r\n";
constexpr absl::string_view kHeadEnd = "\r\n\r\n";
constexpr size_t kEnvelopeHeadBytes = 5;

}  // namespace

void AnswerReader::Append(absl::string_view bytes) {
  absl::StrAppend(&input_, bytes);
  if (!begun_) {
    const size_t end = input_.find(kHeadEnd.data());
    if (end == std::string::npos) return;
    begun_ = absl::StartsWith(input_, "HTTP/1.1 200 ");
    input_.erase(0, end + kHeadEnd.size());
  }
  TakeChunks();
}

void AnswerReader::TakeChunks() {
  size_t at = 0;
  for (;;) {
    const size_t line_end = input_.find(kLineEnd.data(), at);
    if (line_end == std::string::npos) break;
    uint32_t size = 0;
    if (!absl::SimpleHexAtoi(input_.substr(at, line_end - at), &size)) break;
    const size_t begin = line_end + kLineEnd.size();
    const size_t end = begin + size + kLineEnd.size();
    if (input_.size() < end) break;
    chunks_.append(input_, begin, size);
    at = end;
  }
  input_.erase(0, at);
}

absl::optional<AnswerReader::Envelope> AnswerReader::Next() {
  if (chunks_.size() < kEnvelopeHeadBytes) return absl::nullopt;
  size_t size = 0;
  for (size_t i = 1; i < kEnvelopeHeadBytes; ++i) {
    size = (size << 8) | static_cast<unsigned char>(chunks_[i]);
  }
  if (chunks_.size() - kEnvelopeHeadBytes < size) return absl::nullopt;
  Envelope envelope{chunks_[0], chunks_.substr(kEnvelopeHeadBytes, size)};
  chunks_.erase(0, kEnvelopeHeadBytes + size);
  return envelope;
}

}  // namespace yuheng::load
