#ifndef YUHENG_SERVICES_VALIDATION_VALIDATOR_H_
#define YUHENG_SERVICES_VALIDATION_VALIDATOR_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/budget/document.h"
#include "services/budget/embedded_file.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

// Rules of one catalogue at most.
inline constexpr size_t kRulesMax = 2000;

// See yuheng.validation.v1.ExampleEdit and RuleExample.
struct ExampleEdit {
  std::string address;
  std::string find;
  std::string replace;
};
struct RuleExample {
  bool fails = false;
  std::vector<ExampleEdit> edits;
};

// What a list of rules shows of one.
struct RuleDescription {
  std::string id;
  Severity severity = Severity::kError;
  budget::Text title;
  int first_year = 0;
  int last_year = 0;
  std::string formula;  // Empty for a named check.
  std::string check;    // Empty for a formula.
  std::vector<RuleExample> examples;
};

// Checks documents against a rule catalogue. Immutable after Create;
// thread-safe. The same document gives the same findings in the same order.
class Validator {
 public:
  // Compiles rule files (yuheng.validation.v1.RuleFile in text format).
  // INVALID_ARGUMENT names file, rule and place.
  static absl::StatusOr<std::unique_ptr<Validator>> Create(
      const budget::Form& form, absl::Span<const EmbeddedFile> rule_files);

  virtual ~Validator() = default;

  // Calls `sink` for every finding as it is found; a false from it cancels the
  // rest (the summary then covers what was found).
  virtual VerdictSummary Check(
      const budget::Document& document,
      const std::function<bool(Finding)>& sink) const = 0;

  virtual std::vector<RuleDescription> Rules() const = 0;
  // What every summary states.
  virtual RulesInForce InForce() const = 0;
};

// The built-in catalogue, services/validation/rules/*.textproto.
absl::Span<const EmbeddedFile> BuiltInRuleFiles();

// The document that examples of rules change: an invented bureau's, in the
// published layout. Every rule holds on it.
absl::string_view ExampleDocument();

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_VALIDATOR_H_
