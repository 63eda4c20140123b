#ifndef YUHENG_SERVICES_VALIDATION_LANGUAGE_PARSER_H_
#define YUHENG_SERVICES_VALIDATION_LANGUAGE_PARSER_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/validation/language/syntax.h"

namespace yuheng::validation {

// Limits of one formula. The grammar does not nest, so the parser's depth is
// fixed; these bound what a formula can make the evaluator do.
inline constexpr size_t kStatementsMax = 64;
inline constexpr size_t kLoopsMax = 3;
inline constexpr size_t kTermsMax = 64;
inline constexpr size_t kChoicesMax = 64;
inline constexpr size_t kConditionsMax = 8;
inline constexpr size_t kRelationsMax = 4;

// Reads a formula. INVALID_ARGUMENT with "line:column: expected …, found …".
// Never fails in another way, whatever the bytes.
absl::StatusOr<SyntaxFormula> ParseFormula(absl::string_view formula);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_LANGUAGE_PARSER_H_
