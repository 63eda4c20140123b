#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_CHECKS_OWN_UNITS_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_CHECKS_OWN_UNITS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/validation/evaluation/checks/check.h"

namespace yuheng::validation {

// Whom a document may speak for: its department under whatever name, and the
// units and offices that part one lists.
class OwnUnits {
 public:
  explicit OwnUnits(const CheckContext& context);

  // The department or one of its units. Departments of the same kind in other
  // places may be taken for it.
  bool Has(absl::string_view name) const {
    return MayBeDepartment(name) || IsListed(name);
  }

  // Whether the name may stand for the department: abbreviations leave out
  // characters and rarely change them.
  bool MayBeDepartment(absl::string_view name) const;

  // Whether part one lists it as a unit or office.
  bool IsListed(absl::string_view name) const;

  // Whether the names of all units are known: a name that is none of them is
  // another department's.
  bool complete() const {
    return count_ == 0 ||
           (count_ > 0 && names_.size() >= static_cast<size_t>(count_));
  }

 private:
  std::string department_;  // Normalised, as are the names.
  std::vector<std::string> names_;
  int64_t count_ = -1;  // Negative: not told.
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_CHECKS_OWN_UNITS_H_
