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
#include "services/validation/references.h"

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
  budget::Text explanation;
  budget::Text source;               // Where the requirement comes from.
  bool compares_references = false;  // Without any it can't be decided.
  std::vector<RuleExample> examples;

  // Whether it is of that fiscal year; 0, which is not known, is of any.
  bool HoldsIn(int fiscal_year) const {
    return fiscal_year == 0 || (fiscal_year >= first_year &&
                                (last_year == 0 || fiscal_year <= last_year));
  }
};

// Sees each rule begin and end, on the thread that checks. The engine has no
// clock: whoever wants to know how long rules take measures here.
class RuleObserver {
 public:
  virtual ~RuleObserver() = default;
  virtual void OnRuleStart() = 0;
  // `rule` is an index of Validator::Rules().
  virtual void OnRuleEnd(size_t rule) = 0;
};

// What a check may be given besides the document.
struct CheckOptions {
  References references;
  RuleObserver* observer = nullptr;
  // Whether the rest is not wanted any more; asked for every row, so it must be
  // cheap. May be empty.
  std::function<bool()> cancelled;
};

// Checks documents against a rule catalogue. Immutable after Create;
// thread-safe. The same document gives the same findings in the same order.
class Validator {
 public:
  // Compiles rule files (yuheng.validation.v1.RuleFile in text format) and what
  // a bureau changes about them (yuheng.validation.v1.Overlay; several files
  // count as one). INVALID_ARGUMENT names file, rule and place.
  static absl::StatusOr<std::unique_ptr<Validator>> Create(
      const budget::Form& form, absl::Span<const EmbeddedFile> rule_files,
      absl::Span<const EmbeddedFile> overlay_files = {});

  virtual ~Validator() = default;

  // Calls `sink` for every finding as it is found; a false from it, or a true
  // from options.cancelled, cancels the rest, inside a rule too (the summary
  // then covers what was found).
  virtual VerdictSummary Check(
      const budget::Document& document, const CheckOptions& options,
      const std::function<bool(Finding)>& sink) const = 0;
  // Without anything to compare with.
  VerdictSummary Check(const budget::Document& document,
                       const std::function<bool(Finding)>& sink) const {
    return Check(document, CheckOptions(), sink);
  }

  // In the order they are evaluated. What an overlay changes does not show
  // here.
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
