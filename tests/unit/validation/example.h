#ifndef YUHENG_TESTS_UNIT_VALIDATION_EXAMPLE_H_
#define YUHENG_TESTS_UNIT_VALIDATION_EXAMPLE_H_

#include <functional>
#include <string>
#include <vector>

#include "tests/support/document_builder.h"

namespace yuheng::validation {

// A way to break the right document and where a rule must say so.
struct Example {
  std::string rule;
  std::string address;  // Of a place of the finding.
  std::function<void(testing::DocumentBuilder&)> break_it;
};

std::vector<Example> PerformanceExamples();
std::vector<Example> PlausibilityExamples();

}  // namespace yuheng::validation

#endif  // YUHENG_TESTS_UNIT_VALIDATION_EXAMPLE_H_
