#ifndef YUHENG_TESTS_UNIT_VALIDATION_EVALUATION_CHECKS_RULE_FINDINGS_H_
#define YUHENG_TESTS_UNIT_VALIDATION_EVALUATION_CHECKS_RULE_FINDINGS_H_

#include <string>
#include <utility>
#include <vector>

#include "services/validation/validator.h"
#include "tests/support/document_builder.h"
#include "tests/unit/validation/built_in_catalogue.h"

namespace yuheng::validation {

// What one rule of the built-in catalogue finds.
inline std::vector<Finding> FindingsOf(const std::string& rule,
                                       const budget::Document& document) {
  std::vector<Finding> findings;
  Catalogue().Check(document, [&](Finding finding) {
    if (finding.rule == rule) findings.push_back(std::move(finding));
    return true;
  });
  return findings;
}

}  // namespace yuheng::validation

#endif  // YUHENG_TESTS_UNIT_VALIDATION_EVALUATION_CHECKS_RULE_FINDINGS_H_
