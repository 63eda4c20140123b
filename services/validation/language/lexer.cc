#include "services/validation/language/lexer.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/text.h"

namespace yuheng::validation {
namespace {

class Lexer {
 public:
  explicit Lexer(absl::string_view formula) : formula_(formula) {}

  absl::StatusOr<std::vector<Token>> Run() {
    std::vector<Token> tokens;
    for (;;) {
      SkipBlanksAndComments();
      if (tokens.size() >= kFormulaTokensMax) {
        return FormulaError(position_, "the formula is too long");
      }
      if (offset_ == formula_.size()) {
        tokens.push_back(
            {TokenKind::kEnd, formula_.substr(offset_), position_});
        return tokens;
      }
      auto token = Next();
      if (!token.ok()) return token.status();
      tokens.push_back(*token);
    }
  }

 private:
  void Advance(size_t bytes) {
    const size_t end = offset_ + bytes;
    while (offset_ < end) {
      if (budget::NextCodePoint(formula_, &offset_) == '\n') {
        position_ = {position_.line + 1, 1};
      } else {
        ++position_.column;
      }
    }
  }

  void SkipBlanksAndComments() {
    while (offset_ < formula_.size()) {
      const char c = formula_[offset_];
      if (c == '#') {
        const size_t end = formula_.find('\n', offset_);
        Advance((end == absl::string_view::npos ? formula_.size() : end) -
                offset_);
      } else if (absl::ascii_isspace(static_cast<unsigned char>(c))) {
        Advance(1);
      } else {
        return;
      }
    }
  }

  template <typename Predicate>
  Token Take(TokenKind kind, Predicate belongs) {
    size_t length = 1;
    while (offset_ + length < formula_.size() &&
           belongs(static_cast<unsigned char>(formula_[offset_ + length]))) {
      ++length;
    }
    return TakeBytes(kind, length);
  }

  Token TakeBytes(TokenKind kind, size_t length) {
    const Token token{kind, formula_.substr(offset_, length), position_};
    Advance(length);
    return token;
  }

  absl::StatusOr<Token> Next() {
    const unsigned char c = static_cast<unsigned char>(formula_[offset_]);
    if (absl::ascii_isdigit(c)) {
      return Take(TokenKind::kNumber,
                  [](unsigned char x) { return absl::ascii_isdigit(x); });
    }
    if (absl::ascii_isalpha(c) || c == '_') {
      return Take(TokenKind::kName, [](unsigned char x) {
        return absl::ascii_isalnum(x) || x == '_';
      });
    }
    if (c == '"') return TakeText();
    const absl::string_view rest = formula_.substr(offset_);
    if (absl::StartsWith(rest, "<=") || absl::StartsWith(rest, ">=")) {
      return TakeBytes(TokenKind::kPunctuation, 2);
    }
    if (absl::string_view(":[]().,;+-=|&?").find(static_cast<char>(c)) !=
        absl::string_view::npos) {
      return TakeBytes(TokenKind::kPunctuation, 1);
    }
    size_t end = offset_;
    budget::NextCodePoint(formula_, &end);
    return FormulaError(
        position_, absl::StrCat("'", formula_.substr(offset_, end - offset_),
                                "' is no part of a formula"));
  }

  absl::StatusOr<Token> TakeText() {
    const Position start = position_;
    const size_t end = formula_.find_first_of("\"\n", offset_ + 1);
    if (end == absl::string_view::npos || formula_[end] != '"') {
      return FormulaError(start, "the text has no closing quote");
    }
    const Token token{TokenKind::kText,
                      formula_.substr(offset_ + 1, end - offset_ - 1), start};
    Advance(end + 1 - offset_);
    return token;
  }

  const absl::string_view formula_;
  size_t offset_ = 0;
  Position position_;
};

}  // namespace

absl::Status FormulaError(const Position& position, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(position.line, ":", position.column, ": ", what));
}

absl::StatusOr<std::vector<Token>> Tokenize(absl::string_view formula) {
  if (formula.size() > kFormulaSizeBytesMax) {
    return FormulaError({}, "the formula is too long");
  }
  return Lexer(formula).Run();
}

}  // namespace yuheng::validation
