#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_TRIAL_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_TRIAL_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "services/budget/table_shape.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

// One figure of a document is another.
struct FigureChange {
  std::string address;
  int64_t fen = 0;
};

// A row of a document's table stands under another code.
struct CodeChange {
  budget::TableKind table = budget::TableKind::kNone;
  size_t row = 0;  // Its position in the table.
  std::string code;
};

using Change = std::variant<FigureChange, CodeChange>;

// The warnings and errors of at least those rules (by id; none: of all) in the
// document with one change; nothing when the change can not be made, or there
// are too many.
using Trial = std::function<std::optional<std::vector<Finding>>(
    const Change&, const std::set<std::string>& rules)>;

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_TRIAL_H_
