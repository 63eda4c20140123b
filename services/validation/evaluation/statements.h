#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_STATEMENTS_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_STATEMENTS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/budget/document.h"

namespace yuheng::validation {

// All that one section of the narrative says about one subject. What it does
// not say is null.
struct Statement {
  absl::string_view section;  // N2.
  absl::string_view subject;  // gen.
  const budget::Claim* amount = nullptr;
  const budget::Claim* share = nullptr;
  const budget::Claim* delta = nullptr;
  const budget::Claim* growth = nullptr;
  const budget::Claim* reason = nullptr;
  const budget::Claim* words = nullptr;
  const budget::Claim* none = nullptr;

  // Any of them; never null.
  const budget::Claim* first = nullptr;
};

// The statements of the sections N1 to N11, in document order. Views into
// `document`.
std::vector<Statement> StatementsOf(const budget::Document& document);

// The one of a section and subject; null when there is none.
const Statement* FindStatement(const std::vector<Statement>& statements,
                               absl::string_view section,
                               absl::string_view subject);

// The heading of a part, table or section; null when there is none.
const budget::Heading* FindHeading(const budget::Document& document,
                                   absl::string_view key);

// Whether a section's sentences state this budget: 七 tells the history of
// projects and who carries them out, 十一（五） whatever it likes.
bool StatesBudget(absl::string_view section);

// What opens a reason, up to the end of its item.
inline constexpr absl::string_view kReasonWords[] = {"原因", "由于", "因为",
                                                     "主要是", "主要系"};

// Whether a claim is there and states a figure that sums can hold: at most
// budget::kFigureMicroMax.
bool HasValue(const budget::Claim* claim);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_STATEMENTS_H_
