#ifndef YUHENG_TESTS_BENCHMARK_LOAD_ANSWER_READER_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_ANSWER_READER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace yuheng::load {

// Takes the answer to a watch apart as it comes: the head, chunks, and the
// envelopes in them. Trusts who sends it.
class AnswerReader {
 public:
  struct Envelope {
    int flags = 0;
    std::string data;
  };

  void Append(absl::string_view bytes);
  // Whether the head was read, and says 200.
  bool begun() const { return begun_; }
  // The next envelope; empty when it is not all there yet.
  absl::optional<Envelope> Next();

 private:
  // Moves what is whole from input_ to chunks_.
  void TakeChunks();

  std::string input_;
  std::string chunks_;
  bool begun_ = false;
};

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_ANSWER_READER_H_
