// A document under a catalogue: what a check of it gave, for the tests of
// diagnosis.
#ifndef YUHENG_TESTS_UNIT_VALIDATION_EVALUATION_DIAGNOSIS_CHECKED_H_
#define YUHENG_TESTS_UNIT_VALIDATION_EVALUATION_DIAGNOSIS_CHECKED_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/budget/document.h"
#include "services/validation/validator.h"

namespace yuheng::validation {

struct Checked {
  std::vector<Finding> findings;
  VerdictSummary summary;

  // "X-01 T6:302:total" of every finding above a note.
  std::vector<std::string> Failures() const {
    std::vector<std::string> lines;
    for (const Finding& finding : findings) {
      if (finding.severity == Severity::kNote) continue;
      lines.push_back(
          absl::StrCat(finding.rule, " ", finding.places[0].address));
    }
    return lines;
  }

  // Those of one rule.
  std::vector<Finding> Of(const std::string& rule) const {
    std::vector<Finding> all;
    for (const Finding& finding : findings) {
      if (finding.rule == rule) all.push_back(finding);
    }
    return all;
  }

  // "A6-01 A6-02 …" of a group, in its order.
  std::string RulesOf(const FindingGroup& group) const {
    std::string rules;
    for (const int i : group.findings) {
      absl::StrAppend(&rules, rules.empty() ? "" : " ",
                      findings[static_cast<size_t>(i)].rule);
    }
    return rules;
  }
};

inline Checked CheckWith(const Validator& validator,
                         const budget::Document& document) {
  Checked checked;
  checked.summary = validator.Check(document, [&](Finding finding) {
    checked.findings.push_back(std::move(finding));
    return true;
  });
  return checked;
}

// With the built-in catalogue.
inline Checked CheckDocument(const budget::Document& document) {
  static const Validator* const validator = [] {
    auto created =
        Validator::Create(budget::StandardForm(), BuiltInRuleFiles());
    YUHENG_CHECK(created.ok());
    return created->release();
  }();
  return CheckWith(*validator, document);
}

}  // namespace yuheng::validation

#endif  // YUHENG_TESTS_UNIT_VALIDATION_EVALUATION_DIAGNOSIS_CHECKED_H_
