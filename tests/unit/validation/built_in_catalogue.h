#ifndef YUHENG_TESTS_UNIT_VALIDATION_BUILT_IN_CATALOGUE_H_
#define YUHENG_TESTS_UNIT_VALIDATION_BUILT_IN_CATALOGUE_H_

#include "services/validation/validator.h"

namespace yuheng::validation {

// The built-in rules over the standard form, loaded once a process.
inline const Validator& Catalogue() {
  static const auto* const validator =
      Validator::Create(budget::StandardForm(), BuiltInRuleFiles())->release();
  return *validator;
}

}  // namespace yuheng::validation

#endif  // YUHENG_TESTS_UNIT_VALIDATION_BUILT_IN_CATALOGUE_H_
