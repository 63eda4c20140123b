#ifndef YUHENG_SERVICES_VALIDATION_LANGUAGE_LEXER_H_
#define YUHENG_SERVICES_VALIDATION_LANGUAGE_LEXER_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::validation {

// Limits of one formula.
inline constexpr size_t kFormulaSizeBytesMax = 8192;
inline constexpr size_t kFormulaTokensMax = 2048;

// A place in a formula: line and column from 1, in code points.
struct Position {
  int line = 1;
  int column = 1;

  friend bool operator==(const Position&, const Position&) = default;
};

enum class TokenKind {
  kName,         // total, gen_up, T5
  kNumber,       // 303, 0: digits only
  kText,         // "行政运行", without its quotes
  kPunctuation,  // : [ ] ( ) . , ; + - = <= >= | & ?
  kEnd,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  absl::string_view text;  // A part of the formula.
  Position position;
};

// INVALID_ARGUMENT with "line:column: what".
absl::Status FormulaError(const Position& position, absl::string_view what);

// The tokens of a formula, kEnd last. Blanks and comments (# to the end of the
// line) separate tokens. INVALID_ARGUMENT for a character the language does not
// have, a text without its end, or a formula beyond the limits.
absl::StatusOr<std::vector<Token>> Tokenize(absl::string_view formula);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_LANGUAGE_LEXER_H_
